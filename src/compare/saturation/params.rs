//! The parameters of saturation: given, then checked.

use serde::{Deserialize, Serialize};

use crate::domain::ParameterError;

/// With fewer random orders, the bounds of the middle 90 % would rest on a handful of orders.
const MIN_ORDERS: usize = 100;
/// More random orders would not change any printed figure.
const MAX_ORDERS: usize = 1_000_000;

/// When a study counts as saturated.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SaturationParams {
    /// The number of interviews in the base. The paper uses 4, 5 and 6.
    pub base: usize,
    /// The number of interviews in a run. The paper uses 2 and 3.
    pub run_length: usize,
    /// The greatest number of new codes in a run, as a share of the base's codes: for example 0.05, or 0 for no new
    /// codes.
    pub threshold: f64,
    /// The number of random orders of the interviews: 100 to 1,000,000.
    pub n_orders: usize,
    /// The seed of these orders.
    pub seed: u64,
}

impl Default for SaturationParams {
    fn default() -> Self {
        Self { base: 4, run_length: 2, threshold: 0.05, n_orders: 1_000, seed: 1 }
    }
}

impl SaturationParams {
    /// Checks each value.
    ///
    /// # Errors
    /// [`ParameterError`] names the first value that is out of bounds.
    pub fn check(self) -> Result<SaturationValidParams, ParameterError> {
        let refuse = |parameter, rule: &str, received: String| {
            Err(ParameterError { parameter, rule: rule.to_owned(), received })
        };
        if self.base == 0 {
            return refuse("base", "at least 1", self.base.to_string());
        }
        if self.run_length == 0 {
            return refuse("run_length", "at least 1", self.run_length.to_string());
        }
        // Written such that NaN fails.
        if !(self.threshold >= 0.0 && self.threshold < 1.0) {
            let rule = "a share from 0 to less than 1, such as 0.05 or 5%";
            return refuse("threshold", rule, self.threshold.to_string());
        }
        if !(MIN_ORDERS..=MAX_ORDERS).contains(&self.n_orders) {
            let rule = format!("a number from {MIN_ORDERS} to {MAX_ORDERS}");
            return refuse("n_orders", &rule, self.n_orders.to_string());
        }
        Ok(SaturationValidParams(self))
    }
}

/// Checked [`SaturationParams`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SaturationValidParams(pub(super) SaturationParams);
