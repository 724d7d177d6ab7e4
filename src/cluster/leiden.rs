//! Leiden's communities of a weighted graph.

use leiden_rs::{GraphDataBuilder, Leiden, LeidenConfig};

use super::error::ClusterError;

/// Finds the communities of a graph of `n_nodes` nodes: a label for each node, numbered by first appearance.
///
/// They maximise Σ_c [e_c/m − γ·(K_c/2m)²], the modularity at resolution γ, by moving, refining and aggregating; every
/// community is connected. A larger γ gives more and smaller ones. One seed gives one answer.
///
/// # Errors
/// [`ClusterError::Graph`] where an edge names no node or its weight is no number above 0.
///
/// # Source
/// Traag, V. A., Waltman, L. & van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing well-connected communities.
/// Scientific Reports 9, 5233. <https://doi.org/10.1038/s41598-019-41695-z>
pub(super) fn leiden(
    n_nodes: usize,
    edges: &[(u32, u32, f64)],
    resolution: f64,
    seed: u64,
) -> Result<Vec<u32>, ClusterError> {
    let failed = |error: leiden_rs::LeidenError| ClusterError::Graph(error.to_string());
    let mut builder = GraphDataBuilder::new(n_nodes);
    for &(a, b, weight) in edges.iter().filter(|edge| edge.2 > 0.0) {
        builder.add_edge(a as usize, b as usize, weight).map_err(failed)?;
    }
    let graph = builder.build().map_err(failed)?;
    if graph.total_weight() <= 0.0 {
        return Ok((0..n_nodes as u32).collect());
    }
    let config = LeidenConfig::builder().resolution(resolution).seed(seed).build();
    let found = Leiden::new(config).run(&graph).map_err(failed)?;
    let mut numbers = std::collections::BTreeMap::new();
    Ok(found
        .partition
        .as_slice()
        .iter()
        .map(|community| {
            let next = numbers.len() as u32;
            *numbers.entry(*community).or_insert(next)
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_triangles_and_a_bridge() {
        let edges = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (3, 5), (4, 5)];
        let edges: Vec<(u32, u32, f64)> = edges.iter().map(|&(a, b)| (a, b, 1.0)).collect();
        for seed in 0..20 {
            assert_eq!(leiden(6, &edges, 1.0, seed).unwrap(), [0, 0, 0, 1, 1, 1]);
        }
        // At a resolution near 0 nothing speaks against joining what is connected.
        assert_eq!(leiden(6, &edges, 0.01, 1).unwrap(), [0; 6]);
    }

    #[test]
    fn nodes_without_edges_stay_alone() {
        assert_eq!(leiden(3, &[], 1.0, 1).unwrap(), [0, 1, 2]);
        assert_eq!(leiden(3, &[(0, 2, 1.0)], 1.0, 1).unwrap(), [0, 1, 0]);
        assert!(leiden(1, &[(0, 2, 1.0)], 1.0, 1).is_err());
    }
}
