//! Joins copies, with and without contradictions.

use std::path::{Path, PathBuf};

use super::study::{add_run, at, reviewed};
use crate::domain::*;
use crate::project::{JoinReport, ProjectError, Reviewer};
use crate::store::{Store, StoreError};

/// Creates two copies of a reviewed study in which both Ann and Ben have decided.
fn copies(folder: &Path) -> (Reviewer, Reviewer, CoderId, CoderId) {
    let (mut first, ann, ben) = reviewed(folder);
    first.say(&ann, r#"{"do":"create-code","label":"both"}"#);
    let second = folder.join("second.themata");
    Store::copy(first.path(), &second).unwrap();
    (first, Reviewer::open(&second, None).unwrap(), ann, ben)
}

fn join(
    first: &Reviewer,
    second: &Reviewer,
    keep_first: bool,
) -> (PathBuf, Result<JoinReport, ProjectError>) {
    let output = first.path().with_file_name(format!("joined-{keep_first}.themata"));
    let report = Reviewer::join(first.path(), second.path(), &output, keep_first, &at(50));
    (output, report)
}

/// Returns what a reader of the file sees.
fn content(path: &Path) -> (Vec<Operation>, Vec<(String, String)>) {
    let store = Store::open(path).unwrap();
    (store.operations().unwrap(), store.record_texts().unwrap())
}

#[test]
fn a_join_keeps_everything_of_both() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, mut second, ann, ben) = copies(folder.path());
    first.say(&ann, r#"{"do":"accept","candidate":1}"#);
    second.say(&ben, r#"{"do":"reject","candidate":2}"#);
    second.say(&ben, r#"{"do":"create-code","label":"x"}"#);
    second.undo(&ben, Some("no"), &at(7)).unwrap();
    second.redo(&ben, None, &at(8)).unwrap();
    let before = (content(first.path()), content(second.path()));
    let (output, report) = join(&first, &second, false);
    let report = report.unwrap();
    assert_eq!((report.parted_after.0, report.n_first, report.n_joined, report.n_set_aside), (4, 1, 4, 0));
    assert_eq!((content(first.path()), content(second.path())), before, "neither copy is changed");

    let joined = Reviewer::open(&output, None).unwrap();
    joined.verify().unwrap();
    assert_eq!(joined.state.view(&ann), first.state.view(&ann));
    assert_eq!(joined.state.view(&ben), second.state.view(&ben));
    let log = Store::open(&output).unwrap().operations().unwrap();
    assert_eq!(log.len(), 4 + 1 + 4 + 1);
    assert_eq!(log[9].kind, OperationKind::Join);
    // The second copy's operations keep coder, time, reason and their old number; what they refer to has its new number.
    let theirs = second.project.store.operations().unwrap();
    for (joined, original) in log[5..9].iter().zip(&theirs[4..]) {
        assert_eq!((&joined.at, joined.kind), (&original.at, original.kind));
        assert_eq!(joined.detail["joined"]["hash"], original.hash.as_str());
        assert_eq!(joined.detail["coder"], original.detail["coder"]);
        assert_eq!(joined.detail["reason"], original.detail["reason"]);
        assert_eq!(joined.detail["changes"], original.detail["changes"]);
    }
    assert_eq!((log[7].detail["undoes"].as_u64(), log[8].detail["redoes"].as_u64()), (Some(7), Some(7)));
    assert_eq!(
        std::fs::read_dir(folder.path())
            .unwrap()
            .flatten()
            .filter(|entry| {
                let name = entry.file_name().into_string().unwrap();
                name.contains(".part") || name.contains(".other")
            })
            .count(),
        0,
        "no temporary file is left"
    );
    let mut joined = joined;
    joined.undo(&ben, None, &at(60)).unwrap();
    joined.undo(&ann, None, &at(60)).unwrap();
    joined.verify().unwrap();
}

#[test]
fn contradictions_are_all_named_and_nothing_is_joined() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, mut second, ann, ben) = copies(folder.path());
    first.say(&ann, r#"{"do":"accept","candidate":1}"#);
    first.say(&ann, r#"{"do":"rename-code","code":"both","label":"one"}"#);
    second.say(&ann, r#"{"do":"reject","candidate":1}"#);
    second.say(&ann, r#"{"do":"rename-code","code":"both","label":"two"}"#);
    second.say(&ann, r#"{"do":"create-code","label":"free"}"#);
    second.say(&ben, r#"{"do":"defer","candidate":1}"#);
    let before = (content(first.path()), content(second.path()));
    let (output, report) = join(&first, &second, false);
    let error = report.unwrap_err();
    let ProjectError::Contradictions(found) = &error else { panic!("{error}") };
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].second.operation.0, found[0].first.as_ref().unwrap().operation.0), (5, 5));
    assert_eq!((found[1].second.operation.0, found[1].first.as_ref().unwrap().operation.0), (6, 6));
    let message = error.to_string();
    for part in [
        "2 of the second copy",
        "rejected candidate theme A",
        "accepted candidate theme A",
        "ann",
        "2026-01-02T08:02:00Z",
        "keep those of the first copy",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    assert_eq!(error.remedies(), [Remedy::give("keep_first")]);
    assert!(!output.exists());
    assert_eq!((content(first.path()), content(second.path())), before);

    let (output, report) = join(&first, &second, true);
    let report = report.unwrap();
    assert_eq!((report.n_joined, report.n_set_aside, report.contradictions.len()), (2, 2, 2));
    let joined = Reviewer::open(&output, None).unwrap();
    joined.verify().unwrap();
    assert_eq!(joined.progress(&ann).n_accepted, 1);
    assert_eq!(joined.progress(&ann).n_codes, 3, "one, the accepted one, and free");
    assert_eq!(joined.progress(&ben).n_deferred, 1);
    let log = joined.project.store.operations().unwrap();
    let aside: Vec<&Operation> = log.iter().filter(|o| o.kind == OperationKind::SetAside).collect();
    assert_eq!(aside.len(), 2);
    let theirs = second.project.store.operations().unwrap();
    assert_eq!(aside[0].detail["set_aside"]["detail"], theirs[4].detail, "nothing is lost");
    assert_eq!(joined.history.to_undo(&ann), Some(OperationId(9)), "what was set aside cannot be undone");
}

#[test]
fn what_rests_on_a_contradiction_is_set_aside_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, mut second, ann, _) = copies(folder.path());
    first.say(&ann, r#"{"do":"defer","candidate":1}"#);
    second.say(&ann, r#"{"do":"reject","candidate":1}"#);
    second.undo(&ann, None, &at(7)).unwrap();
    let (output, report) = join(&first, &second, true);
    assert_eq!(report.unwrap().n_set_aside, 2);
    let joined = Reviewer::open(&output, None).unwrap();
    assert_eq!(joined.progress(&ann).n_deferred, 1);
    joined.verify().unwrap();
}

#[test]
fn runs_that_only_the_second_copy_has_come_along() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, second, ann, ben) = copies(folder.path());
    let path = second.path().to_owned();
    add_run(&mut Store::open(first.path()).unwrap(), 2, "2026-01-02T09:00:00Z");
    add_run(&mut Store::open(&path).unwrap(), 3, "2026-01-02T09:00:00Z");
    let mut second = Reviewer::open(&path, None).unwrap();
    assert_eq!(second.run(), RunId(2));
    second.say(&ben, r#"{"do":"accept","candidate":1}"#);
    second.say(&ben, r#"{"do":"merge","candidate":[3],"into":2}"#);
    second.say(&ben, r#"{"do":"write-memo","on":{"segment":{"run":2,"id":1}},"text":"why"}"#);
    first.say(&ann, r#"{"do":"accept","candidate":1}"#);
    let (output, report) = join(&first, &second, false);
    assert_eq!(report.unwrap().renumbered_runs, [(RunId(2), RunId(3))]);
    let mut joined = Reviewer::open(&output, Some(RunId(3))).unwrap();
    joined.verify().unwrap();
    assert_eq!(joined.loaded.run.detail["parameters"]["cluster"]["seed"], 3);
    assert_eq!(joined.seen(&ben, "A").verdict, CandidateStatus::Accepted);
    assert_eq!(joined.seen(&ben, "B").n_segments, 7);
    let memo = joined.state.view(&ben).memos.values().next().unwrap().on.clone();
    assert_eq!(memo, MemoTarget::Segment(SegmentRef { run: RunId(3), id: SegmentId(1) }));
    assert!(joined.state.view(&ben).codings.values().all(|c| c.segment.unwrap().run == RunId(3)));
    // Its vectors came along: themes can be regrouped.
    joined.say(&ben, r#"{"do":"move","segments":[15],"to":{"candidate":2}}"#);
    assert_eq!(Reviewer::open(&output, Some(RunId(2))).unwrap().progress(&ben).n_accepted, 0);
    assert_eq!(Reviewer::open(&output, Some(RunId(1))).unwrap().progress(&ann).n_accepted, 1);
}

#[test]
fn what_cannot_be_joined_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, ..) = copies(folder.path());
    let elsewhere = tempfile::tempdir().unwrap();
    let path = elsewhere.path().join("other.themata");
    add_run(&mut Store::open_or_create(&path).unwrap(), 9, "2026-01-05T09:00:00Z");
    let other = Reviewer::open(&path, None).unwrap();
    let (output, report) = join(&first, &other, false);
    assert!(report.unwrap_err().to_string().contains("are not copies of one project"));
    assert!(!output.exists());
    std::fs::write(&output, "mine").unwrap();
    let (_, report) = join(&first, &second, false);
    assert!(matches!(report, Err(ProjectError::Store(StoreError::InTheWay(_)))));
    assert_eq!(std::fs::read(&output).unwrap(), b"mine");
    let missing =
        Reviewer::join(&folder.path().join("none"), second.path(), &folder.path().join("o"), false, &at(1));
    assert!(missing.unwrap_err().to_string().contains("there is no such project"));
}

#[test]
fn a_document_that_both_copies_took_out_is_out() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, mut second, ann, ben) = copies(folder.path());
    let out = r#"{"do":"remove-documents","documents":["P1.txt"]}"#;
    first.say(&ann, out);
    second.decide(&ben, &super::study::read(out), None, &at(9)).unwrap();
    second.say(&ben, r#"{"do":"restore-documents","documents":["P1.txt"]}"#);
    second.say(&ben, r#"{"do":"accept","candidate":1}"#);
    let (output, report) = join(&first, &second, false);
    assert_eq!(report.unwrap().n_set_aside, 0);
    let joined = Reviewer::open(&output, None).unwrap();
    joined.verify().unwrap();
    assert!(joined.state.removed().is_empty(), "the second copy put it back");
    assert_eq!(joined.state.view(&ben), second.state.view(&ben));
}
