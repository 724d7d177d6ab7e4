//! The tree of themes: fine clusters, what joins them, and the level at which they are few.

use serde::{Deserialize, Serialize};

use super::clustering::CriterionCurve;

/// One step at which two nodes of a tree become one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Merge {
    /// The node of the smaller number; nodes below the number of leaves are clusters, later ones earlier merges.
    pub left: usize,
    /// The other node.
    pub right: usize,
    /// The mean cosine between the members of the two.
    pub similarity: f64,
    /// How many segments are together now.
    pub n_segments: usize,
}

/// How clusters (candidate codes) join to fewer and larger groups (candidate themes), down to one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ThemeTree {
    /// How many clusters there are.
    pub n_leaves: usize,
    /// The steps, the first of the most alike; the t-th makes node `n_leaves` + t.
    pub merges: Vec<Merge>,
    /// The level of few, large groups; `None` where the clusters are few already.
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
    /// On what the number was chosen; `None` where it was given.
    pub curve: Option<CriterionCurve>,
}

impl ThemeTree {
    /// The group of each cluster where the tree is cut to `n_groups`, numbered by the first cluster in each.
    ///
    /// As many groups as clusters, or more, leave each cluster alone; none counts as one.
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
