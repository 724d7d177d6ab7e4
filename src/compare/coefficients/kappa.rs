//! Cohen's κ, Scott's π and Fleiss' κ: agreement corrected for what the marginals alone would give.

use crate::domain::Undefined;

use super::ratings::MISSING;
use super::statistic::{Statistic, Unit, only_one, squares};

/// Cohen's κ of two coders, on the units with values of both.
pub(super) struct Cohen<'a> {
    pub(super) labels: &'a [String],
}

impl Statistic for Cohen<'_> {
    /// Counts the sums: agreements, units, then the categories of the first coder and those of the second.
    fn n_slots(&self) -> usize {
        2 + 2 * self.labels.len()
    }

    fn add(&self, unit: &Unit<'_>, to: &mut dyn FnMut(usize, f64)) {
        if let &[a, b] = unit.values
            && a != MISSING
            && b != MISSING
        {
            if a == b {
                to(0, 1.0);
            }
            to(1, 1.0);
            to(2 + a as usize, 1.0);
            to(2 + self.labels.len() + b as usize, 1.0);
        }
    }

    fn value(&self, sums: &[f64]) -> Result<f64, Undefined> {
        let (agreed, n) = (sums[0], sums[1]);
        let (first, second) = sums[2..].split_at(self.labels.len());
        // In whole numbers, so that complete agreement by chance is detected exactly.
        let by_chance: f64 = first.iter().zip(second).map(|(a, b)| a * b).sum();
        if n * n - by_chance > 0.0 {
            return Ok((n * agreed - by_chance) / (n * n - by_chance));
        }
        Err(only_one(first, self.labels).unwrap_or(Undefined::NoVariation))
    }
}

/// Fleiss' κ, and Scott's π, which is the same for two coders: chance agreement follows from all values together.
pub(super) struct Pooled<'a> {
    pub(super) labels: &'a [String],
}

impl Statistic for Pooled<'_> {
    /// Counts the sums: agreement, units, then the categories.
    fn n_slots(&self) -> usize {
        2 + self.labels.len()
    }

    fn add(&self, unit: &Unit<'_>, to: &mut dyn FnMut(usize, f64)) {
        if unit.n >= 2.0 {
            to(0, unit.agreement());
            to(1, 1.0);
            unit.counts.iter().for_each(|&(category, r)| to(2 + category as usize, r));
        }
    }

    fn value(&self, sums: &[f64]) -> Result<f64, Undefined> {
        let counts = &sums[2..];
        if let Some(reason) = only_one(counts, self.labels) {
            return Err(reason);
        }
        let n: f64 = counts.iter().sum();
        let by_chance = squares(counts) / (n * n);
        Ok((sums[0] / sums[1] - by_chance) / (1.0 - by_chance))
    }
}
