//! Decisions on candidate codes.

use serde_json::json;

use super::{candidate, decide, keys, segments, study, typed};

#[test]
fn every_verdict_on_a_candidate_code_can_be_typed() {
    let place = study();
    let accepted = decide(&place, &["candidate", "accept", "-p", "s.themata", "1", "--label", "Rota"]);
    assert_eq!((accepted["kind"].as_str(), accepted["coder"].as_str()), (Some("decide"), Some("ann-lee")));
    let n = candidate(&place, 1)["n_segments"].as_u64().unwrap();
    assert_eq!(accepted["codings"].as_array().unwrap().len() as u64, n);
    assert_eq!(candidate(&place, 1)["verdict"], "accepted");
    assert_eq!(candidate(&place, 1)["code"], accepted["codes"][0]);

    let members = segments(&candidate(&place, 2)["segments"]);
    let rejected = decide(&place, &["candidate", "reject", "-p", "s.themata", "2", "--reason", "chance"]);
    assert_eq!(segments(&rejected["segments"]), members);
    assert_eq!(candidate(&place, 2)["n_segments"], 0);
    decide(&place, &["candidate", "reopen", "-p", "s.themata", "2"]);
    assert_eq!(segments(&candidate(&place, 2)["segments"]), members);
    decide(&place, &["candidate", "defer", "-p", "s.themata", "2"]);
    assert_eq!(candidate(&place, 2)["verdict"], "deferred");
    decide(&place, &["candidate", "rename", "-p", "s.themata", "2", "Nights"]);
    assert_eq!(candidate(&place, 2)["label"], "Nights");

    let into = decide(&place, &["candidate", "accept", "-p", "s.themata", "3", "--into", "rota"]);
    assert_eq!(candidate(&place, 3)["code"], accepted["codes"][0], "a label names a code: {into}");
    let progress = place.json(&["progress", "-p", "s.themata", "--json"]);
    assert_eq!(
        (&progress["n_segments"], &progress["n_accepted"], &progress["n_deferred"], &progress["n_open"]),
        (&40.into(), &2.into(), &1.into(), &5.into())
    );
    assert!(place.ok(&["progress", "-p", "s.themata"]).contains(" of 40 segments decided"));
}

#[test]
fn segments_are_regrouped_and_other_candidates_stay_as_they_are() {
    let place = study();
    let untouched = [candidate(&place, "C"), candidate(&place, "D"), candidate(&place, 5)];
    let (one, two) =
        (segments(&candidate(&place, 1)["segments"]), segments(&candidate(&place, 2)["segments"]));
    let moved = decide(
        &place,
        &["candidate", "move", "-p", "s.themata", "--segments", &typed(&one[..2]), "--to", "2"],
    );
    assert_eq!(moved["candidates"], json!(["A", "B", 1, 2]), "the candidate themes above them change too");
    assert_eq!(candidate(&place, 2)["n_segments"], two.len() + 2);
    let new = decide(
        &place,
        &["candidate", "move", "-p", "s.themata", "--segments", &one[0].to_string(), "--to", "new"],
    );
    assert_eq!(new["new_candidates"], json!([9]));
    assert!(
        candidate(&place, "B")["codes"][1]["id"] == 9,
        "it is in the candidate theme that its segment came from"
    );
    decide(
        &place,
        &["candidate", "move", "-p", "s.themata", "--segments", &one[1].to_string(), "--to", "none"],
    );
    decide(&place, &["candidate", "add", "-p", "s.themata", "9", &one[1].to_string()]);
    assert_eq!(segments(&candidate(&place, 9)["segments"]), one[..2]);
    decide(&place, &["candidate", "negative", "-p", "s.themata", &one[0].to_string()]);
    assert_eq!(segments(&candidate(&place, 9)["negative"]), one[..1]);
    decide(&place, &["candidate", "negative", "-p", "s.themata", &one[0].to_string(), "--not"]);
    assert!(candidate(&place, 9)["negative"].as_array().unwrap().is_empty());
    let merged = decide(&place, &["candidate", "merge", "-p", "s.themata", "9", "2", "--into", "1"]);
    assert_eq!(merged["candidates"], json!(["A", "B", 1, 2, 9]));
    assert_eq!(candidate(&place, 1)["n_segments"], one.len() + two.len());
    assert_eq!(candidate(&place, 9)["merged_into"], 1);
    assert_eq!(candidate(&place, "B")["verdict"], "emptied");
    assert_eq!([candidate(&place, "C"), candidate(&place, "D"), candidate(&place, 5)], untouched);

    let trial = place.ok(&["candidate", "merge", "-p", "s.themata", "3", "--into", "1", "--dry-run"]);
    for words in ["Nothing was written", "Cohesion", " → ", "No other candidate changes", "1 participant"] {
        assert!(trial.contains(words), "{words}: {trial}");
    }
}

