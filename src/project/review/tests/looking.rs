//! What coders see: the log, the past, the queue, and what is hidden from them.

use super::study::{at, named, read, reviewed};
use crate::domain::*;
use crate::project::{LogFilter, LogPosition, ProjectError, QueueOrder, QueueReason, Reviewer};

fn words(reviewer: &Reviewer, viewer: Option<&CoderId>, filter: &LogFilter) -> Vec<String> {
    reviewer.log_of(viewer, filter).unwrap().entries.into_iter().map(|entry| entry.words).collect()
}

#[test]
fn coders_are_blind_to_each_other_until_the_project_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = reviewed(folder.path());
    reviewer.say(&ann, r#"{"do":"accept","candidate":1}"#);
    reviewer.say(&ben, r#"{"do":"defer","candidate":1}"#);
    reviewer.say(&ben, r#"{"do":"defer","candidate":2}"#);
    assert!(matches!(reviewer.codebook_view(&ben, &ann, None), Err(ProjectError::Blind { .. })));
    assert!(matches!(reviewer.candidate_list(&ann, &ben, None), Err(ProjectError::Blind { .. })));
    assert_eq!(reviewer.seen(&ben, "A").verdict, CandidateStatus::Deferred);
    assert_eq!(
        words(&reviewer, Some(&ann), &LogFilter::default()),
        [
            "4 candidates were suggested from 3 documents",
            "joined the project as Ann",
            "joined the project as Ben",
            "accepted candidate theme A “ward round” as theme “ward round” (4 codings)",
            "2 operations of another coder",
        ]
    );
    let of_ben = reviewer.log_of(Some(&ann), &LogFilter::default()).unwrap().entries.pop().unwrap();
    assert_eq!((of_ben.coder, of_ben.decision, of_ben.reason, of_ben.n_hidden), (None, None, None, 2));
    let seen = reviewer
        .diff_of(Some(&ann), &LogPosition::Operation(OperationId(3)), &LogPosition::Now)
        .unwrap()
        .differences;
    assert!(seen.iter().all(|difference| difference.coder.as_ref() == Some(&ann)));
    reviewer.say(&ben, r#"{"do":"compare"}"#);
    assert_eq!(reviewer.codebook_view(&ben, &ann, None).unwrap().codings.len(), 4);
    assert_eq!(
        words(&reviewer, Some(&ann), &LogFilter::default())[5],
        "deferred candidate theme B “night shift”"
    );
}

#[test]
fn the_log_is_filtered() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    reviewer.decide(&ann, &read(r#"{"do":"accept","candidate":1}"#), Some("clear"), &at(10)).unwrap();
    reviewer.decide(&ann, &read(r#"{"do":"defer","candidate":2}"#), None, &at(20)).unwrap();
    reviewer.undo(&ann, None, &at(30)).unwrap();
    let numbers = |filter: LogFilter| -> Vec<u32> {
        reviewer.log_of(Some(&ann), &filter).unwrap().entries.iter().map(|entry| entry.operation.0).collect()
    };
    let kind = |word: &str| LogFilter { kind: Some(word.to_owned()), ..LogFilter::default() };
    assert_eq!(numbers(kind("accept")), [4]);
    assert_eq!(numbers(kind("undo")), [6]);
    assert_eq!(numbers(kind("suggest")), [1]);
    assert_eq!(numbers(LogFilter { candidate: Some(named("B")), ..LogFilter::default() }), [5, 6]);
    assert_eq!(numbers(LogFilter { candidate: Some(named("2")), ..LogFilter::default() }), [5, 6]);
    assert_eq!(numbers(LogFilter { coder: Some(ann.clone()), ..LogFilter::default() }), [2, 4, 5, 6]);
    assert_eq!(
        numbers(LogFilter { since: Some(at(10)), until: Some(at(20)), ..LogFilter::default() }),
        [4, 5]
    );
    let log = reviewer.log_of(Some(&ann), &LogFilter::default()).unwrap().entries;
    assert_eq!(
        log.iter().map(|entry| entry.taken_back).collect::<Vec<_>>(),
        [false, false, false, false, true, false]
    );
    assert_eq!(log[5].words, "undid operation 5 (1 record)");
    assert_eq!(log[3].reason.as_deref(), Some("clear"));
}

#[test]
fn the_project_is_shown_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    reviewer.decide(&ann, &read(r#"{"do":"accept","candidate":1}"#), None, &at(10)).unwrap();
    reviewer.decide(&ann, &read(r#"{"do":"delete-code","code":"ward round"}"#), None, &at(20)).unwrap();
    assert!(reviewer.codebook_view(&ann, &ann, None).unwrap().codes.is_empty());
    let then = LogPosition::Operation(OperationId(4));
    assert_eq!(reviewer.codebook_view(&ann, &ann, Some(&then)).unwrap().codings.len(), 4);
    let list = |at: LogPosition| reviewer.candidate_list(&ann, &ann, Some(&at));
    let listed = list(then).unwrap();
    assert_eq!(listed.themes[0].theme.verdict, CandidateStatus::Accepted);
    assert_eq!(listed.progress.n_decided, 4);
    assert_eq!(list(LogPosition::Time(at(19))).unwrap().operation, OperationId(4));
    assert_eq!(list(LogPosition::Time(at(20))).unwrap().operation, OperationId(5));
    assert_eq!(list(LogPosition::Now).unwrap().operation, OperationId(5));
    let early = list(LogPosition::Time(Timestamp("2020-01-01T00:00:00Z".to_owned()))).unwrap_err();
    assert!(early.to_string().contains("nothing was decided until 2020"), "{early}");
    for id in [0, 6] {
        let none = list(LogPosition::Operation(OperationId(id))).unwrap_err();
        assert!(none.to_string().contains("the last is 5"), "{none}");
    }
    let changed = reviewer
        .diff_of(Some(&ann), &LogPosition::Operation(OperationId(4)), &LogPosition::Now)
        .unwrap()
        .differences;
    assert_eq!(changed.len(), 5, "a code and four codings");
    assert!(changed.iter().all(|difference| difference.to_string().starts_with("removed")));
}

#[test]
fn segments_come_with_their_words_and_codings() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    reviewer.say(&ann, r#"{"do":"accept","candidate":3}"#);
    reviewer.say(&ann, r#"{"do":"move","segments":[1],"to":{"candidate":2}}"#);
    let found =
        reviewer.segments(reviewer.state.view(&ann), &[SegmentId(9), SegmentId(1), SegmentId(99)]).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].quote.text, "We drink tea together and the day is lighter.");
    assert_eq!((found[0].candidate, found[0].codings.len()), (Some(named("C")), 1));
    assert_eq!(found[0].quote.similarity, Some(0.9));
    assert_eq!(
        (found[1].candidate, found[1].quote.similarity),
        (Some(named("B")), None),
        "not of this theme"
    );
}

#[test]
fn the_queue_begins_with_what_a_decision_would_tell() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    let queue = reviewer.queue(&ann, QueueOrder::Telling).unwrap();
    let first: Vec<_> =
        queue.iter().map(|item| (item.reason.unwrap(), item.candidate, item.segment)).collect();
    // Stabilities 0.2, 0.4: do not rely; 0.6: wavers; 0.8: holds.
    assert_eq!(first[0], (QueueReason::Unstable, Some(named("A")), None));
    assert_eq!(first[1], (QueueReason::Unstable, Some(named("B")), None));
    assert_eq!(first[2], (QueueReason::Unstable, Some(named("C")), None));
    assert_eq!(first[3], (QueueReason::NearMiss, Some(named("D")), Some(SegmentId(14))));
    assert_eq!(first.last().unwrap(), &(QueueReason::Ungrouped, None, Some(SegmentId(15))));
    // Segment 14 is at 280°, its theme's centre at 275°, the nearest other, that of theme 1, at about 7°.
    let near = &queue[3];
    assert_eq!(near.other, Some(named("A")));
    assert!(near.margin.unwrap() > 0.9 && near.margin.unwrap() < 1.0, "{near:?}");
    assert_eq!(reviewer.progress(&ann).n_decided, 0);
}
