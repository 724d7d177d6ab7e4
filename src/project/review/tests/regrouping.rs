//! Themes whose segments change are described again, and no others.

use std::collections::BTreeSet;

use super::study::{Levels, at, named, read, reviewed, reviewed_of};
use crate::domain::*;
use crate::project::review::commit::{Act, Commit};
use crate::project::{ProjectError, Refusal, Reviewer};

#[test]
fn a_merge_describes_the_staying_theme_anew_and_leaves_the_others_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    let others = |reviewer: &crate::project::Reviewer| -> Vec<String> {
        let themes = reviewer.candidate_list(&ann, &ann, None).unwrap().themes;
        themes
            .iter()
            .filter(|t| ![named("A"), named("C")].contains(&t.theme.id))
            .map(|t| serde_json::to_string(t).unwrap())
            .collect()
    };
    let before = others(&reviewer);
    let merge = read(r#"{"do":"merge","candidate":[3],"into":1}"#);
    let preview = reviewer.preview(&ann, &merge, &at(2)).unwrap();
    let decided = reviewer.decide(&ann, &merge, Some(" the same thing "), &at(2)).unwrap();
    assert_eq!(others(&reviewer), before);
    assert_eq!(decided.touched.candidates, [named("A"), named("C")]);
    let themes = reviewer.candidate_list(&ann, &ann, None).unwrap().themes;
    assert_eq!(themes.iter().map(|of| of.theme.id).collect::<Vec<_>>(), ["A", "B", "C", "D"].map(named));
    let merged = &themes[0].theme;
    assert_eq!((merged.n_segments, merged.n_participants), (7, 3));
    // Cohesion is the length of the sum of the unit vectors, divided by their number.
    let degrees: [f64; 7] = [0.0, 5.0, 10.0, 14.0, 180.0, 185.0, 190.0];
    let sum = |f: fn(f64) -> f64| degrees.iter().map(|d| f(d.to_radians())).sum::<f64>();
    let expected = sum(f64::cos).hypot(sum(f64::sin)) / 7.0;
    assert!((merged.cohesion.unwrap() - expected).abs() < 1e-6, "{:?} {expected}", merged.cohesion);
    assert!(merged.key_terms.iter().any(|term| term == "tea"), "{:?}", merged.key_terms);
    assert_eq!(merged.stability, None, "the run did not assess this group of segments");
    assert!(themes[1].theme.stability.is_some());
    // The preview was right.
    assert_eq!(preview.n_segments, 3, "those that change their place");
    assert_eq!(preview.n_participants, 3);
    assert_eq!(
        preview.unchanged,
        "No other candidate changes: the other 2 keep their segments and key terms."
    );
    let of_one = &preview.candidates[0];
    assert_eq!((of_one.n_segments_before, of_one.n_segments_after), (4, 7));
    assert_eq!((of_one.cohesion_before, of_one.cohesion_after), (Some(0.99), merged.cohesion));
    assert_eq!(of_one.key_terms_after, merged.key_terms);
    assert_eq!(
        (preview.candidates[1].verdict, preview.candidates[1].cohesion_after),
        (CandidateStatus::Merged, None)
    );
    assert_eq!(preview.words, decided.words);
}

