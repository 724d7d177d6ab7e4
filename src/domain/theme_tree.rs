//! The tree of themes: clusters, how they join, and the level with few groups.

use serde::{Deserialize, Serialize};

use super::clustering::CriterionCurve;
use super::stability::ThemeStability;

/// A step at which two nodes of a tree become one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Merge {
    /// The node with the smaller number; numbers below the number of leaves are clusters, higher ones earlier merges.
    pub left: usize,
    /// The other node.
    pub right: usize,
    /// The mean cosine between the members of the two.
    pub similarity: f64,
    /// How many segments the joined node holds.
    pub n_segments: usize,
}

/// How clusters (candidate codes) join to fewer and larger groups (candidate themes), down to one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ThemeTree {
    /// How many clusters there are.
    pub n_leaves: usize,
    /// The steps in their order; step t makes node `n_leaves` + t.
    pub merges: Vec<Merge>,
    /// The level with few, large groups; `None` if there are few clusters already, or one level was asked for.
    pub coarse: Option<CoarseLevel>,
}

/// The coarse level of a tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CoarseLevel {
    /// The group of each cluster, numbered from 0 by the first cluster in it.
    pub group_of: Vec<usize>,
    /// How many groups there are.
    pub n_groups: usize,
    /// The criterion by which the number was chosen; `None` if it was given.
    pub curve: Option<CriterionCurve>,
    /// How stable each group is: the variations of the clustering are grouped into the same number.
    #[serde(default)]
    pub stability: Vec<ThemeStability>,
}

impl ThemeTree {
    /// Returns the group of each cluster when the tree is cut into `n_groups`; groups are numbered by their first cluster.
    ///
    /// With `n_groups` at or above the number of clusters, each cluster is a group of its own; 0 counts as 1.
    #[must_use]
    pub fn cut(&self, n_groups: usize) -> Vec<usize> {
        let mut parent: Vec<usize> = (0..self.n_leaves + self.merges.len()).collect();
        let n_steps = self.n_leaves.saturating_sub(n_groups.max(1)).min(self.merges.len());
        for (step, merge) in self.merges.iter().take(n_steps).enumerate() {
            parent[merge.left] = self.n_leaves + step;
            parent[merge.right] = self.n_leaves + step;
        }
        let mut numbers = std::collections::BTreeMap::new();
        (0..self.n_leaves)
            .map(|leaf| {
                let mut node = leaf;
                while parent[node] != node {
                    node = parent[node];
                }
                let next = numbers.len();
                *numbers.entry(node).or_insert(next)
            })
            .collect()
    }
}
