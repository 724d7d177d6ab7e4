//! Codes, codings and memos.

use serde_json::Value;

use super::{candidate, decide, keys, segments, study};
use crate::TestFolder;

fn listed(place: &TestFolder) -> Value {
    place.json(&["code", "list", "-p", "s.themata", "--json"])
}

fn labels(codes: &Value) -> Vec<String> {
    codes.as_array().unwrap().iter().map(|code| code["label"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn codes_are_made_defined_and_put_in_order() {
    let place = study();
    let made = decide(&place, &["code", "create", "-p", "s.themata", "Work life", "--level", "theme"]);
    let theme = made["codes"][0].as_str().unwrap().to_owned();
    decide(&place, &["code", "create", "-p", "s.themata", "Nights", "--under", &theme]);
    decide(&place, &["code", "create", "-p", "s.themata", "Days", "--under", "work life"]);
    decide(&place, &["code", "rename", "-p", "s.themata", "Days", "Weekdays"]);
    decide(
        &place,
        &[
            "code",
            "define",
            "-p",
            "s.themata",
            "Nights",
            "--definition",
            "On call",
            "--example",
            "I never sleep",
        ],
    );
    decide(&place, &["code", "colour", "-p", "s.themata", "Nights", "#3F7FBF"]);
    let codes = listed(&place);
    assert_eq!(keys(&codes), ["coder", "operation", "codes", "codings", "memos"]);
    assert_eq!(labels(&codes["codes"][0]["codes"]), ["Nights", "Weekdays"]);
    let nights = &codes["codes"][0]["codes"][0];
    assert_eq!(
        (nights["definition"].as_str(), nights["colour"].as_str()),
        (Some("On call"), Some("#3f7fbf"))
    );
    decide(&place, &["code", "reorder", "-p", "s.themata", "Weekdays", "1"]);
    assert_eq!(labels(&listed(&place)["codes"][0]["codes"]), ["Weekdays", "Nights"]);
    decide(&place, &["code", "unnest", "-p", "s.themata", "Nights", "--level", "category"]);
    decide(&place, &["code", "nest", "-p", "s.themata", "Nights", "--under", &theme[..4]]);
    decide(&place, &["code", "colour", "-p", "s.themata", "Nights", "none"]);
    decide(&place, &["code", "merge", "-p", "s.themata", "Weekdays", "--into", "Nights"]);
    decide(&place, &["code", "delete", "-p", "s.themata", "Work life"]);
    let codes = listed(&place);
    assert_eq!(labels(&codes["codes"]), ["Nights"]);
    assert_eq!(codes["codes"][0]["level"], "category");
    let shown = place.ok(&["code", "list", "-p", "s.themata"]);
    assert!(shown.contains("Nights") && shown.contains("On call"), "{shown}");

    for (args, words) in [
        (&["code", "show", "-p", "s.themata", "zzz"][..], "no code `zzz`"),
        (&["code", "colour", "-p", "s.themata", "Nights", "red"], "#rrggbb"),
        (&["code", "define", "-p", "s.themata", "Nights"], "--definition"),
        (&["code", "nest", "-p", "s.themata", "Nights", "--under", "Nights"], "itself"),
        (&["code", "rename", "-p", "s.themata", "Nights", "Nights"], "nothing would change"),
    ] {
        let message = place.refused(2, args);
        assert!(message.contains(words), "{words}: {message}");
    }
}

#[test]
fn segments_and_any_words_are_coded() {
    let place = study();
    place.ok(&["code", "create", "-p", "s.themata", "Rota"]);
    let coded = decide(&place, &["code", "apply", "-p", "s.themata", "Rota", "3,7-9"]);
    assert_eq!(segments(&coded["segments"]), [3, 7, 8, 9]);
    let words = "the rota worries me most of all on Mondays, number 0";
    decide(&place, &["code", "apply", "-p", "s.themata", "Rota", "--document", "talk.txt", "--words", words]);
    decide(
        &place,
        &[
            "code",
            "apply",
            "-p",
            "s.themata",
            "Rota",
            "--document",
            "talk.txt",
            "--start",
            "0",
            "--end",
            "11",
        ],
    );
    let shown = place.json(&["code", "show", "-p", "s.themata", "Rota", "--json"]);
    let texts: Vec<&str> =
        shown["codings"].as_array().unwrap().iter().map(|coding| coding["text"].as_str().unwrap()).collect();
    assert_eq!(texts.len(), 6);
    assert_eq!((texts[0], texts[1]), ("Interviewer", words));
    assert_eq!(shown["codings"][2]["segment"]["id"], 3);

    let id = shown["codings"][2]["id"].as_str().unwrap();
    decide(&place, &["code", "condense", "-p", "s.themata", id, "worries"]);
    decide(&place, &["code", "content", "-p", "s.themata", &id[..5], "latent"]);
    decide(&place, &["code", "certainty", "-p", "s.themata", id, "unsure"]);
    decide(&place, &["code", "negative", "-p", "s.themata", id]);
    let human = place.ok(&["code", "show", "-p", "s.themata", "Rota"]);
    for words in ["condensed: worries", "latent, unsure, negative case", "segment 3", "“Interviewer”"] {
        assert!(human.contains(words), "{words}: {human}");
    }
    let split =
        decide(&place, &["code", "split", "-p", "s.themata", "Rota", "--part", &format!("Doubt={id}")]);
    assert_eq!(split["codings"].as_array().unwrap().len(), 1);
    assert_eq!(
        place.json(&["code", "show", "-p", "s.themata", "Doubt", "--json"])["codings"][0]["condensed"],
        "worries"
    );
    decide(&place, &["code", "uncode", "-p", "s.themata", id]);
    decide(&place, &["code", "delete", "-p", "s.themata", "Rota"]);
    assert!(listed(&place)["codings"].as_array().unwrap().is_empty());
    place.ok(&["undo", "-p", "s.themata"]);
    assert_eq!(listed(&place)["codings"].as_array().unwrap().len(), 5, "what was deleted comes back whole");

    for (args, words) in [
        (
            &["code", "apply", "-p", "s.themata", "Rota", "--document", "talk.txt", "--words", "I would"][..],
            "40 times",
        ),
        (
            &["code", "apply", "-p", "s.themata", "Rota", "--document", "talk.txt", "--words", "nobody"],
            "are not in it",
        ),
        (
            &["code", "apply", "-p", "s.themata", "Rota", "--document", "walk.txt", "--words", "I"],
            "no document",
        ),
        (
            &[
                "code",
                "apply",
                "-p",
                "s.themata",
                "Rota",
                "--document",
                "talk.txt",
                "--start",
                "5",
                "--end",
                "5",
            ],
            "span",
        ),
        (&["code", "apply", "-p", "s.themata", "Rota", "7"], "already coded with `Rota`"),
        (&["code", "uncode", "-p", "s.themata", "zzzz"], "no coding `zzzz`"),
    ] {
        let message = place.refused(2, args);
        assert!(message.contains(words), "{words}: {message}");
    }
}

#[test]
fn a_beginning_that_many_ids_share_lists_them() {
    let place = study();
    place.ok(&["candidate", "accept", "-p", "s.themata", "1"]);
    let members = candidate(&place, 1)["n_segments"].as_u64().unwrap();
    let codings = listed(&place)["codings"].as_array().unwrap().clone();
    assert_eq!(codings.len() as u64, members);
    let first = |id: &Value| id.as_str().unwrap()[..1].to_owned();
    let shared = codings
        .iter()
        .find(|a| codings.iter().any(|b| a["id"] != b["id"] && first(&a["id"]) == first(&b["id"])));
    if let Some(shared) = shared {
        let message = place.refused(2, &["code", "uncode", "-p", "s.themata", &first(&shared["id"])]);
        assert!(
            message.contains(shared["id"].as_str().unwrap()) && message.contains("write more"),
            "{message}"
        );
    }
}

#[test]
fn memos_are_on_the_study_and_on_all_of_its_parts() {
    let place = study();
    place.ok(&["code", "create", "-p", "s.themata", "Rota"]);
    place.ok(&["code", "apply", "-p", "s.themata", "Rota", "7"]);
    let coding = listed(&place)["codings"][0]["id"].as_str().unwrap().to_owned();
    for on in [
        &[][..],
        &["--on-candidate", "2"],
        &["--on-candidate", "B"],
        &["--on-segment", "7"],
        &["--on-code", "rota"],
        &["--on-coding", &coding],
        &["--on-document", "talk.txt"],
        &["--on-participant", "talk"],
    ] {
        decide(&place, &[&["memo", "write", "-p", "s.themata", "Two  lines\nhere"], on].concat());
    }
    let memos = place.json(&["memo", "list", "-p", "s.themata", "--json"]);
    assert_eq!(keys(&memos), ["coder", "memos"]);
    assert_eq!(memos["memos"].as_array().unwrap().len(), 8);
    let id = memos["memos"][0]["id"].as_str().unwrap();
    decide(&place, &["memo", "edit", "-p", "s.themata", id, "One line"]);
    let shown = place.ok(&["memo", "list", "-p", "s.themata"]);
    for words in
        ["One line", "on the study", "on code", "“Rota”", "on segment 7 of run 1", "on participant talk"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    decide(&place, &["memo", "delete", "-p", "s.themata", id]);
    assert_eq!(
        place.json(&["memo", "list", "-p", "s.themata", "--json"])["memos"].as_array().unwrap().len(),
        7
    );
    assert!(place.refused(2, &["memo", "write", "-p", "s.themata", " "]).contains("empty"));
    place.refused(2, &["memo", "write", "-p", "s.themata", "x", "--on-candidate", "1", "--on-segment", "2"]);
}
