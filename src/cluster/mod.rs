//! The cluster room: unit rows, checked parameters and a seed in; a grouping of the segments out.
//!
//! By default it looks for the themes that samples of the segments agree on (`consensus`): communities of the graph of shared
//! neighbours, at the resolution at which they are found again best. K-means and DBSCAN are linfa's, agglomeration is
//! kodama's, HDBSCAN and Leiden come from the crates of these names. This room puts the rows in a canonical order before
//! anything random, gives linfa a fast distance and a neighbour index that works in blocks, checks what the crates do not
//! check, chooses parameters that nobody gave, and says how stable each theme is and how the themes join. Row order, number of
//! threads and processor change nothing, to the bit.

mod agglomerative;
mod assess;
mod auto;
mod canonical;
mod choose_n_clusters;
mod choose_tolerance;
mod code_affinity;
mod consensus;
mod dbscan;
mod distance;
mod error;
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
mod tree;
mod voronoi_cells;

pub use agglomerative::{average_linkage, ward};
pub use choose_n_clusters::choose_n_clusters;
pub use choose_tolerance::choose_tolerance;
pub use code_affinity::{LikenessScore, likeness};
pub use dbscan::dbscan;
pub use error::{ClusterError, SilhouetteUndefined};
pub use hdbscan::hdbscan;
pub use k_means::k_means;
pub use learned_map::{LearnedMap, NoMap, learned_map};
pub use outcome::{ClusteringOutcome, UsedParameters};
pub use params::{
    ChooseParams, ChooseValidParams, ClusterParams, ClusterValidParams, DbscanParams, DbscanValidParams,
    KMeansParams, KMeansValidParams,
};
pub use run::{cluster, group};
pub use silhouette::{Silhouette, silhouette};
pub use stability::{Run as Variation, cluster_wise_jaccard};
pub use supervised_baseline::predict_held_out;
