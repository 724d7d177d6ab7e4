//! Several groupings of the same segments beside each other: which is nearest to all, which differs most, and on what.

use rayon::prelude::*;
use serde::Serialize;

use crate::domain::{
    Agreement, Contingency, SegmentWith, Undefined, adjusted_mutual_info, adjusted_rand_index, rising_sum,
};

/// What a grouping says of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunMembership {
    /// It does not know the segment.
    Absent,
    /// It leaves the segment in no cluster.
    Noise,
    /// It puts the segment in this cluster, by any number.
    In(u32),
}

/// Two groupings beside each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RunAgreement {
    /// The first, as a place in the list.
    pub first: usize,
    /// The second.
    pub second: usize,
    /// How many segments both know.
    pub n_shared: usize,
    /// How many of these both put in a cluster: the measures rest on them.
    pub n_measured: usize,
    /// The adjusted Rand index.
    pub ari: Agreement,
    /// The adjusted mutual information.
    pub ami: Agreement,
}

/// A segment that groupings disagree on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DisputedSegment {
    /// The segment, as a place in the groupings.
    pub segment: usize,
    /// Of the segments that one of two groupings at least puts beside it, the share that only one does; the mean over all
    /// pairs of groupings that know it. 0 where all say the same, 1 where no two share a companion.
    pub disagreement: f64,
    /// How many pairs of groupings know it.
    pub n_pairs: usize,
}

/// Several groupings of the same segments.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Runs {
    /// What they are called.
    pub names: Vec<String>,
    /// Each pair of them.
    pub pairs: Vec<RunAgreement>,
    /// The mean ARI of each with the others; null where none is defined.
    pub mean_ari: Vec<Option<f64>>,
    /// The mean AMI of each with the others; null where none is defined.
    pub mean_ami: Vec<Option<f64>>,
    /// The one nearest to all others, by mean AMI: what speaks for them where one must. Null with fewer than three.
    pub nearest: Option<usize>,
    /// The one that differs most. Null with fewer than three.
    pub most_different: Option<usize>,
    /// Segments by falling disagreement; those on which all agree are left out.
    pub contested: Vec<DisputedSegment>,
}

/// Compares groupings of the same segments with each other.
///
/// The measures of a pair are over the segments that both put in a cluster; noise is counted and left out, since it is no
/// group. Where a segment is noise in one and not in the other, the two disagree on it.
///
/// **Shapes**: `names` m, `groupings` m, each with n entries in the same order of segments; a shorter one knows the first
/// segments only.
///
/// **Edge cases**: a measure is [`Undefined::NoSegment`] where the two share no segment, and [`Undefined::NoVariation`] where
/// neither could differ: one cluster each, or none but single segments.
///
/// ```
/// use themata::compare::partition::{Placed::In, runs};
///
/// let names = ["a", "b", "c"].map(str::to_owned);
/// let found = runs(&names, &[vec![In(0), In(0), In(1), In(1)], vec![In(5), In(5), In(2), In(2)], vec![In(0), In(1), In(1), In(1)]]);
/// assert_eq!(found.pairs[0].ari.value(), Ok(1.0));
/// // That of c with both is 0: it puts in one cluster as many pairs of theirs as chance would.
/// assert_eq!(found.mean_ari, [Some(0.5), Some(0.5), Some(0.0)]);
/// assert_eq!((found.nearest, found.most_different), (Some(0), Some(2)));
/// // The first segment: beside it a and b put the second, c puts nothing: distances 0, 1 and 1.
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
    // Names decide between equals, not the order in which groupings were given.
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

/// Two groupings of the same segments, as one pair of [`runs()`]: the first and the second.
///
/// ```
/// use themata::compare::partition::{Placed::{In, Noise}, between};
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
    /// Of each segment that both know, its place and what each says.
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

    /// How far the two differ on the company of each segment; `None` where one does not know it.
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
            // The segment itself is no companion.
            let beside_a = a.and_then(|a| of_a.get(&a)).map_or(0, |n| n - 1);
            let beside_b = b.and_then(|b| of_b.get(&b)).map_or(0, |n| n - 1);
            let beside_both = a.zip(b).and_then(|pair| of_both.get(&pair)).map_or(0, |n| n - 1);
            let union = beside_a + beside_b - beside_both;
            distances[at] = Some(if union == 0 { 0.0 } else { 1.0 - beside_both as f64 / union as f64 });
        }
        distances
    }
}
