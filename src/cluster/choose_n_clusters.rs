//! Chooses the number of clusters if none is given: by the silhouette over a range, and a rule that can be argued with.

use std::ops::RangeInclusive;

use rayon::prelude::*;

use crate::domain::{
    Cancelled, ClusterId, Clustering, CriterionCurve, CriterionPoint, Embeddings, OtherCriterion, Progress,
    Stage,
};

use super::canonical::Canonical;
use super::error::ClusterError;
use super::k_means::{Partition, draw, inertia, k_means_of, lloyd};
use super::params::{ChooseParams, ChooseValidParams, MAX_CHOSEN_CLUSTERS};
use super::silhouette::silhouette_of;

/// The most rows on which the curve is computed; of more rows a sample of this size is taken.
const MAX_ROWS: usize = 16_384;

/// Chooses the number of clusters by the exact cosine silhouette, and clusters with it.
///
/// Lloyd's K-means runs for each k from 2 to `max`; s(k) is the mean silhouette of its best start. Chosen is the **smallest**
/// k ≥ `min` with s(k) ≥ s(k*) − SE(k*), where k* ≥ `min` has the largest s and SE is the standard deviation of its n
/// silhouettes over √n. On sentence embeddings the curve is nearly flat, often highest at 2 and rising again without
/// end, so its maximum alone is chance. The rule takes the coarsest grouping that the segments do not contradict.
/// SE treats segments as independent, although those of one person are not: the rule is a first pass, and the
/// whole curve is there to overrule it.
///
/// Without `max`, it is √(m/2) rounded, at most 20, for m different segments (30 → 4, 100 → 7, 300 → 12, from about
/// 800 on 20). Without `min`, it is 3 from 30 different segments on, or a third of `max` where that is more: two
/// themes are the split that a large study shows first and learns least from.
///
/// **Shapes**: `embeddings` n × d; gives one point for each k, and n assignments. Progress counts values of k.
///
/// **Edge cases**: no k above the number of different rows is tried. Above 16,384 rows the curve is drawn on a sample
/// at even steps of the canonical order, and all rows are then clustered with the k chosen; `reason` says so.
///
/// # Errors
/// [`ClusterError::NoSegments`]; [`ClusterError::TooFewDistinct`] where `min` is more than the rows that differ;
/// [`ClusterError::NothingToCompare`] where all rows are the same.
///
/// # Source
/// Rousseeuw (1987), <https://doi.org/10.1016/0377-0427(87)90125-7>; the rule of one standard error: Breiman, L.,
/// Friedman, J., Olshen, R. & Stone, C. (1984). Classification and Regression Trees, section 3.4.3.
/// <https://doi.org/10.1201/9781315139470>; √(m/2): Mardia, K. V., Kent, J. T. & Bibby, J. M. (1979). Multivariate
/// Analysis, section 13.2. ISBN 978-0-12-471252-2
///
/// ```
/// use themata::cluster::{ChooseParams, choose_n_clusters};
/// use themata::domain::{Embeddings, NoProgress};
///
/// // Three axes, each twice: with k = 3 each row is at 0 from its own and at 1 from the others, so s(3) = 1.
/// let axis = |i: usize| (0..3).map(move |j| if i == j { 1.0 } else { 0.0 });
/// let rows = Embeddings::new((0..6).flat_map(|row| axis(row % 3)).collect(), 3)?;
/// let params = ChooseParams { max: Some(3), ..ChooseParams::new(1) }.check(6)?;
/// let (curve, clustering) = choose_n_clusters(&rows, &params, &NoProgress)?;
/// assert_eq!((curve.chosen, curve.points[1].y), (3.0, Some(1.0)));
/// assert_eq!(clustering.n_clusters, 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn choose_n_clusters(
    embeddings: &Embeddings,
    params: &ChooseValidParams,
    progress: &dyn Progress,
) -> Result<(CriterionCurve, Clustering), ClusterError> {
    let canonical = Canonical::new(embeddings);
    let (curve, partition) = choose_of(&canonical, &params.0, progress)?;
    Ok((curve, partition.into_clustering(&canonical)))
}