#[test]
fn a_candidate_code_is_split_by_its_own_segments_or_by_hand() {
    let place = study();
    let before = segments(&candidate(&place, 1)["segments"]);
    let ways = place.json(&["candidate", "split", "-p", "s.themata", "1", "--dry-run", "--json"]);
    assert_eq!(keys(&ways), ["alternatives", "preview"]);
    let sizes: Vec<u64> =
        ways["alternatives"].as_array().unwrap().iter().map(|way| way["n_parts"].as_u64().unwrap()).collect();
    assert_eq!(sizes, [2, 3, 4]);
    assert_eq!(
        keys(&ways["alternatives"][0]["parts"][0]),
        ["label", "key_terms", "segments", "n_participants", "cohesion"]
    );
    let trial = place.ok(&["candidate", "split", "-p", "s.themata", "1", "--into", "3", "--dry-run"]);
    assert!(trial.contains("--into 2") && trial.contains("No other candidate changes"), "{trial}");
    assert!(place.refused(2, &["candidate", "split", "-p", "s.themata", "1"]).contains("--into K"));
    assert!(
        place
            .refused(2, &["candidate", "split", "-p", "s.themata", "1", "--into", "99"])
            .contains("99 parts")
    );

    let done = place.json(&["candidate", "split", "-p", "s.themata", "1", "--into", "3", "--json"]);
    assert_eq!(done["new_candidates"], json!([9, 10]));
    let parts: Vec<Vec<u64>> =
        [1, 9, 10].iter().map(|&n| segments(&candidate(&place, n)["segments"])).collect();
    for (part, shown) in parts.iter().zip(ways["alternatives"][1]["parts"].as_array().unwrap()) {
        assert_eq!(*part, segments(&shown["segments"]), "it takes the way that was shown");
    }
    let mut all = parts.concat();
    all.sort_unstable();
    assert_eq!(all, before);
    let by_hand = decide(
        &place,
        &["candidate", "split", "-p", "s.themata", "1", "--segments", &parts[0][0].to_string()],
    );
    assert_eq!(by_hand["new_candidates"], json!([11]));
}

