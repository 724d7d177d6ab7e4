//! What is said where no coding of any table has a place.

use std::collections::BTreeSet;

use super::{ImportRequest, TableReport};
use crate::exchange::UnplacedReason as Reason;

/// So many documents are named.
const NAMED: usize = 12;

/// Why nothing at all was placed, and what can be done about each reason.
pub(super) fn in_words(reports: &[TableReport], documents: &[String], request: &ImportRequest) -> String {
    let mut lines = Vec::new();
    let mut remedies = BTreeSet::new();
    for report in reports {
        let mut reasons: Vec<&str> = report.unplaced.iter().map(|row| row.reason.as_str()).collect();
        reasons.sort_unstable();
        reasons.dedup();
        let shown = reasons.iter().take(3).copied().collect::<Vec<_>>().join("; ");
        let more = match reasons.len().saturating_sub(3) {
            0 => String::new(),
            n => format!("; and {n} other reasons"),
        };
        lines.push(format!("  {}: none of {} codings: {shown}{more}", report.table, report.n_codings));
        remedies.extend(report.unplaced.iter().map(|row| remedy(&row.kind, documents, request)));
    }
    lines.extend(remedies);
    lines.join("\n")
}

fn remedy(kind: &Reason, documents: &[String], request: &ImportRequest) -> String {
    match kind {
        Reason::NoDocument | Reason::UnknownDocument(_) | Reason::SeveralDocuments { .. } => {
            let named = documents.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
            let more = match documents.len().saturating_sub(NAMED) {
                0 => String::new(),
                n => format!(" and {n} more"),
            };
            format!("The documents of this project are {named}{more}; the tables must call them so.")
        }
        Reason::Nowhere => {
            "Words must be those of the documents; the tables may be of another version of the texts."
                .to_owned()
        }
        Reason::SeveralPlaces(_) | Reason::SeveralNear(_) => {
            "Where words stand more than once, quote more of them, or add their turn or position in a column."
                .to_owned()
        }
        Reason::Nothing => "Each row needs its words, or where they begin and end.".to_owned(),
        Reason::OtherCount(what) => format!("{what}, or quote the words."),
        Reason::NoSuchPosition | Reason::TwoPositions => match request.params.unit {
            Some(unit) => format!(
                "Positions were counted in {}, as you said. Try another unit, or quote the words.",
                unit.name()
            ),
            None => "Say what positions count, or quote the words.".to_owned(),
        },
    }
}
