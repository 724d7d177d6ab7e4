//! Makes a [`Transcript`] from drafts of turns, whose positions are bytes.

use std::collections::BTreeMap;
use std::ops::Range;

use super::label::{fold, is_blank, shown};
use super::roles::{RoleLexicon, look_up};
use super::speaker_tally::SpeakerTally;
use super::{Hints, Transcript};
use crate::domain::{ByteOffset, MendedLabel, Notice, NoticeFact, TextIndex, TimeMark, Turn};

/// A span of the text that somebody said.
#[derive(Clone, Debug)]
pub(super) struct TurnDraft {
    /// The speaker's label.
    pub(super) label: Option<String>,
    /// The span in bytes; may be empty or have white space at its ends.
    pub(super) bytes: Range<usize>,
}

/// Trims the drafts, finds the speakers and their roles, and converts positions to code points. Drafts must be in order and not
/// overlap; a time mark applies from the next character that is not white space.
pub(super) fn assemble(
    text: String,
    mut drafts: Vec<TurnDraft>,
    marks: &[(usize, u64)],
    mut notices: Vec<Notice>,
    hints: &Hints<'_>,
) -> Transcript {
    let index = TextIndex::new(&text);
    notices.extend(mend(&mut drafts, hints));
    let mut cast = SpeakerTally::default();
    let mut turns = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let bytes = trimmed(&text, draft.bytes);
        if bytes.is_empty() {
            continue;
        }
        let words = &text[bytes.clone()];
        let speaker = draft.label.as_deref().map(|label| cast.count_turn(label, words));
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

/// Returns the range without blank characters at its ends.
fn trimmed(text: &str, bytes: Range<usize>) -> Range<usize> {
    let Some(words) = text.get(bytes.clone()) else { return bytes.start..bytes.start };
    let front = words.len() - words.trim_start_matches(is_blank).len();
    let back = words.trim_end_matches(is_blank).len();
    bytes.start + front..bytes.start + back.max(front)
}

/// The shortest label that can be misspelt: shorter ones differ by a letter because they are different labels.
const SHORTEST: usize = 6;
/// The most turns that a misspelt label has.
const RARE: usize = 2;
/// How many times rarer a misspelt label is than the right one.
const RARER: usize = 10;

/// Gives the turns of a misspelt label to the right one, and returns a notice. It differs by one letter (never a digit) from a
/// label that names a role and is ten times as frequent. Names are not changed: Martin and Martina are two people.
pub(super) fn mend(drafts: &mut [TurnDraft], hints: &Hints<'_>) -> Option<Notice> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for label in drafts.iter().filter_map(|draft| draft.label.as_deref()) {
        *counts.entry(label).or_default() += 1;
    }
    let roles: Vec<(Vec<char>, &str, usize)> = counts
        .iter()
        .filter(|&(label, &n)| {
            n >= RARER && look_up(label).is_some_and(|entry| matches!(entry.known, RoleLexicon::Role(_)))
        })
        .map(|(&label, &n)| (fold(label).chars().collect(), label, n))
        .collect();
    if roles.is_empty() {
        return None;
    }
    let mut slips: BTreeMap<String, String> = BTreeMap::new();
    for (&label, &n) in counts.iter().filter(|&(label, &n)| n <= RARE && look_up(label).is_none()) {
        let folded: Vec<char> = fold(label).chars().collect();
        let mut meant = roles.iter().filter(|(role, _, m)| *m >= n * RARER && is_slip(&folded, role));
        if let (Some((_, role, _)), None) = (meant.next(), meant.next())
            && hints.role(label).is_none()
        {
            slips.insert(label.to_owned(), (*role).to_owned());
        }
    }
    for draft in drafts {
        if let Some(role) = draft.label.as_deref().and_then(|label| slips.get(label)) {
            draft.label = Some(role.clone());
        }
    }
    let labels: Vec<MendedLabel> =
        slips.iter().map(|(slip, role)| MendedLabel { label: shown(slip), taken_for: shown(role) }).collect();
    (!labels.is_empty()).then(|| Notice::of_run(NoticeFact::LabelsMended { labels }))
}

/// Tells whether one letter was left out, added, replaced, or swapped with its neighbour.
fn is_slip(slip: &[char], label: &[char]) -> bool {
    if slip.len() < SHORTEST || label.len() < SHORTEST || slip.len().abs_diff(label.len()) > 1 {
        return false;
    }
    let front = slip.iter().zip(label).take_while(|(a, b)| a == b).count();
    let back =
        slip[front..].iter().rev().zip(label[front..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&slip[front..slip.len() - back], &label[front..label.len() - back]);
    if a.iter().chain(b).any(|c| !c.is_alphabetic()) {
        return false;
    }
    match (a, b) {
        ([_], [_]) | ([], [_]) | ([_], []) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
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
            TurnDraft { label: Some("é".into()), bytes: 3..16 },
            TurnDraft { label: Some("É".into()), bytes: 18..text.len() - 4 },
            TurnDraft { label: None, bytes: text.len() - 2..text.len() },
        ];
        let roles = BTreeMap::new();
        let made = assemble(text, drafts, &[(3, 7), (3, 9)], Vec::new(), &Hints { roles: &roles });
        assert_eq!(made.turns, [Turn { speaker: Some(0), span: Span::new(5, 8) }]);
        assert_eq!(made.time_marks, [TimeMark { at: CodePointOffset(5), ms: 9 }]);
        assert_eq!(made.speakers.len(), 1);
    }

    #[test]
    fn slips_and_other_people() {
        let roles = BTreeMap::new();
        let of = |slip: &str, n: usize, m: usize| {
            let label = |label: &str| TurnDraft { label: Some(label.to_owned()), bytes: 0..0 };
            let mut drafts = vec![label(slip); n];
            drafts.extend(vec![label("Participant"); m]);
            let notice = mend(&mut drafts, &Hints { roles: &roles });
            assert_eq!(notice.is_some(), drafts[0].label.as_deref() == Some("Participant"));
            notice.is_some()
        };
        assert!(of("Particpant", 1, 40));
        assert!(of("Partciipant", 2, 20));
        assert!(!of("Participant 2", 1, 40));
        assert!(!of("Particpant", 3, 40));
        assert!(!of("Particpant", 1, 9));
        assert!(!of("Patient", 1, 40));
    }
}
