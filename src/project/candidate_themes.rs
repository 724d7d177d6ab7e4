//! Candidate themes that hold candidate codes: their description, and how a run keeps it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cluster::ClusteringOutcome;
use crate::describe::{self, DescribeValidParams, DescribedSegment};
use crate::domain::{
    Cancelled, CandidateThemeId, ClusterId, Clustering, Embeddings, Exemplar, KeyTerm, Notice, Progress,
    Proposal, SegmentId, ThemeStability,
};

/// The field of a run's detail that holds its candidate themes.
pub(super) const FIELD: &str = "candidate_themes";

/// A segment with its cosine to the centre of a candidate.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Likeness {
    pub(super) segment: SegmentId,
    pub(super) similarity: f64,
}

/// A candidate theme that holds candidate codes, as a run keeps it. The candidate codes name it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct StoredTheme {
    pub(super) label: String,
    /// The share of its segments that hold a word of the label; none for a quotation, and in runs of older programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) label_coverage: Option<f64>,
    pub(super) key_terms: Vec<KeyTerm>,
    pub(super) n_participants: usize,
    /// None in runs of older programs.
    pub(super) cohesion: Option<f64>,
    pub(super) exemplars: Vec<Likeness>,
    pub(super) near_misses: Vec<Likeness>,
    pub(super) rival: Option<(CandidateThemeId, f64)>,
    pub(super) notices: Vec<Notice>,
    pub(super) stability: Option<ThemeStability>,
}

/// A candidate theme as programs before version 4 of the file kept it: a group of candidates.
#[derive(Debug, Deserialize)]
struct OldGroup {
    label: String,
    key_terms: Vec<String>,
    n_participants: usize,
}

impl From<OldGroup> for StoredTheme {
    fn from(OldGroup { label, key_terms, n_participants }: OldGroup) -> Self {
        let key_terms = key_terms.into_iter().map(|term| KeyTerm { term, weight: 0.0 }).collect();
        Self { label, key_terms, n_participants, ..Self::default() }
    }
}

/// Describes the groups of segments of an outcome, and the candidate themes that hold them: none in a run of one level.
pub(super) fn describe(
    outcome: &ClusteringOutcome,
    segments: &[DescribedSegment<'_>],
    embeddings: &Embeddings,
    params: &DescribeValidParams,
    progress: &dyn Progress,
) -> Result<(Vec<Proposal>, Vec<StoredTheme>), Cancelled> {
    let groups = &outcome.clustering;
    let Some(coarse) = &outcome.tree.coarse else {
        return Ok((describe::describe(segments, embeddings, groups, params, progress)?, Vec::new()));
    };
    let group_of = |id: ClusterId| coarse.group_of.get(id.0 as usize).copied();
    let clustering = Clustering {
        assignments: outcome
            .clustering
            .assignments
            .iter()
            .map(|id| id.and_then(group_of).map(|group| ClusterId(group as u32)))
            .collect(),
        n_clusters: coarse.n_groups,
        ..outcome.clustering.clone()
    };
    let likeness = |exemplars: &[Exemplar]| {
        let of =
            |e: &Exemplar| Likeness { segment: SegmentId(e.segment as u32 + 1), similarity: e.similarity };
        exemplars.iter().map(of).collect()
    };
    let described =
        describe::describe_levels(segments, embeddings, groups, Some(&clustering), params, progress)?;
    let themes = described
        .themes
        .into_iter()
        .map(|theme| StoredTheme {
            exemplars: likeness(&theme.exemplars),
            near_misses: likeness(&theme.near_misses),
            rival: theme.rival.map(|rival| (CandidateThemeId(rival.cluster.0 + 1), rival.similarity)),
            stability: coarse.stability.get(theme.cluster.0 as usize).copied(),
            label: theme.label,
            key_terms: theme.key_terms,
            n_participants: theme.n_participants,
            cohesion: Some(theme.cohesion),
            label_coverage: theme.label_coverage,
            notices: theme.notices,
        })
        .collect();
    Ok((described.codes, themes))
}

/// Reads the candidate themes of a run's detail; none in a run of one level.
pub(super) fn stored_themes(detail: &Value) -> serde_json::Result<Vec<StoredTheme>> {
    if let Some(themes) = detail.get(FIELD) {
        return Vec::deserialize(themes);
    }
    match detail.pointer("/tree/groups") {
        None => Ok(Vec::new()),
        Some(groups) => {
            Ok(Vec::<OldGroup>::deserialize(groups)?.into_iter().map(StoredTheme::from).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn groups_of_older_runs_are_candidate_themes() {
        let group = json!({"letter": "A", "label": "wards", "key_terms": ["ward"], "themes": [1, 2], "n_segments": 9, "n_participants": 3});
        let found = stored_themes(&json!({"tree": {"merges": [], "groups": [group]}})).unwrap();
        assert_eq!((found.len(), found[0].label.as_str(), found[0].n_participants), (1, "wards", 3));
        assert_eq!((found[0].key_terms[0].term.as_str(), found[0].cohesion), ("ward", None));
        assert!(stored_themes(&json!({"tree": {"merges": []}})).unwrap().is_empty());
        assert!(stored_themes(&json!({"candidate_themes": []})).unwrap().is_empty());
        assert!(stored_themes(&json!({"candidate_themes": [{"label": 1}]})).is_err());
    }
}
