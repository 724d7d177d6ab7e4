//! Two coders: without access to each other's decisions, on copies, at the same time.

use std::process::{Command, Stdio};

use super::{candidate, keys, study, unclaimed};
use crate::TestFolder;

#[test]
fn it_must_be_clear_who_decides() {
    let place = unclaimed();
    let message = place.refused(2, &["candidate", "accept", "-p", "s.themata", "1"]);
    assert!(message.contains("themata coder add NAME -p s.themata"), "{message}");
    assert!(place.ok(&["coder", "list", "-p", "s.themata"]).contains("no coders yet"));
    place.ok(&["coder", "add", "-p", "s.themata", "Ann Lee"]);
    place.ok(&["candidate", "defer", "-p", "s.themata", "1"]);
    place.ok(&["coder", "add", "-p", "s.themata", "Ben"]);
    let message = place.refused(2, &["candidate", "accept", "-p", "s.themata", "1"]);
    assert!(message.contains("--coder <NAME>") && message.contains("Coders are Ann Lee, Ben"), "{message}");
    assert!(place.refused(2, &["coder", "add", "-p", "s.themata", "ben"]).contains("already"));
    place.ok(&["candidate", "accept", "-p", "s.themata", "1", "--coder", "BEN"]);
    place.ok(&["coder", "set", "-p", "s.themata", "Ann Lee"]);
    assert_eq!(candidate(&place, 1)["verdict"], "deferred");
    let listed = place.json(&["coder", "list", "-p", "s.themata", "--json"]);
    assert_eq!(keys(&listed), ["coders", "open_for_comparison"]);
    assert_eq!(listed["coders"][0]["default"], true);
    assert_eq!(keys(&listed["coders"][1]), ["id", "name", "since", "default"]);
    place.ok(&["coder", "set", "-p", "s.themata", "none"]);
    place.refused(2, &["candidate", "list", "-p", "s.themata"]);
}

#[test]
fn coders_are_blind_to_each_other_until_the_project_is_opened() {
    let place = study();
    place.ok(&["candidate", "accept", "-p", "s.themata", "1", "--label", "Rota"]);
    place.ok(&["coder", "add", "-p", "s.themata", "Ben"]);
    let seen = ["code", "list", "-p", "s.themata", "--coder", "Ben", "--of", "Ann Lee"];
    assert!(place.refused(2, &seen).contains("blind"));
    let log = place.ok(&["log", "-p", "s.themata", "--coder", "Ben"]);
    assert!(log.contains("an operation of another coder") && !log.contains("Rota"), "{log}");
    assert!(
        place
            .ok(&["diff", "-p", "s.themata", "1", "--coder", "Ben"])
            .lines()
            .all(|line| !line.contains("Rota"))
    );
    assert!(place.ok(&["code", "list", "-p", "s.themata", "--coder", "Ben"]).contains("No codes yet"));
    place.ok(&["code", "copy", "-p", "s.themata", "--coder", "Ben", "--from", "Ann Lee"]);
    let copied = place.json(&["code", "list", "-p", "s.themata", "--coder", "Ben", "--json"]);
    assert_eq!(
        (copied["codes"][0]["label"].as_str(), copied["codes"][0]["n_codings"].as_u64()),
        (Some("Rota"), Some(0))
    );
    place.ok(&["coder", "open", "-p", "s.themata", "--coder", "Ben"]);
    assert!(place.ok(&seen).contains("Rota"));
    assert!(
        place.ok(&["log", "-p", "s.themata", "--coder", "Ben"]).contains("Ann Lee accepted candidate code 1")
    );
    place.ok(&["coder", "open", "-p", "s.themata", "--close", "--coder", "Ben"]);
    place.refused(2, &seen);
}

#[test]
fn who_undid_joining_can_redo_it_as_the_message_says() {
    let place = study();
    place.ok(&["coder", "add", "-p", "s.themata", "Ben", "-q"]);
    let undone = place.run(&["undo", "-p", "s.themata", "--coder", "Ben"]);
    let said = String::from_utf8(undone.stderr).unwrap();
    assert!(said.contains("themata redo -p s.themata --coder Ben"), "{said}");
    place.ok(&["redo", "-p", "s.themata", "--coder", "Ben"]);
    place.ok(&["candidate", "defer", "-p", "s.themata", "1", "--coder", "Ben"]);
    place.ok(&["log", "verify", "-p", "s.themata"]);
}

