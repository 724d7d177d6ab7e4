//! Puts differences between two states of a project into sentences.

use std::fmt::{Display, Formatter, Result};

use serde::Serialize;

use super::labelled;
use crate::domain::{Difference, DifferenceKind, Record, RecordKey};

impl Display for Difference {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(&sentence(self))?;
        match (&self.before, &self.after) {
            (Some(Record::Code(old)), Some(Record::Code(new))) => write!(f, ": {}", fields(old, new)),
            (Some(Record::CandidateCode(old)), Some(Record::CandidateCode(new))) => {
                write!(f, ": {}", fields(old, new))
            }
            (Some(Record::CandidateTheme(old)), Some(Record::CandidateTheme(new))) => {
                write!(f, ": {}", fields(old, new))
            }
            (Some(Record::Coding(old)), Some(Record::Coding(new))) => write!(f, ": {}", fields(old, new)),
            _ => Ok(()),
        }
    }
}

fn sentence(difference: &Difference) -> String {
    let kind = difference.kind;
    let verb = match kind {
        DifferenceKind::Added => "added",
        DifferenceKind::Removed => "removed",
        DifferenceKind::Changed => "changed",
    };
    let label = |id: String| difference.code_label.as_ref().map_or(id, |label| labelled(label));
    match (&difference.key, difference.record()) {
        (_, Some(Record::Coder(coder))) => format!("{verb} coder {}", coder.name),
        // A candidate that the machine proposed has no record until somebody decides on it, and loses the record when that is undone.
        (RecordKey::CandidateCode(_, _, id), Some(Record::CandidateCode(code))) => {
            let verb = if code.made_by.is_none() { "changed" } else { verb };
            format!("{verb} candidate {id} {} ({})", labelled(&code.label), code.verdict)
        }
        (RecordKey::CandidateTheme(_, _, id), Some(Record::CandidateTheme(theme))) => {
            let verb = if theme.made_by.is_none() { "changed" } else { verb };
            format!("{verb} candidate theme {id} {}", labelled(&theme.label))
        }
        (RecordKey::Grouping(_, _, code), Some(Record::Grouping(grouping))) => {
            let theme = grouping
                .theme
                .map_or_else(|| "no candidate theme".to_owned(), |id| format!("candidate theme {id}"));
            match kind {
                DifferenceKind::Removed => {
                    format!("reset candidate code {code} to the machine's grouping; it was in {theme}")
                }
                _ => format!("put candidate code {code} in {theme}"),
            }
        }
        (RecordKey::Place(_, _, segment), Some(Record::Place(place))) => {
            let within = place
                .candidate
                .map_or_else(|| "no candidate".to_owned(), |candidate| format!("candidate {candidate}"));
            match kind {
                DifferenceKind::Removed => {
                    format!("reset segment {segment} to the machine's assignment; it was in {within}")
                }
                _ => format!("put segment {segment} in {within}"),
            }
        }
        (RecordKey::Code(_, id), Some(Record::Code(code))) => {
            format!("{verb} {} {id} {}", code.level, labelled(&code.label))
        }
        (RecordKey::Coding(_, id), Some(Record::Coding(coding))) => format!(
            "{verb} coding {id} of {} {}–{} with {}",
            coding.document,
            coding.start.0,
            coding.end.0,
            label(coding.code.to_string())
        ),
        (RecordKey::Fit(_, code, _, segment), _) => {
            let label = label(code.to_string());
            match kind {
                DifferenceKind::Removed => {
                    format!("no longer says that segment {segment} does not belong to {label}")
                }
                _ => format!("says that segment {segment} does not belong to {label}"),
            }
        }
        (RecordKey::Memo(_, id), Some(Record::Memo(memo))) => format!("{verb} memo {id} on {}", memo.on),
        (RecordKey::Adjudication(_, id), Some(Record::Adjudication(found))) => {
            format!("{verb} verdict on disagreement {id}: {}", found.verdict)
        }
        (key, _) => format!("{verb} setting {key}"),
    }
}

/// Lists the names of the fields in which two values differ.
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
