//! The best one-to-one matching of codes and clusters, and the codes and clusters without a partner.

use std::collections::HashMap;

use pathfinding::prelude::{Matrix, kuhn_munkres};
use serde::Serialize;

use super::figure::Figure;
use super::structure::CodeShare;
use crate::domain::{Contingency, SegmentWith, Undefined};

/// The number of steps into which F1 is divided when it decides among matchings with the same number of segments.
const F1_STEPS: f64 = 1e6;

/// A code and the cluster matched to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MatchedPair {
    /// The code, as a place in the list of codes.
    pub code: usize,
    /// Its label.
    pub code_label: String,
    /// The cluster, as a place in the list of clusters.
    pub cluster: usize,
    /// Its label.
    pub cluster_label: String,
    /// How many segments have the code and are in the cluster.
    pub n_shared: usize,
    /// How many segments have the code, including noise.
    pub n_code: usize,
    /// How many coded segments are in the cluster.
    pub n_cluster: usize,
    /// The share of the cluster's coded segments that have the code.
    pub precision: f64,
    /// The share of the code's segments that are in the cluster.
    pub recall: f64,
    /// The harmonic mean of the two.
    pub f1: f64,
}

/// A code without a matched cluster.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnmatchedCode {
    /// The code, as a place in the list of codes.
    pub code: usize,
    /// Its label.
    pub label: String,
    /// How many segments have it.
    pub n: usize,
    /// The cluster with the most of them.
    pub most: CodeShare,
}

/// A cluster without a matched code.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnmatchedCluster {
    /// The cluster, as a place in the list of clusters.
    pub cluster: usize,
    /// Its label.
    pub label: String,
    /// How many segments it holds.
    pub n: usize,
    /// How many of them have a code.
    pub n_coded: usize,
    /// The code that most of these have; null if none has a code.
    pub most: Option<CodeShare>,
}

/// The best one-to-one matching: the one with the most segments that have the code matched to their cluster.
///
/// It is chosen from the data, so its figures are optimistic; each is given with the value for random codes, matched in
/// the same way.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Matching {
    /// The pairs, by falling number of shared segments.
    pub pairs: Vec<MatchedPair>,
    /// Codes without a cluster, by falling size.
    pub missed: Vec<UnmatchedCode>,
    /// Clusters without a code, by falling size.
    pub invented: Vec<UnmatchedCluster>,
    /// The share of coded segments in a cluster that have the code matched to it.
    pub accuracy: Figure,
    /// The mean F1 over all codes; a missed code counts as 0.
    pub mean_f1: Figure,
    /// Cohen's κ with each cluster named by its matched code, on segments with one code and a cluster. The matching was
    /// chosen to make it high, so it is not an agreement of two coders.
    pub kappa_after_matching: Figure,
}

/// Segments counted by code and cluster; a segment with several codes counts with each of them.
#[derive(Clone, Debug)]
pub(super) struct Overlap {
    /// Code, cluster, and number of segments, which is never 0.
    pub(super) cells: Vec<(usize, usize, usize)>,
    /// How many segments have each code.
    pub(super) of_code: Vec<usize>,
    /// How many coded segments are in each cluster.
    pub(super) of_cluster: Vec<usize>,
}

impl Overlap {
    /// Computes F1 of a pair.
    pub(super) fn f1(&self, code: usize, cluster: usize, shared: usize) -> f64 {
        2.0 * shared as f64 / (self.of_code[code] + self.of_cluster[cluster]).max(1) as f64
    }

    /// Finds the best matching: code, cluster and number of shared segments, without pairs that share nothing.
    ///
    /// Among matchings with the same number of segments, it takes one with the highest sum of F1.
    pub(super) fn best(&self) -> Vec<(usize, usize, usize)> {
        let (r, c) = (self.of_code.len(), self.of_cluster.len());
        if r == 0 || c == 0 {
            return Vec::new();
        }
        // The method requires at most as many rows as columns.
        let flip = r > c;
        let mut weights = Matrix::new(r.min(c), r.max(c), 0_i64);
        let segment = F1_STEPS as i64 * (r.min(c) as i64 + 1);
        for &(code, cluster, shared) in &self.cells {
            let steps = (self.f1(code, cluster, shared) * F1_STEPS).floor() as i64;
            let cell = if flip { (cluster, code) } else { (code, cluster) };
            weights[cell] = shared as i64 * segment + steps;
        }
        let of_row = kuhn_munkres(&weights).1;
        let cells = self.cells.iter().copied();
        cells
            .filter(
                |&(code, cluster, _)| {
                    if flip { of_row[cluster] == code } else { of_row[code] == cluster }
                },
            )
            .collect()
    }
}

/// Computes the share of segments that agree under the best one-to-one matching of clusters to labels.
///
/// The matching is found by the Hungarian method (Kuhn 1955, <https://doi.org/10.1002/nav.3800020109>); parts without a
/// partner count as wrong. 0 for no segments.
///
/// ```
/// use themata::compare::partition::matched_accuracy;
/// use themata::domain::Contingency;
///
/// // Cluster 0 to label 0 (2 segments), cluster 1 or 2 to label 1 (1 segment): 3 of 4.
/// assert_eq!(matched_accuracy(&Contingency::new(&[0, 0, 1, 1], &[0, 0, 1, 2])), 0.75);
/// ```
#[must_use]
pub fn matched_accuracy(table: &Contingency) -> f64 {
    let overlap = Overlap {
        cells: table.cells().to_vec(),
        of_code: table.rows().to_vec(),
        of_cluster: table.columns().to_vec(),
    };
    let matched: usize = overlap.best().iter().map(|pair| pair.2).sum();
    matched as f64 / table.n().max(1) as f64
}

/// Computes Cohen's κ of codes and clusters named by their matched code, from counts by code and cluster.
pub(super) fn kappa(
    cells: &[(usize, usize, usize)],
    pairs: &[(usize, usize, usize)],
) -> Result<f64, Undefined> {
    let n: usize = cells.iter().map(|cell| cell.2).sum();
    if n == 0 {
        return Err(Undefined::NoSegment { with: SegmentWith::OneCodeAndCluster });
    }
    let cluster_of: HashMap<usize, usize> = pairs.iter().map(|&(code, cluster, _)| (code, cluster)).collect();
    let (mut of_code, mut of_cluster, mut observed) = (HashMap::new(), HashMap::new(), 0);
    for &(code, cluster, count) in cells {
        *of_code.entry(code).or_insert(0) += count;
        *of_cluster.entry(cluster).or_insert(0) += count;
        observed += if cluster_of.get(&code) == Some(&cluster) { count } else { 0 };
    }
    let size = |sizes: &HashMap<usize, usize>, of: usize| sizes.get(&of).copied().unwrap_or(0) as f64;
    let expected = pairs.iter().map(|&(code, cluster, _)| size(&of_code, code) * size(&of_cluster, cluster));
    let (n, observed, expected) = (n as f64, observed as f64, crate::domain::rising_sum(expected));
    let by_chance = expected / (n * n);
    if by_chance < 1.0 {
        Ok((observed / n - by_chance) / (1.0 - by_chance))
    } else {
        Err(Undefined::NoVariation)
    }
}
