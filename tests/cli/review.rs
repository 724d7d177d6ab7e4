//! The review: a coder's commands and their results.

mod candidates;
mod coders;
mod codes;
mod killed;
mod learning;
mod levels;
mod log;

use std::sync::OnceLock;

use serde_json::Value;

use crate::{TestFolder, made_once, transcript};

/// A project of 40 segments in a folder of its own: candidate theme A with the candidate codes 1, 5, 6 and 7, B with 2, C with 3, D with 4
/// and 8.
fn unclaimed() -> TestFolder {
    static PROJECT: OnceLock<Vec<u8>> = OnceLock::new();
    made_once(&PROJECT, |place| {
        place.write("talk.txt", transcript(40));
        let levels = ["--codes", "8", "--themes", "4", "--context", "0"];
        place
            .ok(&[&["suggest", "-q", "talk.txt", "-p", "s.themata", "--unit", "turn"][..], &levels].concat());
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
    "candidates",
    "new_candidates",
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
                "candidates",
                "n_unchanged_candidates",
                "unchanged",
                "n_new_codings",
                "n_lost_codings",
                "touched"
            ]
        );
        assert_eq!(preview["words"], decided["words"], "it does what it said");
        for what in ["candidates", "segments"] {
            assert_eq!(preview["touched"][what], decided[what]);
        }
    }
    decided
}

/// A candidate by its letters or its number, as `candidate list --json` gives it.
fn candidate(place: &TestFolder, id: impl Into<Value>) -> Value {
    let id = id.into();
    let listed = place.json(&["candidate", "list", "-p", "s.themata", "--json"]);
    let all = |list: &Value| list.as_array().unwrap().clone();
    let themes = all(&listed["themes"]);
    let codes = themes.iter().flat_map(|theme| all(&theme["codes"])).chain(all(&listed["codes"]));
    let found = codes.chain(themes.iter().cloned()).find(|candidate| candidate["id"] == id);
    found.unwrap_or_else(|| panic!("no candidate {id}: {listed}"))
}

/// The numbers of the candidate codes of a candidate theme.
fn codes_of(place: &TestFolder, theme: &str) -> Vec<u64> {
    candidate(place, theme)["codes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|code| code["id"].as_u64().unwrap())
        .collect()
}

fn segments(value: &Value) -> Vec<u64> {
    value.as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect()
}

/// Numbers as they are typed.
fn typed(segments: &[u64]) -> String {
    segments.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}
