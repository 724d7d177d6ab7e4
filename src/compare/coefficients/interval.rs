//! Intervals: the bounds within which a coefficient lies over other interviews of the same kind.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use super::canonical::mixed;
use super::statistic::Statistic;
use super::sums::Sums;
use crate::compare::interval_params::IntervalParams;
use crate::compare::resample::{FEWEST_FOR_BOOTSTRAP, jackknife_interval, percentiles};
use crate::domain::{Cancelled, Interval, Progress, Undefined};

/// Computes the interval as [`resample`](crate::compare::resample) does, by adding the sums of the drawn groups. Returns
/// `None` for a single group, or if the coefficient is mostly undefined.
pub(super) fn interval(
    statistic: &dyn Statistic,
    sums: &Sums,
    params: &IntervalParams,
    progress: &dyn Progress,
) -> Result<Option<Interval>, Cancelled> {
    let found = match sums.n_groups() {
        0 | 1 => None,
        n if n < FEWEST_FOR_BOOTSTRAP => jackknife(statistic, sums, params, progress)?,
        n => percentiles(draws(statistic, sums, params, progress)?, params.level(), n),
    };
    // Student's t is not bounded by the coefficient's lowest value.
    Ok(found.map(|found| Interval { low: found.low.max(statistic.least()), ..found }))
}

/// Computes the coefficient on each draw.
fn draws(
    statistic: &dyn Statistic,
    sums: &Sums,
    params: &IntervalParams,
    progress: &dyn Progress,
) -> Result<Vec<Option<f64>>, Cancelled> {
    let n_groups = sums.n_groups();
    let scratch = || (vec![0_u32; sums.counts().len()], Vec::new());
    let draw = |(counts, totals): &mut (Vec<u32>, Vec<f64>), number: usize| {
        progress.check_cancelled()?;
        // Each draw has its own seed, so that the number of threads changes nothing.
        let mut random = Xoshiro256PlusPlus::seed_from_u64(mixed(params.seed(), number as u64));
        counts.fill(0);
        for _ in 0..n_groups {
            counts[sums.kind_of(random.gen_range(0..n_groups))] += 1;
        }
        sums.total(counts, totals);
        Ok(defined(statistic.value(totals)))
    };
    (0..params.n_draws()).into_par_iter().map_init(scratch, draw).collect()
}

fn jackknife(
    statistic: &dyn Statistic,
    sums: &Sums,
    params: &IntervalParams,
    progress: &dyn Progress,
) -> Result<Option<Interval>, Cancelled> {
    let n_groups = sums.n_groups();
    let mut totals = Vec::new();
    let mut value = |counts: &[u32]| {
        sums.total(counts, &mut totals);
        defined(statistic.value(&totals))
    };
    let Some(whole) = value(sums.counts()) else { return Ok(None) };
    let mut counts = sums.counts().to_vec();
    let mut without = Vec::new();
    for group in 0..n_groups {
        progress.check_cancelled()?;
        counts[sums.kind_of(group)] -= 1;
        without.extend(value(&counts));
        counts[sums.kind_of(group)] += 1;
    }
    Ok(jackknife_interval(whole, &without, n_groups, params.level()))
}

/// Returns a value if it is a number.
fn defined(value: Result<f64, Undefined>) -> Option<f64> {
    value.ok().filter(|value| value.is_finite())
}
