//! The review: a coder's commands and their results.

mod candidates;
mod coders;
mod codes;
mod killed;
mod learning;
mod log;

use std::sync::OnceLock;

use serde_json::Value;

use crate::{TestFolder, made_once, transcript};

/// A project of 40 segments and four candidate themes, in a folder of its own.
fn unclaimed() -> TestFolder {
    static PROJECT: OnceLock<Vec<u8>> = OnceLock::new();
    made_once(&PROJECT, |place| {
        place.write("talk.txt", transcript(40));
        place.ok(&["suggest", "-q", "talk.txt", "-p", "s.themata", "--themes", "4", "--unit", "turn"]);
    })
}

/// The same with a coder.
fn study() -> TestFolder {
    let place = unclaimed();
    place.ok(&["coder", "add", "-p", "s.themata", "Ann Lee", "-q"]);
    place
}

fn keys(value: &Value) -> Vec<String> {
    value.as_object().unwrap().keys().cloned().collect()
}

const DECIDED: [&str; 13] = [
    "operation",
    "kind",
    "coder",
    "at",
    "words",
    "of",
    "of_words",
    "themes",
    "new_themes",
    "segments",
    "codes",
    "codings",
    "memos",
];

/// Decides: tries first what it would do, which must change nothing, then does it. Gives what was done.
fn decide(place: &TestFolder, args: &[&str]) -> Value {
    let project = place.path().join("s.themata");
    let before = std::fs::read(&project).unwrap();
    let preview = place.json(&[args, &["--dry-run", "--json"]].concat());
    assert_eq!(std::fs::read(&project).unwrap(), before, "{args:?}: a trial writes nothing");
    let decided = place.json(&[args, &["--json"]].concat());
    assert_eq!(keys(&decided), DECIDED);
    // What an undo would take back is said in words alone.
    if preview["of"].is_null() {
        assert_eq!(
            keys(&preview),
            [
                "words",
                "n_segments",
                "n_participants",
                "themes",
                "n_unchanged_themes",
                "unchanged",
                "n_new_codings",
                "n_lost_codings",
                "touched"
            ]
        );
        assert_eq!(preview["words"], decided["words"], "it does what it said");
        for what in ["themes", "segments"] {
            assert_eq!(preview["touched"][what], decided[what]);
        }
    }
    decided
}

/// The themes by number, as `candidate list --json` gives them.
fn theme(place: &TestFolder, number: u64) -> Value {
    let listed = place.json(&["candidate", "list", "-p", "s.themata", "--json"]);
    let found = listed["themes"].as_array().unwrap().iter().find(|theme| theme["id"] == number).cloned();
    found.unwrap_or_else(|| panic!("no theme {number}: {listed}"))
}

fn segments(value: &Value) -> Vec<u64> {
    value.as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect()
}

/// Numbers as they are typed.
fn typed(segments: &[u64]) -> String {
    segments.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}
