//! Digests are recorded when content is made, joined, or first changed by this version.

use std::path::Path;

use rusqlite::Connection;

use super::study::{add_run, at, study, verify, verify_deep};
use crate::domain::*;
use crate::project::{Project, ProjectError, Reviewer, Verified};
use crate::store::Store;
use crate::store::tests::older::as_version_2;

/// Creates a reviewed study in the format of version 2.
fn version_2(folder: &Path) -> std::path::PathBuf {
    let path = study(folder);
    as_version_2(&path);
    path
}

fn decide(path: &Path, decision: &str) -> OperationId {
    let mut reviewer = Reviewer::open(path, None).unwrap();
    let ann = reviewer.coder("Ann").unwrap();
    let decided = reviewer.say(&ann, decision);
    assert_eq!(reviewer.last_operation(), decided.operation);
    decided.operation
}

fn kinds(path: &Path) -> Vec<OperationKind> {
    Store::open(path).unwrap().operations().unwrap().iter().map(|operation| operation.kind).collect()
}

#[test]
fn a_file_of_version_2_is_not_called_whole_and_is_recorded_with_its_next_change() {
    let folder = tempfile::tempdir().unwrap();
    let path = version_2(folder.path());
    let verified = verify(&path).unwrap();
    assert_eq!(verified.not_recorded, [OperationId(1)]);
    assert!(!verified.is_whole());
    assert_eq!(kinds(&path).len(), 4, "looking appends nothing");

    assert_eq!(decide(&path, r#"{"do":"reject","candidate":2}"#), OperationId(6));
    let log = Store::open(&path).unwrap().operations().unwrap();
    assert_eq!((log[4].kind, log[5].kind), (OperationKind::Upgrade, OperationKind::Decide));
    assert_eq!(log[4].at, log[5].at);
    let Verified { not_recorded, recorded_later, .. } = verify(&path).unwrap();
    assert_eq!((not_recorded, recorded_later), (vec![], vec![OperationId(5)]));
    verify_deep(&path).unwrap();
    let mut reviewer = Reviewer::open(&path, None).unwrap();
    let ann = reviewer.coder("Ann").unwrap();
    assert_eq!(reviewer.progress(&ann).n_accepted, 1, "decisions are kept");
    let words: Vec<String> = reviewer
        .as_coder(&ann)
        .unwrap()
        .log(&Default::default())
        .unwrap()
        .entries
        .into_iter()
        .map(|entry| entry.words)
        .collect();
    assert!(words[4].contains("cannot be verified"), "{words:?}");

    decide(&path, r#"{"do":"reopen","candidate":2}"#);
    assert_eq!(
        kinds(&path).iter().filter(|&&kind| kind == OperationKind::Upgrade).count(),
        1,
        "it is done once"
    );
    Connection::open(&path).unwrap().execute("UPDATE document SET text = text || 'x'", []).unwrap();
    let message = verify(&path).unwrap_err().to_string();
    assert!(message.contains("the words of P0.txt are not what operation 5 recorded"), "{message}");
}

#[test]
fn a_change_that_fails_records_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = version_2(folder.path());
    let mut reviewer = Reviewer::open(&path, None).unwrap();
    let ann = reviewer.coder("Ann").unwrap();
    let decision = serde_json::from_str(r#"{"do":"accept","candidate":1}"#).unwrap();
    assert!(matches!(reviewer.decide(&ann, &decision, None, &at(9)), Err(ProjectError::Refused(_))));
    assert_eq!(kinds(&path).len(), 4);
    reviewer.say(&ann, r#"{"do":"reject","candidate":2}"#);
    assert_eq!(kinds(&path).len(), 6);
}

#[test]
fn a_run_that_is_added_to_an_older_file_is_recorded_apart_from_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = version_2(folder.path());
    add_run(&mut Store::open(&path).unwrap(), 2, "35");
    assert_eq!(kinds(&path)[4..], [OperationKind::Upgrade, OperationKind::Suggest]);
    let verified = verify(&path).unwrap();
    assert_eq!((verified.n_runs, verified.recorded_later), (2, vec![OperationId(5)]));
}

#[test]
fn a_version_that_the_log_belies_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for version in 0..4 {
        let path = study(folder.path());
        Connection::open(&path).unwrap().pragma_update(None, "user_version", version).unwrap();
        let message = Project::open(&path).unwrap_err().to_string();
        assert!(message.contains(&format!("it claims to be of version {version}, but is not")), "{message}");
        std::fs::remove_file(&path).unwrap();
    }
}

#[test]
fn attributes_that_a_later_run_replaces_are_those_that_count() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    add_run(&mut Store::open(&path).unwrap(), 2, "35");
    let verified = verify(&path).unwrap();
    assert!(verified.is_whole());
    assert_eq!((verified.n_documents, verified.n_participants, verified.n_runs), (2, 2, 2));
    let set = |age: &str| {
        let sql = "UPDATE attribute SET value = ?1 WHERE name = 'age' AND participant_id = 1";
        assert_eq!(Connection::open(&path).unwrap().execute(sql, [age]).unwrap(), 1);
    };
    set("34");
    let message = verify(&path).unwrap_err().to_string();
    assert!(
        message.contains("the attribute age of participant P0 is not what operation 5 recorded"),
        "{message}"
    );
    set("35");
    verify(&path).unwrap();
}

/// Creates two copies of a study; each then adds a run with other attributes, and a decision.
fn parted(first: &Path) -> std::path::PathBuf {
    let second = first.with_file_name("second.themata");
    Store::copy(first, &second).unwrap();
    add_run(&mut Store::open(first).unwrap(), 2, "35");
    add_run(&mut Store::open(&second).unwrap(), 3, "36");
    decide(first, r#"{"do":"reject","candidate":2}"#);
    decide(&second, r#"{"do":"create-code","label":"x"}"#);
    second
}

#[test]
fn what_two_copies_come_to_can_be_verified() {
    let folder = tempfile::tempdir().unwrap();
    let first = study(folder.path());
    let second = parted(&first);
    let output = folder.path().join("joined.themata");
    let report = Reviewer::join(&first, &second, &output, false, &at(50)).unwrap();
    assert_eq!(report.renumbered_runs, [(RunId(2), RunId(3))]);
    let verified = verify(&output).unwrap();
    assert!(verified.is_whole());
    assert_eq!((verified.n_documents, verified.n_runs), (2, 3));
    verify_deep(&output).unwrap();
    Connection::open(&output)
        .unwrap()
        .execute("UPDATE run SET detail = detail || ' ' WHERE id = 3", [])
        .unwrap();
    let message = verify(&output).unwrap_err().to_string();
    assert!(
        message.contains("the parameters and results of run 3 are not what operation 7 recorded"),
        "{message}"
    );
}

#[test]
fn two_copies_of_an_older_version_can_be_verified_when_they_are_joined() {
    let folder = tempfile::tempdir().unwrap();
    let first = study(folder.path());
    let second = parted(&first);
    as_version_2(&first);
    as_version_2(&second);
    let output = folder.path().join("joined.themata");
    Reviewer::join(&first, &second, &output, false, &at(50)).unwrap();
    let verified = verify(&output).unwrap();
    assert!(verified.not_recorded.is_empty());
    // The first copy's content is recorded when the join begins, the second's additions when they are joined.
    let log = Store::open(&output).unwrap().operations().unwrap();
    assert_eq!(log[verified.recorded_later[0].0 as usize - 1].kind, OperationKind::Upgrade);
    assert_eq!(log[verified.recorded_later[1].0 as usize - 1].kind, OperationKind::Suggest);
    assert_eq!((verified.recorded_later.len(), verified.n_runs), (2, 3));
    decide(&output, r#"{"do":"create-code","label":"y"}"#);
    verify(&output).unwrap();
}

#[test]
fn copies_that_were_upgraded_apart_can_be_verified_when_they_are_joined() {
    let folder = tempfile::tempdir().unwrap();
    let first = version_2(folder.path());
    let second = folder.path().join("second.themata");
    Store::copy(&first, &second).unwrap();
    decide(&first, r#"{"do":"reject","candidate":2}"#);
    add_run(&mut Store::open(&second).unwrap(), 3, "36");
    let output = folder.path().join("joined.themata");
    Reviewer::join(&first, &second, &output, false, &at(50)).unwrap();
    let verified = verify(&output).unwrap();
    assert_eq!(verified.recorded_later, [OperationId(5)], "shared content is recorded by the first");
    assert_eq!(kinds(&output).iter().filter(|&&kind| kind == OperationKind::Upgrade).count(), 2);
}

#[test]
fn nothing_is_joined_from_a_copy_that_was_altered() {
    let folder = tempfile::tempdir().unwrap();
    let first = study(folder.path());
    let second = parted(&first);
    Connection::open(&second)
        .unwrap()
        .execute("UPDATE document SET text = text || 'x' WHERE id = 2", [])
        .unwrap();
    let output = folder.path().join("joined.themata");
    let message = Reviewer::join(&first, &second, &output, false, &at(50)).unwrap_err().to_string();
    assert!(message.contains("second.themata") && message.contains("the words of P1.txt"), "{message}");
    assert!(!output.exists());
}

#[test]
fn a_model_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    let models = crate::project::Models::new(folder.path().join("models"));
    let with = crate::project::VerifyVectors { models: &models, model: None, progress: &NoProgress };
    let error = Project::open(&path).unwrap().verify(Some(&with)).unwrap_err();
    let message = error.to_string();
    assert!(matches!(error, ProjectError::NoSuchModel { .. }), "{message}");
    assert!(message.contains("run 1") && message.contains("hash") && message.contains("cdcd"), "{message}");
}
