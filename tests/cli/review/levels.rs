//! Decisions on candidate themes, and on which candidate codes they hold.

use serde_json::{Value, json};

use super::{candidate, codes_of, decide, segments, study, typed, unclaimed};
use crate::{TestFolder, embedded_demo};

/// The codes of the codebook at the top, or those under the code of a label there.
fn codebook(place: &TestFolder, under: Option<&str>) -> Vec<Value> {
    let listed = place.json(&["code", "list", "-p", "s.themata", "--json"]);
    let top = listed["codes"].as_array().unwrap();
    match under {
        None => top.clone(),
        Some(label) => {
            let found = top.iter().find(|code| code["label"] == label);
            let found = found.unwrap_or_else(|| panic!("no code {label}: {listed}"));
            found["codes"].as_array().unwrap().clone()
        }
    }
}

fn labels(codes: &[Value]) -> Vec<&str> {
    codes.iter().map(|code| code["label"].as_str().unwrap()).collect()
}

#[test]
fn an_accepted_candidate_theme_becomes_a_theme_with_its_codes_nested() {
    let place = study();
    decide(&place, &["candidate", "accept", "-p", "s.themata", "1", "--label", "Rota"]);
    decide(&place, &["candidate", "reject", "-p", "s.themata", "3", "5"]);
    decide(&place, &["candidate", "defer", "-p", "s.themata", "6"]);
    let accepted = decide(&place, &["candidate", "accept", "-p", "s.themata", "A", "--label", "Colleagues"]);
    assert!(accepted["words"].as_str().unwrap().starts_with("accepted candidate theme A"), "{accepted}");
    let seven = candidate(&place, 7);
    assert_eq!(segments(&accepted["segments"]), segments(&seven["segments"]), "only 7 was open");
    assert_eq!(accepted["codings"].as_array().unwrap().len() as u64, seven["n_segments"].as_u64().unwrap());

    let top = codebook(&place, None);
    assert_eq!(labels(&top), ["Colleagues"]);
    assert_eq!((&top[0]["level"], &top[0]["n_codings"]), (&"theme".into(), &0.into()));
    let nested = codebook(&place, Some("Colleagues"));
    assert_eq!(
        labels(&nested),
        ["Rota", seven["label"].as_str().unwrap()],
        "what was accepted before is nested too"
    );
    assert!(nested.iter().all(|code| code["level"] == "code"), "{nested:?}");
    let theme = candidate(&place, "A");
    assert_eq!((&theme["verdict"], &theme["code"]), (&"accepted".into(), &top[0]["id"]));
    let verdicts: Vec<&Value> =
        theme["codes"].as_array().unwrap().iter().map(|code| &code["verdict"]).collect();
    assert_eq!(verdicts, ["accepted", "rejected", "rejected", "deferred", "accepted"]);

    // A candidate code that is accepted later goes under the theme that its candidate theme became.
    decide(&place, &["candidate", "reopen", "-p", "s.themata", "6"]);
    decide(&place, &["candidate", "accept", "-p", "s.themata", "6", "--label", "Later"]);
    assert_eq!(labels(&codebook(&place, Some("Colleagues")))[2], "Later");
    let message = place.refused(2, &["candidate", "accept", "-p", "s.themata", "A"]);
    assert!(message.contains("no candidate code of candidate theme A is open"), "{message}");
    // Another candidate theme may go into the same theme.
    decide(&place, &["candidate", "accept", "-p", "s.themata", "C", "--into", "colleagues"]);
    assert_eq!(codebook(&place, Some("Colleagues")).len(), 4);
    assert_eq!(codebook(&place, None).len(), 1);
    for _ in 0..3 {
        place.ok(&["undo", "-p", "s.themata"]);
    }
    place.ok(&["undo", "-p", "s.themata"]);
    assert_eq!(labels(&codebook(&place, None)), ["Rota"], "the acceptance is undone as a whole");
    place.ok(&["log", "verify", "-p", "s.themata"]);
}

