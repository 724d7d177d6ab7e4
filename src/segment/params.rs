//! The parameters of segmentation, and their check.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::{AsideKind, ParameterError, SegmentUnit};

/// The unit of segmentation and its length.
///
/// A meaning unit is "words, sentences or paragraphs containing aspects related to each other through their content and
/// context" (Graneheim & Lundman 2004, doi:10.1016/j.nedt.2003.10.001). A length is a substitute for that, and the defaults, 25
/// to 80 words, were measured. The measurement used the 262 segments that people coded in the pdpilot interviews (median 87
/// words, quartiles 41 and 175; half of them are less than 0.51 of their turn). For each unit it took the five nearest
/// neighbours from other turns, by all-MiniLM-L6-v2, and counted how often they share a code with it: 0.157 for single
/// sentences (2.5 times chance), 0.191 for 15 to 80 words, 0.202 for 20 to 80, 0.215 for 25 to 80 (3.3 times) and 0.222 for 40
/// to 90. From 20 words on, the figures change little, on one study in English, while the number of units, which a small study
/// needs, keeps falling (1,407 sentences, 555 units of 25 to 80 words, 356 turns). The maximum keeps a unit within the 128
/// tokens, about 95 English words, on which the model was trained; a vector of a longer text mixes several ideas. Answers to
/// survey questions (median 8 words, nine in ten at most 29) stay whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SegmentParams {
    /// The unit.
    pub unit: SegmentUnit,
    /// The least words of a meaning unit; sentences are joined until it has them. At least 1. A turn shorter than this is one
    /// meaning unit.
    pub min_words: usize,
    /// The most words of a meaning unit; a longer sentence is split. At least `min_words`.
    pub max_words: usize,
    /// Whether the turns of interviewers are cut too; otherwise they are context.
    pub include_interviewer: bool,
    /// Kinds of turns that are cut although they are set aside by default: back-channel turns, small talk, turns that recur in other
    /// documents, non-answers, stage directions. Other kinds have no effect here. A turn of which the model would read no word is never cut.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub keep: BTreeSet<AsideKind>,
}

impl Default for SegmentParams {
    fn default() -> Self {
        Self {
            unit: SegmentUnit::MeaningUnit,
            min_words: 25,
            max_words: 80,
            include_interviewer: false,
            keep: BTreeSet::new(),
        }
    }
}

impl SegmentParams {
    /// Returns these parameters with other numbers of words. If only the least is given, the most is raised to it where
    /// necessary.
    #[must_use]
    pub fn with_words(self, min_words: Option<usize>, max_words: Option<usize>) -> Self {
        let min_words = min_words.unwrap_or(self.min_words);
        Self { min_words, max_words: max_words.unwrap_or(self.max_words.max(min_words)), ..self }
    }

    /// Checks the parameters.
    ///
    /// # Errors
    /// [`ParameterError`] unless 1 ≤ `min_words` ≤ `max_words`.
    pub fn check(self) -> Result<SegmentValidParams, ParameterError> {
        if self.min_words < 1 {
            return Err(ParameterError {
                parameter: "min_words",
                rule: "at least 1".to_owned(),
                received: self.min_words.to_string(),
            });
        }
        if self.max_words < self.min_words {
            return Err(ParameterError {
                parameter: "max_words",
                rule: format!("at least the least number of words, {}", self.min_words),
                received: self.max_words.to_string(),
            });
        }
        Ok(SegmentValidParams(self))
    }
}

/// Checked parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentValidParams(SegmentParams);

impl SegmentValidParams {
    /// Returns the checked parameters, for showing and storing.
    #[must_use]
    pub fn get(&self) -> &SegmentParams {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_valid() {
        let valid = SegmentParams::default().check().unwrap();
        assert_eq!(valid.get().unit, SegmentUnit::MeaningUnit);
        assert!(!valid.get().include_interviewer);
    }

    #[test]
    fn a_minimum_of_nothing_is_refused() {
        let err = SegmentParams { min_words: 0, ..SegmentParams::default() }.check().unwrap_err();
        assert_eq!(err.to_string(), "the least number of words of a segment must be at least 1; got 0");
    }

    #[test]
    fn a_maximum_below_the_minimum_is_refused() {
        let err =
            SegmentParams { min_words: 9, max_words: 8, ..SegmentParams::default() }.check().unwrap_err();
        assert_eq!(
            err.to_string(),
            "the greatest number of words of a segment must be at least the least number of words, 9; got 8"
        );
        assert!(SegmentParams { min_words: 9, max_words: 9, ..SegmentParams::default() }.check().is_ok());
    }
}
