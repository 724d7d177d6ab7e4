//! How many new codes each run of interviews brings, in the order in which the interviews were held.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;
use serde::Serialize;

use super::params::{SaturationParams, SaturationValidParams};
use crate::compare::resample::draw_seeds;
use crate::domain::{Agreement, Said, SaturationFinding, Undefined};

/// The codes of one interview.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NewCodesPerInterview {
    /// How many codes it has.
    pub n_codes: usize,
    /// How many of these are in no earlier interview.
    pub n_new: usize,
    /// How many codes there are in this and all earlier interviews.
    pub n_so_far: usize,
    /// The new codes of the run that ends with this interview, as a share of the base's codes; null within the base,
    /// before the first run is complete, and if the base has no code.
    pub ratio: Option<f64>,
}

/// Saturation in one order of interviews, and in random orders.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Saturation {
    /// The number of interviews.
    pub n_interviews: usize,
    /// The number of codes in all.
    pub n_codes: usize,
    /// The number of codes in the base.
    pub n_base: usize,
    /// The codes of each interview, in the given order.
    pub interviews: Vec<NewCodesPerInterview>,
    /// The number of interviews after which saturation is reached: those before the first run whose ratio is at most the
    /// threshold.
    pub reached_after: Agreement,
    /// The same in the paper's notation: `≤5 % at 6+2`. Null if saturation is not reached.
    pub label: Option<String>,
    /// The same over random orders of the interviews, to show how much depends on the order.
    pub over_orders: OverOrders,
    /// What these figures show.
    pub findings: Vec<Said<SaturationFinding>>,
}

/// Computes after how many interviews further ones brought hardly any new codes.
///
/// With N(i) the number of codes first seen in interview i, base b and run length r, the ratio at interview k ≥ b + r is
/// Σᵢ₌ₖ₋ᵣ₊₁..ₖ N(i) / Σᵢ₌₁..ᵦ N(i): the new codes of the r interviews up to k, as a share of the codes of the first b.
/// Runs overlap; the denominator is always the same. Saturation is reached at the first k whose ratio is at most the
/// threshold, and is written (k − r)+r: the number of interviews, plus the r interviews that confirmed it.
///
/// The result depends on the order, so it is also computed over random orders: the median and the middle 90 %.
///
/// **Shapes**: for each interview, in order, the set of codes that a person applied in it.
///
/// **Edge cases**: [`Undefined::Nothing`] if there is no code; [`Undefined::TooFewInterviews`]; [`Undefined::EmptyBase`];
/// [`Undefined::NotReached`].
///
/// # Source
/// Guest, G., Namey, E. & Chen, M. (2020). A simple method to assess and report thematic saturation in qualitative research.
/// PLoS ONE 15(5), e0232076. <https://doi.org/10.1371/journal.pone.0232076>
///
/// ```
/// use std::collections::BTreeSet;
/// use themata::compare::saturation::{SaturationParams, saturation};
///
/// // New codes by interview: 16, 9, 7, 5, then 4, 3, 1, 0. The base of four holds 37; as in the paper's example the first run of
/// // two brings 7, or 19 %. The next bring 4 (11 %) and 1 (3 %): reached after six, with two that confirm it.
/// let mut next = 0;
/// let interviews: Vec<BTreeSet<u32>> = [16, 9, 7, 5, 4, 3, 1, 0]
///     .map(|n_new| {
///         next += n_new;
///         (next - n_new..next).collect()
///     })
///     .into();
/// let found = saturation(&interviews, &SaturationParams::default().check().unwrap());
/// assert_eq!((found.n_base, found.interviews[5].ratio), (37, Some(7.0 / 37.0)));
/// assert_eq!(found.reached_after.value(), Ok(6.0));
/// assert_eq!(found.label.as_deref(), Some("≤5 % at 6+2"));
/// ```
#[must_use]
pub fn saturation(interviews: &[BTreeSet<u32>], params: &SaturationValidParams) -> Saturation {
    let params = &params.0;
    let order: Vec<usize> = (0..interviews.len()).collect();
    let n_new = news(interviews, &order);
    let ratios = ratios(&n_new, params);
    let n_codes = n_new.iter().sum();
    let reached = match checked(interviews.len(), n_codes, params) {
        Ok(()) => reached(&n_new, &ratios, params),
        Err(undefined) => Err(undefined),
    };
    let mut n_so_far = 0;
    let news = n_new.iter().zip(interviews).zip(&ratios).map(|((&n_new, codes), &ratio)| {
        n_so_far += n_new;
        NewCodesPerInterview { n_codes: codes.len(), n_new, n_so_far, ratio }
    });
    let mut found = Saturation {
        n_interviews: interviews.len(),
        n_codes,
        n_base: n_new.iter().take(params.base).sum(),
        interviews: news.collect(),
        label: reached.as_ref().ok().map(|&after| label(after, params)),
        reached_after: Agreement::new(reached.map(|after| after as f64)),
        over_orders: OverOrders::of(interviews, params),
        findings: Vec::new(),
    };
    found.findings = found.found(params);
    found
}

