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

/// What came out of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ComparisonSummary {
    /// Two coders.
    TwoCoders {
        /// The first coder's name.
        first: String,
        /// The second coder's name.
        second: String,
        /// The unit.
        unit: ComparisonUnit,
        /// How many units at least one of them coded, of those in documents on which both worked.
        n_any: u64,
        /// How many both coded.
        n_both: u64,
        /// To how many of these both gave the same codes.
        n_same: u64,
        /// To how many of these both gave some code in common, and one of them a further one.
        n_partly: u64,
        /// Whether any label of theirs is the same.
        share_labels: bool,
        /// How many codes count as the same because they were matched by hand.
        n_matched: usize,
        /// Whether the sentence has shares; without, it only counts.
        with_shares: bool,
    },
    /// Three coders or more.
    SeveralCoders {
        /// How many.
        n_coders: usize,
        /// The unit.
        unit: ComparisonUnit,
        /// How many units at least one of them coded.
        n_any: u64,
        /// How many all of them coded.
        n_all: u64,
        /// Of all pairs, the least share of units with the same codes among those that both coded; null where shares are not given.
        least: Option<f64>,
        /// The greatest such share.
        most: Option<f64>,
    },
    /// A coder and the candidates of a run.
    CoderAndRun {
        /// The coder's name.
        coder: String,
        /// The run.
        run: RunId,
        /// How many segments the coder coded.
        n_coded: usize,
        /// The share of coded segments in the candidate that is matched to their code; null where it is undefined or not given.
        matched: Option<f64>,
        /// What this share comes to when the codes are dealt at random.
        by_chance: Option<f64>,
    },
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
    /// Two coders coded passages by accepting the same candidates, so that these codings are not independent.
    AcceptedByBoth {
        /// The first coder's name.
        first: String,
        /// The second coder's name.
        second: String,
        /// How many passages.
        n: usize,
        /// From how many candidates.
        n_candidates: usize,
    },
    /// Codes of two coders were matched by hand, and all figures of codes rest on this.
    MatchedByHand {
        /// The names under which they count.
        codes: Vec<String>,
    },
    /// Some disagreements have verdicts of several coders.
    SeveralVerdicts {
        /// How many.
        n: usize,
    },
}
