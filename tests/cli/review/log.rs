//! The log: undo, redo, words, verification, moments, differences, files of decisions.

use super::{candidate, decide, keys, study};
use crate::{TestFolder, transcript};

#[test]
fn undo_and_redo_go_as_far_as_there_are_decisions() {
    let place = study();
    let before = place.json(&["candidate", "list", "-p", "s.themata", "--json"])["themes"].clone();
    for args in [
        &["candidate", "rename", "-p", "s.themata", "1", "One"][..],
        &["candidate", "merge", "-p", "s.themata", "2", "--into", "1"],
        &["candidate", "accept", "-p", "s.themata", "1"],
    ] {
        place.ok(args);
    }
    let after = place.json(&["candidate", "list", "-p", "s.themata", "--json"])["themes"].clone();
    let undone = decide(&place, &["undo", "-p", "s.themata"]);
    assert_eq!((undone["kind"].as_str(), undone["of"].as_u64()), (Some("undo"), Some(5)));
    let would = place.ok(&["undo", "-p", "s.themata", "--dry-run"]);
    assert!(would.contains("it would undo operation 4: merged candidate code 2"), "{would}");
    let did = place.ok(&["undo", "-p", "s.themata"]);
    assert!(did.starts_with("Undid operation 4: merged candidate code 2"), "{did}");
    place.ok(&["undo", "-p", "s.themata"]);
    assert_eq!(place.json(&["candidate", "list", "-p", "s.themata", "--json"])["themes"], before);
    for _ in 0..3 {
        decide(&place, &["redo", "-p", "s.themata"]);
    }
    assert!(place.refused(2, &["redo", "-p", "s.themata"]).contains("nothing to redo"));
    assert_eq!(place.json(&["candidate", "list", "-p", "s.themata", "--json"])["themes"], after);
    let log = place.json(&["log", "-p", "s.themata", "--json"]);
    assert_eq!(log["entries"].as_array().unwrap().len(), 11, "the log only grows");
}

#[test]
fn the_log_tells_in_words_what_is_asked_of_it() {
    let place = study();
    place.ok(&["candidate", "rename", "-p", "s.themata", "1", "One", "--reason", "the first of all"]);
    place.ok(&["candidate", "merge", "-p", "s.themata", "2", "--into", "3"]);
    place.ok(&["undo", "-p", "s.themata"]);
    let log = place.ok(&["log", "-p", "s.themata"]);
    for words in [
        "Ann Lee joined the project",
        "reason: the first of all",
        "[undone]",
        "were suggested from 1 document",
    ] {
        assert!(log.contains(words), "{words}: {log}");
    }
    let numbers: Vec<u64> = log.lines().filter_map(|line| line.get(..4)?.trim().parse().ok()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5], "oldest first: {log}");
    let entries = |more: &[&str]| {
        let log = place.json(&[&["log", "-p", "s.themata", "--json"], more].concat());
        let numbers = log["entries"].as_array().unwrap().iter().map(|e| e["operation"].as_u64().unwrap());
        numbers.collect::<Vec<u64>>()
    };
    assert_eq!(entries(&["--candidate", "1"]), [3]);
    assert_eq!(entries(&["--kind", "merge"]), [4]);
    assert_eq!(entries(&["--kind", "undo"]), [5]);
    assert_eq!(entries(&["--by", "Ann Lee"]), [2, 3, 4, 5]);
    assert_eq!(entries(&["--since", "2020-01-01"]), [1, 2, 3, 4, 5]);
    assert!(entries(&["--until", "2020-01-01T12:00"]).is_empty());
    let first = &place.json(&["log", "-p", "s.themata", "--json"])["entries"][2];
    assert_eq!(
        keys(first),
        [
            "operation",
            "at",
            "kind",
            "decision",
            "coder",
            "words",
            "reason",
            "taken_back",
            "of",
            "touched",
            "n_hidden",
            "hash"
        ]
    );
}

