//! K-means: linfa's iteration from several k-means++ starts, continued until nothing moves, and compared exactly.

use linfa::DatasetBase;
use linfa::traits::{Fit, Predict};
use linfa_clustering::{KMeans, KMeansInit};
use ndarray::Axis;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256Plus;
use rayon::prelude::*;

use crate::domain::{Algorithm, Cancelled, ClusterId, Clustering, Embeddings, NoProgress, Progress, mix};

use super::canonical::{Canonical, number};
use super::distance::WideEuclidean;
use super::error::ClusterError;
use super::lloyd::{Centres, Means};
use super::params::{KMeansParams, KMeansValidParams};

/// Partitions the segments around `n_clusters` centres.
///
/// K-means looks for the partition of least inertia Σᵢ ‖xᵢ − mean(C(i))‖². On unit rows ‖x − y‖² = 2(1 − cos), so it
/// groups by cosine. linfa iterates from each of `n_runs` k-means++ starts; exact steps then continue each start until nothing moves
/// (linfa counts the old centre as one more member, so it stops short of the mean), and the start of least inertia
/// is kept, equal inertia by content.
///
/// **Shapes**: `embeddings` n × d; gives n assignments, none of them noise.
///
/// **Edge cases**: a cluster that becomes empty is dropped, so there may be fewer than asked for. `converged` is true
/// where no segment is nearer to another cluster's mean than to its own, within `max_n_iterations` further steps.
/// Rows of the same content always share a cluster.
///
/// # Errors
/// [`ClusterError::NoSegments`]; [`ClusterError::TooFewDistinct`] where there are fewer different rows than clusters.
///
/// # Source
/// Lloyd, S. P. (1982). Least squares quantization in PCM. IEEE Transactions on Information Theory 28(2), 129–137.
/// <https://doi.org/10.1109/TIT.1982.1056489>. Starts: Arthur, D. & Vassilvitskii, S. (2007). k-means++: the
/// advantages of careful seeding. SODA 2007, 1027–1035. <https://doi.org/10.5555/1283383.1283494>
///
/// ```
/// use themata::cluster::{KMeansParams, k_means};
/// use themata::domain::{ClusterId, Embeddings};
///
/// // Three rows near (1, 0), two near (0, 1): the larger cluster is number 0.
/// let rows = Embeddings::new(vec![0.0, 1.0, 1.0, 0.0, 0.96, 0.28, 0.28, 0.96, 0.96, -0.28], 2)?;
/// let found = k_means(&rows, &KMeansParams::new(2, 1).check(5)?)?;
/// let clusters: Vec<Option<u32>> = found.assignments.iter().map(|id| id.map(|ClusterId(n)| n)).collect();
/// assert_eq!(clusters, [Some(1), Some(0), Some(0), Some(1), Some(0)]);
/// assert!(found.converged);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn k_means(embeddings: &Embeddings, params: &KMeansValidParams) -> Result<Clustering, ClusterError> {
    let canonical = Canonical::new(embeddings);
    Ok(k_means_of(&canonical, &params.0, &NoProgress)?.into_clustering(&canonical))
}

/// Computes [`k_means`] for rows in canonical order.
pub(super) fn k_means_of(
    canonical: &Canonical,
    params: &KMeansParams,
    progress: &dyn Progress,
) -> Result<Partition, ClusterError> {
    best_start(canonical, params, progress, |places| fit(canonical, params, places, progress))
}

fn best_start(
    canonical: &Canonical,
    params: &KMeansParams,
    progress: &dyn Progress,
    run: impl Fn(&[usize]) -> Result<Partition, ClusterError> + Sync,
) -> Result<Partition, ClusterError> {
    canonical.check_distinct(params.n_clusters)?;
    let starts: Result<Vec<Partition>, ClusterError> = (0..params.n_runs)
        .into_par_iter()
        .with_max_len(1)
        .map(|start| {
            progress.check_cancelled()?;
            run(&draw(canonical, params, start))
        })
        .collect();
    starts?.into_iter().reduce(Partition::better).ok_or(ClusterError::TooFewDistinct {
        n_clusters: params.n_clusters,
        n_segments: 0,
        n_distinct: 0,
    })
}

/// The result of one start, by canonical place.
#[derive(Clone, Debug)]
pub(super) struct Partition {
    pub(super) labels: Vec<Option<ClusterId>>,
    pub(super) n_clusters: usize,
    pub(super) inertia: f64,
    pub(super) converged: bool,
}

