//! The data of a comparison: segments with a person's codes and a machine's cluster, counted.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::compare::IntervalParams;

/// A segment with its codes and its cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodedSegment {
    /// Its codes, as indices in the list of codes; empty if no one coded it.
    pub codes: Vec<u32>,
    /// Its cluster, as an index in the list of clusters; `None` if it is noise.
    pub cluster: Option<u32>,
    /// The number of its interview: intervals are over interviews.
    pub group: u32,
}

/// How clusters and codes are compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartitionParams {
    /// How intervals are computed; the permutations use the same seed.
    pub interval: IntervalParams,
    /// Whether figures have intervals. Without intervals and permutations, a comparison is a single pass, for callers
    /// that need only the matching.
    pub with_intervals: bool,
    /// How many times the codes are dealt at random.
    pub n_permutations: usize,
    /// Whether noise counts as a cluster in the measures. It is in the grid in any case.
    pub include_noise: bool,
    /// Whether the segments without a code count as a code. They are in the grid in any case.
    pub include_uncoded: bool,
}

impl Default for PartitionParams {
    fn default() -> Self {
        Self {
            interval: IntervalParams::default(),
            with_intervals: true,
            n_permutations: 1_000,
            include_noise: false,
            include_uncoded: false,
        }
    }
}

/// How many segments there are of each kind, and on how many each family of measures is based.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PartitionCounts {
    /// All segments.
    pub n_segments: usize,
    /// Segments with exactly one code.
    pub n_one_code: usize,
    /// Segments with several codes: a partition cannot represent them, so only B³ and the matching use them.
    pub n_several_codes: usize,
    /// Segments without a code.
    pub n_uncoded: usize,
    /// Segments in no cluster, with or without a code.
    pub n_noise: usize,
    /// Noise among the segments with exactly one code.
    pub n_one_code_noise: usize,
    /// The segments used by measures of two partitions: those with one code and a cluster.
    pub n_measured: usize,
    /// The segments used by B³ and the matching: those with at least one code.
    pub n_coded: usize,
    /// The number of interviews of these segments.
    pub n_groups: usize,
}

/// Segments used by the measures, counted by codes, cluster and group, so that the order of rows has no effect.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    /// The different sets of codes, each in rising order.
    pub(super) sets: Vec<Vec<u32>>,
    /// The number of codes, including the code that stands for no code if it counts.
    pub(super) n_codes: usize,
    /// The number of clusters without noise; noise has this number as its index.
    pub(super) n_clusters: usize,
    /// Whether noise counts as a cluster.
    pub(super) with_noise: bool,
    /// Set, cluster, group, and number of segments.
    pub(super) cells: Vec<(usize, usize, usize, usize)>,
    /// The number of groups.
    pub(super) n_groups: usize,
}

/// A set of codes, a cluster, and the number of segments with both.
pub(super) type SetCell = (usize, usize, usize);

impl Counted {
    /// Counts the segments; `no_code` is the index that stands for no code.
    pub(super) fn new(
        rows: &[CodedSegment],
        no_code: usize,
        n_clusters: usize,
        params: &PartitionParams,
    ) -> Self {
        let (mut numbers, mut groups, mut counts) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for row in rows {
            let mut codes = row.codes.clone();
            if codes.is_empty() && params.include_uncoded {
                codes.push(no_code as u32);
            }
            if codes.is_empty() {
                continue;
            }
            codes.sort_unstable();
            codes.dedup();
            let cluster = row.cluster.map_or(n_clusters, |cluster| cluster as usize);
            *counts.entry((codes, cluster, row.group)).or_insert(0_usize) += 1;
        }
        // Sets and groups in their own order, not in the order of the rows.
        for (codes, _, group) in counts.keys() {
            numbers.entry(codes.clone()).or_insert(0);
            groups.entry(*group).or_insert(0);
        }
        numbers.values_mut().enumerate().for_each(|(at, number)| *number = at);
        groups.values_mut().enumerate().for_each(|(at, number)| *number = at);
        let cells = counts
            .into_iter()
            .map(|((codes, cluster, group), count)| (numbers[&codes], cluster, groups[&group], count))
            .collect();
        Self {
            n_groups: groups.len(),
            sets: numbers.into_keys().collect(),
            n_codes: no_code + usize::from(params.include_uncoded),
            n_clusters,
            with_noise: params.include_noise,
            cells,
        }
    }

    /// Returns the segments of groups that were drawn `weights` times.
    pub(super) fn drawn(&self, weights: &[u32]) -> Vec<SetCell> {
        let mut counts = BTreeMap::new();
        for &(set, cluster, group, count) in &self.cells {
            let weight = weights.get(group).copied().unwrap_or(0) as usize;
            if weight > 0 {
                *counts.entry((set, cluster)).or_insert(0) += weight * count;
            }
        }
        counts.into_iter().map(|((set, cluster), count)| (set, cluster, count)).collect()
    }

    /// Returns all segments.
    pub(super) fn all(&self) -> Vec<SetCell> {
        self.drawn(&vec![1; self.n_groups])
    }

    /// Tells whether a cluster's index counts as a cluster.
    pub(super) fn is_cluster(&self, cluster: usize) -> bool {
        self.with_noise || cluster < self.n_clusters
    }
}

impl PartitionCounts {
    pub(super) fn of(rows: &[CodedSegment], counted: &Counted) -> Self {
        let mut counts = Self { n_segments: rows.len(), n_groups: counted.n_groups, ..Self::default() };
        for row in rows {
            let several = row.codes.iter().any(|code| Some(code) != row.codes.first());
            match (row.codes.is_empty(), several) {
                (true, _) => counts.n_uncoded += 1,
                (false, true) => counts.n_several_codes += 1,
                (false, false) => {
                    counts.n_one_code += 1;
                    counts.n_one_code_noise += usize::from(row.cluster.is_none());
                }
            }
            counts.n_noise += usize::from(row.cluster.is_none());
        }
        for &(set, cluster, _, count) in &counted.cells {
            counts.n_coded += count;
            if counted.sets[set].len() == 1 && counted.is_cluster(cluster) {
                counts.n_measured += count;
            }
        }
        counts
    }
}
