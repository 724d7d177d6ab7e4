//! Compares codes with clusters: counts, measures, matching and findings.

use serde::Serialize;

use super::b_cubed::Sharing;
use super::figure::Figure;
use super::figures::by_chance;
use super::figures::{N_FIGURES, PartitionMeasures, overlap, values};
use super::findings;
use super::grid::Grid;
use super::matching::{MatchedPair, Matching, Overlap, UnmatchedCluster, UnmatchedCode};
use super::segments::{CodedSegment, Counted, PartitionCounts, PartitionParams};
use super::structure::{self, MergedCluster, SplitCode, clusters_of, codes_of};
use crate::compare::resample::jackknives;
use crate::domain::{Agreement, Cancelled, PartitionFinding, Progress, Said};

/// A comparison of clusters with codes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PartitionComparison {
    /// How many segments there are of each kind.
    pub counts: PartitionCounts,
    /// Codes × clusters, with a row for segments without a code and a column for noise.
    pub grid: Grid,
    /// The measures.
    pub measures: PartitionMeasures,
    /// The best matching, one to one.
    pub matching: Matching,
    /// Codes that are spread over several clusters.
    pub split: Vec<SplitCode>,
    /// Clusters with several codes.
    pub merged: Vec<MergedCluster>,
    /// What was split, merged, missed and unmatched.
    pub findings: Vec<Said<PartitionFinding>>,
    /// What the figures are based on and what they omit.
    pub rests_on: Vec<Said<PartitionFinding>>,
}

