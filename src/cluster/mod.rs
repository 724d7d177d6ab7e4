//! Clustering: takes unit rows, checked parameters and a seed, and gives a grouping of the segments.
//!
//! By default it finds the clusters that samples of the segments agree on (`consensus`): communities of the graph of shared
//! neighbours, at the resolution with the best agreement. K-means and DBSCAN are linfa's, agglomeration is kodama's, HDBSCAN and
//! Leiden come from the crates of these names. This module sorts the rows into a canonical order before anything random, gives linfa
//! a fast distance and a neighbour index that works in blocks, checks what the crates do not check, chooses parameters that were not
//! given, and says how stable each cluster is and how the clusters join. Row order, number of threads and processor change
//! nothing, to the bit.
//!
//! To add an algorithm: a variant and its facts in `domain::Algorithm`; a file with its `Method`; an arm in `run.rs`.

mod agglomerative;
mod assess;
mod auto;
mod better_map;
mod calibration;
mod canonical;
mod choose_n_clusters;
mod choose_tolerance;
mod code_affinity;
mod code_similarity;
mod consensus;
mod dbscan;
mod distance;
mod error;
mod evidence_tree;
mod gemm_products;
mod hdbscan;
mod k_means;
mod learned_map;
mod leiden;
mod lloyd;
mod method;
mod methods;
mod nearest_neighbours;
mod notices;
mod outcome;
mod params;
mod radius_neighbours;
mod ridge;
mod run;
mod shared_neighbours;
mod silhouette;
mod stability;
mod supervised_baseline;
#[cfg(test)]
mod tests;
mod theme_level;
mod tree;
mod voronoi_cells;

pub use agglomerative::{average_linkage, ward};
pub use better_map::better_map;
pub use calibration::{CurvePrior, LogisticCurve};
pub use choose_n_clusters::choose_n_clusters;
pub use choose_tolerance::choose_tolerance;
pub use code_affinity::{LikenessScore, likeness};
pub use code_similarity::{CodeSimilarity, code_similarity, share_of_coded};
pub use dbscan::dbscan;
pub use error::{ClusterError, SilhouetteUndefined};
pub use hdbscan::hdbscan;
pub use k_means::k_means;
pub use learned_map::{HeldOutCodes, LearnedMap, NoMap};
pub use outcome::{ClusteringOutcome, UsedParameters};
pub use params::{
    ChooseParams, ChooseValidParams, ClusterParams, ClusterValidParams, DbscanParams, DbscanValidParams,
    KMeansParams, KMeansValidParams,
};
pub use run::{cluster, group};
pub use silhouette::{Silhouette, silhouette};
pub use stability::{Run as Variation, cluster_wise_jaccard};
pub use supervised_baseline::predict_held_out;
