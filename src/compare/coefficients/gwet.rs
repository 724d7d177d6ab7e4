//! Gwet's AC1 and AC2: chance agreement is that of coders who are uncertain and guess.

use crate::domain::Undefined;

use super::statistic::{Statistic, Unit, squares};

/// AC1, or AC2 with quadratic weights on positions.
pub(super) struct Gwet<'a> {
    labels: &'a [String],
    /// The position of each category; `None` for AC1.
    positions: Option<Vec<f64>>,
    /// The squared distance from the first position to the last.
    range: f64,
    /// The sum of the weights of all pairs of categories.
    n_weights: f64,
}

impl<'a> Gwet<'a> {
    pub(super) fn new(labels: &'a [String], positions: Option<Vec<f64>>) -> Self {
        let q = labels.len() as f64;
        let (mut range, mut n_weights) = (0.0, q);
        if let Some(positions) = &positions {
            let least = positions.iter().copied().fold(f64::INFINITY, f64::min);
            let most = positions.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            range = (most - least) * (most - least);
            let each: Vec<(f64, f64)> = positions.iter().map(|&position| (position, 1.0)).collect();
            if range > 0.0 {
                n_weights = q * q - spread(&each, q) / range;
            }
        }
        Self { labels, positions, range, n_weights }
    }
}

/// Computes Σ over ordered pairs of (x − y)², with each x as often as it is counted: 2n Σ (x − x̄)².
pub(super) fn spread(counted: &[(f64, f64)], n: f64) -> f64 {
    let mean = counted.iter().map(|(x, r)| x * r).sum::<f64>() / n;
    2.0 * n * counted.iter().map(|(x, r)| r * (x - mean) * (x - mean)).sum::<f64>()
}

impl Statistic for Gwet<'_> {
    /// Counts the sums: agreement, units with at least two values, units with any value, then the shares of the
    /// categories.
    fn n_slots(&self) -> usize {
        3 + self.labels.len()
    }

    fn add(&self, unit: &Unit<'_>, to: &mut dyn FnMut(usize, f64)) {
        if unit.n >= 2.0 {
            let agreement = match &self.positions {
                None => unit.agreement(),
                Some(positions) if self.range > 0.0 => {
                    let counted: Vec<(f64, f64)> =
                        unit.counts.iter().map(|&(category, r)| (positions[category as usize], r)).collect();
                    1.0 - spread(&counted, unit.n) / (self.range * unit.n * (unit.n - 1.0))
                }
                Some(_) => 1.0,
            };
            to(0, agreement);
            to(1, 1.0);
        }
        if unit.n >= 1.0 {
            to(2, 1.0);
            unit.counts.iter().for_each(|&(category, r)| to(3 + category as usize, r / unit.n));
        }
    }

    fn value(&self, sums: &[f64]) -> Result<f64, Undefined> {
        let q = self.labels.len() as f64;
        if let [only] = self.labels {
            return Err(Undefined::OneCategory { category: only.clone() });
        }
        if !(sums[1] > 0.0) {
            return Err(Undefined::NoOverlap);
        }
        // Σ π (1 − π) = 1 − Σ π², since the shares add up to 1.
        let uncertain = 1.0 - squares(&sums[3..]) / (sums[2] * sums[2]);
        let by_chance = self.n_weights / (q * (q - 1.0)) * uncertain;
        Ok((sums[0] / sums[1] - by_chance) / (1.0 - by_chance))
    }
}
