//! Krippendorff's α with a distance that has no closed form: the ratio level, and sets of codes.

use crate::domain::{Excess, Undefined};

use super::alpha::alpha;
use super::level::SetDistance;
use super::statistic::{Statistic, Unit, only_one};

/// The most categories: the distance of each pair is stored, and added up for each resample.
pub const MOST_CATEGORIES: usize = 4096;

/// α with the distance of each pair of categories.
pub(super) struct Distances<'a> {
    labels: &'a [String],
    /// Row by row, the distances to the categories before the row's category.
    lower: Vec<f64>,
}

impl<'a> Distances<'a> {
    /// Makes the table of distances.
    ///
    /// # Errors
    /// [`Undefined::TooMuch`] for more than [`MOST_CATEGORIES`].
    fn new(labels: &'a [String], distance: impl Fn(usize, usize) -> f64) -> Result<Self, Undefined> {
        if labels.len() > MOST_CATEGORIES {
            let what = Excess::Values { n: labels.len() };
            return Err(Undefined::TooMuch { what, limit: MOST_CATEGORIES });
        }
        let lower = (0..labels.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
        Ok(Self { labels, lower: lower.map(|(a, b)| distance(a, b)).collect() })
    }

    /// Makes the distances of the ratio level: δ² = ((a − b) / (a + b))², 0 for two zeros.
    pub(super) fn ratio(labels: &'a [String], numbers: &[f64]) -> Result<Self, Undefined> {
        Self::new(labels, |a, b| {
            let (a, b) = (numbers[a], numbers[b]);
            if a + b > 0.0 { ((a - b) / (a + b)) * ((a - b) / (a + b)) } else { 0.0 }
        })
    }

    /// Makes the distances of sets of codes; the distance itself, not its square.
    pub(super) fn sets(
        labels: &'a [String],
        members: &[Vec<u32>],
        distance: SetDistance,
    ) -> Result<Self, Undefined> {
        Self::new(labels, |a, b| distance.between(&members[a], &members[b]))
    }

    fn between(&self, a: u32, b: u32) -> f64 {
        let (low, high) = (a.min(b) as usize, a.max(b) as usize);
        if low == high { 0.0 } else { self.lower[high * (high - 1) / 2 + low] }
    }
}

impl Statistic for Distances<'_> {
    /// Counts the sums: disagreement, then the categories.
    fn n_slots(&self) -> usize {
        1 + self.labels.len()
    }

    fn add(&self, unit: &Unit<'_>, to: &mut dyn FnMut(usize, f64)) {
        if unit.n >= 2.0 {
            let mut observed = 0.0;
            for (i, &(a, r)) in unit.counts.iter().enumerate() {
                to(1 + a as usize, r);
                for &(b, s) in &unit.counts[i + 1..] {
                    observed += 2.0 * r * s * self.between(a, b);
                }
            }
            if observed > 0.0 {
                to(0, observed / (unit.n - 1.0));
            }
        }
    }

    fn value(&self, sums: &[f64]) -> Result<f64, Undefined> {
        let counts = &sums[1..];
        if let Some(reason) = only_one(counts, self.labels) {
            return Err(reason);
        }
        let n: f64 = counts.iter().sum();
        let mut expected = 0.0;
        for (a, &count) in counts.iter().enumerate().filter(|&(_, &count)| count > 0.0) {
            let row = &self.lower[a * a.saturating_sub(1) / 2..][..a];
            expected += 2.0 * count * row.iter().zip(counts).map(|(d, other)| d * other).sum::<f64>();
        }
        if expected > 0.0 { Ok(alpha(sums[0], expected, n)) } else { Err(Undefined::NoVariation) }
    }
}
