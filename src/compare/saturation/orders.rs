//! Saturation over random orders of the interviews.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;
use serde::Serialize;

use super::params::SaturationParams;
use super::ratios::{checked, news, ratios, reached};
use crate::compare::resample::draw_seeds;
use crate::domain::{Agreement, Undefined};

/// A number over random orders: its median, and the bounds of the middle 90 %.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Across {
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
    /// How many orders were tried.
    pub n_orders: usize,
    /// In how many of them it was reached.
    pub n_reached: usize,
    /// In how many of them the base held no code; they are left aside.
    pub n_undefined: usize,
    /// After how many interviews it was reached. An order in which it was not counts as one that takes longer than all others, so
    /// that a bound that falls among those is undefined, and not too low.
    pub reached_after: Across,
    /// The ratio after each interview; null within the base and before the first run is whole.
    pub ratios: Vec<Option<Across>>,
}

/// After how many interviews saturation is reached, or why not.
type Reached = Result<usize, Undefined>;

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

/// How often each value came up, by its bits: values are never negative, so that these are in their order. Few values are
/// distinct, however many orders are tried.
type Counts = BTreeMap<u64, usize>;

/// No value: above all others.
const NONE: u64 = u64::MAX;

/// What orders came to.
struct Tally {
    after: Counts,
    ratios: Vec<Counts>,
    n_undefined: usize,
}

impl Tally {
    fn new(n_interviews: usize) -> Self {
        Self { after: Counts::new(), ratios: vec![Counts::new(); n_interviews], n_undefined: 0 }
    }

    fn add(&mut self, reached: &Reached, ratios: &[Option<f64>]) {
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

/// Median and bounds of values.
fn across(counts: &Counts, otherwise: &Undefined) -> Across {
    let n: usize = counts.values().sum();
    // The smallest value that so large a share does not exceed: a number of interviews stays a whole one.
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
    Across { median: at(0.5), low: at(0.05), high: at(0.95) }
}

/// The interviews in an order that depends on what they hold and not on the order given: by falling number of codes, then by
/// the codes, of which the more frequent come first.
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
