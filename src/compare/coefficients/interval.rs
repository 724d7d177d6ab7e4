//! Intervals: between what bounds a coefficient lies over other interviews of the same kind.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::domain::{Interval, IntervalMethod, ParameterError, Undefined};

use super::canonical::mixed;
use super::statistic::Statistic;
use super::student::two_sided_t;
use super::sums::Sums;

/// From so many groups on values are drawn; below, each group is left out in turn.
pub const FEWEST_FOR_BOOTSTRAP: usize = 8;

/// How an interval is found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IntervalParams {
    seed: u64,
    n_draws: usize,
    level: f64,
}

impl Default for IntervalParams {
    /// 95 %, 2,000 draws, seed 1.
    fn default() -> Self {
        Self { seed: 1, n_draws: 2000, level: 0.95 }
    }
}

impl IntervalParams {
    /// With a seed, a number of draws, and the part of the values that lies within.
    ///
    /// # Errors
    /// [`ParameterError`] for fewer than 100 draws, of which no percentiles can be had, and for a level that does not lie between
    /// 0 and 1.
    pub fn new(seed: u64, n_draws: usize, level: f64) -> Result<Self, ParameterError> {
        let refused = |parameter, rule: &str, received: String| {
            Err(ParameterError { parameter, rule: rule.to_owned(), received })
        };
        if n_draws < 100 {
            return refused("n_draws", "100 at least; 2000 are usual", n_draws.to_string());
        }
        if !(level > 0.0 && level < 1.0) {
            return refused("level", "between 0 and 1, as 0.95", level.to_string());
        }
        Ok(Self { seed, n_draws, level })
    }

    /// The seed.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// How many draws are made.
    #[must_use]
    pub fn n_draws(&self) -> usize {
        self.n_draws
    }

    /// The part of the values that lies within.
    #[must_use]
    pub fn level(&self) -> f64 {
        self.level
    }
}

/// Percentiles of values over groups drawn with replacement, or Student's t on pseudo-values where there are few; `None` for a
/// single group, or where hardly any value is defined.
pub(super) fn interval(statistic: &dyn Statistic, sums: &Sums, params: &IntervalParams) -> Option<Interval> {
    let n_groups = sums.n_groups();
    let method = match n_groups {
        0 | 1 => return None,
        n if n < FEWEST_FOR_BOOTSTRAP => IntervalMethod::Jackknife,
        _ => IntervalMethod::Bootstrap,
    };
    let (low, high, n_draws, n_undefined) = match method {
        IntervalMethod::Bootstrap => bootstrap(statistic, sums, params)?,
        IntervalMethod::Jackknife => jackknife(statistic, sums, params)?,
    };
    Some(Interval { low, high, level: params.level, method, n_groups, n_draws, n_undefined })
}

fn bootstrap(
    statistic: &dyn Statistic,
    sums: &Sums,
    params: &IntervalParams,
) -> Option<(f64, f64, usize, usize)> {
    let n_groups = sums.n_groups();
    let scratch = || (vec![0_u32; sums.counts().len()], Vec::new());
    let draw = |(counts, totals): &mut (Vec<u32>, Vec<f64>), number: usize| {
        // A seed for each draw, so that threads do not show.
        let mut random = Xoshiro256PlusPlus::seed_from_u64(mixed(params.seed, number as u64));
        counts.fill(0);
        for _ in 0..n_groups {
            counts[sums.kind_of(random.gen_range(0..n_groups))] += 1;
        }
        sums.total(counts, totals);
        defined(statistic.value(totals))
    };
    let drawn: Vec<Option<f64>> = (0..params.n_draws).into_par_iter().map_init(scratch, draw).collect();
    let mut values: Vec<f64> = drawn.iter().copied().flatten().collect();
    values.sort_unstable_by(f64::total_cmp);
    if values.len() < 2 {
        return None;
    }
    let tail = (1.0 - params.level) / 2.0;
    let n_undefined = drawn.len() - values.len();
    Some((percentile(&values, tail), percentile(&values, 1.0 - tail), drawn.len(), n_undefined))
}

/// Between the two values nearest to the place, in proportion (Hyndman & Fan 1996, type 7). `values` rise and are not empty.
fn percentile(values: &[f64], share: f64) -> f64 {
    let place = share * (values.len() - 1) as f64;
    let below = place.floor();
    let (low, high) = (values[below as usize], values[place.ceil() as usize]);
    if low == high { low } else { low + (place - below) * (high - low) }
}

fn jackknife(
    statistic: &dyn Statistic,
    sums: &Sums,
    params: &IntervalParams,
) -> Option<(f64, f64, usize, usize)> {
    let n_groups = sums.n_groups();
    let mut totals = Vec::new();
    let mut value = |counts: &[u32]| {
        sums.total(counts, &mut totals);
        defined(statistic.value(&totals))
    };
    let whole = value(sums.counts())?;
    let mut counts = sums.counts().to_vec();
    let mut pseudo = Vec::new();
    for group in 0..n_groups {
        counts[sums.kind_of(group)] -= 1;
        if let Some(without) = value(&counts) {
            let g = n_groups as f64;
            pseudo.push(g * whole - (g - 1.0) * without);
        }
        counts[sums.kind_of(group)] += 1;
    }
    let n = pseudo.len();
    if n < 2 {
        return None;
    }
    let mean = pseudo.iter().sum::<f64>() / n as f64;
    let variance = pseudo.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1) as f64;
    let half = two_sided_t(params.level, n - 1) * (variance / n as f64).sqrt();
    // Student's t knows no bounds; no coefficient is above 1.
    let within = |value: f64| value.max(statistic.least()).min(1.0);
    Some((within(mean - half), within(mean + half), n_groups, n_groups - n))
}

/// A value that is a number.
fn defined(value: Result<f64, Undefined>) -> Option<f64> {
    value.ok().filter(|value| value.is_finite())
}
