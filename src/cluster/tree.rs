//! The tree over clusters of any algorithm: which of them are most alike.

use ndarray::Array2;

use crate::domain::{Merge, ThemeTree};

use super::agglomerative::Linkage;

/// What decides which nodes of a tree join first.
pub(super) trait Criterion {
    /// Returns how alike two nodes are; the pair with the highest values joins first, the second value decides between equal first ones.
    fn likeness(&self, a: usize, b: usize) -> (f64, f64);

    /// Adds the node that joins two.
    fn join(&mut self, a: usize, b: usize);
}

/// The sums of the rows of each node, from which all linkages between clusters follow.
pub(super) struct Sums {
    linkage: Linkage,
    sums: Vec<Vec<f64>>,
    sizes: Vec<usize>,
}

impl Sums {
    /// Adds up the rows of each cluster, with one node for each.
    pub(super) fn new(
        linkage: Linkage,
        rows: &Array2<f32>,
        labels: &[Option<usize>],
        n_clusters: usize,
    ) -> Self {
        let mut sums = vec![vec![0.0_f64; rows.ncols()]; n_clusters];
        let mut sizes = vec![0_usize; n_clusters];
        for (row, label) in rows.outer_iter().zip(labels) {
            let Some(label) = *label else { continue };
            sizes[label] += 1;
            sums[label].iter_mut().zip(row).for_each(|(sum, &value)| *sum += f64::from(value));
        }
        Self { linkage, sums, sizes }
    }

    /// Returns the mean cosine of all pairs, one row of `a` and one of `b`.
    pub(super) fn mean_cosine(&self, a: usize, b: usize) -> f64 {
        let dot: f64 = self.sums[a].iter().zip(&self.sums[b]).map(|(a, b)| a * b).sum();
        dot / (self.sizes[a] * self.sizes[b]).max(1) as f64
    }

    /// Returns the rise of Σ ‖x − mean‖² where `a` and `b` become one: |a|·|b| / (|a| + |b|) · ‖mean(a) − mean(b)‖².
    fn rise(&self, a: usize, b: usize) -> f64 {
        let (size_a, size_b) = (self.sizes[a].max(1) as f64, self.sizes[b].max(1) as f64);
        let squares: f64 =
            self.sums[a].iter().zip(&self.sums[b]).map(|(a, b)| (a / size_a - b / size_b).powi(2)).sum();
        size_a * size_b / (size_a + size_b) * squares
    }
}

impl Criterion for Sums {
    fn likeness(&self, a: usize, b: usize) -> (f64, f64) {
        match self.linkage {
            Linkage::Average => (self.mean_cosine(a, b), 0.0),
            Linkage::Ward => (-self.rise(a, b), 0.0),
        }
    }

    fn join(&mut self, a: usize, b: usize) {
        let sum = self.sums[a].iter().zip(&self.sums[b]).map(|(a, b)| a + b).collect();
        self.sums.push(sum);
        self.sizes.push(self.sizes[a] + self.sizes[b]);
    }
}

/// Joins clusters step by step, always the two that the linkage calls most alike.
///
/// Average linkage (UPGMA): the mean cosine of all pairs, (Σ_A x)·(Σ_B y) / (|A|·|B|). Ward: the least rise of the squared distances to
/// the means, |A|·|B| / (|A| + |B|) · ‖mean(A) − mean(B)‖². Both start from clusters, so the segments are never compared in pairs. O(k³·d)
/// at worst for k clusters, O(n·d) before.
///
/// **Shapes**: `rows` n unit rows, `labels` n, `None` for noise; gives k − 1 merges of which the t-th makes node k + t.
///
/// **Edge cases**: equal likeness goes to the pair of the smallest numbers. One cluster or none gives no merge.
///
/// # Source
/// Sokal, R. R. & Michener, C. D. (1958). A statistical method for evaluating systematic relationships. University of
/// Kansas Science Bulletin 38, 1409–1438. Ward, J. H. (1963). Hierarchical grouping to optimize an objective function. Journal of the
/// American Statistical Association 58, 236–244. <https://doi.org/10.1080/01621459.1963.10500845>
pub(super) fn tree(
    linkage: Linkage,
    rows: &Array2<f32>,
    labels: &[Option<usize>],
    n_clusters: usize,
) -> ThemeTree {
    let mut sums = Sums::new(linkage, rows, labels, n_clusters);
    let joins = joins(n_clusters, &mut sums);
    described(&sums, n_clusters, &joins)
}

