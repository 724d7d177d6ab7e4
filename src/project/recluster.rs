//! Clusters unthemed and open segments again, guided by a coder's codings.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::cluster::{self, ClusterParams, better_map};
use crate::domain::{Embeddings, Progress, StabilityLevel};

use super::ProjectError;

/// The least number of segments of a candidate theme; a smaller group is not a pattern.
const MIN_THEME: usize = 2;

/// What was learned from codings before the segments were grouped.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "map", rename_all = "kebab-case")]
pub enum MetricLearning {
    /// A linear map: relevant component analysis, stretched by Fisher's ratio of the codes. It tells codes apart better than the plain
    /// vectors do, as tested on codes that it was not learned from.
    Learned {
        /// From how many codes.
        n_codes: usize,
        /// From how many codings.
        n_codings: usize,
        /// How far the covariance within codes was shrunk towards a multiple of the identity (Ledoit and Wolf).
        shrinkage: f64,
        /// The share of segments of held-out codes that are nearest to their own code in a map learned from the other codes; the mean over
        /// codes.
        held_out_learned: f64,
        /// The same share by the plain vectors.
        held_out_plain: f64,
    },
    /// Nothing: the vectors are as the model gave them.
    None {
        /// Why.
        because: String,
    },
}

/// The rows to be grouped again, and what is known of the others.
pub(super) struct ReclusterInput<'a> {
    /// The vectors of all rows.
    pub(super) embeddings: &'a Embeddings,
    /// Coded rows, each with its code.
    pub(super) coded: &'a [(usize, usize)],
    /// The rows that are grouped.
    pub(super) open: &'a [usize],
}

/// New groups of the remaining rows.
pub(super) struct Regrouped {
    /// The open rows of each group, ascending, the largest group first, with the group's stability.
    pub(super) themes: Vec<(Vec<usize>, Option<StabilityLevel>)>,
    /// What was learned first.
    pub(super) learned: MetricLearning,
}

/// Regroups the open rows: in the map that the codings teach if it is the better one (see [`better_map`]), otherwise by the plain vectors.
///
/// By the plain vectors and without a given number, an open row gets the group that it has among all rows: what is left is grouped no worse than
/// the run grouped it.
pub(super) fn regroup(
    remaining: &ReclusterInput<'_>,
    params: &ClusterParams,
    progress: &dyn Progress,
) -> Result<Regrouped, ProjectError> {
    let ReclusterInput { embeddings, coded, open } = remaining;
    progress.check_cancelled()?;
    let (map, learned) = match better_map(embeddings, coded, progress)? {
        Ok((map, tested)) => {
            let learned = MetricLearning::Learned {
                n_codes: map.n_codes,
                n_codings: map.n_coded,
                shrinkage: map.shrinkage,
                held_out_learned: tested.learned,
                held_out_plain: tested.plain,
            };
            (Some(map), learned)
        }
        Err(reason) => (None, MetricLearning::None { because: reason.to_string() }),
    };
    let mut found = Regrouped { themes: Vec::new(), learned };
    if open.len() < MIN_THEME {
        return Ok(found);
    }
    let everything: Vec<usize> = (0..embeddings.n_segments()).collect();
    // Without anything learned, all rows are grouped, as a run does, since the plain vectors of few say less about them. A number that was asked
    // for is that of the open rows.
    let grouped = if map.is_none() && params.n_clusters.is_none() { &everything } else { *open };
    let part = match map {
        Some(map) => map.apply(embeddings, grouped)?,
        None => embeddings.select(grouped),
    };
    let outcome = cluster::cluster(&part, &[], &params.clone().check(grouped.len())?, progress)?;
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); outcome.clustering.n_clusters];
    let is_open: BTreeSet<usize> = open.iter().copied().collect();
    for (row, cluster) in grouped.iter().zip(&outcome.clustering.assignments) {
        if let Some(group) = cluster.and_then(|cluster| groups.get_mut(cluster.0 as usize))
            && is_open.contains(row)
        {
            group.push(*row);
        }
    }
    for (group, stability) in groups.into_iter().zip(outcome.stability) {
        if group.len() >= MIN_THEME {
            found.themes.push((group, stability.verdict()));
        }
    }
    found.themes.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NoProgress;

    #[test]
    fn open_rows_are_grouped_and_no_others() {
        // Three bundles of directions; the first is coded alternately with two codes.
        let degrees = (0..36).map(|i| (i / 12 * 120) as f32 + (i % 12) as f32);
        let values = degrees.flat_map(|d| [d.to_radians().cos(), d.to_radians().sin()]).collect();
        let embeddings = Embeddings::new(values, 2).unwrap();
        let open: Vec<usize> = (12..36).collect();
        let coded: Vec<(usize, usize)> = (0..12).map(|row| (row, row / 6)).collect();
        let remaining = ReclusterInput { embeddings: &embeddings, coded: &coded, open: &open };
        let two = ClusterParams { n_clusters: Some(2), ..ClusterParams::default() };
        let found = regroup(&remaining, &two, &NoProgress).unwrap();
        assert!(
            matches!(found.learned, MetricLearning::None { .. }),
            "two codes are too few to test what they teach"
        );
        let groups: Vec<&Vec<usize>> = found.themes.iter().map(|(rows, _)| rows).collect();
        assert_eq!(groups, [&(12..24).collect::<Vec<_>>(), &(24..36).collect()]);
        let one = ReclusterInput { open: &open[..1], ..remaining };
        assert!(regroup(&one, &two, &NoProgress).unwrap().themes.is_empty());
    }
    #[test]
    fn a_map_that_tells_unknown_codes_apart_is_used() {
        // Twelve codes of eight segments: each code has a direction of its own, and three directions vary alike within all of them. Eight codes
        // are known.
        let (n_codes, n_known, each) = (12, 8, 8);
        let (mut values, mut coded) = (Vec::new(), Vec::new());
        for code in 0..n_codes {
            for i in 0..each {
                let mut row = vec![0.0_f32; n_codes + 3];
                row[code] = 1.0;
                for bit in 0..3 {
                    row[n_codes + bit] = if (i >> bit) & 1 == 1 { 2.0 } else { -2.0 };
                }
                let length = row.iter().map(|value| value * value).sum::<f32>().sqrt();
                values.extend(row.iter().map(|value| value / length));
                if code < n_known {
                    coded.push((code * each + i, code));
                }
            }
        }
        let embeddings = Embeddings::new(values, n_codes + 3).unwrap();
        let open: Vec<usize> = (n_known * each..n_codes * each).collect();
        let four = ClusterParams { n_clusters: Some(4), ..ClusterParams::default() };
        let groups = |coded: &[(usize, usize)]| {
            let found =
                regroup(&ReclusterInput { embeddings: &embeddings, coded, open: &open }, &four, &NoProgress);
            let found = found.unwrap();
            let rows: BTreeSet<Vec<usize>> = found.themes.into_iter().map(|(rows, _)| rows).collect();
            (rows, found.learned)
        };
        let right: BTreeSet<Vec<usize>> =
            (n_known..n_codes).map(|code| (code * each..(code + 1) * each).collect()).collect();
        let (learned, how) = groups(&coded);
        assert!(matches!(how, MetricLearning::Learned { n_codes: 8, n_codings: 64, .. }), "{how:?}");
        assert_eq!(learned, right);
        assert_ne!(groups(&[]).0, right, "the plain vectors hide these codes");
    }
}
