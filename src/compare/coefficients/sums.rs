//! What each group of units adds to the sums of a statistic.

use std::collections::HashMap;

use super::canonical::Canonical;
use super::ratings::Ratings;
use super::statistic::{Statistic, Unit, count};

/// The sums of each group; groups that add the same amounts are one kind and are stored once.
pub(super) struct Sums {
    n_slots: usize,
    /// Slots and amounts, kind by kind.
    amounts: Vec<(u32, f64)>,
    ends: Vec<usize>,
    /// The kind of each group, in the canonical order.
    kind_of: Vec<u32>,
    /// The number of groups of each kind.
    counts: Vec<u32>,
}

impl Sums {
    pub(super) fn new(ratings: &Ratings, canonical: &Canonical, statistic: &dyn Statistic) -> Self {
        let n_slots = statistic.n_slots();
        let (mut totals, mut touched) = (vec![0.0_f64; n_slots], Vec::new());
        let mut counts = Vec::new();
        let mut kinds: HashMap<Vec<(u32, u64)>, u32> = HashMap::new();
        let mut sums =
            Self { n_slots, amounts: Vec::new(), ends: Vec::new(), kind_of: Vec::new(), counts: Vec::new() };
        let mut begin = 0;
        for &end in &canonical.ends {
            for &row in &canonical.rows[begin..end] {
                let row = ratings.row(row);
                let n = count(row.values, &mut counts);
                let weight = row.weight as f64;
                statistic.add(&Unit { values: row.values, counts: &counts, n }, &mut |slot, amount| {
                    // A slot with the amount 0 may be recorded twice; duplicates are removed below.
                    if totals[slot] == 0.0 {
                        touched.push(slot);
                    }
                    totals[slot] += weight * amount;
                });
            }
            begin = end;
            touched.sort_unstable();
            touched.dedup();
            let key: Vec<(u32, u64)> =
                touched.iter().map(|&slot| (slot as u32, totals[slot].to_bits())).collect();
            let n_kinds = sums.counts.len();
            let kind = *kinds.entry(key).or_insert_with(|| {
                sums.amounts.extend(touched.iter().map(|&slot| (slot as u32, totals[slot])));
                sums.ends.push(sums.amounts.len());
                sums.counts.push(0);
                n_kinds as u32
            });
            sums.kind_of.push(kind);
            sums.counts[kind as usize] += 1;
            for slot in touched.drain(..) {
                totals[slot] = 0.0;
            }
        }
        sums
    }

    pub(super) fn n_groups(&self) -> usize {
        self.kind_of.len()
    }

    /// Returns the kind of a group.
    pub(super) fn kind_of(&self, group: usize) -> usize {
        self.kind_of[group] as usize
    }

    /// Counts the groups of each kind.
    pub(super) fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// Computes the sums over `counts` groups of each kind; `into` is overwritten.
    pub(super) fn total(&self, counts: &[u32], into: &mut Vec<f64>) {
        into.clear();
        into.resize(self.n_slots, 0.0);
        let mut begin = 0;
        for (&end, &count) in self.ends.iter().zip(counts) {
            if count > 0 {
                let count = f64::from(count);
                for &(slot, amount) in &self.amounts[begin..end] {
                    into[slot as usize] += count * amount;
                }
            }
            begin = end;
        }
    }
}
