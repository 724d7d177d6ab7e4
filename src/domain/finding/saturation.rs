//! Whether saturation was reached.

use serde::Serialize;

use crate::domain::Undefined;

/// What is found of saturation.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum SaturationFinding {
    /// It was reached.
    Reached {
        /// In the paper's way of writing: `≤5 % at 6+2`.
        label: String,
        /// After how many interviews.
        after: usize,
        /// How many interviews confirm it.
        run_length: usize,
        /// How many new codes these brought.
        n_new: usize,
        /// How many codes the base holds.
        n_base_codes: usize,
        /// How many interviews the base is.
        base: usize,
    },
    /// It cannot be shown.
    NotReached {
        /// Why.
        reason: Undefined,
        /// What the last run brought, as a share of what the base held; null where there was no run.
        last_ratio: Option<f64>,
    },
    /// What random orders of the interviews give.
    OverOrders {
        /// How many orders were tried.
        n_orders: usize,
        /// In how many it was reached.
        n_reached: usize,
        /// In how many the base holds no code.
        n_undefined: usize,
        /// After how many interviews it was reached in the order given; null where it was not.
        reached_after: Option<f64>,
        /// What 5 % of the orders do not exceed; null where these do not reach it.
        low: Option<f64>,
        /// What half of the orders do not exceed.
        median: Option<f64>,
        /// What 95 % of the orders do not exceed.
        high: Option<f64>,
    },
    /// Only codes of a person can show it.
    CodesOfPersonOnly,
    /// The study's approach objects to it.
    Reflexive,
}
