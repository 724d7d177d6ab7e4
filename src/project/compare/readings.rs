//! How each coder reads each unit.

use super::sides::{CoderSide, Marked};
use super::units::{Unit, Units};
use crate::domain::Span;

/// How a coder reads a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct UnitReading<'a> {
    /// The labels that the unit carries, ascending, without duplicates.
    pub(super) labels: Vec<u32>,
    /// The codings that carry these labels.
    pub(super) marked: Vec<&'a Marked>,
}
/// A coder's reading of each unit, and the number of codings that touch no unit.
pub(super) struct CoderReadings<'a> {
    /// By unit; `None` in documents in which the coder coded nothing.
    pub(super) units: Vec<Option<UnitReading<'a>>>,
    /// How many codings touch no unit.
    pub(super) n_unplaced: usize,
    /// The documents in which the coder coded nothing: indices into [`Units::documents`].
    pub(super) untouched: Vec<usize>,
}

/// Reads every unit as the coder coded it.
pub(super) fn readings<'a>(units: &Units<'_>, side: &'a CoderSide) -> CoderReadings<'a> {
    let mut found: Vec<Option<UnitReading<'a>>> = vec![None; units.all.len()];
    let (mut n_unplaced, mut untouched) = (0, Vec::new());
    let mut from = 0;
    for (at, document) in units.documents.iter().enumerate().filter(|(at, _)| !units.absent.contains(at)) {
        let to = from + units.all[from..].iter().take_while(|unit| unit.document == at).count();
        match side.marked.get(&document.name) {
            None => untouched.push(at),
            Some(marked) => {
                let readings = &mut found[from..to];
                readings.iter_mut().for_each(|reading| *reading = Some(UnitReading::default()));
                n_unplaced += place(&units.all[from..to], readings, marked);
            }
        }
        from = to;
    }
    CoderReadings { units: found, n_unplaced, untouched }
}

/// Assigns the codings of a document to its units; returns the number of codings that touch none.
fn place<'a>(units: &[Unit], readings: &mut [Option<UnitReading<'a>>], marked: &'a [Marked]) -> usize {
    let mut n_unplaced = 0;
    for coding in marked {
        // Units are in order and do not overlap.
        let first = units.partition_point(|unit| unit.span.end <= coding.span.start);
        let mut is_placed = false;
        for (unit, reading) in units[first..].iter().zip(&mut readings[first..]) {
            if unit.span.start >= coding.span.end {
                break;
            }
            if carries(unit.span, coding.span)
                && let Some(reading) = reading
            {
                is_placed = true;
                if let Err(at) = reading.labels.binary_search(&coding.label) {
                    reading.labels.insert(at, coding.label);
                }
                reading.marked.push(coding);
            }
        }
        n_unplaced += usize::from(!is_placed);
    }
    n_unplaced
}

fn carries(unit: Span, coding: Span) -> bool {
    let shared = unit.end.0.min(coding.end.0).saturating_sub(unit.start.0.max(coding.start.0));
    shared > 0 && (2 * shared >= unit.len() || 2 * shared >= coding.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_either_is_enough() {
        let unit = Span::new(10, 20);
        assert!(carries(unit, Span::new(15, 40)));
        assert!(!carries(unit, Span::new(16, 40)));
        assert!(carries(unit, Span::new(18, 22)));
        assert!(carries(unit, Span::new(12, 13)));
        assert!(!carries(unit, Span::new(20, 22)));
    }
}
