//! How far the vector of a segment carries the question before it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{OffsetError, ParameterError};
use crate::segment;

use super::run_texts::RunTexts;

/// The weight of a question's vector unless another is given; measured on the pdpilot interviews (see the page of evidence).
const DEFAULT_WEIGHT: f64 = 0.2;
/// A weight above this would let the question count more than twice as much as the answer.
const MOST: f64 = 2.0;

/// How far the vector of a segment carries the question before it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ContextParams {
    /// The weight of the question's vector beside the segment's own, which has 1. Between 0 (none) and 2.
    pub weight: f64,
}

impl Default for ContextParams {
    fn default() -> Self {
        Self { weight: DEFAULT_WEIGHT }
    }
}

impl ContextParams {
    /// Returns a weight of 0: each vector is that of the segment's words alone, as in runs of older programs, which store no weight.
    pub(super) fn none() -> Self {
        Self { weight: 0.0 }
    }

    /// Checks the parameters.
    ///
    /// # Errors
    /// [`ParameterError`] unless `weight` is a number between 0 and 2.
    pub(super) fn check(self) -> Result<Self, ParameterError> {
        if (0.0..=MOST).contains(&self.weight) {
            return Ok(self);
        }
        Err(ParameterError {
            parameter: "context",
            rule: format!("between 0 and {MOST}"),
            received: self.weight.to_string(),
        })
    }
}

/// The different questions of a run, and which of them each segment answers.
#[derive(Debug)]
pub(super) struct Questions<'t> {
    /// The texts, in the form that the model reads; each once.
    pub(super) texts: Vec<Cow<'t, str>>,
    /// For each segment an index into `texts`.
    pub(super) of_row: Vec<Option<usize>>,
}

impl<'t> Questions<'t> {
    /// Finds the questions of some segments, given by their index.
    ///
    /// # Errors
    /// [`OffsetError`] where a question lies outside its document's text.
    pub(super) fn of(texts: &'t RunTexts, rows: impl Iterator<Item = usize>) -> Result<Self, OffsetError> {
        let mut found = Self { texts: Vec::new(), of_row: Vec::new() };
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            let Some(of) = texts.rows().get(row) else {
                found.of_row.push(None);
                continue;
            };
            let place = match texts.question(of.document, of.turn)? {
                None => None,
                Some(words) => match places.get(words) {
                    Some(&place) => Some(place),
                    None => {
                        let text = segment::text_for_embedding(words);
                        let has_words = text.contains(char::is_alphanumeric);
                        has_words.then(|| {
                            found.texts.push(text);
                            places.insert(words, found.texts.len() - 1);
                            found.texts.len() - 1
                        })
                    }
                },
            };
            found.of_row.push(place);
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_a_number_between_0_and_2() {
        for weight in [0.0, 0.2, 2.0] {
            assert_eq!(ContextParams { weight }.check().unwrap().weight, weight);
        }
        for weight in [-0.1, 2.1, f64::NAN] {
            let refused = ContextParams { weight }.check().unwrap_err().to_string();
            assert!(
                refused.starts_with("the weight of the question (context) must be between 0 and 2"),
                "{refused}"
            );
        }
        assert_eq!(ContextParams::none().weight, 0.0);
    }
}
