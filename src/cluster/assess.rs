//! Assesses every clustering in the same way: how stable its clusters are, and where its noise belongs.

use rayon::prelude::*;

use crate::domain::{Progress, ThemeStability};

use super::canonical::{Canonical, even_places};
use super::error::ClusterError;
use super::stability::{Run, cluster_wise_jaccard};

/// At most this many interviews are left out in turn, at even steps of their order.
const MAX_INTERVIEWS: usize = 40;

/// The variations of a clustering over which its stability is the mean.
#[derive(Clone, Debug, Default)]
pub(super) struct Variations {
    /// Samples of the rows.
    pub(super) samples: Vec<Run>,
    /// Other seeds.
    pub(super) seeds: Vec<Run>,
    /// Up to two clusters more or fewer.
    pub(super) numbers: Vec<Run>,
    /// One interview left out.
    pub(super) interviews: Vec<Run>,
}

/// Leaves out the rows of each interview in turn, and returns masks of the rows that are left. Empty with fewer than two interviews.
pub(super) fn without_each(groups: &[Option<usize>]) -> Vec<Vec<bool>> {
    let mut found: Vec<usize> = groups.iter().flatten().copied().collect();
    found.sort_unstable();
    found.dedup();
    if found.len() < 2 {
        return Vec::new();
    }
    even_places(found.len(), MAX_INTERVIEWS)
        .into_iter()
        .map(|place| groups.iter().map(|&group| group != Some(found[place])).collect())
        .collect()
}

/// Calls a method for parts of the rows, in parallel. Parts that are too small to be clustered are skipped.
pub(super) fn on_parts(
    parts: &[Vec<bool>],
    progress: &dyn Progress,
    run: impl Fn(&[bool], usize) -> Result<Run, ClusterError> + Sync,
) -> Result<Vec<Run>, ClusterError> {
    let found: Result<Vec<Option<Run>>, ClusterError> = parts
        .par_iter()
        .enumerate()
        .with_max_len(1)
        .map(|(draw, keep)| {
            progress.check_cancelled()?;
            match run(keep, draw) {
                Ok(run) => Ok(Some(run)),
                // A part may hold fewer different rows than clusters are wanted: it is skipped.
                Err(ClusterError::TooFewDistinct { .. } | ClusterError::NoSegments) => Ok(None),
                Err(error) => Err(error),
            }
        })
        .collect();
    Ok(found?.into_iter().flatten().collect())
}

/// Spreads the labels of the rows that `keep` names over all rows.
pub(super) fn spread(keep: &[bool], labels: impl IntoIterator<Item = Option<u32>>) -> Run {
    let mut labels = labels.into_iter();
    let labels = keep.iter().map(|&kept| if kept { labels.next().flatten() } else { None }).collect();
    Run { labels, present: keep.to_vec() }
}

/// Computes the stability of each cluster.
pub(super) fn stability(
    labels: &[Option<usize>],
    n_clusters: usize,
    variations: &Variations,
) -> Vec<ThemeStability> {
    let over = |runs: &[Run]| cluster_wise_jaccard(labels, n_clusters, runs);
    let (samples, seeds) = (over(&variations.samples), over(&variations.seeds));
    let (numbers, interviews) = (over(&variations.numbers), over(&variations.interviews));
    let single: Vec<Vec<Option<f64>>> =
        variations.interviews.iter().map(|run| over(std::slice::from_ref(run))).collect();
    (0..n_clusters)
        .map(|cluster| ThemeStability {
            resamples: samples[cluster],
            seeds: seeds[cluster],
            numbers: numbers[cluster],
            interviews: interviews[cluster],
            worst_interview: single.iter().filter_map(|values| values[cluster]).reduce(f64::min),
        })
        .collect()
}

/// Puts noise into the cluster whose members it resembles most on average, and returns the rows that it moved.
pub(super) fn assign_noise(
    canonical: &Canonical,
    labels: &mut [Option<usize>],
    n_clusters: usize,
) -> Vec<usize> {
    if n_clusters == 0 {
        return Vec::new();
    }
    let dim = canonical.rows().ncols();
    let mut sums = vec![0.0_f64; n_clusters * dim];
    let mut sizes = vec![0_usize; n_clusters];
    for (place, label) in labels.iter().enumerate() {
        let Some(label) = *label else { continue };
        sizes[label] += 1;
        for (sum, &value) in sums[label * dim..].iter_mut().zip(canonical.row(place)) {
            *sum += f64::from(value);
        }
    }
    let mut assigned = Vec::new();
    for (place, label) in labels.iter_mut().enumerate().filter(|(_, label)| label.is_none()) {
        let likeness = |cluster: usize| {
            let sum = &sums[cluster * dim..(cluster + 1) * dim];
            super::distance::dot(canonical.row(place), sum) / sizes[cluster].max(1) as f64
        };
        *label = (0..n_clusters)
            .map(|cluster| (likeness(cluster), cluster))
            .reduce(|a, b| if b.0 > a.0 { b } else { a })
            .map(|(_, cluster)| cluster);
        assigned.push(place);
    }
    assigned
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Embeddings;

    #[test]
    fn each_interview_is_left_out_once() {
        let groups = [Some(4), Some(9), None, Some(4)];
        assert_eq!(without_each(&groups), [[false, true, true, false], [true, false, true, true]]);
        assert!(without_each(&[Some(1), Some(1), None]).is_empty());
    }

    #[test]
    fn noise_goes_to_its_likes() {
        // In canonical order: (0, 1), (0.6, 0.8), (1, 0).
        let canonical = Canonical::new(&Embeddings::new(vec![1.0, 0.0, 0.0, 1.0, 0.6, 0.8], 2).unwrap());
        let mut labels = [Some(0), None, Some(1)];
        assert_eq!(assign_noise(&canonical, &mut labels, 2), [1]);
        assert_eq!(labels, [Some(0), Some(0), Some(1)]);
    }
}
