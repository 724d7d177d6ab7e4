//! The positions of clusters: mean directions, and cosines to them.

use rayon::prelude::*;

use super::corpus::Corpus;

/// The mean direction of each cluster, and the cosine of each row to its own cluster's.
pub(super) struct Centres {
    /// Unit vectors (`n_clusters × dim`); zeros if a cluster's vectors cancel out or there are none.
    directions: Vec<Vec<f64>>,
    own: Vec<f64>,
}

impl Centres {
    /// Computes the centres. Adds in canonical order and in f64, so that the order of the rows changes no digit.
    pub(super) fn of(corpus: &Corpus<'_>) -> Self {
        let directions: Vec<Vec<f64>> =
            corpus.members.par_iter().map(|rows| mean_direction(corpus, rows)).collect();
        let own = (0..corpus.segments.len())
            .into_par_iter()
            // For one theme, another thread is not worth its start.
            .with_min_len(512)
            .map(|row| match corpus.clusters[row] {
                Some(cluster) => cosine(corpus.embeddings.row(row), &directions[cluster]),
                None => directions
                    .iter()
                    .map(|direction| cosine(corpus.embeddings.row(row), direction))
                    .fold(f64::NEG_INFINITY, f64::max),
            })
            .collect();
        Self { directions, own }
    }

    /// Returns the cosine of a row to its cluster's centre; for noise, to the nearest centre.
    pub(super) fn own(&self, row: usize) -> f64 {
        self.own[row]
    }

    /// Returns the cosine of a row to any centre.
    pub(super) fn similarity(&self, corpus: &Corpus<'_>, row: usize, cluster: usize) -> f64 {
        cosine(corpus.embeddings.row(row), &self.directions[cluster])
    }

    /// Returns the cosine between two centres.
    pub(super) fn between(&self, a: usize, b: usize) -> f64 {
        let sum: f64 = self.directions[a].iter().zip(&self.directions[b]).map(|(x, y)| x * y).sum();
        sum.clamp(-1.0, 1.0)
    }
}

fn mean_direction(corpus: &Corpus<'_>, rows: &[usize]) -> Vec<f64> {
    let mut sum = vec![0.0; corpus.embeddings.dim()];
    for &row in rows {
        for (total, &value) in sum.iter_mut().zip(corpus.embeddings.row(row)) {
            *total += f64::from(value);
        }
    }
    let length = sum.iter().map(|value| value * value).sum::<f64>().sqrt();
    // Vectors that cancel out have no direction: only rounding errors are left.
    if length > 1e-9 * rows.len() as f64 {
        sum.iter_mut().for_each(|value| *value /= length);
    } else {
        sum.fill(0.0);
    }
    sum
}

/// Computes the dot product of a unit row and a unit direction, in eight sums of f64 that the compiler keeps in registers.
fn cosine(row: &[f32], direction: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (rows, directions) = (row.chunks_exact(8), direction.chunks_exact(8));
    let rest: f64 =
        rows.remainder().iter().zip(directions.remainder()).map(|(&x, &y)| f64::from(x) * y).sum();
    for (x, y) in rows.zip(directions) {
        for ((sum, &x), &y) in sums.iter_mut().zip(x).zip(y) {
            *sum += f64::from(x) * y;
        }
    }
    (sums.iter().sum::<f64>() + rest).clamp(-1.0, 1.0)
}

/// Computes the cosine of two rows, in eight sums that the compiler keeps in registers.
pub(super) fn cosine_of(corpus: &Corpus<'_>, a: usize, b: usize) -> f64 {
    let (a, b) = (corpus.embeddings.row(a).chunks_exact(8), corpus.embeddings.row(b).chunks_exact(8));
    let rest: f32 = a.remainder().iter().zip(b.remainder()).map(|(x, y)| x * y).sum();
    let mut sums = [0.0_f32; 8];
    for (x, y) in a.zip(b) {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            *sum += x * y;
        }
    }
    f64::from(sums.iter().sum::<f32>() + rest).clamp(-1.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cosine_is_a_dot_product() {
        let row: Vec<f32> = (0..11)
            .map(|i| {
                if i == 9 {
                    0.8
                } else if i == 3 {
                    0.6
                } else {
                    0.0
                }
            })
            .collect();
        let mut direction = vec![0.0; 11];
        direction[9] = 1.0;
        assert!((cosine(&row, &direction) - 0.8).abs() < 1e-7);
        assert!((cosine(&row, &row.iter().map(|&v| f64::from(v)).collect::<Vec<_>>()) - 1.0).abs() < 1e-7);
    }
}
