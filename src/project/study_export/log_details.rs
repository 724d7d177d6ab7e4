//! What exactly an operation changed, in lines.

use std::collections::BTreeMap;

use super::candidate_changes::of_candidates;
use crate::domain::{
    CandidateId, Code, CodeId, CoderId, Coding, Names as _, Record, RecordChange, RecordKey, ReviewDetail,
    RunId, SegmentId,
};
use crate::project::review::Reviewer;
use crate::project::suggest_detail::{ReadDocument, SuggestDetail};
use crate::words;

/// Returns how candidates were suggested: program, model, parameters, documents, and what was set aside. `made` is the run that the operation
/// made, if it made one.
pub(super) fn of_suggest(made: Option<RunId>, detail: &SuggestDetail) -> Vec<String> {
    let attributes = (!detail.participants.is_empty())
        .then(|| format!("attributes of {} changed", detail.participants.join(", ")));
    if detail.documents.is_empty() && detail.added_to.is_some() {
        // Nothing was read but the table of participants. Logs of older programs do not name them.
        return vec![attributes.unwrap_or_else(|| "attributes of participants changed".to_owned())];
    }
    let parameters = &detail.parameters;
    let model = &parameters.model;
    let run = match (made, detail.added_to) {
        (Some(run), _) => format!("run {run}, made by"),
        (None, Some(run)) => format!("added to run {run} by"),
        (None, None) => "made by".to_owned(),
    };
    let mut lines = vec![
        format!("{run} Themata {}", detail.version),
        format!(
            "model: {} (SHA-256 {}), engine {}, {}",
            model.name, model.sha256, model.engine, model.kernel
        ),
        format!("units: {}", json_words(&parameters.segment)),
        format!("context: {}", json_words(&parameters.context)),
        format!("clustering: {}", json_words(&parameters.cluster)),
    ];
    if let Some(counts) = &detail.counts {
        lines.push(format!(
            "read: {}, {}, {}; {} to group",
            words::count(counts.documents, "document", "documents"),
            words::count(counts.participants, "participant", "participants"),
            words::count(counts.turns, "turn", "turns"),
            words::count(counts.segments, "segment", "segments")
        ));
    }
    let document = |of: &ReadDocument| format!("document: {} (SHA-256 {})", of.name, of.sha256);
    lines.extend(detail.documents.iter().map(document));
    if !detail.set_aside.is_empty() {
        let kinds = detail.set_aside.iter().map(|(kind, n)| {
            let (one, many) = kind.nouns();
            words::count(*n, one, many)
        });
        lines.push(format!("set aside: {}", kinds.collect::<Vec<_>>().join(", ")));
    }
    lines.extend(attributes);
    lines
}

/// Returns the fields of a value as `name value, name value`, without those that are null.
fn json_words(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::Object(fields)) => {
            let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
            let field = |(name, value): (String, serde_json::Value)| match value {
                serde_json::Value::String(text) => format!("{name} {text}"),
                other => format!("{name} {other}"),
            };
            fields.map(field).collect::<Vec<_>>().join(", ")
        }
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// Returns a line for each thing that an operation changed: candidates and their segments, texts before and after, and which segments were
/// coded.
pub(super) fn of_changes(reviewer: &Reviewer, detail: &ReviewDetail) -> Vec<String> {
    let mut lines = of_candidates(reviewer, detail);
    let mut coded: BTreeMap<(bool, CodeId), Vec<&Coding>> = BTreeMap::new();
    for RecordChange { key, before, after } in &detail.changes {
        match (key, before, after) {
            (RecordKey::Code(..), before, Some(Record::Code(after))) => {
                let before = match before {
                    Some(Record::Code(before)) => Some(before),
                    _ => None,
                };
                lines.extend(of_code(reviewer, &detail.coder, before, after));
            }
            (RecordKey::Code(..), Some(Record::Code(before)), None) => {
                lines.push(format!("code {} was removed", words::labelled(&before.label)));
                lines.extend(
                    texts_of(before)
                        .into_iter()
                        .filter(|(_, text)| !text.is_empty())
                        .map(|(what, text)| format!("{what} before: “{text}”")),
                );
            }
            (RecordKey::Coding(..), None, Some(Record::Coding(coding))) => {
                coded.entry((true, coding.code)).or_default().push(coding);
            }
            (RecordKey::Coding(..), Some(Record::Coding(coding)), None) => {
                coded.entry((false, coding.code)).or_default().push(coding);
            }
            (RecordKey::Coding(_, id), Some(Record::Coding(before)), Some(Record::Coding(after))) => {
                lines.extend(changed(
                    &format!("condensed unit of coding {id}"),
                    before.condensed.as_deref().unwrap_or_default(),
                    after.condensed.as_deref().unwrap_or_default(),
                ));
            }
            (RecordKey::Memo(_, id), before, after) => {
                let text = |record: &Option<Record>| match record {
                    Some(Record::Memo(memo)) => memo.text.clone(),
                    _ => String::new(),
                };
                lines.extend(changed(&format!("memo {id}"), &text(before), &text(after)));
            }
            (
                RecordKey::CandidateCode(_, run, id),
                Some(Record::CandidateCode(before)),
                Some(Record::CandidateCode(after)),
            ) => {
                let is_one = reviewer.names().has_one_level(*run);
                let name = words::candidate(CandidateId::of_segments(*id, !is_one));
                lines.extend(changed(&format!("label of {name}"), &before.label, &after.label));
            }
            (
                RecordKey::CandidateTheme(_, _, id),
                Some(Record::CandidateTheme(before)),
                Some(Record::CandidateTheme(after)),
            ) => {
                let name = words::candidate(CandidateId::Theme(*id));
                lines.extend(changed(&format!("label of {name}"), &before.label, &after.label));
            }
            _ => {}
        }
    }
    for ((is_new, code), codings) in coded {
        let label = label_of(reviewer, detail, code);
        let verb = if is_new { "coded with" } else { "no longer coded with" };
        lines.push(format!("{verb} {label}: {}", places(&codings)));
    }
    lines
}

