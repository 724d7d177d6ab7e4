//! Drafts of turns, in bytes, made into a [`Transcript`].

use std::ops::Range;

use super::cast::Cast;
use super::label::is_blank;
use super::typos::mend;
use super::{Hints, Transcript};
use crate::domain::{ByteOffset, Notice, TextIndex, TimeMark, Turn};

/// A stretch of the text that somebody said.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// Who, as labelled.
    pub(super) label: Option<String>,
    /// Where, in bytes; may have white space at its ends or be empty.
    pub(super) bytes: Range<usize>,
}

/// Trims the drafts, finds who speaks and in which role, and counts in code points. Drafts must be in order and not
/// overlap; a mark holds from the next character that is not white space.
pub(super) fn assemble(
    text: String,
    mut drafts: Vec<Draft>,
    marks: &[(usize, u64)],
    mut notices: Vec<Notice>,
    hints: &Hints<'_>,
) -> Transcript {
    let index = TextIndex::new(&text);
    notices.extend(mend(&mut drafts, hints));
    let mut cast = Cast::default();
    let mut turns = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let bytes = trimmed(&text, draft.bytes);
        if bytes.is_empty() {
            continue;
        }
        let words = &text[bytes.clone()];
        let speaker = draft.label.as_deref().map(|label| cast.heard(label, words));
        // The bounds come from the text itself.
        if let Ok(span) = index.span(bytes) {
            turns.push(Turn { speaker, span });
        }
    }
    let mut time_marks: Vec<TimeMark> = Vec::with_capacity(marks.len());
    for &(byte, ms) in marks {
        let at = trimmed(&text, byte.min(text.len())..text.len()).start;
        if let Ok(at) = index.code_point(ByteOffset(at)) {
            time_marks.push(TimeMark { at, ms });
        }
    }
    time_marks.sort_by_key(|mark| mark.at);
    time_marks.dedup_by(|later, kept| {
        let same = later.at == kept.at;
        if same {
            kept.ms = later.ms;
        }
        same
    });
    let (speakers, notice) = cast.into_speakers(hints);
    notices.extend(notice);
    Transcript { text, speakers, turns, time_marks, notices }
}

/// The range without blank characters at its ends.
fn trimmed(text: &str, bytes: Range<usize>) -> Range<usize> {
    let Some(words) = text.get(bytes.clone()) else { return bytes.start..bytes.start };
    let front = words.len() - words.trim_start_matches(is_blank).len();
    let back = words.trim_end_matches(is_blank).len();
    bytes.start + front..bytes.start + back.max(front)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::{CodePointOffset, Span};

    #[test]
    fn spans_are_trimmed_and_count_code_points() {
        let text = "é: \u{200f} ünd \n\n é:  ".to_owned();
        let drafts = vec![
            Draft { label: Some("é".into()), bytes: 3..16 },
            Draft { label: Some("É".into()), bytes: 18..text.len() - 4 },
            Draft { label: None, bytes: text.len() - 2..text.len() },
        ];
        let roles = BTreeMap::new();
        let made = assemble(text, drafts, &[(3, 7), (3, 9)], Vec::new(), &Hints { roles: &roles });
        assert_eq!(made.turns, [Turn { speaker: Some(0), span: Span::new(5, 8) }]);
        assert_eq!(made.time_marks, [TimeMark { at: CodePointOffset(5), ms: 9 }]);
        assert_eq!(made.speakers.len(), 1);
    }
}
