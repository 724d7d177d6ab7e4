//! Codes matched by hand: figures as if both coders had used one label, and what cannot be matched.

use super::*;
use crate::project::MatchProblem;

/// Codings of one coder: labels and the segments that carry them.
type Codings<'a> = [(&'a str, &'a str)];

const ANN: &Codings<'_> = &[("Rounds", "[1,2,3,4]"), ("Nights", "[5,6,7]"), ("Tea", "[9,10]")];
/// What Ben codes, as Ann would, under labels of his own.
const BEN: &Codings<'_> = &[("Visits", "[1,2,3]"), ("Working at night", "[5,6,7,8,10]"), ("Tea", "[9,10]")];

/// Sets up a study with these codings, under one theme, open for comparison.
fn study(
    folder: &std::path::Path,
    of_ann: &Codings<'_>,
    of_ben: &Codings<'_>,
) -> (Reviewer, CoderId, CoderId) {
    let (mut reviewer, ann, ben) = reviewed(folder);
    for (coder, codings) in [(&ann, of_ann), (&ben, of_ben)] {
        reviewer.say(coder, r#"{"do":"create-code","label":"Work","level":"theme"}"#);
        for (label, segments) in codings {
            reviewer.say(coder, &format!(r#"{{"do":"create-code","label":"{label}","under":"Work"}}"#));
            reviewer.say(coder, &format!(r#"{{"do":"code","code":"{label}","segments":{segments}}}"#));
        }
    }
    open(&mut reviewer, &ann);
    (reviewer, ann, ben)
}

fn matching(matches: &[(&str, &str)]) -> CompareRequest {
    let named = |text: &str| Named(text.to_owned());
    let of = |&(first, second): &(&str, &str)| CodeMatch { first: named(first), second: named(second) };
    CompareRequest { matches: matches.iter().map(of).collect(), ..CompareRequest::default() }
}

fn problem(reviewer: &Reviewer, viewer: &CoderId, request: &CompareRequest) -> MatchProblem {
    match reviewer.compare(viewer, request, &NoProgress).unwrap_err() {
        ProjectError::Compare { problem: Incomparable::Matches(problem), .. } => *problem,
        other => panic!("{other}"),
    }
}

fn code<'a>(view: &'a ComparisonView, label: &str) -> &'a PerCodeView {
    view.pairs[0].per_code.as_ref().unwrap().iter().find(|code| code.code == label).unwrap()
}

const BOTH: [(&str, &str); 2] = [("rounds", "Visits"), ("Nights", "Working at night")];

#[test]
fn matched_codes_count_as_one_code_with_both_labels() {
    let folder = tempfile::tempdir().unwrap();
    let (reviewer, ann, _) = study(folder.path(), ANN, BEN);
    let apart = reviewer.compare(&ann, &CompareRequest::default(), &NoProgress).unwrap();
    // Alike: 9, and the five that neither coded.
    assert!((value(&apart.pairs[0], "percent") - 6.0 / 15.0).abs() < 1e-12);
    assert!(apart.matched.is_empty());
    let view = reviewer.compare(&ann, &matching(&BOTH), &NoProgress).unwrap();
    // Alike: 1, 2, 3, 5, 6, 7, 9 and the five that neither coded; 4 and 8 by one only, 10 with one code more.
    assert!((value(&view.pairs[0], "percent") - 12.0 / 15.0).abs() < 1e-12);
    // Codes that both gave: 3 + 3 + 2 of 9 and 10.
    assert!((value(&view.pairs[0], "holsti") - 16.0 / 19.0).abs() < 1e-12);
    let nights = code(&view, "Nights = Working at night");
    assert_eq!((nights.both, nights.first_only, nights.second_only, nights.neither), (3, 0, 2, 10));
    // κ: 13 of 15 alike; by chance 3/15 · 5/15 + 12/15 · 10/15 = 135/225, so (195 − 135) / (225 − 135).
    assert!((nights.figures["cohen_kappa"].value().unwrap() - 60.0 / 90.0).abs() < 1e-12);
    assert_eq!(
        view.pairs[0].grid.rows.iter().map(|line| line.label.as_str()).collect::<Vec<_>>(),
        ["Rounds = Visits", "Nights = Working at night", "Tea", "(no counterpart)"]
    );
    let matched = MatchedCodesView {
        label: "Nights = Working at night".to_owned(),
        first: vec!["Nights".to_owned()],
        second: vec!["Working at night".to_owned()],
    };
    assert_eq!((view.matched.len(), &view.matched[1]), (2, &matched));
    // Who reads the result learns what it rests on, also on the page.
    let said = view.summary.to_string();
    assert!(said.ends_with("counting 2 codes matched by hand"), "{said}");
    let notice = view.notices[0].to_string();
    for words in ["2 codes were matched by hand", "`Rounds = Visits`", "agreement look better than it is"] {
        assert!(notice.contains(words), "{notice}");
    }
    let page = reviewer.comparison_page(&view, None).unwrap();
    assert!(page.contains("Nights = Working at night") && page.contains("look better than it is"));
}

#[test]
fn all_is_as_if_the_second_coder_had_used_the_labels_of_the_first() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (matched, ann, _) = study(one.path(), ANN, BEN);
    let (renamed, _, _) =
        study(other.path(), ANN, &[("Rounds", "[1,2,3]"), ("Nights", "[5,6,7,8,10]"), ("Tea", "[9,10]")]);
    for (unit, level) in [
        (ComparisonUnit::Segment, CodeLevel::Code),
        (ComparisonUnit::Sentence, CodeLevel::Code),
        (ComparisonUnit::Character, CodeLevel::Code),
    ] {
        for beside_run in [false, true] {
            if beside_run && unit != ComparisonUnit::Segment {
                continue;
            }
            let asked = |matches: &[(&str, &str)]| CompareRequest {
                unit,
                level,
                beside_run: Some(beside_run),
                ..matching(matches)
            };
            let form = |reviewer: &Reviewer, request: &CompareRequest| {
                let view = reviewer.compare(&ann, request, &NoProgress).unwrap();
                let parts = (&view.unit, &view.sides, &view.pairs, &view.units, &view.measures);
                let written = serde_json::to_string(&parts).unwrap();
                written.replace("Rounds = Visits", "Rounds").replace("Nights = Working at night", "Nights")
            };
            assert_eq!(form(&matched, &asked(&BOTH)), form(&renamed, &asked(&[])), "{unit:?} {beside_run}");
        }
    }
}

#[test]
fn several_codes_of_one_coder_can_be_one_of_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let of_ann: &Codings<'_> = &[("Nights", "[5,6,7]"), ("Sleep", "[7,11]"), ("Tea", "[9]")];
    let (reviewer, ann, ben) =
        study(folder.path(), of_ann, &[("Working at night", "[5,6,7,11,12]"), ("Tea", "[9,10]")]);
    // By id too, and a match given twice counts once.
    let id = reviewer.code(&ben, &Named("Working at night".to_owned())).unwrap().to_string();
    let both = [("Nights", "working at night"), ("Sleep", id.as_str()), ("Nights", id.as_str())];
    let view = reviewer.compare(&ann, &matching(&both), &NoProgress).unwrap();
    let night = code(&view, "Nights + Sleep = Working at night");
    assert_eq!((night.both, night.first_only, night.second_only, night.neither), (4, 0, 1, 10));
    // Segment 7 has both of Ann's codes, which are one here; 12 and 10 are Ben's only.
    assert!((value(&view.pairs[0], "percent") - 13.0 / 15.0).abs() < 1e-12);
    assert_eq!(view.pairs[0].disagreements, BTreeMap::from([(DisagreementKind::OnlySecond, 2)]));
    // A code with a counterpart of its own label keeps it where this is said.
    let wider = [("Tea", "Tea"), ("Tea", "Working at night")];
    let view = reviewer.compare(&ann, &matching(&wider), &NoProgress).unwrap();
    assert_eq!(view.matched[0].label, "Tea = Tea + Working at night");
    assert_eq!(code(&view, "Tea = Tea + Working at night").both, 1);
    // Every name of a matched code finds its units.
    for label in ["Nights", "sleep", "Working at night", "Nights + Sleep = Working at night"] {
        let filter = ComparisonFilter { code: Some(label.to_owned()), ..ComparisonFilter::default() };
        let request = CompareRequest { filter, ..matching(&both) };
        let found = reviewer.compare(&ann, &request, &NoProgress).unwrap();
        assert_eq!(found.units.len(), 5, "{label}");
    }
}

#[test]
fn coders_who_share_no_label_share_those_that_are_matched() {
    let folder = tempfile::tempdir().unwrap();
    let (reviewer, ann, _) = study(folder.path(), &ANN[..2], &BEN[..2]);
    let apart = reviewer.compare(&ann, &CompareRequest::default(), &NoProgress).unwrap();
    assert!(apart.pairs[0].share_no_label);
    let view = reviewer.compare(&ann, &matching(&BOTH[..1]), &NoProgress).unwrap();
    assert!(!view.pairs[0].share_no_label && view.pairs[0].partition.is_none());
}

#[test]
fn a_verdict_holds_whether_codes_are_matched_or_not() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = study(folder.path(), ANN, BEN);
    let (plain, matched) = (CompareRequest::default(), matching(&BOTH));
    let ten = |reviewer: &Reviewer, request: &CompareRequest| {
        let view = reviewer.compare(&ann, request, &NoProgress).unwrap();
        view.units.iter().find(|unit| unit.id == 10).unwrap().disagreements[0].clone()
    };
    let id = ten(&reviewer, &matched).id.to_string();
    let verdict = Some(crate::domain::AdjudicationVerdict::Both);
    let decision = reviewer.adjudication(&ann, &matched, &id, verdict).unwrap();
    reviewer.decide(&ann, &decision, Some("it is both"), &at(3)).unwrap();
    assert!(ten(&reviewer, &matched).is_decided() && ten(&reviewer, &plain).is_decided());
    // Segment 5 is read alike where the codes are matched.
    let list = reviewer.disagreement_list(&ann, &matched, 20, &NoProgress).unwrap();
    assert_eq!(list.disagreements.iter().map(|found| found.unit.id).collect::<Vec<_>>(), [4, 10, 8]);
    assert!(reviewer.verify().is_ok());
}