/// Computes [`choose_n_clusters`] for rows in canonical order.
pub(super) fn choose_of(
    canonical: &Canonical,
    params: &ChooseParams,
    progress: &dyn Progress,
) -> Result<(CriterionCurve, Partition), ClusterError> {
    let n = canonical.n();
    canonical.check_distinct(params.min.unwrap_or(1))?;
    let sample = canonical.sample(MAX_ROWS);
    let allowed = allowed(params, sample.n_distinct());
    let (min, max) = (*allowed.start(), *allowed.end());
    if max < 2 {
        return Err(ClusterError::NothingToCompare { parameter: "n_clusters", n_segments: n });
    }
    let candidates = evaluate(&sample, params, max, progress)?;

    let undecided = || ClusterError::NothingToCompare { parameter: "n_clusters", n_segments: n };
    let (chosen, mut reason) = decide(&candidates, min, max).ok_or_else(undecided)?;
    let chosen = candidates[chosen].n_clusters;

    if sample.n() < n {
        reason.push_str(&format!("; the curve rests on an even sample of {} of {n} segments", sample.n()));
    }
    let curve = curve_of(&candidates, chosen, reason);
    Ok((curve, k_means_of(canonical, &params.k_means(chosen), progress)?))
}

/// Returns the curve of the silhouette over some candidates, with the variance ratio.
pub(super) fn curve_of(candidates: &[Candidate], chosen: usize, reason: String) -> CriterionCurve {
    CriterionCurve {
        parameter: "n_clusters".to_owned(),
        criterion: "silhouette".to_owned(),
        points: candidates.iter().map(Candidate::point).collect(),
        chosen: chosen as f64,
        reason,
        others: vec![Candidate::variance_ratios(candidates)],
    }
}

/// Returns the numbers that may be chosen for `n_distinct` different rows.
pub(super) fn allowed(params: &ChooseParams, n_distinct: usize) -> RangeInclusive<usize> {
    let rule_of_thumb = (n_distinct as f64 / 2.0).sqrt().round() as usize;
    let at_least = params.min.unwrap_or(2).max(2);
    let max = params.max.unwrap_or(rule_of_thumb.clamp(2, MAX_CHOSEN_CLUSTERS).max(at_least)).min(n_distinct);
    let first_pass = if n_distinct >= 30 { (max as f64 / 3.0).round().max(3.0) as usize } else { 2 };
    params.min.unwrap_or(first_pass).min(max)..=max
}

#[derive(Clone, Copy, Debug)]
struct Score {
    mean: f64,
    error: f64,
}

/// A number of clusters that was tried, and its scores.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) n_clusters: usize,
    score: Option<Score>,
    variance_ratio: Option<f64>,
}

impl Candidate {
    /// Scores a partition into `n_clusters` clusters.
    pub(super) fn of(rows: &Canonical, n_clusters: usize, labels: &[Option<ClusterId>]) -> Self {
        let variance_ratio = variance_ratio(rows, labels);
        Self { n_clusters, score: score(rows, labels), variance_ratio }
    }

    pub(super) fn point(&self) -> CriterionPoint {
        CriterionPoint { x: self.n_clusters as f64, y: self.score.map(|score| score.mean) }
    }

    /// Returns the curve of the variance ratio.
    pub(super) fn variance_ratios(candidates: &[Self]) -> OtherCriterion {
        let point = |c: &Self| CriterionPoint { x: c.n_clusters as f64, y: c.variance_ratio };
        OtherCriterion {
            criterion: "calinski_harabasz".to_owned(),
            points: candidates.iter().map(point).collect(),
        }
    }
}

