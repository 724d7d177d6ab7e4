//! The consensus of samples: the method behind `auto`.

use rand::SeedableRng;
use rand::seq::index;
use rand_xoshiro::Xoshiro256Plus;
use rayon::prelude::*;

use crate::domain::{Cancelled, Contingency, Progress, Stage, adjusted_mutual_info, mix};

use super::canonical::Canonical;
use super::error::ClusterError;
use super::nearest_neighbours::{Nearest, centred};
use super::shared_neighbours::{Graph, nodes, sum_duplicate_edges};
use super::stability::Run;

/// Resolutions of Leiden, from the coarsest to the finest: each doubles the one before.
const RESOLUTIONS: [f64; 6] = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0];
/// The share of the segments in a sample.
const SAMPLE: f64 = 0.8;
/// Clusters smaller than this are merged into the cluster most like them.
pub(super) const MIN_THEME: usize = 3;
/// The least mean number of segments per cluster of a level that is offered. Smaller clusters are codes, not themes.
const MIN_MEAN_SIZE: usize = 15;

/// The shared-neighbour graph of all rows, and what its samples need.
pub(super) struct NeighbourGraph {
    /// Unit rows, centred (see [`centred`]).
    pub(super) rows: ndarray::Array2<f32>,
    nearest: Nearest,
    nodes: Vec<u32>,
    k: usize,
    /// The graph of all rows.
    pub(super) graph: Graph,
}

impl NeighbourGraph {
    pub(super) fn new(canonical: &Canonical, progress: &dyn Progress) -> Result<Self, Cancelled> {
        let n = canonical.n();
        let k = n_neighbours(n);
        let rows = centred(canonical);
        // A sample of four fifths leaves fewer than k of 2k + 4 neighbours about once in two thousand rows.
        let nearest = Nearest::find(&rows, 2 * k + 4, progress)?;
        let nodes = nodes(canonical);
        let graph = Graph::of(&nearest, &nodes, &vec![true; n], k);
        Ok(Self { rows, nearest, nodes, k, graph })
    }

    /// Returns the node of each row in the graph of all rows.
    pub(super) fn nodes(&self) -> &[u32] {
        &self.nodes
    }

    /// Builds the graph of some of the rows.
    pub(super) fn part(&self, keep: &[bool]) -> Graph {
        Graph::of(&self.nearest, &self.nodes, keep, self.k)
    }
}

/// Returns the number of neighbours: ten, as is usual for such graphs, or √n in a small study, where ten would be a third of it.
pub(super) fn n_neighbours(n: usize) -> usize {
    ((n as f64).sqrt().round() as usize).clamp(2, 10)
}

/// Returns the number of samples: 20, and fewer if there are many segments, since each sample then says more.
fn n_samples(n: usize) -> usize {
    (200_000 / n.max(1)).clamp(8, 20)
}

/// The result at one resolution.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub(super) resolution: f64,
    /// The cluster of each row.
    pub(super) labels: Vec<usize>,
    pub(super) n_clusters: usize,
    /// The mean agreement (AMI) of two samples about the rows that they share.
    pub(super) stability: f64,
    /// Its standard error over the pairs of samples.
    pub(super) error: f64,
    /// What each sample found.
    pub(super) runs: Vec<Run>,
    /// Edges between nodes with the weight of the agreement.
    pub(super) edges: Vec<(u32, u32, f64)>,
}

/// All levels, from the coarsest, and the one taken.
pub(super) struct Consensus {
    pub(super) levels: Vec<Level>,
    /// How many of them, the coarsest first, may be taken. The others have too many clusters for the number of segments.
    pub(super) n_offered: usize,
    pub(super) chosen: usize,
    /// The one that the same rule takes where all may be taken.
    pub(super) chosen_of_all: usize,
}

