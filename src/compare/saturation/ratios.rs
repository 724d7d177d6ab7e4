//! How much new each run of interviews brings, in the order in which they were held.

use std::collections::BTreeSet;

use serde::Serialize;

use super::orders::OverOrders;
use super::params::{SaturationParams, SaturationValidParams};
use crate::domain::{Agreement, Said, SaturationFinding, Undefined};

/// What one interview brought.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct InterviewNews {
    /// How many codes it has.
    pub n_codes: usize,
    /// How many of these no earlier interview had.
    pub n_new: usize,
    /// How many codes there are up to and with it.
    pub n_so_far: usize,
    /// What the run that ends with it brought, as a share of what the base held; null within the base and before the first run
    /// is whole, and where the base holds no code.
    pub ratio: Option<f64>,
}

/// Saturation in one order of interviews, and in others.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Saturation {
    /// How many interviews there are.
    pub n_interviews: usize,
    /// How many codes there are in all.
    pub n_codes: usize,
    /// How many codes the base holds.
    pub n_base: usize,
    /// What each interview brought, in the order given.
    pub interviews: Vec<InterviewNews>,
    /// After how many interviews it was reached: those before the first run that brings no more than the threshold.
    pub reached_after: Agreement,
    /// That in the paper's way of writing: `≤5 % at 6+2`. Null where it was not reached.
    pub label: Option<String>,
    /// The same over random orders of the interviews: how much depends on the order.
    pub over_orders: OverOrders,
    /// What all this shows.
    pub findings: Vec<Said<SaturationFinding>>,
}

/// How many interviews a study took until further ones brought hardly anything new.
///
/// With N(i) the codes first seen in interview i, base b and run length r, the ratio at interview k ≥ b + r is
/// Σᵢ₌ₖ₋ᵣ₊₁..ₖ N(i) / Σᵢ₌₁..ᵦ N(i): what the r interviews up to k brought, as a share of what the first b held. Runs overlap, the
/// denominator stays. Saturation is reached at the first k whose ratio is at most the threshold, and is written (k − r)+r: so
/// many interviews, and r that confirmed it.
///
/// It depends on the order, so that it is computed over random orders as well: the median and the middle 90 %.
///
/// **Shapes**: for each interview, in their order, the set of codes that a person applied in it.
///
/// **Edge cases**: [`Undefined::Nothing`] where there is no code; [`Undefined::TooFewInterviews`];
/// [`Undefined::EmptyBase`]; [`Undefined::NotReached`].
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
        InterviewNews { n_codes: codes.len(), n_new, n_so_far, ratio }
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

/// What must be so before any order is looked at.
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

/// How many codes each interview is the first to have.
pub(super) fn news(interviews: &[BTreeSet<u32>], order: &[usize]) -> Vec<usize> {
    let mut known = BTreeSet::new();
    order.iter().map(|&at| interviews[at].iter().filter(|&&code| known.insert(code)).count()).collect()
}

/// The ratio at each interview, where there is one.
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

/// After how many interviews the ratio first is within the threshold.
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

/// `≤5 % at 6+2`, `0 % at 7+2`.
fn label(after: usize, params: &SaturationParams) -> String {
    // To a hundredth of a per cent, without the last bits of a product.
    let percent = (params.threshold * 1e4).round() / 1e2;
    let threshold = if percent > 0.0 { format!("≤{percent} %") } else { "0 %".to_owned() };
    format!("{threshold} at {after}+{}", params.run_length)
}