impl PartitionComparison {
    /// Returns all figures by the keys of [`partition_names`](crate::compare::partition_names), in the order in which they are shown.
    #[must_use]
    pub const fn figures(&self) -> [(&'static str, &Figure); N_FIGURES] {
        let (measures, matching) = (&self.measures, &self.matching);
        [
            ("ari", &measures.ari),
            ("ami", &measures.ami),
            ("nmi", &measures.nmi),
            ("homogeneity", &measures.homogeneity),
            ("completeness", &measures.completeness),
            ("v_measure", &measures.v_measure),
            ("b_cubed_precision", &measures.b_cubed.precision),
            ("b_cubed_recall", &measures.b_cubed.recall),
            ("b_cubed_f1", &measures.b_cubed.f1),
            ("fowlkes_mallows", &measures.fowlkes_mallows),
            ("matched_accuracy", &matching.accuracy),
            ("mean_f1", &matching.mean_f1),
            ("kappa_after_matching", &matching.kappa_after_matching),
        ]
    }
}

/// Compares the clusters of segments with their codes.
///
/// Codes and clusters are given by their index in `codes` and `clusters`; if a segment has an index beyond the list, the
/// list is extended. Intervals are over `group`s, which are interviews. The order of the rows and the names of codes and
/// clusters change no figure; names only decide among equally good matchings and the order of items of equal size.
///
/// # Errors
/// [`Cancelled`] if `progress` is cancelled; there is no other error.
///
/// ```
/// use themata::compare::partition::{CodedSegment, PartitionParams, compare};
/// use themata::domain::NoProgress;
///
/// let row = |code: u32, cluster: u32| CodedSegment { codes: vec![code], cluster: Some(cluster), group: 0 };
/// let rows = [row(0, 0), row(0, 0), row(1, 1), row(1, 2)];
/// let labels = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<Vec<_>>();
/// let found = compare(
///     &rows,
///     &labels(&["nights", "rota"]),
///     &labels(&["theme 1", "theme 2", "theme 3"]),
///     &PartitionParams::default(),
///     &NoProgress,
/// )?;
/// // 4/7, as worked out at `adjusted_rand_index`; three of four segments are matched.
/// assert!((found.measures.ari.agreement.value().unwrap() - 4.0 / 7.0).abs() < 1e-12);
/// assert_eq!(found.matching.accuracy.agreement.value(), Ok(0.75));
/// assert_eq!(found.matching.invented.len(), 1);
/// # Ok::<(), themata::domain::Cancelled>(())
/// ```
pub fn compare(
    rows: &[CodedSegment],
    codes: &[String],
    clusters: &[String],
    params: &PartitionParams,
    progress: &dyn Progress,
) -> Result<PartitionComparison, Cancelled> {
    let codes = named(codes, rows.iter().flat_map(|row| row.codes.iter().copied()), "code");
    let clusters = named(clusters, rows.iter().filter_map(|row| row.cluster), "cluster");
    let counted = Counted::new(rows, codes.len(), clusters.len(), params);
    let counts = PartitionCounts::of(rows, &counted);
    let grid = Grid::new(rows, &codes, &clusters);
    let all = counted.all();
    let overlap = overlap(&counted, &all, codes.len());
    let (measures, figures) = PartitionMeasures::of(figures(&counted, codes.len(), params, progress)?);
    let matching = matching(&grid, &overlap, figures);
    let split = structure::split(&grid);
    let merged = structure::merged(&grid, &overlap.of_cluster);
    let findings = findings::of_groupings(&split, &merged, &matching);
    let mut rests_on = findings::of_counts(&counts, params);
    rests_on.extend(findings::of_chance(&measures));
    rests_on.extend(findings::of_matching_by_chance(&matching));
    let rests_on = rests_on.into_iter().map(Said).collect();
    Ok(PartitionComparison { counts, grid, measures, matching, split, merged, findings, rests_on })
}

/// Returns the labels, extended by numbers if an index beyond them occurs.
fn named(labels: &[String], places: impl Iterator<Item = u32>, word: &str) -> Vec<String> {
    let n = places.map(|place| place as usize + 1).max().unwrap_or(0).max(labels.len());
    (0..n).map(|at| labels.get(at).cloned().unwrap_or_else(|| format!("{word} {}", at + 1))).collect()
}

/// Computes all figures with intervals, and the chance values of those that are not adjusted for chance.
fn figures(
    counted: &Counted,
    n_codes: usize,
    params: &PartitionParams,
    progress: &dyn Progress,
) -> Result<[Figure; N_FIGURES], Cancelled> {
    let sharing = Sharing::new(counted);
    let found = values(counted, &sharing, &counted.all(), n_codes);
    // With draws with replacement, an interview would be paired with its own copy, and copies always share code and
    // cluster: every figure based on pairs would be higher than the figure whose interval is computed.
    let (n_groups, level) = (counted.n_groups, params.interval.level());
    let drawn = if params.with_intervals {
        jackknives(n_groups, level, N_FIGURES, progress, |weights| {
            values(counted, &sharing, &counted.drawn(weights), n_codes).into_iter().map(Result::ok).collect()
        })?
    } else {
        vec![None; N_FIGURES]
    };
    let chance = by_chance(counted, &sharing, n_codes, &found, params, progress)?;
    let mut of = found.into_iter().zip(drawn).zip(chance).map(|((value, drawn), by_chance)| Figure {
        agreement: Agreement::new(value).with_interval(drawn),
        by_chance,
    });
    Ok(std::array::from_fn(|_| {
        of.next().unwrap_or_else(|| Figure {
            agreement: Agreement::new(Err(crate::domain::Undefined::Nothing)),
            by_chance: None,
        })
    }))
}

fn matching(
    grid: &Grid,
    overlap: &Overlap,
    [accuracy, mean_f1, kappa_after_matching]: [Figure; 3],
) -> Matching {
    let mut pairs: Vec<MatchedPair> = overlap
        .best()
        .into_iter()
        .map(|(code, cluster, n_shared)| {
            let (n_code, n_cluster) = (overlap.of_code[code], overlap.of_cluster[cluster]);
            MatchedPair {
                code,
                code_label: grid.rows[code].label.clone(),
                cluster,
                cluster_label: grid.columns[cluster].label.clone(),
                n_shared,
                n_code,
                n_cluster,
                precision: n_shared as f64 / n_cluster as f64,
                recall: n_shared as f64 / n_code as f64,
                f1: overlap.f1(code, cluster, n_shared),
            }
        })
        .collect();
    pairs.sort_by(|a, b| b.n_shared.cmp(&a.n_shared).then_with(|| a.code_label.cmp(&b.code_label)));
    let mut missed: Vec<UnmatchedCode> = structure::codes(grid)
        .filter(|(code, ..)| pairs.iter().all(|pair| pair.code != *code))
        .filter_map(|(code, label, n)| {
            let most = clusters_of(grid, code).into_iter().next()?;
            Some(UnmatchedCode { code, label: label.to_owned(), n, most })
        })
        .collect();
    missed.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.label.cmp(&b.label)));
    let mut invented: Vec<UnmatchedCluster> = grid
        .columns
        .iter()
        .filter(|line| line.n > 0)
        .filter_map(|line| Some((line.at?, line)))
        .filter(|(cluster, _)| pairs.iter().all(|pair| pair.cluster != *cluster))
        .map(|(cluster, line)| UnmatchedCluster {
            cluster,
            label: line.label.clone(),
            n: line.n,
            n_coded: overlap.of_cluster[cluster],
            most: codes_of(grid, cluster, overlap.of_cluster[cluster]).into_iter().next(),
        })
        .collect();
    invented.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.label.cmp(&b.label)));
    Matching { pairs, missed, invented, accuracy, mean_f1, kappa_after_matching }
}
