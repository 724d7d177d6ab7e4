//! Why there is no clustering, and why a silhouette is undefined.

use crate::domain::{Algorithm, Cancelled, ParameterError, Remedy, parameter_in_words};

/// Why there is no clustering.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// There is nothing to cluster.
    #[error("there are no segments to cluster. Check that the files hold what participants said")]
    NoSegments,
    /// Fewer different rows than clusters asked for.
    #[error(
        "{n_clusters} themes cannot be made: of {n_segments} segments only {n_distinct} differ. Ask for at most {n_distinct} \
         themes"
    )]
    TooFewDistinct {
        /// How many clusters were asked for.
        n_clusters: usize,
        /// How many segments there are.
        n_segments: usize,
        /// How many of them differ.
        n_distinct: usize,
    },
    /// All segments are the same, so that no parameter can be chosen by comparing them.
    #[error(
        "{} cannot be chosen, since all {n_segments} segments are the same. Give a value",
        parameter_in_words(parameter)
    )]
    NothingToCompare {
        /// The parameter that was to be chosen.
        parameter: &'static str,
        /// How many segments there are.
        n_segments: usize,
    },
    /// A parameter outside what it may be.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// The graph of segments could not be built.
    #[error("graph communities failed: {0}")]
    Graph(String),
    /// No map could be learned from codings.
    #[error("learning from the codings failed: {0}")]
    Map(String),
    /// More segments than an algorithm can hold in memory.
    #[error(
        "{algorithm} compares every pair of segments and takes at most {limit}; there are {n_segments}. Use auto or k-means"
    )]
    TooMany {
        /// The algorithm.
        algorithm: Algorithm,
        /// How many segments there are.
        n_segments: usize,
        /// How many it takes.
        limit: usize,
    },
    /// The work was cancelled through its progress.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// HDBSCAN refused or failed.
    #[error("hdbscan failed: {0}")]
    Hdbscan(String),
    /// linfa refused or failed.
    #[error("{algorithm} failed: {source}")]
    Linfa {
        /// The algorithm that failed.
        algorithm: Algorithm,
        /// What linfa said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl ClusterError {
    /// Returns what the user can do.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::TooFewDistinct { n_distinct, .. } => {
                vec![Remedy::give_value("n_clusters", n_distinct.to_string())]
            }
            Self::NothingToCompare { parameter, .. } => vec![Remedy::give(parameter)],
            Self::Parameter(error) => error.remedies(),
            Self::TooMany { .. } => vec![Remedy::give_value("algorithm", "auto")],
            _ => Vec::new(),
        }
    }
}

/// Why a silhouette has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SilhouetteUndefined {
    /// There are not two clusters to compare.
    #[error("a silhouette compares clusters and needs at least 2; there are {n_clusters}")]
    FewerThanTwoClusters {
        /// How many clusters there are.
        n_clusters: usize,
    },
    /// Embeddings and assignments are not of the same segments.
    #[error("there are {n_segments} embeddings but {n_assignments} assignments")]
    Lengths {
        /// How many rows the embeddings have.
        n_segments: usize,
        /// How many assignments were given.
        n_assignments: usize,
    },
}
