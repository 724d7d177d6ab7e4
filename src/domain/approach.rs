//! The approach of a study: what its readers expect of a comparison.

use serde::{Deserialize, Serialize};

/// How a study understands coding (Braun & Clarke 2021, <https://doi.org/10.1002/capr.12360>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Approach {
    /// Coding as categorisation that others should be able to repeat: agreement is evidence.
    ContentAnalysis,
    /// A codebook that several apply, with agreement as a check.
    Codebook,
    /// Coding as interpretation: two readings are no error of one of them, and coefficients are shown only where they are asked for.
    Reflexive,
}

impl std::fmt::Display for Approach {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::ContentAnalysis => "content analysis",
            Self::Codebook => "codebook",
            Self::Reflexive => "reflexive",
        })
    }
}

/// The approach that the people of a study took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StudyApproach {
    /// Which.
    pub approach: Approach,
}
