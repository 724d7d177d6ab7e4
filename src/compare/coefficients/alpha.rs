//! Krippendorff's α at the nominal and the interval level, where the expected disagreement has a closed form.

use crate::domain::Undefined;

use super::gwet::spread;
use super::statistic::{Statistic, Unit, only_one, squares};

/// Computes α from observed and expected disagreement, both summed over ordered pairs of `n` values.
pub(super) fn alpha(observed: f64, expected: f64, n: f64) -> f64 {
    1.0 - (n - 1.0) * observed / expected
}

/// α at the nominal level.
pub(super) struct Nominal<'a> {
    pub(super) labels: &'a [String],
}

impl Statistic for Nominal<'_> {
    /// Counts the sums: coincidences of unequal values, then one for each category.
    fn n_slots(&self) -> usize {
        1 + self.labels.len()
    }

    fn add(&self, unit: &Unit<'_>, to: &mut dyn FnMut(usize, f64)) {
        if unit.n >= 2.0 {
            let observed = unit.n - unit.n_agreeing() / (unit.n - 1.0);
            if unit.counts.len() > 1 {
                to(0, observed);
            }
            unit.counts.iter().for_each(|&(category, r)| to(1 + category as usize, r));
        }
    }

    fn value(&self, sums: &[f64]) -> Result<f64, Undefined> {
        let counts = &sums[1..];
        if let Some(reason) = only_one(counts, self.labels) {
            return Err(reason);
        }
        let n: f64 = counts.iter().sum();
        Ok(alpha(sums[0], n * n - squares(counts), n))
    }
}

/// α at the interval level. It keeps no sum for each value, so the number of different values is not limited.
pub(super) struct Numeric {
    /// The numbers of the categories, minus the middle of their range, so that squares stay small.
    numbers: Vec<f64>,
}

impl Numeric {
    pub(super) fn new(numbers: &[f64]) -> Self {
        let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let most = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let middle = least / 2.0 + most / 2.0;
        Self { numbers: numbers.iter().map(|number| number - middle).collect() }
    }
}

impl Statistic for Numeric {
    /// Counts the sums: disagreement, number of values, their sum, the sum of their squares.
    fn n_slots(&self) -> usize {
        4
    }

    fn add(&self, unit: &Unit<'_>, to: &mut dyn FnMut(usize, f64)) {
        if unit.n >= 2.0 {
            let number = |&(category, r): &(u32, f64)| (self.numbers[category as usize], r);
            let counted: Vec<(f64, f64)> = unit.counts.iter().map(number).collect();
            if counted.len() > 1 {
                to(0, spread(&counted, unit.n) / (unit.n - 1.0));
            }
            to(1, unit.n);
            to(2, counted.iter().map(|(x, r)| x * r).sum());
            to(3, counted.iter().map(|(x, r)| x * x * r).sum());
        }
    }

    fn value(&self, sums: &[f64]) -> Result<f64, Undefined> {
        let &[observed, n, sum, squares] = sums else { return Err(Undefined::Nothing) };
        if !(n > 0.0) {
            return Err(Undefined::NoOverlap);
        }
        let expected = 2.0 * (n * squares - sum * sum);
        // What rounding leaves if all values are equal.
        if !(expected > 1e-12 * n * squares) {
            return Err(Undefined::NoVariation);
        }
        Ok(alpha(observed, expected, n))
    }
}
