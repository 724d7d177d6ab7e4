//! The ends of a place: where the quotation's own first and last characters stand in the text.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::document::Prepared;
use super::normal::{Normal, same};
use super::place::spaced;
use crate::domain::Span;

/// What of a quotation was looked for; what stands around it is held against the text afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Core {
    /// All that a normal form keeps.
    Kept,
    /// From the first letter or digit to the last.
    Letters,
}

impl Core {
    fn holds(self, c: char) -> bool {
        match self {
            Self::Kept => same(c).is_some(),
            Self::Letters => c.is_alphanumeric(),
        }
    }
}

/// A place of the core of a quotation, with the marks around it that both the quotation and the text have: a closing quotation
/// mark or full stop belongs to the place where it is quoted.
pub(super) fn with_marks(document: &Prepared<'_>, span: Span, quote: &str, core: Core) -> Span {
    let chars = &document.chars;
    let around = |c: &char| !core.holds(*c);
    let before: Vec<char> = quote.chars().take_while(around).collect();
    let after: Vec<char> = quote.chars().rev().take_while(around).collect();
    let (mut start, mut end) = (span.start.0, span.end.0);
    while chars.get(end).is_some_and(|c| is_combining_mark(*c)) {
        end += 1;
    }
    for mark in after.iter().rev().copied().nfkd().filter(|c| !c.is_whitespace()) {
        let blank = chars[end..].iter().take_while(|c| is_blank(**c)).count();
        if chars.get(end + blank).is_some_and(|c| is_same_mark(*c, mark)) {
            end += blank + 1;
        }
    }
    let before: Vec<char> = before.iter().copied().nfkd().filter(|c| !c.is_whitespace()).collect();
    for mark in before.into_iter().rev() {
        let blank = chars[..start].iter().rev().take_while(|c| is_blank(**c)).count();
        let at = (start - blank).checked_sub(1);
        if let Some(at) = at.filter(|&at| is_same_mark(chars[at], mark)) {
            start = at;
        }
    }
    Span::new(start, end)
}

