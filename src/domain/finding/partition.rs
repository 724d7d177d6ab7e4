//! How codes and clusters correspond, and which segments the figures are computed on.

use serde::Serialize;

/// What a comparison of codes and clusters shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PartitionFinding {
    /// A code lies in several clusters.
    SplitCode {
        /// The code.
        code: String,
        /// How many segments have it.
        n_segments: usize,
        /// The clusters with large shares of it.
        parts: Vec<SharePart>,
    },
    /// A cluster holds several codes.
    MergedCodes {
        /// The cluster.
        cluster: String,
        /// How many of its segments have a code.
        n_coded: usize,
        /// The codes with large shares of it.
        parts: Vec<SharePart>,
    },
    /// A code matches no cluster.
    MissedCode {
        /// The code.
        code: String,
        /// How many segments have it.
        n_segments: usize,
        /// The cluster with most of these; null for noise.
        cluster: Option<String>,
        /// How many are there.
        n_there: usize,
    },
    /// A cluster matches no code.
    UnmatchedCluster {
        /// The cluster.
        cluster: String,
        /// How many segments it holds.
        n_segments: usize,
        /// How many of them have a code.
        n_coded: usize,
        /// The code of most of these; null if none has one.
        code: Option<String>,
        /// How many have it.
        n_with_code: usize,
    },
    /// The number of segments on which most figures are computed.
    MeasuredSegments {
        /// How many have exactly one code, and a cluster.
        n: usize,
        /// How many segments there are.
        n_segments: usize,
    },
    /// Segments have several codes.
    SeveralCodes {
        /// How many.
        n: usize,
    },
    /// Segments have no code.
    NoCode {
        /// How many.
        n: usize,
        /// Whether they count as one more code.
        counted: bool,
    },
    /// Segments are in no cluster.
    NoCluster {
        /// How many.
        n: usize,
        /// Whether they count as one more cluster.
        counted: bool,
    },
    /// The best matching is not better than with random codes.
    MatchingByChance {
        /// The share of segments under the best matching.
        accuracy: f64,
        /// The 95th percentile with random codes.
        by_chance: f64,
    },
    /// With other interviews, clusters and codes might agree only by chance.
    MayBeChance {
        /// The lower bound of AMI.
        low: f64,
        /// The upper bound.
        high: f64,
    },
}

/// A part of a code or of a cluster.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SharePart {
    /// Its label.
    pub label: String,
    /// Its share, between 0 and 1.
    pub share: f64,
}
