//! Commands and options.

use crate::{TestFolder, balint, embedded_demo, n_codes, transcript};

fn small(place: &TestFolder) {
    place.write("talk.txt", transcript(40));
    place.ok(&[
        "suggest",
        "-q",
        "talk.txt",
        "-p",
        "s.themata",
        "--codes",
        "8",
        "--themes",
        "4",
        "--unit",
        "turn",
    ]);
}

#[test]
fn the_shape_of_suggest_json_is_as_documented() {
    let place = TestFolder::new();
    place.write("talk.txt", transcript(40));
    let levels = ["--codes", "8", "--themes", "4"];
    let view = place.json(&[&["suggest", "talk.txt", "--json", "--unit", "turn"][..], &levels].concat());
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&view), ["themes", "noise", "run"]);
    let (theme, code) = (&view["themes"][0], &view["themes"][0]["codes"][0]);
    let described = [
        "id",
        "label",
        "label_coverage",
        "key_terms",
        "key_term_weights",
        "n_segments",
        "n_participants",
        "cohesion",
        "stability",
        "exemplars",
        "near_misses",
        "rival",
        "notices",
    ];
    assert_eq!(keys(theme), [&described[..], &["codes"]].concat());
    assert_eq!(keys(code), described);
    assert_eq!(
        (&theme["id"], &code["id"]),
        (&"A".into(), &1.into()),
        "themes have letters, codes have numbers"
    );
    assert_eq!(
        keys(&theme["exemplars"][0]),
        [
            "text",
            "document",
            "participant",
            "speaker",
            "turn",
            "start",
            "end",
            "question",
            "time_ms",
            "similarity"
        ]
    );
    assert_eq!(
        keys(&view["run"]),
        ["version", "parameters", "counts", "curve", "tree", "guide", "silhouette", "documents", "notices"]
    );
    let themes = view["themes"].as_array().unwrap();
    assert_eq!((themes.len(), n_codes(&view)), (4, 8));
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
    assert_eq!(curve["chosen"], n_codes(&view) as f64);
    assert_eq!(view["run"]["tree"]["curve"]["chosen"], view["themes"].as_array().unwrap().len() as f64);
    let shown = place.ok(&["show", "-p", "s.themata", "--quotes"]);
    for words in [
        "Why this number of candidate codes",
        "stability by number of groups",
        "Why this number of candidate themes",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(
        !place.ok(&["show", "-p", "s.themata"]).contains("Why this"),
        "without --quotes it is an overview"
    );
    let dbscan =
        place.json(&["suggest", "-q", "--json", "-p", "s.themata", "--algorithm", "dbscan", &balint()]);
    assert_eq!(dbscan["run"]["curve"]["criterion"], "k-distance");
    assert!(dbscan["noise"]["share"].as_f64().unwrap() <= 1.0);
    assert!(place.ok(&["show", "-p", "s.themata", "--quotes"]).contains("k-distance"));
    assert_eq!(
        place.json(&["show", "-p", "s.themata", "--run", "1", "--as-suggested", "--json"]),
        view,
        "earlier runs stay as they were"
    );
}