#[test]
fn a_candidate_theme_can_become_one_code() {
    let place = study();
    let whole = candidate(&place, "A");
    let accepted =
        decide(&place, &["candidate", "accept", "-p", "s.themata", "A", "--as-code", "--label", "Nights"]);
    assert_eq!(accepted["codes"].as_array().unwrap().len(), 1);
    assert_eq!(segments(&accepted["segments"]), segments(&whole["segments"]));
    let codes = codebook(&place, None);
    let [code] = &codes[..] else { panic!("{codes:?}") };
    assert_eq!((&code["label"], &code["level"]), (&"Nights".into(), &"code".into()));
    assert_eq!((&code["n_codings"], &code["codes"]), (&whole["n_segments"], &json!([])));
    for id in [json!("A"), json!(3), json!(7)] {
        let now = candidate(&place, id.clone());
        assert_eq!((&now["verdict"], &now["code"]), (&"accepted".into(), &code["id"]), "{id}");
    }
    decide(&place, &["candidate", "accept", "-p", "s.themata", "B", "--as-code", "--into", "Nights"]);
    assert_eq!(codebook(&place, None).len(), 1);
    let shown = place.ok(&["show", "-p", "s.themata", "A"]);
    assert!(!shown.contains("its theme is"), "it became a code: {shown}");
}

#[test]
fn candidate_codes_move_between_candidate_themes() {
    let place = study();
    let seven = candidate(&place, 7);
    let before: [Vec<u64>; 2] = ["A", "B"].map(|theme| segments(&candidate(&place, theme)["segments"]));
    let moved = decide(&place, &["candidate", "move", "-p", "s.themata", "7", "--to", "B"]);
    assert_eq!((&moved["candidates"], &moved["new_candidates"]), (&json!(["A", "B", 7]), &json!([])));
    assert_eq!((codes_of(&place, "A"), codes_of(&place, "B")), (vec![1, 3, 5, 6], vec![2, 7]));
    assert_eq!(candidate(&place, 7), seven, "the candidate code keeps its segments and its label");
    let inside = |theme: &str| segments(&candidate(&place, theme)["segments"]);
    assert_eq!(inside("A").len() + seven["n_segments"].as_u64().unwrap() as usize, before[0].len());
    let mut joined = [before[1].clone(), segments(&seven["segments"])].concat();
    joined.sort_unstable();
    assert_eq!(inside("B"), joined);
    assert!(candidate(&place, "B")["stability"].is_null(), "it is not what the run assessed any more");

    let new = decide(&place, &["candidate", "move", "-p", "s.themata", "7", "--to", "new"]);
    assert_eq!(new["new_candidates"], json!(["E"]));
    assert_eq!((codes_of(&place, "B"), codes_of(&place, "E")), (vec![2], vec![7]));
    assert_eq!(candidate(&place, "E")["made_by"], json!({"moved-from": ["B"]}));
    assert_eq!(place.json(&["show", "-p", "s.themata", "7", "--json"])["theme"], "E");

    decide(&place, &["candidate", "move", "-p", "s.themata", "7", "--to", "none"]);
    assert_eq!(candidate(&place, "E")["verdict"], "emptied");
    let listed = place.json(&["show", "-p", "s.themata", "--json"]);
    assert_eq!(listed["codes"], json!([seven]), "a candidate code in no candidate theme");
    assert!(place.json(&["show", "-p", "s.themata", "7", "--json"])["theme"].is_null());
    let shown = place.ok(&["show", "-p", "s.themata"]);
    assert!(
        shown.contains("In no candidate theme:") && shown.contains("No longer a candidate: E"),
        "{shown}"
    );
    // Small letters are taken as well.
    decide(&place, &["candidate", "move", "-p", "s.themata", "7", "4", "--to", "d"]);
    assert_eq!(codes_of(&place, "D"), [4, 7, 8]);
    assert_eq!(candidate(&place, "C")["verdict"], "emptied");
}

