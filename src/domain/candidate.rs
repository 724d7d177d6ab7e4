//! What a coder made of a candidate theme: a verdict, and which segments are in it.

use serde::{Deserialize, Serialize};

use super::ids::CodeId;
use super::ids::ProposalId;
use super::proposal::KeyTerm;

/// What a coder said of a candidate theme.
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
    /// Nothing yet.
    #[default]
    Open,
    /// It became a code.
    Accepted,
    /// It is no theme; its segments are in none.
    Rejected,
    /// It is left ambiguous, which is a verdict too.
    Deferred,
    /// It went into another.
    Merged,
    /// Its segments were all split off or moved.
    Emptied,
}

/// How a candidate theme that no run proposed came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MadeBy {
    /// It was split from this one.
    SplitOf(ProposalId),
    /// Segments were moved into it: out of these, none where they were in no theme.
    MovedFrom(Vec<ProposalId>),
    /// It was suggested again, from what was unthemed or open.
    SuggestedAgain,
}

/// What follows from a theme's segments: computed anew when they change, and only then.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ThemeEvidence {
    /// Terms that set it apart, best first.
    pub key_terms: Vec<KeyTerm>,
    /// Mean cosine of its segments to their mean direction; none where it has no segment.
    pub cohesion: Option<f64>,
    /// How many participants speak to it.
    pub n_participants: usize,
}

/// A candidate theme as a coder's decisions left it. Without such a record it is as the run proposed it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CandidateTheme {
    /// Its label: the machine's suggestion, until a coder renames it.
    pub label: String,
    /// The verdict.
    pub verdict: CandidateStatus,
    /// The code that it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CodeId>,
    /// The theme that it went into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<ProposalId>,
    /// How it came about, where no run proposed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<MadeBy>,
    /// Key terms, cohesion and participants.
    #[serde(flatten)]
    pub evidence: ThemeEvidence,
}

/// Where a coder put a segment. Without such a record it is where the run put it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ThemeAssignment {
    /// The candidate theme; none where it is unthemed.
    pub theme: Option<ProposalId>,
    /// Whether it speaks against the theme: a negative case.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub negative: bool,
    /// The theme whose rejection left it unthemed: it returns there when that one is opened again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected_with: Option<ProposalId>,
}
