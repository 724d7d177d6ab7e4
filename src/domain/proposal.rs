//! Proposals: clusters with their evidence. A proposal is a suggestion; nothing here turns one into a code.

use serde::{Deserialize, Serialize};

use super::ids::ClusterId;
use super::notice::Notice;

/// A candidate theme: a cluster, described.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Proposal {
    /// The cluster described.
    pub cluster: ClusterId,
    /// A suggested label, made of its key terms.
    pub label: String,
    /// Terms that set it apart, best first.
    pub key_terms: Vec<KeyTerm>,
    /// Its segments with their likeness to its centre, nearest first.
    pub members: Vec<Exemplar>,
    /// How many participants speak to it.
    pub n_participants: usize,
    /// Mean cosine of its segments to their mean direction, between −1 and 1.
    pub cohesion: f64,
    /// Segments that stand for it.
    pub exemplars: Vec<Exemplar>,
    /// Segments that nearly belong to it and were put elsewhere, nearest first.
    pub near_misses: Vec<Exemplar>,
    /// The theme most like it; `None` where there is no other.
    pub rival: Option<RivalTheme>,
    /// What its readers must know.
    pub notices: Vec<Notice>,
}

/// A term that sets a cluster apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KeyTerm {
    /// One to three words, as they stand in the text most often.
    pub term: String,
    /// Its class-based TF-IDF weight.
    pub weight: f64,
}

/// A segment named as evidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Exemplar {
    /// The segment (a row of the clustering).
    pub segment: usize,
    /// Its cosine to the theme's centre.
    pub similarity: f64,
}

/// The theme most like another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RivalTheme {
    /// Its cluster.
    pub cluster: ClusterId,
    /// The cosine between the two centres.
    pub similarity: f64,
}
