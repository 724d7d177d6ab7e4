//! Commands and options.

use crate::{TestFolder, balint, embedded_demo, transcript};

fn small(place: &TestFolder) {
    place.write("talk.txt", transcript(40));
    place.ok(&["suggest", "-q", "talk.txt", "-p", "s.themata", "--themes", "4", "--unit", "turn"]);
}

#[test]
fn the_shape_of_suggest_json_is_as_documented() {
    let place = TestFolder::new();
    place.write("talk.txt", transcript(40));
    let view = place.json(&["suggest", "talk.txt", "--json", "--themes", "4", "--unit", "turn"]);
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&view), ["themes", "noise", "run"]);
    let theme = &view["themes"][0];
    assert_eq!(
        keys(theme),
        [
            "id",
            "label",
            "key_terms",
            "key_term_weights",
            "n_segments",
            "n_participants",
            "cohesion",
            "stability",
            "group",
            "exemplars",
            "near_misses",
            "rival",
            "notices"
        ]
    );
    assert_eq!(
        keys(&theme["exemplars"][0]),
        ["text", "document", "participant", "speaker", "turn", "start", "end", "time_ms", "similarity"]
    );
    assert_eq!(
        keys(&view["run"]),
        ["version", "parameters", "counts", "curve", "tree", "silhouette", "documents", "notices"]
    );
    assert_eq!(view["themes"].as_array().unwrap().len(), 4);
    assert_eq!(view["themes"][0]["exemplars"][0]["participant"], "talk");
    assert!(view["run"]["curve"].is_null(), "nothing was chosen");
}

#[test]
fn the_whole_curve_is_kept_and_shown() {
    let place = embedded_demo();
    let view = place.json(&["suggest", "-q", "--json", "-p", "s.themata", &balint()]);
    let curve = &view["run"]["curve"];
    assert_eq!(
        (curve["parameter"].as_str(), curve["criterion"].as_str()),
        (Some("n_clusters"), Some("stability"))
    );
    let points = curve["points"].as_array().unwrap();
    assert!(points.len() >= 5, "{points:?}");
    let others: Vec<&str> =
        curve["others"].as_array().unwrap().iter().filter_map(|o| o["criterion"].as_str()).collect();
    assert_eq!(others, ["silhouette", "calinski_harabasz"]);
    assert_eq!(curve["chosen"], view["themes"].as_array().unwrap().len() as f64);
    let shown = place.ok(&["show", "-p", "s.themata"]);
    assert!(shown.contains("Why this number") && shown.contains("stability by number of themes"), "{shown}");
    let dbscan =
        place.json(&["suggest", "-q", "--json", "-p", "s.themata", "--algorithm", "dbscan", &balint()]);
    assert_eq!(dbscan["run"]["curve"]["criterion"], "k-distance");
    assert!(dbscan["noise"]["share"].as_f64().unwrap() <= 1.0);
    assert!(place.ok(&["show", "-p", "s.themata"]).contains("k-distance"));
    assert_eq!(
        place.json(&["show", "-p", "s.themata", "--run", "1", "--json"]),
        view,
        "earlier runs stay as they were"
    );
}

#[test]
fn one_theme_is_shown_with_all_its_segments() {
    let place = TestFolder::new();
    small(&place);
    let shown = place.ok(&["show", "-p", "s.themata", "2"]);
    let theme = place.json(&["show", "-p", "s.themata", "2", "--json"]);
    assert_eq!(theme["id"], 2);
    assert_eq!(theme["segments"].as_array().unwrap().len() as u64, theme["n_segments"].as_u64().unwrap());
    assert!(shown.contains("Segments, nearest to the centre first"), "{shown}");
    for segment in theme["segments"].as_array().unwrap() {
        let words = segment["text"].as_str().unwrap().split_whitespace().next_back().unwrap();
        assert!(shown.contains(words), "{words} {shown}");
    }
    let message = place.refused(4, &["show", "-p", "s.themata", "9"]);
    assert!(message.contains("no candidate theme 9") && message.contains("1 to 4"), "{message}");
    let message = place.refused(4, &["show", "-p", "s.themata", "--run", "7"]);
    assert!(message.contains("no run 7"), "{message}");
}