#[test]
fn several_candidates_are_decided_on_at_once() {
    let place = study();
    let inside = |id: Value| segments(&candidate(&place, id)["segments"]);
    let both: usize = [json!(1), json!(2)].map(|id| inside(id).len()).iter().sum();
    let rejected = decide(&place, &["candidate", "reject", "-p", "s.themata", "1", "2"]);
    assert_eq!(rejected["segments"].as_array().unwrap().len(), both);
    let verdicts =
        |ids: &[u64]| ids.iter().map(|&id| candidate(&place, id)["verdict"].clone()).collect::<Vec<_>>();
    assert_eq!(verdicts(&[1, 2, 5]), ["rejected", "rejected", "open"]);
    let listed = place.json(&["show", "-p", "s.themata", "--json"]);
    assert_eq!(listed["n_segments_in_none"], both);
    assert_eq!(candidate(&place, "B")["verdict"], "rejected", "all that it holds is rejected");
    decide(&place, &["candidate", "reopen", "-p", "s.themata", "2", "1"]);
    assert_eq!(verdicts(&[1, 2]), ["open", "open"]);

    // A verdict on a candidate theme is one on its open candidate codes.
    decide(&place, &["candidate", "accept", "-p", "s.themata", "6"]);
    decide(&place, &["candidate", "reject", "-p", "s.themata", "A", "4"]);
    assert_eq!(verdicts(&[1, 5, 6, 7, 4]), ["rejected", "rejected", "accepted", "rejected", "rejected"]);
    decide(&place, &["candidate", "defer", "-p", "s.themata", "D"]);
    assert_eq!(verdicts(&[4, 8]), ["rejected", "deferred"]);
    decide(&place, &["candidate", "reopen", "-p", "s.themata", "D", "A"]);
    assert_eq!(verdicts(&[1, 5, 6, 7, 4, 8]), ["open", "open", "accepted", "open", "rejected", "open"]);
    let message = place.refused(2, &["candidate", "reject", "-p", "s.themata", "8", "D"]);
    assert!(message.contains("candidate 8 is named twice"), "{message}");
}

#[test]
fn candidate_themes_are_split_merged_and_renamed() {
    let place = study();
    let split = decide(&place, &["candidate", "split", "-p", "s.themata", "A", "--codes", "5,7"]);
    assert_eq!((&split["candidates"], &split["new_candidates"]), (&json!(["A", "E", 5, 7]), &json!(["E"])));
    assert_eq!((codes_of(&place, "A"), codes_of(&place, "E")), (vec![1, 3, 6], vec![5, 7]));
    assert_eq!(candidate(&place, "E")["made_by"], json!({"split-of": "A"}));
    let twice =
        decide(&place, &["candidate", "split", "-p", "s.themata", "A", "--codes", "1", "--codes", "6"]);
    assert_eq!(twice["new_candidates"], json!(["F", "G"]));
    place.ok(&["undo", "-p", "s.themata"]);
    for (args, words) in [
        (
            &["A", "--codes", "2"][..],
            "candidate code 2 is not in candidate theme A; it is in candidate theme B",
        ),
        (&["A", "--codes", "1,3,6"], "nothing would change"),
        (&["1", "--codes", "2"], "candidate code 1 holds no candidate codes"),
        (&["A", "--segments", "3"], "candidate theme A holds candidate codes, not segments"),
        (&["A", "--into", "2"], "candidate theme A holds candidate codes, not segments"),
        (&["A"], "--codes"),
    ] {
        let message = place.refused(2, &[&["candidate", "split", "-p", "s.themata"][..], args].concat());
        assert!(message.contains(words), "{words}: {message}");
    }
    decide(&place, &["candidate", "rename", "-p", "s.themata", "e", "Colleagues"]);
    assert_eq!(candidate(&place, "E")["label"], "Colleagues");
    decide(&place, &["candidate", "merge", "-p", "s.themata", "B", "C", "--into", "E"]);
    assert_eq!(codes_of(&place, "E"), [2, 4, 5, 7]);
    for theme in ["B", "C"] {
        let gone = candidate(&place, theme);
        assert_eq!((&gone["verdict"], &gone["merged_into"]), (&"merged".into(), &"E".into()));
    }
    let shown = place.ok(&["show", "-p", "s.themata"]);
    assert!(shown.contains("No longer a candidate: B (merged into E), C (merged into E)."), "{shown}");
    let told = place.ok(&["log", "-p", "s.themata", "--kind", "merge"]);
    assert!(
        told.split_whitespace().collect::<Vec<_>>().join(" ").contains("into candidate theme E “Colleagues”"),
        "{told}"
    );
}

