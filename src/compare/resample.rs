//! Intervals over interviews: figures are computed again with interviews drawn with replacement, or left out one at a
//! time.
//!
//! Segments of one interview are similar, so an interval over segments is too narrow; therefore a whole group of units is
//! always drawn.

use rand::{Rng, RngCore, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use super::interval_params::IntervalParams;
use super::student::student_t;
use crate::domain::{Cancelled, Interval, IntervalMethod, Progress};

/// With fewer groups than this, the percentiles of draws are too narrow (of 7 groups, a draw leaves out a third), so the
/// jackknife is used instead; its Student's t gets wider with fewer groups.
pub const FEWEST_FOR_BOOTSTRAP: usize = 8;

/// The largest share of draws on which a figure may be undefined. Beyond it, the interval would describe only the
/// favourable draws.
pub const MOST_UNDEFINED: f64 = 0.5;

/// Computes the interval of one figure over groups of units, as [`intervals`] does.
///
/// # Errors
/// [`Cancelled`] if `progress` is cancelled; there is no other error.
pub fn interval(
    n_groups: usize,
    params: &IntervalParams,
    progress: &dyn Progress,
    statistic: impl Fn(&[u32]) -> Option<f64> + Sync,
) -> Result<Option<Interval>, Cancelled> {
    let found = intervals(n_groups, params, 1, progress, |weights| vec![statistic(weights)])?;
    Ok(found.into_iter().next().flatten())
}

/// Computes the intervals of `n_figures` figures over the same draws of groups.
///
/// `statistics` receives how often each group is drawn (`n_groups` counts) and returns the figures in a fixed order,
/// `None` for an undefined figure. No figure may be above 1: an interval's upper bound is limited to 1.
///
/// With at least [`FEWEST_FOR_BOOTSTRAP`] groups, this is the percentile bootstrap: for `n_draws` draws of `n_groups`
/// groups with replacement, the quantiles (1 − level)/2 and (1 + level)/2 of the values, interpolated linearly. With
/// fewer groups it is the jackknife: with θ the figure of all G groups and θ₋ᵢ the figure without group i, the
/// pseudo-values are Gθ − (G − 1)θ₋ᵢ with the standard deviation s, and the bounds are θ ± t · s/√G, with Student's t at
/// G − 1 degrees of freedom.
///
/// **Edge cases**: no interval with fewer than two groups, if a figure is undefined on more than [`MOST_UNDEFINED`] of
/// the draws, or if fewer than two values remain.
///
/// The result depends on the seed and on the order of the groups, which the caller must make independent of the input's
/// order. It does not depend on the number of threads: each draw has its own seed.
///
/// # Errors
/// [`Cancelled`] if `progress` is cancelled; there is no other error.
///
/// # Source
/// Efron, B. & Tibshirani, R. J. (1993). An introduction to the bootstrap. Chapman & Hall.
/// <https://doi.org/10.1007/978-1-4899-4541-9>. Tukey, J. W. (1958). Bias and confidence in not quite large samples. Annals of
/// Mathematical Statistics 29, 614.
///
/// ```
/// use themata::compare::{IntervalParams, resample::intervals};
/// use themata::domain::NoProgress;
///
/// // The mean of 0.2, 0.4 and 0.6 over three groups: pseudo-values are the values themselves, s = 0.2, t = 4.302653 at 2
/// // degrees of freedom: 0.4 ± 4.302653 · 0.2 / √3 = 0.4 ± 0.496828.
/// let values = [0.2, 0.4, 0.6];
/// let mean = |weights: &[u32]| {
///     let sum: f64 = values.iter().zip(weights).map(|(value, &weight)| value * f64::from(weight)).sum();
///     vec![Some(sum / f64::from(weights.iter().sum::<u32>()))]
/// };
/// let found = intervals(3, &IntervalParams::default(), 1, &NoProgress, mean)?[0].unwrap();
/// assert!((found.low - (0.4 - 0.496828)).abs() < 1e-6 && (found.high - (0.4 + 0.496828)).abs() < 1e-6);
/// # Ok::<(), themata::domain::Cancelled>(())
/// ```
pub fn intervals(
    n_groups: usize,
    params: &IntervalParams,
    n_figures: usize,
    progress: &dyn Progress,
    statistics: impl Fn(&[u32]) -> Vec<Option<f64>> + Sync,
) -> Result<Vec<Option<Interval>>, Cancelled> {
    if n_groups < FEWEST_FOR_BOOTSTRAP {
        return jackknives(n_groups, params.level(), n_figures, progress, statistics);
    }
    let seeds = draw_seeds(params.seed(), params.n_draws());
    let draws: Vec<Vec<Option<f64>>> = seeds
        .into_par_iter()
        .map(|seed| {
            progress.check_cancelled()?;
            Ok(statistics(&drawn(n_groups, &mut Xoshiro256PlusPlus::seed_from_u64(seed))))
        })
        .collect::<Result<_, Cancelled>>()?;
    let figure = |at: usize| {
        percentiles(draws.iter().map(|draw| draw.get(at).copied().flatten()), params.level(), n_groups)
    };
    Ok((0..n_figures).map(figure).collect())
}

/// Returns a seed for each draw, so that draws can be made in any order.
#[must_use]
pub fn draw_seeds(seed: u64, n_draws: usize) -> Vec<u64> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    (0..n_draws).map(|_| random.next_u64()).collect()
}

