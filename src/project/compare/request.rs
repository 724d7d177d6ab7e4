//! The request for a comparison.

use serde::{Deserialize, Serialize};

use crate::domain::{CodeLevel, CoderId, ComparisonUnit, DisagreementKind, Named, RunId};

use super::IntervalParams;

/// Which units, segments and disagreements are shown; the figures always cover all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ComparisonFilter {
    /// Only units that a side gave this code, by its label.
    pub code: Option<String>,
    /// Only this participant's words.
    pub participant: Option<String>,
    /// Only disagreements of this kind.
    pub kind: Option<DisagreementKind>,
    /// Only disagreements without a verdict.
    pub undecided: bool,
}

/// A code of the first coder and a code of the second that mean the same although their labels differ.
///
/// Several codes of one coder can be matched with one of the other: one match for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeMatch {
    /// The code of the first coder, by its label or id.
    pub first: Named,
    /// The code of the second coder, by its label or id.
    pub second: Named,
}

/// A level of candidates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CandidateLevel {
    /// Candidate themes.
    Theme,
    /// Candidate codes.
    #[default]
    Code,
}

/// Which codings are compared, and how.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CompareRequest {
    /// The coders; if empty, all who have codings.
    pub coders: Vec<CoderId>,
    /// Whether the candidates of the run under review are compared too; `None`: only if there is a single coder.
    pub beside_run: Option<bool>,
    /// The level of the candidates that are compared; in a run of one level there is no choice.
    pub candidate_level: CandidateLevel,
    /// Runs to compare with each other, in addition.
    pub runs: Vec<RunId>,
    /// What is compared, unit by unit.
    pub unit: ComparisonUnit,
    /// The level of the codebook at which codes are compared: each code counts as its ancestor at this level.
    pub level: CodeLevel,
    /// Codes of two coders that were matched by hand: they count as one code. Nothing of it is stored.
    pub matches: Vec<CodeMatch>,
    /// Whether turns of interviewers are units, or part of units. Refused where units are segments: the run set these turns
    /// aside.
    pub include_interviewer: bool,
    /// Whether only units count that somebody coded.
    pub only_coded: bool,
    /// Whether figures are shown; `None`: according to the study's approach.
    pub coefficients: Option<bool>,
    /// How intervals are computed.
    pub intervals: IntervalParams,
    /// Which units and disagreements are shown.
    pub filter: ComparisonFilter,
}

impl Default for CompareRequest {
    fn default() -> Self {
        Self {
            coders: Vec::new(),
            beside_run: None,
            candidate_level: CandidateLevel::default(),
            runs: Vec::new(),
            unit: ComparisonUnit::default(),
            level: CodeLevel::Code,
            matches: Vec::new(),
            include_interviewer: false,
            only_coded: false,
            coefficients: None,
            intervals: IntervalParams::default(),
            filter: ComparisonFilter::default(),
        }
    }
}

/// The words of the command that gives a verdict: a page puts the disagreement's id, the verdict and the reason between them.
/// The front end that made the page supplies them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VerdictCommand {
    /// The words before the id of the disagreement.
    pub start: Vec<String>,
    /// The words after the verdict, which name unit, level and sides of the comparison.
    pub sides: Vec<String>,
    /// The word before the name of the coder who decides.
    pub coder: String,
    /// The word before the reason.
    pub reason: String,
}
