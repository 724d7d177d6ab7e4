//! Checks that while coders are blind to each other, nothing that a coder's session returns depends on another coder's
//! decisions.

use std::collections::BTreeSet;

use serde::Serialize;

use super::learning::NamesModel;
use super::study::{Levels, at, fingerprint, named, read, reviewed, reviewed_of};
use crate::domain::*;
use crate::project::compare::ComparisonUnit;
use crate::project::{
    CandidateView, ClusterParams, CodingFilter, CompareRequest, EmbedParams, EmbeddingModel, ExportPart,
    FindMeaningRequest, FindWordsRequest, LogFilter, LogPosition, ProjectError, QueueOrder, ReadPlace,
    Reviewer, SaturationParams, SaturationRequest, StudyExportRequest, SuggestForRequest,
};

/// Ann's decisions, before Ben decided anything.
const ANN: [&str; 5] = [
    r#"{"do":"accept","candidate":1,"level":"code"}"#,
    r#"{"do":"code","code":"ward round","segments":[5]}"#,
    r#"{"do":"code-span","code":"ward round","document":"P1.txt","start":0,"end":9}"#,
    r#"{"do":"write-memo","on":"project","text":"Mine."}"#,
    r#"{"do":"defer","candidate":3}"#,
];

/// Ben's decisions: the same number of operations each time, and nothing else in common.
const BENS: [[&str; 6]; 4] = [
    [
        r#"{"do":"accept","candidate":1}"#,
        r#"{"do":"accept","candidate":2,"label":"Nights"}"#,
        r#"{"do":"reject","candidate":4}"#,
        r#"{"do":"code","code":"Nights","segments":[1,2,3]}"#,
        r#"{"do":"write-memo","on":{"candidate":{"run":1,"candidate":2}},"text":"They are afraid."}"#,
        r#"{"do":"negative-coding","coding":"FIRST","negative":true}"#,
    ],
    [
        r#"{"do":"merge","candidate":[2],"into":1}"#,
        r#"{"do":"rename","candidate":1,"label":"Everything"}"#,
        r#"{"do":"move","segments":[9,10],"to":"new"}"#,
        r#"{"do":"create-code","label":"Fear","level":"theme"}"#,
        r#"{"do":"code-span","code":"Fear","document":"P2.txt","start":3,"end":20}"#,
        "undo",
    ],
    [
        r#"{"do":"defer","candidate":1}"#,
        r#"{"do":"defer","candidate":2}"#,
        r#"{"do":"defer","candidate":3}"#,
        r#"{"do":"defer","candidate":4}"#,
        "undo",
        "redo",
    ],
    [
        r#"{"do":"add","segments":[15],"candidate":4}"#,
        r#"{"do":"split","candidate":1,"parts":[[1,2]]}"#,
        r#"{"do":"reject","candidate":2}"#,
        "undo",
        r#"{"do":"negative","segments":[3],"negative":true}"#,
        r#"{"do":"create-code","label":"ward round","level":"code"}"#,
    ],
];

/// Ben's decisions on candidate themes that hold candidate codes.
const BENS_ON_TWO_LEVELS: [[&str; 6]; 4] = [
    [
        r#"{"do":"accept","candidate":"A","label":"Wards"}"#,
        r#"{"do":"rename","candidate":"B","label":"The rest"}"#,
        r#"{"do":"reject","candidate":"B"}"#,
        r#"{"do":"code","code":"Wards","segments":[1,2,3]}"#,
        r#"{"do":"write-memo","on":{"candidate":{"run":1,"candidate":"B"}},"text":"They are tired."}"#,
        r#"{"do":"negative-coding","coding":"FIRST","negative":true}"#,
    ],
    [
        r#"{"do":"move-candidate","candidate":2,"to":{"candidate":"B"}}"#,
        r#"{"do":"move-candidate","candidate":[3],"to":"new"}"#,
        r#"{"do":"split","candidate":"B","codes":[[4]]}"#,
        r#"{"do":"merge","candidate":["C"],"into":"A"}"#,
        r#"{"do":"defer","candidate":"D"}"#,
        "undo",
    ],
    [
        r#"{"do":"reject","candidate":"A"}"#,
        r#"{"do":"reopen","candidate":"A"}"#,
        r#"{"do":"merge","candidate":["A"],"into":"B"}"#,
        r#"{"do":"accept","candidate":"B","as_code":true}"#,
        "undo",
        "redo",
    ],
    BENS[1],
];

