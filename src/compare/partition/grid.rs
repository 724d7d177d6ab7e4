//! The grid: how many segments have a code and are in a cluster.

use serde::Serialize;

use super::segments::CodedSegment;

/// A row or column of the grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GridLine {
    /// The code or cluster, as an index in its list; null for the row without a code and the column of noise.
    pub at: Option<usize>,
    /// Its label.
    pub label: String,
    /// How many segments it has. A segment with several codes is counted in each of their rows, and once in its column.
    pub n: usize,
}

/// Codes × clusters. The last row holds segments without a code, the last column holds noise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Grid {
    /// The codes.
    pub rows: Vec<GridLine>,
    /// The clusters.
    pub columns: Vec<GridLine>,
    /// How many segments, by row, then column.
    pub cells: Vec<Vec<usize>>,
}

impl Grid {
    pub(super) fn new(rows: &[CodedSegment], codes: &[String], clusters: &[String]) -> Self {
        let (n_codes, n_clusters) = (codes.len(), clusters.len());
        let mut cells = vec![vec![0; n_clusters + 1]; n_codes + 1];
        let mut columns = vec![0; n_clusters + 1];
        for row in rows {
            let column = row.cluster.map_or(n_clusters, |cluster| cluster as usize);
            columns[column] += 1;
            let mut of: Vec<usize> = row.codes.iter().map(|&code| code as usize).collect();
            if of.is_empty() {
                of.push(n_codes);
            }
            of.sort_unstable();
            of.dedup();
            of.into_iter().for_each(|code| cells[code][column] += 1);
        }
        let lines = |labels: &[String], last: &str, n: Vec<usize>| {
            let line = |(at, n): (usize, usize)| GridLine {
                at: (at < labels.len()).then_some(at),
                label: labels.get(at).map_or(last, String::as_str).to_owned(),
                n,
            };
            n.into_iter().enumerate().map(line).collect()
        };
        let of_row = cells.iter().map(|row| row.iter().sum()).collect();
        Self { rows: lines(codes, NO_CODE, of_row), columns: lines(clusters, NOISE, columns), cells }
    }
}

/// The label of the row of segments without a code.
pub(super) const NO_CODE: &str = "(no code)";
/// The label of the column of noise.
pub(super) const NOISE: &str = "(noise)";
