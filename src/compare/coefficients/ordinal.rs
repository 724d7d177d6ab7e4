//! Krippendorff's α at the ordinal level.
//!
//! The difference of two ranks is the number of values between them plus half of those at both ranks, which is the
//! difference of their middle ranks. So this is the interval level on middle ranks. A resample changes the middle ranks;
//! therefore the coincidences themselves are kept.

use std::collections::HashMap;

use crate::domain::Undefined;

use super::alpha::alpha;
use super::ratings::Ratings;
use super::statistic::{Statistic, Unit, count, only_one};

/// α at the ordinal level; the order of the categories is the order of rank.
pub(super) struct Ordinal<'a> {
    labels: &'a [String],
    /// The pairs of categories that occur together on a unit, lower rank first.
    pairs: Vec<(u32, u32)>,
    slots: HashMap<(u32, u32), usize>,
}

impl<'a> Ordinal<'a> {
    pub(super) fn new(ratings: &'a Ratings) -> Self {
        let mut pairs = Vec::new();
        let mut counts = Vec::new();
        for row in ratings.rows() {
            count(row.values, &mut counts);
            for (i, &(low, _)) in counts.iter().enumerate() {
                pairs.extend(counts[i + 1..].iter().map(|&(high, _)| (low, high)));
            }
            // Few pairs are new; duplicates are removed before they fill the memory.
            if pairs.len() > 1 << 20 {
                pairs.sort_unstable();
                pairs.dedup();
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let labels = ratings.categories().labels();
        let slots = pairs.iter().enumerate().map(|(i, &pair)| (pair, labels.len() + i)).collect();
        Self { labels, pairs, slots }
    }
}

impl Statistic for Ordinal<'_> {
    /// Counts the sums: the categories, then the coincidences of each pair.
    fn n_slots(&self) -> usize {
        self.labels.len() + self.pairs.len()
    }

    fn add(&self, unit: &Unit<'_>, to: &mut dyn FnMut(usize, f64)) {
        if unit.n >= 2.0 {
            unit.counts.iter().for_each(|&(category, r)| to(category as usize, r));
            for (i, &(low, a)) in unit.counts.iter().enumerate() {
                for &(high, b) in &unit.counts[i + 1..] {
                    if let Some(&slot) = self.slots.get(&(low, high)) {
                        to(slot, 2.0 * a * b / (unit.n - 1.0));
                    }
                }
            }
        }
    }

    fn value(&self, sums: &[f64]) -> Result<f64, Undefined> {
        let (counts, coincidences) = sums.split_at(self.labels.len());
        if let Some(reason) = only_one(counts, self.labels) {
            return Err(reason);
        }
        let n: f64 = counts.iter().sum();
        let mut below = 0.0;
        // Ranks are counted from the middle, so that their mean is 0: Σ n·rank is 0.
        let ranks: Vec<f64> = counts
            .iter()
            .map(|count| {
                let rank = below + count / 2.0 - n / 2.0;
                below += count;
                rank
            })
            .collect();
        let difference = |&(low, high): &(u32, u32)| ranks[high as usize] - ranks[low as usize];
        let observed: f64 = self
            .pairs
            .iter()
            .zip(coincidences)
            .map(|(pair, o)| o * difference(pair) * difference(pair))
            .sum();
        let expected =
            2.0 * n * ranks.iter().zip(counts).map(|(rank, count)| count * rank * rank).sum::<f64>();
        Ok(alpha(observed, expected, n))
    }
}