/// Creates a study of Ann and Ben with some decisions by Ben.
fn world(folder: &std::path::Path, levels: Levels, ben_does: &[&str]) -> (Reviewer, CoderId, CoderId) {
    let (mut reviewer, ann, ben) = reviewed_of(folder, levels);
    for decision in ANN {
        reviewer.say(&ann, decision);
    }
    for (&decision, minute) in ben_does.iter().zip(10..) {
        match decision {
            "undo" => reviewer.undo(&ben, None, &at(minute)).map(drop).unwrap(),
            "redo" => reviewer.redo(&ben, None, &at(minute)).map(drop).unwrap(),
            decision => {
                let first = reviewer.codebook_view(&ben, &ben, None).unwrap().codings.first().map(|c| c.id);
                let decision = decision.replace("FIRST", &first.map(|id| id.to_string()).unwrap_or_default());
                reviewer.decide(&ben, &read(&decision), Some("Ben's reason"), &at(minute)).unwrap();
            }
        }
    }
    (reviewer, ann, ben)
}

/// Collects all that Ann's session returns: the name of the method, its arguments, and the result.
fn everything(reviewer: &mut Reviewer, ann: &CoderId, ben: &CoderId) -> Vec<(&'static str, String, String)> {
    let mut given = Vec::new();
    let mut session = reviewer.as_coder(ann).unwrap();
    let s = &mut session;
    let mut note = |method, asked: &dyn std::fmt::Debug, answer: String| {
        given.push((method, format!("{asked:?}"), answer));
    };
    note("coder", &(), s.coder().to_string());
    note("name", &(), s.name().to_owned());
    let moments = [
        None,
        Some(LogPosition::Now),
        Some(LogPosition::Operation(OperationId(10))),
        Some(LogPosition::Time(at(12))),
    ];
    for of in [None, Some(ben)] {
        for moment in &moments {
            note("candidates", &(of, moment), shown(s.candidates(of, moment.as_ref())));
            note("codebook", &(of, moment), shown(s.codebook(of, moment.as_ref())));
        }
        note("memos", &of, shown(s.memos(of)));
        let listed = s.candidates(None, None).unwrap();
        let themes: Vec<&CandidateView> = listed.themes.iter().map(|theme| &theme.theme).collect();
        note("nearest_quotes", &of, shown(s.nearest_quotes(of, &themes, 2)));
        let of = of.unwrap_or(ann).clone();
        let params = SaturationParams { base: 1, run_length: 1, ..SaturationParams::default() };
        let request = SaturationRequest { of, level: None, order: None, params };
        note("saturation", &request, shown(s.saturation(&request)));
    }
    for part in <ExportPart as strum::VariantArray>::VARIANTS {
        for of in [None, Some(ann.clone()), Some(ben.clone())] {
            for without_text in [false, true] {
                let request = StudyExportRequest { part: *part, of: of.clone(), without_text };
                note("export_study", &request, shown(s.export_study(&request)));
            }
        }
    }
    for of in [None, Some(ben.clone())] {
        for code in ["ward round", "Nights", "Fear"] {
            let filter = CodingFilter {
                of: of.clone(),
                codes: vec![Named(code.to_owned())],
                ..CodingFilter::default()
            };
            note("codings", &filter, shown(s.codings(&filter)));
        }
    }
    for candidate in candidates() {
        note("candidate", &candidate, shown(s.candidate(candidate)));
        note("candidate_detail", &candidate, shown(s.candidate_detail(candidate)));
        note("split_alternatives", &candidate, shown(s.split_alternatives(candidate, None)));
        note("split", &candidate, shown(s.split(candidate, 2)));
        note("split_preview", &candidate, shown(s.split_preview(candidate, Some(2), &at(30))));
    }
    let all: Vec<SegmentId> = (1..=15).map(SegmentId).collect();
    note("segments", &all, shown(s.segments(&all)));
    for order in [QueueOrder::Telling, QueueOrder::Blind { seed: 1 }] {
        note("queue", &order, shown(s.queue(order, usize::MAX)));
    }
    note("progress", &(), serde_json::to_string(&s.progress()).unwrap());
    for label in ["ward round", "Nights", "Fear", "a", "b", "m"] {
        let named = Named(label.to_owned());
        note("code", &label, shown(s.code(&named)));
        note("candidate_named", &label, shown(s.candidate_named(label)));
        note("code_detail", &label, shown(s.code_detail(&named)));
        note("coding", &label, shown(s.coding(&named)));
        note("memo", &label, shown(s.memo(&named)));
    }
    let own = s.code(&Named("ward round".to_owned())).unwrap();
    note(
        "suggest_for",
        &own,
        shown(s.suggest_for(&SuggestForRequest { code: own, limit: 20, interview: None, model: None })),
    );
    note("interviews", &(), serde_json::to_string(&s.interviews()).unwrap());
    note("participants", &(), serde_json::to_string(&s.participants()).unwrap());
    note("unplaced", &(), serde_json::to_string(&s.unplaced()).unwrap());
    note("removal", &"P1", shown(s.removal(&["P1".to_owned()])));
    note("restoration", &"P1", shown(s.restoration(&["P1".to_owned()])));
    for document in ["P0", "P1", "P2", "P9"] {
        let place = ReadPlace::Whole(document.to_owned());
        note("read", &place, shown(s.read(&place)));
    }
    for (words, uncoded) in [("ward", false), ("ward", true), ("the", false)] {
        let request = FindWordsRequest { words: words.to_owned(), uncoded, ..FindWordsRequest::default() };
        note("find_words", &request, shown(s.find_words(&request)));
        let request = FindMeaningRequest {
            text: words.to_owned(),
            interview: None,
            uncoded,
            limit: 20,
            model: (EmbeddingModel::Bundled, EmbedParams::default()),
        };
        // What the bundled model would find, without its vectors.
        let found = s.reviewer.find_meaning_with(ann, &request, &NamesModel(fingerprint()));
        note("find_meaning", &(words, uncoded), shown(found));
    }
    for filter in filters(ann, ben) {
        note("log", &filter, shown(s.log(&filter)));
    }
    for from in 1..=13 {
        let (from, to) = (LogPosition::Operation(OperationId(from)), LogPosition::Now);
        note("diff", &from, shown(s.diff(&from, &to)));
    }
    for coders in [vec![], vec![ann.clone()], vec![ben.clone()], vec![ann.clone(), ben.clone()]] {
        for unit in [ComparisonUnit::Segment, ComparisonUnit::Character] {
            let request = CompareRequest { coders: coders.clone(), unit, ..CompareRequest::default() };
            note("compare", &(&coders, unit), shown(s.compare(&request, &NoProgress)));
            note(
                "disagreements",
                &(&coders, unit),
                shown(s.disagreements(&request, usize::MAX, &NoProgress)),
            );
            let verdict = Some(AdjudicationVerdict::First);
            note("adjudication", &(&coders, unit), shown(s.adjudication(&request, "a", verdict)));
        }
    }
    let params = ClusterParams { n_clusters: Some(2), ..super::learning::two() };
    let again = s.suggest_again(&params, &NoProgress);
    note("suggest_again", &(), shown(again.as_ref().map_err(ToString::to_string)));
    note("apply_reclustering", &(), shown(s.apply_reclustering(again.unwrap(), None, &at(30), true)));
    for decision in [
        r#"{"do":"accept","candidate":2}"#,
        r#"{"do":"reject","candidate":4}"#,
        r#"{"do":"merge","candidate":[2],"into":4}"#,
        r#"{"do":"accept","candidate":"B"}"#,
        r#"{"do":"merge","candidate":["B"],"into":"A"}"#,
        r#"{"do":"move-candidate","candidate":2,"to":"new"}"#,
    ] {
        note("preview", &decision, shown(s.preview(&read(decision), &at(30))));
    }
    note("undo_preview", &(), shown(s.undo_preview()));
    note("redo_preview", &(), shown(s.redo_preview()));
    // Methods that write come last.
    note("decide", &(), shown(s.decide(&read(r#"{"do":"reject","candidate":4}"#), None, &at(31))));
    note("undo", &(), shown(s.undo(None, &at(32))));
    note("redo", &(), shown(s.redo(None, &at(33))));
    let path = s.path().to_owned();
    note("diff_with", &(), shown(s.diff_with(&path)));
    given
}

/// Returns candidates of both levels, some of which do not exist.
fn candidates() -> impl Iterator<Item = CandidateId> {
    let codes = (0..8).map(|number| CandidateId::Code(ProposalId(number)));
    codes.chain(["A", "B", "C", "D", "E", "ZZ"].map(named))
}

/// Returns filters that ask for one thing each, and some for two.
fn filters(ann: &CoderId, ben: &CoderId) -> Vec<LogFilter> {
    let mut filters = vec![LogFilter::default()];
    for coder in [ann, ben] {
        filters.push(LogFilter { coder: Some(coder.clone()), ..LogFilter::default() });
        for candidate in candidates() {
            let candidate = Some(candidate);
            filters.push(LogFilter { coder: Some(coder.clone()), candidate, ..LogFilter::default() });
        }
    }
    for candidate in candidates() {
        filters.push(LogFilter { candidate: Some(candidate), ..LogFilter::default() });
    }
    for kind in [
        "decide",
        "undo",
        "redo",
        "suggest",
        "accept",
        "reject",
        "defer",
        "merge",
        "move-candidate",
        "code",
        "write-memo",
    ] {
        filters.push(LogFilter { kind: Some(kind.to_owned()), ..LogFilter::default() });
        filters.push(LogFilter {
            kind: Some(kind.to_owned()),
            coder: Some(ben.clone()),
            ..LogFilter::default()
        });
    }
    filters.push(LogFilter { since: Some(at(11)), until: Some(at(14)), ..LogFilter::default() });
    filters
}

/// Writes a result as text, without hashes and without ids made after Ben's decisions: they follow from the whole log by
/// SHA-256 and reveal nothing.
fn shown<T: Serialize, E: std::fmt::Display>(answer: Result<T, E>) -> String {
    match answer {
        Ok(answer) => {
            let mut value = serde_json::to_value(answer).unwrap();
            scrub(&mut value);
            value.to_string()
        }
        Err(error) => format!("refused: {error}"),
    }
}

fn scrub(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                match name.as_str() {
                    "hash" => *field = serde_json::Value::Null,
                    "codes" | "codings"
                        if field.as_array().is_some_and(|ids| ids.iter().all(|id| id.is_string())) =>
                    {
                        *field = serde_json::json!(field.as_array().map_or(0, Vec::len));
                    }
                    _ => scrub(field),
                }
            }
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(scrub),
        _ => {}
    }
}

#[test]
fn nothing_that_a_session_returns_depends_on_another_coders_decisions() {
    nothing_depends_on_ben(Levels::One, &BENS);
}

#[test]
fn nothing_depends_on_another_coders_decisions_on_candidate_themes_either() {
    nothing_depends_on_ben(Levels::Two, &BENS_ON_TWO_LEVELS);
}

/// Checks that Ann's session returns the same whatever Ben decided.
fn nothing_depends_on_ben(levels: Levels, bens: &[[&str; 6]]) {
    let folders: Vec<_> = bens.iter().map(|_| tempfile::tempdir().unwrap()).collect();
    let mut answers: Vec<Vec<(&str, String, String)>> = Vec::new();
    for (ben_does, folder) in bens.iter().zip(&folders) {
        let (mut reviewer, ann, ben) = world(folder.path(), levels, ben_does);
        let mut given = everything(&mut reviewer, &ann, &ben);
        let place = folder.path().display().to_string();
        given.iter_mut().for_each(|(_, _, answer)| *answer = answer.replace(&place, ""));
        answers.push(given);
    }
    for other in &answers[1..] {
        assert_eq!(answers[0].len(), other.len());
        for (first, second) in answers[0].iter().zip(other) {
            assert!(
                first == second,
                "{} of {} reveals what Ben did:\n{:.400}\n{:.400}",
                first.0,
                first.1,
                first.2,
                second.2
            );
        }
    }
    // A request for another coder's work fails with an error, not with an empty result.
    let refused = |method: &str| {
        answers[0].iter().any(|(of, _, answer)| *of == method && answer.contains("works blind"))
    };
    for method in [
        "candidates",
        "codebook",
        "memos",
        "export_study",
        "codings",
        "saturation",
        "compare",
        "disagreements",
        "adjudication",
    ] {
        assert!(refused(method), "{method} shows another coder's work");
    }
}

#[test]
fn every_public_method_of_a_session_is_asked() {
    let (_, methods) = include_str!("../session.rs").split_once("impl CoderSession<'_> {").unwrap();
    let methods = [methods, include_str!("../session_texts.rs")].concat();
    let public: BTreeSet<&str> = methods
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub fn "))
        .filter_map(|line| line.split(['(', '<']).next())
        .filter(|name| *name != "path")
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = world(folder.path(), Levels::One, &BENS[0]);
    let asked: BTreeSet<&str> =
        everything(&mut reviewer, &ann, &ben).into_iter().map(|(method, ..)| method).collect();
    assert_eq!(public, asked, "a method of the session is missing in `everything`");
}

#[test]
fn once_open_for_comparison_coders_see_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = world(folder.path(), Levels::One, &BENS[0]);
    reviewer.say(&ben, r#"{"do":"compare"}"#);
    let session = reviewer.as_coder(&ann).unwrap();
    assert_eq!(session.codebook(Some(&ben), None).unwrap().codes.len(), 2);
    let rejections = LogFilter { coder: Some(ben), kind: Some("reject".to_owned()), ..LogFilter::default() };
    assert_eq!(session.log(&rejections).unwrap().entries.len(), 1);
}

#[test]
fn who_acts_where_nobody_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ann, ben) = reviewed(folder.path());
    assert_eq!(reviewer.acting_coder(Some("ben")).unwrap(), ben);
    let refused = reviewer.acting_coder(None).unwrap_err();
    assert!(
        matches!(&refused, ProjectError::NobodyNamed { known, .. } if known == &["Ann", "Ben"]),
        "{refused}"
    );
    assert!(matches!(reviewer.acting_coder(Some("Cleo")), Err(ProjectError::Refused(_))));
    assert!(reviewer.as_coder(&CoderId::of_name("Cleo")).is_err());
    // A coder who is compared alone is the viewer.
    assert_eq!(reviewer.comparison_viewer(None, std::slice::from_ref(&ben)).unwrap(), ben);
    assert!(matches!(reviewer.comparison_viewer(None, &[]), Err(ProjectError::Blind { .. })));
    reviewer.say(&ann, r#"{"do":"set-coder","id":"ann"}"#);
    assert_eq!(reviewer.acting_coder(None).unwrap(), ann);
    assert_eq!(reviewer.comparison_viewer(None, &[]).unwrap(), ann);
}