#[test]
fn a_preview_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    let (last, state) = (reviewer.last_operation(), reviewer.state.canonical());
    for json in [
        r#"{"do":"accept","candidate":1}"#,
        r#"{"do":"reject","candidate":1}"#,
        r#"{"do":"defer","candidate":1}"#,
        r#"{"do":"split","candidate":1,"parts":[[1,2]]}"#,
        r#"{"do":"move","segments":[1],"to":{"candidate":2}}"#,
    ] {
        let preview = reviewer.preview(&ann, &read(json), &at(2)).unwrap();
        assert!(preview.n_segments > 0 && preview.n_participants > 0, "{json}");
        assert!(preview.unchanged.starts_with("No other candidate changes"), "{json}");
    }
    assert_eq!((reviewer.last_operation(), reviewer.state.canonical()), (last, state));
    let refused = reviewer.preview(&ann, &read(r#"{"do":"accept","candidate":9}"#), &at(2));
    assert!(matches!(refused, Err(ProjectError::Refused(Refusal::NoSuchCandidate { .. }))));
    let accepted = reviewer.preview(&ann, &read(r#"{"do":"accept","candidate":1}"#), &at(2)).unwrap();
    assert_eq!((accepted.n_new_codings, accepted.n_segments, accepted.n_unchanged_candidates), (4, 4, 3));
}

#[test]
fn alternatives_part_the_theme_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    reviewer.say(&ann, r#"{"do":"merge","candidate":[2],"into":1}"#);
    let alternatives = reviewer.split_alternatives(&ann, named("A"), None).unwrap();
    assert_eq!(alternatives.iter().map(|a| a.n_parts).collect::<Vec<_>>(), [2, 3, 4]);
    for alternative in &alternatives {
        assert_eq!(alternative.parts.len(), alternative.n_parts);
        let all: Vec<u32> = alternative.parts.iter().flat_map(|p| &p.segments).map(|s| s.0).collect();
        assert_eq!(all.iter().copied().collect::<BTreeSet<_>>(), (1..=8).collect());
        assert_eq!(all.len(), 8);
        assert!(reviewer.preview(&ann, &alternative.decision, &at(3)).is_ok());
    }
    let two = &alternatives[0];
    let part: Vec<Vec<u32>> = two.parts.iter().map(|p| p.segments.iter().map(|s| s.0).collect()).collect();
    assert!(part.contains(&vec![1, 2, 3, 4]) && part.contains(&vec![5, 6, 7, 8]), "{part:?}");
    assert!(two.parts.iter().all(|part| part.cohesion > 0.98 && !part.key_terms.is_empty()));
    assert_eq!(reviewer.split_alternatives(&ann, named("A"), None).unwrap(), alternatives, "always the same");
    let asked = reviewer.split_alternatives(&ann, named("A"), Some(4)).unwrap();
    assert_eq!(asked.iter().map(|a| a.n_parts).collect::<Vec<_>>(), [3, 4, 5]);
    let decision = two.decision.clone();
    let decided = reviewer.decide(&ann, &decision, None, &at(3)).unwrap();
    assert_eq!(decided.touched.new_candidates, [named("E")]);
    assert_eq!(reviewer.seen(&ann, "E").n_segments, 4);
}

#[test]
fn a_theme_that_comes_back_to_its_segments_comes_back_to_its_description() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    reviewer.say(&ann, r#"{"do":"move","segments":[9],"to":{"candidate":2}}"#);
    let two = reviewer.seen(&ann, "B");
    reviewer.say(&ann, r#"{"do":"move","segments":[10],"to":{"candidate":2}}"#);
    assert_ne!(reviewer.seen(&ann, "B"), two);
    reviewer.say(&ann, r#"{"do":"move","segments":[10],"to":{"candidate":3}}"#);
    assert_eq!(reviewer.seen(&ann, "B"), two);
}

#[test]
fn without_its_vectors_a_run_is_not_regrouped() {
    let folder = tempfile::tempdir().unwrap();
    let (reviewer, ann, _) = reviewed(folder.path());
    let connection = rusqlite::Connection::open(reviewer.path()).unwrap();
    connection.execute_batch("DELETE FROM embedding; DELETE FROM model").unwrap();
    let mut reviewer = crate::project::Reviewer::open(reviewer.path(), None).unwrap();
    let (last, state) = (reviewer.last_operation(), reviewer.state.canonical());
    let error =
        reviewer.decide(&ann, &read(r#"{"do":"merge","candidate":[3],"into":1}"#), None, &at(2)).unwrap_err();
    assert!(matches!(error, ProjectError::NoVectors { .. }), "{error}");
    assert_eq!(error.remedies(), [Remedy::take(Action::Suggest)]);
    assert_eq!((reviewer.last_operation(), reviewer.state.canonical()), (last, state));
    reviewer.say(&ann, r#"{"do":"accept","candidate":1}"#);
    reviewer.verify().unwrap();
}

/// Checks that every candidate of a coder that has segments has evidence from them.
fn all_have_evidence(reviewer: &Reviewer, coder: &CoderId, said: &str) {
    let list = reviewer.candidate_list(coder, coder, None).unwrap();
    let of_themes = list.themes.iter().flat_map(|theme| std::iter::once(&theme.theme).chain(&theme.codes));
    for found in of_themes.chain(&list.codes).filter(|found| found.n_segments > 0) {
        assert!(!found.label.is_empty() && !found.key_terms.is_empty(), "{said}: {found:?}");
        assert!(found.cohesion.is_some() && found.n_participants > 0, "{said}: {found:?}");
    }
}

#[test]
fn no_decision_leaves_a_theme_with_segments_without_evidence() {
    for text in OF_EACH_KIND {
        let folder = tempfile::tempdir().unwrap();
        let (mut reviewer, ann, ben) = reviewed_of(folder.path(), Levels::Two);
        reviewer.say(&ann, r#"{"do":"create-code","label":"A","level":"code"}"#);
        reviewer.say(&ann, r#"{"do":"create-code","label":"B","level":"category"}"#);
        reviewer.say(&ann, r#"{"do":"code","code":"A","segments":[1,2]}"#);
        reviewer.say(&ann, r#"{"do":"write-memo","on":"project","text":"first"}"#);
        reviewer.say(&ann, r#"{"do":"reject","candidate":4}"#);
        reviewer.say(&ben, r#"{"do":"create-code","label":"D","level":"code"}"#);
        let view = reviewer.state.view(&ann);
        let (coding, memo) = (view.codings.keys().next().unwrap(), view.memos.keys().next().unwrap());
        let text = text.replace("CODING", coding.as_str()).replace("MEMO", memo.as_str());
        let decision = read(&text);
        let coder = match &decision {
            Decision::AddCoder { name } => CoderId::of_name(name),
            _ => ann.clone(),
        };
        if let Decision::RestoreDocuments { documents } = &decision {
            let out = Decision::RemoveDocuments { documents: documents.clone() };
            reviewer.decide(&ann, &out, None, &at(3)).unwrap();
        }
        let preview = reviewer.preview(&coder, &decision, &at(3)).unwrap();
        reviewer.decide(&coder, &decision, Some("because"), &at(3)).unwrap();
        // What was measured with segments that are out now is not shown of the others.
        if !matches!(decision, Decision::RemoveDocuments { .. } | Decision::CorrectDocument { .. }) {
            all_have_evidence(&reviewer, &ann, &text);
        }
        for found in preview.candidates.iter().filter(|found| found.n_segments_after > 0) {
            assert!(found.cohesion_after.is_some() && !found.key_terms_after.is_empty(), "{text}");
        }
        reviewer.verify().unwrap();
    }
}

#[test]
fn a_theme_is_described_whoever_forgot_to_say_that_it_would_be() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = reviewed(folder.path());
    let merge = read(r#"{"do":"merge","candidate":[3],"into":1}"#);
    let trial = reviewer.transact(&at(2), false, |session| {
        session.act(&ann, Act::Decide(&merge), None, &at(2)).map(Commit::Discard)
    });
    assert_eq!(trial.unwrap().touched.candidates, [named("A"), named("C")]);
    assert_eq!(reviewer.seen(&ann, "A").n_segments, 4, "a trial keeps nothing");
    let mut reviewer = Reviewer::open(reviewer.path(), None).unwrap();
    let kept = reviewer.transact(&at(2), false, |session| {
        session.act(&ann, Act::Decide(&merge), None, &at(2)).map(Commit::Keep)
    });
    kept.unwrap();
    assert_eq!(reviewer.seen(&ann, "A").n_segments, 7);
    all_have_evidence(&reviewer, &ann, "merge");
}
