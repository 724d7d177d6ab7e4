//! Assesses every clustering in the same way: how stable its clusters are, and how they join.

use ndarray::Array2;
use rayon::prelude::*;

use crate::domain::{Cancelled, CoarseLevel, CriterionCurve, Progress, ThemeStability, ThemeTree};

use super::canonical::{Canonical, even_places, number};
use super::choose_n_clusters::{Candidate, decide};
use super::error::ClusterError;
use super::nearest_neighbours::centred;
use super::stability::{Run, cluster_wise_jaccard};
use super::tree::tree;

/// At most this many interviews are left out in turn, at even steps of their order.
const MAX_INTERVIEWS: usize = 40;
/// Below this many clusters there is no coarser level: they are few already.
const FEW_CLUSTERS: usize = 4;
/// The most groups of a coarse level for which no number was given.
const MAX_GROUPS: usize = 12;

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

/// The levels that are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Levels {
    /// The clusters are not grouped.
    One,
    /// The clusters are grouped, into a number that is given or chosen.
    Two {
        /// The number; chosen if `None`.
        n_groups: Option<usize>,
    },
}

/// Builds the tree over the clusters, with the coarse level that was given, or the one that the silhouette favours, and how stable its
/// groups are.
///
/// The tree is cut at each number of groups from 2 to half the clusters, at most 12, and the rule of
/// [`choose_n_clusters()`](super::choose_n_clusters()) takes one, from 3 on where there are 8 clusters or more. With fewer than four
/// clusters there is no coarse level unless a number is given.
pub(super) fn theme_tree(
    canonical: &Canonical,
    labels: &[Option<usize>],
    n_clusters: usize,
    levels: Levels,
    variations: &Variations,
    progress: &dyn Progress,
) -> Result<ThemeTree, Cancelled> {
    let rows = centred(canonical);
    let mut found = tree(&rows, labels, n_clusters);
    let Levels::Two { n_groups } = levels else { return Ok(found) };
    let coarse = match n_groups {
        Some(n_groups) => Some((found.cut(n_groups), None)),
        None => chosen_groups(canonical, labels, &found, progress)?,
    };
    if let Some((group_of, curve)) = coarse {
        let n_groups = group_of.iter().max().map_or(0, |&group| group + 1);
        let groups: Vec<Option<usize>> =
            labels.iter().map(|label| label.map(|label| group_of[label])).collect();
        let stability = stability(&groups, n_groups, &variations.grouped(&rows, n_groups, progress)?);
        found.coarse = Some(CoarseLevel { group_of, n_groups, curve, stability });
    }
    Ok(found)
}

/// The group of each cluster, and the curve by which their number was chosen.
type Grouping = (Vec<usize>, Option<CriterionCurve>);

/// Chooses how many groups the tree is cut into; `None` if there are few clusters, or no number is better than another.
fn chosen_groups(
    canonical: &Canonical,
    labels: &[Option<usize>],
    tree: &ThemeTree,
    progress: &dyn Progress,
) -> Result<Option<Grouping>, Cancelled> {
    if tree.n_leaves < FEW_CLUSTERS {
        return Ok(None);
    }
    let max = (tree.n_leaves / 2).clamp(2, MAX_GROUPS);
    let min = if tree.n_leaves >= 8 { 3 } else { 2 };
    let candidates: Vec<Candidate> = (2..=max)
        .into_par_iter()
        .map(|n_groups| {
            progress.check_cancelled()?;
            let group_of = tree.cut(n_groups);
            let groups: Vec<Option<usize>> =
                labels.iter().map(|label| label.map(|label| group_of[label])).collect();
            Ok(Candidate::of(canonical, n_groups, &number(&groups).0))
        })
        .collect::<Result<_, Cancelled>>()?;
    Ok(decide(&candidates, min, max).map(|(chosen, reason)| {
        let n_groups = candidates[chosen].n_clusters;
        let curve = CriterionCurve {
            parameter: "n_groups".to_owned(),
            criterion: "silhouette".to_owned(),
            points: candidates.iter().map(Candidate::point).collect(),
            chosen: n_groups as f64,
            reason,
            others: Vec::new(),
        };
        (tree.cut(n_groups), Some(curve))
    }))
}

impl Variations {
    /// Groups the clusters of each run into a number of groups, as those of the clustering are grouped.
    fn grouped(
        &self,
        rows: &Array2<f32>,
        n_groups: usize,
        progress: &dyn Progress,
    ) -> Result<Self, Cancelled> {
        let group = |run: &Run| {
            progress.check_cancelled()?;
            let labels: Vec<Option<usize>> =
                run.labels.iter().map(|label| label.map(|label| label as usize)).collect();
            let n_found = labels.iter().flatten().max().map_or(0, |&label| label + 1);
            let group_of = tree(rows, &labels, n_found).cut(n_groups);
            let labels = labels.iter().map(|label| label.map(|label| group_of[label] as u32)).collect();
            Ok(Run { labels, present: run.present.clone() })
        };
        let each = |runs: &[Run]| runs.par_iter().map(group).collect::<Result<Vec<Run>, Cancelled>>();
        Ok(Self {
            samples: each(&self.samples)?,
            seeds: each(&self.seeds)?,
            numbers: each(&self.numbers)?,
            interviews: each(&self.interviews)?,
        })
    }
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
    use crate::domain::{Embeddings, NoProgress};

    #[test]
    fn runs_are_grouped_as_the_clustering_is() {
        // Rows 0–2 point one way and 3–5 the other; the run found four clusters.
        let rows =
            Embeddings::new(vec![1.0, 0.0, 0.96, 0.28, 1.0, 0.0, -1.0, 0.0, -0.96, 0.28, -1.0, 0.0], 2)
                .unwrap();
        let canonical = Canonical::new(&rows);
        let place = |input: usize| {
            canonical.by_place(&[0, 1, 2, 3, 4, 5]).iter().position(|&at| at == input).unwrap()
        };
        let mut labels = vec![None; 6];
        for (input, label) in [(0, 0), (1, 1), (2, 0), (3, 2), (4, 3)] {
            labels[place(input)] = Some(label);
        }
        let mut present = vec![true; 6];
        present[place(5)] = false;
        let run = Run { labels, present };
        let variations = Variations { samples: vec![run], ..Variations::default() };
        let grouped = variations.grouped(&centred(&canonical), 2, &NoProgress).unwrap();
        let of = |input: usize| grouped.samples[0].labels[place(input)];
        assert_eq!((of(0), of(3), of(5)), (of(1), of(4), None));
        assert_ne!(of(0), of(3));
    }

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