/// Finds the clusters that samples of the rows agree on, at each resolution, and takes the resolution with the best agreement.
///
/// 1. Rows are centred. A k-nearest-neighbour graph is built, its edges weighted by shared neighbours ([`Graph`]).
/// 2. From each of some 20 samples of four fifths of the rows, Leiden finds communities at each of six resolutions.
/// 3. Stability of a resolution is the mean adjusted mutual information of two samples on the rows that they share. It
///    is 0 for chance, so it favours neither few themes nor many.
/// 4. An edge of the whole graph now weighs √w times the share of samples that put its ends together (of those that
///    hold both), and Leiden on these weights gives the level's themes: what the samples agree on, not what one draw found.
/// 5. The coarsest level whose stability is within one standard error of the highest is taken, among the levels with at most
///    a theme for every 15 segments (√n in a small study).
///
/// Ben-Hur, Elisseeff & Guyon (2002) choose by the agreement of samples; Strehl & Ghosh (2002) and Lancichinetti &
/// Fortunato (2012), <https://doi.org/10.1038/srep00336>, find the consensus of many partitions by clustering how often
/// two members come together.
pub(super) fn consensus(
    canonical: &Canonical,
    neighbours: &NeighbourGraph,
    seed: u64,
    progress: &dyn Progress,
) -> Result<Option<Consensus>, ClusterError> {
    let n = canonical.n();
    let samples = samples(n, seed);
    progress.start(Stage::Clustering, Some(samples.len() as u64));
    let found: Result<Vec<Vec<Run>>, ClusterError> = samples
        .par_iter()
        .enumerate()
        .with_max_len(1)
        .map(|(draw, keep)| {
            let graph = neighbours.part(keep);
            let runs = RESOLUTIONS
                .iter()
                .map(|&resolution| {
                    progress.check_cancelled()?;
                    let by_node = graph.communities(resolution, mix(seed ^ (draw as u64 + 1)))?;
                    Ok(Run { labels: graph.by_row(&by_node), present: keep.clone() })
                })
                .collect();
            progress.advance(1);
            runs
        })
        .collect();
    progress.finish();
    let mut by_level: Vec<Vec<Run>> = RESOLUTIONS.iter().map(|_| Vec::new()).collect();
    for runs in found? {
        for (level, run) in by_level.iter_mut().zip(runs) {
            level.push(run);
        }
    }
    let levels: Result<Vec<Level>, ClusterError> = by_level
        .into_par_iter()
        .zip(RESOLUTIONS)
        .map(|(runs, resolution)| {
            progress.check_cancelled()?;
            level(neighbours, runs, resolution, seed)
        })
        .collect();
    let mut levels = levels?;
    levels.retain(|level| level.n_clusters >= 2);
    // Two resolutions may give the same number of clusters: the more stable one is kept.
    levels.sort_by(|a, b| a.n_clusters.cmp(&b.n_clusters).then(b.stability.total_cmp(&a.stability)));
    levels.dedup_by_key(|level| level.n_clusters);
    if levels.is_empty() {
        return Ok(None);
    }
    // The coarsest is offered in any case.
    let n_offered = levels.partition_point(|level| level.n_clusters <= most_themes(n)).max(1);
    let (chosen, chosen_of_all) = (coarsest_as_stable(&levels[..n_offered]), coarsest_as_stable(&levels));
    Ok(Some(Consensus { levels, n_offered, chosen, chosen_of_all }))
}

/// Returns the place of the coarsest level whose stability is within one standard error of the highest.
fn coarsest_as_stable(levels: &[Level]) -> usize {
    let best = levels.iter().reduce(|a, b| if b.stability > a.stability { b } else { a });
    let bar = best.map_or(0.0, |best| best.stability - best.error);
    levels.iter().position(|level| level.stability >= bar).unwrap_or(0)
}

/// Returns the most clusters that are offered for n segments: one for every [`MIN_MEAN_SIZE`], or √n in a small study.
fn most_themes(n: usize) -> usize {
    (n / MIN_MEAN_SIZE).max((n as f64).sqrt().round() as usize).max(2)
}

/// Draws samples: masks of the rows, four fifths of them each.
pub(super) fn samples(n: usize, seed: u64) -> Vec<Vec<bool>> {
    let size = ((n as f64 * SAMPLE).round() as usize).clamp(n.min(2), n);
    (0..n_samples(n))
        .map(|draw| {
            let mut random = Xoshiro256Plus::seed_from_u64(mix(mix(seed) ^ draw as u64));
            let mut keep = vec![false; n];
            index::sample(&mut random, n, size).into_iter().for_each(|place| keep[place] = true);
            keep
        })
        .collect()
}

fn level(
    neighbours: &NeighbourGraph,
    runs: Vec<Run>,
    resolution: f64,
    seed: u64,
) -> Result<Level, ClusterError> {
    let (stability, error) = agreement(&runs);
    let edges = consensus_edges(neighbours, &runs);
    let by_node = super::leiden::leiden(neighbours.graph.n_nodes, &edges, resolution, seed)?;
    let labels: Vec<usize> = neighbours.nodes.iter().map(|&node| by_node[node as usize] as usize).collect();
    let (labels, n_clusters) = merge_small_clusters(&neighbours.rows, labels);
    Ok(Level { resolution, labels, n_clusters, stability, error, runs, edges })
}

