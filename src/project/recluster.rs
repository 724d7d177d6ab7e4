//! Clusters unthemed and open segments again, guided by a coder's codings.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::cluster::{self, ClusterParams, learned_map};
use crate::domain::{Embeddings, Progress, StabilityLevel};

use super::ProjectError;

/// A group that overlaps a rejected candidate by at least this Jaccard index is that candidate again.
const SAME: f64 = 0.8;
/// The least number of segments of a candidate theme; a smaller group is not a pattern.
const MIN_THEME: usize = 2;

/// What was learned from codings before the segments were grouped.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "map", rename_all = "kebab-case")]
pub enum MetricLearning {
    /// A linear map: relevant component analysis, stretched by Fisher's ratio of the codes.
    Learned {
        /// From how many codes.
        n_codes: usize,
        /// From how many codings.
        n_codings: usize,
        /// How far the covariance within codes was shrunk towards a multiple of the identity (Ledoit and Wolf).
        shrinkage: f64,
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
    /// The rows of each rejected candidate.
    pub(super) rejected: &'a [BTreeSet<usize>],
}

/// New groups of the remaining rows.
pub(super) struct Regrouped {
    /// The rows of each group, ascending, the largest group first, with the group's stability.
    pub(super) themes: Vec<(Vec<usize>, Option<StabilityLevel>)>,
    /// Groups that are a rejected candidate again: the candidate's index, and the rows.
    pub(super) rejected_again: Vec<(usize, Vec<usize>)>,
    /// What was learned first.
    pub(super) learned: MetricLearning,
}

/// Regroups the open rows after applying the map that the codings teach (see [`learned_map`]).
pub(super) fn regroup(
    remaining: &ReclusterInput<'_>,
    params: &ClusterParams,
    progress: &dyn Progress,
) -> Result<Regrouped, ProjectError> {
    let ReclusterInput { embeddings, coded, open, rejected } = remaining;
    progress.check_cancelled()?;
    let (mapped, learned) = match learned_map(embeddings, coded)? {
        Ok(map) => {
            let (n_codes, n_codings, shrinkage) = (map.n_codes, map.n_coded, map.shrinkage);
            (Some(map.embeddings), MetricLearning::Learned { n_codes, n_codings, shrinkage })
        }
        Err(reason) => (None, MetricLearning::None { because: reason.to_string() }),
    };
    let mut found = Regrouped { themes: Vec::new(), rejected_again: Vec::new(), learned };
    if open.len() < MIN_THEME {
        return Ok(found);
    }
    let rows = mapped.as_ref().unwrap_or(embeddings);
    let values = open.iter().flat_map(|&row| rows.row(row).iter().copied()).collect();
    let part = Embeddings::new(values, rows.dim())?;
    let outcome = cluster::cluster(&part, &[], &params.clone().check(open.len())?, progress)?;
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); outcome.clustering.n_clusters];
    for (&row, cluster) in open.iter().zip(&outcome.clustering.assignments) {
        if let Some(group) = cluster.and_then(|cluster| groups.get_mut(cluster.0 as usize)) {
            group.push(row);
        }
    }
    for (group, stability) in groups.into_iter().zip(outcome.stability) {
        if group.len() < MIN_THEME {
            continue;
        }
        match rejected.iter().position(|theme| jaccard(theme, &group) >= SAME) {
            Some(theme) => found.rejected_again.push((theme, group)),
            None => found.themes.push((group, stability.verdict())),
        }
    }
    Ok(found)
}

/// Computes the Jaccard index: the intersection's share of the union.
fn jaccard(a: &BTreeSet<usize>, b: &[usize]) -> f64 {
    let both = b.iter().filter(|row| a.contains(row)).count();
    both as f64 / (a.len() + b.len() - both).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NoProgress;

    #[test]
    fn sets_by_hand() {
        let set = BTreeSet::from([1, 2, 3, 4]);
        assert_eq!(jaccard(&set, &[1, 2, 3, 4, 5]), 0.8);
        assert_eq!(jaccard(&set, &[5]), 0.0);
        assert_eq!(jaccard(&BTreeSet::new(), &[]), 0.0);
    }

    /// Returns three bundles of directions; the first is coded alternately with two codes.
    fn bundles() -> Embeddings {
        let degrees = (0..36).map(|i| (i / 12 * 120) as f32 + (i % 12) as f32);
        let values = degrees.flat_map(|d| [d.to_radians().cos(), d.to_radians().sin()]).collect();
        Embeddings::new(values, 2).unwrap()
    }

    #[test]
    fn a_rejected_theme_is_not_proposed_again() {
        let embeddings = bundles();
        let open: Vec<usize> = (12..36).collect();
        let rejected = [BTreeSet::from_iter(12..24)];
        let asked = |coded: &[(usize, usize)], rejected: &[BTreeSet<usize>]| {
            let remaining = ReclusterInput { embeddings: &embeddings, coded, open: &open, rejected };
            let two = ClusterParams { n_clusters: Some(2), ..ClusterParams::default() };
            regroup(&remaining, &two, &NoProgress).unwrap()
        };
        let first = asked(&[], &[]);
        assert!(matches!(first.learned, MetricLearning::None { .. }));
        let groups: Vec<&Vec<usize>> = first.themes.iter().map(|(rows, _)| rows).collect();
        assert_eq!(groups, [&(12..24).collect::<Vec<_>>(), &(24..36).collect()]);
        let again = asked(&[], &rejected);
        assert_eq!(again.themes.len(), 1);
        assert_eq!(again.rejected_again, [(0, (12..24).collect::<Vec<_>>())]);
        // Codings change the map, but not which rows are grouped.
        let coded: Vec<(usize, usize)> = (0..12).map(|row| (row, row / 6)).collect();
        let learned = asked(&coded, &[]);
        assert!(matches!(learned.learned, MetricLearning::Learned { n_codes: 2, n_codings: 12, .. }));
        assert!(learned.themes.iter().flat_map(|(rows, _)| rows).all(|row| open.contains(row)));
    }
}
