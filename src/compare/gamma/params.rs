//! What γ is computed with: given, then checked. Only the checked type runs.

use crate::domain::ParameterError;

/// The most samples of chance, whatever precision is asked for.
pub(super) const MOST_SAMPLES: usize = 3_000;

/// What γ is computed with.
///
/// The cost Δ∅ of a mark without counterpart is the unit of all others and cancels in γ, so it is no parameter here.
#[derive(Clone, Debug, PartialEq)]
pub struct GammaParams {
    /// How much a difference of position counts, in units of a missing counterpart. At least 0.
    pub alpha: f64,
    /// How much a difference of category counts, in units of a missing counterpart. At least 0; not both 0.
    pub beta: f64,
    /// How many random continua are made for each document, at least. At least 2.
    pub n_samples: usize,
    /// How far the mean disorder of chance may be off, as a share of it, at 95 % confidence; more continua are made until it
    /// holds, 3,000 at most. Above 0 and below 1; `None` to make `n_samples`.
    pub precision: Option<f64>,
    /// From which every random choice follows.
    pub seed: u64,
}

impl GammaParams {
    /// Position and category alike, 30 samples and as many more as a precision of 2 % takes: the paper's and pygamma's custom.
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
            // Written so that NaN fails.
            if !(0.0..=1e6).contains(&value) {
                return refuse(parameter, "at least 0 and at most 1000000", value);
            }
        }
        if !(self.alpha + self.beta > 0.0) {
            return refuse("beta", "above 0 where alpha is 0", self.beta);
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
