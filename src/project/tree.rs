//! The tree of candidate themes, and the description of its coarse groups.

use serde::{Deserialize, Serialize};

use crate::cluster::ClusteringOutcome;
use crate::describe::{self, DescribeValidParams, DescribedSegment};
use crate::domain::{
    Cancelled, ClusterId, Clustering, CriterionCurve, Embeddings, Merge, Progress, Proposal, ProposalId,
    StabilityLevel, ThemeStability, WithoutStages,
};

/// How candidate themes join into larger ones.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TreeView {
    /// The steps, most similar first. Nodes below the number of themes are themes (from 0), later nodes are earlier steps.
    pub merges: Vec<Merge>,
    /// The groups of the coarse level; empty where there are few themes.
    pub groups: Vec<GroupView>,
    /// The curve on which their number was chosen; null where it was given, or there are no groups.
    pub curve: Option<CriterionCurve>,
}

/// A group of similar candidate themes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GroupView {
    /// Its letter: A, B, … Z, AA, AB, …
    #[serde(default)]
    pub letter: String,
    /// A suggested label, made of its key terms.
    pub label: String,
    /// Terms that distinguish it from the other groups, best first.
    pub key_terms: Vec<String>,
    /// Its themes.
    pub themes: Vec<ProposalId>,
    /// How many segments they have in total.
    pub n_segments: usize,
    /// How many participants their segments are from.
    pub n_participants: usize,
}

/// The stability of a candidate theme: each value is between 0 and 1, null where it is undefined.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StabilityView {
    /// The verdict from the samples: `holds`, `wavers` or `do-not-rely`.
    pub verdict: Option<StabilityLevel>,
    /// Whether it holds on samples but dissolves without the interview that matters most.
    pub depends_on_one_interview: bool,
    /// The values.
    #[serde(flatten)]
    pub values: ThemeStability,
}

impl From<ThemeStability> for StabilityView {
    fn from(values: ThemeStability) -> Self {
        Self {
            verdict: values.verdict(),
            depends_on_one_interview: values.depends_on_one_interview(),
            values,
        }
    }
}

impl TreeView {
    /// Gives each group its letter, which older project files do not hold.
    pub(super) fn with_letters(mut self) -> Self {
        for (group, number) in self.groups.iter_mut().zip(1..) {
            group.letter = letter(number);
        }
        self
    }
}

/// Returns the letter of a group, counted from 1: A to Z, then AA, AB and so on.
fn letter(number: usize) -> String {
    let mut letters = Vec::new();
    let mut left = number;
    while left > 0 {
        letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

/// Builds the tree of an outcome, with groups described as themes are.
pub(super) fn tree_view(
    outcome: &ClusteringOutcome,
    proposals: &[Proposal],
    segments: &[DescribedSegment<'_>],
    embeddings: &Embeddings,
    params: &DescribeValidParams,
    progress: &dyn Progress,
) -> Result<TreeView, Cancelled> {
    let merges = outcome.tree.merges.clone();
    let Some(coarse) = &outcome.tree.coarse else {
        return Ok(TreeView { merges, ..TreeView::default() });
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
    let groups = describe::describe(segments, embeddings, &clustering, params, &WithoutStages(progress))?
        .into_iter()
        .zip(1..)
        .map(|(group, number)| GroupView {
            letter: letter(number),
            label: group.label,
            key_terms: group.key_terms.into_iter().map(|term| term.term).collect(),
            themes: proposals
                .iter()
                .zip(1..)
                .filter(|(proposal, _)| group_of(proposal.cluster) == Some(group.cluster.0 as usize))
                .map(|(_, id)| ProposalId(id))
                .collect(),
            n_segments: group.members.len(),
            n_participants: group.n_participants,
        })
        .collect();
    Ok(TreeView { merges, groups, curve: coarse.curve.clone() })
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn groups_are_lettered_as_columns_of_a_spreadsheet() {
        let letters = [1, 2, 26, 27, 28, 52, 53, 702, 703].map(letter);
        assert_eq!(letters, ["A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]);
    }
}