/// Returns the place of the smallest number ≥ `min` within one standard error of the best silhouette, and why in a sentence;
/// `None` where no silhouette is defined.
pub(super) fn decide(candidates: &[Candidate], min: usize, max: usize) -> Option<(usize, String)> {
    let eligible = candidates.iter().enumerate().filter(|(_, c)| c.n_clusters >= min);
    let defined = eligible.filter_map(|(place, c)| c.score.map(|score| (place, c, score)));
    // The first of equals: the smaller number.
    let (_, best, best_score) = defined.clone().reduce(|a, b| if b.2.mean > a.2.mean { b } else { a })?;
    let bar = best_score.mean - best_score.error;
    let (place, chosen, score) = defined.clone().find(|(_, _, score)| score.mean >= bar)?;
    let reason = format!(
        "{} is the smallest number from {min} to {max} whose mean silhouette ({:.3}) is within one standard error \
         ({:.3}) of the highest ({:.3}, at {})",
        chosen.n_clusters, score.mean, best_score.error, best_score.mean, best.n_clusters,
    );
    Some((place, reason))
}

/// Computes the silhouette of K-means for each number from 2 to `max`, all starts of all numbers in parallel.
fn evaluate(
    rows: &Canonical,
    params: &ChooseParams,
    max: usize,
    progress: &dyn Progress,
) -> Result<Vec<Candidate>, Cancelled> {
    let numbers: Vec<usize> = (2..=max).collect();
    progress.start(Stage::Clustering, Some(numbers.len() as u64));
    let draws: Vec<Vec<usize>> =
        (0..params.n_runs).into_par_iter().map(|start| draw(rows, &params.k_means(max), start)).collect();
    // The largest first: they take longest, so that none of them is started last.
    let mut candidates: Vec<Candidate> = numbers
        .into_par_iter()
        .rev()
        .with_max_len(1)
        .filter_map(|k| {
            let starts = draws
                .par_iter()
                .with_max_len(1)
                .map(|draw| lloyd(rows, &params.k_means(k), &draw[..k], progress));
            let best = match starts.try_reduce_with(|a, b| Ok(a.better(b)))? {
                Ok(best) => best,
                Err(cancelled) => return Some(Err(cancelled)),
            };
            progress.advance(1);
            Some(Ok(Candidate::of(rows, k, &best.labels)))
        })
        .collect::<Result<_, Cancelled>>()?;
    progress.finish();
    candidates.reverse();
    Ok(candidates)
}

fn score(rows: &Canonical, labels: &[Option<ClusterId>]) -> Option<Score> {
    let found = silhouette_of(rows, labels).ok()?;
    let n = found.per_segment.iter().flatten().count() as f64;
    let squares: f64 = found.per_segment.iter().flatten().map(|s| (s - found.mean).powi(2)).sum();
    Some(Score { mean: found.mean, error: (squares / n).sqrt() / n.sqrt() })
}

/// Computes the variance ratio [B / (k − 1)] / [W / (n − k)] of Caliński & Harabasz (1974),
/// <https://doi.org/10.1080/03610927408827101>: squared distances between and within clusters that hold every row; `None`
/// where it is undefined.
fn variance_ratio(rows: &Canonical, labels: &[Option<ClusterId>]) -> Option<f64> {
    let (n, k) = (rows.n(), labels.iter().flatten().max().map_or(0, |id| id.0 as usize + 1));
    if k < 2 || n <= k {
        return None;
    }
    let one = vec![Some(ClusterId(0)); n];
    let within = inertia(rows, labels, k);
    let between = inertia(rows, &one, 1) - within;
    (within > 1e-9).then(|| (between / (k - 1) as f64) / (within / (n - k) as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_grows_with_the_segments_that_differ() {
        let default = ChooseParams::new(0);
        for (n, range) in [
            (1, 1..=1),
            (2, 2..=2),
            (3, 2..=2),
            (29, 2..=4),
            (30, 3..=4),
            (100, 3..=7),
            (300, 4..=12),
            (4000, 7..=20),
        ] {
            assert_eq!(allowed(&default, n), range, "{n}");
        }
        let given = ChooseParams { min: Some(6), max: Some(40), ..default.clone() };
        assert_eq!(allowed(&given, 30), 6..=30);
        assert_eq!(allowed(&ChooseParams { min: Some(6), ..default }, 30), 6..=6);
    }
}
