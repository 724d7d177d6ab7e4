//! HDBSCAN: clusters at every density, by the crate `hdbscan`.

use hdbscan::{Hdbscan, HdbscanHyperParams, NnAlgorithm};

use crate::domain::{Algorithm, Clustering, Embeddings};

use super::canonical::{Canonical, number};
use super::error::ClusterError;

/// The parameters of HDBSCAN, checked by [`ClusterParams`](super::ClusterParams).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HdbscanParams {
    /// A segment's core distance is that to this many nearest segments, itself among them. At least 2.
    pub(super) min_points: usize,
    /// The fewest segments of a cluster. At least 2.
    pub(super) min_cluster_size: usize,
}

/// Finds groups of segments that lie densely together at any density, and leaves the others out as noise.
///
/// Distances are Euclidean on unit rows. With core(x) the distance to the `min_points`-th nearest, mutual reachability is
/// max(core(x), core(y), ‖x − y‖); from the minimum spanning tree under it come clusters of at least `min_cluster_size` at
/// each density, and the most persistent of them are taken (excess of mass).
///
/// **Shapes**: `embeddings` n × d; gives n assignments, `None` for noise.
///
/// **Edge cases**: there may be no cluster; a single one is never taken. Rows come to the crate in canonical order, so their
/// order in the input changes nothing. The published algorithm can separate identical rows where ties are broken in
/// the tree: here they all take the label that most of them got, equal counts the smaller label, a label before noise.
///
/// # Errors
/// [`ClusterError::NoSegments`]; [`ClusterError::TooMany`] above 20,000 segments; [`ClusterError::Parameter`] where a value is
/// below 2.
///
/// # Source
/// Campello, R. J. G. B., Moulavi, D. & Sander, J. (2013). Density-based clustering based on hierarchical density estimates.
/// PAKDD 2013, 160–172. <https://doi.org/10.1007/978-3-642-37456-2_14>
///
/// ```
/// use themata::cluster::hdbscan;
/// use themata::domain::Embeddings;
///
/// // Two dense groups at 0° and 90°, and one row at 225°.
/// let rows = [0.0_f32, 1.0, 2.0, 90.0, 91.0, 92.0, 225.0].map(f32::to_radians);
/// let rows = Embeddings::new(rows.iter().flat_map(|angle| [angle.cos(), angle.sin()]).collect(), 2)?;
/// let found = hdbscan(&rows, 2, 3)?;
/// assert_eq!(found.n_clusters, 2);
/// assert_eq!(found.assignments[6], None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn hdbscan(
    embeddings: &Embeddings,
    min_points: usize,
    min_cluster_size: usize,
) -> Result<Clustering, ClusterError> {
    let canonical = Canonical::new(embeddings);
    super::params::check_min_points(min_points)?;
    super::params::check_min_points(min_cluster_size)?;
    let labels = hdbscan_of(&canonical, &HdbscanParams { min_points, min_cluster_size })?;
    let (ids, n_clusters) = number(&labels);
    let assignments = canonical.to_input(&ids);
    Ok(Clustering { algorithm: Algorithm::Hdbscan, assignments, n_clusters, converged: true })
}

/// Computes [`hdbscan`] for rows in canonical order: gives labels by canonical place.
pub(super) fn hdbscan_of(
    canonical: &Canonical,
    params: &HdbscanParams,
) -> Result<Vec<Option<usize>>, ClusterError> {
    let n = canonical.n();
    canonical.check_size(Algorithm::Hdbscan)?;
    if n <= params.min_points.max(params.min_cluster_size) {
        return Ok(vec![None; n]);
    }
    let rows: Vec<Vec<f32>> = (0..n).map(|place| canonical.row(place).to_vec()).collect();
    let settings = HdbscanHyperParams::builder()
        .min_cluster_size(params.min_cluster_size)
        .min_samples(params.min_points)
        .nn_algorithm(NnAlgorithm::BruteForce)
        .build();
    let found =
        Hdbscan::new(&rows, settings).cluster().map_err(|error| ClusterError::Hdbscan(error.to_string()))?;
    let mut labels: Vec<Option<usize>> = found.into_iter().map(|label| usize::try_from(label).ok()).collect();
    let mut first = 0;
    while first < n {
        let last = (first..n).find(|&place| canonical.row(place) != canonical.row(first)).unwrap_or(n);
        let label = most(&labels[first..last]);
        labels[first..last].fill(label);
        first = last;
    }
    Ok(labels)
}

/// Returns the most frequent label; of equal counts the smaller, noise last.
fn most(labels: &[Option<usize>]) -> Option<usize> {
    let mut counts = std::collections::BTreeMap::new();
    for label in labels {
        *counts.entry(label.unwrap_or(usize::MAX)).or_insert(0_usize) += 1;
    }
    let found = counts.into_iter().reduce(|a, b| if b.1 > a.1 { b } else { a });
    found.map(|(label, _)| label).filter(|&label| label != usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_follow_most_of_them() {
        assert_eq!(most(&[Some(3), None, Some(3)]), Some(3));
        assert_eq!(most(&[None, Some(4), Some(2)]), Some(2));
        assert_eq!(most(&[None, Some(1)]), Some(1));
        assert_eq!(most(&[None, None, Some(1)]), None);
    }
}
