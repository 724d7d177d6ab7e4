//! DBSCAN: linfa's search over our neighbour index, with border segments assigned so that no order matters.

use std::sync::Arc;

use linfa::ParamGuard;
use linfa::traits::Transformer;
use linfa_clustering::Dbscan;

use crate::domain::{Algorithm, ClusterId, Clustering, Embeddings, NoProgress, Progress};

use super::canonical::{Canonical, number};
use super::distance::{WideEuclidean, cosine_distance};
use super::error::ClusterError;
use super::params::{DbscanParams, DbscanValidParams};
use super::radius_neighbours::{BlockIndex, Neighbours};

/// Finds groups of segments that lie densely together, and leaves the others out as noise.
///
/// Two segments are neighbours where their cosine distance 1 − x·y is at most `tolerance`; linfa is given the
/// Euclidean distance √(2·tolerance) that this is on unit rows. A segment with at least `min_points` neighbours,
/// itself among them, is a core. Cores that are neighbours share a cluster. A segment that is no core but neighbours
/// one is a border segment; the rest is noise.
///
/// **Shapes**: `embeddings` n × d; gives n assignments, `None` for noise.
///
/// **Edge cases**: the published algorithm gives a border segment to whichever cluster reaches it first, so its
/// answer depends on the order of the rows. Here it goes to the cluster of its nearest core, equal distances to the
/// core whose content comes first. Cores and noise are as published. There may be no cluster at all. Identical rows
/// have the same neighbours and always the same label. `converged` is always true.
///
/// # Errors
/// [`ClusterError::NoSegments`].
///
/// # Source
/// Ester, M., Kriegel, H.-P., Sander, J. & Xu, X. (1996). A density-based algorithm for discovering clusters in large
/// spatial databases with noise. KDD-96, 226–231. <https://doi.org/10.5555/3001460.3001507>
///
/// ```
/// use themata::cluster::{DbscanParams, dbscan};
/// use themata::domain::{ClusterId, Embeddings};
///
/// // (0.8, 0.6) is at 1 − 0.8 = 0.2 from (1, 0) and at 1 − 0.96 = 0.04 from (0.6, 0.8); (−1, 0) is at 1.6 or more.
/// let rows = Embeddings::new(vec![1.0, 0.0, 0.8, 0.6, 0.6, 0.8, -1.0, 0.0], 2)?;
/// let found = dbscan(&rows, &DbscanParams { tolerance: 0.21, min_points: 3 }.check()?)?;
/// let id = Some(ClusterId(0));
/// assert_eq!(found.assignments, [id, id, id, None]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn dbscan(embeddings: &Embeddings, params: &DbscanValidParams) -> Result<Clustering, ClusterError> {
    let canonical = Canonical::new(embeddings);
    let (labels, n_clusters) = dbscan_of(&canonical, &params.0, &NoProgress)?;
    let assignments = canonical.to_input(&labels);
    Ok(Clustering { algorithm: Algorithm::Dbscan, assignments, n_clusters, converged: true })
}

/// Computes [`dbscan`] for rows in canonical order: gives labels by canonical place, and the number of clusters.
pub(super) fn dbscan_of(
    canonical: &Canonical,
    params: &DbscanParams,
    progress: &dyn Progress,
) -> Result<(Vec<Option<ClusterId>>, usize), ClusterError> {
    if canonical.n() == 0 {
        return Err(ClusterError::NoSegments);
    }
    let neighbours = Arc::new(Neighbours::within(canonical, params.tolerance, progress)?);
    let index = BlockIndex(Arc::clone(&neighbours));
    let range = index.range();
    let found = Dbscan::params_with(params.min_points, WideEuclidean::new(), index)
        .tolerance(range)
        .check()
        .map_err(|source| ClusterError::Linfa { algorithm: Algorithm::Dbscan, source: source.into() })?
        .transform(canonical.rows());

    let is_core: Vec<bool> =
        (0..canonical.n()).map(|place| neighbours.of(place).len() >= params.min_points).collect();
    let labels: Vec<Option<usize>> = (0..canonical.n())
        .map(|place| {
            if is_core[place] || found[place].is_none() {
                return found[place];
            }
            let mut nearest = (f64::INFINITY, None);
            for core in neighbours.of(place).iter().map(|&near| near as usize).filter(|&near| is_core[near]) {
                let distance = cosine_distance(canonical.row(place), canonical.row(core));
                // Neighbours come by rising content, so the first of equals stays.
                if distance < nearest.0 {
                    nearest = (distance, found[core]);
                }
            }
            nearest.1
        })
        .collect();
    Ok(number(&labels))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_circle(degrees: &[f32]) -> Embeddings {
        let values = degrees.iter().flat_map(|d| [d.to_radians().cos(), d.to_radians().sin()]).collect();
        Embeddings::new(values, 2).unwrap()
    }

    fn assignments(rows: &Embeddings, degrees: f64, min_points: usize) -> Vec<Option<u32>> {
        let tolerance = 1.0 - degrees.to_radians().cos();
        let params = DbscanParams { tolerance, min_points }.check().unwrap();
        dbscan(rows, &params).unwrap().assignments.iter().map(|id| id.map(|id| id.0)).collect()
    }

    #[test]
    fn a_border_segment_goes_to_its_nearest_core() {
        // Cores at 10 and at 41; the one at 26 neighbours both (16 and 15 degrees), but is no core itself.
        let degrees = [0.0, 5.0, 10.0, 26.0, 41.0, 46.0, 51.0, 180.0];
        let expected = [Some(1), Some(1), Some(1), Some(0), Some(0), Some(0), Some(0), None];
        assert_eq!(assignments(&on_circle(&degrees), 16.5, 4), expected);
        let reversed: Vec<f32> = degrees.iter().rev().copied().collect();
        let expected: Vec<Option<u32>> = expected.iter().rev().copied().collect();
        assert_eq!(assignments(&on_circle(&reversed), 16.5, 4), expected);
    }

    #[test]
    fn noise_alone_gives_no_cluster() {
        let rows = on_circle(&[0.0, 90.0, 180.0]);
        let found = dbscan(&rows, &DbscanParams { tolerance: 0.1, min_points: 2 }.check().unwrap()).unwrap();
        assert_eq!((found.n_clusters, found.assignments), (0, vec![None; 3]));
        let none = Embeddings::new(Vec::new(), 2).unwrap();
        let refused = dbscan(&none, &DbscanParams { tolerance: 0.1, min_points: 2 }.check().unwrap());
        assert!(matches!(refused, Err(ClusterError::NoSegments)));
    }

    #[test]
    fn identical_rows_are_neighbours_at_any_tolerance() {
        let rows = on_circle(&[33.0, 33.0, 90.0, 33.0]);
        let params = DbscanParams { tolerance: f64::MIN_POSITIVE, min_points: 3 }.check().unwrap();
        let found = dbscan(&rows, &params).unwrap();
        let id = Some(ClusterId(0));
        assert_eq!(found.assignments, [id, id, None, id]);
    }
}
