//! The tree of candidates, and the stability of one as results show it.

use serde::{Deserialize, Serialize};

use crate::cluster::ClusteringOutcome;
use crate::domain::{CriterionCurve, Merge, StabilityLevel, ThemeStability};

/// How the groups of segments join into larger ones.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TreeView {
    /// The steps in their order. Nodes below the number of groups of segments are these groups (from 0), later nodes are earlier
    /// steps.
    pub merges: Vec<Merge>,
    /// The curve on which the number of candidate themes was chosen; null where it was given, or there is one level.
    pub curve: Option<CriterionCurve>,
}

/// The stability of a candidate: each value is between 0 and 1, null where it is undefined.
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

/// Returns the tree of an outcome.
pub(super) fn tree_view(outcome: &ClusteringOutcome) -> TreeView {
    let curve = outcome.tree.coarse.as_ref().and_then(|coarse| coarse.curve.clone());
    TreeView { merges: outcome.tree.merges.clone(), curve }
}
