//! All figures of clusters beside codes, with intervals over interviews.

use serde::Serialize;

use super::b_cubed::{Sharing, f1};
use super::chance::ByChance;
use super::information::Information;
use super::matching::{Overlap, kappa};
use super::pair_counting::fowlkes_mallows;
use super::segments::{Counted, SetCell};
use crate::domain::{
    Agreement, Contingency, SegmentWith, Undefined, adjusted_mutual_info, adjusted_rand_index,
};

/// A figure, beside what random codes come to where chance is not taken off.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Figure {
    /// Its value and interval, or why it is undefined.
    #[serde(flatten)]
    pub agreement: Agreement,
    /// What it comes to with the codes dealt out at random; null where chance is taken off already, or the figure undefined.
    pub by_chance: Option<ByChance>,
}

/// B³, for segments with any number of codes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BCubed {
    /// How far segments that share a cluster share codes.
    pub precision: Figure,
    /// How far segments that share codes share a cluster.
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
    /// How far each cluster holds one code only.
    pub homogeneity: Figure,
    /// How far each code is in one cluster only.
    pub completeness: Figure,
    /// The harmonic mean of these two: the same number as `nmi`, since readers look for it under both names.
    pub v_measure: Figure,
    /// B³.
    pub b_cubed: BCubed,
    /// The Fowlkes–Mallows index.
    pub fowlkes_mallows: Figure,
}

/// How many figures there are, those of the matching included.
pub(super) const N_FIGURES: usize = 13;
/// The figures from which chance is taken off already: ARI and AMI.
pub(super) const ADJUSTED: [usize; 2] = [0, 1];

/// The values in the order of the fields of [`PartitionMeasures`], then accuracy, mean F1 and κ after matching.
pub(super) type Values = [Result<f64, Undefined>; N_FIGURES];

/// Codes of single-coded segments and clusters, as a table.
fn single_coded(counted: &Counted, cells: &[SetCell]) -> Vec<(usize, usize, usize)> {
    let single = |&(set, cluster, count): &SetCell| match counted.sets[set][..] {
        [code] if counted.is_cluster(cluster) => Some((code as usize, cluster, count)),
        _ => None,
    };
    cells.iter().filter_map(single).collect()
}

/// Codes and clusters as the matching takes them; neither noise nor what has no code is ever matched.
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

/// All values for segments counted by set and cluster.
pub(super) fn values(counted: &Counted, sharing: &Sharing, cells: &[SetCell], n_real_codes: usize) -> Values {
    let single = single_coded(counted, cells);
    let table = Contingency::of_counts(single.iter().copied());
    // Where the partitions could not differ, chance alone agrees completely.
    let adjusted = |value: fn(&Contingency) -> f64| match (table.n(), table.is_trivial()) {
        (0, _) => Err(NOT_SINGLE),
        (_, true) => Err(Undefined::NoVariation),
        (_, false) => Ok(value(&table)),
    };
    let mut found = not_adjusted(counted, sharing, (cells, &single, &table), n_real_codes);
    let [ari, ami] = ADJUSTED;
    found[ari] = adjusted(adjusted_rand_index);
    found[ami] = adjusted(adjusted_mutual_info);
    found
}

/// As [`values`], but for the [`ADJUSTED`] figures, which stand as undefined: what they come to by chance is not shown, and the expected
/// mutual information is the costliest of all.
pub(super) fn values_by_chance(
    counted: &Counted,
    sharing: &Sharing,
    cells: &[SetCell],
    n_real_codes: usize,
) -> Values {
    let single = single_coded(counted, cells);
    let table = Contingency::of_counts(single.iter().copied());
    not_adjusted(counted, sharing, (cells, &single, &table), n_real_codes)
}

const NOT_SINGLE: Undefined = Undefined::NoSegment { with: SegmentWith::OneCodeAndCluster };

/// A cell of a table of codes and clusters: both, and how many segments.
type CodeCell = (usize, usize, usize);

fn not_adjusted(
    counted: &Counted,
    sharing: &Sharing,
    (cells, single, table): (&[SetCell], &[CodeCell], &Contingency),
    n_real_codes: usize,
) -> Values {
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
        kappa(single, &pairs),
    ]
}

/// How many segments have the code that their cluster is matched to; one with several codes counts once.
fn matched(counted: &Counted, cells: &[SetCell], pairs: &[(usize, usize, usize)]) -> usize {
    let mut code_of = vec![None; counted.n_clusters + 1];
    pairs.iter().for_each(|&(code, cluster, _)| code_of[cluster] = Some(code as u32));
    let has = |cell: &&SetCell| code_of[cell.1].is_some_and(|code| counted.sets[cell.0].contains(&code));
    cells.iter().filter(has).map(|cell| cell.2).sum()
}

impl PartitionMeasures {
    /// From all figures in their order; gives back those of the matching.
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
