//! Files of older versions: their records get the words of this version, and the log still gives them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::study::verify;
use crate::domain::*;
use crate::project::Reviewer;
use crate::project::review::tests::study::{Levels, at, named, read, reviewed, study_of};
use crate::store::Store;
use crate::store::tests::older::as_version_3;

/// Reads the records of a file as they are written, without upgrading it.
fn written(path: &Path) -> BTreeMap<String, String> {
    let connection = Connection::open(path).unwrap();
    let mut all = connection.prepare("SELECT key, value FROM record").unwrap();
    all.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap()
}

fn version(path: &Path) -> i64 {
    let connection = Connection::open(path).unwrap();
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

/// Upgrades a file. Checks that no old word is left in its records, and that the log gives these records.
fn upgraded(path: &Path) -> BTreeMap<String, String> {
    let before = written(path);
    drop(Store::open(path).unwrap());
    assert_eq!(version(path), 4);
    let after = written(path);
    assert_eq!(before.len(), after.len());
    for (key, value) in &after {
        assert!(!key.contains("/theme/"), "{key}");
        assert!(!value.contains("\"theme\":") && !value.contains("\"proposal\":"), "{key}: {value}");
    }
    verify(path).unwrap();
    after
}

/// Returns the log in words, as a coder sees it.
fn words(reviewer: &mut Reviewer, coder: &CoderId) -> Vec<String> {
    let log = reviewer.as_coder(coder).unwrap().log(&Default::default()).unwrap();
    log.entries.into_iter().map(|entry| entry.words).collect()
}

fn fixture(folder: &Path) -> PathBuf {
    let path = folder.join("old.themata");
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/version-2.themata");
    std::fs::copy(kept, &path).unwrap();
    path
}

#[test]
fn a_file_that_a_program_of_version_2_wrote_gets_the_words_of_this_version() {
    let folder = tempfile::tempdir().unwrap();
    let path = fixture(folder.path());
    let before = written(&path);
    assert_eq!(before["ann-lee/place/1/8"], r#"{"theme":7}"#);
    assert!(before["ben/coding/3ef6dcfm"].ends_with(r#","proposal":{"run":1,"theme":4}}"#));
    let after = upgraded(&path);
    assert_eq!(after["ann-lee/place/1/8"], r#"{"candidate":7}"#);
    assert_eq!(after["ann-lee/place/1/15"], r#"{"candidate":null,"rejected_with":2}"#);
    assert!(after["ben/coding/3ef6dcfm"].ends_with(r#","candidate":{"run":1,"candidate":4}}"#));
    assert!(after["ben/code/pr2zwnrw"].ends_with(r#","from":{"run":1,"candidate":4}}"#));
    assert_eq!(after["ann-lee/candidate/1/3"], before["ann-lee/theme/1/3"]);

    let mut reviewer = Reviewer::open(&path, None).unwrap();
    let ann = reviewer.coder("Ann Lee").unwrap();
    // The run has two groups of its six candidates, which are candidate themes now.
    let made = reviewer.seen(&ann, "7");
    assert_eq!((made.id, made.n_segments), (named("7"), 1));
    assert_eq!(reviewer.seen(&ann, "3").merged_into, Some(named("4")));
    let themes = reviewer.as_coder(&ann).unwrap().candidates(None, None).unwrap().themes;
    assert_eq!(themes.iter().map(|theme| theme.theme.id).collect::<Vec<_>>(), ["A", "B"].map(named));
    let log = words(&mut reviewer, &ann);
    assert!(log.iter().any(|words| words.starts_with("merged candidate code 3 “")), "{log:?}");
}

/// Makes a study whose records of all kinds name candidates, and some texts that look like old words.
fn study_of_version_3(folder: &Path) -> (PathBuf, CoderId) {
    let (mut reviewer, ann, _) = reviewed(folder);
    for decision in [
        r#"{"do":"accept","candidate":1,"level":"code"}"#,
        r#"{"do":"reject","candidate":2}"#,
        r#"{"do":"merge","candidate":[4],"into":3}"#,
        r#"{"do":"move","segments":[9],"to":"new"}"#,
        r#"{"do":"write-memo","on":{"candidate":{"run":1,"candidate":3}},"text":"{\"theme\":{\"run\":1},\"theme\":2}"}"#,
        r#"{"do":"define-code","code":"ward round","definition":"x,\"theme\":1","example":",\"proposal\":{\"run\":1"}"#,
        r#"{"do":"suggest-again","groups":[[15]]}"#,
        r#"{"do":"create-code","label":"Work","level":"theme"}"#,
    ] {
        reviewer.say(&ann, decision);
    }
    let path = reviewer.path().to_owned();
    drop(reviewer);
    as_version_3(&path);
    (path, ann)
}

#[test]
fn a_file_of_version_3_gets_the_words_of_this_version_and_keeps_its_texts() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study_of_version_3(folder.path());
    let before = written(&path);
    for kind in ["ann/code/", "ann/coding/", "ann/memo/", "ann/place/"] {
        assert!(
            before.iter().any(|(key, value)| key.starts_with(kind) && value.contains("\"theme\":")),
            "{kind}: {before:?}"
        );
    }
    assert!(before.keys().any(|key| key.starts_with("ann/theme/1/")));
    let after = upgraded_with_texts(&path);
    let of = |kind: &str| -> Vec<&String> {
        after.iter().filter(|(key, _)| key.starts_with(kind)).map(|(_, value)| value).collect()
    };
    assert!(of("ann/coding/")[0].contains(r#","candidate":{"run":1,"candidate":1}"#));
    assert!(of("ann/code/").iter().any(|code| code.contains(r#","from":{"run":1,"candidate":1}"#)));
    assert!(of("ann/memo/")[0].starts_with(r#"{"on":{"candidate":{"run":1,"candidate":3}},"#));
    assert_eq!(of("ann/candidate/1/").len(), 6);

    let mut reviewer = Reviewer::open(&path, None).unwrap();
    assert!(reviewer.verify().unwrap().is_whole());
    let view = reviewer.state.view(&ann);
    let memo = view.memos.values().next().unwrap();
    assert_eq!(memo.text, r#"{"theme":{"run":1},"theme":2}"#, "what a coder wrote is left alone");
    let code = view.codes.values().find(|code| code.label == "ward round").unwrap();
    assert_eq!(
        (code.definition.as_str(), code.example.as_str()),
        (r#"x,"theme":1"#, r#","proposal":{"run":1"#)
    );
    assert_eq!(reviewer.seen(&ann, "D").merged_into, Some(named("C")));
    assert_eq!(reviewer.seen(&ann, "F").segments, [SegmentId(15)]);
    let words = words(&mut reviewer, &ann);
    for said in [
        "accepted candidate theme A “ward round” as code “ward round” (4 codings)",
        "rejected candidate theme B “night shift” (4 segments in no candidate now)",
        "merged candidate theme D “paperwork · teaching” into candidate theme C “tea” (3 segments moved)",
    ] {
        assert!(words.iter().any(|words| words == said), "{said}: {words:?}");
    }
    // What was decided before the upgrade can be undone after it, and its numbers are not given again.
    for _ in 0..8 {
        reviewer.undo(&ann, None, &at(9)).unwrap();
        reviewer.verify().unwrap();
    }
    assert!(reviewer.state.view(&ann).candidates.is_empty());
    let decided = reviewer.say(&ann, r#"{"do":"move","segments":[1],"to":"new"}"#);
    assert_eq!(decided.touched.new_candidates, [named("G")]);
    reviewer.verify().unwrap();
}

/// Upgrades a file in which a coder wrote texts that look like old words.
fn upgraded_with_texts(path: &Path) -> BTreeMap<String, String> {
    drop(Store::open(path).unwrap());
    assert_eq!(version(path), 4);
    verify(path).unwrap();
    written(path)
}

#[test]
fn looking_at_a_file_of_version_3_upgrades_only_what_is_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study_of_version_3(folder.path());
    let before = std::fs::read(&path).unwrap();
    let reviewer = Reviewer::open_read_only(&path, None).unwrap();
    reviewer.verify().unwrap();
    assert_eq!(reviewer.seen(&ann, "B").verdict, CandidateStatus::Rejected);
    let mut trial = Reviewer::open_trial(&path, None).unwrap();
    trial.say(&ann, r#"{"do":"reopen","candidate":"B"}"#);
    trial.verify().unwrap();
    assert_eq!((std::fs::read(&path).unwrap(), version(&path)), (before, 3));
}

#[test]
fn groups_of_a_run_of_version_3_are_candidate_themes() {
    let folder = tempfile::tempdir().unwrap();
    let path = study_of(folder.path(), Levels::TwoOfOlder);
    as_version_3(&path);
    let mut reviewer = Reviewer::open(&path, None).unwrap();
    let proposed = reviewer.proposed_candidates();
    let shown: Vec<_> = proposed
        .themes
        .iter()
        .map(|theme| (theme.theme.id, theme.theme.label.as_str(), theme.theme.cohesion, theme.codes.len()))
        .collect();
    assert_eq!(
        shown,
        [(named("A"), "ward · night", None, 2), (named("B"), "tea · teaching", None, 2)],
        "their cohesion is not known"
    );
    let detail = reviewer.proposed_candidate(named("A")).unwrap();
    assert_eq!((detail.quotes.len(), detail.proposed.unwrap().exemplars.len()), (8, 0));
    let ann = reviewer.add_coder("Ann", &at(0)).unwrap().coder;
    reviewer.decide(&ann, &read(r#"{"do":"accept","candidate":"A"}"#), None, &at(1)).unwrap();
    reviewer.say(&ann, r#"{"do":"move-candidate","candidate":3,"to":"new"}"#);
    assert!(reviewer.seen(&ann, "B").cohesion.is_some(), "it is known after the theme has changed");
    reviewer.verify().unwrap();
    for _ in 0..2 {
        reviewer.undo(&ann, None, &at(2)).unwrap();
    }
    assert_eq!(reviewer.seen(&ann, "B").cohesion, None);
    reviewer.verify().unwrap();
}
