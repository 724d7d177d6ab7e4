//! The units of a comparison, and notices about its basis.

use serde::{Deserialize, Serialize};

use crate::domain::RunId;

/// The unit of a comparison.
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
    /// Characters (code points), in stretches that every coder codes the same.
    Character,
}

impl ComparisonUnit {
    /// Returns the unit's name, as users type it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the rule by which such a unit has a code.
    #[must_use]
    pub fn rule(self) -> CarryingRule {
        match self {
            Self::Character => CarryingRule::Within,
            Self::Segment | Self::Turn | Self::Sentence => CarryingRule::HalfCovered,
        }
    }
}

/// The rule by which a unit has a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CarryingRule {
    /// A coding covers half of the unit, or the unit holds half of the coding.
    HalfCovered,
    /// The unit lies inside a coding.
    Within,
}

/// What readers of a comparison must know about its basis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ComparisonNotice {
    /// A coder coded nothing in some documents, so these count as not worked on.
    NotWorkedOn {
        /// The coder's name.
        coder: String,
        /// The documents.
        documents: Vec<String>,
    },
    /// Some codings of a coder touch no unit.
    OutsideUnits {
        /// The coder's name.
        coder: String,
        /// How many.
        n: usize,
        /// How many codings they have.
        n_codings: usize,
    },
    /// Some codes of a coder have no code of the compared level above them.
    NoCodeOfLevel {
        /// The coder's name.
        coder: String,
        /// How many.
        n: usize,
    },
    /// Some codings of a coder were accepted from the run that is compared.
    AcceptedFromRun {
        /// The coder's name.
        coder: String,
        /// How many.
        n: usize,
        /// How many codings they have.
        n_codings: usize,
        /// The run.
        run: RunId,
    },
    /// Some disagreements have verdicts of several coders.
    SeveralVerdicts {
        /// How many.
        n: usize,
    },
}
