//! The differences between two states.

use std::collections::BTreeMap;

use crate::domain::{Difference, DifferenceKind, Names as _, Record, RecordKey};

use super::State;

/// Lists the records in which two states differ, by key.
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
                code_label: code_label(&key, new.as_ref().or(old.as_ref()), state),
                coder: key.owner().cloned(),
                kind,
                before: old,
                after: new,
                key,
            }
        })
        .collect()
}

/// Returns the label of the code of a coding, or of the code refused for a segment.
fn code_label(key: &RecordKey, record: Option<&Record>, state: &State) -> Option<String> {
    let (coder, code) = match (key, record) {
        (RecordKey::Coding(coder, _), Some(Record::Coding(coding))) => (coder, coding.code),
        (RecordKey::Fit(coder, code, ..), _) => (coder, *code),
        _ => return None,
    };
    state.code_label(coder, code).map(str::to_owned)
}
