//! Documents that are taken out of the study and put back.

use super::study::{Levels, at, named, read, reviewed, reviewed_of};
use crate::domain::*;
use crate::project::{
    CompareRequest, ExportPart, FindWordsRequest, ProjectError, QueueOrder, ReadPlace, Refusal, Reviewer,
    StudyExportRequest,
};

const OUT: &str = r#"{"do":"remove-documents","documents":["P1.txt"]}"#;
const BACK: &str = r#"{"do":"restore-documents","documents":["P1.txt"]}"#;

/// Returns all that a coder sees of the study, as JSON, without what says when it was seen.
pub(in crate::project) fn seen(reviewer: &mut Reviewer, coder: &CoderId) -> String {
    let mut session = reviewer.as_coder(coder).unwrap();
    let mut list = session.candidates(None, None).unwrap();
    list.operation = OperationId(0);
    let mut parts = vec![
        serde_json::to_value(list).unwrap(),
        serde_json::to_value(session.interviews()).unwrap(),
        serde_json::to_value(session.participants()).unwrap(),
        serde_json::to_value(session.queue(QueueOrder::Telling, usize::MAX).unwrap().items).unwrap(),
    ];
    for part in [ExportPart::Codebook, ExportPart::Codings, ExportPart::Segments, ExportPart::Matrix] {
        let request = StudyExportRequest { part, of: None, without_text: false };
        let mut export = serde_json::to_value(session.export_study(&request).unwrap()).unwrap();
        export["about"] = serde_json::Value::Null;
        parts.push(export);
    }
    serde_json::to_string(&parts).unwrap()
}