#[test]
fn blind_coders_are_asked_who_looks() {
    let place = study();
    place.ok(&["coder", "add", "-p", "s.themata", "Ben", "-q"]);
    place.ok(&["candidate", "rename", "-p", "s.themata", "1", "What Ben reads", "--coder", "Ben"]);
    for args in [
        &["show", "-p", "s.themata"][..],
        &["show", "-p", "s.themata", "A"],
        &["candidate", "list", "-p", "s.themata"],
    ] {
        let message = place.refused(2, args);
        assert!(
            message.contains("hint: --coder <NAME>") && message.contains("Coders are Ann Lee, Ben"),
            "{message}"
        );
        assert!(!message.contains("What Ben reads"), "{message}");
    }
    let seen = |coder: &str| place.ok(&["show", "-p", "s.themata", "--coder", coder]);
    assert!(seen("Ben").contains("What Ben reads") && !seen("Ann Lee").contains("What Ben reads"));
    let peek = ["show", "-p", "s.themata", "--coder", "Ann Lee", "--of", "Ben"];
    assert!(place.refused(2, &peek).contains("blind"));
    // What the machine proposed is nobody's decision, so that nobody needs to be named.
    assert!(!place.ok(&["show", "-p", "s.themata", "--as-suggested"]).contains("What Ben reads"));
    let one = place.json(&["show", "-p", "s.themata", "1", "--as-suggested", "--json"]);
    assert_ne!(one["label"], "What Ben reads");
}

#[test]
fn as_suggested_leaves_decisions_out() {
    let place = unclaimed();
    let args = ["show", "-p", "s.themata", "--as-suggested", "--json"];
    let one = ["show", "-p", "s.themata", "1", "--as-suggested", "--json"];
    let (all_before, one_before) = (place.json(&args), place.json(&one));
    place.ok(&["coder", "add", "-p", "s.themata", "Ann Lee", "-q"]);
    place.ok(&["candidate", "rename", "-p", "s.themata", "1", "Renamed"]);
    place.ok(&["candidate", "accept", "-p", "s.themata", "1"]);
    place.ok(&["candidate", "move", "-p", "s.themata", "7", "--to", "new"]);
    place.ok(&["candidate", "reject", "-p", "s.themata", "C"]);
    assert_eq!((place.json(&args), place.json(&one)), (all_before, one_before));
    let shown = place.ok(&["show", "-p", "s.themata", "--as-suggested"]);
    assert!(
        !shown.contains("Renamed") && !shown.contains("accepted") && !shown.contains("decided"),
        "{shown}"
    );
    let now = place.ok(&["show", "-p", "s.themata"]);
    assert!(now.contains("Renamed") && now.contains("accepted") && now.contains("segments decided"), "{now}");
    // The evidence is about what the run proposed, with the decision beside it.
    let now = place.json(&["show", "-p", "s.themata", "1", "--json"]);
    assert_eq!((&now["label"], &now["is_as_proposed"]), (&"Renamed".into(), &true.into()));
    assert_ne!(now["proposed"]["label"], "Renamed");
    let theme = place.json(&["show", "-p", "s.themata", "A", "--json"]);
    assert_eq!(theme["is_as_proposed"], false, "7 was moved out of it");
    let made = place.json(&["show", "-p", "s.themata", "E", "--json"]);
    assert!(made["proposed"].is_null() && made["is_as_proposed"] == false, "{made}");
    place.refused(2, &["show", "-p", "s.themata", "--as-suggested", "--coder", "Ann Lee"]);
    assert!(
        place
            .refused(2, &["show", "-p", "s.themata", "E", "--as-suggested"])
            .contains("no candidate theme E")
    );
}