/// Returns the label of a code, also of one that the operation itself made or removed.
fn label_of(reviewer: &Reviewer, detail: &ReviewDetail, code: CodeId) -> String {
    let in_change =
        detail.changes.iter().find_map(|change| match (&change.key, &change.after, &change.before) {
            (RecordKey::Code(_, id), Some(Record::Code(found)), _) if *id == code => {
                Some(found.label.as_str())
            }
            (RecordKey::Code(_, id), None, Some(Record::Code(found))) if *id == code => {
                Some(found.label.as_str())
            }
            _ => None,
        });
    let now = || reviewer.state.code_label(&detail.coder, code);
    in_change.or_else(now).map_or_else(|| format!("code {code}"), words::labelled)
}

fn texts_of(code: &Code) -> [(&'static str, &str); 4] {
    [
        ("definition", &code.definition),
        ("inclusion", &code.inclusion),
        ("exclusion", &code.exclusion),
        ("example", &code.example),
    ]
}

fn of_code(reviewer: &Reviewer, coder: &CoderId, before: Option<&Code>, after: &Code) -> Vec<String> {
    let empty = Code { label: after.label.clone(), level: after.level, ..Code::default() };
    let before = before.unwrap_or(&empty);
    let name = |what: &str| format!("{what} of {}", words::labelled(&after.label));
    let mut lines: Vec<String> = changed("label", &before.label, &after.label).into_iter().collect();
    lines.extend(changed(&name("level"), &before.level.to_string(), &after.level.to_string()));
    for ((what, before), (_, after)) in texts_of(before).into_iter().zip(texts_of(after)) {
        lines.extend(changed(&name(what), before, after));
    }
    if before.parent != after.parent {
        let above = |parent: Option<CodeId>| {
            let label = parent.and_then(|id| reviewer.state.code_label(coder, id));
            label.unwrap_or_default().to_owned()
        };
        lines.extend(changed(
            &format!("code above {}", words::labelled(&after.label)),
            &above(before.parent),
            &above(after.parent),
        ));
    }
    lines
}

/// Returns a line with a text before and after, if it changed.
fn changed(what: &str, before: &str, after: &str) -> Option<String> {
    let shown = |text: &str| if text.is_empty() { "none".to_owned() } else { format!("“{text}”") };
    (before != after).then(|| format!("{what}: before {}, after {}", shown(before), shown(after)))
}

/// Returns where codings are: segments by number, other words by document and place.
fn places(codings: &[&Coding]) -> String {
    let mut of_run: BTreeMap<RunId, Vec<SegmentId>> = BTreeMap::new();
    let mut others = Vec::new();
    for coding in codings {
        match coding.segment {
            Some(at) => of_run.entry(at.run).or_default().push(at.id),
            None => others.push(format!("{} {}–{}", coding.document, coding.start.0, coding.end.0)),
        }
    }
    let segments = of_run.into_iter().map(|(run, mut ids)| {
        ids.sort_unstable();
        format!("segments {} of run {run}", words::ranges(ids.iter().map(|id| id.0)))
    });
    segments.chain(others).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_has_a_line() {
        assert_eq!(changed("definition", "a", "a"), None);
        assert_eq!(
            changed("definition", "", "Fear at night.").unwrap(),
            "definition: before none, after “Fear at night.”"
        );
    }
}
