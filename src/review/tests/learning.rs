//! Themes that are suggested again, and segments that do not belong to a code.

use super::fixture::{ReviewFixture, ann, read};
use crate::domain::*;
use crate::review::*;

#[test]
fn groups_become_themes_and_all_else_stays() {
    let mut fixture = ReviewFixture::new();
    fixture.decide(&ann(), &read(r#"{"do":"accept","candidate":1}"#)).unwrap();
    fixture.decide(&ann(), &read(r#"{"do":"reject","candidate":3}"#)).unwrap();
    let before = fixture.state.canonical();
    let again = read(r#"{"do":"suggest-again","groups":[[5,6,9],[7,8]]}"#);
    let changes = fixture.decide(&ann(), &again).unwrap();
    let made = fixture.candidate(&ann(), 4);
    assert_eq!((made.made_by, made.verdict), (Some(MadeBy::SuggestedAgain), CandidateStatus::Open));
    assert_eq!(members(&fixture.base, fixture.view(&ann()), ProposalId(5)), [7, 8].map(SegmentId).into());
    assert_eq!(fixture.candidate(&ann(), 2).verdict, CandidateStatus::Emptied);
    assert!(fixture.said().contains("suggested 2 candidates again from 5 segments: 4 “of 3”, 5 “of 2”"));
    // Only what is named changes: of the rejected theme's segments, 9 went to a new theme, 10 and 11 are as they were.
    assert!(
        changes.iter().all(|change| !matches!(change.key, RecordKey::CandidateCode(_, _, ProposalId(1 | 3))))
    );
    let untouched = |line: &&str| !line.starts_with("ann/place/1/9 ");
    assert!(before.lines().filter(untouched).all(|line| fixture.state.canonical().contains(line)));
    fixture.undo(&ann()).unwrap();
    assert_eq!(fixture.state.canonical(), before);
    fixture.redo(&ann()).unwrap();
    assert_eq!(fixture.candidate(&ann(), 4).verdict, CandidateStatus::Open);

    let refused = |fixture: &mut ReviewFixture, json: &str| fixture.decide(&ann(), &read(json)).unwrap_err();
    let settled = refused(&mut fixture, r#"{"do":"suggest-again","groups":[[1]]}"#);
    assert!(matches!(settled, Refusal::Settled { verdict: CandidateStatus::Accepted, .. }));
    assert_eq!(refused(&mut fixture, r#"{"do":"suggest-again","groups":[]}"#), Refusal::Nothing("group"));
    assert_eq!(refused(&mut fixture, r#"{"do":"suggest-again","groups":[[]]}"#), Refusal::Nothing("segment"));
    let twice = refused(&mut fixture, r#"{"do":"suggest-again","groups":[[5],[5]]}"#);
    assert!(matches!(twice, Refusal::Twice { .. }));
}

#[test]
fn a_segment_is_not_of_a_code_until_it_is_coded() {
    let mut fixture = ReviewFixture::new();
    fixture.decide(&ann(), &read(r#"{"do":"accept","candidate":1,"label":"Ward"}"#)).unwrap();
    fixture.decide(&ann(), &read(r#"{"do":"create-code","label":"Night"}"#)).unwrap();
    let no = read(r#"{"do":"not-this-code","code":"Ward","segments":[5,6]}"#);
    fixture.decide(&ann(), &no).unwrap();
    let ward = fixture.code(&ann(), "Ward");
    let not = |fixture: &ReviewFixture| fixture.view(&ann()).not_of(ward, RunId(1)).collect::<Vec<_>>();
    assert_eq!(not(&fixture), [5, 6].map(SegmentId));
    assert_eq!(fixture.decide(&ann(), &no).unwrap_err(), Refusal::NoChange);
    let coded = read(r#"{"do":"not-this-code","code":"Ward","segments":[1]}"#);
    assert!(matches!(fixture.decide(&ann(), &coded).unwrap_err(), Refusal::Coded { .. }));
    // Coding it says the opposite; undoing that brings the refusal back.
    fixture.decide(&ann(), &read(r#"{"do":"code","code":"Ward","segments":[5]}"#)).unwrap();
    assert_eq!(not(&fixture), [SegmentId(6)]);
    fixture.undo(&ann()).unwrap();
    assert_eq!(not(&fixture), [5, 6].map(SegmentId));
    // It is deleted with its code, and comes back with it.
    for gone in
        [r#"{"do":"delete-code","code":"Ward"}"#, r#"{"do":"merge-codes","codes":["Ward"],"into":"Night"}"#]
    {
        fixture.decide(&ann(), &read(gone)).unwrap();
        assert!(fixture.view(&ann()).fits.is_empty(), "{gone}");
        fixture.undo(&ann()).unwrap();
        assert_eq!(not(&fixture), [5, 6].map(SegmentId));
    }
}