#[test]
fn decisions_of_a_file_name_candidates_of_both_levels() {
    let place = study();
    let inside = segments(&candidate(&place, 4)["segments"]);
    place.write(
        "d.jsonl",
        format!(
            "{{\"do\": \"accept\", \"candidate\": \"A\", \"label\": \"Colleagues\"}}\n\
             {{\"do\": \"reject\", \"candidate\": [2, \"C\"], \"reason\": \"small talk\"}}\n\
             {{\"do\": \"move-candidate\", \"candidate\": 8, \"to\": \"new\"}}\n\
             {{\"do\": \"rename\", \"candidate\": \"E\", \"label\": \"Winter\"}}\n\
             {{\"do\": \"suggest-again\", \"groups\": [[{}]]}}\n",
            typed(&inside[..3])
        ),
    );
    let applied = place.json(&["apply", "-p", "s.themata", "d.jsonl", "--json"]);
    let operations = applied["operations"].as_array().unwrap();
    assert_eq!(operations.len(), 5);
    assert_eq!(
        (&operations[2]["new_candidates"], &operations[4]["new_candidates"]),
        (&json!(["E"]), &json!([9]))
    );
    assert_eq!(labels(&codebook(&place, None)), ["Colleagues"]);
    assert_eq!(candidate(&place, "E")["label"], "Winter");
    assert_eq!(segments(&candidate(&place, 9)["segments"]), inside[..3]);

    let bytes = std::fs::read(place.path().join("s.themata")).unwrap();
    for (line, old, new) in [
        ("{\"do\": \"accept\", \"theme\": 4}", "`theme`", "`candidate`"),
        ("{\"do\": \"merge\", \"themes\": [4], \"into\": 8}", "`themes`", "`candidate`"),
        ("{\"do\": \"suggest-again\", \"themes\": [[4]]}", "`themes`", "`groups`"),
        ("{\"do\": \"move\", \"segments\": [4], \"to\": {\"theme\": 2}}", "`theme` in `to`", "`candidate`"),
    ] {
        place.write("old.jsonl", format!("{{\"do\": \"defer\", \"candidate\": \"E\"}}\n{line}\n"));
        let message = place.refused(3, &["apply", "-p", "s.themata", "old.jsonl"]);
        for words in
            ["old.jsonl, line 2", &format!("{old} is now called {new}"), "nothing of the file was applied"]
        {
            assert!(message.contains(words), "{words}: {message}");
        }
        assert!(!message.contains("\"theme\": 5"), "the example has the present name: {message}");
        assert!(std::fs::read(place.path().join("s.themata")).unwrap() == bytes, "{line}");
    }
}

/// Lines that are wider than a terminal of 80 columns, of what a command prints and says.
fn wide_lines(place: &TestFolder, args: &[&str]) -> Vec<String> {
    let output = place.command(args).env("COLUMNS", "80").output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(!printed.trim().is_empty(), "{args:?}");
    printed.lines().filter(|line| line.chars().count() > 80).map(str::to_owned).collect()
}

#[test]
fn what_suggest_prints_and_says_fits_the_terminal() {
    let place = embedded_demo();
    let wide = wide_lines(&place, &["suggest", &crate::balint(), "-p", "s.themata", "--quotes"]);
    assert!(wide.is_empty(), "{wide:#?}");
}

#[test]
fn no_line_on_candidates_is_wider_than_the_terminal() {
    let place = embedded_demo();
    let mut wide = std::collections::BTreeSet::new();
    let mut look =
        |args: &[&str]| wide.extend(wide_lines(&place, args).into_iter().map(|line| (args.join(" "), line)));
    let shown = [
        &["show", "-p", "s.themata"][..],
        &["show", "-p", "s.themata", "--quotes"],
        &["show", "-p", "s.themata", "--as-suggested"],
        &["show", "-p", "s.themata", "--as-suggested", "--quotes"],
        &["show", "-p", "s.themata", "A"],
        &["show", "-p", "s.themata", "1"],
        &["progress", "-p", "s.themata"],
        &["queue", "-p", "s.themata"],
    ];
    shown[..6].iter().for_each(|args| look(args));
    place.ok(&["coder", "add", "-p", "s.themata", "Ann Lee", "-q"]);
    shown.iter().for_each(|args| look(args));
    // The same after decisions, with labels that are longer than a line.
    let long = "What the doctors say that the group has changed in how they listen to patients, on the ward and at night";
    for args in [
        &["rename", "1", long][..],
        &["rename", "4", long],
        &["rename", "A", long],
        &["accept", "1"],
        &["move", "4", "--to", "new"],
        &["merge", "2", "3", "--into", "8"],
        &["reject", "C"],
    ] {
        look(&[&["candidate"][..], args, &["-p", "s.themata", "--dry-run"]].concat());
        look(&[&["candidate"][..], args, &["-p", "s.themata"]].concat());
    }
    shown.iter().for_each(|args| look(args));
    assert!(wide.is_empty(), "{wide:#?}");
}
