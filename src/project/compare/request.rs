//! What a user asks of a comparison.

use serde::{Deserialize, Serialize};

use crate::domain::{CodeLevel, CoderId, ComparisonUnit, DisagreementKind, RunId};

use super::IntervalParams;

/// Which units, segments and disagreements are shown; the figures are over all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ComparisonFilter {
    /// Only where one of the sides says this code, by its label.
    pub code: Option<String>,
    /// Only what this participant says.
    pub participant: Option<String>,
    /// Only disagreements of this kind.
    pub kind: Option<DisagreementKind>,
    /// Only disagreements without a verdict.
    pub undecided: bool,
}

/// Which codings are compared, and how.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CompareRequest {
    /// The coders; where none is named, all who coded something.
    pub coders: Vec<CoderId>,
    /// Whether the candidate themes of the run under review stand beside the codes; `None`: where there is one coder only.
    pub beside_run: Option<bool>,
    /// Runs that are compared with each other, beside all else.
    pub runs: Vec<RunId>,
    /// What is compared, unit by unit.
    pub unit: ComparisonUnit,
    /// The level of the codebook at which codes are compared: each code counts as the one above it of this level.
    pub level: CodeLevel,
    /// Whether turns of interviewers are units too, or part of them; segments are as the run cut them.
    pub include_interviewer: bool,
    /// Whether only units count that somebody coded.
    pub only_coded: bool,
    /// Whether figures are shown; `None` as the study's approach has it.
    pub coefficients: Option<bool>,
    /// How intervals are found.
    pub intervals: IntervalParams,
    /// What is shown of units and disagreements.
    pub filter: ComparisonFilter,
}

impl Default for CompareRequest {
    fn default() -> Self {
        Self {
            coders: Vec::new(),
            beside_run: None,
            runs: Vec::new(),
            unit: ComparisonUnit::default(),
            level: CodeLevel::Code,
            include_interviewer: false,
            only_coded: false,
            coefficients: None,
            intervals: IntervalParams::default(),
            filter: ComparisonFilter::default(),
        }
    }
}

/// How a verdict on a disagreement is given elsewhere: the words that a page puts around the id, the verdict and the reason. Only the
/// front end that made the page knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VerdictCommand {
    /// The words before the id of the disagreement.
    pub start: Vec<String>,
    /// The words after the verdict, which name unit, level and sides as the comparison did.
    pub sides: Vec<String>,
    /// The word before the name of the coder who decides.
    pub coder: String,
    /// The word before the reason.
    pub reason: String,
}
