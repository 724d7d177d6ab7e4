//! Makes turns from tables with a row for each turn or answer.

use super::assemble::{TurnDraft, assemble};
use super::{Hints, Transcript};

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ingest) struct Row {
    /// The speaker, if the table names one.
    pub(in crate::ingest) speaker: Option<String>,
    /// The words.
    pub(in crate::ingest) text: String,
    /// When it began, in milliseconds from the start of the recording.
    pub(in crate::ingest) start_ms: Option<u64>,
}

/// Makes a turn of each row that has words; the text is the rows' texts with a line end between them.
pub(in crate::ingest) fn from_rows(rows: Vec<Row>, hints: &Hints<'_>) -> Transcript {
    let mut text = String::new();
    let mut drafts = Vec::with_capacity(rows.len());
    let mut marks = Vec::new();
    for (i, row) in rows.into_iter().enumerate() {
        if i > 0 {
            text.push('\n');
        }
        let start = text.len();
        text.push_str(&row.text);
        if row.text.trim().is_empty() {
            continue;
        }
        marks.extend(row.start_ms.map(|ms| (start, ms)));
        let label = row.speaker.filter(|speaker| !speaker.trim().is_empty());
        drafts.push(TurnDraft { label, bytes: start..text.len() });
    }
    assemble(text, drafts, &marks, Vec::new(), hints)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::{CodePointOffset, Role, Span, TimeMark};

    fn row(speaker: &str, text: &str, start_ms: Option<u64>) -> Row {
        Row { speaker: (!speaker.is_empty()).then(|| speaker.to_owned()), text: text.to_owned(), start_ms }
    }

    #[test]
    fn a_turn_for_each_row_with_words() {
        let roles = BTreeMap::new();
        let rows = vec![
            row("I", "Why? ", Some(500)),
            row("P", "", Some(900)),
            row("P", "Zwölf.", None),
            row("", "x", None),
        ];
        let made = from_rows(rows, &Hints { roles: &roles });
        assert_eq!(made.text, "Why? \n\nZwölf.\nx");
        let turns: Vec<_> = made.turns.iter().map(|turn| (turn.speaker, turn.span)).collect();
        assert_eq!(
            turns,
            [(Some(0), Span::new(0, 4)), (Some(1), Span::new(7, 13)), (None, Span::new(14, 15))]
        );
        assert_eq!(made.speakers[0].role, Role::Interviewer);
        assert_eq!(made.speakers[1].role, Role::Participant);
        assert_eq!(made.time_marks, [TimeMark { at: CodePointOffset(0), ms: 500 }]);
    }
}
