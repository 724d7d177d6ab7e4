//! Suggests themes again, and segments for a code.

use super::study::{at, fingerprint, named, read, reviewed};
use crate::domain::*;
use crate::embed::{EmbedError, Embedded, Embedder};
use crate::project::{
    CandidateOrigin, ClusterParams, CodeSuggestions, MetricLearning, OfferedBecause, ProjectError,
    QueueOrder, Reclustering, Refusal, Reviewer, SuggestForRequest,
};

/// Returns parameters for two groups of the remaining segments, which can only be themes 3 and 4; the dog is in the latter.
pub(super) fn two() -> ClusterParams {
    ClusterParams { algorithm: Algorithm::KMeans, n_clusters: Some(2), ..ClusterParams::default() }
}

fn again(reviewer: &mut Reviewer, coder: &CoderId) -> Reclustering {
    reviewer.suggest_again(coder, &two(), &NoProgress).unwrap()
}

/// Asks for segments of all interviews that may have a code.
fn asked(code: CodeId, limit: usize) -> SuggestForRequest {
    SuggestForRequest { code, limit, interview: None, model: None }
}

fn ids<const N: usize>(ids: [u32; N]) -> Vec<SegmentId> {
    ids.map(SegmentId).into()
}

#[test]
fn rejected_segments_stay_out_and_accepted_candidates_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = reviewed(folder.path());
    reviewer.say(&ann, r#"{"do":"accept","candidate":1,"label":"Rounds"}"#);
    reviewer.say(&ann, r#"{"do":"reject","candidate":3}"#);
    let before = reviewer.state.canonical();
    let found = again(&mut reviewer, &ann);
    assert_eq!(reviewer.state.canonical(), before, "nothing is written yet");
    assert!(
        matches!(&found.learned, MetricLearning::None { because } if because.starts_with("1 of the codes")),
        "{:?}",
        found.learned
    );
    assert_eq!((found.n_grouped, found.n_rejected), (8, 3), "themes 2 and 4, and the dog");
    assert_eq!((&found.unchanged, &found.kept), (&vec![named("B")], &Vec::new()));
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
    assert_eq!(reviewer.seen(&ann, "C").segments, ids([]), "what was rejected did not come back");

    // The result is stable: asking again finds nothing new.
    let found = again(&mut reviewer, &ann);
    assert_eq!((found.unchanged.clone(), found.decision()), (vec![named("B"), named("E")], None));
    let kept = reviewer.apply_reclustering(&ann, found, None, &at(4), false).unwrap();
    assert!(kept.decided.is_none());
    reviewer.verify().unwrap();
    reviewer.undo(&ann, None, &at(5)).unwrap();
    assert_eq!(reviewer.state.canonical(), before);
    reviewer.redo(&ann, None, &at(6)).unwrap();
    assert_eq!(reviewer.state.canonical(), after);
}

#[test]
fn what_a_person_made_stays() {
    for (decision, kept, n_grouped) in [
        (r#"{"do":"rename","candidate":2,"label":"Nights"}"#, &["B"][..], 11),
        (r#"{"do":"merge","candidate":[4],"into":3}"#, &["C"], 9),
        (r#"{"do":"split","candidate":1,"parts":[[1,2]]}"#, &["A", "E"], 11),
        (r#"{"do":"move","segments":[9,15],"to":"new"}"#, &["C", "E"], 11),
        (r#"{"do":"move","segments":[9],"to":"none"}"#, &["C"], 12),
        (r#"{"do":"add","segments":[15],"candidate":4}"#, &["D"], 11),
        (r#"{"do":"negative","segments":[6]}"#, &["B"], 11),
        // A memo changes no candidate, and neither does a code.
        (r#"{"do":"create-code","label":"Nights"}"#, &[], 15),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (mut reviewer, ann, _) = reviewed(folder.path());
        reviewer.say(&ann, decision);
        let found = again(&mut reviewer, &ann);
        let kept: Vec<CandidateId> = kept.iter().map(|name| named(name)).collect();
        assert_eq!((&found.kept, found.n_grouped), (&kept, n_grouped), "{decision}");
        let before: Vec<_> = kept.iter().map(|id| reviewer.seen(&ann, &id.to_string())).collect();
        if found.decision().is_some() {
            reviewer.apply_reclustering(&ann, found, None, &at(3), false).unwrap();
        }
        let after: Vec<_> = kept.iter().map(|id| reviewer.seen(&ann, &id.to_string())).collect();
        assert_eq!(before, after, "{decision}");
        // What was taken back is nobody's work.
        let folder = tempfile::tempdir().unwrap();
        let (mut reviewer, ann, _) = reviewed(folder.path());
        reviewer.say(&ann, decision);
        reviewer.undo(&ann, None, &at(3)).unwrap();
        let found = again(&mut reviewer, &ann);
        assert_eq!((found.kept, found.n_grouped), (Vec::new(), 15), "{decision}");
    }
}

#[test]
fn a_candidate_with_coded_segments_is_found_again_by_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    reviewer.say(&ann, r#"{"do":"reject","candidate":3}"#);
    reviewer.say(&ann, r#"{"do":"accept","candidate":1,"label":"Rounds"}"#);
    let all = reviewer.seen(&ann, "B").segments;
    let one = all[0].0;
    reviewer.say(&ann, &format!(r#"{{"do":"code","code":"Rounds","segments":[{one}]}}"#));
    let found = again(&mut reviewer, &ann);
    assert_eq!(
        (found.n_grouped, &found.unchanged),
        (7, &vec![named("B")]),
        "its twin would hold all but one"
    );
    assert_eq!(reviewer.seen(&ann, "B").segments, all);
}

#[test]
fn coded_and_deferred_segments_are_not_grouped() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    reviewer.say(&ann, r#"{"do":"accept","candidate":1,"label":"Rounds"}"#);
    reviewer.say(&ann, r#"{"do":"accept","candidate":2,"label":"Nights"}"#);
    reviewer.say(&ann, r#"{"do":"code","code":"Rounds","segments":[9,15]}"#);
    assert_eq!(again(&mut reviewer, &ann).n_grouped, 5);
    reviewer.say(&ann, r#"{"do":"defer","candidate":4}"#);
    let found = reviewer.suggest_again(&ann, &ClusterParams::default(), &NoProgress).unwrap();
    assert_eq!(found.n_grouped, 2);
}

#[test]
fn the_queue_names_no_candidate_that_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    let others = |reviewer: &mut Reviewer| -> Vec<CandidateId> {
        reviewer.queue(&ann, QueueOrder::Telling).unwrap().iter().filter_map(|item| item.other).collect()
    };
    // Segment 14 of theme 4 is a near miss of theme 1, the nearest other.
    assert!(others(&mut reviewer).contains(&named("A")));
    reviewer.say(&ann, r#"{"do":"merge","candidate":[1],"into":2}"#);
    let after = others(&mut reviewer);
    assert!(!after.contains(&named("A")), "{after:?}");
    reviewer.undo(&ann, None, &at(3)).unwrap();
    assert!(others(&mut reviewer).contains(&named("A")), "margins follow the state");
    reviewer.say(&ann, r#"{"do":"reject","candidate":1}"#);
    assert!(!others(&mut reviewer).contains(&named("A")));
    // Segment 15 is in none; the nearest candidate is named.
    let queue = reviewer.queue(&ann, QueueOrder::Telling).unwrap();
    assert_eq!(queue.last().unwrap().other, Some(named("D")));
}

/// A model of the study's fingerprint that gives a few names a direction in degrees.
pub(super) struct NamesModel(pub(super) ModelFingerprint);

impl Embedder for NamesModel {
    fn fingerprint(&self) -> &ModelFingerprint {
        &self.0
    }

    fn embed(&self, texts: &[&str], _: &dyn Progress) -> Result<Embedded, EmbedError> {
        let degrees = |text: &str| if text.starts_with("Ward") { 5.0_f32 } else { 185.0 };
        let values = texts.iter().flat_map(|text| {
            let angle = degrees(text).to_radians();
            [angle.cos(), angle.sin()]
        });
        let embeddings = Embeddings::new(values.collect(), 2).unwrap();
        Ok(Embedded { embeddings, n_windows: vec![1; texts.len()] })
    }
}

#[test]
fn a_name_is_looked_for_from_the_first_moment() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    reviewer.say(&ann, r#"{"do":"create-code","label":"Ward"}"#);
    let ward = reviewer.code(&ann, &Named("Ward".to_owned())).unwrap();
    let nothing = reviewer.suggest_for_with(&ann, &asked(ward, 5), None).unwrap_err();
    assert!(matches!(nothing, ProjectError::Refused(Refusal::NothingCoded(_))), "{nothing}");
    let other = NamesModel(ModelFingerprint { sha256: "ef".repeat(32), ..fingerprint() });
    assert!(
        reviewer.suggest_for_with(&ann, &asked(ward, 5), Some(&other)).is_err(),
        "vectors of another model"
    );

    let model = NamesModel(fingerprint());
    let found = reviewer.suggest_for_with(&ann, &asked(ward, 2), Some(&model)).unwrap();
    assert_eq!((found.looked_for.as_deref(), found.n_coded, found.share_of_coded), (Some("Ward"), 0, 0.0));
    let of_one = SuggestForRequest { interview: Some("P2".to_owned()), ..asked(ward, usize::MAX) };
    let within = reviewer.suggest_for_with(&ann, &of_one, Some(&model)).unwrap();
    assert!(within.segments.iter().all(|offered| offered.quote.quote.document == "P2.txt"));
    assert!(within.n_open < found.n_open && within.n_open > 0);
    let first = &found.segments[0];
    assert_eq!(
        (first.segment, first.probability),
        (SegmentId(2), None),
        "without a coded one no probability"
    );
    assert!((first.similarity - 1.0).abs() < 1e-6);
    let OfferedBecause::LikeName { words, .. } = &first.why else { panic!("{:?}", first.why) };
    assert_eq!(words, &["ward"]);
    assert!(first.quote.quote.text.starts_with("A ward round"));
    // Those that are not alike are not offered.
    let all = reviewer.suggest_for_with(&ann, &asked(ward, usize::MAX), Some(&model)).unwrap();
    assert_eq!((all.n_passing, all.n_open), (all.segments.len(), 15));
    assert!(all.segments.iter().all(|offered| offered.similarity >= all.least_similarity.unwrap()));
    assert!(all.n_passing < 15);

    reviewer.say(&ann, r#"{"do":"define-code","code":"Ward","definition":"Rounds"}"#);
    reviewer.say(&ann, r#"{"do":"code","code":"Ward","segments":[1]}"#);
    let found = reviewer.suggest_for_with(&ann, &asked(ward, 2), Some(&model)).unwrap();
    assert_eq!(found.looked_for.as_deref(), Some("Ward. Rounds"));
    assert!(
        found.share_of_coded > 0.0 && found.share_of_coded < 0.5,
        "one segment counts less than the name"
    );
    assert!(found.segments[0].probability.is_some());
}

#[test]
fn segments_are_offered_for_a_code_until_they_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    reviewer.say(&ann, r#"{"do":"create-code","label":"Rounds"}"#);
    let code = |reviewer: &Reviewer, label: &str| reviewer.code(&ann, &Named(label.to_owned())).unwrap();
    let rounds = code(&reviewer, "Rounds");
    reviewer.say(&ann, r#"{"do":"code","code":"Rounds","segments":[1,2]}"#);
    let found = reviewer.suggest_for_with(&ann, &asked(rounds, 2), None).unwrap();
    assert_eq!((found.n_coded, found.n_against, found.n_open), (2, 0, 13));
    assert_eq!((found.looked_for, found.share_of_coded), (None, 1.0));
    let offered: Vec<SegmentId> = found.segments.iter().map(|offered| offered.segment).collect();
    assert_eq!(offered, ids([3, 4]));
    assert_eq!(found.segments[0].rival, None);
    let OfferedBecause::LikeCoded { segment, text, .. } = &found.segments[0].why else { panic!() };
    assert_eq!((*segment, text.starts_with("A ward round")), (SegmentId(2), true), "the nearest quotation");

    reviewer.say(&ann, r#"{"do":"accept","candidate":3,"label":"Tea"}"#);
    let found = reviewer.suggest_for_with(&ann, &asked(rounds, usize::MAX), None).unwrap();
    assert_eq!((found.n_against, found.n_open), (3, 10));
    assert_eq!(found.segments[0].rival, Some(code(&reviewer, "Tea")));
    assert_eq!(found.segments[0].rival_label.as_deref(), Some("Tea"));
    assert!(found.segments[0].similarity > found.segments[0].rival_similarity.unwrap());
    let probabilities: Vec<f64> = found.segments.iter().filter_map(|offered| offered.probability).collect();
    assert_eq!(probabilities.len(), found.n_passing);
    assert!(probabilities.windows(2).all(|pair| pair[0] >= pair[1]));
    assert!(probabilities.iter().all(|p| *p >= found.least_probability.unwrap() && *p < 1.0));

    let first = found.segments[0].segment;
    let no = Decision::NotThisCode { code: Named::id(rounds), segments: vec![first] };
    reviewer.decide(&ann, &no, None, &at(3)).unwrap();
    let after = reviewer.suggest_for_with(&ann, &asked(rounds, usize::MAX), None).unwrap();
    assert!(after.segments.iter().all(|offered| offered.segment != first));
    assert_eq!((after.n_against, after.n_open), (4, 9));
    let of = |found: &CodeSuggestions| {
        found.segments.iter().map(|o| (o.segment, o.probability)).collect::<Vec<_>>()
    };
    for (segment, probability) in of(&after) {
        let earlier = of(&found).into_iter().find(|(id, _)| *id == segment).unwrap().1;
        assert!(probability < earlier, "a no makes the others less likely");
    }
    let tea = code(&reviewer, "Tea");
    let other = reviewer.suggest_for_with(&ann, &asked(tea, usize::MAX), None).unwrap();
    assert_eq!(other.n_open, 10, "for another code it was not refused");
    let yes = read(&format!(r#"{{"do":"code","code":"Rounds","segments":[{}]}}"#, after.segments[0].segment));
    reviewer.decide(&ann, &yes, None, &at(4)).unwrap();
    assert_eq!(reviewer.suggest_for_with(&ann, &asked(rounds, 1), None).unwrap().n_open, 8);
}

#[test]
fn nothing_is_offered_below_the_floor() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    reviewer.say(&ann, r#"{"do":"create-code","label":"Dog"}"#);
    reviewer.say(&ann, r#"{"do":"code","code":"Dog","segments":[15]}"#);
    for theme in [1, 2] {
        reviewer.say(&ann, &format!(r#"{{"do":"accept","candidate":{theme}}}"#));
    }
    reviewer.say(&ann, r#"{"do":"not-this-code","code":"Dog","segments":[12,13,14]}"#);
    let dog = reviewer.code(&ann, &Named("Dog".to_owned())).unwrap();
    let found = reviewer.suggest_for_with(&ann, &asked(dog, usize::MAX), None).unwrap();
    assert_eq!((found.n_open, found.n_passing), (3, 0), "{found:?}");
}