impl Partition {
    /// Returns the partition of less inertia; of equal inertia the one whose labels come first.
    pub(super) fn better(self, other: Self) -> Self {
        let order = self.inertia.total_cmp(&other.inertia).then_with(|| self.labels.cmp(&other.labels));
        if order.is_le() { self } else { other }
    }

    /// Returns the clustering in the order of the input.
    pub(super) fn into_clustering(self, canonical: &Canonical) -> Clustering {
        Clustering {
            algorithm: Algorithm::KMeans,
            assignments: canonical.to_input(&self.labels),
            n_clusters: self.n_clusters,
            converged: self.converged,
        }
    }
}

/// Draws the k-means++ centres of one start, from a random stream of its own.
pub(super) fn draw(canonical: &Canonical, params: &KMeansParams, start: usize) -> Vec<usize> {
    plus_plus(canonical, params.n_clusters, mix(mix(params.seed) ^ start as u64))
}

/// Draws centres by k-means++: a row at random, then rows with a chance in proportion to the squared distance to those drawn so far.
///
/// The first k of a longer draw are a draw of k. So one draw serves every number of clusters that is tried, and
/// K-means with a number that was chosen gives what it gave when it was tried. linfa's own draw costs k² distances
/// a row, this one k.
fn plus_plus(canonical: &Canonical, n_clusters: usize, seed: u64) -> Vec<usize> {
    let mut rng = Xoshiro256Plus::seed_from_u64(seed);
    let distance = WideEuclidean::new();
    let mut nearest = vec![f32::INFINITY; canonical.n()];
    let mut drawn = vec![rng.gen_range(0..canonical.n())];
    while drawn.len() < n_clusters {
        let last = canonical.row(drawn[drawn.len() - 1]);
        nearest.par_iter_mut().enumerate().with_min_len(256).for_each(|(place, nearest)| {
            *nearest = nearest.min(distance.squared(canonical.row(place), last));
        });
        let total: f64 = nearest.iter().map(|&d| f64::from(d)).sum();
        let mut left = rng.r#gen::<f64>() * total;
        let mut next = None;
        for (place, &d) in nearest.iter().enumerate().filter(|&(_, &d)| d > 0.0) {
            next = Some(place);
            left -= f64::from(d);
            if left < 0.0 {
                break;
            }
        }
        // No row left that differs from those drawn: there are too few.
        let Some(next) = next else { break };
        drawn.push(next);
    }
    drawn
}

/// Applies linfa's K-means from the rows at these places, then exact steps until nothing moves.
pub(super) fn fit(
    canonical: &Canonical,
    params: &KMeansParams,
    places: &[usize],
    progress: &dyn Progress,
) -> Result<Partition, ClusterError> {
    let centres = canonical.rows().select(Axis(0), places);
    let model = KMeans::params_with(places.len(), Xoshiro256Plus::seed_from_u64(0), WideEuclidean::new())
        .init_method(KMeansInit::Precomputed(centres))
        .n_runs(1)
        .max_n_iterations(params.max_n_iterations)
        .tolerance(params.tolerance as f32)
        .fit(&DatasetBase::from(canonical.rows().view()))
        .map_err(|source| ClusterError::Linfa { algorithm: Algorithm::KMeans, source: source.into() })?;
    // Sizes are counted from these: after several runs linfa's own count may belong to another run.
    Ok(partition(canonical, model.predict(canonical.rows()).to_vec(), params, progress)?)
}

/// Applies Lloyd's steps alone from the rows at these places, in blocks. Curves and variations are computed this way.
pub(super) fn lloyd(
    canonical: &Canonical,
    params: &KMeansParams,
    places: &[usize],
    progress: &dyn Progress,
) -> Result<Partition, Cancelled> {
    let rows = canonical.rows().view();
    let labels = Centres::at(rows, places).nearest_to(rows);
    partition(canonical, labels, params, progress)
}

/// Applies [`lloyd`] from each of the starts, and returns the best result.
pub(super) fn lloyd_of(
    canonical: &Canonical,
    params: &KMeansParams,
    progress: &dyn Progress,
) -> Result<Partition, ClusterError> {
    best_start(canonical, params, progress, |places| Ok(lloyd(canonical, params, places, progress)?))
}

/// Improves these labels by exact steps, and returns the partition.
fn partition(
    canonical: &Canonical,
    mut labels: Vec<usize>,
    params: &KMeansParams,
    progress: &dyn Progress,
) -> Result<Partition, Cancelled> {
    let converged = settle(canonical, &mut labels, params, progress)?;
    let labels: Vec<Option<usize>> = labels.into_iter().map(Some).collect();
    let (labels, n_clusters) = number(&labels);
    let inertia = inertia(canonical, &labels, n_clusters);
    Ok(Partition { labels, n_clusters, inertia, converged })
}