#[test]
fn an_entry_or_record_that_was_altered_in_the_file_is_found() {
    let place = study();
    place.ok(&["candidate", "rename", "-p", "s.themata", "1", "Zanzibar-label", "--reason", "Quagga-reason"]);
    place.ok(&["candidate", "defer", "-p", "s.themata", "2"]);
    let whole = place.json(&["log", "verify", "-p", "s.themata", "--json"]);
    assert_eq!(
        keys(&whole),
        [
            "n_operations",
            "last_hash",
            "n_records",
            "codebook_sha256",
            "n_documents",
            "n_participants",
            "n_runs",
            "not_recorded",
            "recorded_later",
            "vectors"
        ]
    );
    assert!(
        place
            .ok(&["log", "verify", "-p", "s.themata"])
            .starts_with("Verified: the log of 4 operations is unbroken")
    );
    let deep = place.json(&["log", "verify", "-p", "s.themata", "--deep", "--json"]);
    assert!(deep["vectors"]["largest_distance"].as_f64().unwrap() < 1e-6, "{deep}");
    assert_eq!(deep["vectors"]["n_identical"], deep["vectors"]["n_vectors"]);
    // The question's vector shows how far candidates follow the guide; without context it is in no segment's vector.
    assert!(
        deep["vectors"]["n_vectors"].as_u64().unwrap() > 10 && deep["vectors"]["n_unused"] == 1,
        "{deep}"
    );
    let elsewhere = place.refused(5, &["log", "verify", "-p", "s.themata", "--deep", "--model", "nowhere"]);
    assert!(elsewhere.contains("nowhere"), "{elsewhere}");
    let project = place.path().join("s.themata");
    // What the database left behind on pages that it gave up is no part of the project.
    rusqlite::Connection::open(&project).unwrap().execute_batch("PRAGMA secure_delete = ON; VACUUM").unwrap();
    let bytes = std::fs::read(&project).unwrap();
    let mut n_found = 0;
    for word in ["Zanzibar-label", "Quagga-reason"] {
        for at in 0..bytes.len() - word.len() {
            if &bytes[at..at + word.len()] != word.as_bytes() {
                continue;
            }
            n_found += 1;
            let mut altered = bytes.clone();
            altered[at] = b'X';
            place.write("altered.themata", &altered);
            let message = place.refused(4, &["log", "verify", "-p", "altered.themata"]);
            assert!(
                message.contains("operation 3") || message.contains("ann-lee/candidate/1/1"),
                "{message}"
            );
        }
    }
    assert!(n_found >= 3, "the log holds both words, the record one: {n_found}");
}

#[test]
fn a_project_of_version_2_is_verified_as_far_as_it_can_be() {
    let place = crate::TestFolder::new();
    place.write("old.themata", include_bytes!("../../fixtures/version-2.themata"));
    let kept: serde_json::Value =
        serde_json::from_str(include_str!("../../fixtures/version-2.json")).unwrap();
    let before = place.json(&["log", "verify", "-p", "old.themata", "--json"]);
    assert_eq!(before["not_recorded"], serde_json::json!([1]));
    let words = place.ok(&["log", "verify", "-p", "old.themata", "--deep"]);
    assert!(
        words.starts_with("The log is verified") && words.contains("Not verified: 2 documents"),
        "{words}"
    );
    assert!(words.contains("vectors were computed again"), "{words}");

    place.ok(&["memo", "write", "-p", "old.themata", "later", "--coder", "Ben"]);
    let n = before["n_operations"].as_u64().unwrap();
    let after = place.json(&["log", "verify", "-p", "old.themata", "--json"]);
    assert_eq!(after["n_operations"], n + 2, "the digests are recorded before the decision");
    assert_eq!(
        (&after["not_recorded"], &after["recorded_later"]),
        (&serde_json::json!([]), &serde_json::json!([n + 1]))
    );
    let words = place.ok(&["log", "verify", "-p", "old.themata"]);
    assert!(
        words.contains(&format!("Verified since operation {}", n + 1)) && !words.starts_with("Verified"),
        "{words}"
    );
    assert!(place.ok(&["log", "-p", "old.themata"]).contains("cannot be verified"));
    place.ok(&["undo", "-p", "old.themata", "--coder", "Ben"]);
    let codebooks = place.json(&["log", "verify", "-p", "old.themata", "--json"])["codebook_sha256"].clone();
    assert_eq!(codebooks, before["codebook_sha256"], "decisions are kept");
    assert!(kept.to_string().contains(codebooks.as_str().unwrap()), "and are those that version 2 read");
}

