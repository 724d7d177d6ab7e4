//! Computes all figures of a comparison of clusters with codes, with intervals over interviews.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;
use serde::Serialize;

use super::b_cubed::{Sharing, f1};
use super::figure::{ByChance, Figure};
use super::information::Information;
use super::matching::{Overlap, kappa};
use super::pair_counting::fowlkes_mallows;
use super::segments::{Counted, PartitionParams, SetCell};
use crate::compare::resample::{draw_seeds, quantile};
use crate::domain::{
    Cancelled, Contingency, Progress, SegmentWith, Undefined, adjusted_mutual_info, adjusted_rand_index,
    rising_sum,
};

/// B³, for segments with any number of codes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BCubed {
    /// To what extent segments that share a cluster share codes.
    pub precision: Figure,
    /// To what extent segments that share codes share a cluster.
    pub recall: Figure,
    /// The harmonic mean of the two.
    pub f1: Figure,
}

/// The measures of two partitions, over the segments with exactly one code and a cluster; B³ over all coded segments.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PartitionMeasures {
    /// The adjusted Rand index.
    pub ari: Figure,
    /// The adjusted mutual information.
    pub ami: Figure,
    /// The normalised mutual information, with the arithmetic mean.
    pub nmi: Figure,
    /// To what extent each cluster holds only one code.
    pub homogeneity: Figure,
    /// To what extent each code is in only one cluster.
    pub completeness: Figure,
    /// The harmonic mean of homogeneity and completeness. It equals `nmi`; it is given because readers look for both
    /// names.
    pub v_measure: Figure,
    /// B³.
    pub b_cubed: BCubed,
    /// The Fowlkes–Mallows index.
    pub fowlkes_mallows: Figure,
}

/// The number of figures, including those of the matching.
pub(super) const N_FIGURES: usize = 13;
/// The figures that are adjusted for chance: ARI and AMI.
pub(super) const ADJUSTED: [usize; 2] = [0, 1];

/// The values in the order of the fields of [`PartitionMeasures`], then accuracy, mean F1 and κ after matching.
pub(super) type Values = [Result<f64, Undefined>; N_FIGURES];

/// The segments with exactly one code and a cluster.
struct SingleCoded {
    /// Code, cluster, and how many segments.
    cells: Vec<(usize, usize, usize)>,
    /// The same as a table.
    table: Contingency,
}

/// Counts the segments with exactly one code and a cluster.
fn single_coded(counted: &Counted, cells: &[SetCell]) -> SingleCoded {
    let single = |&(set, cluster, count): &SetCell| match counted.sets[set][..] {
        [code] if counted.is_cluster(cluster) => Some((code as usize, cluster, count)),
        _ => None,
    };
    let cells: Vec<_> = cells.iter().filter_map(single).collect();
    let table = Contingency::of_counts(cells.iter().copied());
    SingleCoded { cells, table }
}

/// Returns the counts of codes and clusters for the matching; noise and segments without a code are never matched.
pub(super) fn overlap(counted: &Counted, cells: &[SetCell], n_real_codes: usize) -> Overlap {
    let mut table = vec![0_usize; n_real_codes * counted.n_clusters];
    let (mut of_code, mut of_cluster) = (vec![0; n_real_codes], vec![0; counted.n_clusters]);
    for &(set, cluster, count) in cells {
        if cluster < counted.n_clusters {
            of_cluster[cluster] += count;
        }
        for code in counted.sets[set].iter().map(|&code| code as usize).filter(|&code| code < n_real_codes) {
            of_code[code] += count;
            if cluster < counted.n_clusters {
                table[code * counted.n_clusters + cluster] += count;
            }
        }
    }
    let n_clusters = counted.n_clusters.max(1);
    let cells = table.into_iter().enumerate().filter(|&(_, count)| count > 0);
    Overlap {
        cells: cells.map(|(at, n)| (at / n_clusters, at % n_clusters, n)).collect(),
        of_code,
        of_cluster,
    }
}

