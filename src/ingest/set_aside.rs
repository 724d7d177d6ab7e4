//! Accounts for the stretches of a document that are in no turn.

use std::collections::BTreeSet;
use std::ops::Range;

use super::transcript::guide_lines::marked;
use super::transcript::holds_question;
use super::transcript::line_asides::{LineAsides, header_end, trimmed};
use super::transcript::topics::{is_request, is_title};
use crate::domain::{Aside, AsideKind, Document, TextIndex};

/// Returns every stretch of a document's text that is in no turn, in order, with what it is. A stretch is a line or a part of one, without
/// white space at its ends. Turns, these stretches and white space cover the whole text.
///
/// The reader and this function tell questions, headings, times, front matter, heads of pages and tails by the same rules. Lines
/// that the reader was told to keep are in turns.
#[must_use]
pub fn set_aside(document: &Document) -> Vec<Aside> {
    let text = &document.text;
    let index = TextIndex::new(text);
    let lines = lines(text);
    let asides = LineAsides::find(text, &lines, &BTreeSet::new());
    let turns: Vec<Range<usize>> = document
        .turns
        .iter()
        .filter_map(|turn| Some(index.byte(turn.span.start).ok()?.0..index.byte(turn.span.end).ok()?.0))
        .collect();
    let mut found = Vec::new();
    let mut push = |bytes: Range<usize>, kind: AsideKind| {
        let words = trimmed(&text[bytes.clone()]);
        let start = words.as_ptr() as usize - text.as_ptr() as usize;
        if !words.is_empty()
            && let Ok(span) = index.span(start..start + words.len())
        {
            found.push(Aside { span, kind });
        }
    };
    let mut after_question = false;
    for (i, line) in lines.iter().enumerate() {
        let of_line = asides.kind(i);
        let header = header_end(&text[line.clone()]).map(|end| line.start + end);
        for gap in gaps(line, &turns) {
            let words = &text[gap.clone()];
            if trimmed(words).is_empty() {
                continue;
            }
            let place = Place {
                is_whole: gap == *line,
                before_turns: turns.first().is_none_or(|first| gap.end <= first.start),
                after_question,
            };
            // Whose turn follows, and whether this stretch names them.
            let next = turns.partition_point(|turn| turn.start < gap.end);
            let speaker = document.turns.get(next).and_then(|turn| document.speakers.get(turn.speaker?));
            let names = speaker.is_some_and(|speaker| words.contains(&speaker.label));
            let is_name = speaker.is_some_and(|speaker| trimmed(words) == speaker.label);
            let of_gap = || marked(trimmed(words)).filter(|_| place.is_whole && !place.before_turns);
            match (of_line.or_else(of_gap), header) {
                (Some(kind), _) if kind != AsideKind::Heading || !names => push(gap, kind),
                // A line that begins with a label: the label, and what is left of the line beside a turn.
                (_, Some(end)) if gap.start < end && !place.before_turns => {
                    let end = end.min(gap.end);
                    push(gap.start..end, AsideKind::Label);
                    push(end..gap.end, kind_of(&text[end..gap.end], Place { is_whole: false, ..place }));
                }
                _ if names && next_is_near(text, gap.end, turns.get(next), is_name) => {
                    push(gap, AsideKind::Label)
                }
                (kind, _) => push(gap, kind.unwrap_or_else(|| kind_of(words, place))),
            }
        }
        if !trimmed(&text[line.clone()]).is_empty() {
            after_question = of_line == Some(AsideKind::Question);
        }
    }
    name_first_question(&mut found, &index);
    found
}

/// Names the question above the first turn, where more questions follow between the turns.
fn name_first_question(found: &mut [Aside], index: &TextIndex<'_>) {
    let Some(first) = found.iter().position(|aside| aside.kind == AsideKind::Question) else { return };
    let asks = |aside: &Aside| index.slice(aside.span).is_ok_and(|words| words.ends_with(['?', '؟', '？']));
    if let Some(last) = found[..first].iter_mut().rfind(|aside| aside.kind == AsideKind::FrontMatter)
        && asks(last)
    {
        last.kind = AsideKind::Question;
    }
}

/// Tells whether only white space is between a stretch and the next turn; below a name alone there may be a time.
fn next_is_near(text: &str, end: usize, next: Option<&Range<usize>>, is_name: bool) -> bool {
    next.and_then(|next| text.get(end..next.start)).is_some_and(|between| match is_name {
        true => !between.contains(char::is_alphabetic),
        false => trimmed(between).is_empty(),
    })
}

/// Where a stretch stands.
#[derive(Clone, Copy)]
struct Place {
    /// Whether it is a whole line.
    is_whole: bool,
    /// Whether it stands before the first turn.
    before_turns: bool,
    /// Whether the line before it is a question.
    after_question: bool,
}

/// Tells what a stretch is that no rule for lines has named.
fn kind_of(words: &str, place: Place) -> AsideKind {
    if !words.contains(char::is_alphanumeric) {
        AsideKind::Sign
    } else if !words.contains(char::is_alphabetic) && words.contains(':') {
        AsideKind::Time
    } else if place.is_whole && place.after_question {
        AsideKind::Question
    } else if place.before_turns {
        AsideKind::FrontMatter
    } else if place.is_whole && (holds_question(words) || is_request(words)) {
        AsideKind::Question
    } else if place.is_whole && is_title(words) {
        AsideKind::Heading
    } else {
        AsideKind::Other
    }
}

/// Returns the lines of a text, without their ends.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        lines.push(at..at + line.len());
        at += line.len() + 1;
    }
    lines
}

/// Returns the parts of a line that are in no turn. Turns are in order and do not overlap.
fn gaps(line: &Range<usize>, turns: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut gaps = Vec::new();
    let mut at = line.start;
    let first = turns.partition_point(|turn| turn.end <= line.start);
    for turn in turns[first..].iter().take_while(|turn| turn.start < line.end) {
        if turn.start > at {
            gaps.push(at..turn.start);
        }
        at = turn.end.max(at);
    }
    if at < line.end {
        gaps.push(at..line.end);
    }
    gaps
}
