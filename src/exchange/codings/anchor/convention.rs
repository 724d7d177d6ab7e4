//! How a table counts its positions: whether they fall on the edges of words as they are taken.

use super::document::{Prepared, find};
use super::place::spaced;
use super::place::within_word;
use crate::exchange::codings::cells::{OffsetUnit, Position};
use crate::exchange::codings::rows::CodedRow;

/// So many positions say nothing of how they are counted.
const TOO_FEW: usize = 3;
/// The least share of ends at edges of words for another way of counting to be taken as the right one.
const FITS: f64 = 0.8;
/// By how much the way that was taken must be worse.
const WORSE: f64 = 0.25;

/// A way of counting characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Way {
    unit: OffsetUnit,
    /// The number of the first character.
    base: usize,
    /// Whether the end is the last character rather than the one after it.
    is_end_last: bool,
}

/// What fits the positions of some rows clearly better than counting as `OffsetUnit` says, and what to do; none where the
/// positions fit, or nothing fits better. Only rows that quote nothing are looked at: elsewhere the words decide.
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
    // The order is that of preference: the unit alone, then the end, then the base.
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
            steps.push(format!("say that positions count {}", self.unit.name()));
        }
        if self.base == 1 {
            steps.push("take 1 from each start".to_owned());
        }
        match (self.base, self.is_end_last) {
            (0, true) => steps.push("add 1 to each end".to_owned()),
            (1, false) => steps.push("take 1 from each end".to_owned()),
            _ => {}
        }
        format!(
            "{:.0} of 100 ends fall on edges of words when counted in {} from {}, the end {}, and {:.0} as they were taken ({} \
             from 0, the end one past the last); {}, or quote the words",
            100.0 * fits,
            self.unit.name(),
            self.base,
            if self.is_end_last { "the last character" } else { "one past the last" },
            100.0 * now,
            taken.name(),
            steps.join(" and ")
        )
    }
}

/// The share of beginnings and ends that fall on edges of words.
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

/// Whether something may begin here: not within a word, and not with white space or a mark that closes.
fn begins(chars: &[char], at: usize) -> bool {
    chars.get(at).is_some_and(|c| !c.is_whitespace() && !matches!(c, '.' | ',' | '?' | '!' | ';' | ':'))
        && !within_word(chars, at)
}

/// Whether something may end here: before white space or between letters of a script without it, and not after white space.
fn ends(chars: &[char], at: usize) -> bool {
    let Some(&last) = at.checked_sub(1).and_then(|at| chars.get(at)) else { return false };
    let unspaced = |c: char| c.is_alphabetic() && !spaced(c);
    !last.is_whitespace()
        && chars.get(at).is_none_or(|&next| next.is_whitespace() || unspaced(last) || unspaced(next))
}