/// Returns the pairs of nodes in the order in which they join; the t-th makes node `n_clusters` + t.
pub(super) fn joins(n_clusters: usize, criterion: &mut impl Criterion) -> Vec<(usize, usize)> {
    let mut alive: Vec<usize> = (0..n_clusters).collect();
    // The best partner of each node among those before it, so that a step looks at k values, not at k².
    let mut joins = Vec::new();
    let mut best: Vec<Option<Partner>> =
        (0..n_clusters).map(|node| nearest_before(node, &alive, criterion)).collect();
    while alive.len() > 1 {
        let Some(((_, a), b)) = alive
            .iter()
            .filter_map(|&node| best[node].map(|partner| (partner, node)))
            .reduce(|a, b| if b.0.0 > a.0.0 { b } else { a })
        else {
            break;
        };
        let node = n_clusters + joins.len();
        criterion.join(a, b);
        alive.retain(|&other| other != a && other != b);
        alive.push(node);
        joins.push((a, b));
        best.push(None);
        for &other in &alive {
            let stale = best[other].is_some_and(|(_, partner)| partner == a || partner == b);
            if other == node || stale {
                best[other] = nearest_before(other, &alive, criterion);
            }
        }
    }
    joins
}

/// Returns the tree of these joins, with the mean cosine and the size of each step. `sums` hold the nodes that they made.
pub(super) fn described(sums: &Sums, n_clusters: usize, joins: &[(usize, usize)]) -> ThemeTree {
    let merges = joins
        .iter()
        .map(|&(left, right)| {
            let n_segments = sums.sizes[left] + sums.sizes[right];
            Merge { left, right, similarity: sums.mean_cosine(left, right), n_segments }
        })
        .collect();
    ThemeTree { n_leaves: n_clusters, merges, coarse: None }
}

/// How alike a node and another are, and that other.
type Partner = ((f64, f64), usize);

fn nearest_before(node: usize, alive: &[usize], criterion: &impl Criterion) -> Option<Partner> {
    alive
        .iter()
        .filter(|&&other| other < node)
        .map(|&other| (criterion.likeness(other, node), other))
        .reduce(|a, b| if b.0 > a.0 { b } else { a })
}

