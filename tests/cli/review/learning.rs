//! What the machine learns from decisions: candidates suggested again, segments suggested for a code, and refused segments.

use serde_json::Value;

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
        ["learned", "n_grouped", "candidates", "n_rejected", "kept", "unchanged", "decided", "preview"]
    );
    assert_eq!(again["candidates"], trial["candidates"]);
    assert_eq!(again["learned"]["map"], "none");
    assert!(again["learned"]["because"].as_str().unwrap().contains("codes"));
    assert!(again["n_rejected"].as_u64().unwrap() > 0);
    let n_new = again["candidates"].as_array().unwrap().len();
    if n_new > 0 {
        assert_eq!(keys(&again["candidates"][0]), ["segments", "stability"]);
        assert_eq!(again["decided"]["new_candidates"].as_array().unwrap().len(), n_new);
        assert!(place.ok(&["log", "-p", "s.themata", "--kind", "suggest-again"]).contains(" again from "));
        place.ok(&["undo", "-p", "s.themata"]);
    }
    let shown = place.ok(&args);
    assert!(shown.contains("grouped by the plain vectors, without learning: "), "{shown}");
    assert!(shown.contains("that you rejected stay"), "{shown}");
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
fn what_a_coder_named_is_kept_when_the_rest_is_suggested_again() {
    let place = study();
    place.ok(&["candidate", "rename", "-p", "s.themata", "2", "Mine"]);
    place.ok(&["candidate", "merge", "-p", "s.themata", "3", "--into", "4"]);
    let segments_of = |id: &str| place.json(&["show", id, "-p", "s.themata", "--json"])["segments"].clone();
    let before = [segments_of("2"), segments_of("4")];
    let again = place.json(&["suggest", "--again", "--themes", "3", "-p", "s.themata", "--json"]);
    assert_eq!(again["kept"], serde_json::json!([2, 4]));
    assert_eq!([segments_of("2"), segments_of("4")], before);
    assert_eq!(place.json(&["show", "2", "-p", "s.themata", "--json"])["label"], "Mine");
    let shown = place.ok(&["suggest", "--again", "--themes", "3", "-p", "s.themata"]);
    assert!(shown.contains("Kept as you made them: 2, 4."), "{shown}");
    // What the queue names is there.
    let listed = place.json(&["candidate", "list", "-p", "s.themata", "--json"]);
    let codes =
        listed["themes"].as_array().unwrap().iter().flat_map(|theme| theme["codes"].as_array().unwrap());
    let gone: Vec<&Value> = codes
        .filter(|code| ["merged", "emptied"].contains(&code["verdict"].as_str().unwrap()))
        .map(|code| &code["id"])
        .collect();
    assert!(gone.contains(&&Value::from(3)), "{gone:?}");
    let queue = place.json(&["queue", "-p", "s.themata", "--json"]);
    for item in queue["items"].as_array().unwrap() {
        assert!(!gone.contains(&&item["other"]) && !gone.contains(&&item["candidate"]), "{item}");
    }
}

#[test]
fn segments_are_offered_for_a_code() {
    let place = study();
    place.ok(&["code", "create", "-p", "s.themata", "Sleep"]);
    place.ok(&["code", "create", "-p", "s.themata", "Paperwork"]);
    let args = ["suggest", "--for", "Sleep"];
    let found = place.json(&[&args[..], &["--json"]].concat());
    let of_all = [
        "code",
        "label",
        "looked_for",
        "share_of_coded",
        "n_coded",
        "n_against",
        "n_open",
        "least_probability",
        "least_similarity",
        "n_passing",
        "segments",
    ];
    assert_eq!(keys(&found), of_all);
    assert_eq!((found["looked_for"].as_str(), found["n_open"].as_u64()), (Some("Sleep"), Some(40)));
    let first = &found["segments"][0];
    let of_one =
        ["segment", "probability", "similarity", "why", "rival", "rival_label", "rival_similarity", "quote"];
    assert_eq!(keys(first), of_one);
    assert!(
        first["probability"].is_null() && first["quote"]["text"].as_str().unwrap().contains("sleep"),
        "{first}"
    );
    assert_eq!(first["quote"]["question"], "And then?");
    assert_eq!(first["why"]["words"], serde_json::json!(["sleep"]));
    let shown = place.ok(&[&args[..], &["--limit", "2"]].concat());
    for words in ["asked: “And then?”", "similarity 0.", "definition of the code: sleep"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }

    let number = first["segment"].to_string();
    place.ok(&["code", "apply", "-p", "s.themata", "Sleep", &number]);
    let coded = place.json(&[&args[..], &["--json"]].concat());
    assert_eq!((coded["n_coded"].as_u64(), coded["n_open"].as_u64()), (Some(1), Some(39)));
    let next = &coded["segments"][0];
    assert!(next["probability"].as_f64().unwrap() >= coded["least_probability"].as_f64().unwrap(), "{next}");
    let shown = place.ok(&[&args[..], &["--limit", "2"]].concat());
    assert!(shown.contains("“Sleep” with probability 0."), "{shown}");

    let number = next["segment"].to_string();
    let refused = decide(&place, &["code", "refuse", "-p", "s.themata", "Sleep", &number]);
    assert_eq!(segments(&refused["segments"]), [next["segment"].as_u64().unwrap()]);
    let after = place.json(&[&args[..], &["--json"]].concat());
    let offered = after["segments"].as_array().unwrap();
    assert!(offered.iter().all(|other| other["segment"] != next["segment"]));
    assert_eq!((after["n_against"].as_u64(), after["n_open"].as_u64()), (Some(1), Some(38)));
    place.ok(&["undo", "-p", "s.themata"]);
    let back = place.json(&[&args[..], &["--limit", "1", "--json"]].concat());
    assert_eq!(back["segments"][0]["segment"], next["segment"]);
    let message = place.refused(2, &["code", "refuse", "-p", "s.themata", "Sleep", &number, &number]);
    assert!(message.contains("twice"), "{message}");

    // Where nothing is like the code, nothing is offered.
    place.ok(&["code", "create", "-p", "s.themata", "Volcanoes of Iceland"]);
    let none = place.ok(&["suggest", "--for", "Volcanoes of Iceland"]);
    assert!(none.starts_with("None of 39 uncoded segments has a similarity of"), "{none}");
}
