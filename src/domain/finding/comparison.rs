//! What a comparison is of, and what its readers must know of what it rests on.

use serde::{Deserialize, Serialize};

use crate::domain::RunId;

/// What is compared, unit by unit.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ComparisonUnit {
    /// The meaning units of the run under review.
    #[default]
    Segment,
    /// Turns.
    Turn,
    /// Sentences.
    Sentence,
    /// Characters (code points), by stretches that every coder codes alike.
    Character,
}

impl ComparisonUnit {
    /// The unit's name, as it is typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns when such a unit carries a code.
    #[must_use]
    pub fn rule(self) -> CarryingRule {
        match self {
            Self::Character => CarryingRule::Within,
            Self::Segment | Self::Turn | Self::Sentence => CarryingRule::HalfCovered,
        }
    }
}

/// When a unit carries a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CarryingRule {
    /// A coding covers half of the unit, or the unit holds half of the coding.
    HalfCovered,
    /// The unit lies in a coding.
    Within,
}

/// What readers of a comparison must know of what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ComparisonNotice {
    /// A coder coded nothing in documents, so that these count as not worked on.
    NotWorkedOn {
        /// The coder's name.
        coder: String,
        /// The documents.
        documents: Vec<String>,
    },
    /// Codings of a coder touch no unit.
    OutsideUnits {
        /// The coder's name.
        coder: String,
        /// How many.
        n: usize,
        /// Of how many.
        n_codings: usize,
    },
    /// Codes of a coder have no code of the compared level above them.
    NoCodeOfLevel {
        /// The coder's name.
        coder: String,
        /// How many.
        n: usize,
    },
    /// Codings of a coder were accepted from the run that is compared.
    AcceptedFromRun {
        /// The coder's name.
        coder: String,
        /// How many.
        n: usize,
        /// Of how many.
        n_codings: usize,
        /// The run.
        run: RunId,
    },
    /// Disagreements have verdicts of several coders.
    SeveralVerdicts {
        /// How many.
        n: usize,
    },
}
