//! What becomes of codes in clusters, and what the figures of both rest on.

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
        /// The clusters that hold much of it.
        parts: Vec<SharePart>,
    },
    /// A cluster holds several codes.
    MergedCodes {
        /// The cluster.
        cluster: String,
        /// How many of its segments have a code.
        n_coded: usize,
        /// The codes that much of it has.
        parts: Vec<SharePart>,
    },
    /// A code is matched to no cluster.
    MissedCode {
        /// The code.
        code: String,
        /// How many segments have it.
        n_segments: usize,
        /// The cluster in which most of these are; null where they are noise.
        cluster: Option<String>,
        /// How many are there.
        n_there: usize,
    },
    /// A cluster is matched to no code.
    UnmatchedCluster {
        /// The cluster.
        cluster: String,
        /// How many segments it holds.
        n_segments: usize,
        /// How many of them have a code.
        n_coded: usize,
        /// The code that most of these have; null where none has one.
        code: Option<String>,
        /// How many have it.
        n_with_code: usize,
    },
    /// On how many segments most figures rest.
    MeasuredSegments {
        /// How many have exactly one code, and a cluster.
        n: usize,
        /// Of how many.
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
    /// The best matching is no better than that of random codes.
    MatchingByChance {
        /// The share of segments under the best matching.
        accuracy: f64,
        /// The 95th percentile with random codes.
        by_chance: f64,
    },
    /// With other interviews, clusters and codes might share no more than by chance.
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
    /// What the part is called.
    pub label: String,
    /// Its share, between 0 and 1.
    pub share: f64,
}
