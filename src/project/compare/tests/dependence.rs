//! Coders whose codings are not independent, coders without a common label, and the sentence on what came out.

use std::sync::atomic::{AtomicU64, Ordering};

use super::*;
use crate::project::review::tests::study::{Levels, reviewed_of};

/// Counts the steps of a comparison.
#[derive(Default)]
struct Steps {
    total: AtomicU64,
    done: AtomicU64,
}

impl Progress for Steps {
    fn start(&self, _stage: Stage, total: Option<u64>) {
        self.total.fetch_add(total.unwrap_or_default(), Ordering::SeqCst);
    }

    fn advance(&self, n: u64) {
        self.done.fetch_add(n, Ordering::SeqCst);
    }

    fn finish(&self) {}
}

fn compared(reviewer: &Reviewer, coder: &CoderId) -> ComparisonView {
    reviewer.compare(coder, &CompareRequest::default(), &NoProgress).unwrap()
}

#[test]
fn codings_from_the_same_candidate_are_counted_and_left_out_on_trial() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = reviewed_of(folder.path(), Levels::Two);
    for coder in [&ann, &ben] {
        // Segments 1 to 4.
        reviewer.say(coder, r#"{"do":"accept","candidate":1,"label":"Rounds"}"#);
        reviewer.say(coder, r#"{"do":"create-code","label":"Nights"}"#);
    }
    reviewer.say(&ann, r#"{"do":"code","code":"Nights","segments":[5,6]}"#);
    reviewer.say(&ben, r#"{"do":"code","code":"Nights","segments":[6,7]}"#);
    // One of the four passages is no longer coded by both.
    let first = reviewer.as_coder(&ben).unwrap().codebook(None, None).unwrap().codings;
    let of_segment_4 = first
        .iter()
        .find(|coding| coding.coding.segment.is_some_and(|of| of.id == crate::domain::SegmentId(4)))
        .unwrap();
    reviewer.say(&ben, &format!(r#"{{"do":"uncode","codings":["{}"]}}"#, of_segment_4.id));
    open(&mut reviewer, &ann);
    let view = compared(&reviewer, &ann);
    let pair = &view.pairs[0];
    let found = pair.not_independent.as_ref().unwrap();
    assert_eq!((found.n_passages, found.n_candidates, found.n_units), (3, 1, 3));
    // Of 15 segments, 4, 5 and 7 differ; without the three, of 12.
    assert!((value(pair, "percent") - 12.0 / 15.0).abs() < 1e-12);
    let without = found.coefficients_without.as_ref().unwrap();
    assert!((without["percent"].value().unwrap() - 9.0 / 12.0).abs() < 1e-12);
    let notice = view.notices.iter().find(|notice| notice.to_string().contains("not independent")).unwrap();
    assert!(
        notice.to_string().contains("Ann and Ben coded 3 passages by accepting the same candidate:"),
        "{notice}"
    );
    assert_eq!(
        view.summary.to_string(),
        "Ann and Ben both coded 4 of the 7 segments that one of them coded; where both coded, they used the same codes in 100 %"
    );
}

#[test]
fn codings_by_hand_are_independent() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = coded(folder.path());
    reviewer.say(&ann, r#"{"do":"accept","candidate":4,"level":"code"}"#);
    reviewer.say(&ben, r#"{"do":"create-code","label":"paperwork · teaching"}"#);
    reviewer.say(&ben, r#"{"do":"code","code":"paperwork · teaching","segments":[12,13,14]}"#);
    open(&mut reviewer, &ann);
    let view = compared(&reviewer, &ann);
    assert!(view.pairs[0].not_independent.is_none() && view.notices.is_empty(), "{:?}", view.notices);
    let counts = view.pairs[0].summary.unwrap();
    assert_eq!((counts.n_both, counts.n_same, counts.n_partly), (11, 10, 1));
    assert_eq!((counts.n_first_only, counts.n_second_only, counts.n_any()), (1, 1, 13));
    assert!(view.summary.to_string().ends_with("the same codes in 91 % and some of the same codes in 9 %"));
}

#[test]
fn coders_without_a_common_label_are_compared_by_how_they_group() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = reviewed(folder.path());
    for (coder, codings) in [
        (&ann, [("Rounds", "[1,2,3,4]"), ("Nights", "[5,6,7]")]),
        (&ben, [("Visite", "[1,2,3,4]"), ("Nachtdienst", "[5,6,7,8]")]),
    ] {
        for (label, segments) in codings {
            reviewer.say(coder, &format!(r#"{{"do":"create-code","label":"{label}"}}"#));
            reviewer.say(coder, &format!(r#"{{"do":"code","code":"{label}","segments":{segments}}}"#));
        }
    }
    open(&mut reviewer, &ann);
    let view = compared(&reviewer, &ann);
    let pair = &view.pairs[0];
    assert!(pair.share_no_label);
    let partition = pair.partition.as_ref().unwrap();
    assert_eq!((partition.counts.n_coded, partition.measures.ari.agreement.value()), (7, Ok(1.0)));
    let matched: Vec<(&str, &str)> = partition
        .matching
        .pairs
        .iter()
        .map(|pair| (pair.code_label.as_str(), pair.cluster_label.as_str()))
        .collect();
    assert_eq!(matched, [("Rounds", "Visite"), ("Nights", "Nachtdienst")]);
    assert!(view.summary.to_string().contains("they have no label in common"), "{}", view.summary);
    // How they group is a step of its own: both coded all three documents, so that no step is left out.
    let steps = Steps::default();
    reviewer.compare(&ann, &CompareRequest::default(), &steps).unwrap();
    let (total, done) = (steps.total.into_inner(), steps.done.into_inner());
    assert!(total > 0 && total == done, "{done} steps of {total}");
    // With one common label they are compared by their labels.
    reviewer.say(&ben, r#"{"do":"rename-code","code":"Visite","label":"rounds"}"#);
    let view = compared(&reviewer, &ann);
    assert!(!view.pairs[0].share_no_label && view.pairs[0].partition.is_none());
}

#[test]
fn a_coder_beside_a_run_has_a_sentence_too() {
    let folder = tempfile::tempdir().unwrap();
    let (reviewer, ann, _) = coded(folder.path());
    let request = CompareRequest { coders: vec![ann.clone()], ..CompareRequest::default() };
    let view = reviewer.compare(&ann, &request, &NoProgress).unwrap();
    let words = view.summary.to_string();
    assert!(
        words.starts_with("of 9 segments that Ann coded, 100 % are in the candidate of run 1"),
        "{words}"
    );
    let plain = CompareRequest { coefficients: Some(false), ..request };
    let view = reviewer.compare(&ann, &plain, &NoProgress).unwrap();
    assert_eq!(view.summary.to_string(), "Ann coded 9 segments of run 1");
}