#[test]
fn one_candidate_is_shown_with_all_its_segments() {
    let place = TestFolder::new();
    small(&place);
    for (id, known, heading) in [
        ("2", serde_json::json!(2), "Segments, nearest to the centre first"),
        ("A", "A".into(), "Segments of all its candidate codes"),
    ] {
        let shown = place.ok(&["show", "-p", "s.themata", id]);
        let candidate = place.json(&["show", "-p", "s.themata", id, "--json"]);
        assert_eq!((&candidate["id"], &candidate["proposed"]["id"]), (&known, &known));
        assert_eq!(candidate["is_as_proposed"], true);
        let quotes = candidate["quotes"].as_array().unwrap();
        assert_eq!(quotes.len() as u64, candidate["n_segments"].as_u64().unwrap());
        assert!(shown.contains(heading), "{shown}");
        for segment in quotes {
            let words = segment["text"].as_str().unwrap().split_whitespace().next_back().unwrap();
            assert!(shown.contains(words), "{words} {shown}");
        }
    }
    let message = place.refused(2, &["show", "-p", "s.themata", "9"]);
    assert!(
        message.contains("no candidate code 9") && message.contains("A to D") && message.contains("1 to 8"),
        "{message}"
    );
    let message = place.refused(2, &["show", "-p", "s.themata", "E"]);
    assert!(message.contains("no candidate theme E"), "{message}");
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
fn an_ending_that_is_no_format_holds_no_json() {
    let place = TestFolder::new();
    small(&place);
    for (args, name, formats) in [
        (&["codings"][..], "codings.xls", "csv, xlsx, json, docx, html"),
        (&["segments"], "segments.txt", "csv, xlsx, json"),
        (&[], "run.ods", "csv, json"),
    ] {
        let said = place.refused(2, &[&["export", "-p", "s.themata", "-o", name], args].concat());
        for part in [name, formats, "--format"] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(!place.path().join(name).exists());
    }
    place.ok(&["export", "segments", "-p", "s.themata", "-o", "segments.txt", "--format", "csv"]);
    assert!(std::fs::read_to_string(place.path().join("segments.txt")).unwrap().starts_with("segment_no,"));
    place.ok(&["export", "segments", "-p", "s.themata", "-o", "segments"]);
    assert!(std::fs::read_to_string(place.path().join("segments")).unwrap().starts_with('{'));
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
    place.write("t.csv", format!("nr;what was said;who\n{rows}").replace(" was full and I slept badly", ""));
    let message = place.refused(3, &["suggest", "t.csv"]);
    assert!(
        message.contains("t.csv") && message.contains("what was said") && message.contains("--text-column"),
        "{message}"
    );
    place.write("t.csv", format!("nr;what was said;who\n{rows}"));
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
fn candidates_of_both_levels_have_a_stability() {
    let place = embedded_demo();
    let view = place.json(&["suggest", "-q", "--json", "-p", "s.themata", &balint()]);
    let themes = view["themes"].as_array().unwrap();
    let n = n_codes(&view);
    let tree = &view["run"]["tree"];
    assert_eq!(tree["merges"].as_array().unwrap().len(), n - 1);
    assert!(themes.len() >= 2 && themes.len() <= n / 2);
    let list = |value: &serde_json::Value| value.as_array().unwrap().clone();
    for theme in themes {
        let codes = list(&theme["codes"]);
        let inside: u64 = codes.iter().map(|code| code["n_segments"].as_u64().unwrap()).sum();
        assert_eq!(theme["n_segments"], inside, "a candidate theme holds the segments of its codes");
    }
    let letters: Vec<&str> = themes.iter().map(|theme| theme["id"].as_str().unwrap()).collect();
    assert_eq!(letters, ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"][..themes.len()]);
    let mut numbers: Vec<u64> = themes
        .iter()
        .flat_map(|theme| list(&theme["codes"]))
        .map(|code| code["id"].as_u64().unwrap())
        .collect();
    numbers.sort_unstable();
    assert!(numbers.into_iter().eq(1..=n as u64), "candidate codes are numbered through all themes");
    for candidate in themes.iter().flat_map(|theme| [vec![theme.clone()], list(&theme["codes"])].concat()) {
        let stability = &candidate["stability"];
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
    }
    let shown = place.ok(&["show", "-p", "s.themata", "--as-suggested", "--quotes"]);
    assert!(shown.contains("Stability █"), "{shown}");
    for id in ["A", "1"] {
        let shown = place.ok(&["show", "-p", "s.themata", id]);
        let unwrapped = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(unwrapped.contains("one interview left out"), "{shown}");
    }

    let args = ["suggest", "-q", "--json", "-p", "s.themata"];
    let asked = place.json(&[&args[..], &["--codes", "9", "--themes", "2", &balint()]].concat());
    assert_eq!((asked["themes"].as_array().unwrap().len(), n_codes(&asked)), (2, 9));
}

#[test]
fn some_algorithms_find_one_level_of_candidates() {
    let place = TestFolder::new();
    place.write("talk.txt", transcript(40));
    let args = ["suggest", "-q", "talk.txt", "-p", "s.themata", "--unit", "turn", "--fresh", "--json"];
    let levels = |more: &[&str]| {
        let view = place.json(&[&args[..], more].concat());
        let themes = view["themes"].as_array().unwrap().clone();
        let letters = themes.iter().map(|theme| theme["id"].as_str().unwrap().to_owned());
        (letters.collect::<Vec<_>>(), n_codes(&view))
    };
    let (letters, n_codes_there) = levels(&["--algorithm", "k-means", "--themes", "4"]);
    assert_eq!((letters.concat().as_str(), n_codes_there), ("ABCD", 0));
    // One of them holds segments itself, and is decided on as a candidate code is.
    place.ok(&["coder", "add", "-p", "s.themata", "Ann", "-q"]);
    let shown = place.ok(&["show", "-p", "s.themata", "C"]);
    assert!(shown.contains("Segments, nearest to the centre first"), "{shown}");
    let listed = place.json(&["show", "-p", "s.themata", "--json"]);
    assert!(listed["themes"].as_array().unwrap().iter().all(|theme| theme["codes"] == serde_json::json!([])));
    assert_eq!(listed["codes"], serde_json::json!([]));
    let accepted = place.ok(&["candidate", "accept", "-p", "s.themata", "C"]);
    assert!(accepted.contains("Accepted candidate theme C"), "{accepted}");
    let code = &place.json(&["code", "list", "-p", "s.themata", "--json"])["codes"][0];
    assert_eq!((&code["level"], &code["n_codings"]), (&"theme".into(), &listed["themes"][2]["n_segments"]));
    let csv = place.ok(&["export", "-p", "s.themata", "-f", "csv"]);
    for row in csv::Reader::from_reader(csv.as_bytes()).records() {
        let row = row.unwrap();
        assert!("ABCD".contains(&row[0]) && row[2].is_empty() && row[3].is_empty(), "{row:?}");
    }
    for algorithm in ["dbscan", "hdbscan"] {
        let (letters, n_codes_there) = levels(&["--algorithm", algorithm]);
        assert_eq!((letters[0].as_str(), n_codes_there), ("A", 0), "{algorithm}");
        let message = place.refused(2, &[&args[..], &["--algorithm", algorithm, "--themes", "3"]].concat());
        assert!(message.contains(algorithm) && message.contains("one level"), "{message}");
        assert!(message.contains("hint: --themes <K>"), "{message}");
    }
    let (letters, n_codes_there) = levels(&["--algorithm", "k-means", "--codes", "8"]);
    assert!(letters.len() < 8 && n_codes_there == 8, "with --codes it has two levels: {letters:?}");
}

#[test]
fn without_coders_candidates_are_shown_as_suggested() {
    let place = TestFolder::new();
    small(&place);
    let listed = place.json(&["show", "-p", "s.themata", "--json"]);
    assert!(listed["coder"].is_null());
    let suggested = place.json(&["show", "-p", "s.themata", "--as-suggested", "--json"]);
    let labels = |view: &serde_json::Value| {
        let themes = view["themes"].as_array().unwrap().iter();
        themes.map(|theme| (theme["label"].clone(), theme["codes"][0]["label"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(labels(&listed), labels(&suggested));
    let table = place.ok(&["show", "-p", "s.themata"]);
    assert!(!table.contains("Status") && !table.contains("decided"), "{table}");
    let said = String::from_utf8(place.run(&["show", "-p", "s.themata"]).stderr).unwrap();
    assert!(said.contains("as suggested, without decisions"), "{said}");
    assert_eq!(place.json(&["candidate", "list", "-p", "s.themata", "--json"]), listed);
    let one = place.json(&["show", "-p", "s.themata", "2", "--json"]);
    assert_eq!((&one["verdict"], &one["theme"]), (&"open".into(), &"B".into()));
    assert_eq!(place.json(&["candidate", "show", "-p", "s.themata", "2", "--json"]), one);
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
