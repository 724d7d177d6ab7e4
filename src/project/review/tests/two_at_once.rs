//! Two processes on one file.

use super::study::{at, read, reviewed};
use crate::domain::*;
use crate::project::{ProjectError, Refusal, Reviewer};

#[test]
fn two_who_decide_in_turn_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, ann, ben) = reviewed(folder.path());
    let mut two = Reviewer::open(one.path(), None).unwrap();
    for turn in 0..10 {
        one.say(&ann, &format!(r#"{{"do":"create-code","label":"a{turn}"}}"#));
        two.say(&ben, &format!(r#"{{"do":"create-code","label":"b{turn}"}}"#));
    }
    one.refresh().unwrap();
    assert_eq!(one.state, two.state);
    assert_eq!(one.progress(&ann).n_codes + one.progress(&ben).n_codes, 20);
    assert_eq!(one.verify().unwrap().n_operations, 23);
    // Different decisions of one coder do not collide either.
    one.say(&ann, r#"{"do":"accept","candidate":1}"#);
    two.say(&ann, r#"{"do":"accept","candidate":2}"#);
    one.say(&ann, r#"{"do":"defer","candidate":3}"#);
    assert_eq!(two.refresh().map(|()| two.progress(&ann).n_accepted).unwrap(), 2);
}

#[test]
fn the_log_is_of_the_moment_that_was_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let (one, ann, _) = reviewed(folder.path());
    let mut two = Reviewer::open(one.path(), None).unwrap();
    two.say(&ann, r#"{"do":"accept","candidate":1}"#);
    let log = |reviewer: &Reviewer| reviewer.log_of(Some(&ann), &Default::default()).unwrap().entries;
    // The first has not looked since: it must not call undone what it does not know yet.
    assert_eq!(log(&one).len(), 3);
    assert!(log(&two).iter().all(|entry| !entry.taken_back) && log(&two).len() == 4);
}

#[test]
fn a_collision_says_what_came_first() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, ann, _) = reviewed(folder.path());
    let mut two = Reviewer::open(one.path(), None).unwrap();
    one.say(&ann, r#"{"do":"merge","candidate":[3],"into":1}"#);
    // Theme 1 has changed since the other process looked: accepting it would code segments that nobody saw.
    let error = two.decide(&ann, &read(r#"{"do":"accept","candidate":1}"#), None, &at(9)).unwrap_err();
    let message = error.to_string();
    assert!(matches!(error, ProjectError::Overtaken { operation: OperationId(4), .. }), "{message}");
    assert!(
        message.contains("merged candidate theme C") && message.contains("operation 4, 2026-01-02T08:02:00Z"),
        "{message}"
    );
    assert!(message.starts_with("nothing was changed"), "{message}");
    // Now it has read the operation.
    two.decide(&ann, &read(r#"{"do":"accept","candidate":1}"#), None, &at(9)).unwrap();
    // A decision that is no longer possible is refused, first because of the operation in between, then because of the present
    // state.
    let mut decide =
        || one.decide(&ann, &read(r#"{"do":"reject","candidate":1}"#), None, &at(9)).unwrap_err();
    assert!(matches!(decide(), ProjectError::Overtaken { operation: OperationId(5), .. }));
    assert!(matches!(decide(), ProjectError::Refused(Refusal::Settled { .. })));
    assert_eq!(one.verify().unwrap().n_operations, 5);
}

#[test]
fn undo_takes_nothing_back_that_was_not_seen() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, ann, ben) = reviewed(folder.path());
    let mut two = Reviewer::open(one.path(), None).unwrap();
    one.say(&ann, r#"{"do":"defer","candidate":1}"#);
    let error = two.undo(&ann, None, &at(9)).unwrap_err();
    assert!(error.to_string().contains("deferred candidate theme A"), "{error}");
    // Another coder's operations do not block one's own.
    one.say(&ann, r#"{"do":"defer","candidate":2}"#);
    two.say(&ben, r#"{"do":"defer","candidate":2}"#);
    one.say(&ann, r#"{"do":"defer","candidate":3}"#);
    assert_eq!(two.undo(&ben, None, &at(9)).unwrap().of, Some(OperationId(6)));
    assert_eq!(two.redo(&ben, None, &at(9)).unwrap().words, "redid operation 6 (1 record)");
    let nothing = two.redo(&ben, None, &at(9)).unwrap_err();
    assert!(matches!(nothing, ProjectError::Refused(Refusal::NothingToRedo(_))), "{nothing}");
}

/// Ben's first decision is not undone beneath Ann's, though its value stands again.
#[test]
fn what_another_coder_set_to_the_same_value_is_theirs_to_undo() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, ann, ben) = reviewed(folder.path());
    let reflexive = r#"{"do":"set-approach","approach":"reflexive"}"#;
    one.say(&ben, reflexive);
    one.say(&ann, r#"{"do":"set-approach","approach":"content-analysis"}"#);
    one.say(&ann, reflexive);
    let refused = one.undo(&ben, None, &at(9)).unwrap_err();
    assert!(
        matches!(refused, ProjectError::Refused(Refusal::ChangedSince { operation: 4, .. })),
        "{refused}"
    );
    for coder in [&ann, &ann, &ben] {
        one.undo(coder, None, &at(9)).unwrap();
    }
    assert_eq!(one.verify().unwrap().n_operations, 9);
}

#[test]
fn joining_the_project_can_be_undone_and_redone() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, ann, ben) = reviewed(folder.path());
    one.undo(&ben, None, &at(8)).unwrap();
    assert!(one.acting_coder(Some("Ben")).is_err());
    assert_eq!(one.redoing_coder(Some("Ben")).unwrap(), ben);
    assert_eq!(one.redoing_coder(None).unwrap(), ann, "who is in the project comes first");
    let ben_alone = one.redoing_coder(Some("ben")).unwrap();
    let mut session = one.as_coder(&ben_alone).unwrap();
    let refused = session.decide(&read(r#"{"do":"create-code","label":"tea"}"#), None, &at(9)).unwrap_err();
    assert!(matches!(refused, ProjectError::Refused(Refusal::NoSuchCoder { .. })), "{refused}");
    session.redo(None, &at(9)).unwrap();
    assert_eq!(one.acting_coder(Some("Ben")).unwrap(), ben);
    assert!(one.redoing_coder(Some("Eve")).is_err());
}

#[test]
fn threads_that_decide_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (one, ann, ben) = reviewed(folder.path());
    let path = one.path().to_owned();
    let threads: Vec<_> = [ann.clone(), ben.clone(), ann.clone()]
        .into_iter()
        .enumerate()
        .map(|(thread, coder)| {
            let path = path.clone();
            std::thread::spawn(move || {
                let mut reviewer = Reviewer::open(&path, None).unwrap();
                for i in 0..15 {
                    reviewer.say(&coder, &format!(r#"{{"do":"create-code","label":"{thread}-{i}"}}"#));
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let reviewer = Reviewer::open(&path, None).unwrap();
    assert_eq!((reviewer.progress(&ann).n_codes, reviewer.progress(&ben).n_codes), (30, 15));
    assert_eq!(reviewer.verify().unwrap().n_operations, 3 + 45);
}
