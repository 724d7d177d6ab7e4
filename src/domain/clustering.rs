//! Clusterings: what a machine put together, and the evidence on which it chose.

use serde::{Deserialize, Serialize};

use super::ids::ClusterId;

/// The clustering algorithms on offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Algorithm {
    /// The consensus of graph communities over samples, at the resolution that they agree on best.
    #[default]
    Auto,
    /// Lloyd's K-means from k-means++ starts; takes every segment in.
    KMeans,
    /// Agglomeration by Ward's criterion; takes every segment in.
    Ward,
    /// Agglomeration by average linkage of cosine distances; takes every segment in.
    Average,
    /// Leiden's communities of the shared-neighbour graph, once, at a given resolution.
    Communities,
    /// Density-based clustering at one density; leaves sparse segments out as noise.
    Dbscan,
    /// Density-based clustering at every density; leaves sparse segments out as noise.
    Hdbscan,
}

impl Algorithm {
    /// All of them, the default first.
    pub const ALL: [Self; 7] =
        [Self::Auto, Self::KMeans, Self::Ward, Self::Average, Self::Communities, Self::Dbscan, Self::Hdbscan];
}

impl std::fmt::Display for Algorithm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Auto => "auto",
            Self::KMeans => "k-means",
            Self::Ward => "ward",
            Self::Average => "average",
            Self::Communities => "communities",
            Self::Dbscan => "dbscan",
            Self::Hdbscan => "hdbscan",
        })
    }
}

/// A grouping of segments: for each its cluster, `None` where it was left out as noise.
///
/// Clusters are numbered from 0 by falling size, equal sizes by their content, so that the same input always gives
/// the same numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Clustering {
    /// What made it.
    pub algorithm: Algorithm,
    /// The cluster of each segment.
    pub assignments: Vec<Option<ClusterId>>,
    /// How many clusters there are.
    pub n_clusters: usize,
    /// Whether the iteration came to rest within its limit.
    pub converged: bool,
}

/// One candidate value of a parameter and its score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CriterionPoint {
    /// The candidate: a number of clusters, or a distance.
    pub x: f64,
    /// Its score; `None` where it is undefined there.
    pub y: Option<f64>,
}

/// The whole curve on which a parameter was chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CriterionCurve {
    /// What varies: `n_clusters`, or `rank` for a k-distance curve.
    pub parameter: String,
    /// What is scored: `stability`, `silhouette`, or `k-distance`.
    pub criterion: String,
    /// The points, by rising `x`.
    pub points: Vec<CriterionPoint>,
    /// The value taken.
    pub chosen: f64,
    /// Why, in a sentence.
    pub reason: String,
    /// What else was looked at over the same range, as evidence beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<OtherCriterion>,
}

/// A criterion that was looked at and did not decide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OtherCriterion {
    /// What is scored: `silhouette`, `calinski_harabasz`, `stability`.
    pub criterion: String,
    /// The points, by rising `x`.
    pub points: Vec<CriterionPoint>,
}

/// A parameter outside what it may be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{parameter} must be {rule}; got {received}")]
pub struct ParameterError {
    /// The parameter's name.
    pub parameter: &'static str,
    /// What it must be.
    pub rule: String,
    /// What was received.
    pub received: String,
}
