//! What two states differ in.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::{CoderId, Record, RecordKey};

use super::State;

/// Whether something is in one state, in the other, or in both and not the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceKind {
    /// Only in the second.
    Added,
    /// Only in the first.
    Removed,
    /// In both, and not the same.
    Changed,
}

/// One record in which two states differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// Which record.
    pub key: RecordKey,
    /// Whose it is; null for what belongs to the project.
    pub coder: Option<CoderId>,
    /// How they differ.
    pub kind: DifferenceKind,
    /// What the first holds.
    pub before: Option<Record>,
    /// What the second holds.
    pub after: Option<Record>,
    /// The difference in words.
    pub words: String,
}

/// The records in which two states differ, by key.
#[must_use]
pub fn diff(before: &State, after: &State) -> Vec<Difference> {
    let mut pairs: BTreeMap<RecordKey, (Option<Record>, Option<Record>)> = BTreeMap::new();
    for (key, record) in before.records() {
        pairs.entry(key).or_default().0 = Some(record);
    }
    for (key, record) in after.records() {
        pairs.entry(key).or_default().1 = Some(record);
    }
    pairs
        .into_iter()
        .filter(|(_, (before, after))| before != after)
        .map(|(key, (old, new))| {
            let kind = match (&old, &new) {
                (None, _) => DifferenceKind::Added,
                (_, None) => DifferenceKind::Removed,
                _ => DifferenceKind::Changed,
            };
            let state = if new.is_some() { after } else { before };
            Difference {
                words: in_words(&key, kind, [&old, &new], state),
                coder: key.owner().cloned(),
                kind,
                before: old,
                after: new,
                key,
            }
        })
        .collect()
}

fn in_words(
    key: &RecordKey,
    kind: DifferenceKind,
    [old, new]: [&Option<Record>; 2],
    state: &State,
) -> String {
    let verb = match (kind, new.as_ref().or(old.as_ref())) {
        // A theme that the machine made has no record until somebody decides on it, and none again when that is taken back.
        (_, Some(Record::Theme(theme))) if theme.made_by.is_none() => "changed",
        (DifferenceKind::Removed, Some(Record::Place(_))) => "put back where the machine had it:",
        (_, Some(Record::Place(_))) => "put",
        (DifferenceKind::Added, _) => "added",
        (DifferenceKind::Removed, _) => "removed",
        (DifferenceKind::Changed, _) => "changed",
    };
    let what = match (key, new.as_ref().or(old.as_ref())) {
        (_, Some(Record::Coder(coder))) => format!("coder {}", coder.name),
        (_, Some(Record::Theme(theme))) => {
            let id = if let RecordKey::Theme(_, _, id) = key { id.to_string() } else { String::new() };
            format!("candidate theme {id} “{}” ({})", theme.label, theme.verdict)
        }
        (RecordKey::Place(_, _, segment), Some(Record::Place(place))) => {
            let theme = place.theme.map_or_else(|| "no theme".to_owned(), |theme| format!("theme {theme}"));
            let stood = if kind == DifferenceKind::Removed { "before in" } else { "in" };
            format!("segment {segment} {stood} {theme}")
        }
        (RecordKey::Code(_, id), Some(Record::Code(code))) => format!("{} {id} “{}”", code.level, code.label),
        (RecordKey::Coding(coder, id), Some(Record::Coding(coding))) => {
            let label = state
                .view(coder)
                .codes
                .get(&coding.code)
                .map_or_else(|| coding.code.to_string(), |code| format!("“{}”", code.label));
            format!("coding {id} of {} {}–{} with {label}", coding.document, coding.start.0, coding.end.0)
        }
        (RecordKey::Fit(coder, code, _, segment), _) => {
            let label = state.view(coder).codes.get(code).map(|code| code.label.as_str());
            format!("that segment {segment} is not “{}”", label.unwrap_or(&code.to_string()))
        }
        (RecordKey::Memo(_, id), Some(Record::Memo(memo))) => format!("memo {id} on {}", memo.on),
        (RecordKey::Adjudication(_, id), Some(Record::Adjudication(found))) => {
            format!("verdict on disagreement {id}: {}", found.verdict)
        }
        (key, _) => format!("setting {key}"),
    };
    match (old, new) {
        (Some(Record::Code(old)), Some(Record::Code(new))) => {
            format!("{verb} {what}: {}", fields(old, new))
        }
        (Some(Record::Theme(old)), Some(Record::Theme(new))) => {
            format!("{verb} {what}: {}", fields(old, new))
        }
        (Some(Record::Coding(old)), Some(Record::Coding(new))) => {
            format!("{verb} {what}: {}", fields(old, new))
        }
        _ => format!("{verb} {what}"),
    }
}

/// The names of the fields in which two values differ.
fn fields<T: Serialize>(old: &T, new: &T) -> String {
    let object = |value: &T| match serde_json::to_value(value) {
        Ok(serde_json::Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (old, new) = (object(old), object(new));
    let mut names: Vec<&String> =
        old.keys().chain(new.keys()).filter(|name| old.get(*name) != new.get(*name)).collect();
    names.sort();
    names.dedup();
    names.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}
