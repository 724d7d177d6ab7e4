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
            let reached_after = across(Vec::new(), &undefined);
            return Self { n_orders: 0, n_reached: 0, n_undefined: 0, reached_after, ratios: vec![None; n] };
        }
        let start = canonical(interviews);
        let orders: Vec<(Reached, Vec<Option<f64>>)> = draw_seeds(params.seed, params.n_orders)
            .into_par_iter()
            .map(|seed| {
                let mut order = start.clone();
                order.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
                let n_new = news(interviews, &order);
                let ratios = ratios(&n_new, params);
                (reached(&n_new, &ratios, params), ratios)
            })
            .collect();
        let defined: Vec<_> = orders
            .iter()
            .filter(|(reached, _)| !matches!(reached, Err(Undefined::EmptyBase { .. })))
            .collect();
        let after = defined.iter().map(|(reached, _)| reached.as_ref().ok().map(|&after| after as f64));
        let not_reached = Undefined::NotReached { n_interviews: n };
        let of_interview = |at: usize| {
            let values: Vec<Option<f64>> = defined.iter().map(|(_, ratios)| ratios[at]).collect();
            values.iter().any(Option::is_some).then(|| across(values, &Undefined::Nothing))
        };
        Self {
            n_orders: orders.len(),
            n_reached: orders.iter().filter(|(reached, _)| reached.is_ok()).count(),
            n_undefined: orders.len() - defined.len(),
            reached_after: across(after.collect(), &not_reached),
            ratios: (0..n).map(of_interview).collect(),
        }
    }
}

/// Median and bounds of values, of which `None` is above all others.
fn across(mut values: Vec<Option<f64>>, otherwise: &Undefined) -> Across {
    values.sort_by(|a, b| {
        let key = |value: &Option<f64>| value.unwrap_or(f64::INFINITY);
        key(a).total_cmp(&key(b))
    });
    // The smallest value that so large a share does not exceed: a number of interviews stays a whole one.
    let at = |share: f64| {
        let place = (share * values.len() as f64).ceil() as usize;
        let value = values.get(place.max(1) - 1).copied().flatten();
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
