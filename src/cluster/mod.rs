//! The cluster room: unit rows, checked parameters and a seed in; a grouping of the segments out.
//!
//! linfa's K-means and DBSCAN do the grouping. This room puts the rows in a canonical order before anything random,
//! gives linfa a fast distance and a neighbour index that works in blocks, checks what linfa does not check, chooses
//! parameters that nobody gave, and says how much a result rests on. Row order, number of threads and processor
//! change nothing, to the bit.

mod canonical;
mod choose_n_clusters;
mod choose_tolerance;
mod dbscan;
mod distance;
mod error;
mod k_means;
mod neighbours;
mod params;
mod run;
mod silhouette;
#[cfg(test)]
mod tests;

pub use choose_n_clusters::choose_n_clusters;
pub use choose_tolerance::choose_tolerance;
pub use dbscan::dbscan;
pub use error::{ClusterError, SilhouetteUndefined};
pub use k_means::k_means;
pub use params::{
    ChooseParams, ChooseValidParams, ClusterParams, ClusterValidParams, DbscanParams, DbscanValidParams,
    KMeansParams, KMeansValidParams,
};
pub use run::{ClusteringOutcome, UsedParameters, cluster};
pub use silhouette::{Silhouette, silhouette};
