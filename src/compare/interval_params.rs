//! The parameters of intervals.

use serde::{Deserialize, Serialize};

use crate::domain::ParameterError;

/// How an interval is computed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct IntervalParams {
    /// From which the draws follow.
    seed: u64,
    /// How many draws are made: 100 to 1,000,000.
    n_draws: usize,
    /// The part of the values that lies within an interval, between 0 and 1.
    level: f64,
}

impl Default for IntervalParams {
    /// Returns 95 %, 2,000 draws, seed 1.
    fn default() -> Self {
        Self { seed: 1, n_draws: 2000, level: 0.95 }
    }
}

impl IntervalParams {
    /// Makes parameters from a seed, a number of draws, and the share of the values that the interval contains.
    ///
    /// # Errors
    /// [`ParameterError`] for fewer than 100 draws, which are too few for percentiles, for more than a million, and for a
    /// level that is not between 0 and 1.
    pub fn new(seed: u64, n_draws: usize, level: f64) -> Result<Self, ParameterError> {
        let refused = |parameter, rule: &str, received: String| {
            Err(ParameterError { parameter, rule: rule.to_owned(), received })
        };
        if !(100..=1_000_000).contains(&n_draws) {
            return refused("n_draws", "from 100 to 1000000; 2000 is usual", n_draws.to_string());
        }
        if !(level > 0.0 && level < 1.0) {
            return refused("level", "between 0 and 1, as 0.95", level.to_string());
        }
        Ok(Self { seed, n_draws, level })
    }

    /// Returns the seed.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Returns the number of draws.
    #[must_use]
    pub fn n_draws(&self) -> usize {
        self.n_draws
    }

    /// Returns the share of the values that the interval contains.
    #[must_use]
    pub fn level(&self) -> f64 {
        self.level
    }
}