#[test]
fn a_document_that_was_taken_out_counts_nowhere_and_comes_back_as_it_was() {
    for levels in [Levels::One, Levels::Two] {
        let folder = tempfile::tempdir().unwrap();
        let (mut reviewer, ann, ben) = reviewed_of(folder.path(), levels);
        reviewer.say(&ann, r#"{"do":"accept","candidate":1}"#);
        reviewer
            .say(&ann, r#"{"do":"code-span","code":"ward round","document":"P1.txt","start":2,"end":70}"#);
        reviewer.say(&ben, r#"{"do":"accept","candidate":2}"#);
        let before = (seen(&mut reviewer, &ann), seen(&mut reviewer, &ben));

        let out = reviewer.say(&ann, OUT);
        assert_eq!(out.words, "took P1.txt out of the study");
        for coder in [&ann, &ben] {
            let now = seen(&mut reviewer, coder);
            assert!(!now.contains("You learn") && !now.contains("where you learn to listen"), "{now}");
            let progress = reviewer.progress(coder);
            assert_eq!((progress.n_segments, progress.n_coded), (10, 3 - usize::from(coder == &ben)));
        }
        let candidate = reviewer.seen(&ann, if levels == Levels::One { "A" } else { "1" });
        assert_eq!(candidate.segments, [1, 3, 4].map(SegmentId));
        assert_eq!((candidate.n_participants, candidate.stability, candidate.cohesion), (2, None, None));
        assert_eq!(reviewer.state.view(&ann).n_codings(code_of(&reviewer, &ann, "ward round")), 3);
        reviewer.verify().unwrap();

        let session = reviewer.as_coder(&ann).unwrap();
        let listed = session.interviews();
        assert_eq!(listed.documents.len(), 2);
        assert_eq!((listed.removed[0].document.as_str(), listed.removed[0].by.as_str()), ("P1.txt", "Ann"));
        let words = FindWordsRequest { words: "nurses".to_owned(), ..FindWordsRequest::default() };
        let elsewhere = session.find_words(&words).unwrap();
        assert!(elsewhere.passages.iter().all(|passage| passage.document != "P1.txt"));
        for place in
            [ReadPlace::Whole("P1.txt".to_owned()), ReadPlace::Segment { segment: SegmentId(2), n_around: 1 }]
        {
            let refused = session.read(&place).unwrap_err();
            assert_eq!(refused.to_string(), "P1.txt was taken out of the study");
        }
        for decision in [
            r#"{"do":"code","code":"ward round","segments":[2]}"#,
            r#"{"do":"code-span","code":"ward round","document":"P1.txt","start":2,"end":7}"#,
            OUT,
        ] {
            let refused = reviewer.decide(&ann, &read(decision), None, &at(9)).unwrap_err();
            assert!(matches!(refused, ProjectError::Refused(_)), "{refused}");
        }
        reviewer.say(&ben, r#"{"do":"compare"}"#);
        let compared =
            reviewer.as_coder(&ann).unwrap().compare(&CompareRequest::default(), &NoProgress).unwrap();
        assert!(!serde_json::to_string(&compared).unwrap().contains("P1.txt"));
        reviewer.undo(&ben, None, &at(9)).unwrap();

        // Another process sees it too.
        let mut other = Reviewer::open(reviewer.path(), None).unwrap();
        assert_eq!(other.base.n_present(), 10);
        other.say(&ben, BACK);
        reviewer.refresh().unwrap();
        assert_eq!((seen(&mut reviewer, &ann), seen(&mut reviewer, &ben)), before);
        reviewer.verify().unwrap();
    }
}

fn code_of(reviewer: &Reviewer, coder: &CoderId, label: &str) -> CodeId {
    let codes = &reviewer.state.view(coder).codes;
    *codes.iter().find(|(_, code)| code.label == label).unwrap().0
}

#[test]
fn decisions_made_meanwhile_hold_for_what_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed_of(folder.path(), Levels::Two);
    reviewer.say(&ann, r#"{"do":"create-code","label":"Team"}"#);
    reviewer.say(&ann, r#"{"do":"create-code","label":"Breaks"}"#);
    reviewer.say(&ann, r#"{"do":"code","code":"Team","segments":[2,4]}"#);
    reviewer.say(&ann, OUT);
    reviewer.say(&ann, r#"{"do":"merge","candidate":2,"into":1}"#);
    reviewer.say(&ann, r#"{"do":"move","segments":[9,10],"to":{"candidate":4}}"#);
    reviewer.say(&ann, r#"{"do":"merge-codes","codes":["Team"],"into":"Breaks"}"#);
    reviewer.say(&ann, BACK);
    assert_eq!(reviewer.seen(&ann, "1").segments, (1..=8).map(SegmentId).collect::<Vec<_>>());
    let view = reviewer.state.view(&ann);
    assert_eq!(view.n_codings(code_of(&reviewer, &ann, "Breaks")), 2, "also the coding of what was out");
    // Each segment is in one candidate or in none.
    let places: Vec<_> = reviewer.base.present().collect();
    let held: usize = crate::review::candidate_ids(&reviewer.base, view)
        .into_iter()
        .filter(|&id| {
            crate::review::candidate(&reviewer.base, view, id).is_some_and(|found| !found.verdict.is_gone())
        })
        .map(|id| crate::review::members(&reviewer.base, view, id).len())
        .sum();
    let in_none = places
        .iter()
        .filter(|&&id| crate::review::place(&reviewer.base, view, id).candidate.is_none())
        .count();
    assert_eq!(held + in_none, 15);
    // Undone to the beginning, nothing is left.
    while reviewer.undo(&ann, None, &at(9)).is_ok() {}
    assert!(reviewer.state.removed().is_empty());
    assert!(reviewer.state.view(&ann).codings.is_empty());
    reviewer.verify().unwrap();
}

#[test]
fn verdicts_hold_for_candidates_that_lost_segments() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed_of(folder.path(), Levels::Two);
    reviewer.say(&ann, r#"{"do":"reject","candidate":2}"#);
    reviewer.say(&ann, OUT);
    assert_eq!(reviewer.seen(&ann, "2").verdict, CandidateStatus::Rejected, "it can be opened again");
    assert_eq!(reviewer.progress(&ann).n_rejected, 1);
    reviewer.say(&ann, r#"{"do":"reopen","candidate":2}"#);
    assert_eq!(reviewer.seen(&ann, "2").segments, [6, 7].map(SegmentId));
    reviewer.say(&ann, r#"{"do":"reject","candidate":1}"#);
    reviewer.say(&ann, BACK);
    assert!(reviewer.seen(&ann, "1").segments.is_empty(), "what came back is in none, as the rest of it");
    assert_eq!(reviewer.seen(&ann, "2").segments, (5..=8).map(SegmentId).collect::<Vec<_>>());
    let queue = reviewer.as_coder(&ann).unwrap().queue(QueueOrder::Telling, usize::MAX).unwrap();
    assert!(queue.items.iter().any(|item| item.item.segment == Some(SegmentId(2))), "nobody decided on it");
}

#[test]
fn decisions_of_one_file_see_what_was_taken_out_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed_of(folder.path(), Levels::Two);
    let accept = r#"{"do":"accept","candidate":1}"#;
    let code = r#"{"do":"code","code":"ward round","segments":[2]}"#;
    let applied = reviewer.apply(&[OUT, accept].join("\n"), Some(&ann), &at(3), false).unwrap();
    assert_eq!(applied.operations[1].touched.codings.len(), 3);
    let refused = reviewer.apply(code, Some(&ann), &at(3), false).unwrap_err();
    assert!(refused.to_string().contains("P1.txt was taken out of the study"), "{refused}");
    reviewer.apply(&[BACK, code].join("\n"), Some(&ann), &at(4), true).unwrap();
    assert!(reviewer.base.segment(SegmentId(2)).is_none(), "that was a trial");
    reviewer.apply(&[BACK, code].join("\n"), Some(&ann), &at(4), false).unwrap();
    assert_eq!(reviewer.state.view(&ann).n_codings(code_of(&reviewer, &ann, "ward round")), 4);
}

#[test]
fn memos_on_what_was_taken_out_are_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    for on in [r#"{"document":"P1.txt"}"#, r#"{"participant":"P1"}"#, r#"{"segment":{"run":1,"id":2}}"#] {
        reviewer.say(&ann, &format!(r#"{{"do":"write-memo","on":{on},"text":"said so"}}"#));
    }
    reviewer.say(&ann, r#"{"do":"write-memo","on":"project","text":"of all"}"#);
    reviewer.say(&ann, OUT);
    let listed = reviewer.as_coder(&ann).unwrap().memos(None).unwrap();
    assert_eq!((listed.memos.len(), reviewer.progress(&ann).n_memos), (1, 1));
    reviewer.say(&ann, BACK);
    assert_eq!(reviewer.progress(&ann).n_memos, 4);
}

#[test]
fn who_puts_a_document_back_blocks_nobodys_undo() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = reviewed(folder.path());
    reviewer.say(&ann, r#"{"do":"create-code","label":"Team"}"#);
    reviewer.say(&ann, OUT);
    reviewer.say(&ben, BACK);
    reviewer.undo(&ann, None, &at(5)).unwrap();
    assert!(reviewer.state.removed().is_empty());
    reviewer.undo(&ann, None, &at(6)).unwrap();
    assert!(reviewer.state.view(&ann).codes.is_empty());
    reviewer.verify().unwrap();
    let again = Reviewer::open(reviewer.path(), None).unwrap();
    assert_eq!(again.state, reviewer.state);
}

#[test]
fn documents_are_named_as_people_name_them() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    let names = |typed: &str| vec![typed.to_owned()];
    let mut session = reviewer.as_coder(&ann).unwrap();
    let out = session.removal(&names("p1")).unwrap();
    assert_eq!(out, read(OUT));
    let none = session.restoration(&names("P1")).unwrap_err();
    assert_eq!(none.to_string(), "`P1` was not taken out of the study; all documents are in it");
    session.decide(&out, Some("withdrew consent"), &at(5)).unwrap();
    assert_eq!(session.restoration(&names("p1")).unwrap(), read(BACK));
    let again = session.removal(&names("p1")).unwrap_err();
    assert!(matches!(again, ProjectError::Refused(Refusal::RemovedDocument { .. })), "{again}");
    let unknown = session.removal(&names("P9")).unwrap_err();
    assert!(matches!(&unknown, ProjectError::Refused(Refusal::NoSuchDocument { .. })), "{unknown}");
    let people = session.participants();
    let people: Vec<(&str, usize)> =
        people.participants.iter().map(|of| (of.name.as_str(), of.n_segments)).collect();
    assert_eq!(people, [("P0", 5), ("P2", 5)]);
}

#[test]
fn a_candidate_of_which_nothing_is_left_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    reviewer.say(&ann, r#"{"do":"move","segments":[10],"to":"new"}"#);
    let new = reviewer.seen(&ann, "E");
    assert_eq!(new.segments, [SegmentId(10)]);
    reviewer.say(&ann, r#"{"do":"remove-documents","documents":["P0.txt","P2.txt"]}"#);
    assert_eq!(reviewer.seen(&ann, "C").segments, [SegmentId(11)]);
    reviewer.say(&ann, r#"{"do":"remove-documents","documents":["P1.txt"]}"#);
    let refused = reviewer.candidate(reviewer.state.view(&ann), named("C")).unwrap_err();
    assert!(matches!(refused, ProjectError::Refused(Refusal::NoSuchCandidate { .. })), "{refused}");
    assert_eq!(reviewer.progress(&ann).n_segments, 0);
    seen(&mut reviewer, &ann);
}
