//! Verdicts on a theme.

use super::fixture::{ReviewFixture, ann, ben, read};
use crate::domain::*;
use crate::review::Refusal;

#[test]
fn accepting_makes_a_code_and_a_coding_for_each_segment() {
    let mut fixture = ReviewFixture::new();
    fixture.decide(&ann(), &read(r#"{"do":"negative","segments":[2]}"#)).unwrap();
    fixture
        .decide(&ann(), &read(r#"{"do":"accept","candidate":1,"label":"Ward rounds","level":"theme"}"#))
        .unwrap();
    let view = fixture.view(&ann());
    assert_eq!((view.codes.len(), view.codings.len()), (1, 4));
    let (id, code) = view.codes.iter().next().unwrap();
    assert_eq!((code.label.as_str(), code.level), ("Ward rounds", CodeLevel::Theme));
    let from = CandidateRef { run: RunId(1), candidate: ProposalId(1).into() };
    assert_eq!(code.from, Some(from));
    for coding in view.codings.values() {
        assert_eq!((coding.code, coding.candidate), (*id, Some(from)));
        assert_eq!(coding.document, "a.txt");
        let segment = coding.segment.unwrap().id;
        assert_eq!(coding.start.0, (segment.0 as usize - 1) * 10);
        assert_eq!(coding.negative, segment == SegmentId(2));
    }
    let theme = fixture.candidate(&ann(), 1);
    assert_eq!((theme.verdict, theme.code), (CandidateStatus::Accepted, Some(*id)));
    assert_eq!(fixture.members(&ann(), 1), [1, 2, 3, 4], "its segments stay where they are");
    assert_eq!(fixture.said(), "accepted candidate code 1 “ward” as theme “Ward rounds” (4 codings)");
    assert!(fixture.view(&ben()).codes.is_empty());
}

#[test]
fn accepting_into_a_code_codes_no_segment_twice() {
    let mut fixture = ReviewFixture::new();
    fixture.decide(&ann(), &read(r#"{"do":"accept","candidate":1}"#)).unwrap();
    fixture.decide(&ann(), &read(r#"{"do":"code","code":"ward","segments":[5]}"#)).unwrap();
    fixture.decide(&ann(), &read(r#"{"do":"accept","candidate":2,"into":"WARD"}"#)).unwrap();
    assert_eq!(fixture.view(&ann()).codes.len(), 1);
    assert_eq!(fixture.view(&ann()).codings.len(), 8, "4 + 1 + 3 more: 5 has its coding");
    let refusal = fixture.decide(&ann(), &read(r#"{"do":"accept","candidate":1}"#)).unwrap_err();
    assert!(matches!(refusal, Refusal::Settled { verdict: CandidateStatus::Accepted, .. }));
    assert!(refusal.to_string().contains("undo the acceptance"), "{refusal}");
}

#[test]
fn rejecting_leaves_segments_in_no_theme_until_it_is_opened_again() {
    let mut fixture = ReviewFixture::new();
    fixture.decide(&ann(), &read(r#"{"do":"reject","candidate":2}"#)).unwrap();
    assert_eq!(fixture.members(&ann(), 2), [0; 0]);
    assert_eq!(fixture.candidate(&ann(), 2).verdict, CandidateStatus::Rejected);
    for segment in 5..=8 {
        let place = crate::review::place(&fixture.base, fixture.view(&ann()), SegmentId(segment));
        assert_eq!((place.candidate, place.rejected_with), (None, Some(ProposalId(2))));
    }
    // One of them was moved elsewhere: it does not come back.
    fixture.decide(&ann(), &read(r#"{"do":"add","segments":[6],"candidate":1}"#)).unwrap();
    fixture.decide(&ann(), &read(r#"{"do":"reopen","candidate":2}"#)).unwrap();
    assert_eq!(fixture.members(&ann(), 2), [5, 7, 8]);
    assert_eq!(fixture.members(&ann(), 1), [1, 2, 3, 4, 6]);
    assert_eq!(fixture.candidate(&ann(), 2).verdict, CandidateStatus::Open);
    assert_eq!(fixture.members(&ben(), 2), [5, 6, 7, 8]);
}

#[test]
fn deferring_is_a_verdict_that_changes_nothing_else() {
    let mut fixture = ReviewFixture::new();
    let changes = fixture.decide(&ann(), &read(r#"{"do":"defer","candidate":3}"#)).unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!(fixture.members(&ann(), 3), [9, 10, 11]);
    assert_eq!(fixture.decide(&ann(), &read(r#"{"do":"defer","candidate":3}"#)), Err(Refusal::NoChange));
    fixture.decide(&ann(), &read(r#"{"do":"reopen","candidate":3}"#)).unwrap();
    assert_eq!(fixture.decide(&ann(), &read(r#"{"do":"reopen","candidate":3}"#)), Err(Refusal::NoChange));
    let renamed = fixture.decide(&ann(), &read(r#"{"do":"rename","candidate":3,"label":" Tea breaks "}"#));
    assert_eq!(renamed.unwrap().len(), 1);
    assert_eq!(fixture.candidate(&ann(), 3).label, "Tea breaks");
    assert_eq!(fixture.said(), "renamed candidate code 3 “tea” to “Tea breaks”");
    let empty = fixture.decide(&ann(), &read(r#"{"do":"rename","candidate":3,"label":" "}"#));
    assert_eq!(empty, Err(Refusal::NoText("label")));
}

#[test]
fn an_accepted_theme_opens_again_once_its_code_is_deleted() {
    let mut fixture = ReviewFixture::new();
    fixture.decide(&ann(), &read(r#"{"do":"accept","candidate":1}"#)).unwrap();
    let refusal = fixture.decide(&ann(), &read(r#"{"do":"reopen","candidate":1}"#)).unwrap_err();
    assert!(refusal.to_string().contains("delete the code"), "{refusal}");
    fixture.decide(&ann(), &read(r#"{"do":"delete-code","code":"ward"}"#)).unwrap();
    fixture.decide(&ann(), &read(r#"{"do":"reopen","candidate":1}"#)).unwrap();
    assert_eq!(
        (fixture.candidate(&ann(), 1).verdict, fixture.candidate(&ann(), 1).code),
        (CandidateStatus::Open, None)
    );
}

#[test]
fn what_is_not_there_is_named() {
    let mut fixture = ReviewFixture::new();
    let refusal = fixture.decide(&ann(), &read(r#"{"do":"accept","candidate":9}"#)).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "there is no candidate code 9 in run 1; its candidate themes are A to B, and its candidate codes are 1 to 3"
    );
    let nobody = CoderId::of_name("Eve");
    let refusal = fixture.decide(&nobody, &read(r#"{"do":"accept","candidate":1}"#)).unwrap_err();
    assert!(refusal.to_string().contains("its coders are Ann, Ben"), "{refusal}");
}
