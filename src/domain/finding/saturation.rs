//! Whether saturation was reached.

use serde::Serialize;

use crate::domain::Undefined;

/// A finding about saturation.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum SaturationFinding {
    /// It was reached.
    Reached {
        /// The threshold as the paper writes it: `≤5 % at 6+2`.
        label: String,
        /// After how many interviews.
        after: usize,
        /// How many interviews confirm it.
        run_length: usize,
        /// How many new codes these interviews had.
        n_new: usize,
        /// How many codes the base holds.
        n_base_codes: usize,
        /// How many interviews are in the base.
        base: usize,
    },
    /// Saturation cannot be shown.
    NotReached {
        /// Why.
        reason: Undefined,
        /// How much of what the base held the last run added; null if there was no run.
        last_ratio: Option<f64>,
    },
    /// The result over random orders of the interviews.
    OverOrders {
        /// How many orders were tried.
        n_orders: usize,
        /// In how many orders it was reached.
        n_reached: usize,
        /// In how many orders the base holds no code.
        n_undefined: usize,
        /// After how many interviews it was reached in the given order; null if it was not.
        reached_after: Option<f64>,
        /// The number that 5 % of the orders do not exceed; null if these do not reach saturation.
        low: Option<f64>,
        /// The number that half of the orders do not exceed.
        median: Option<f64>,
        /// The number that 95 % of the orders do not exceed.
        high: Option<f64>,
    },
    /// Only codes that a person applied can show it.
    CodesOfPersonOnly,
    /// The study's approach objects to it.
    Reflexive,
}
