//! A ridge classifier over codes: one linear score a code, learned from rows that have it and rows that have others.

use linfa_linalg::cholesky::SolveC;
use ndarray::{Array1, Array2, Axis};

use crate::domain::Embeddings;

/// How strongly weights are shrunk towards 0, relative to a sum of squares of a column that grows with the rows.
const RIDGE: f64 = 1.0;

/// A classifier that was trained on some rows.
///
/// With X the rows less their mean, and Y one column a code, 1 for the rows that have it and 0 for the others less its mean,
/// W = (XᵀX + λI)⁻¹XᵀY; the score of a row x for a code is (x − mean)·w + the share of rows that have it.
///
/// # Source
/// Hoerl, A. E. & Kennard, R. W. (1970). Ridge regression: biased estimation for nonorthogonal problems. Technometrics 12(1),
/// 55–67. <https://doi.org/10.1080/00401706.1970.10488634>
#[derive(Clone, Debug)]
pub(super) struct Ridge {
    mean: Array1<f64>,
    /// The share of the rows that have each code.
    pub(super) shares: Array1<f64>,
    weights: Array2<f64>,
}

impl Ridge {
    /// Learns from rows and the codes that they have: pairs of a row of `embeddings` and a code below `n_codes`. `None` with
    /// fewer than two rows.
    pub(super) fn fit(embeddings: &Embeddings, coded: &[(usize, usize)], n_codes: usize) -> Option<Self> {
        let mut inside: Vec<usize> = coded.iter().map(|&(row, _)| row).collect();
        inside.sort_unstable();
        inside.dedup();
        if inside.len() < 2 {
            return None;
        }
        let train = rows(embeddings, &inside);
        let mean = train.mean_axis(Axis(0))?;
        let train = &train - &mean;
        let mut targets = Array2::zeros((inside.len(), n_codes));
        for &(row, code) in coded {
            if let Ok(at) = inside.binary_search(&row) {
                targets[[at, code]] = 1.0;
            }
        }
        let shares = targets.mean_axis(Axis(0))?;
        let centred = &targets - &shares;
        let mut gram = train.t().dot(&train);
        gram.diag_mut().iter_mut().for_each(|value| *value += RIDGE);
        let weights = gram.solvec(&train.t().dot(&centred)).ok()?;
        Some(Self { mean, shares, weights })
    }

    /// Computes the scores of rows: one line per row, one column per code.
    pub(super) fn scores(&self, embeddings: &Embeddings, segments: &[usize]) -> Array2<f64> {
        (rows(embeddings, segments) - &self.mean).dot(&self.weights) + &self.shares
    }
}

fn rows(embeddings: &Embeddings, segments: &[usize]) -> Array2<f64> {
    Array2::from_shape_fn((segments.len(), embeddings.dim()), |(i, j)| {
        f64::from(embeddings.row(segments[i])[j])
    })
}
