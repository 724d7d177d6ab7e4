//! Decisions on candidate themes.

use super::{decide, keys, segments, study, theme, typed};

#[test]
fn every_verdict_on_a_theme_can_be_typed() {
    let place = study();
    let accepted = decide(&place, &["candidate", "accept", "-p", "s.themata", "1", "--label", "Rota"]);
    assert_eq!((accepted["kind"].as_str(), accepted["coder"].as_str()), (Some("decide"), Some("ann-lee")));
    let n = theme(&place, 1)["n_segments"].as_u64().unwrap();
    assert_eq!(accepted["codings"].as_array().unwrap().len() as u64, n);
    assert_eq!(theme(&place, 1)["verdict"], "accepted");
    assert_eq!(theme(&place, 1)["code"], accepted["codes"][0]);

    let members = segments(&theme(&place, 2)["segments"]);
    let rejected = decide(&place, &["candidate", "reject", "-p", "s.themata", "2", "--reason", "chance"]);
    assert_eq!(segments(&rejected["segments"]), members);
    assert_eq!(theme(&place, 2)["n_segments"], 0);
    decide(&place, &["candidate", "reopen", "-p", "s.themata", "2"]);
    assert_eq!(segments(&theme(&place, 2)["segments"]), members);
    decide(&place, &["candidate", "defer", "-p", "s.themata", "2"]);
    assert_eq!(theme(&place, 2)["verdict"], "deferred");
    decide(&place, &["candidate", "rename", "-p", "s.themata", "2", "Nights"]);
    assert_eq!(theme(&place, 2)["label"], "Nights");

    let into = decide(&place, &["candidate", "accept", "-p", "s.themata", "3", "--into", "rota"]);
    assert_eq!(theme(&place, 3)["code"], accepted["codes"][0], "a label names a code: {into}");
    let progress = place.json(&["progress", "-p", "s.themata", "--json"]);
    assert_eq!(
        (&progress["n_segments"], &progress["n_accepted"], &progress["n_deferred"], &progress["n_open"]),
        (&40.into(), &2.into(), &1.into(), &1.into())
    );
    assert!(place.ok(&["progress", "-p", "s.themata"]).contains(" of 40 segments decided"));
}

#[test]
fn segments_are_regrouped_and_other_themes_stay_as_they_are() {
    let place = study();
    let untouched = theme(&place, 4);
    let (one, two) = (segments(&theme(&place, 1)["segments"]), segments(&theme(&place, 2)["segments"]));
    let moved = decide(
        &place,
        &["candidate", "move", "-p", "s.themata", "--segments", &typed(&one[..2]), "--to", "2"],
    );
    assert_eq!(segments(&moved["themes"]), [1, 2]);
    assert_eq!(theme(&place, 2)["n_segments"], two.len() + 2);
    let new = decide(
        &place,
        &["candidate", "move", "-p", "s.themata", "--segments", &one[0].to_string(), "--to", "new"],
    );
    assert_eq!(segments(&new["new_themes"]), [5]);
    decide(
        &place,
        &["candidate", "move", "-p", "s.themata", "--segments", &one[1].to_string(), "--to", "none"],
    );
    decide(&place, &["candidate", "add", "-p", "s.themata", "5", &one[1].to_string()]);
    assert_eq!(segments(&theme(&place, 5)["segments"]), one[..2]);
    decide(&place, &["candidate", "negative", "-p", "s.themata", &one[0].to_string()]);
    assert_eq!(segments(&theme(&place, 5)["negative"]), one[..1]);
    decide(&place, &["candidate", "negative", "-p", "s.themata", &one[0].to_string(), "--not"]);
    assert!(theme(&place, 5)["negative"].as_array().unwrap().is_empty());
    let merged = decide(&place, &["candidate", "merge", "-p", "s.themata", "5", "2", "--into", "1"]);
    assert_eq!(segments(&merged["themes"]), [1, 2, 5]);
    assert_eq!(theme(&place, 1)["n_segments"], one.len() + two.len());
    assert_eq!(theme(&place, 5)["merged_into"], 1);
    assert_eq!(theme(&place, 4), untouched);

    let trial = place.ok(&["candidate", "merge", "-p", "s.themata", "3", "--into", "1", "--dry-run"]);
    for words in ["Nothing was written", "Cohesion", " → ", "No other theme changes", "1 participant"] {
        assert!(trial.contains(words), "{words}: {trial}");
    }
}

#[test]
fn a_theme_is_split_by_its_own_segments_or_by_hand() {
    let place = study();
    let before = segments(&theme(&place, 1)["segments"]);
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
    assert!(trial.contains("--into 2") && trial.contains("No other theme changes"), "{trial}");
    assert!(place.refused(2, &["candidate", "split", "-p", "s.themata", "1"]).contains("--into K"));
    assert!(
        place
            .refused(2, &["candidate", "split", "-p", "s.themata", "1", "--into", "99"])
            .contains("99 parts")
    );

    let done = place.json(&["candidate", "split", "-p", "s.themata", "1", "--into", "3", "--json"]);
    assert_eq!(segments(&done["new_themes"]), [5, 6]);
    let parts: Vec<Vec<u64>> = [1, 5, 6].iter().map(|&n| segments(&theme(&place, n)["segments"])).collect();
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
    assert_eq!(segments(&by_hand["new_themes"]), [7]);
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
    assert!(done.starts_with("Moved 1 segment to candidate theme 3"), "{done}");
    assert!(place.ok(&["candidate", "show", "-p", "s.themata", "3"]).contains(&format!(" {number}  “")));

    let queue = place.json(&["queue", "-p", "s.themata", "--json"]);
    assert_eq!(keys(&queue), ["n_items", "items"]);
    assert_eq!(
        keys(&queue["items"][0]),
        [
            "theme",
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
    let inside = segments(&theme(&place, 1)["segments"])[0].to_string();
    for (args, words) in [
        (&["candidate", "accept", "-p", "s.themata", "9"][..], "no candidate theme 9"),
        (&["candidate", "accept", "-p", "s.themata", "1"], "candidate theme 1 is accepted"),
        (
            &["candidate", "move", "-p", "s.themata", "--segments", "41", "--to", "2"],
            "its segments are 1 to 40",
        ),
        (&["candidate", "move", "-p", "s.themata", "--segments", &inside, "--to", "2"], "undo"),
        (&["candidate", "move", "-p", "s.themata", "--segments", "9-3", "--to", "2"], "3,7-9"),
        (&["candidate", "move", "-p", "s.themata", "--segments", "3", "--to", "away"], "new, or none"),
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
