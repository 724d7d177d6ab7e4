//! Compares several groupings of the same segments: which is nearest to all others, which differs most, and on which
//! segments.

use rayon::prelude::*;
use serde::Serialize;

use crate::domain::{
    Agreement, Contingency, SegmentWith, Undefined, adjusted_mutual_info, adjusted_rand_index, rising_sum,
};

/// Where a grouping puts a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunMembership {
    /// The grouping does not contain the segment.
    Absent,
    /// The grouping puts the segment in no cluster.
    Noise,
    /// The grouping puts the segment in the cluster with this number.
    In(u32),
}

/// The agreement of two groupings.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RunAgreement {
    /// The first, as an index in the list.
    pub first: usize,
    /// The second, as an index in the list.
    pub second: usize,
    /// How many segments both contain.
    pub n_shared: usize,
    /// How many of these both put in a cluster: the measures are based on them.
    pub n_measured: usize,
    /// The adjusted Rand index.
    pub ari: Agreement,
    /// The adjusted mutual information.
    pub ami: Agreement,
}

/// A segment on which groupings disagree.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DisputedSegment {
    /// The segment, as an index in the groupings.
    pub segment: usize,
    /// The share of segments that only one of two groupings puts in the same group as this segment, among the segments
    /// that at least one of the two puts there; the mean over all pairs of groupings that contain the segment. 0 if all
    /// agree, 1 if no two have a segment of this group in common.
    pub disagreement: f64,
    /// How many pairs of groupings contain it.
    pub n_pairs: usize,
}

/// A comparison of several groupings of the same segments.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Runs {
    /// The names of the groupings.
    pub names: Vec<String>,
    /// The agreement of each pair.
    pub pairs: Vec<RunAgreement>,
    /// The mean ARI of each grouping with the others; null if none is defined.
    pub mean_ari: Vec<Option<f64>>,
    /// The mean AMI of each grouping with the others; null if none is defined.
    pub mean_ami: Vec<Option<f64>>,
    /// The grouping nearest to all others by mean AMI, for use if one grouping must represent them. Null with fewer than
    /// three.
    pub nearest: Option<usize>,
    /// The grouping that differs most from the others. Null with fewer than three.
    pub most_different: Option<usize>,
    /// Segments by falling disagreement; segments on which all groupings agree are omitted.
    pub contested: Vec<DisputedSegment>,
}

/// Compares groupings of the same segments with each other.
///
/// The measures of a pair are over the segments that both put in a cluster; noise is counted but not used, since it is
/// not a group. If a segment is noise in one grouping and not in the other, the two disagree on it.
///
/// **Shapes**: `names` m, `groupings` m, each with n items in the same order of segments; a shorter grouping contains
/// only the first segments.
///
/// **Edge cases**: a measure is [`Undefined::NoSegment`] if the two share no segment, and [`Undefined::NoVariation`] if
/// they cannot differ: each has one cluster, or each has only single segments.
///
/// ```
/// use themata::compare::partition::{RunMembership::In, runs};
///
/// let names = ["a", "b", "c"].map(str::to_owned);
/// let found = runs(&names, &[vec![In(0), In(0), In(1), In(1)], vec![In(5), In(5), In(2), In(2)], vec![In(0), In(1), In(1), In(1)]]);
/// assert_eq!(found.pairs[0].ari.value(), Ok(1.0));
/// // The ARI of c with both is 0: it joins as many of their pairs as expected by chance.
/// assert_eq!(found.mean_ari, [Some(0.5), Some(0.5), Some(0.0)]);
/// assert_eq!((found.nearest, found.most_different), (Some(0), Some(2)));
/// // The first segment: a and b put the second with it, c puts none: distances 0 for a and b, 1 for a and c, 1 for b and c.
/// assert_eq!((found.contested[0].segment, found.contested[0].disagreement), (0, 2.0 / 3.0));
/// ```
#[must_use]
pub fn runs(names: &[String], groupings: &[Vec<RunMembership>]) -> Runs {
    let n_runs = names.len().min(groupings.len());
    let n = groupings.iter().map(Vec::len).max().unwrap_or(0);
    let which: Vec<(usize, usize)> =
        (0..n_runs).flat_map(|first| (first + 1..n_runs).map(move |second| (first, second))).collect();
    let (pairs, distances): (Vec<RunAgreement>, Vec<Vec<Option<f64>>>) = which
        .into_par_iter()
        .map(|(first, second)| {
            let both = Both::new(&groupings[first], &groupings[second], n);
            (both.agreement(first, second), both.distances())
        })
        .unzip();
    let means = |of: fn(&RunAgreement) -> &Agreement| -> Vec<Option<f64>> {
        let with = |run| pairs.iter().filter(move |pair| pair.first == run || pair.second == run);
        (0..n_runs).map(|run| mean(with(run).filter_map(|pair| of(pair).value().ok()))).collect()
    };
    let (mean_ari, mean_ami) = (means(|pair| &pair.ari), means(|pair| &pair.ami));
    // Among equals, names decide, not the order in which groupings were given.
    let mut order: Vec<usize> = (0..n_runs).filter(|&run| mean_ami[run].is_some()).collect();
    let value = |run: usize| mean_ami[run].unwrap_or(f64::NEG_INFINITY);
    order.sort_by(|&a, &b| value(b).total_cmp(&value(a)).then_with(|| names[a].cmp(&names[b])));
    let order = if n_runs < 3 { Vec::new() } else { order };
    let mut contested: Vec<DisputedSegment> = (0..n)
        .filter_map(|segment| {
            let of_segment: Vec<f64> = distances.iter().filter_map(|pair| pair[segment]).collect();
            let n_pairs = of_segment.len();
            Some(DisputedSegment { segment, disagreement: mean(of_segment)?, n_pairs })
        })
        .filter(|contested| contested.disagreement > 0.0)
        .collect();
    contested.sort_by(|a, b| b.disagreement.total_cmp(&a.disagreement).then(a.segment.cmp(&b.segment)));
    Runs {
        names: names[..n_runs].to_vec(),
        pairs,
        mean_ari,
        mean_ami,
        nearest: order.first().copied(),
        most_different: order.last().copied(),
        contested,
    }
}