/// Splits clusters until there are `n_clusters`, along the weakest ties of a graph of rows.
///
/// Inside each cluster nodes join by average linkage over the edges (pairs without an edge count as 0), and the whole is
/// cut where `n_clusters` are left. `node_of` gives the node of each row, `labels` the cluster of each row.
pub(super) fn split(
    labels: &[usize],
    node_of: &[u32],
    n_nodes: usize,
    edges: &[(u32, u32, f64)],
    n_clusters: usize,
) -> Vec<usize> {
    use std::cmp::Reverse;
    use std::collections::{BTreeMap, BinaryHeap};
    let mut cluster_of = vec![0; n_nodes];
    let mut sizes = vec![0.0_f64; n_nodes];
    for (&node, &label) in node_of.iter().zip(labels) {
        cluster_of[node as usize] = label;
        sizes[node as usize] += 1.0;
    }
    let mut ties: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); n_nodes];
    for &(a, b, weight) in edges {
        let (a, b) = (a as usize, b as usize);
        if a != b && cluster_of[a] == cluster_of[b] {
            *ties[a].entry(b).or_default() += weight;
            *ties[b].entry(a).or_default() += weight;
        }
    }
    // Ordered by bits: all weights are above 0, so the order of the bits is the order of the values.
    let key = |weight: f64, a: f64, b: f64| (weight / (a * b)).to_bits();
    let mut heap = BinaryHeap::new();
    for (a, ties) in ties.iter().enumerate() {
        for (&b, &weight) in ties.range(a + 1..) {
            heap.push((key(weight, sizes[a], sizes[b]), Reverse(a), Reverse(b)));
        }
    }
    let mut parent: Vec<usize> = (0..n_nodes).collect();
    let mut alive = vec![true; n_nodes];
    let mut left = n_nodes;
    while left > n_clusters
        && let Some((_, Reverse(a), Reverse(b))) = heap.pop()
    {
        if !alive[a] || !alive[b] {
            continue;
        }
        let node = ties.len();
        let mut joined = std::mem::take(&mut ties[a]);
        for (other, weight) in std::mem::take(&mut ties[b]) {
            *joined.entry(other).or_default() += weight;
        }
        joined.retain(|&other, _| other != a && other != b && alive[other]);
        (alive[a], alive[b]) = (false, false);
        (parent[a], parent[b]) = (node, node);
        parent.push(node);
        alive.push(true);
        sizes.push(sizes[a] + sizes[b]);
        for (&other, &weight) in &joined {
            ties[other].insert(node, weight);
            heap.push((key(weight, sizes[other], sizes[node]), Reverse(other), Reverse(node)));
        }
        ties.push(joined);
        left -= 1;
    }
    let root = |mut node: usize| {
        while parent[node] != node {
            node = parent[node];
        }
        node
    };
    let mut numbers = BTreeMap::new();
    node_of
        .iter()
        .map(|&node| {
            let next = numbers.len();
            *numbers.entry(root(node as usize)).or_insert(next)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn the_most_alike_join_first() {
        // Cosines: 0–1 0.96, 1–2 0.6·0 + 0.8·1 = 0.8, 0–2 0.6; then {0, 1}–2 is their mean, 0.7.
        let rows = array![[0.8, 0.6], [0.6, 0.8], [0.0, 1.0]];
        let found = tree(Linkage::Average, &rows, &[Some(0), Some(1), Some(2)], 3);
        assert_eq!((found.merges[0].left, found.merges[0].right), (0, 1));
        assert!((found.merges[0].similarity - 0.96).abs() < 1e-6);
        assert_eq!((found.merges[1].left, found.merges[1].right, found.merges[1].n_segments), (2, 3, 3));
        assert!((found.merges[1].similarity - 0.7).abs() < 1e-6);
        assert_eq!(found.cut(3), [0, 1, 2]);
        assert_eq!(found.cut(2), [0, 0, 1]);
        assert_eq!(found.cut(1), [0, 0, 0]);
        assert!(tree(Linkage::Average, &rows, &[None, Some(0), None], 1).merges.is_empty());
    }

    #[test]
    fn ward_joins_small_clusters_before_large_ones() {
        // Means at 0, 1 and −1.2 of sizes 4, 4 and 1: the rises are 4·4/8·1 = 2 and 4·1/5·1.44 = 1.152.
        let rows = array![[0.0], [0.0], [0.0], [0.0], [1.0], [1.0], [1.0], [1.0], [-1.2]];
        let labels = [0, 0, 0, 0, 1, 1, 1, 1, 2].map(Some);
        let found = tree(Linkage::Ward, &rows, &labels, 3);
        assert_eq!((found.merges[0].left, found.merges[0].right, found.merges[0].n_segments), (0, 2, 5));
        assert_eq!(found.cut(2), [0, 1, 0]);
    }

    #[test]
    fn splits_at_the_weakest_tie_and_inside_clusters_only() {
        // One chain 0 –1.0– 1 –0.2– 2 –1.0– 3 in one cluster; 4 alone, tied to 3 across the border.
        let edges = [(0, 1, 1.0), (1, 2, 0.2), (2, 3, 1.0), (3, 4, 9.0)];
        let nodes = [0, 1, 2, 3, 4];
        assert_eq!(split(&[0, 0, 0, 0, 1], &nodes, 5, &edges, 3), [0, 0, 1, 1, 2]);
        assert_eq!(split(&[0, 0, 0, 0, 1], &nodes, 5, &edges, 2), [0, 0, 0, 0, 1]);
        assert_eq!(split(&[0, 0, 0, 0, 1], &nodes, 5, &edges, 5), [0, 1, 2, 3, 4]);
    }
}