/// Counts how often each of `n_groups` groups occurs in `n_groups` draws with replacement. The draws use u64, so that all
/// machines agree.
fn drawn(n_groups: usize, random: &mut impl Rng) -> Vec<u32> {
    let mut weights = vec![0; n_groups];
    (0..n_groups).for_each(|_| weights[random.gen_range(0..n_groups as u64) as usize] += 1);
    weights
}

/// Computes the percentile interval of values over draws, for callers that make their own draws.
#[must_use]
pub fn percentiles(
    draws: impl IntoIterator<Item = Option<f64>>,
    level: f64,
    n_groups: usize,
) -> Option<Interval> {
    let draws: Vec<Option<f64>> = draws.into_iter().collect();
    let mut values: Vec<f64> = draws.iter().copied().flatten().filter(|value| value.is_finite()).collect();
    let (n_draws, n_undefined) = (draws.len(), draws.len() - values.len());
    if values.len() < 2 || !(n_undefined as f64 <= MOST_UNDEFINED * n_draws as f64) {
        return None;
    }
    values.sort_unstable_by(f64::total_cmp);
    Some(Interval {
        low: quantile(&values, (1.0 - level) / 2.0)?,
        high: quantile(&values, (1.0 + level) / 2.0)?.min(1.0),
        level,
        method: IntervalMethod::Bootstrap,
        n_groups,
        n_draws,
        n_undefined,
    })
}

/// Computes the quantile of sorted values, interpolated linearly between the two nearest values (type 7 of Hyndman & Fan
/// 1996, <https://doi.org/10.1080/00031305.1996.10473566>). `None` for no values.
///
/// ```
/// use themata::compare::resample::quantile;
///
/// // A quarter of the way from the first to the third of 1, 2, 4 is half of the way from 1 to 2.
/// assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.25), Some(1.5));
/// ```
#[must_use]
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = (place.floor() as usize).min(last);
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    Some(low + (high - low) * (place - below as f64))
}

/// Computes the jackknife intervals of `n_figures` figures over any number of groups, for figures to which the bootstrap
/// does not apply, since copies of a unit would agree with themselves. Otherwise as [`intervals`].
///
/// # Errors
/// [`Cancelled`] if `progress` is cancelled; there is no other error.
pub fn jackknives(
    n_groups: usize,
    level: f64,
    n_figures: usize,
    progress: &dyn Progress,
    statistics: impl Fn(&[u32]) -> Vec<Option<f64>> + Sync,
) -> Result<Vec<Option<Interval>>, Cancelled> {
    if n_groups < 2 {
        return Ok(vec![None; n_figures]);
    }
    let whole = statistics(&vec![1; n_groups]);
    let without: Vec<Vec<Option<f64>>> = (0..n_groups)
        .into_par_iter()
        .with_max_len(1)
        .map(|group| {
            progress.check_cancelled()?;
            let mut weights = vec![1; n_groups];
            weights[group] = 0;
            Ok(statistics(&weights))
        })
        .collect::<Result<_, Cancelled>>()?;
    let figure = |at: usize| {
        let whole = whole.get(at).copied().flatten()?;
        let left: Vec<f64> = without.iter().filter_map(|values| values.get(at).copied().flatten()).collect();
        jackknife_interval(whole, &left, n_groups, level)
    };
    Ok((0..n_figures).map(figure).collect())
}