/// Compares two groupings of the same segments, as one pair of [`runs()`]: the first and the second.
///
/// ```
/// use themata::compare::partition::{RunMembership::{In, Noise}, between};
///
/// let found = between(&[In(0), In(0), In(1), In(1), Noise], &[In(4), In(4), In(2), In(3), In(3)]);
/// assert_eq!((found.n_shared, found.n_measured), (5, 4));
/// // 4/7, as worked out at `adjusted_rand_index`.
/// assert!((found.ari.value().unwrap() - 4.0 / 7.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn between(a: &[RunMembership], b: &[RunMembership]) -> RunAgreement {
    Both::new(a, b, a.len().max(b.len())).agreement(0, 1)
}

fn mean(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let values: Vec<f64> = values.into_iter().collect();
    let n = values.len();
    (n > 0).then(|| rising_sum(values) / n as f64)
}

/// Two groupings of n segments.
struct Both {
    /// For each segment that both contain, its index and its cluster in each grouping.
    shared: Vec<(usize, Option<usize>, Option<usize>)>,
    n: usize,
}

impl Both {
    fn new(a: &[RunMembership], b: &[RunMembership], n: usize) -> Self {
        let cluster = |placed: Option<&RunMembership>| match placed {
            None | Some(RunMembership::Absent) => None,
            Some(RunMembership::Noise) => Some(None),
            Some(RunMembership::In(cluster)) => Some(Some(*cluster as usize)),
        };
        let of = |at: usize| Some((at, cluster(a.get(at))?, cluster(b.get(at))?));
        Self { shared: (0..n).filter_map(of).collect(), n }
    }

    fn agreement(&self, first: usize, second: usize) -> RunAgreement {
        let both = self.shared.iter().filter_map(|&(_, a, b)| Some((a?, b?, 1)));
        let table = Contingency::of_counts(both);
        let figure = |measure: fn(&Contingency) -> f64| {
            Agreement::new(if table.n() == 0 {
                Err(Undefined::NoSegment { with: SegmentWith::ClusterInBoth })
            } else if table.is_trivial() {
                Err(Undefined::NoVariation)
            } else {
                Ok(measure(&table))
            })
        };
        RunAgreement {
            first,
            second,
            n_shared: self.shared.len(),
            n_measured: table.n(),
            ari: figure(adjusted_rand_index),
            ami: figure(adjusted_mutual_info),
        }
    }

    /// Computes how far the two differ on each segment's group; `None` if one does not contain the segment.
    fn distances(&self) -> Vec<Option<f64>> {
        let (mut of_a, mut of_b, mut of_both) = (
            std::collections::HashMap::new(),
            std::collections::HashMap::new(),
            std::collections::HashMap::new(),
        );
        for &(_, a, b) in &self.shared {
            if let Some(a) = a {
                *of_a.entry(a).or_insert(0_usize) += 1;
            }
            if let Some(b) = b {
                *of_b.entry(b).or_insert(0_usize) += 1;
            }
            if let (Some(a), Some(b)) = (a, b) {
                *of_both.entry((a, b)).or_insert(0_usize) += 1;
            }
        }
        let mut distances = vec![None; self.n];
        for &(at, a, b) in &self.shared {
            // The segment itself does not count.
            let beside_a = a.and_then(|a| of_a.get(&a)).map_or(0, |n| n - 1);
            let beside_b = b.and_then(|b| of_b.get(&b)).map_or(0, |n| n - 1);
            let beside_both = a.zip(b).and_then(|pair| of_both.get(&pair)).map_or(0, |n| n - 1);
            let union = beside_a + beside_b - beside_both;
            distances[at] = Some(if union == 0 { 0.0 } else { 1.0 - beside_both as f64 / union as f64 });
        }
        distances
    }
}