#[test]
fn what_cannot_be_matched_is_named_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = study(folder.path(), ANN, BEN);
    reviewer.say(&ben, r#"{"do":"create-code","label":"Unused","under":"Work"}"#);
    let said = |matches: &[(&str, &str)]| problem(&reviewer, &ann, &matching(matches)).to_string();
    for (matches, words) in [
        (&[("Nigths", "Visits")][..], "Ann has no code `Nigths`; did you mean “Nights”?"),
        (
            &[("Nights", "Working at nite")],
            "Ben has no code `Working at nite`; did you mean “Working at night”?",
        ),
        (
            &[("Visits", "Rounds")],
            "`Visits` is a code of Ben, and `Rounds` one of Ann. Name the code of Ann first",
        ),
        (&[("Nights", "Unused")], "Ben has coded nothing with `Unused`"),
        (&[("Tea", "tea")], "`Tea` is a label of both coders, so these codes count as one already"),
        (
            &[("Tea", "Visits")],
            "`Tea` of Ann was matched with `Visits`, but it already counts as one with `Tea` of Ben",
        ),
        (
            &[("Rounds", "Tea")],
            "`Tea` of Ben was matched with `Rounds`, but it already counts as one with `Tea` of Ann",
        ),
        (
            &[("Rounds", "Visits"), ("Nights", "Working at night"), ("Nights", "Visits")],
            "`Rounds` and `Nights` of Ann would count as one with `Visits` and `Working at night` of Ben",
        ),
    ] {
        let found = said(matches);
        assert!(found.contains(words), "{matches:?}: {found}");
    }
    let themes = CompareRequest { level: CodeLevel::Theme, ..matching(&BOTH[..1]) };
    let found = problem(&reviewer, &ann, &themes);
    assert!(found.to_string().contains("`Rounds` of Ann counts as `Work`"), "{found}");
    assert_eq!(found.remedies(), [Remedy::give("matches"), Remedy::give("level")]);
    let alone = CompareRequest { coders: vec![ann.clone()], ..matching(&BOTH) };
    let found = problem(&reviewer, &ann, &alone);
    assert_eq!(found, MatchProblem::NotTwoCoders { n_coders: 1 });
    assert_eq!(found.remedies(), [Remedy::give("coders"), Remedy::leave_out("matches")]);
    // Two codes of one label are told apart by their ids.
    reviewer.say(&ben, r#"{"do":"create-code","label":"Day","level":"theme"}"#);
    reviewer.say(&ben, r#"{"do":"create-code","label":"Visits","under":"Day"}"#);
    let found = problem(&reviewer, &ann, &matching(&BOTH[..1]));
    assert!(found.to_string().contains("Ben has several codes `Visits`: "), "{found}");
}

#[test]
fn a_blind_coder_learns_no_code_from_matching() {
    let folder = tempfile::tempdir().unwrap();
    let (reviewer, ann, _) = coded(folder.path());
    for matches in [&BOTH[..], &[("Nights", "No such code")]] {
        let refused = reviewer.compare(&ann, &matching(matches), &NoProgress).unwrap_err();
        assert!(matches!(refused, ProjectError::Blind { .. }), "{refused}");
    }
}