/// Repeats Lloyd's steps with exact means until no row moves, and returns whether that was within the steps allowed.
fn settle(
    canonical: &Canonical,
    labels: &mut Vec<usize>,
    params: &KMeansParams,
    progress: &dyn Progress,
) -> Result<bool, Cancelled> {
    let rows = canonical.rows().view();
    let mut means = Means::of(rows, labels, params.n_clusters);
    for _ in 0..params.max_n_iterations {
        progress.check_cancelled()?;
        let next = means.centres().step(rows, labels);
        if next == *labels {
            return Ok(true);
        }
        means.follow(rows, labels, &next);
        *labels = next;
    }
    Ok(false)
}

/// Adds up each cluster's rows and counts them, in double precision and canonical order.
fn sums(
    canonical: &Canonical,
    labels: impl Iterator<Item = usize>,
    n_clusters: usize,
) -> (Vec<f64>, Vec<usize>) {
    let dim = canonical.rows().ncols();
    let mut sums = vec![0.0_f64; n_clusters * dim];
    let mut sizes = vec![0_usize; n_clusters];
    for (place, cluster) in labels.enumerate() {
        sizes[cluster] += 1;
        for (sum, &value) in sums[cluster * dim..(cluster + 1) * dim].iter_mut().zip(canonical.row(place)) {
            *sum += f64::from(value);
        }
    }
    (sums, sizes)
}

/// Computes Σ ‖x − mean‖² = Σ ‖x‖² − Σ ‖sum of cluster‖² / size: a function of the partition alone, so that two starts that
/// reach the same partition tie to the bit.
pub(super) fn inertia(canonical: &Canonical, labels: &[Option<ClusterId>], n_clusters: usize) -> f64 {
    let (sums, sizes) = sums(canonical, labels.iter().flatten().map(|id| id.0 as usize), n_clusters);
    let dim = canonical.rows().ncols();
    let total: f64 = canonical.rows().iter().map(|&v| f64::from(v) * f64::from(v)).sum();
    let explained: f64 = sums
        .chunks_exact(dim)
        .zip(&sizes)
        .map(|(sum, &size)| sum.iter().map(|v| v * v).sum::<f64>() / size.max(1) as f64)
        .sum();
    total - explained
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shorter_draw_begins_a_longer_one_and_no_row_is_drawn_twice() {
        let values = (0..12_u8).flat_map(|i| [(f32::from(i / 2)).cos(), (f32::from(i / 2)).sin()]).collect();
        let canonical = Canonical::new(&Embeddings::new(values, 2).unwrap());
        for seed in 0..50 {
            let long = plus_plus(&canonical, 6, seed);
            assert_eq!(plus_plus(&canonical, 3, seed), long[..3]);
            let mut rows: Vec<String> = long.iter().map(|&p| format!("{:?}", canonical.row(p))).collect();
            rows.sort();
            rows.dedup();
            assert_eq!(rows.len(), 6);
            // Six rows differ, each twice: a seventh cannot be drawn.
            assert_eq!(plus_plus(&canonical, 7, seed).len(), 6);
        }
    }

    #[test]
    fn inertia_by_hand() {
        // (1, 0) and (0, 1) around (½, ½): ½ + ½ = 1. (−1, 0) alone: 0.
        let rows = Embeddings::new(vec![1.0, 0.0, 0.0, 1.0, -1.0, 0.0], 2).unwrap();
        let canonical = Canonical::new(&rows);
        let labels = canonical.by_place(&[Some(ClusterId(0)), Some(ClusterId(0)), Some(ClusterId(1))]);
        assert!((inertia(&canonical, &labels, 2) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn too_many_clusters_are_refused_with_the_number_that_is_possible() {
        let rows = Embeddings::new(vec![1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, -0.0], 2).unwrap();
        let error = k_means(&rows, &KMeansParams::new(3, 1).check(4).unwrap()).unwrap_err();
        assert!(matches!(
            error,
            ClusterError::TooFewDistinct { n_clusters: 3, n_segments: 4, n_distinct: 2 }
        ));
        assert!(error.to_string().contains("Ask for at most 2"), "{error}");
        assert_eq!(error.remedies(), [crate::domain::Remedy::give_value("n_clusters", "2")]);
        let none = Embeddings::new(Vec::new(), 2).unwrap();
        let error = k_means(&none, &KMeansParams::new(2, 1).check(2).unwrap()).unwrap_err();
        assert!(matches!(error, ClusterError::NoSegments));
    }
}
