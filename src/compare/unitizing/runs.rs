//! Runs of equal coding: the document is cut wherever any coder's set of codes changes.

use super::Continuum;

/// A stretch of the document within which no coder's set of codes changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Where it begins, in code points.
    pub start: u64,
    /// Where it ends: the code point after the last.
    pub end: u64,
    /// For each coder the codes of this stretch, in rising order; empty for none.
    pub sets: Vec<Vec<u32>>,
}

/// Returns the runs of equal coding, in the order of the text; together they cover the document.
///
/// It sorts the boundaries of the marks and passes over them once: O(marks · log marks), whatever the document's length.
/// Agreement on every character is the agreement on these rows, weighted by their lengths. Boundaries between marks of
/// the same code do not cut: marks that touch or overlap are in one run.
///
/// **Edge cases**: one run with empty sets if no one marked anything; none for a document without length.
///
/// ```
/// use themata::compare::unitizing::{Continuum, Mark, runs};
///
/// let mark = |start, end, category| Mark { start, end, category };
/// let document = Continuum { length: 10, coders: vec![vec![mark(0, 6, 7)], vec![mark(2, 6, 7), mark(4, 9, 3)]] };
/// let found: Vec<_> = runs(&document).into_iter().map(|run| (run.start, run.end, run.sets)).collect();
/// assert_eq!(
///     found,
///     [
///         (0, 2, vec![vec![7], vec![]]),
///         (2, 4, vec![vec![7], vec![7]]),
///         (4, 6, vec![vec![7], vec![3, 7]]),
///         (6, 9, vec![vec![], vec![3]]),
///         (9, 10, vec![vec![], vec![]]),
///     ]
/// );
/// ```
#[must_use]
pub fn runs(document: &Continuum) -> Vec<Run> {
    // Place, coder, code, and whether a mark begins there.
    let mut changes: Vec<(u64, usize, u32, bool)> = Vec::new();
    for (coder, marks) in document.coders.iter().enumerate() {
        for mark in marks.iter().filter_map(|mark| document.within(mark)) {
            changes.push((mark.start, coder, mark.category, true));
            changes.push((mark.end, coder, mark.category, false));
        }
    }
    changes.sort_unstable();
    // The current codes, each with the number of marks that give it.
    let mut holding: Vec<Vec<(u32, usize)>> = vec![Vec::new(); document.coders.len()];
    let mut found: Vec<Run> = Vec::new();
    let (mut at, mut next) = (0, 0);
    while at < document.length {
        while let Some(&(place, coder, category, begins)) = changes.get(next).filter(|change| change.0 <= at)
        {
            debug_assert_eq!(place, at);
            turn(&mut holding[coder], category, begins);
            next += 1;
        }
        let end = changes.get(next).map_or(document.length, |change| change.0);
        let sets: Vec<Vec<u32>> =
            holding.iter().map(|codes| codes.iter().map(|&(code, _)| code).collect()).collect();
        match found.last_mut() {
            Some(last) if last.sets == sets => last.end = end,
            _ => found.push(Run { start: at, end, sets }),
        }
        at = end;
    }
    found
}

/// Adds a mark of a code to the current codes, or removes one.
fn turn(holding: &mut Vec<(u32, usize)>, category: u32, begins: bool) {
    match (holding.binary_search_by_key(&category, |&(code, _)| code), begins) {
        (Ok(place), true) => holding[place].1 += 1,
        (Ok(place), false) if holding[place].1 > 1 => holding[place].1 -= 1,
        (Ok(place), false) => {
            holding.remove(place);
        }
        (Err(place), true) => holding.insert(place, (category, 1)),
        // The end of a mark that begins later in the order; it cannot occur, since marks without length are ignored.
        (Err(_), false) => {}
    }
}
