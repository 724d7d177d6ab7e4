//! Percent agreement and Holsti's coefficient: how often coders agree, not corrected for chance.

use crate::domain::Undefined;

use super::level::n_shared;
use super::ratings::{MISSING, Ratings};
use super::statistic::{Statistic, Unit};

/// Percent agreement: the mean over units of the share of pairs of values that agree.
pub(super) struct Percent;

impl Statistic for Percent {
    fn n_slots(&self) -> usize {
        2
    }

    fn add(&self, unit: &Unit<'_>, to: &mut dyn FnMut(usize, f64)) {
        if unit.n >= 2.0 {
            to(0, unit.agreement());
            to(1, 1.0);
        }
    }

    fn least(&self) -> f64 {
        0.0
    }

    fn value(&self, sums: &[f64]) -> Result<f64, Undefined> {
        if sums[1] > 0.0 { Ok(sums[0] / sums[1]) } else { Err(Undefined::NoOverlap) }
    }
}

/// Holsti's coefficient: what two coders both gave, relative to what each gave; the mean over pairs of coders.
pub(super) struct Holsti<'a> {
    n_coders: usize,
    /// The codes of each category, if categories are sets.
    members: Option<&'a [Vec<u32>]>,
}

impl<'a> Holsti<'a> {
    pub(super) fn new(ratings: &'a Ratings) -> Self {
        Self { n_coders: ratings.coders().len(), members: ratings.categories().members() }
    }

    /// Counts the codes that two values share.
    fn shared(&self, a: u32, b: u32) -> f64 {
        match self.members {
            Some(members) => n_shared(&members[a as usize], &members[b as usize]) as f64,
            None => f64::from(u8::from(a == b)),
        }
    }

    fn n_codes(&self, value: u32) -> f64 {
        self.members.map_or(1.0, |members| members[value as usize].len() as f64)
    }
}

impl Statistic for Holsti<'_> {
    /// Counts the sums: what each coder gave; then, for each pair of coders, what both gave.
    fn n_slots(&self) -> usize {
        self.n_coders + self.n_coders * (self.n_coders - 1) / 2
    }

    fn add(&self, unit: &Unit<'_>, to: &mut dyn FnMut(usize, f64)) {
        let mut slot = self.n_coders;
        for (i, &a) in unit.values.iter().enumerate() {
            if a != MISSING {
                to(i, self.n_codes(a));
            }
            for &b in &unit.values[i + 1..] {
                if a != MISSING && b != MISSING {
                    let shared = self.shared(a, b);
                    if shared > 0.0 {
                        to(slot, shared);
                    }
                }
                slot += 1;
            }
        }
    }

    fn least(&self) -> f64 {
        0.0
    }

    fn value(&self, sums: &[f64]) -> Result<f64, Undefined> {
        let (given, both) = sums.split_at(self.n_coders);
        let mut both = both.iter();
        let (mut total, mut n_pairs) = (0.0, 0.0);
        for (i, &a) in given.iter().enumerate() {
            for (&b, &both) in given[i + 1..].iter().zip(&mut both) {
                if a + b > 0.0 {
                    total += 2.0 * both / (a + b);
                    n_pairs += 1.0;
                }
            }
        }
        if n_pairs > 0.0 { Ok(total / n_pairs) } else { Err(Undefined::Nothing) }
    }
}