#[test]
fn what_is_shown_can_be_typed() {
    let place = study();
    let shown = place.ok(&["candidate", "show", "-p", "s.themata", "2"]);
    let json = place.json(&["candidate", "show", "-p", "s.themata", "2", "--json"]);
    let quotes = json["quotes"].as_array().unwrap();
    assert_eq!(quotes.len() as u64, json["n_segments"].as_u64().unwrap());
    for quote in quotes {
        let number = quote["id"].to_string();
        assert!(
            shown.lines().any(|line| line.trim_start().starts_with(&format!("{number}  “"))),
            "{number}: {shown}"
        );
    }
    let number = quotes[0]["id"].to_string();
    let output = place.run(&["candidate", "move", "-p", "s.themata", "--segments", &number, "--to", "3"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("undo it with `themata undo -p s.themata`"), "{said}");
    let done = String::from_utf8_lossy(&output.stdout);
    assert!(done.starts_with("Moved 1 segment to candidate code 3"), "{done}");
    assert!(place.ok(&["candidate", "show", "-p", "s.themata", "3"]).contains(&format!(" {number}  “")));

    let queue = place.json(&["queue", "-p", "s.themata", "--json"]);
    assert_eq!(keys(&queue), ["n_items", "items"]);
    assert_eq!(
        keys(&queue["items"][0]),
        [
            "candidate",
            "segment",
            "reason",
            "stability",
            "margin",
            "other",
            "label",
            "n_segments",
            "n_participants",
            "quote",
        ]
    );
    assert_eq!(queue["n_items"], queue["items"].as_array().unwrap().len());
    let blind = place.json(&["queue", "-p", "s.themata", "--blind", "--seed", "7", "--json"]);
    assert_eq!(blind["n_items"], queue["n_items"]);
    let is_hidden = |item: &serde_json::Value| item["reason"].is_null() && item["margin"].is_null();
    assert!(blind["items"].as_array().unwrap().iter().all(is_hidden));
    assert!(place.ok(&["queue", "-p", "s.themata", "--limit", "2"]).lines().count() < 20);
}

#[test]
fn what_cannot_be_is_refused_with_a_remedy_and_an_exit_code() {
    let place = study();
    place.ok(&["candidate", "accept", "-p", "s.themata", "1"]);
    let inside = segments(&candidate(&place, 1)["segments"])[0].to_string();
    for (args, words) in [
        (
            &["candidate", "accept", "-p", "s.themata", "9"][..],
            "there is no candidate code 9 in run 1; its candidate themes are A to D, and its candidate codes are 1 to 8",
        ),
        (&["candidate", "accept", "-p", "s.themata", "Z"], "there is no candidate theme Z in run 1"),
        (&["candidate", "accept", "-p", "s.themata", "B2"], "there is no candidate `B2`"),
        (&["candidate", "accept", "-p", "s.themata", "1"], "candidate code 1 is accepted"),
        (
            &["candidate", "accept", "-p", "s.themata", "2", "C", "--label", "Both"],
            "one label is given for 2 candidates",
        ),
        (
            &["candidate", "move", "-p", "s.themata", "--segments", "3", "--to", "B"],
            "name one of its candidate codes",
        ),
        (
            &["candidate", "move", "-p", "s.themata", "2", "--to", "3"],
            "candidate code 3 holds no candidate codes",
        ),
        (
            &["candidate", "move", "-p", "s.themata", "C", "--to", "B"],
            "candidate theme C is not a candidate code",
        ),
        (&["candidate", "merge", "-p", "s.themata", "2", "--into", "C"], "are on two levels"),
        (&["candidate", "reject", "-p", "s.themata", "2", "B"], "candidate 2 is named twice"),
        (
            &["candidate", "move", "-p", "s.themata", "--segments", "41", "--to", "2"],
            "its segments are 1 to 40",
        ),
        (&["candidate", "move", "-p", "s.themata", "--segments", &inside, "--to", "2"], "undo"),
        (&["candidate", "move", "-p", "s.themata", "--segments", "9-3", "--to", "2"], "3,7-9"),
        (
            &["candidate", "move", "-p", "s.themata", "--segments", "3", "--to", "nowhere"],
            "there is no candidate `nowhere`",
        ),
        (
            &["candidate", "move", "-p", "s.themata", "--segments", "3", "--to", "away"],
            "there is no candidate `away`",
        ),
        (&["candidate", "merge", "-p", "s.themata", "2", "--into", "2"], "itself"),
        (&["candidate", "rename", "-p", "s.themata", "2", " "], "empty"),
        (&["candidate", "list", "-p", "s.themata", "--coder", "Bob"], "Ann Lee"),
        (&["candidate", "list", "-p", "s.themata", "--as-of", "noon"], "2026-11-24"),
        (&["candidate", "list", "-p", "s.themata", "--as-of", "99"], "there is no operation 99"),
    ] {
        let message = place.refused(2, args);
        assert!(message.contains(words), "{words}: {message}");
    }
    place.refused(4, &["candidate", "list", "-p", "none.themata"]);
    place.refused(4, &["candidate", "list", "-p", "s.themata", "--run", "9"]);
}
