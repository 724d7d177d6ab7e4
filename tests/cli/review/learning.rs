//! What the machine learns from decisions: candidates suggested again, segments suggested for a code, and refused segments.

use super::{decide, keys, segments, study};

#[test]
fn what_is_left_is_suggested_again() {
    let place = study();
    place.ok(&["candidate", "accept", "-p", "s.themata", "1", "--label", "First"]);
    place.ok(&["candidate", "reject", "-p", "s.themata", "2"]);
    let args = ["suggest", "--again", "--project", "s.themata", "--coder", "Ann Lee"];
    let project = place.path().join("s.themata");
    let before = std::fs::read(&project).unwrap();
    let trial = place.json(&[&args[..], &["--dry-run", "--json"]].concat());
    assert_eq!(std::fs::read(&project).unwrap(), before, "a trial writes nothing");
    assert!(trial["decided"].is_null());
    let again = place.json(&[&args[..], &["--json", "--reason", "the rest"]].concat());
    assert_eq!(
        keys(&again),
        ["learned", "n_grouped", "candidates", "rejected_again", "unchanged", "decided", "preview"]
    );
    assert_eq!(again["candidates"], trial["candidates"]);
    assert_eq!(again["learned"]["map"], "none");
    assert!(again["learned"]["because"].as_str().unwrap().contains("codes"));
    let n_new = again["candidates"].as_array().unwrap().len();
    if n_new > 0 {
        assert_eq!(keys(&again["candidates"][0]), ["segments", "stability"]);
        assert_eq!(again["decided"]["new_candidates"].as_array().unwrap().len(), n_new);
        assert!(place.ok(&["log", "-p", "s.themata", "--kind", "suggest-again"]).contains(" again from "));
        place.ok(&["undo", "-p", "s.themata"]);
    }
    let shown = place.ok(&args);
    assert!(shown.contains("grouped by the usual distances"), "{shown}");
    place.ok(&["log", "verify", "-p", "s.themata"]);
    for args in [
        &["suggest", "--again", "talk.txt"][..],
        &["suggest", "--again", "--for", "First"],
        &["suggest", "--limit", "3", "talk.txt"],
        &["suggest", "--dry-run", "talk.txt"],
        &["suggest", "--reason", "the rest", "talk.txt"],
        &["suggest"],
    ] {
        place.refused(2, args);
    }
}

#[test]
fn segments_are_offered_for_a_code() {
    let place = study();
    place.ok(&["candidate", "accept", "-p", "s.themata", "1", "--label", "First"]);
    place.ok(&["candidate", "accept", "-p", "s.themata", "2", "--label", "Second"]);
    let args = ["suggest", "--for", "First"];
    let found = place.json(&[&args[..], &["--json"]].concat());
    assert_eq!(keys(&found), ["code", "label", "score", "n_coded", "n_open", "segments"]);
    assert_eq!((found["label"].as_str(), found["score"].as_str()), (Some("First"), Some("ridge")));
    assert_eq!(found["segments"].as_array().unwrap().len() as u64, found["n_open"].as_u64().unwrap());
    let first = &found["segments"][0];
    assert_eq!(keys(first), ["segment", "score", "rival", "rival_label", "rival_score"]);
    assert_eq!(first["rival_label"], "Second");
    let shown = place.ok(&[&args[..], &["--limit", "2"]].concat());
    assert!(shown.contains("“First” ") && shown.contains("“Second” "), "{shown}");

    let number = first["segment"].to_string();
    let refused = decide(&place, &["code", "refuse", "-p", "s.themata", "First", &number]);
    assert_eq!(segments(&refused["segments"]), [first["segment"].as_u64().unwrap()]);
    let after = place.json(&[&args[..], &["--limit", "1", "--json"]].concat());
    assert_ne!(after["segments"][0]["segment"], first["segment"]);
    assert_eq!(after["n_open"].as_u64().unwrap() + 1, found["n_open"].as_u64().unwrap());
    place.ok(&["undo", "-p", "s.themata"]);
    let back = place.json(&[&args[..], &["--limit", "1", "--json"]].concat());
    assert_eq!(back["segments"][0]["segment"], first["segment"]);
    let message = place.refused(2, &["code", "refuse", "-p", "s.themata", "First", &number, &number]);
    assert!(message.contains("twice"), "{message}");
    place.ok(&["code", "create", "-p", "s.themata", "Empty"]);
    let message = place.refused(2, &["suggest", "--for", "Empty", "--project", "s.themata"]);
    assert!(message.contains("no segment of this run is coded with `Empty`"), "{message}");
}