/// Computes the jackknife interval of one figure: its value ± Student's t times the standard error of the pseudo-values.
/// `without` holds its values with each of `n_groups` groups left out, except those that are undefined.
///
/// It is centred on the value that is shown, not on the mean of the pseudo-values, which is a different figure.
#[must_use]
pub fn jackknife_interval(whole: f64, without: &[f64], n_groups: usize, level: f64) -> Option<Interval> {
    let n_undefined = n_groups.saturating_sub(without.len());
    if without.len() < 2 || !(n_undefined as f64 <= MOST_UNDEFINED * n_groups as f64) {
        return None;
    }
    let g = n_groups as f64;
    let mut pseudo: Vec<f64> = without.iter().map(|value| g * whole - (g - 1.0) * value).collect();
    // Summed by rising value, so that the order of the groups does not change the last bits.
    pseudo.sort_unstable_by(f64::total_cmp);
    let n = pseudo.len() as f64;
    let mean = pseudo.iter().sum::<f64>() / n;
    let squares: f64 = pseudo.iter().map(|value| (value - mean).powi(2)).sum();
    let half = student_t(pseudo.len() - 1, level)? * (squares / (n - 1.0) / n).sqrt();
    Some(Interval {
        low: whole - half,
        high: (whole + half).min(1.0),
        level,
        method: IntervalMethod::Jackknife,
        n_groups,
        n_draws: n_groups,
        n_undefined,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NoProgress;

    fn interval(
        n_groups: usize,
        params: &IntervalParams,
        statistic: impl Fn(&[u32]) -> Option<f64> + Sync,
    ) -> Option<Interval> {
        super::interval(n_groups, params, &NoProgress, statistic).unwrap()
    }

    fn mean_of(values: &[f64]) -> impl Fn(&[u32]) -> Option<f64> + Sync + '_ {
        move |weights| {
            let n: u32 = weights.iter().sum();
            let sum: f64 = values.iter().zip(weights).map(|(value, &weight)| value * f64::from(weight)).sum();
            (n > 0).then(|| sum / f64::from(n))
        }
    }

    #[test]
    fn a_bootstrap_of_a_mean_is_as_wide_as_theory_says() {
        // Forty values, half 0 and half 1: the mean's standard error is 0.5/√40 = 0.0791.
        let values: Vec<f64> = (0..40).map(|i| f64::from(i % 2)).collect();
        let found = interval(40, &IntervalParams::default(), mean_of(&values)).unwrap();
        assert_eq!((found.method, found.n_groups, found.n_draws), (IntervalMethod::Bootstrap, 40, 2_000));
        assert!((found.low - (0.5 - 1.96 * 0.0791)).abs() < 0.02, "{found:?}");
        assert!((found.high - (0.5 + 1.96 * 0.0791)).abs() < 0.02, "{found:?}");
    }

    #[test]
    fn threads_do_not_show_and_the_seed_does() {
        let values: Vec<f64> = (0..20).map(|i| f64::from(i) / 40.0).collect();
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let many = rayon::ThreadPoolBuilder::new().num_threads(7).build().unwrap();
        let params = IntervalParams::default();
        let run = || interval(20, &params, mean_of(&values)).unwrap();
        assert_eq!(alone.install(run), many.install(run));
        let other = IntervalParams::new(params.seed() + 1, params.n_draws(), params.level()).unwrap();
        assert_ne!(interval(20, &other, mean_of(&values)).unwrap().low, run().low);
    }

    #[test]
    fn few_groups_make_a_jackknife_and_one_makes_no_interval() {
        let values = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
        let params = IntervalParams::default();
        let method = |n: usize| interval(n, &params, mean_of(&values[..n])).map(|found| found.method);
        assert_eq!(method(1), None);
        assert_eq!(method(2), Some(IntervalMethod::Jackknife));
        assert_eq!(method(7), Some(IntervalMethod::Jackknife));
        assert_eq!(method(8), Some(IntervalMethod::Bootstrap));
    }

    #[test]
    fn undefined_draws_are_counted_and_too_many_leave_no_interval() {
        let params = IntervalParams::default();
        // Defined if the first group is drawn: in 1 − (9/10)^10 = 65 % of the draws.
        let seldom = interval(10, &params, |weights| (weights[0] > 0).then_some(0.5)).unwrap();
        assert!((600..800).contains(&seldom.n_undefined), "{}", seldom.n_undefined);
        assert_eq!((seldom.low, seldom.high), (0.5, 0.5));
        // In 12 %: defined if the first group is drawn three times or more.
        assert_eq!(interval(10, &params, |weights| (weights[0] > 2).then_some(0.5)), None);
    }
}