#[test]
fn export_writes_a_file_and_never_over_another_unasked() {
    let place = TestFolder::new();
    small(&place);
    place.ok(&["export", "-p", "s.themata", "-f", "csv", "-o", "out.csv"]);
    let csv = std::fs::read_to_string(place.path().join("out.csv")).unwrap();
    assert_eq!(csv.lines().count(), 41);
    place.write("kept.csv", "mine");
    let message = place.refused(6, &["export", "-p", "s.themata", "-f", "csv", "-o", "kept.csv"]);
    assert!(message.contains("kept.csv") && message.contains("--force"), "{message}");
    assert_eq!(std::fs::read_to_string(place.path().join("kept.csv")).unwrap(), "mine");
    place.ok(&["export", "-p", "s.themata", "-f", "csv", "-o", "kept.csv", "--force"]);
    assert_eq!(std::fs::read_to_string(place.path().join("kept.csv")).unwrap(), csv);
    let json = place.json(&["export", "-p", "s.themata"]);
    assert!(json["run"]["parameters"]["model"]["sha256"].is_string());
}

#[test]
fn quiet_says_nothing_but_the_result() {
    let place = TestFolder::new();
    place.write("talk.txt", transcript(20));
    let output = place.run(&["-q", "suggest", "talk.txt", "--json"]);
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let loud = place.run(&["-v", "suggest", "talk.txt"]);
    assert!(String::from_utf8_lossy(&loud.stderr).contains("Embedding:"), "-v gives times");
}

#[test]
fn roles_can_be_told() {
    let place = TestFolder::new();
    place.write("talk.txt", "Anna: The ward was full.\n\nBert: I could not sleep.\n\nAnna: I wrote it all down.\n\nBert: Nobody read it.\n\nAnna: They never do.\n\nBert: Not once in my life.\n");
    let speakers = |args: &[&str]| {
        let mut all = vec!["suggest", "-q", "talk.txt", "--json"];
        all.extend(args);
        place.json(&all)["run"]["documents"][0]["speakers"].clone()
    };
    let told = speakers(&["--speaker", "anna=interviewer"]);
    assert_eq!(told[0]["label"], "Anna");
    assert_eq!(told[0]["role"], "interviewer");
    assert_eq!(told[0]["role_reason"], "set by the analyst");
    assert_eq!(told[1]["participant"], "Bert");
    let message = place.refused(2, &["suggest", "talk.txt", "--speaker", "Carla=interviewer"]);
    assert!(message.contains("Carla") && message.contains("Anna, Bert"), "{message}");
    assert!(message.contains("hint: --speaker <NAME=ROLE>"), "{message}");
    let message = place.refused(2, &["suggest", "talk.txt", "--speaker", "Anna=boss"]);
    assert!(message.contains("boss"), "{message}");
    let all = place.json(&[
        "suggest",
        "-q",
        "talk.txt",
        "--json",
        "--unit",
        "turn",
        "--include-interviewer",
        "--speaker",
        "Anna=interviewer",
    ]);
    assert_eq!(all["run"]["counts"]["segments"], 6);
}

#[test]
fn tables_are_read_by_name_or_by_option() {
    let place = TestFolder::new();
    let rows: String =
        (0..12).map(|i| format!("{i};ward {i} was full and I slept badly;y{}\n", i % 3)).collect();
    place.write("t.csv", format!("nr;what was said;who\n{rows}"));
    let message = place.refused(3, &["suggest", "t.csv"]);
    assert!(
        message.contains("t.csv") && message.contains("what was said") && message.contains("--text-column"),
        "{message}"
    );
    let view = place.json(&[
        "suggest",
        "-q",
        "t.csv",
        "--json",
        "--text-column",
        "what was said",
        "--participant-column",
        "who",
    ]);
    assert_eq!(view["run"]["counts"]["participants"], 3);
    assert_eq!(view["run"]["counts"]["segments"], 12);
    let message = place.refused(3, &["suggest", "t.csv", "--text-column", "nothing"]);
    assert!(message.contains("nothing") && message.contains("what was said"), "{message}");
}