/// White space within a line: French marks stand apart from their words.
fn is_blank(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether programs write one of these for the other.
fn is_same_mark(there: char, quoted: char) -> bool {
    let kind = |c: char| match c {
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | 'ـ' => Some(0),
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{fe58}' => Some(1),
        c if same(c).is_none() && !c.is_whitespace() && !c.is_control() => Some(2),
        _ => None,
    };
    match (kind(there), kind(quoted)) {
        (None, None) => std::iter::once(there).nfkd().next() == Some(quoted),
        (there, quoted) => there == quoted,
    }
}

/// A place that begins and ends where words do, made longer where it cuts one.
pub(super) fn to_words(document: &Prepared<'_>, span: Span) -> Span {
    let chars = &document.chars;
    let (mut start, mut end) = (span.start.0, span.end.0.min(chars.len()));
    while start > 0 && within_word(chars, start) {
        start -= 1;
    }
    while within_word(chars, end) {
        end += 1;
    }
    Span::new(start, end)
}

/// Whether a boundary between characters lies inside a word.
pub(super) fn within_word(chars: &[char], at: usize) -> bool {
    match (at.checked_sub(1).and_then(|at| chars.get(at)), chars.get(at)) {
        (Some(&before), Some(&after)) => {
            (spaced(before) || is_combining_mark(before)) && (spaced(after) || is_combining_mark(after))
        }
        _ => false,
    }
}

/// The part of a stretch that really is what was quoted. An edit distance forgives a foreign beginning or end, such as a
/// speaker's label, by taking as many characters of the text for it; these are left off, unless they are whole words for whole
/// words. The result is a pair of places in `text`.
pub(super) fn aligned(
    wanted: &Normal,
    quote: &str,
    text: &Normal,
    start: usize,
    end: usize,
) -> (usize, usize) {
    let pairs = alignment(&wanted.chars, &text.chars[start..end]);
    let quote: Vec<char> = quote.chars().collect();
    // A letter that is the same counts for the beginning, any other against it: what comes before the lowest sum is foreign.
    let lowest = |scores: &mut dyn Iterator<Item = bool>| {
        let (mut sum, mut least, mut at) = (0_i64, 0_i64, 0_usize);
        for (same, n) in scores.zip(1..) {
            sum += if same { 1 } else { -1 };
            if sum < least {
                (least, at) = (sum, n);
            }
        }
        at
    };
    let first = lowest(&mut pairs.iter().map(|pair| pair.same));
    let last = lowest(&mut pairs.iter().rev().map(|pair| pair.same));
    if first + last >= pairs.len() {
        return (start, end);
    }
    let letters = |part: &[Pair]| {
        let mut there = part.iter().filter_map(|pair| pair.there).map(|at| text.chars[start + at]);
        there.all(char::is_alphanumeric)
    };
    let apart = |quoted: Option<usize>, before: bool| {
        let at = quoted
            .and_then(|at| wanted.source(at, at + 1))
            .map(|(at, after)| if before { at } else { after });
        at.is_some_and(|at| !within_word(&quote, at) && (at == 0 || at == quote.len() || is_gap(&quote, at)))
    };
    let (head, tail) = (&pairs[..first], &pairs[pairs.len() - last..]);
    let body = &pairs[first..pairs.len() - last];
    let kept_head = letters(head) && apart(body.first().and_then(|pair| pair.quoted), true);
    let kept_tail = letters(tail) && apart(body.last().and_then(|pair| pair.quoted), false);
    let from = if kept_head { Some(0) } else { body.iter().find_map(|pair| pair.there) };
    let last = || body.iter().rev().find_map(|pair| pair.there).map(|at| at + 1);
    let to = if kept_tail { Some(end - start) } else { last() };
    (start + from.unwrap_or(0), start + to.unwrap_or(end - start))
}

/// Whether white space stands on one side of a boundary.
fn is_gap(chars: &[char], at: usize) -> bool {
    chars[at - 1].is_whitespace() || chars[at].is_whitespace()
}

/// A character of a quotation beside the one of a text that stands for it; either may be missing.
#[derive(Clone, Copy)]
struct Pair {
    quoted: Option<usize>,
    there: Option<usize>,
    same: bool,
}

/// The characters of two texts side by side, with the fewest differences.
fn alignment(quoted: &[char], there: &[char]) -> Vec<Pair> {
    let low = |c: char| c.to_lowercase().next().unwrap_or(c);
    let width = there.len() + 1;
    let mut least = vec![0_u32; (quoted.len() + 1) * width];
    for (distance, j) in least.iter_mut().take(width).zip(0..) {
        *distance = j;
    }
    for i in 1..=quoted.len() {
        least[i * width] = i as u32;
        for j in 1..width {
            let changed = least[(i - 1) * width + j - 1] + u32::from(low(quoted[i - 1]) != low(there[j - 1]));
            let one = least[(i - 1) * width + j].min(least[i * width + j - 1]) + 1;
            least[i * width + j] = changed.min(one);
        }
    }
    let (mut i, mut j) = (quoted.len(), there.len());
    let mut pairs = Vec::with_capacity(i.max(j));
    while i > 0 || j > 0 {
        let at = least[i * width + j];
        if i > 0 && j > 0 {
            let same = low(quoted[i - 1]) == low(there[j - 1]);
            if least[(i - 1) * width + j - 1] + u32::from(!same) == at {
                (i, j) = (i - 1, j - 1);
                pairs.push(Pair { quoted: Some(i), there: Some(j), same });
                continue;
            }
        }
        if i > 0 && least[(i - 1) * width + j] + 1 == at {
            i -= 1;
            pairs.push(Pair { quoted: Some(i), there: None, same: false });
        } else {
            j -= 1;
            pairs.push(Pair { quoted: None, there: Some(j), same: false });
        }
    }
    pairs.reverse();
    pairs
}
