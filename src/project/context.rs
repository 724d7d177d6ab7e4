//! How far the vector of a segment carries the question before it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::describe::ContentWords;
use crate::domain::{Language, OffsetError, ParameterError};
use crate::segment;

use super::run_texts::RunTexts;

/// The weight of a question's vector unless another is given; measured on the pdpilot interviews (see the page of evidence).
const DEFAULT_WEIGHT: f64 = 0.2;
/// A weight above this would let the question count more than twice as much as the answer.
const MOST: f64 = 2.0;

/// A segment of fewer content words than this carries its question the more, the fewer they are.
const ENOUGH_WORDS: usize = 5;

/// How far the vector of a segment carries the question before it.
///
/// What an answer of few words means rests on its question: `No, never.` says nothing about a theme by itself. So a segment with n different
/// words that are no stop words has the weight w·max(1, m/n), at most 2, where w is `weight` and m is `enough_words`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ContextParams {
    /// The weight of the question's vector beside the segment's own, which has 1. Between 0 (none) and 2.
    pub weight: f64,
    /// How many different words that are no stop words make a segment stand for itself. 0 in runs of older programs: all have one weight.
    #[serde(default)]
    pub enough_words: usize,
}

impl Default for ContextParams {
    fn default() -> Self {
        Self { weight: DEFAULT_WEIGHT, enough_words: ENOUGH_WORDS }
    }
}

impl ContextParams {
    /// Returns a weight of 0: each vector is that of the segment's words alone, as in runs of older programs, which store no weight.
    pub(super) fn none() -> Self {
        Self { weight: 0.0, enough_words: 0 }
    }

    /// Returns the weight of the question of a segment with `n_words` content words.
    fn weight_of(self, n_words: usize) -> f64 {
        // A segment without any such word counts as half a word.
        let n_words = if n_words == 0 { 0.5 } else { n_words as f64 };
        (self.weight * (self.enough_words as f64 / n_words).max(1.0)).min(MOST)
    }

    /// Returns the weights of the questions of some texts, each with its language.
    pub(super) fn weights<'t>(self, texts: impl Iterator<Item = (&'t str, Language)>) -> Vec<f64> {
        if self.enough_words == 0 {
            return texts.map(|_| self.weight).collect();
        }
        let mut counters: BTreeMap<Language, ContentWords> = BTreeMap::new();
        texts
            .map(|(text, language)| {
                let counter = counters.entry(language).or_insert_with(|| ContentWords::of(language));
                self.weight_of(counter.count(text))
            })
            .collect()
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
            assert_eq!(ContextParams { weight, ..ContextParams::default() }.check().unwrap().weight, weight);
        }
        for weight in [-0.1, 2.1, f64::NAN] {
            let refused =
                ContextParams { weight, ..ContextParams::default() }.check().unwrap_err().to_string();
            assert!(
                refused.starts_with("the weight of the question (context) must be between 0 and 2"),
                "{refused}"
            );
        }
        assert_eq!(ContextParams::none().weight, 0.0);
    }

    #[test]
    fn the_fewer_words_the_more_of_the_question() {
        let params = ContextParams { weight: 0.2, enough_words: 5 };
        let weights: Vec<f64> = [0, 1, 2, 5, 50].map(|n| params.weight_of(n)).to_vec();
        assert_eq!(weights, [2.0, 1.0, 0.5, 0.2, 0.2]);
        assert_eq!(ContextParams { weight: 0.0, enough_words: 5 }.weight_of(0), 0.0);
        let texts = [
            ("Yeah, not really.", Language::ENGLISH),
            ("The nurses sleep badly on long nights without coffee.", Language::ENGLISH),
        ];
        assert_eq!(params.weights(texts.into_iter()), [2.0, 0.2]);
        let older: ContextParams = serde_json::from_str(r#"{"weight": 0.2}"#).unwrap();
        assert_eq!(older.weights(texts.into_iter()), [0.2, 0.2]);
    }
}