/// Computes the mean adjusted mutual information of each sample and the next on the rows that both hold, and its standard error.
fn agreement(runs: &[Run]) -> (f64, f64) {
    let values: Vec<f64> = (0..runs.len())
        .into_par_iter()
        .map(|i| {
            let (a, b) = (&runs[i].labels, &runs[(i + 1) % runs.len()].labels);
            let (a, b): (Vec<usize>, Vec<usize>) =
                a.iter().zip(b).filter_map(|(a, b)| Some(((*a)? as usize, (*b)? as usize))).unzip();
            adjusted_mutual_info(&Contingency::new(&a, &b))
        })
        .collect();
    let n = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n;
    (mean, (variance / n).sqrt())
}

/// Returns the edges of the whole graph, each with the weight √w · (samples that put its ends together) / (samples that hold both).
fn consensus_edges(neighbours: &NeighbourGraph, runs: &[Run]) -> Vec<(u32, u32, f64)> {
    let n_nodes = neighbours.graph.n_nodes;
    // The label of each node in each run: all rows of a node have the same one.
    let by_node: Vec<Vec<Option<u32>>> = runs
        .iter()
        .map(|run| {
            let mut labels = vec![None; n_nodes];
            for (&node, &label) in neighbours.nodes.iter().zip(&run.labels) {
                if label.is_some() {
                    labels[node as usize] = label;
                }
            }
            labels
        })
        .collect();
    let weighed = neighbours.graph.edges.par_iter().map(|&(a, b, weight)| {
        let (mut together, mut both) = (0, 0);
        for labels in &by_node {
            if let (Some(a), Some(b)) = (labels[a as usize], labels[b as usize]) {
                both += 1;
                together += u32::from(a == b);
            }
        }
        let share = if both == 0 { 1.0 } else { f64::from(together) / f64::from(both) };
        (a, b, weight.sqrt() * share)
    });
    sum_duplicate_edges(weighed.filter(|edge| edge.2 > 0.0).collect())
}

/// Joins clusters of fewer than [`MIN_THEME`] rows to the cluster whose members are most like theirs on average.
pub(super) fn merge_small_clusters(
    rows: &ndarray::Array2<f32>,
    mut labels: Vec<usize>,
) -> (Vec<usize>, usize) {
    let n_labels = labels.iter().max().map_or(0, |&label| label + 1);
    let dim = rows.ncols();
    let mut sizes = vec![0_usize; n_labels];
    let mut sums = vec![0.0_f64; n_labels * dim];
    for (row, &label) in rows.outer_iter().zip(&labels) {
        sizes[label] += 1;
        for (sum, &value) in sums[label * dim..].iter_mut().zip(row) {
            *sum += f64::from(value);
        }
    }
    let large: Vec<usize> = (0..n_labels).filter(|&label| sizes[label] >= MIN_THEME).collect();
    let mut target: Vec<usize> = (0..n_labels).collect();
    if large.len() >= 2 {
        for label in (0..n_labels).filter(|&label| sizes[label] < MIN_THEME) {
            let own = &sums[label * dim..(label + 1) * dim];
            let likeness = |other: usize| {
                let theirs = &sums[other * dim..(other + 1) * dim];
                own.iter().zip(theirs).map(|(a, b)| a * b).sum::<f64>() / sizes[other] as f64
            };
            let nearest = large.iter().map(|&other| (likeness(other), other));
            target[label] =
                nearest.reduce(|a, b| if b.0 > a.0 { b } else { a }).map_or(label, |(_, other)| other);
        }
    }
    let mut numbers = vec![None; n_labels];
    let mut next = 0;
    for label in &mut labels {
        *label = *numbers[target[*label]].get_or_insert_with(|| {
            next += 1;
            next - 1
        });
    }
    (labels, next)
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn small_clusters_are_merged_into_the_most_similar() {
        let rows = array![[1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [0.0, 1.0], [0.6, 0.8]];
        let (labels, n) = merge_small_clusters(&rows, vec![5, 5, 5, 2, 2, 2, 0]);
        assert_eq!((labels, n), (vec![0, 0, 0, 1, 1, 1, 1], 2));
        // If all are small, they stay.
        let (labels, n) = merge_small_clusters(&rows, vec![0, 0, 1, 1, 2, 2, 3]);
        assert_eq!((labels, n), (vec![0, 0, 1, 1, 2, 2, 3], 4));
    }

    #[test]
    fn few_segments_give_few_themes() {
        let most: Vec<usize> = [3, 30, 100, 262, 421, 3000].map(most_themes).into();
        assert_eq!(most, [2, 5, 10, 17, 28, 200]);
    }
}