#[test]
fn a_moment_is_looked_at_and_two_are_compared() {
    let place = study();
    place.ok(&["candidate", "rename", "-p", "s.themata", "1", "One"]);
    place.ok(&["candidate", "accept", "-p", "s.themata", "1"]);
    let past = place.json(&["candidate", "list", "-p", "s.themata", "--as-of", "3", "--json"]);
    assert_eq!(
        (past["operation"].as_u64(), past["themes"][0]["codes"][0]["verdict"].as_str()),
        (Some(3), Some("open"))
    );
    assert_eq!(past["themes"][0]["codes"][0]["label"], "One");
    assert!(
        place.json(&["code", "list", "-p", "s.themata", "--as-of", "3", "--json"])["codes"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        place.json(&["candidate", "list", "-p", "s.themata", "--as-of", "2999-01-01", "--json"])["themes"][0]
            ["codes"][0],
        candidate(&place, 1)
    );
    let diff = place.json(&["diff", "-p", "s.themata", "2", "3", "--json"]);
    assert_eq!(diff["differences"].as_array().unwrap().len(), 1);
    assert_eq!(
        keys(&diff["differences"][0]),
        ["key", "coder", "kind", "before", "after", "code_label", "words"]
    );
    let words = place.ok(&["diff", "-p", "s.themata", "3"]);
    assert!(words.contains("codings with “One”") && words.contains(" 1 “One” (accepted)"), "{words}");
    assert!(place.ok(&["diff", "-p", "s.themata", "3", "3"]).contains("No difference"));
    std::fs::copy(place.path().join("s.themata"), place.path().join("t.themata")).unwrap();
    place.ok(&["undo", "-p", "t.themata"]);
    assert!(place.ok(&["diff", "-p", "s.themata", "t.themata"]).contains("removed"));
    place.refused(2, &["diff", "-p", "s.themata", "t.themata", "3"]);
    place.refused(4, &["diff", "-p", "s.themata", "none.themata"]);
    place.refused(2, &["diff", "-p", "s.themata", "2020-01-01"]);
}

#[test]
fn a_file_of_decisions_is_made_whole_or_not_at_all() {
    let place = study();
    let good = "{\"do\": \"accept\", \"candidate\": 1, \"label\": \"Quiet\", \"reason\": \"read twice\"}\n\n\
                {\"do\": \"create-code\", \"label\": \"Talk\", \"level\": \"theme\"}\n\
                {\"do\": \"nest-code\", \"code\": \"Quiet\", \"under\": \"Talk\"}\n";
    place.write("good.jsonl", good);
    let project = place.path().join("s.themata");
    let before = std::fs::read(&project).unwrap();
    for (last, words) in [
        ("{\"do\": \"accept\", \"candidate\": 1}", "line 5: candidate code 1 is accepted"),
        ("{\"do\": \"acept\", \"candidate\": 1}", "line 5: this is not a decision"),
        ("{\"do\": \"defer\"", "line 5: "),
    ] {
        place.write("bad.jsonl", format!("{good}{last}\n"));
        let message = place.refused(3, &["apply", "-p", "s.themata", "bad.jsonl"]);
        assert!(message.contains(words) && message.contains("nothing of the file was applied"), "{message}");
        assert_eq!(std::fs::read(&project).unwrap(), before);
    }
    let trial = place.ok(&["apply", "-p", "s.themata", "good.jsonl", "--dry-run"]);
    assert!(trial.contains("Nothing was written") && trial.contains("“Talk”"), "{trial}");
    assert_eq!(std::fs::read(&project).unwrap(), before);
    let output = place.piped(&["apply", "-p", "s.themata", "-", "--json"], good.as_bytes());
    let applied: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let operations = applied["operations"].as_array().unwrap();
    assert_eq!(operations.len(), 3);
    assert_eq!(keys(&operations[0]), super::DECIDED);
    let codes = place.json(&["code", "list", "-p", "s.themata", "--json"]);
    assert_eq!(codes["codes"][0]["codes"][0]["label"], "Quiet");
    place.refused(3, &["apply", "-p", "s.themata", "none.jsonl"]);
    place.write("latin.jsonl", b"\xff\xfe\x00");
    assert!(place.refused(3, &["apply", "-p", "s.themata", "latin.jsonl"]).contains("UTF-8"));
}

#[test]
fn a_document_named_with_the_word_with_is_not_taken_for_a_code() {
    let place = TestFolder::new();
    place.write("Interview with P3.txt", transcript(40));
    place.ok(&[
        "suggest",
        "-q",
        "Interview with P3.txt",
        "-p",
        "s.themata",
        "--codes",
        "8",
        "--unit",
        "turn",
    ]);
    place.ok(&["coder", "add", "-p", "s.themata", "Ann Lee", "-q"]);
    let accepted = decide(&place, &["candidate", "accept", "-p", "s.themata", "1", "--label", "Nights"]);
    let n = accepted["codings"].as_array().unwrap().len();
    assert!(n > 4, "many codings are one line: {n}");
    let differences = place.ok(&["diff", "-p", "s.themata", "2"]);
    assert!(
        differences.contains(&format!("added {n} codings with “Nights” (-v lists them)")),
        "{differences}"
    );
    assert!(place.ok(&["diff", "-p", "s.themata", "2", "-v"]).contains("of Interview with P3.txt"));
    let view = place.json(&["diff", "-p", "s.themata", "2", "--json"]);
    let codings = || {
        view["differences"].as_array().unwrap().iter().filter(|found| found["after"]["document"].is_string())
    };
    assert_eq!(codings().filter(|found| found["code_label"] == "Nights").count(), n);
}
