//! What a coefficient is made of: sums over units, and a value from the sums.

use crate::domain::Undefined;

use super::ratings::MISSING;

/// One unit, with its values counted.
pub(super) struct Unit<'a> {
    /// A category or [`MISSING`], a coder each.
    pub(super) values: &'a [u32],
    /// The categories that were given, each with how many gave it, by rising category.
    pub(super) counts: &'a [(u32, f64)],
    /// How many values there are.
    pub(super) n: f64,
}

/// A coefficient as a function of sums over units, so that any resample of units is a matter of adding.
///
/// This is the one road: value, bootstrap and jackknife all go through it, and no formula stands twice.
pub(super) trait Statistic: Sync {
    /// How many sums there are.
    fn n_slots(&self) -> usize;

    /// What a unit adds to which sum.
    fn add(&self, unit: &Unit<'_>, to: &mut dyn FnMut(usize, f64));

    /// What the coefficient cannot be below.
    fn least(&self) -> f64 {
        f64::NEG_INFINITY
    }

    /// The coefficient.
    fn value(&self, sums: &[f64]) -> Result<f64, Undefined>;
}

/// Counts values: categories, each with how many gave it.
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
    /// Of all ordered pairs of values, how many agree.
    pub(super) fn n_agreeing(&self) -> f64 {
        self.counts.iter().map(|&(_, r)| r * (r - 1.0)).sum()
    }

    /// The share of pairs of values that agree; wants two values.
    pub(super) fn agreement(&self) -> f64 {
        self.n_agreeing() / (self.n * (self.n - 1.0))
    }
}

/// The sum of the squares.
pub(super) fn squares(sums: &[f64]) -> f64 {
    sums.iter().map(|sum| sum * sum).sum()
}

/// Why chance alone would agree completely: the one category there is, where the sums are counts of categories.
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
