//! The graph of shared neighbours: rows with the same neighbours are joined.

use super::canonical::Canonical;
use super::error::ClusterError;
use super::nearest_neighbours::Nearest;

/// Nodes and weighted edges. A node stands for all rows of one content, so that these are never separated.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    /// The node of each row; `None` for a row that was left out.
    pub(super) node_of: Vec<Option<u32>>,
    /// How many nodes there are.
    pub(super) n_nodes: usize,
    /// Each pair of nodes once, the smaller first, by rising pair; a node may have an edge to itself.
    pub(super) edges: Vec<(u32, u32, f64)>,
}

/// Returns the node of each row in the graph of all rows.
pub(super) fn nodes(canonical: &Canonical) -> Vec<u32> {
    let mut node = 0;
    (0..canonical.n())
        .map(|place| {
            if place > 0 && canonical.row(place) != canonical.row(place - 1) {
                node += 1;
            }
            node
        })
        .collect()
}

impl Graph {
    /// Builds the graph of the rows that `keep` names.
    ///
    /// L(x) is x with the first `k` of its nearest rows that are kept. Rows are joined where one is in the other's
    /// list; the weight is the Jaccard overlap |L(x) ∩ L(y)| / |L(x) ∪ L(y)| (Jarvis & Patrick 1973,
    /// <https://doi.org/10.1109/T-C.1973.223640>). Edges between rows of the same two contents add up.
    pub(super) fn of(nearest: &Nearest, nodes: &[u32], keep: &[bool], k: usize) -> Self {
        let n = nearest.n();
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); n];
        for place in (0..n).filter(|&place| keep[place]) {
            let kept = nearest.of(place).iter().copied().filter(|&other| keep[other as usize]).take(k);
            lists[place] = kept.chain([place as u32]).collect();
            lists[place].sort_unstable();
        }
        let mut numbers = vec![None; nodes.last().map_or(0, |&last| last as usize + 1)];
        let mut n_nodes = 0;
        let mut node_of = vec![None; n];
        for place in (0..n).filter(|&place| keep[place]) {
            let number = numbers[nodes[place] as usize].get_or_insert_with(|| {
                n_nodes += 1;
                n_nodes as u32 - 1
            });
            node_of[place] = Some(*number);
        }
        let mut edges = Vec::with_capacity(n * k);
        for place in 0..n {
            for &other in lists[place].iter().filter(|&&other| other as usize != place) {
                let theirs = &lists[other as usize];
                // If each names the other, the edge is added once, by the first.
                if (other as usize) < place && theirs.binary_search(&(place as u32)).is_ok() {
                    continue;
                }
                let (Some(a), Some(b)) = (node_of[place], node_of[other as usize]) else { continue };
                edges.push((a.min(b), a.max(b), overlap(&lists[place], theirs)));
            }
        }
        Self { node_of, n_nodes, edges: sum_duplicate_edges(edges) }
    }

    /// Returns the label of each row from the labels of the nodes.
    pub(super) fn by_row(&self, by_node: &[u32]) -> Vec<Option<u32>> {
        self.node_of.iter().map(|node| node.map(|node| by_node[node as usize])).collect()
    }

    /// Finds Leiden's communities of this graph at a resolution.
    pub(super) fn communities(&self, resolution: f64, seed: u64) -> Result<Vec<u32>, ClusterError> {
        super::leiden::leiden(self.n_nodes, &self.edges, resolution, seed)
    }
}

/// Sorts edges by pair, and adds up those of one pair in the order of their weights.
pub(super) fn sum_duplicate_edges(mut edges: Vec<(u32, u32, f64)>) -> Vec<(u32, u32, f64)> {
    edges.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    edges.dedup_by(|next, kept| {
        let same = (next.0, next.1) == (kept.0, kept.1);
        if same {
            kept.2 += next.2;
        }
        same
    });
    edges
}

/// Computes |a ∩ b| / |a ∪ b| of two sorted lists.
fn overlap(a: &[u32], b: &[u32]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                both += 1;
                i += 1;
                j += 1;
            }
        }
    }
    f64::from(both) / (a.len() + b.len() - both as usize).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::nearest_neighbours::Nearest;
    use crate::domain::{Embeddings, NoProgress};

    /// Returns (−1, 0), (0, 1), (0.6, 0.8), (0.8, 0.6), (1, 0), (1, 0) in canonical order.
    fn rows() -> Canonical {
        let values = vec![1.0, 0.0, 0.8, 0.6, 0.6, 0.8, 0.0, 1.0, -1.0, 0.0, 1.0, 0.0];
        Canonical::new(&Embeddings::new(values, 2).unwrap())
    }

    #[test]
    fn weights_by_hand() {
        let canonical = rows();
        let nearest = Nearest::find(&canonical.rows().to_owned(), 2, &NoProgress).unwrap();
        let nodes = nodes(&canonical);
        assert_eq!(nodes, [0, 1, 2, 3, 4, 4]);
        // Lists: 0 → {0, 1, 2}, 1 → {1, 2, 3}, 2 → {1, 2, 3}, 3 → {2, 3, 4}, 4 and 5 → {3, 4, 5}.
        let graph = Graph::of(&nearest, &nodes, &[true; 6], 2);
        let expected =
            [(0, 1, 0.5), (0, 2, 0.5), (1, 2, 1.0), (1, 3, 0.5), (2, 3, 0.5), (3, 4, 0.5 + 0.5), (4, 4, 1.0)];
        assert_eq!(graph.n_nodes, 5);
        assert_eq!(graph.edges, expected);
    }

    #[test]
    fn rows_left_out_are_in_no_list() {
        let canonical = rows();
        let nearest = Nearest::find(&canonical.rows().to_owned(), 5, &NoProgress).unwrap();
        let graph = Graph::of(&nearest, &nodes(&canonical), &[false, true, true, false, true, false], 1);
        assert_eq!(graph.node_of, [None, Some(0), Some(1), None, Some(2), None]);
        // Lists: 1 → {1, 2}, 2 → {1, 2}, 4 → {2, 4}.
        assert_eq!(graph.edges, [(0, 1, 1.0), (1, 2, 1.0 / 3.0)]);
        assert_eq!(graph.by_row(&[7, 7, 9]), [None, Some(7), Some(7), None, Some(9), None]);
    }
}
