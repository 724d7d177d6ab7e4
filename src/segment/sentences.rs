//! Sentence boundaries: the Unicode rules (UAX #29), repaired for abbreviations, ellipses, Persian and transcripts.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::ending::{Stop, Style, StyleCount, stop_before, style};
use super::marks::marks;

/// The most marks in a row that are skipped to find the end of a sentence, so that a page of marks does not cost quadratic
/// time.
const MOST_REMARKS: usize = 8;

/// Splits a text into sentences: byte ranges, trimmed, in order, without overlap; every character that is not white space is in
/// one of them.
///
/// The boundaries of UAX #29, and every place where a terminator meets white space, are candidates; rules then decide for each.
/// Abbreviations (six languages, merged), initials, German ordinals, list numbers and ellipses before a lower-case letter do
/// not end a sentence. Closing quotes and brackets stay with the sentence before. A blank line always ends a sentence, a single
/// line break never does by itself. A transcription mark such as `#00:01:02-3#` is not a sentence. Texts whose sentences begin
/// in lower case, as some transcripts are typed, are recognised by what follows their full stops.
///
/// ```
/// use themata::segment::sentences;
/// let text = "Dr. Weiss came at 3.30 p.m. on Monday. \"Why?\" she asked.";
/// let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
/// assert_eq!(found, ["Dr. Weiss came at 3.30 p.m. on Monday.", "\"Why?\" she asked."]);
/// ```
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut count = StyleCount::default();
    count.add(text);
    sentences_in(text, style(&count))
}

/// Splits a text of a known style into sentences.
pub(super) fn sentences_in(text: &str, style: Style) -> Vec<Range<usize>> {
    let marks = marks(text);
    let mut pieces = Vec::new();
    let mut start = text.len() - text.trim_start().len();
    for at in candidates(text, &marks) {
        if at <= start {
            continue;
        }
        let end = text[..at].trim_end().len();
        let gap = &text[end..at];
        let breaks = is_blank_line(gap)
            || (!in_mark(&marks, at)
                && (ends(text, start, end, at, &marks, style) || begins_item(gap, &text[at..])));
        if breaks && end > start {
            pieces.push(start..end);
            start = at;
        }
    }
    let end = text.trim_end().len();
    if end > start {
        pieces.push(start..end);
    }
    join_wordless(text, pieces, &marks)
}

/// Splits a text into paragraphs: as [`sentences`], but only at blank lines.
pub(super) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = text.len() - text.trim_start().len();
    let mut at = start;
    while let Some(found) = text[at..].find(['\n', '\u{2029}']) {
        let end = text[..at + found].trim_end().len();
        let rest = &text[end..];
        let next = end + (rest.len() - rest.trim_start().len());
        if is_blank_line(&text[end..next]) && end > start {
            pieces.push(start..end);
            start = next;
        }
        at = next.max(at + found + 1);
        if at >= text.len() {
            break;
        }
    }
    let end = text.trim_end().len();
    if end > start {
        pieces.push(start..end);
    }
    join_wordless(text, pieces, &marks(text))
}

/// Lists where a sentence might begin: in order, each place once, never at white space.
fn candidates(text: &str, marks: &[Range<usize>]) -> Vec<usize> {
    let after_white_space = |at: usize| at + (text[at..].len() - text[at..].trim_start().len());
    let mut found: Vec<usize> = Vec::new();
    for (at, _) in text.split_sentence_bound_indices() {
        // Consecutive line breaks are read once, not once for each of their lines.
        if found.last().is_none_or(|&last| at > last) {
            found.push(after_white_space(at));
        }
    }
    // UAX #29 does not know `…` and never breaks before a lower-case letter.
    let mut white_before = true;
    let mut terminated = false;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            white_before = true;
            continue;
        }
        if white_before && terminated {
            found.push(at);
        }
        terminated = super::ending::is_terminator(c) || (super::ending::is_closer(c) && terminated);
        white_before = false;
    }
    found.extend(marks.iter().map(|mark| after_white_space(mark.end)));
    found.sort_unstable();
    found.dedup();
    found.retain(|&at| at < text.len());
    found
}

/// Tells whether the sentence from `start` to `end` is complete, so that another may begin at `at`.
fn ends(text: &str, start: usize, end: usize, at: usize, marks: &[Range<usize>], style: Style) -> bool {
    let after = &text[at..];
    if end == at && !after.starts_with(|c: char| !c.is_lowercase() && (c.is_alphabetic() || "¿¡".contains(c)))
    {
        return false;
    }
    // A remark after a sentence stays with it; a time in brackets belongs to what follows.
    let same_line = !text[end..at].contains('\n');
    if same_line && marks.binary_search_by_key(&at, |mark| mark.start).is_ok() && !is_leading_time(after) {
        return false;
    }
    let mut end = end;
    let mut n = marks.partition_point(|mark| mark.end <= end);
    let fewest = n.saturating_sub(MOST_REMARKS);
    while n > fewest && marks[n - 1].end == end && marks[n - 1].start > start {
        end = start + text[start..marks[n - 1].start].trim_end().len();
        n -= 1;
    }
    match stop_before(&text[start..end], after, style) {
        Stop::Ends(terminator) => !in_mark(marks, start + terminator),
        Stop::GoesOn => false,
    }
}

/// Tells whether a mark is a time such as `[00:01:02]`.
fn is_leading_time(mark: &str) -> bool {
    mark.strip_prefix(['[', '(']).is_some_and(|inner| inner.starts_with(|c: char| c.is_ascii_digit()))
        && mark.split([']', ')']).next().is_some_and(|inner| inner.contains(':'))
}

/// Tells whether a position is inside a mark, after its first character.
fn in_mark(marks: &[Range<usize>], at: usize) -> bool {
    let n = marks.partition_point(|mark| mark.start < at);
    n > 0 && at < marks[n - 1].end
}

/// Tells whether white space contains an empty line.
pub(super) fn is_blank_line(gap: &str) -> bool {
    gap.contains('\u{2029}') || gap.matches('\n').nth(1).is_some()
}

/// Tells whether a new line begins with a bullet.
fn begins_item(gap: &str, after: &str) -> bool {
    let mut chars = after.chars();
    gap.contains('\n')
        && chars.next().is_some_and(|c| matches!(c, '-' | '–' | '—' | '•' | '*' | '·' | '●'))
        && chars.next() == Some(' ')
}

/// Joins pieces without a word outside a mark to the piece before, or to the next if they come first.
fn join_wordless(text: &str, pieces: Vec<Range<usize>>, marks: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(pieces.len());
    let mut from = None;
    for piece in pieces {
        let has_word = text[piece.clone()]
            .char_indices()
            .any(|(at, c)| c.is_alphanumeric() && !in_mark(marks, piece.start + at));
        if has_word {
            joined.push(from.take().unwrap_or(piece.start)..piece.end);
        } else if let Some(last) = joined.last_mut() {
            last.end = piece.end;
        } else {
            from.get_or_insert(piece.start);
        }
    }
    if let Some(from) = from {
        joined.push(from..text.trim_end().len());
    }
    joined
}

#[cfg(test)]
#[path = "sentences_tests.rs"]
mod tests;
