//! Suggests themes again, and segments for a code.

use super::study::{at, named, read, reviewed};
use crate::domain::*;
use crate::project::{CandidateOrigin, ClusterParams, MetricLearning, Refusal, Reviewer};
use crate::project::{ProjectError, Reclustering};

/// Returns parameters for two groups of the remaining segments, which can only be themes 3 and 4; the dog is in the latter.
pub(super) fn two() -> ClusterParams {
    ClusterParams { algorithm: Algorithm::KMeans, n_clusters: Some(2), ..ClusterParams::default() }
}

fn again(reviewer: &mut Reviewer, coder: &CoderId) -> Reclustering {
    reviewer.suggest_again(coder, &two(), &NoProgress).unwrap()
}

fn ids<const N: usize>(ids: [u32; N]) -> Vec<SegmentId> {
    ids.map(SegmentId).into()
}

#[test]
fn a_rejected_theme_is_not_proposed_again_and_accepted_ones_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = reviewed(folder.path());
    for decision in [
        r#"{"do":"accept","candidate":1,"label":"Rounds"}"#,
        r#"{"do":"accept","candidate":2,"label":"Nights"}"#,
        r#"{"do":"reject","candidate":3}"#,
    ] {
        reviewer.say(&ann, decision);
    }
    let before = reviewer.state.canonical();
    let found = again(&mut reviewer, &ann);
    assert_eq!(reviewer.state.canonical(), before, "nothing is written yet");
    assert!(
        matches!(&found.learned, MetricLearning::None { because } if because.contains("8 coded segments"))
    );
    assert_eq!(found.n_grouped, 7);
    assert_eq!(
        (found.rejected_again[0].candidate, &found.rejected_again[0].segments),
        (named("C"), &ids([9, 10, 11]))
    );
    assert_eq!(found.candidates.len(), 1);
    assert_eq!(found.candidates[0].segments, ids([12, 13, 14, 15]));

    let trial = reviewer.apply_reclustering(&ann, found.clone(), None, &at(3), true).unwrap();
    assert!(trial.decided.is_none() && trial.preview.is_some());
    assert_eq!(reviewer.state.canonical(), before);
    let kept = reviewer.apply_reclustering(&ann, found, Some("the rest"), &at(3), false).unwrap();
    assert_eq!(kept.decided.unwrap().touched.new_candidates, [named("E")]);
    let made = reviewer.seen(&ann, "E");
    assert_eq!((made.made_by, made.segments), (Some(CandidateOrigin::SuggestedAgain), ids([12, 13, 14, 15])));
    assert!(!made.label.is_empty() && !made.key_terms.is_empty() && made.cohesion.is_some());
    // Every earlier record is unchanged, byte by byte.
    let after = reviewer.state.canonical();
    assert!(before.lines().all(|line| after.lines().any(|other| other == line)));
    assert_eq!(reviewer.seen(&ben, "D").segments, ids([12, 13, 14]), "Ben sees none of it");

    // The result is stable: asking again finds nothing new.
    let found = again(&mut reviewer, &ann);
    assert_eq!((found.unchanged.clone(), found.decision()), (vec![named("E")], None));
    let kept = reviewer.apply_reclustering(&ann, found, None, &at(4), false).unwrap();
    assert!(kept.decided.is_none());
    reviewer.verify().unwrap();
    reviewer.undo(&ann, None, &at(5)).unwrap();
    assert_eq!(reviewer.state.canonical(), before);
    reviewer.redo(&ann, None, &at(6)).unwrap();
    assert_eq!(reviewer.state.canonical(), after);

    // The rejected theme is recognised even after its segments were moved.
    reviewer.say(&ann, r#"{"do":"move","segments":[9,10,11],"to":"new"}"#);
    assert_eq!(again(&mut reviewer, &ann).rejected_again[0].candidate, named("C"));
}

#[test]
fn codings_are_learned_from_where_there_are_enough() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    reviewer.say(&ann, r#"{"do":"accept","candidate":1,"label":"Rounds"}"#);
    reviewer.say(&ann, r#"{"do":"accept","candidate":2,"label":"Nights"}"#);
    reviewer.say(&ann, r#"{"do":"code","code":"Rounds","segments":[9,15]}"#);
    let found = again(&mut reviewer, &ann);
    assert!(
        matches!(found.learned, MetricLearning::Learned { n_codes: 2, n_codings: 10, .. }),
        "{:?}",
        found.learned
    );
    assert_eq!(found.n_grouped, 5, "coded segments are not grouped");
    reviewer.say(&ann, r#"{"do":"defer","candidate":4}"#);
    let found = reviewer.suggest_again(&ann, &ClusterParams::default(), &NoProgress).unwrap();
    assert_eq!(found.n_grouped, 2, "nor are deferred ones");
}

#[test]
fn segments_are_offered_for_a_code_until_they_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    reviewer.say(&ann, r#"{"do":"create-code","label":"Rounds"}"#);
    let code = |reviewer: &Reviewer, label: &str| reviewer.code(&ann, &Named(label.to_owned())).unwrap();
    let rounds = code(&reviewer, "Rounds");
    let nothing = reviewer.suggest_for(&ann, rounds, 5).unwrap_err();
    assert!(matches!(nothing, ProjectError::Refused(Refusal::NothingCoded(_))), "{nothing}");

    reviewer.say(&ann, r#"{"do":"code","code":"Rounds","segments":[1,2]}"#);
    let found = reviewer.suggest_for(&ann, rounds, 2).unwrap();
    assert_eq!((found.score, found.n_coded, found.n_open), ("nearest", 2, 13), "one code has no rival");
    let offered: Vec<SegmentId> = found.segments.iter().map(|offered| offered.segment).collect();
    assert_eq!(offered, ids([3, 4]));
    assert_eq!(found.segments[0].rival, None);

    reviewer.say(&ann, r#"{"do":"accept","candidate":3,"label":"Tea"}"#);
    let found = reviewer.suggest_for(&ann, rounds, usize::MAX).unwrap();
    assert_eq!((found.score, found.n_open), ("ridge", 10));
    assert_eq!(found.segments[0].rival, Some(code(&reviewer, "Tea")));
    assert_eq!(found.segments[0].rival_label.as_deref(), Some("Tea"));
    assert!(found.segments[0].score > found.segments[0].rival_score.unwrap());
    assert!(found.segments.windows(2).all(|pair| pair[0].score >= pair[1].score));

    let first = found.segments[0].segment;
    let no = Decision::NotThisCode { code: Named::id(rounds), segments: vec![first] };
    reviewer.decide(&ann, &no, None, &at(3)).unwrap();
    let found = reviewer.suggest_for(&ann, rounds, usize::MAX).unwrap();
    assert!(found.segments.iter().all(|offered| offered.segment != first));
    let tea = code(&reviewer, "Tea");
    let other = reviewer.suggest_for(&ann, tea, usize::MAX).unwrap();
    assert!(other.segments.iter().any(|offered| offered.segment == first), "for another code it is");
    let yes = read(&format!(r#"{{"do":"code","code":"Rounds","segments":[{}]}}"#, found.segments[0].segment));
    reviewer.decide(&ann, &yes, None, &at(4)).unwrap();
    assert_eq!(reviewer.suggest_for(&ann, rounds, 1).unwrap().n_open, 8);
}
