//! What was split and what was merged: codes in several clusters, clusters with several codes.

use serde::Serialize;

use super::grid::Grid;

/// A code is called split if at least two clusters hold this share of it each. With a smaller share, one misplaced
/// segment of five would split a code.
pub const SPLIT_SHARE: f64 = 0.2;
/// A cluster is said to merge codes if at least two codes have this share of its coded segments each, for the same
/// reason.
pub const MERGED_SHARE: f64 = 0.2;
/// The least number of segments in a part: one segment is not a part.
const LEAST: usize = 2;

/// A part of a code or a cluster.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodeShare {
    /// The cluster or code, as an index in its list; null for noise.
    pub at: Option<usize>,
    /// Its label.
    pub label: String,
    /// How many segments are in it.
    pub n: usize,
    /// The share, between 0 and 1.
    pub share: f64,
}

/// A code that is in several clusters.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SplitCode {
    /// The code, as an index in the list of codes.
    pub code: usize,
    /// Its label.
    pub label: String,
    /// How many segments have it.
    pub n: usize,
    /// The clusters that hold at least [`SPLIT_SHARE`] of these, the largest first; shares are of all segments with the
    /// code.
    pub parts: Vec<CodeShare>,
}

/// A cluster that holds several codes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MergedCluster {
    /// The cluster, as an index in the list of clusters.
    pub cluster: usize,
    /// Its label.
    pub label: String,
    /// How many of its segments have a code.
    pub n_coded: usize,
    /// The codes of at least [`MERGED_SHARE`] of these, the largest first. A segment with several codes counts with each,
    /// so the shares may add up to more than 1.
    pub parts: Vec<CodeShare>,
}

/// Returns the codes that were split, by falling size.
pub(super) fn split(grid: &Grid) -> Vec<SplitCode> {
    let mut found: Vec<SplitCode> = codes(grid)
        .map(|(code, label, n)| SplitCode {
            code,
            label: label.to_owned(),
            n,
            parts: large(clusters_of(grid, code), SPLIT_SHARE),
        })
        .filter(|split| split.parts.len() > 1)
        .collect();
    found.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.label.cmp(&b.label)));
    found
}

/// Returns the clusters that merge codes, by falling number of coded segments.
pub(super) fn merged(grid: &Grid, of_cluster: &[usize]) -> Vec<MergedCluster> {
    let mut found: Vec<MergedCluster> = of_cluster
        .iter()
        .enumerate()
        .map(|(cluster, &n_coded)| MergedCluster {
            cluster,
            label: grid.columns[cluster].label.clone(),
            n_coded,
            parts: large(codes_of(grid, cluster, n_coded), MERGED_SHARE),
        })
        .filter(|merged| merged.parts.len() > 1)
        .collect();
    found.sort_by(|a, b| b.n_coded.cmp(&a.n_coded).then_with(|| a.label.cmp(&b.label)));
    found
}

fn large(parts: Vec<CodeShare>, share: f64) -> Vec<CodeShare> {
    parts.into_iter().filter(|part| part.at.is_some() && part.share >= share && part.n >= LEAST).collect()
}

/// Returns the codes with at least one segment: index, label, size.
pub(super) fn codes(grid: &Grid) -> impl Iterator<Item = (usize, &str, usize)> {
    grid.rows.iter().filter(|row| row.n > 0).filter_map(|row| Some((row.at?, row.label.as_str(), row.n)))
}

/// Returns where a code's segments are, including noise, largest part first.
pub(super) fn clusters_of(grid: &Grid, code: usize) -> Vec<CodeShare> {
    let n = grid.rows[code].n;
    parts(grid.columns.iter().zip(&grid.cells[code]).map(|(line, &n)| (line.at, &line.label, n)), n)
}

/// Returns the codes of a cluster's segments, largest part first; shares are of its coded segments.
pub(super) fn codes_of(grid: &Grid, cluster: usize, n_coded: usize) -> Vec<CodeShare> {
    let lines = grid.rows.iter().zip(&grid.cells).filter(|(line, _)| line.at.is_some());
    parts(lines.map(|(line, cells)| (line.at, &line.label, cells[cluster])), n_coded)
}

fn parts<'a>(
    lines: impl Iterator<Item = (Option<usize>, &'a String, usize)>,
    whole: usize,
) -> Vec<CodeShare> {
    let mut parts: Vec<CodeShare> = lines
        .filter(|line| line.2 > 0)
        .map(|(at, label, n)| CodeShare {
            at,
            label: label.clone(),
            n,
            share: n as f64 / whole.max(1) as f64,
        })
        .collect();
    parts.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.label.cmp(&b.label)));
    parts
}
