//! Agglomerative clustering: from single segments upwards, by Ward's criterion or by average linkage.

use kodama::{Method, linkage};
use rayon::prelude::*;

use crate::domain::{Algorithm, ClusterId, Clustering, Embeddings, NoProgress, Progress};

use super::canonical::{Canonical, number};
use super::distance::cosine_distance;
use super::error::ClusterError;
use super::params::check_n_clusters;

/// The distance by which clusters are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Linkage {
    /// The least rise of the squared Euclidean distances within clusters.
    Ward,
    /// The least mean cosine distance between all pairs of members.
    Average,
}

impl Linkage {
    pub(super) fn algorithm(self) -> Algorithm {
        match self {
            Self::Ward => Algorithm::Ward,
            Self::Average => Algorithm::Average,
        }
    }
}

/// All steps from single rows to one cluster.
#[derive(Clone, Debug)]
pub(super) struct Dendrogram {
    n: usize,
    /// The two nodes that each step joins; nodes from n on are earlier steps.
    steps: Vec<(usize, usize)>,
}

impl Dendrogram {
    /// Joins rows in canonical order.
    ///
    /// Rows of one content are at distance 0 and are joined before all others, so no cut parts them.
    /// Can be cancelled while distances are computed, and not while the crate kodama joins.
    pub(super) fn new(
        canonical: &Canonical,
        method: Linkage,
        progress: &dyn Progress,
    ) -> Result<Self, ClusterError> {
        let n = canonical.n();
        canonical.check_size(method.algorithm())?;
        let mut distances: Vec<f32> = (0..n)
            .into_par_iter()
            .flat_map_iter(|a| {
                let from = if progress.is_cancelled() { n } else { a + 1 };
                (from..n).map(move |b| {
                    let cosine = cosine_distance(canonical.row(a), canonical.row(b));
                    match method {
                        // On unit rows ‖a − b‖ = √(2 · (1 − cos)).
                        Linkage::Ward => (2.0 * cosine).sqrt() as f32,
                        Linkage::Average => cosine as f32,
                    }
                })
            })
            .collect();
        progress.check_cancelled()?;
        let method = match method {
            Linkage::Ward => Method::Ward,
            Linkage::Average => Method::Average,
        };
        let found = linkage(&mut distances, n, method);
        let steps = found.steps().iter().map(|step| (step.cluster1, step.cluster2)).collect();
        Ok(Self { n, steps })
    }

    /// Returns the label of each row when `n_clusters` are left.
    pub(super) fn cut(&self, n_clusters: usize) -> Vec<Option<usize>> {
        let mut parent: Vec<usize> = (0..self.n + self.steps.len()).collect();
        for (step, &(a, b)) in self.steps.iter().take(self.n.saturating_sub(n_clusters)).enumerate() {
            (parent[a], parent[b]) = (self.n + step, self.n + step);
        }
        // A node's parent has a larger number, so that each root is known before its descendants are read.
        for node in (0..parent.len()).rev() {
            parent[node] = parent[parent[node]];
        }
        parent[..self.n].iter().map(|&root| Some(root)).collect()
    }
}

/// Joins single segments to `n_clusters` clusters by Ward's criterion, Euclidean on unit rows.
///
/// Each step joins the two clusters whose union raises Σ ‖x − mean(C(x))‖² least.
///
/// **Shapes**: `embeddings` n × d; gives n assignments, none of them noise. The n(n − 1)/2 distances are held in single
/// precision: 17,000 segments take 0.6 GB, and more are refused.
///
/// **Edge cases**: identical rows are joined first and share a cluster. Equal distances are decided by content.
///
/// # Errors
/// [`ClusterError::Parameter`] where `n_clusters` is below 2 or above n; [`ClusterError::TooFewDistinct`] where fewer rows
/// differ; [`ClusterError::TooMany`].
///
/// # Source
/// Ward, J. H. (1963). Hierarchical grouping to optimize an objective function. Journal of the American Statistical
/// Association 58, 236–244. <https://doi.org/10.1080/01621459.1963.10500845>. Steps: Müllner, D. (2011),
/// <https://arxiv.org/abs/1109.2378>.
///
/// ```
/// use themata::cluster::ward;
/// use themata::domain::{ClusterId, Embeddings};
///
/// // (0.6, 0.8) is at √0.4 from (0, 1) and at √0.8 from (1, 0): it joins the first.
/// let rows = Embeddings::new(vec![0.0, 1.0, 0.6, 0.8, 1.0, 0.0], 2)?;
/// let found = ward(&rows, 2)?;
/// let id = |n| Some(ClusterId(n));
/// assert_eq!(found.assignments, [id(0), id(0), id(1)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn ward(embeddings: &Embeddings, n_clusters: usize) -> Result<Clustering, ClusterError> {
    agglomerate(embeddings, n_clusters, Linkage::Ward)
}

/// Joins single segments to `n_clusters` clusters by the least mean cosine distance between their members (UPGMA).
///
/// Shapes, edge cases and errors as for [`ward`]. On embeddings it tends to one large cluster and many small ones.
///
/// # Errors
/// As for [`ward`].
///
/// # Source
/// Sokal, R. R. & Michener, C. D. (1958). A statistical method for evaluating systematic relationships. University of
/// Kansas Science Bulletin 38, 1409–1438.
///
/// ```
/// use themata::cluster::average_linkage;
/// use themata::domain::{ClusterId, Embeddings};
///
/// let rows = Embeddings::new(vec![0.0, 1.0, 0.6, 0.8, 1.0, 0.0], 2)?;
/// let found = average_linkage(&rows, 2)?;
/// assert_eq!(found.assignments[0], found.assignments[1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn average_linkage(embeddings: &Embeddings, n_clusters: usize) -> Result<Clustering, ClusterError> {
    agglomerate(embeddings, n_clusters, Linkage::Average)
}

fn agglomerate(
    embeddings: &Embeddings,
    n_clusters: usize,
    method: Linkage,
) -> Result<Clustering, ClusterError> {
    let canonical = Canonical::new(embeddings);
    check_n_clusters("n_clusters", n_clusters, canonical.n())?;
    canonical.check_distinct(n_clusters)?;
    let (labels, n_clusters) = number(&Dendrogram::new(&canonical, method, &NoProgress)?.cut(n_clusters));
    let assignments: Vec<Option<ClusterId>> = canonical.to_input(&labels);
    Ok(Clustering { algorithm: method.algorithm(), assignments, n_clusters, converged: true })
}
