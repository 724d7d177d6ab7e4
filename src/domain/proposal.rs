//! Proposals: clusters with their evidence. A proposal is a suggestion; only a coder's decision makes it a code.

use serde::{Deserialize, Serialize};

use super::ids::ClusterId;
use super::notice::Notice;

/// A candidate theme: a cluster with its description.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Proposal {
    /// The cluster.
    pub cluster: ClusterId,
    /// A suggested label: one to three phrases of its segments, or a quotation.
    pub label: String,
    /// The share of its segments that hold a word of the label, between 0 and 1; `None` if the label is a quotation.
    #[serde(default)]
    pub label_coverage: Option<f64>,
    /// The terms that distinguish it, best first.
    pub key_terms: Vec<KeyTerm>,
    /// Its segments with their similarity to its centre, nearest first.
    pub members: Vec<Exemplar>,
    /// How many participants have segments in it.
    pub n_participants: usize,
    /// Mean cosine of its segments to their mean direction, between −1 and 1.
    pub cohesion: f64,
    /// Segments that are typical of it.
    pub exemplars: Vec<Exemplar>,
    /// Segments that nearly belong to it but are in another candidate, nearest first.
    pub near_misses: Vec<Exemplar>,
    /// The most similar candidate; `None` if it is the only one.
    pub rival: Option<RivalTheme>,
    /// Notices for its readers.
    pub notices: Vec<Notice>,
}

/// A term that distinguishes a cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KeyTerm {
    /// One to three words, in the form most frequent in the text.
    pub term: String,
    /// Its class-based TF-IDF weight.
    pub weight: f64,
}

/// A segment given as evidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Exemplar {
    /// The segment (a row of the clustering).
    pub segment: usize,
    /// Its cosine to the candidate's centre.
    pub similarity: f64,
}

/// The candidate most similar to another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RivalTheme {
    /// Its cluster.
    pub cluster: ClusterId,
    /// The cosine between the two centres.
    pub similarity: f64,
}
