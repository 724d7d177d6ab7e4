//! The parts of a coefficient: sums over units, and a value computed from the sums.

use crate::domain::Undefined;

use super::ratings::MISSING;

/// One unit with its values counted.
pub(super) struct Unit<'a> {
    /// The category of each coder, or [`MISSING`].
    pub(super) values: &'a [u32],
    /// The categories that were given, in rising order, each with the number of coders who gave it.
    pub(super) counts: &'a [(u32, f64)],
    /// The number of values.
    pub(super) n: f64,
}

/// A coefficient as a function of sums over units, so that any resample of units only needs additions.
///
/// Value, bootstrap and jackknife all use this trait, so that no formula is written twice.
pub(super) trait Statistic: Sync {
    /// Counts the sums.
    fn n_slots(&self) -> usize;

    /// Adds a unit's contribution to each sum.
    fn add(&self, unit: &Unit<'_>, to: &mut dyn FnMut(usize, f64));

    /// Returns the least value that the coefficient can have.
    fn least(&self) -> f64 {
        f64::NEG_INFINITY
    }

    /// Computes the coefficient.
    fn value(&self, sums: &[f64]) -> Result<f64, Undefined>;
}

/// Counts values: sets `counts` to the categories with the number of coders who gave each, and returns the number of
/// values.
pub(super) fn count(values: &[u32], counts: &mut Vec<(u32, f64)>) -> f64 {
    counts.clear();
    let mut n = 0.0;
    for &value in values.iter().filter(|&&value| value != MISSING) {
        n += 1.0;
        match counts.iter_mut().find(|(category, _)| *category == value) {
            Some((_, count)) => *count += 1.0,
            None => counts.push((value, 1.0)),
        }
    }
    counts.sort_unstable_by_key(|&(category, _)| category);
    n
}

impl Unit<'_> {
    /// Counts the ordered pairs of values that agree.
    pub(super) fn n_agreeing(&self) -> f64 {
        self.counts.iter().map(|&(_, r)| r * (r - 1.0)).sum()
    }

    /// Computes the share of pairs of values that agree; the unit must have two values.
    pub(super) fn agreement(&self) -> f64 {
        self.n_agreeing() / (self.n * (self.n - 1.0))
    }
}

/// Computes the sum of the squares.
pub(super) fn squares(sums: &[f64]) -> f64 {
    sums.iter().map(|sum| sum * sum).sum()
}

/// Returns why chance alone would agree completely: only one category occurs. The sums are counts of categories.
pub(super) fn only_one(counts: &[f64], labels: &[String]) -> Option<Undefined> {
    let mut used = counts.iter().enumerate().filter(|&(_, &count)| count > 0.0);
    match (used.next(), used.next()) {
        (Some((only, _)), None) => {
            let category = labels.get(only).cloned().unwrap_or_default();
            Some(Undefined::OneCategory { category })
        }
        (None, _) => Some(Undefined::NoOverlap),
        _ => None,
    }
}