#[test]
fn another_model_directory_can_be_named() {
    let place = TestFolder::new();
    place.write("talk.txt", transcript(20));
    let model = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("models/all-MiniLM-L6-v2")
        .display()
        .to_string();
    let bundled = place.json(&["suggest", "-q", "talk.txt", "--json"]);
    let named = place.json(&["suggest", "-q", "talk.txt", "--json", "--model", &model]);
    assert_eq!(bundled["themes"], named["themes"]);
    let message = place.refused(5, &["suggest", "talk.txt", "--model", "./nowhere"]);
    assert!(message.contains("nowhere/modules.json"), "{message}");
    let message = place.refused(5, &["suggest", "talk.txt", "--model", "nowhere"]);
    assert!(message.contains("no model named nowhere"), "{message}");
}

#[test]
fn help_has_an_example_for_each_command_and_completions_come_out() {
    let place = TestFolder::new();
    for command in ["suggest", "show", "export", "model add", "completions"] {
        let words: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let help = place.ok(&words);
        assert!(help.contains("Example") && help.contains(&format!("themata {command}")), "{help}");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(place.ok(&["completions", shell]).contains("suggest"), "{shell}");
    }
    assert!(place.ok(&["--version"]).contains(env!("CARGO_PKG_VERSION")));
    assert_eq!(place.run(&["frobnicate"]).status.code(), Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_an_error() {
    let place = TestFolder::new();
    small(&place);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = std::process::Command::new(assert_cmd::cargo::cargo_bin("themata"))
        .args(["show", "-p", "s.themata"])
        .current_dir(place.path())
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(6));
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(message.contains("standard output") && message.contains("free some space"), "{message}");
}

#[test]
fn themes_have_a_stability_and_stand_in_groups() {
    let place = embedded_demo();
    let view = place.json(&["suggest", "-q", "--json", "-p", "s.themata", &balint()]);
    let themes = view["themes"].as_array().unwrap();
    let tree = &view["run"]["tree"];
    assert_eq!(tree["merges"].as_array().unwrap().len(), themes.len() - 1);
    let groups = tree["groups"].as_array().unwrap();
    assert!(groups.len() >= 2 && groups.len() <= themes.len() / 2);
    let in_groups: usize = groups.iter().map(|group| group["themes"].as_array().unwrap().len()).sum();
    assert_eq!(in_groups, themes.len());
    for theme in themes {
        let stability = &theme["stability"];
        for value in ["resamples", "seeds", "numbers", "interviews", "worst_interview"] {
            let value = stability[value].as_f64().unwrap();
            assert!((0.0..=1.0).contains(&value), "{stability}");
        }
        let expected = match stability["resamples"].as_f64().unwrap() {
            value if value >= 0.75 => "holds",
            value if value >= 0.5 => "wavers",
            _ => "do-not-rely",
        };
        assert_eq!(stability["verdict"], expected);
        let group = theme["group"].as_u64().unwrap() as usize;
        assert!(groups[group - 1]["themes"].as_array().unwrap().contains(&theme["id"]));
    }
    let shown = place.ok(&["show", "-p", "s.themata"]);
    assert!(shown.contains("Stability █") && shown.contains("Why this number of groups"), "{shown}");
    let theme = place.ok(&["show", "-p", "s.themata", "1"]);
    let unwrapped = theme.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(unwrapped.contains("one interview left out"), "{theme}");

    let asked = place.json(&[
        "suggest",
        "-q",
        "--json",
        "--themes",
        "9",
        "--groups",
        "2",
        "-p",
        "s.themata",
        &balint(),
    ]);
    assert_eq!(asked["themes"].as_array().unwrap().len(), 9);
    assert_eq!(asked["run"]["tree"]["groups"].as_array().unwrap().len(), 2);
}

#[test]
fn noise_is_marked_where_it_was_assigned() {
    let place = embedded_demo();
    let args = ["suggest", "-q", "--json", "--algorithm", "dbscan", "-p", "s.themata"];
    let plain = place.json(&[&args[..], &[&balint()]].concat());
    let n_noise = plain["noise"]["n_segments"].as_u64().unwrap();
    assert!(n_noise > 0);
    place.json(&[&args[..], &["--assign-noise", &balint()]].concat());
    let export = place.json(&["export", "-p", "s.themata"]);
    assert_eq!(export["noise"]["n_segments"], 0);
    let marked: usize = export["themes"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|theme| theme["segments"].as_array().unwrap())
        .filter(|segment| segment["was_noise"] == true)
        .count();
    assert_eq!(marked as u64, n_noise);
}
