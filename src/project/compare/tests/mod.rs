//! Comparison of a small study, checked by hand.

mod dependence;
mod matching;

use std::collections::BTreeMap;

use super::*;
use crate::domain::{CodeLevel, DisagreementKind, Named, NoProgress, Remedy};
use crate::project::Refusal;
use crate::project::review::tests::study::{at, read, reviewed};

/// Sets up codings of fifteen segments by Ann and Ben; segments of P0 are 1, 4, 7, 10 and 13, those of P1 one more each, those
/// of P2 two more.
fn coded(folder: &std::path::Path) -> (Reviewer, CoderId, CoderId) {
    let (mut reviewer, ann, ben) = reviewed(folder);
    for (coder, codings) in [
        (&ann, [("Rounds", "[1,2,3,4]"), ("Nights", "[5,6,7]"), ("Tea", "[9,10]")]),
        (&ben, [("rounds ", "[1,2,3]"), ("Nights", "[5,6,7,8,10]"), ("Tea", "[9,10]")]),
    ] {
        reviewer.say(coder, r#"{"do":"create-code","label":"Work","level":"theme"}"#);
        for (label, segments) in codings {
            reviewer.say(coder, &format!(r#"{{"do":"create-code","label":"{label}","under":"Work"}}"#));
            let label = label.trim();
            reviewer.say(coder, &format!(r#"{{"do":"code","code":"{label}","segments":{segments}}}"#));
        }
    }
    (reviewer, ann, ben)
}

fn open(reviewer: &mut Reviewer, coder: &CoderId) {
    reviewer.say(coder, r#"{"do":"compare"}"#);
}

fn value(pair: &PairView, key: &str) -> f64 {
    pair.coefficients.as_ref().unwrap()[key].value().unwrap()
}

#[test]
fn coders_are_blind_until_the_project_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = coded(folder.path());
    let request = CompareRequest::default();
    assert!(matches!(reviewer.compare(&ann, &request, &NoProgress), Err(ProjectError::Blind { .. })));
    open(&mut reviewer, &ann);
    assert_eq!(reviewer.compare(&ann, &request, &NoProgress).unwrap().pairs.len(), 1);
}

#[test]
fn two_coders_by_segments() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = coded(folder.path());
    open(&mut reviewer, &ann);
    let view = reviewer.compare(&ann, &CompareRequest::default(), &NoProgress).unwrap();
    assert_eq!((view.unit.n_units, view.unit.n_uncoded), (15, 5));
    let pair = &view.pairs[0];
    // Alike: 1, 2, 3, 5, 6, 7, 9 and the five that neither coded; 4 and 8 by one only, 10 with one code more.
    assert!((value(pair, "percent") - 12.0 / 15.0).abs() < 1e-12);
    // Codes that both gave: 3 + 3 + 2 of 9 and 10.
    assert!((value(pair, "holsti") - 16.0 / 19.0).abs() < 1e-12);
    let nights = pair.per_code.as_ref().unwrap().iter().find(|code| code.code == "Nights").unwrap();
    assert_eq!((nights.both, nights.first_only, nights.second_only, nights.neither), (3, 0, 2, 10));
    assert_eq!(
        pair.disagreements,
        BTreeMap::from([
            (DisagreementKind::Partial, 1),
            (DisagreementKind::OnlyFirst, 1),
            (DisagreementKind::OnlySecond, 1)
        ])
    );
    // "rounds " and "Rounds" are one code.
    assert_eq!(
        pair.grid.rows.iter().map(|line| line.label.as_str()).collect::<Vec<_>>(),
        ["Rounds", "Nights", "Tea", "(no counterpart)"]
    );
    let cell = |row: usize, column: usize| {
        pair.grid.cells.iter().find(|cell| (cell.row, cell.column) == (row, column)).map(|cell| cell.n)
    };
    assert_eq!((cell(0, 0), cell(0, 3), cell(3, 1), cell(3, 3)), (Some(3), Some(1), Some(2), Some(5)));
    // Segment 10: Tea is shared, Nights is Ben's alone.
    assert_eq!(cell(2, 2), Some(2));
    let unit = view.units.iter().find(|unit| unit.id == 10).unwrap();
    assert_eq!(unit.text, "Tea with the nurses is where I hear what happened.");
    assert_eq!((unit.participant.as_deref(), unit.turn), (Some("P0"), 4));
    assert_eq!(unit.readings[1].codes.len(), 2);
}

#[test]
fn every_level_and_unit_gives_the_same_codings() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = coded(folder.path());
    open(&mut reviewer, &ann);
    let themes = CompareRequest { level: CodeLevel::Theme, ..CompareRequest::default() };
    let view = reviewer.compare(&ann, &themes, &NoProgress).unwrap();
    // One theme: coded or not. Segments 4 and 8 differ.
    assert!((value(&view.pairs[0], "percent") - 13.0 / 15.0).abs() < 1e-12);
    // Turns are segments here, and sentences too.
    let by = |unit| {
        let request = CompareRequest { unit, ..CompareRequest::default() };
        value(&reviewer.compare(&ann, &request, &NoProgress).unwrap().pairs[0], "krippendorff_alpha_masi")
    };
    let segments = by(ComparisonUnit::Segment);
    assert_eq!(segments.to_bits(), by(ComparisonUnit::Turn).to_bits());
    assert_eq!(segments.to_bits(), by(ComparisonUnit::Sentence).to_bits());
    // By characters, each turn weighs its number of characters.
    let request = CompareRequest { unit: ComparisonUnit::Character, ..CompareRequest::default() };
    let view = reviewer.compare(&ann, &request, &NoProgress).unwrap();
    let differ: usize =
        view.units.iter().filter(|unit| !unit.disagreements.is_empty()).map(|unit| unit.text.len()).sum();
    let percent = 1.0 - differ as f64 / view.unit.n_units as f64;
    assert!((value(&view.pairs[0], "percent") - percent).abs() < 1e-12);
}

#[test]
fn a_coder_beside_the_themes_of_a_run() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = coded(folder.path());
    let request = CompareRequest { coders: vec![ann.clone()], ..CompareRequest::default() };
    let view = reviewer.compare(&ann, &request, &NoProgress).unwrap();
    let pair = &view.pairs[0];
    let partition = pair.partition.as_ref().unwrap();
    // Segments 1 to 7, 9 and 10 have one code and a theme, and the codes equal the themes.
    assert_eq!(partition.counts.n_measured, 9);
    assert_eq!(partition.measures.ari.agreement.value(), Ok(1.0));
    assert_eq!(pair.second, "run-1");
    assert!(pair.grid.columns.iter().any(|line| line.noise));
    // Segments 8 and 11 are in themes that are matched to codes, and have no code.
    assert_eq!(pair.disagreements, BTreeMap::from([(DisagreementKind::OnlySecond, 2)]));
    // Codings accepted from the run's own themes are no evidence.
    assert!(view.notices.iter().all(|notice| !notice.to_string().contains("accepted")));
    reviewer.say(&ann, r#"{"do":"accept","candidate":4,"level":"code"}"#);
    let view = reviewer.compare(&ann, &request, &NoProgress).unwrap();
    assert!(
        view.notices
            .iter()
            .any(|notice| notice.to_string().starts_with("3 of Ann's 12 codings were accepted")),
        "{:?}",
        view.notices
    );
    let turns = CompareRequest { unit: ComparisonUnit::Turn, ..request };
    let by_turn = reviewer.compare(&ann, &turns, &NoProgress).unwrap_err();
    assert_eq!(by_turn.remedies(), [Remedy::give_value("unit", "segment")]);
}

#[test]
fn a_verdict_is_kept_with_its_reason_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = coded(folder.path());
    open(&mut reviewer, &ann);
    let request = CompareRequest::default();
    let view = reviewer.compare(&ann, &request, &NoProgress).unwrap();
    let ten = |view: &ComparisonView| {
        view.units.iter().find(|unit| unit.id == 10).unwrap().disagreements[0].clone()
    };
    let id = ten(&view).id.to_string();
    let decision = reviewer
        .adjudication(&ann, &request, &id[..5], Some(crate::domain::AdjudicationVerdict::Both))
        .unwrap();
    let refused = reviewer.decide(&ann, &decision, None, &at(3)).unwrap_err();
    assert!(matches!(refused, ProjectError::Refused(Refusal::NoText("reason"))));
    reviewer.decide(&ann, &decision, Some("it is both"), &at(3)).unwrap();
    let view = reviewer.compare(&ben, &request, &NoProgress).unwrap();
    let verdict = ten(&view).verdict.unwrap();
    assert_eq!(
        (verdict.by.as_str(), verdict.reason.as_str(), verdict.readings_changed),
        ("Ann", "it is both", false)
    );
    assert_eq!(view.pairs[0].n_decided, 1);
    let undecided = CompareRequest {
        filter: ComparisonFilter { undecided: true, ..ComparisonFilter::default() },
        ..request.clone()
    };
    let n = |view: &ComparisonView| view.units.iter().map(|unit| unit.disagreements.len()).sum::<usize>();
    assert_eq!(n(&reviewer.compare(&ann, &undecided, &NoProgress).unwrap()), 2);
    // Ben changed his codes since: the same disagreement, with the verdict marked.
    let coding = reviewer.state.view(&ben).codings.iter();
    let nights = reviewer.code(&ben, &Named("Nights".to_owned())).unwrap();
    let ten_is = |coding: &crate::domain::Coding| {
        coding.code == nights && coding.segment.is_some_and(|s| s.id.0 == 10)
    };
    let coding = coding.filter(|(_, coding)| ten_is(coding)).map(|(id, _)| id.to_string()).next().unwrap();
    reviewer
        .decide(&ben, &read(&format!(r#"{{"do":"uncode","codings":["{coding}"]}}"#)), None, &at(4))
        .unwrap();
    reviewer.say(&ben, r#"{"do":"code","code":"rounds","segments":[10]}"#);
    assert!(ten(&reviewer.compare(&ann, &request, &NoProgress).unwrap()).verdict.unwrap().readings_changed);
    reviewer.undo(&ann, None, &at(5)).unwrap();
    assert_eq!(ten(&reviewer.compare(&ann, &request, &NoProgress).unwrap()).verdict, None);
    assert!(reviewer.verify().is_ok());
}

#[test]
fn a_reflexive_study_shows_figures_only_where_they_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = coded(folder.path());
    open(&mut reviewer, &ann);
    reviewer.say(&ann, r#"{"do":"set-approach","approach":"reflexive"}"#);
    let view = reviewer.compare(&ann, &CompareRequest::default(), &NoProgress).unwrap();
    assert!(
        !view.show_coefficients
            && view.pairs[0].coefficients.is_none()
            && view.pairs[0].segmentation.is_none()
    );
    assert_eq!((view.pairs[0].median_code_alpha, view.measures.len()), (None, 0));
    let json = serde_json::to_string(&view).unwrap().replace(r#""median_code_alpha":null"#, "");
    assert!(!json.contains("alpha"), "{json}");
    let asked = CompareRequest { coefficients: Some(true), ..CompareRequest::default() };
    assert!(reviewer.compare(&ann, &asked, &NoProgress).unwrap().pairs[0].coefficients.is_some());
}

#[test]
fn filters_narrow_what_is_shown_and_leave_the_figures() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = coded(folder.path());
    open(&mut reviewer, &ann);
    let all = reviewer.compare(&ann, &CompareRequest::default(), &NoProgress).unwrap();
    let with = |filter: ComparisonFilter| CompareRequest { filter, ..CompareRequest::default() };
    let tea = reviewer
        .compare(
            &ann,
            &with(ComparisonFilter { code: Some("tea".to_owned()), ..ComparisonFilter::default() }),
            &NoProgress,
        )
        .unwrap();
    assert_eq!(tea.units.iter().map(|unit| unit.id).collect::<Vec<_>>(), [10, 9]);
    assert_eq!(value(&tea.pairs[0], "percent").to_bits(), value(&all.pairs[0], "percent").to_bits());
    let unknown = with(ComparisonFilter { code: Some("coffee".to_owned()), ..ComparisonFilter::default() });
    assert!(
        reviewer
            .compare(&ann, &unknown, &NoProgress)
            .unwrap_err()
            .to_string()
            .contains("Rounds, Nights, Tea")
    );
    let nobody = with(ComparisonFilter { participant: Some("P9".to_owned()), ..ComparisonFilter::default() });
    assert!(matches!(
        reviewer.compare(&ann, &nobody, &NoProgress),
        Err(ProjectError::Refused(Refusal::NoSuchParticipant { .. }))
    ));
}

#[test]
fn several_runs_stand_beside_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = coded(folder.path());
    open(&mut reviewer, &ann);
    let request = CompareRequest { runs: vec![crate::domain::RunId(1); 3], ..CompareRequest::default() };
    let runs = reviewer.compare(&ann, &request, &NoProgress).unwrap().runs.unwrap();
    assert!(runs.pairs.iter().all(|pair| pair.ari.value() == Ok(1.0) && pair.n_measured == 14));
    let missing = CompareRequest { runs: vec![crate::domain::RunId(7); 2], ..CompareRequest::default() };
    assert!(matches!(reviewer.compare(&ann, &missing, &NoProgress), Err(ProjectError::NoSuchRun { .. })));
}

#[test]
fn a_document_that_a_coder_left_alone_is_missing_and_not_uncoded() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = reviewed(folder.path());
    for coder in [&ann, &ben] {
        reviewer.say(coder, r#"{"do":"create-code","label":"Rounds"}"#);
        reviewer.say(coder, r#"{"do":"code","code":"Rounds","segments":[1,2]}"#);
    }
    reviewer.say(&ann, r#"{"do":"code","code":"Rounds","segments":[3]}"#);
    open(&mut reviewer, &ann);
    let view = reviewer.compare(&ann, &CompareRequest::default(), &NoProgress).unwrap();
    assert_eq!(value(&view.pairs[0], "percent"), 1.0);
    assert!(
        view.notices.iter().any(|notice| notice.to_string().starts_with("Ben coded nothing in P2.txt")),
        "{:?}",
        view.notices
    );
    assert!(view.pairs[0].disagreements.is_empty());
}

#[test]
fn labels_that_are_only_spelt_otherwise_are_one_code_for_all() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = reviewed(folder.path());
    let labels = [
        ("شب‌کاری", "شبكاري", "[1,2,3]"),
        ("Café", "CAFE\u{301}", "[4,5]"),
        ("3. Straße", "۳. STRASSE", "[6,7]"),
    ];
    for (of_ann, of_ben, segments) in labels {
        for (coder, label) in [(&ann, of_ann), (&ben, of_ben)] {
            reviewer.say(coder, &format!(r#"{{"do":"create-code","label":"{label}","level":"code"}}"#));
            reviewer.say(coder, &format!(r#"{{"do":"code","code":"{label}","segments":{segments}}}"#));
        }
    }
    open(&mut reviewer, &ann);
    let view = reviewer.compare(&ann, &CompareRequest::default(), &NoProgress).unwrap();
    let pair = &view.pairs[0];
    assert_eq!(pair.per_code.as_ref().unwrap().len(), 3);
    assert!((value(pair, "krippendorff_alpha_masi") - 1.0).abs() < 1e-12 && pair.disagreements.is_empty());
    let filter = ComparisonFilter { code: Some("شبکاری".to_owned()), ..ComparisonFilter::default() };
    let view =
        reviewer.compare(&ann, &CompareRequest { filter, ..CompareRequest::default() }, &NoProgress).unwrap();
    assert_eq!(view.units.len(), 3);
    let filter = ComparisonFilter { participant: Some(" p1".to_owned()), ..ComparisonFilter::default() };
    let view =
        reviewer.compare(&ann, &CompareRequest { filter, ..CompareRequest::default() }, &NoProgress).unwrap();
    assert!(!view.units.is_empty());
    assert!(view.units.iter().all(|unit| unit.participant.as_deref() == Some("P1")));
    // A verdict still fits when only a label's spelling has changed.
    reviewer.say(&ben, r#"{"do":"code","code":"café","segments":[9]}"#);
    let on = reviewer.adjudication(&ann, &CompareRequest::default(), "", None);
    assert!(on.is_err(), "an empty id matches none");
    let view = reviewer.compare(&ann, &CompareRequest::default(), &NoProgress).unwrap();
    let id = view.units.iter().flat_map(|unit| &unit.disagreements).next().unwrap().id.to_string();
    let verdict = Some(crate::domain::AdjudicationVerdict::Second);
    let decision = reviewer.adjudication(&ann, &CompareRequest::default(), &id, verdict).unwrap();
    reviewer.decide(&ann, &decision, Some("the definition says so"), &at(5)).unwrap();
    reviewer.say(&ann, r#"{"do":"rename-code","code":"café","label":"cafe\u0301"}"#);
    let view = reviewer.compare(&ann, &CompareRequest::default(), &NoProgress).unwrap();
    assert!(view.units.iter().flat_map(|unit| &unit.disagreements).all(|found| found.is_decided()));
}

#[test]
fn a_coefficient_has_the_same_key_and_value_in_agree_and_in_compare() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, _) = coded(folder.path());
    open(&mut reviewer, &ann);
    let view = reviewer.compare(&ann, &CompareRequest::default(), &NoProgress).unwrap();
    let compared = view.pairs[0].coefficients.as_ref().unwrap();
    // The same codings as a table.
    let mut table = "ann,ben\n".to_owned();
    for segment in 1..=15 {
        let of = |codes: [(&str, &[u32]); 3]| -> String {
            let given = codes.into_iter().filter(|(_, segments)| segments.contains(&segment));
            given.map(|(code, _)| code).collect::<Vec<_>>().join(";")
        };
        let of_ann = of([("Rounds", &[1, 2, 3, 4]), ("Nights", &[5, 6, 7]), ("Tea", &[9, 10])]);
        let of_ben = of([("rounds", &[1, 2, 3]), ("Nights", &[5, 6, 7, 8, 10]), ("Tea", &[9, 10])]);
        table += &format!("{of_ann},{of_ben}\n");
    }
    let path = folder.path().join("codings.csv");
    std::fs::write(&path, table).unwrap();
    let request = crate::project::AgreeRequest {
        table: path,
        sheet: None,
        coders: vec!["ann".to_owned(), "ben".to_owned()],
        unit: None,
        group: None,
        level: crate::project::MeasurementLevel::Set(crate::project::SetDistance::Masi),
        separator: ";".to_owned(),
        order: Vec::new(),
        missing: Vec::new(),
        empty_is_none: true,
        interval: crate::project::IntervalParams::default(),
    };
    let agreed = crate::project::agree(&request).unwrap();
    let written = serde_json::to_value(&agreed).unwrap();
    let mut keys: Vec<&String> = written["coefficients"].as_object().unwrap().keys().collect();
    keys.retain(|key| compared.contains_key(*key));
    for key in ["percent", "holsti", "cohen_kappa", "krippendorff_alpha_masi", "krippendorff_alpha_jaccard"] {
        assert!(keys.iter().any(|known| *known == key), "{key}: {keys:?}");
    }
    for key in keys {
        let (here, there) = (&compared[key], &written["coefficients"][key]["value"]);
        assert!((here.value().unwrap() - there.as_f64().unwrap()).abs() < 1e-12, "{key}");
    }
    // Two spellings are one code, and a notice says so.
    assert_eq!(agreed.codes.len(), 3);
    assert!(
        agreed.notices.iter().any(|notice| notice.to_string().contains("taken as one")),
        "{:?}",
        agreed.notices
    );
}
