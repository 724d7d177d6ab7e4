//! The exact cosine silhouette, in time linear in the number of segments.

use rayon::prelude::*;

use crate::domain::{ClusterId, Embeddings};

use super::canonical::Canonical;
use super::distance::dot;
use super::error::SilhouetteUndefined;

/// Mean distances below this are rounding, not distance.
const ROUNDING: f64 = 1e-12;

/// How well segments fit their clusters.
#[derive(Clone, Debug, PartialEq)]
pub struct Silhouette {
    /// The mean over all segments that are in a cluster.
    pub mean: f64,
    /// The value of each segment, in [−1, 1]; `None` for noise.
    pub per_segment: Vec<Option<f64>>,
}

/// Computes the exact cosine silhouette.
///
/// For segment *i* in cluster *C*, let a(i) be its mean cosine distance to the other members of *C*, and b(i) the
/// least of its mean distances to the other clusters. Then s(i) = (b(i) − a(i)) / max(a(i), b(i)). On unit rows the
/// mean cosine distance from x to a cluster is 1 − x·mean(cluster), so no pair of segments is ever visited:
/// O(n·k·d), not O(n²·d).
///
/// **Shapes**: `embeddings` n × d, `assignments` n; gives n values and their mean. Rows are scaled to length 1 in
/// double precision first.
///
/// **Edge cases**: the only member of a cluster has s(i) = 0, as Rousseeuw defines it; so has a segment at distance 0
/// from its own and from another cluster. Noise is left out: it is in no mean and has no value. With fewer than two
/// clusters there is no value but a reason.
///
/// # Errors
/// [`SilhouetteUndefined`] with fewer than two clusters, or where the two arguments differ in length.
///
/// # Source
/// Rousseeuw, P. J. (1987). Silhouettes: a graphical aid to the interpretation and validation of cluster analysis.
/// Journal of Computational and Applied Mathematics 20, 53–65. <https://doi.org/10.1016/0377-0427(87)90125-7>
///
/// ```
/// use themata::cluster::silhouette;
/// use themata::domain::{ClusterId, Embeddings};
///
/// // (1, 0) and (0.6, 0.8) together, (−1, 0) alone. For (1, 0): a = 1 − 0.6 = 0.4, b = 1 + 1 = 2, s = 1.6 / 2 = 0.8.
/// // For (0.6, 0.8): a = 0.4, b = 1 + 0.6 = 1.6, s = 1.2 / 1.6 = 0.75. A single member: 0. Mean: 1.55 / 3.
/// let rows = Embeddings::new(vec![1.0, 0.0, 0.6, 0.8, -1.0, 0.0], 2)?;
/// let clusters = [Some(ClusterId(0)), Some(ClusterId(0)), Some(ClusterId(1))];
/// let found = silhouette(&rows, &clusters)?;
/// assert!((found.per_segment[0].unwrap_or(f64::NAN) - 0.8).abs() < 1e-6);
/// assert!((found.per_segment[1].unwrap_or(f64::NAN) - 0.75).abs() < 1e-6);
/// assert_eq!(found.per_segment[2], Some(0.0));
/// assert!((found.mean - 1.55 / 3.0).abs() < 1e-6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn silhouette(
    embeddings: &Embeddings,
    assignments: &[Option<ClusterId>],
) -> Result<Silhouette, SilhouetteUndefined> {
    let (n_segments, n_assignments) = (embeddings.n_segments(), assignments.len());
    if n_segments != n_assignments {
        return Err(SilhouetteUndefined::Lengths { n_segments, n_assignments });
    }
    let canonical = Canonical::new(embeddings);
    let by_place = silhouette_of(&canonical, &canonical.by_place(assignments))?;
    Ok(Silhouette { mean: by_place.mean, per_segment: canonical.to_input(&by_place.per_segment) })
}