/// Computes all values for segments counted by set and cluster.
pub(super) fn values(counted: &Counted, sharing: &Sharing, cells: &[SetCell], n_real_codes: usize) -> Values {
    let single = single_coded(counted, cells);
    let table = &single.table;
    // If the partitions cannot differ, chance alone agrees completely.
    let adjusted = |value: fn(&Contingency) -> f64| match (table.n(), table.is_trivial()) {
        (0, _) => Err(NOT_SINGLE),
        (_, true) => Err(Undefined::NoVariation),
        (_, false) => Ok(value(table)),
    };
    let mut found = not_adjusted(counted, sharing, cells, &single, n_real_codes);
    let [ari, ami] = ADJUSTED;
    found[ari] = adjusted(adjusted_rand_index);
    found[ami] = adjusted(adjusted_mutual_info);
    found
}

/// Computes the same as [`values`], except for the [`ADJUSTED`] figures, which are undefined: their chance values are not
/// shown, and the expected mutual information takes the most time of all.
pub(super) fn values_by_chance(
    counted: &Counted,
    sharing: &Sharing,
    cells: &[SetCell],
    n_real_codes: usize,
) -> Values {
    not_adjusted(counted, sharing, cells, &single_coded(counted, cells), n_real_codes)
}

const NOT_SINGLE: Undefined = Undefined::NoSegment { with: SegmentWith::OneCodeAndCluster };

/// Returns all figures but the [`ADJUSTED`] ones, in their order.
fn not_adjusted(
    counted: &Counted,
    sharing: &Sharing,
    cells: &[SetCell],
    single: &SingleCoded,
    n_real_codes: usize,
) -> Values {
    let table = &single.table;
    let information = if table.n() == 0 { Err(NOT_SINGLE) } else { Information::of(table) };
    let told = |value: fn(&Information) -> Result<f64, Undefined>| {
        value(information.as_ref().map_err(Clone::clone)?)
    };
    let nmi = told(Information::normalized);
    let (precision, recall) = sharing.pair(counted, cells);
    let f1 = f1(&precision, &recall);

    let overlap = overlap(counted, cells, n_real_codes);
    let pairs = overlap.best();
    let n_in: usize = cells.iter().filter(|cell| counted.is_cluster(cell.1)).map(|cell| cell.2).sum();
    let accuracy = if n_in == 0 {
        Err(Undefined::NoSegment { with: SegmentWith::CodeAndCluster })
    } else {
        Ok(matched(counted, cells, &pairs) as f64 / n_in as f64)
    };
    let n_codes = overlap.of_code.iter().filter(|&&n| n > 0).count();
    let mean_f1 = if n_codes == 0 || n_in == 0 {
        Err(Undefined::NoSegment { with: SegmentWith::CodeAndCluster })
    } else {
        let each = pairs.iter().map(|&(code, cluster, shared)| overlap.f1(code, cluster, shared));
        Ok(crate::domain::rising_sum(each) / n_codes as f64)
    };
    [
        Err(Undefined::NoVariation),
        Err(Undefined::NoVariation),
        nmi.clone(),
        told(Information::homogeneity),
        told(Information::completeness),
        nmi,
        precision,
        recall,
        f1,
        if table.n() == 0 { Err(NOT_SINGLE) } else { fowlkes_mallows(table) },
        accuracy,
        mean_f1,
        kappa(&single.cells, &pairs),
    ]
}

/// Counts the segments with the code that their cluster is matched to; a segment with several codes counts once.
fn matched(counted: &Counted, cells: &[SetCell], pairs: &[(usize, usize, usize)]) -> usize {
    let mut code_of = vec![None; counted.n_clusters + 1];
    pairs.iter().for_each(|&(code, cluster, _)| code_of[cluster] = Some(code as u32));
    let has = |cell: &&SetCell| code_of[cell.1].is_some_and(|code| counted.sets[cell.0].contains(&code));
    cells.iter().filter(has).map(|cell| cell.2).sum()
}

