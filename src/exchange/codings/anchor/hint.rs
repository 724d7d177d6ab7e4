//! Converts a position that a table gives to code points of a document.

use super::document::Prepared;
use crate::domain::{ByteOffset, CodePointOffset, Span};
use crate::exchange::codings::cells::{OffsetUnit, Position};

/// Returns the spans that a position may mean: some programs count empty lines as paragraphs, others do not.
pub(super) fn spans(document: &Prepared<'_>, position: Position) -> Vec<Span> {
    let Position { unit, start, end } = position;
    let one = |span: Option<Span>| span.into_iter().collect::<Vec<Span>>();
    match unit {
        None => [OffsetUnit::Codepoint, OffsetUnit::Utf16]
            .into_iter()
            .filter_map(|unit| characters(document, unit, start, end))
            .collect(),
        Some(OffsetUnit::Turn) => one(turns(document, start, end)),
        Some(OffsetUnit::Line) => one(lines(document, start, end, true)),
        Some(OffsetUnit::Paragraph) => {
            let mut spans = one(lines(document, start, end, true));
            spans.extend(lines(document, start, end, false).filter(|other| !spans.contains(other)));
            spans
        }
        Some(unit) => one(characters(document, unit, start, end)),
    }
}

/// Returns the span of turns `first` to `last`, from 1.
pub(super) fn turns(document: &Prepared<'_>, first: usize, last: usize) -> Option<Span> {
    let turn = |number: usize| document.document.turns.get(number.checked_sub(1)?);
    let (first, last) = (turn(first)?, turn(last)?);
    (first.span.start <= last.span.start).then_some(Span { start: first.span.start, end: last.span.end })
}

fn code_points(document: &Prepared<'_>, start: usize, end: usize) -> Option<Span> {
    (start < end && end <= document.chars.len()).then(|| Span::new(start, end))
}

fn characters(document: &Prepared<'_>, unit: OffsetUnit, start: usize, end: usize) -> Option<Span> {
    code_points(document, document.point_of(unit, start)?, document.point_of(unit, end)?)
}

/// Returns the span of lines `first` to `last`, from 1, counting empty lines or not.
fn lines(document: &Prepared<'_>, first: usize, last: usize, empty_too: bool) -> Option<Span> {
    let mut number = 0;
    let mut byte = 0;
    let (mut start, mut end) = (None, None);
    for line in document.document.text.split_inclusive('\n') {
        if empty_too || !line.trim().is_empty() {
            number += 1;
            if number == first {
                start = Some(byte);
            }
            if number == last {
                end = Some(byte + line.len());
            }
        }
        byte += line.len();
    }
    let point = |byte: usize| document.index.code_point(ByteOffset(byte)).ok();
    let (CodePointOffset(start), CodePointOffset(end)) = (point(start?)?, point(end?)?);
    code_points(document, start, end)
}