#[test]
fn copies_are_joined_and_nothing_is_lost() {
    let place = study();
    place.ok(&["coder", "add", "-p", "s.themata", "Ben", "-q"]);
    let copy = |to: &str| std::fs::copy(place.path().join("s.themata"), place.path().join(to)).unwrap();
    copy("a.themata");
    copy("b.themata");
    place.ok(&["candidate", "accept", "-p", "a.themata", "1", "--coder", "Ann Lee"]);
    place.ok(&[
        "candidate",
        "merge",
        "-p",
        "b.themata",
        "2",
        "--into",
        "1",
        "--coder",
        "Ben",
        "--reason",
        "one thing",
    ]);
    place.ok(&["undo", "-p", "b.themata", "--coder", "Ben"]);
    place.ok(&["redo", "-p", "b.themata", "--coder", "Ben"]);
    let join = ["join", "a.themata", "b.themata", "--output", "both.themata"];
    let report = place.json(&[&join[..], &["--json"]].concat());
    assert_eq!(
        keys(&report),
        ["parted_after", "n_first", "n_joined", "n_set_aside", "renumbered_runs", "contradictions"]
    );
    assert_eq!((report["n_first"].as_u64(), report["n_joined"].as_u64()), (Some(1), Some(3)));
    let list = |file: &str, coder: &str| {
        let listed = place.json(&["candidate", "list", "-p", file, "--coder", coder, "--json"]);
        (listed["themes"].clone(), listed["codes"].clone())
    };
    assert_eq!(list("both.themata", "Ann Lee"), list("a.themata", "Ann Lee"));
    assert_eq!(list("both.themata", "Ben"), list("b.themata", "Ben"));
    place.ok(&["log", "verify", "-p", "both.themata"]);
    assert!(place.ok(&["log", "-p", "both.themata", "--coder", "Ben"]).contains("reason: one thing"));
    place.ok(&["undo", "-p", "both.themata", "--coder", "Ben"]);
    place.refused(6, &join);

    place.ok(&["candidate", "reject", "-p", "a.themata", "1", "--coder", "Ben"]);
    let join = ["join", "a.themata", "b.themata", "--output", "c.themata"];
    let message = place.refused(3, &join);
    for words in ["contradict", "operation 5 (ben", "operation 4 (ben", "--keep-first"] {
        assert!(message.contains(words), "{words}: {message}");
    }
    assert!(!place.path().join("c.themata").exists());
    let kept = place.ok(&[&join[..], &["--keep-first"]].concat());
    assert!(kept.contains("Set aside"), "{kept}");
    assert_eq!(list("c.themata", "Ben"), list("a.themata", "Ben"));
    place.ok(&["log", "verify", "-p", "c.themata"]);
    let left: Vec<String> = std::fs::read_dir(place.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with(".themata"))
        .collect();
    assert!(left.is_empty(), "one file for one study: {left:?}");

    let other = TestFolder::new();
    other.write("talk.txt", crate::transcript(30));
    other.ok(&["suggest", "-q", "talk.txt", "-p", "o.themata", "--codes", "3"]);
    std::fs::copy(other.path().join("o.themata"), place.path().join("o.themata")).unwrap();
    assert!(place.refused(3, &["join", "a.themata", "o.themata", "-o", "d.themata"]).contains("not copies"));
    place.refused(4, &["join", "a.themata", "none.themata", "-o", "d.themata"]);
}

#[test]
fn processes_that_decide_at_once_lose_nothing_and_say_where_they_collide() {
    let place = study();
    let start = |args: &[&str]| {
        Command::new(assert_cmd::cargo::cargo_bin!("themata"))
            .current_dir(place.path())
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let reasons: Vec<String> = (0..8).map(|i| format!("memo {i}")).collect();
    let memos: Vec<_> = reasons
        .iter()
        .map(|reason| start(&["memo", "write", "-p", "s.themata", "x", "--reason", reason]))
        .collect();
    for memo in memos {
        let output = memo.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let log = place.json(&["log", "-p", "s.themata", "--json"]);
    let mut found: Vec<&str> =
        log["entries"].as_array().unwrap().iter().filter_map(|entry| entry["reason"].as_str()).collect();
    found.sort_unstable();
    assert_eq!(found, reasons);

    let accepts: Vec<_> = (0..4).map(|_| start(&["candidate", "accept", "-p", "s.themata", "1"])).collect();
    let ended: Vec<_> = accepts.into_iter().map(|accept| accept.wait_with_output().unwrap()).collect();
    assert_eq!(ended.iter().filter(|output| output.status.success()).count(), 1, "one of them was first");
    for output in ended.iter().filter(|output| !output.status.success()) {
        let message = String::from_utf8_lossy(&output.stderr);
        // Who looked before the first one ended hears of it; who looked after finds the theme accepted.
        let code = output.status.code().unwrap();
        let is_overtaken = code == 4 && message.contains("meanwhile ann-lee accepted");
        assert!(is_overtaken || code == 2 && message.contains("is accepted"), "{code}: {message}");
    }
    place.ok(&["log", "verify", "-p", "s.themata"]);
}
