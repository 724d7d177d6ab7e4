//! Files of decisions: all or nothing.

use super::study::{at, reviewed, study};
use crate::domain::{OperationKind, Remedy};
use crate::project::{ProjectError, Reviewer};

const REVIEW: &str = r#"
{"do":"accept","candidate":1,"label":"Ward rounds","level":"category","reason":"clear"}
{"do":"create-code","label":"Work","level":"theme"}

{"do":"nest-code","code":"ward rounds","under":"Work"}
{"do":"merge","candidate":[4],"into":3,"coder":"Ben"}
{"do":"accept","candidate":3,"coder":"ben"}
"#;

#[test]
fn a_file_of_decisions_is_one_operation_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = reviewed(folder.path());
    let before = reviewer.state.canonical();
    let tried = reviewer.apply(REVIEW, Some(&ann), &at(5), true).unwrap();
    assert_eq!((reviewer.state.canonical(), reviewer.last_operation().0), (before, 3));
    let applied = reviewer.apply(REVIEW, Some(&ann), &at(5), false).unwrap();
    assert_eq!(applied, tried, "a trial predicts the result");
    let numbers: Vec<u32> = applied.operations.iter().map(|decided| decided.operation.0).collect();
    assert_eq!(numbers, [4, 5, 6, 7, 8]);
    assert!(applied.operations.iter().all(|decided| decided.kind == OperationKind::Decide));
    assert_eq!((reviewer.progress(&ann).n_accepted, reviewer.progress(&ben).n_accepted), (1, 1));
    let log = reviewer.log_of(Some(&ann), &Default::default()).unwrap().entries;
    assert_eq!(log[3].reason.as_deref(), Some("clear"));
    reviewer.verify().unwrap();
    reviewer.undo(&ben, None, &at(6)).unwrap();
}

#[test]
fn all_or_nothing_and_the_line_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    let before = reviewer.state.canonical();
    for (wrong, says) in [
        (r#"{"do":"accept","candidate":9}"#, "no candidate theme I in run 1"),
        (r#"{"do":"accept","candidate":"I"}"#, "its candidate themes are A to D"),
        (r#"{"do":"accept","theme":1}"#, "`theme` is now called `candidate`"),
        (r#"{"do":"merge","themes":[1],"into":2}"#, "`themes` is now called `candidate`"),
        (r#"{"do":"suggest-again","themes":[[1]]}"#, "`themes` is now called `groups`"),
        (r#"{"do":"move","segments":[1],"to":{"theme":2}}"#, "`theme` in `to` is now called `candidate`"),
        (r#"{"do":"approve","candidate":1}"#, "this is not a decision"),
        ("accept 1", "this is not a decision"),
        (r#"{"do":"defer","candidate":2,"coder":"Eve"}"#, "no coder `Eve`"),
        (r#"{"do":"defer","candidate":"A"}"#, "is accepted"),
    ] {
        let error = reviewer.apply(&format!("{REVIEW}{wrong}\n"), Some(&ann), &at(5), false).unwrap_err();
        let message = error.to_string();
        assert!(matches!(error, ProjectError::Line { line: 8, .. }), "{message}");
        assert!(message.contains(says) && message.contains("nothing of the file was applied"), "{message}");
        // In memory too.
        assert_eq!(reviewer.last_operation().0, 3, "{wrong}");
        reviewer.refresh().unwrap();
        assert_eq!(reviewer.state.canonical(), before);
        assert_eq!(Reviewer::open(reviewer.path(), None).unwrap().state.canonical(), before);
    }
    reviewer.apply(REVIEW, Some(&ann), &at(5), false).unwrap();
    reviewer.verify().unwrap();
}

#[test]
fn a_line_without_a_coder_says_that_nobody_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, _, _) = reviewed(folder.path());
    let error = reviewer.apply(r#"{"do":"defer","candidate":2}"#, None, &at(5), false).unwrap_err();
    let told = error.to_string();
    assert!(told.starts_with("line 1: ") && told.contains("no coder is named"), "{told}");
    assert!(
        told.contains("Coders are Ann, Ben") && told.ends_with("nothing of the file was applied"),
        "{told}"
    );
    assert!(error.remedies().contains(&Remedy::give("coder")), "{:?}", error.remedies());
}

#[test]
fn a_file_can_begin_with_its_coders() {
    let folder = tempfile::tempdir().unwrap();
    let mut reviewer = Reviewer::open(&study(folder.path()), None).unwrap();
    let lines = r#"{"do":"add-coder","name":"Zoë"}
{"do":"set-coder","id":"zoe","coder":"zoë"}
{"do":"accept","candidate":1}"#;
    let applied = reviewer.apply(lines, None, &at(5), false).unwrap();
    assert_eq!(applied.operations[2].coder.as_str(), "zoe");
    assert_eq!(reviewer.default_coder().unwrap().as_str(), "zoe");
}

#[test]
fn a_trial_on_a_file_of_an_older_version_leaves_nothing_in_memory() {
    // The first change of such a file records its digests; a trial discards that operation too.
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/version-2.themata");
    let mut reviewer = Reviewer::open_trial(&file, None).unwrap();
    let last = reviewer.last_operation();
    for _ in 0..2 {
        reviewer.apply("{\"do\":\"set-coder\",\"id\":null}", None, &at(5), true).unwrap();
        assert_eq!(reviewer.last_operation(), last);
        reviewer.apply("", None, &at(5), true).unwrap();
        assert_eq!(reviewer.last_operation(), last);
    }
}
