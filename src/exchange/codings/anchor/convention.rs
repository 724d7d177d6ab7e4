//! Detects how a table counts its positions, by whether they fall on word boundaries.

use super::document::{Prepared, find};
use super::place::spaced;
use super::place::within_word;
use crate::exchange::codings::cells::{OffsetUnit, Position};
use crate::exchange::codings::rows::CodedRow;

/// With fewer positions than this, nothing can be concluded about how they are counted.
const TOO_FEW: usize = 3;
/// Another way of counting is taken as right if at least this share of ends falls on word boundaries.
const FITS: f64 = 0.8;
/// By how much the way of counting that was used must be worse.
const WORSE: f64 = 0.25;

/// A way of counting characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Way {
    unit: OffsetUnit,
    /// The number of the first character.
    base: usize,
    /// Whether the end is the last character of the segment, not the one after it.
    is_end_last: bool,
}

/// Returns the way of counting that fits the positions of some rows clearly better than the one that `OffsetUnit` says,
/// and what to do about it; `None` if the positions fit or nothing fits better. Looks only at rows without a quotation:
/// elsewhere the quoted words decide.
pub(super) fn misfit(documents: &[Prepared<'_>], rows: &[CodedRow]) -> Option<String> {
    let places: Vec<(&Prepared<'_>, Position)> = rows
        .iter()
        .filter(|row| row.quote.as_deref().is_none_or(|quote| quote.trim().is_empty()))
        .filter_map(|row| {
            let position = row.position?;
            let is_text = matches!(position.unit, None | Some(OffsetUnit::Codepoint | OffsetUnit::Utf16));
            let name = [&row.document, &row.participant].into_iter().flatten().next();
            let at = match name {
                Some(name) => find(documents, name).ok()?,
                None => (documents.len() == 1).then_some(0)?,
            };
            is_text.then_some((&documents[at], position))
        })
        .collect();
    if places.len() < TOO_FEW {
        return None;
    }
    let unit = places[0].1.unit.unwrap_or(OffsetUnit::Codepoint);
    let other = if unit == OffsetUnit::Utf16 { OffsetUnit::Codepoint } else { OffsetUnit::Utf16 };
    let taken = Way { unit, base: 0, is_end_last: false };
    let now = score(&places, taken);
    let mut best = (now, taken);
    // In order of preference: only another unit, then another end, then another base.
    for (unit, base, is_end_last) in [
        (other, 0, false),
        (unit, 0, true),
        (unit, 1, true),
        (unit, 1, false),
        (other, 0, true),
        (other, 1, true),
        (other, 1, false),
    ] {
        let way = Way { unit, base, is_end_last };
        let there = score(&places, way);
        if there > best.0 {
            best = (there, way);
        }
    }
    let (fits, way) = best;
    (fits >= FITS && fits - now > WORSE).then(|| way.remedy(unit, now, fits))
}

impl Way {
    fn remedy(self, taken: OffsetUnit, now: f64, fits: f64) -> String {
        let mut steps = Vec::new();
        if self.unit != taken {
            steps.push(format!("choose {} as what positions count", self.unit.name()));
        }
        if self.base == 1 {
            steps.push("subtract 1 from each start".to_owned());
        }
        match (self.base, self.is_end_last) {
            (0, true) => steps.push("add 1 to each end".to_owned()),
            (1, false) => steps.push("subtract 1 from each end".to_owned()),
            _ => {}
        }
        format!(
            "{:.0} % of the ends fall on word boundaries if counted in {} from {}, with {} as the end, but {:.0} % as they were read ({} \
             from 0, with the character after the last as the end). Either {}, or add the quoted words",
            100.0 * fits,
            self.unit.name(),
            self.base,
            if self.is_end_last { "the last character" } else { "the character after the last" },
            100.0 * now,
            taken.name(),
            steps.join(" and ")
        )
    }
}

/// Returns the share of beginnings and ends that fall on word boundaries.
fn score(places: &[(&Prepared<'_>, Position)], way: Way) -> f64 {
    let on_edges = places.iter().map(|&(document, position)| {
        let point = |at: usize, add: usize| {
            let at = (at + add).checked_sub(way.base)?;
            if way.unit == OffsetUnit::Utf16 { document.point_of_utf16(at) } else { Some(at) }
        };
        let start = point(position.start, 0).is_some_and(|at| begins(&document.chars, at));
        let end =
            point(position.end, usize::from(way.is_end_last)).is_some_and(|at| ends(&document.chars, at));
        usize::from(start) + usize::from(end)
    });
    on_edges.sum::<usize>() as f64 / (2 * places.len()) as f64
}

/// Tells whether a segment may begin here: not within a word, and not with white space or a closing mark.
fn begins(chars: &[char], at: usize) -> bool {
    chars.get(at).is_some_and(|c| !c.is_whitespace() && !matches!(c, '.' | ',' | '?' | '!' | ';' | ':'))
        && !within_word(chars, at)
}

/// Tells whether a segment may end here: before white space or between letters of a script that does not separate words
/// by spaces, and not after white space.
fn ends(chars: &[char], at: usize) -> bool {
    let Some(&last) = at.checked_sub(1).and_then(|at| chars.get(at)) else { return false };
    let unspaced = |c: char| c.is_alphabetic() && !spaced(c);
    !last.is_whitespace()
        && chars.get(at).is_none_or(|&next| next.is_whitespace() || unspaced(last) || unspaced(next))
}
