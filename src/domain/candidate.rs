//! What a coder decided about a candidate theme: its verdict, and the segments in it.

use serde::{Deserialize, Serialize};

use super::ids::CodeId;
use super::ids::ProposalId;
use super::proposal::KeyTerm;

/// The verdict of a coder on a candidate theme.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
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
    /// It became a code.
    Accepted,
    /// It is not a theme; its segments are in no theme.
    Rejected,
    /// It was left ambiguous; this is a verdict too.
    Deferred,
    /// It was merged into another.
    Merged,
    /// All its segments were split off or moved.
    Emptied,
}

/// How a candidate theme came about that no run proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MadeBy {
    /// It was split from this one.
    SplitOf(ProposalId),
    /// Segments were moved into it from these themes; from none if the segments were in no theme.
    MovedFrom(Vec<ProposalId>),
    /// It was suggested again, from segments that were in no theme or in undecided themes.
    SuggestedAgain,
}

/// The evidence that follows from a theme's segments; computed again only when they change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ThemeEvidence {
    /// The terms that distinguish it, best first.
    pub key_terms: Vec<KeyTerm>,
    /// Mean cosine of its segments to their mean direction; none if it has no segments.
    pub cohesion: Option<f64>,
    /// How many participants have segments in it.
    pub n_participants: usize,
}

/// A candidate theme after a coder's decisions. Without such a record it is as the run proposed it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CandidateTheme {
    /// Its label: the machine's suggestion, until a coder renames it.
    pub label: String,
    /// The verdict.
    pub verdict: CandidateStatus,
    /// The code that it was accepted as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CodeId>,
    /// The theme that it was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<ProposalId>,
    /// How it came about, if no run proposed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<MadeBy>,
    /// Key terms, cohesion and participants.
    #[serde(flatten)]
    pub evidence: ThemeEvidence,
}

/// The theme in which a coder put a segment. Without such a record the segment is where the run put it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ThemeAssignment {
    /// The candidate theme; none if it is in no theme.
    pub theme: Option<ProposalId>,
    /// Whether it speaks against the theme: a negative case.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub negative: bool,
    /// The theme whose rejection left the segment in no theme: it returns there when that theme is reopened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected_with: Option<ProposalId>,
}
