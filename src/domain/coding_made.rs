//! How codings come about.

use serde::{Deserialize, Serialize};

/// How a coding was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::Display)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum CodingMade {
    /// Its candidate was accepted as a whole.
    WithCandidate,
    /// It was coded alone: the coder decided on this segment, or on these words.
    Singly,
    /// It was coded together with others in one decision, without a candidate.
    Together,
    /// It was imported from a table.
    Imported,
    /// The log does not tell.
    Unknown,
}
