//! The result of clustering: the parameters that were used, and all that readers must know.

use serde::{Deserialize, Serialize};

use crate::domain::{Algorithm, Clustering, CriterionCurve, Notice, ThemeStability, ThemeTree};

/// A clustering with all that its readers must know.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusteringOutcome {
    /// The grouping.
    pub clustering: Clustering,
    /// The curve on which a parameter was chosen; `None` where it was given.
    pub curve: Option<CriterionCurve>,
    /// How stable each cluster is.
    pub stability: Vec<ThemeStability>,
    /// How the clusters join, with their coarse level.
    pub tree: ThemeTree,
    /// The segments that were noise and were given to the nearest cluster, as was asked for.
    pub assigned: Vec<usize>,
    /// The mean exact cosine silhouette, noise left out; `None` where it is undefined.
    pub silhouette: Option<f64>,
    /// Why the silhouette is undefined; `None` where it has a value.
    pub silhouette_undefined: Option<String>,
    /// What was run, given and chosen.
    pub parameters: UsedParameters,
    /// What limits the result.
    pub notices: Vec<Notice>,
}

/// The parameters that a run was made with; what its algorithm does not use is left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UsedParameters {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// How many clusters were given or chosen.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub n_clusters: Option<usize>,
    /// How many starts K-means took for each number of clusters.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub n_runs: Option<usize>,
    /// How many iterations a start might take.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub max_n_iterations: Option<u64>,
    /// DBSCAN's cosine distance between neighbours; for K-means the movement of the centres at which linfa stops.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tolerance: Option<f64>,
    /// The number of neighbours of a core.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub min_points: Option<usize>,
    /// HDBSCAN's smallest cluster.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub min_cluster_size: Option<usize>,
    /// The resolution of graph communities.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub resolution: Option<f64>,
    /// How many neighbours each segment was joined to in the graph.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub n_neighbours: Option<usize>,
    /// How many samples were drawn for the consensus.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub n_samples: Option<usize>,
    /// Whether noise was given to the nearest cluster, for algorithms that leave noise. Older runs do not say it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub assign_noise: Option<bool>,
    /// The seed of every random choice.
    pub seed: u64,
}

impl UsedParameters {
    /// Creates a record of algorithm and seed, without other values.
    pub(super) fn new(algorithm: Algorithm, seed: u64) -> Self {
        Self {
            algorithm,
            n_clusters: None,
            n_runs: None,
            max_n_iterations: None,
            tolerance: None,
            min_points: None,
            min_cluster_size: None,
            resolution: None,
            n_neighbours: None,
            n_samples: None,
            assign_noise: None,
            seed,
        }
    }
}
