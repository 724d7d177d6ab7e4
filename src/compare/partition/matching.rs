//! The best matching of codes and clusters, one to one, and what it leaves without a partner.

use std::collections::HashMap;

use pathfinding::prelude::{Matrix, kuhn_munkres};
use serde::Serialize;

use super::figure::Figure;
use super::structure::CodeShare;
use crate::domain::{Contingency, SegmentWith, Undefined};

/// The steps into which F1 is cut when it decides between matchings with the same number of segments.
const F1_STEPS: f64 = 1e6;

/// A code and the cluster that is matched to it.
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
    /// How many have the code, noise among them.
    pub n_code: usize,
    /// How many coded segments are in the cluster.
    pub n_cluster: usize,
    /// Of the coded segments in the cluster, the share with the code.
    pub precision: f64,
    /// Of the segments with the code, the share in the cluster.
    pub recall: f64,
    /// The harmonic mean of the two.
    pub f1: f64,
}

/// A code that no cluster is matched to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnmatchedCode {
    /// The code, as a place in the list of codes.
    pub code: usize,
    /// Its label.
    pub label: String,
    /// How many segments have it.
    pub n: usize,
    /// Where most of them are.
    pub most: CodeShare,
}

/// A cluster that no code is matched to.
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
    /// The code that most of these have; null where none has a code.
    pub most: Option<CodeShare>,
}

/// The best matching, one to one: the one under which the most segments have the code that their cluster is matched to.
///
/// It is chosen after the fact, so that its figures are optimistic; each stands beside what random codes come to, matched in
/// the same way.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Matching {
    /// The pairs, by falling number of shared segments.
    pub pairs: Vec<MatchedPair>,
    /// Codes left without a cluster, by falling size.
    pub missed: Vec<UnmatchedCode>,
    /// Clusters left without a code, by falling size.
    pub invented: Vec<UnmatchedCluster>,
    /// The share of coded segments in a cluster that have the code that it is matched to.
    pub accuracy: Figure,
    /// The mean of F1 over all codes; a code that was missed counts as 0.
    pub mean_f1: Figure,
    /// Cohen's κ with each cluster called by its code, on segments with one code and a cluster. The names were chosen so
    /// that it comes out high: it is no agreement of two coders.
    pub kappa_after_matching: Figure,
}

/// Segments counted by code and cluster; one with several codes counts with each of them.
#[derive(Clone, Debug)]
pub(super) struct Overlap {
    /// Code, cluster, and how many: none of them 0.
    pub(super) cells: Vec<(usize, usize, usize)>,
    /// How many segments have each code.
    pub(super) of_code: Vec<usize>,
    /// How many coded segments are in each cluster.
    pub(super) of_cluster: Vec<usize>,
}

impl Overlap {
    /// F1 of a pair.
    pub(super) fn f1(&self, code: usize, cluster: usize, shared: usize) -> f64 {
        2.0 * shared as f64 / (self.of_code[code] + self.of_cluster[cluster]).max(1) as f64
    }

    /// The best matching: code, cluster and what they share, without pairs that share nothing.
    ///
    /// Of matchings with as many segments, one of those with the highest sum of F1 is taken.
    pub(super) fn best(&self) -> Vec<(usize, usize, usize)> {
        let (r, c) = (self.of_code.len(), self.of_cluster.len());
        if r == 0 || c == 0 {
            return Vec::new();
        }
        // The method wants no more rows than columns.
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

/// The share of segments that agree under the best matching of clusters to labels, one to one.
///
/// Found by the Hungarian method (Kuhn 1955, <https://doi.org/10.1002/nav.3800020109>); parts without a partner count as
/// wrong. 0 for no segments.
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

/// Cohen's κ of codes with clusters that are called by the code of their pair, from counts by code and cluster.
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