impl PartitionMeasures {
    /// Makes the measures from all figures in their order; also returns the figures of the matching.
    pub(super) fn of(figures: [Figure; N_FIGURES]) -> (Self, [Figure; 3]) {
        let [
            ari,
            ami,
            nmi,
            homogeneity,
            completeness,
            v_measure,
            precision,
            recall,
            f1,
            fm,
            accuracy,
            mean_f1,
            kappa,
        ] = figures;
        let b_cubed = BCubed { precision, recall, f1 };
        let measures =
            Self { ari, ami, nmi, homogeneity, completeness, v_measure, b_cubed, fowlkes_mallows: fm };
        (measures, [accuracy, mean_f1, kappa])
    }
}

/// Makes the random numbers of the permutations different from those of the intervals.
const APART: u64 = 0x5045_524D_5554_4531;
/// How far a value may lie below the observed one and still count as equal: the last bits of two sums of the same terms.
const ROUNDING: f64 = 1e-12;

/// Computes each figure's value by chance; `None` if the figure is undefined or adjusted for chance, or if nothing was
/// dealt.
pub(super) fn by_chance(
    counted: &Counted,
    sharing: &Sharing,
    n_real_codes: usize,
    found: &Values,
    params: &PartitionParams,
    progress: &dyn Progress,
) -> Result<[Option<ByChance>; N_FIGURES], Cancelled> {
    let (sets, clusters) = decks(counted);
    let dealt: Vec<Values> = draw_seeds(params.interval.seed() ^ APART, params.n_permutations)
        .into_par_iter()
        .map(|seed| {
            progress.check_cancelled()?;
            let mut sets = sets.clone();
            sets.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
            Ok(values_by_chance(counted, sharing, &tally(counted, &sets, &clusters), n_real_codes))
        })
        .collect::<Result<_, Cancelled>>()?;
    Ok(std::array::from_fn(|at| {
        let observed = *found[at].as_ref().ok().filter(|_| !ADJUSTED.contains(&at))?;
        let mut chance: Vec<f64> =
            dealt.iter().filter_map(|values| values[at].as_ref().ok().copied()).collect();
        chance.sort_unstable_by(f64::total_cmp);
        let at_or_above = chance.iter().filter(|&&value| value >= observed - ROUNDING).count();
        Some(ByChance {
            high: quantile(&chance, 0.95)?,
            mean: rising_sum(chance.iter().copied()) / chance.len() as f64,
            share_at_or_above: at_or_above as f64 / chance.len() as f64,
            n_permutations: params.n_permutations,
            n_undefined: params.n_permutations - chance.len(),
        })
    }))
}

/// Returns the set of codes and the cluster of each segment, both by falling size: the permutations depend on the sizes
/// of codes and clusters, not on their names, and equal sizes are interchangeable when dealt at random.
fn decks(counted: &Counted) -> (Vec<usize>, Vec<usize>) {
    let n_columns = counted.n_clusters + 1;
    let (mut of_set, mut of_cluster) = (vec![0; counted.sets.len()], vec![0; n_columns]);
    for &(set, cluster, _, count) in &counted.cells {
        of_set[set] += count;
        of_cluster[cluster] += count;
    }
    let deck = |sizes: Vec<usize>, first: &dyn Fn(usize) -> usize| -> Vec<usize> {
        let mut order: Vec<usize> = (0..sizes.len()).collect();
        order.sort_by_key(|&at| (first(at), std::cmp::Reverse(sizes[at]), at));
        order.into_iter().flat_map(|at| std::iter::repeat_n(at, sizes[at])).collect()
    };
    // Sets of one code first, noise last: the measures treat these separately.
    let sets = deck(of_set, &|set| counted.sets[set].len());
    let clusters = deck(of_cluster, &|cluster| usize::from(cluster == counted.n_clusters));
    (sets, clusters)
}

fn tally(counted: &Counted, sets: &[usize], clusters: &[usize]) -> Vec<SetCell> {
    let n_columns = counted.n_clusters + 1;
    let mut table = vec![0; counted.sets.len() * n_columns];
    sets.iter().zip(clusters).for_each(|(&set, &cluster)| table[set * n_columns + cluster] += 1);
    let cells = table.into_iter().enumerate().filter(|&(_, count)| count > 0);
    cells.map(|(at, count)| (at / n_columns, at % n_columns, count)).collect()
}
