//! Segments and themes: split, merge, move, add.

use super::fixture::{ReviewFixture, ann, read};
use crate::domain::*;
use crate::review::Refusal;

#[test]
fn a_split_makes_themes_of_its_parts_and_leaves_the_rest() {
    let mut fixture = ReviewFixture::new();
    fixture.decide(&ann(), &read(r#"{"do":"split","candidate":1,"parts":[[1,2],[4]]}"#)).unwrap();
    assert_eq!(fixture.members(&ann(), 1), [3]);
    assert_eq!((fixture.members(&ann(), 4), fixture.members(&ann(), 5)), (vec![1, 2], vec![4]));
    let made = fixture.candidate(&ann(), 4);
    assert_eq!(made.made_by, Some(MadeBy::SplitOf(ProposalId(1))));
    assert_eq!((made.label.as_str(), made.evidence.cohesion), ("of 2", Some(0.5)));
    assert_eq!(fixture.candidate(&ann(), 1).label, "ward", "the old label stays");
    assert_eq!(fixture.candidate(&ann(), 1).evidence.cohesion, Some(1.0), "described anew");
    assert!(fixture.said().starts_with("split 2 parts off candidate code 1 “ward”"), "{}", fixture.said());
    // No segment stays: the theme is emptied.
    fixture.decide(&ann(), &read(r#"{"do":"split","candidate":4,"parts":[[1],[2]]}"#)).unwrap();
    assert_eq!(fixture.candidate(&ann(), 4).verdict, CandidateStatus::Emptied);
    assert_eq!(fixture.candidate(&ann(), 4).evidence, CandidateEvidence::default());
    fixture.undo(&ann()).unwrap();
    fixture.decide(&ann(), &read(r#"{"do":"split","candidate":4,"parts":[[1]]}"#)).unwrap();
    assert_eq!(fixture.members(&ann(), 8), [1], "numbers 6 and 7 were given once and are never given again");
}

#[test]
fn a_split_that_cannot_be_is_refused() {
    let mut fixture = ReviewFixture::new();
    let mut refused = |json: &str| fixture.decide(&ann(), &read(json)).unwrap_err();
    assert_eq!(refused(r#"{"do":"split","candidate":1,"parts":[]}"#), Refusal::Nothing("segment"));
    assert_eq!(refused(r#"{"do":"split","candidate":1,"parts":[[1],[]]}"#), Refusal::Nothing("segment"));
    assert_eq!(refused(r#"{"do":"split","candidate":1,"parts":[[1,2,3,4]]}"#), Refusal::NoChange);
    let twice = refused(r#"{"do":"split","candidate":1,"parts":[[1],[1]]}"#);
    assert_eq!(twice.to_string(), "segment 1 is named twice; name it once");
    let elsewhere = refused(r#"{"do":"split","candidate":1,"parts":[[5]]}"#);
    assert_eq!(elsewhere.to_string(), "segment 5 is not in candidate code 1; it is in candidate code 2");
    let missing = refused(r#"{"do":"split","candidate":1,"parts":[[13]]}"#);
    assert!(missing.to_string().contains("segments are 1 to 12"), "{missing}");
}

#[test]
fn a_merge_keeps_the_staying_theme_and_touches_no_other() {
    let mut fixture = ReviewFixture::new();
    fixture.decide(&ann(), &read(r#"{"do":"negative","segments":[9]}"#)).unwrap();
    let before = serde_json::to_string(&fixture.candidate(&ann(), 2)).unwrap();
    fixture.decide(&ann(), &read(r#"{"do":"merge","candidate":[3],"into":1}"#)).unwrap();
    assert_eq!(fixture.members(&ann(), 1), [1, 2, 3, 4, 9, 10, 11]);
    assert_eq!(fixture.members(&ann(), 3), [0; 0]);
    let gone = fixture.candidate(&ann(), 3);
    assert_eq!((gone.verdict, gone.merged_into), (CandidateStatus::Merged, Some(ProposalId(1))));
    let stays = fixture.candidate(&ann(), 1);
    assert_eq!((stays.label.as_str(), stays.verdict), ("ward", CandidateStatus::Open));
    assert_eq!(stays.evidence.cohesion, Some(1.0 / 7.0));
    let place = crate::review::place(&fixture.base, fixture.view(&ann()), SegmentId(9));
    assert!(place.negative, "a negative case stays one");
    assert_eq!(serde_json::to_string(&fixture.candidate(&ann(), 2)).unwrap(), before);
    let refusal = fixture.decide(&ann(), &read(r#"{"do":"accept","candidate":3}"#)).unwrap_err();
    assert!(
        refusal.to_string().contains("decide on candidate code 1, into which it was merged"),
        "{refusal}"
    );
    fixture.undo(&ann()).unwrap();
    assert_eq!(fixture.members(&ann(), 3), [9, 10, 11]);
}

#[test]
fn merges_that_cannot_be_are_refused() {
    let mut fixture = ReviewFixture::new();
    fixture.decide(&ann(), &read(r#"{"do":"accept","candidate":2}"#)).unwrap();
    let mut refused = |json: &str| fixture.decide(&ann(), &read(json)).unwrap_err().to_string();
    assert_eq!(
        refused(r#"{"do":"merge","candidate":[1],"into":1}"#),
        "candidate 1 cannot go into itself; name another"
    );
    assert!(refused(r#"{"do":"merge","candidate":[1],"into":2}"#).contains("accepted"));
    assert!(refused(r#"{"do":"merge","candidate":[2],"into":1}"#).contains("undo the acceptance"));
    assert_eq!(refused(r#"{"do":"merge","themes":[],"into":1}"#), "no candidate is named; name one or more");
}

#[test]
fn segments_move_to_a_theme_to_a_new_one_and_to_none() {
    let mut fixture = ReviewFixture::new();
    fixture.decide(&ann(), &read(r#"{"do":"move","segments":[1,5,12],"to":{"candidate":3}}"#)).unwrap();
    assert_eq!(fixture.members(&ann(), 3), [1, 5, 9, 10, 11, 12]);
    assert_eq!((fixture.members(&ann(), 1), fixture.members(&ann(), 2)), (vec![2, 3, 4], vec![6, 7, 8]));
    fixture.decide(&ann(), &read(r#"{"do":"move","segments":[1,6],"to":"new"}"#)).unwrap();
    assert_eq!(fixture.members(&ann(), 4), [1, 6]);
    assert_eq!(
        fixture.candidate(&ann(), 4).made_by,
        Some(MadeBy::MovedFrom(vec![ProposalId(2), ProposalId(3)]))
    );
    fixture.decide(&ann(), &read(r#"{"do":"move","segments":[1,6],"to":"none"}"#)).unwrap();
    assert_eq!(fixture.candidate(&ann(), 4).verdict, CandidateStatus::Emptied);
    let again = fixture.decide(&ann(), &read(r#"{"do":"move","segments":[1],"to":"none"}"#));
    assert_eq!(again, Err(Refusal::NoChange));
    // Back in the theme of the run, it needs no record.
    fixture.decide(&ann(), &read(r#"{"do":"move","segments":[1],"to":{"candidate":1}}"#)).unwrap();
    assert!(!fixture.view(&ann()).places.contains_key(&(RunId(1), SegmentId(1))));
    assert_eq!(fixture.members(&ann(), 1), [1, 2, 3, 4]);
}

#[test]
fn segments_never_leave_an_accepted_theme() {
    let mut fixture = ReviewFixture::new();
    fixture.decide(&ann(), &read(r#"{"do":"accept","candidate":1}"#)).unwrap();
    for json in [
        r#"{"do":"move","segments":[1],"to":"none"}"#,
        r#"{"do":"move","segments":[5],"to":{"candidate":1}}"#,
        r#"{"do":"add","segments":[12],"candidate":1}"#,
        r#"{"do":"split","candidate":1,"parts":[[1]]}"#,
        r#"{"do":"negative","segments":[1]}"#,
        r#"{"do":"rename","candidate":1,"label":"x"}"#,
        r#"{"do":"reject","candidate":1}"#,
    ] {
        let refusal = fixture.decide(&ann(), &read(json)).unwrap_err();
        assert!(refusal.to_string().contains("change the codings of its code"), "{json}: {refusal}");
    }
}

#[test]
fn adding_takes_only_what_is_in_no_theme() {
    let mut fixture = ReviewFixture::new();
    fixture.decide(&ann(), &read(r#"{"do":"add","segments":[12],"candidate":2}"#)).unwrap();
    assert_eq!(fixture.members(&ann(), 2), [5, 6, 7, 8, 12]);
    let refusal = fixture.decide(&ann(), &read(r#"{"do":"add","segments":[1],"candidate":2}"#)).unwrap_err();
    assert_eq!(refusal.to_string(), "segment 1 is in candidate code 1; move it instead");
    fixture.undo(&ann()).unwrap();
    let refusal = fixture.decide(&ann(), &read(r#"{"do":"negative","segments":[12]}"#)).unwrap_err();
    assert_eq!(refusal, Refusal::InNoCandidate(SegmentId(12)));
}