/// Checks what is required before any order is examined.
pub(super) fn checked(
    n_interviews: usize,
    n_codes: usize,
    params: &SaturationParams,
) -> Result<(), Undefined> {
    let wanted = params.base.saturating_add(params.run_length);
    if n_codes == 0 {
        Err(Undefined::Nothing)
    } else if n_interviews < wanted {
        Err(Undefined::TooFewInterviews { n_interviews, wanted })
    } else {
        Ok(())
    }
}

/// Counts, for each interview, the codes that no earlier interview has.
pub(super) fn news(interviews: &[BTreeSet<u32>], order: &[usize]) -> Vec<usize> {
    let mut known = BTreeSet::new();
    order.iter().map(|&at| interviews[at].iter().filter(|&&code| known.insert(code)).count()).collect()
}

/// Computes the ratio at each interview that has one.
pub(super) fn ratios(n_new: &[usize], params: &SaturationParams) -> Vec<Option<f64>> {
    let n_base: usize = n_new.iter().take(params.base).sum();
    (1..=n_new.len())
        .map(|k| {
            let is_whole = k >= params.base.saturating_add(params.run_length);
            let run: usize = n_new[k - params.run_length.min(k)..k].iter().sum();
            (is_whole && n_base > 0).then(|| run as f64 / n_base as f64)
        })
        .collect()
}

/// Returns after how many interviews the ratio is first at most the threshold.
pub(super) fn reached(
    n_new: &[usize],
    ratios: &[Option<f64>],
    params: &SaturationParams,
) -> Result<usize, Undefined> {
    if n_new.iter().take(params.base).all(|&n| n == 0) {
        return Err(Undefined::EmptyBase { base: params.base });
    }
    let at = ratios.iter().position(|ratio| ratio.is_some_and(|ratio| ratio <= params.threshold));
    at.map(|at| at + 1 - params.run_length).ok_or(Undefined::NotReached { n_interviews: n_new.len() })
}

/// Returns the label, such as `≤5 % at 6+2` or `0 % at 7+2`.
fn label(after: usize, params: &SaturationParams) -> String {
    // Rounded to a hundredth of a per cent, without the last bits of a product.
    let percent = (params.threshold * 1e4).round() / 1e2;
    let threshold = if percent > 0.0 { format!("≤{percent} %") } else { "0 %".to_owned() };
    format!("{threshold} at {after}+{}", params.run_length)
}

/// The distribution of a number over random orders: its median, and the bounds of the middle 90 %.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Distribution {
    /// The value that half of the orders do not exceed.
    pub median: Agreement,
    /// The value that 5 % of the orders do not exceed.
    pub low: Agreement,
    /// The value that 95 % of the orders do not exceed.
    pub high: Agreement,
}

/// Saturation over random orders.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OverOrders {
    /// The number of orders that were tried.
    pub n_orders: usize,
    /// The number of orders in which saturation was reached.
    pub n_reached: usize,
    /// The number of orders in which the base had no code; these are set aside.
    pub n_undefined: usize,
    /// After how many interviews saturation was reached. An order in which it was not reached counts as longer than all
    /// others, so that a bound among these orders is undefined, and not too low.
    pub reached_after: Distribution,
    /// The ratio after each interview; null within the base and before the first run is complete.
    pub ratios: Vec<Option<Distribution>>,
}

/// After how many interviews saturation is reached, or why it is not reached.
type Milestone = Result<usize, Undefined>;

