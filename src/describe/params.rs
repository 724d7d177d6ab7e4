//! The parameters of descriptions.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::ParameterError;

/// How much to say about each candidate, not yet checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DescribeParams {
    /// The most key terms; at least 1. Default 10.
    pub n_key_terms: usize,
    /// The most exemplars. Default 5.
    pub n_exemplars: usize,
    /// The most near misses. Default 5.
    pub n_near_misses: usize,
    /// How much nearer a near miss may be to its own centre, as a difference of cosines; 0 to 2. Default 0.05.
    pub near_miss_margin: f64,
    /// How many words an exemplar should have, if there are such segments. Default 6.
    pub min_exemplar_words: usize,
    /// Names and words that are in no label and no key term. Of a name of several words, each part counts. Default none.
    pub never_in_labels: BTreeSet<String>,
}

/// Checked parameters: see [`DescribeParams`].
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeValidParams(DescribeParams);

impl Default for DescribeParams {
    fn default() -> Self {
        Self {
            n_key_terms: 10,
            n_exemplars: 5,
            n_near_misses: 5,
            near_miss_margin: 0.05,
            min_exemplar_words: 6,
            never_in_labels: BTreeSet::new(),
        }
    }
}

impl DescribeParams {
    /// Checks each value against its range.
    ///
    /// # Errors
    /// [`ParameterError`] naming the first value outside its range.
    pub fn check(self) -> Result<DescribeValidParams, ParameterError> {
        if self.n_key_terms == 0 {
            return Err(ParameterError {
                parameter: "n_key_terms",
                rule: "at least 1".to_owned(),
                received: self.n_key_terms.to_string(),
            });
        }
        if !(self.near_miss_margin >= 0.0 && self.near_miss_margin <= 2.0) {
            return Err(ParameterError {
                parameter: "near_miss_margin",
                rule: "between 0 and 2".to_owned(),
                received: self.near_miss_margin.to_string(),
            });
        }
        Ok(DescribeValidParams(self))
    }
}

impl DescribeValidParams {
    /// Returns the checked values.
    #[must_use]
    pub fn values(&self) -> &DescribeParams {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_is_held() {
        assert!(DescribeParams::default().check().is_ok());
        let no_terms = DescribeParams { n_key_terms: 0, ..Default::default() }.check().unwrap_err();
        assert_eq!(no_terms.to_string(), "the number of key terms must be at least 1; got 0");
        for margin in [f64::NAN, -0.1, 2.1] {
            let error =
                DescribeParams { near_miss_margin: margin, ..Default::default() }.check().unwrap_err();
            assert_eq!(error.parameter, "near_miss_margin");
        }
    }
}