/// Computes [`silhouette`] for rows in canonical order.
pub(super) fn silhouette_of(
    canonical: &Canonical,
    labels: &[Option<ClusterId>],
) -> Result<Silhouette, SilhouetteUndefined> {
    // Ids may have gaps: they are renumbered by rising id.
    let mut ids: Vec<ClusterId> = labels.iter().flatten().copied().collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() < 2 {
        return Err(SilhouetteUndefined::FewerThanTwoClusters { n_clusters: ids.len() });
    }
    let cluster_of: Vec<Option<usize>> =
        labels.iter().map(|label| label.and_then(|id| ids.binary_search(&id).ok())).collect();

    let dim = canonical.rows().ncols();
    let scales: Vec<f64> = (0..canonical.n())
        .into_par_iter()
        .map(|place| {
            let row = canonical.row(place);
            1.0 / row.iter().map(|&v| f64::from(v) * f64::from(v)).sum::<f64>().sqrt()
        })
        .collect();
    // The sum of each cluster's rows, and how many there are. Canonical order makes the rounding repeatable.
    let mut sums = vec![0.0_f64; ids.len() * dim];
    let mut sizes = vec![0_usize; ids.len()];
    for (place, &cluster) in cluster_of.iter().enumerate() {
        let Some(cluster) = cluster else { continue };
        sizes[cluster] += 1;
        for (sum, &value) in sums[cluster * dim..(cluster + 1) * dim].iter_mut().zip(canonical.row(place)) {
            *sum += f64::from(value) * scales[place];
        }
    }

    let per_segment: Vec<Option<f64>> = (0..canonical.n())
        .into_par_iter()
        .map(|place| {
            cluster_of[place].map(|own| value_of(canonical.row(place), scales[place], own, &sums, &sizes))
        })
        .collect();
    let mut values: Vec<f64> = per_segment.iter().flatten().copied().collect();
    // Summed by rising value: rows of one content may have different ids here, and their order must not matter.
    values.sort_unstable_by(f64::total_cmp);
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    Ok(Silhouette { mean, per_segment })
}

fn value_of(row: &[f32], scale: f64, own: usize, sums: &[f64], sizes: &[usize]) -> f64 {
    if sizes[own] < 2 {
        return 0.0;
    }
    let dim = row.len();
    let (mut within, mut nearest) = (0.0, f64::INFINITY);
    for (cluster, &size) in sizes.iter().enumerate() {
        let similarity = dot(row, &sums[cluster * dim..(cluster + 1) * dim]) * scale;
        if cluster == own {
            // The distance to itself is 0, so the sum over the cluster is the sum over the others.
            within = ((size as f64 - similarity) / (size - 1) as f64).max(0.0);
        } else {
            nearest = nearest.min((1.0 - similarity / size as f64).max(0.0));
        }
    }
    let larger = within.max(nearest);
    if larger > ROUNDING { (nearest - within) / larger } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u32) -> Option<ClusterId> {
        Some(ClusterId(n))
    }

    #[test]
    fn one_cluster_has_a_reason_and_no_number() {
        let rows = Embeddings::new(vec![1.0, 0.0, 0.0, 1.0], 2).unwrap();
        for (labels, n_clusters) in [([id(3), id(3)], 1), ([id(0), None], 1), ([None, None], 0)] {
            let undefined = silhouette(&rows, &labels).unwrap_err();
            assert_eq!(undefined, SilhouetteUndefined::FewerThanTwoClusters { n_clusters });
        }
        assert!(matches!(silhouette(&rows, &[None]), Err(SilhouetteUndefined::Lengths { .. })));
    }

    #[test]
    fn noise_is_left_out() {
        let rows = Embeddings::new(vec![1.0, 0.0, 0.6, 0.8, -1.0, 0.0, 0.0, 1.0], 2).unwrap();
        let found = silhouette(&rows, &[id(0), id(0), id(9), None]).unwrap();
        assert_eq!(found.per_segment[3], None);
        assert!((found.mean - 1.55 / 3.0).abs() < 1e-6);
    }

    #[test]
    fn same_rows_in_two_clusters_are_zero() {
        let rows = Embeddings::new(vec![0.6, 0.8, 0.6, 0.8, 0.6, 0.8, 0.6, 0.8], 2).unwrap();
        let found = silhouette(&rows, &[id(0), id(0), id(1), id(1)]).unwrap();
        assert_eq!(found.per_segment, vec![Some(0.0); 4]);
    }
}