impl OverOrders {
    pub(super) fn of(interviews: &[BTreeSet<u32>], params: &SaturationParams) -> Self {
        let n = interviews.len();
        let n_codes = interviews.iter().flatten().collect::<BTreeSet<_>>().len();
        if let Err(undefined) = checked(n, n_codes, params) {
            let reached_after = across(&Counts::new(), &undefined);
            return Self { n_orders: 0, n_reached: 0, n_undefined: 0, reached_after, ratios: vec![None; n] };
        }
        let start = canonical(interviews);
        let found = draw_seeds(params.seed, params.n_orders)
            .into_par_iter()
            .fold(
                || Tally::new(n),
                |mut tally, seed| {
                    let mut order = start.clone();
                    order.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
                    let n_new = news(interviews, &order);
                    let ratios = ratios(&n_new, params);
                    tally.add(&reached(&n_new, &ratios, params), &ratios);
                    tally
                },
            )
            .reduce(|| Tally::new(n), Tally::with);
        let not_reached = Undefined::NotReached { n_interviews: n };
        let of_interview = |counts: &Counts| {
            let is_any = counts.keys().any(|&value| value != NONE);
            is_any.then(|| across(counts, &Undefined::Nothing))
        };
        Self {
            n_orders: params.n_orders,
            n_reached: found.after.iter().filter(|(value, _)| **value != NONE).map(|(_, n)| n).sum(),
            n_undefined: found.n_undefined,
            reached_after: across(&found.after, &not_reached),
            ratios: found.ratios.iter().map(of_interview).collect(),
        }
    }
}

/// How often each value occurred, by its bits: values are never negative, so the bits have the same order. There are few
/// distinct values, however many orders are tried.
type Counts = BTreeMap<u64, usize>;

/// No value; sorted after all others.
const NONE: u64 = u64::MAX;

/// The results of the orders.
struct Tally {
    after: Counts,
    ratios: Vec<Counts>,
    n_undefined: usize,
}

impl Tally {
    fn new(n_interviews: usize) -> Self {
        Self { after: Counts::new(), ratios: vec![Counts::new(); n_interviews], n_undefined: 0 }
    }

    fn add(&mut self, reached: &Milestone, ratios: &[Option<f64>]) {
        if matches!(reached, Err(Undefined::EmptyBase { .. })) {
            self.n_undefined += 1;
            return;
        }
        let count = |counts: &mut Counts, value: Option<f64>| {
            *counts.entry(value.map_or(NONE, f64::to_bits)).or_insert(0) += 1;
        };
        count(&mut self.after, reached.as_ref().ok().map(|&after| after as f64));
        for (counts, &ratio) in self.ratios.iter_mut().zip(ratios) {
            count(counts, ratio);
        }
    }

    fn with(mut self, other: Self) -> Self {
        let add = |counts: &mut Counts, more: Counts| {
            more.into_iter().for_each(|(value, n)| *counts.entry(value).or_insert(0) += n);
        };
        add(&mut self.after, other.after);
        self.ratios.iter_mut().zip(other.ratios).for_each(|(counts, more)| add(counts, more));
        self.n_undefined += other.n_undefined;
        self
    }
}

/// Computes the median and the bounds of values.
fn across(counts: &Counts, otherwise: &Undefined) -> Distribution {
    let n: usize = counts.values().sum();
    // The smallest value that this share of the orders does not exceed, so that a number of interviews stays whole.
    let at = |share: f64| {
        let place = ((share * n as f64).ceil() as usize).max(1);
        let mut so_far = 0;
        let found = counts.iter().find(|(_, n)| {
            so_far += **n;
            so_far >= place
        });
        let value = found.map(|(&value, _)| value).filter(|&value| value != NONE).map(f64::from_bits);
        Agreement::new(value.ok_or_else(|| otherwise.clone()))
    };
    Distribution { median: at(0.5), low: at(0.05), high: at(0.95) }
}

/// Returns the interviews in an order that depends on their codes and not on the given order: by falling number of codes,
/// then by the codes, the most frequent first.
fn canonical(interviews: &[BTreeSet<u32>]) -> Vec<usize> {
    let mut n_with = BTreeMap::new();
    interviews.iter().flatten().for_each(|&code| *n_with.entry(code).or_insert(0_usize) += 1);
    let mut codes: Vec<u32> = n_with.keys().copied().collect();
    codes.sort_by_key(|code| (Reverse(n_with[code]), *code));
    let rank: BTreeMap<u32, usize> = codes.into_iter().enumerate().map(|(rank, code)| (code, rank)).collect();
    let key = |&at: &usize| {
        let mut ranks: Vec<usize> = interviews[at].iter().map(|code| rank[code]).collect();
        ranks.sort_unstable();
        (Reverse(ranks.len()), ranks)
    };
    let mut order: Vec<usize> = (0..interviews.len()).collect();
    order.sort_by_cached_key(key);
    order
}
