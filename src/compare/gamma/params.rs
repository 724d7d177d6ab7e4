//! The parameters of γ: given, then checked. Only the checked type can be used.

use crate::domain::ParameterError;

/// The most random continua, whatever precision is requested.
pub(super) const MOST_SAMPLES: usize = 3_000;

/// The parameters of γ.
///
/// The cost Δ∅ of a mark without counterpart is the unit of all other costs and cancels in γ, so it is not a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct GammaParams {
    /// The weight of a difference of position, in units of a missing counterpart. At least 0.
    pub alpha: f64,
    /// The weight of a difference of category, in units of a missing counterpart. At least 0; not both 0.
    pub beta: f64,
    /// The least number of random continua for each document. At least 2.
    pub n_samples: usize,
    /// The greatest error of the mean disorder of chance, as a share of it, at 95 % confidence; more continua are made
    /// until it is reached, at most 3,000. Above 0 and below 1; `None` makes exactly `n_samples`.
    pub precision: Option<f64>,
    /// The seed of all random choices.
    pub seed: u64,
}

impl GammaParams {
    /// Makes parameters with equal weights of position and category, and 30 samples plus as many as a precision of 2 %
    /// requires: the usual values of the paper and of pygamma.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { alpha: 1.0, beta: 1.0, n_samples: 30, precision: Some(0.02), seed }
    }

    /// Checks each value.
    ///
    /// # Errors
    /// [`ParameterError`] names the first value that is out of bounds.
    pub fn check(self) -> Result<GammaValidParams, ParameterError> {
        for (parameter, value) in [("alpha", self.alpha), ("beta", self.beta)] {
            // Written such that NaN fails.
            if !(0.0..=1e6).contains(&value) {
                return refuse(parameter, "at least 0 and at most 1000000", value);
            }
        }
        if !(self.alpha + self.beta > 0.0) {
            return refuse("beta", "above 0 if alpha is 0", self.beta);
        }
        if !(2..=MOST_SAMPLES).contains(&self.n_samples) {
            return refuse("n_samples", "at least 2 and at most 3000", self.n_samples);
        }
        match self.precision {
            Some(precision) if !(precision > 0.0 && precision < 1.0) => {
                refuse("precision", "above 0 and below 1", precision)
            }
            _ => Ok(GammaValidParams(self)),
        }
    }
}

fn refuse<T>(parameter: &'static str, rule: &str, received: impl ToString) -> Result<T, ParameterError> {
    Err(ParameterError { parameter, rule: rule.to_owned(), received: received.to_string() })
}

/// Checked [`GammaParams`].
#[derive(Clone, Debug, PartialEq)]
pub struct GammaValidParams(pub(super) GammaParams);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_is_held() {
        assert!(GammaParams::new(1).check().is_ok());
        let refused = |change: &dyn Fn(&mut GammaParams)| {
            let mut params = GammaParams::new(1);
            change(&mut params);
            params.check().unwrap_err().parameter
        };
        assert_eq!(refused(&|p| p.alpha = f64::NAN), "alpha");
        assert_eq!(refused(&|p| p.beta = -1.0), "beta");
        assert_eq!(refused(&|p| (p.alpha, p.beta) = (0.0, 0.0)), "beta");
        assert_eq!(refused(&|p| p.n_samples = 1), "n_samples");
        assert_eq!(refused(&|p| p.precision = Some(0.0)), "precision");
        assert_eq!(refused(&|p| p.precision = Some(f64::NAN)), "precision");
    }
}
