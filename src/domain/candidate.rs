//! What a coder decided about candidates: their status, the segments in them, and the theme that each code is in.

use serde::{Deserialize, Serialize};

use super::candidate_id::CandidateThemeId;
use super::ids::CodeId;
use super::ids::ProposalId;
use super::proposal::KeyTerm;

/// The verdict of a coder on a candidate.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::VariantArray,
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum CandidateStatus {
    /// No verdict yet.
    #[default]
    Open,
    /// It became a code, or a theme of the codebook.
    Accepted,
    /// It is no pattern; its segments are in no candidate.
    Rejected,
    /// It was left ambiguous; this is a verdict too.
    Deferred,
    /// It was merged into another.
    Merged,
    /// All that it held was split off or moved.
    Emptied,
}

impl CandidateStatus {
    /// Tells whether it is no candidate any more, because it was merged into another or lost all that it held.
    #[must_use]
    pub const fn is_gone(self) -> bool {
        matches!(self, Self::Merged | Self::Emptied)
    }
}

/// How a candidate code came about that no run proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MadeBy {
    /// It was split from this one.
    SplitOf(ProposalId),
    /// Segments were moved into it from these; from none if the segments were in none.
    MovedFrom(Vec<ProposalId>),
    /// It was suggested again, from segments that were in no candidate or in undecided ones.
    SuggestedAgain,
}

/// The evidence that follows from a candidate's segments; computed again only when they change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CandidateEvidence {
    /// The terms that distinguish it, best first.
    pub key_terms: Vec<KeyTerm>,
    /// Mean cosine of its segments to their mean direction; none if it has no segments.
    pub cohesion: Option<f64>,
    /// How many participants have segments in it.
    pub n_participants: usize,
}

/// A candidate code after a coder's decisions. Without such a record it is as the run proposed it.
///
/// In a run of one level it is a candidate theme: the segments of such a theme are in no candidate code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CandidateCode {
    /// Its label: the machine's suggestion, until a coder renames it.
    pub label: String,
    /// The verdict.
    pub verdict: CandidateStatus,
    /// The code that it was accepted as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CodeId>,
    /// The candidate that it was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<ProposalId>,
    /// How it came about, if no run proposed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<MadeBy>,
    /// Key terms, cohesion and participants.
    #[serde(flatten)]
    pub evidence: CandidateEvidence,
}

/// How a candidate theme came about that no run proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ThemeMadeBy {
    /// It was split from this one.
    SplitOf(CandidateThemeId),
    /// Candidate codes were moved into it from these; from none if the codes were in no theme.
    MovedFrom(Vec<CandidateThemeId>),
}

/// A candidate theme of a run with two levels, after a coder's decisions. Without such a record it is as the run proposed it.
///
/// Its status follows from its candidate codes, so it is not stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CandidateTheme {
    /// Its label: the machine's suggestion, until a coder renames it.
    pub label: String,
    /// The theme of the codebook that it was accepted as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CodeId>,
    /// The theme that it was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<CandidateThemeId>,
    /// How it came about, if no run proposed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<ThemeMadeBy>,
    /// Key terms, cohesion and participants.
    #[serde(flatten)]
    pub evidence: CandidateEvidence,
}

/// The candidate theme in which a coder put a candidate code. Without such a record the code is where the run put it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Grouping {
    /// The candidate theme; none if it is in no theme.
    pub theme: Option<CandidateThemeId>,
}

/// The candidate in which a coder put a segment. Without such a record the segment is where the run put it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Placement {
    /// The candidate; none if it is in none. Older logs call it `theme`.
    #[serde(alias = "theme")]
    pub candidate: Option<ProposalId>,
    /// Whether it speaks against the candidate: a negative case.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub negative: bool,
    /// The candidate whose rejection left the segment in none: it returns there when that candidate is reopened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected_with: Option<ProposalId>,
}
