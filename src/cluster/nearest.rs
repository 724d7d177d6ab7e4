//! The nearest rows of each row, exactly, in blocks.

use std::cmp::Ordering;

use ndarray::{Array2, s};
use rayon::prelude::*;

use super::canonical::Canonical;
use super::distance::cosine_distance;

/// Rows and columns of a block of products: 256 × 1,024 values stay in a processor's second cache.
const BLOCK_ROWS: usize = 256;
const BLOCK_COLUMNS: usize = 1024;
/// How far a product in single precision may be from the exact one, for rows of length 1 (see `neighbours`).
const ROUNDING: f32 = 1.2e-7;

/// For each row its `k` nearest others, nearest first, equal distances by their place.
///
/// Every pair is looked at: O(n²·d) in time, O(n·k) in memory. A product in single precision sorts roughly; what
/// stands within rounding of the last place is decided by the exact distance, so that the lists do not depend on how a
/// processor multiplies, on blocks or on threads.
#[derive(Clone, Debug)]
pub(super) struct Nearest {
    k: usize,
    /// n × k places.
    places: Vec<u32>,
}

impl Nearest {
    /// The lists of `rows`, which are n unit rows; `k` is at most n − 1.
    pub(super) fn find(rows: &Array2<f32>, k: usize) -> Self {
        let (n, dim) = rows.dim();
        let k = k.min(n.saturating_sub(1));
        let slack = 2.0 * (dim as f32 + 8.0) * ROUNDING;
        let firsts: Vec<usize> = (0..n).step_by(BLOCK_ROWS).collect();
        let places =
            firsts.into_par_iter().flat_map_iter(|first| block(rows, first, k, slack)).flatten().collect();
        Self { k, places }
    }

    /// How many rows there are lists of.
    pub(super) fn n(&self) -> usize {
        self.places.len().checked_div(self.k).unwrap_or(0)
    }

    /// The nearest of a row.
    pub(super) fn of(&self, place: usize) -> &[u32] {
        &self.places[place * self.k..(place + 1) * self.k]
    }
}

/// Candidates of one row: those that may be among its k nearest, by their rough similarity.
struct Candidates {
    found: Vec<(f32, u32)>,
    /// Below this nothing can be among the nearest.
    floor: f32,
}

impl Candidates {
    /// Keeps the k best and all within `slack` of the last of them.
    fn prune(&mut self, k: usize, slack: f32) {
        if self.found.len() > k {
            self.found.select_nth_unstable_by(k - 1, |a, b| b.0.total_cmp(&a.0));
            self.floor = self.found[k - 1].0 - slack;
            let floor = self.floor;
            self.found.retain(|&(similarity, _)| similarity >= floor);
        }
    }
}

fn block(rows: &Array2<f32>, first: usize, k: usize, slack: f32) -> Vec<Vec<u32>> {
    let n = rows.nrows();
    let last = (first + BLOCK_ROWS).min(n);
    if k == 0 {
        return vec![Vec::new(); last - first];
    }
    let queries = rows.slice(s![first..last, ..]);
    let mut candidates: Vec<Candidates> =
        (first..last).map(|_| Candidates { found: Vec::new(), floor: f32::NEG_INFINITY }).collect();
    for from in (0..n).step_by(BLOCK_COLUMNS) {
        let to = (from + BLOCK_COLUMNS).min(n);
        let products = queries.dot(&rows.slice(s![from..to, ..]).t());
        for (row, (products, own)) in products.outer_iter().zip(&mut candidates).enumerate() {
            for (&similarity, column) in products.iter().zip(from..) {
                if similarity >= own.floor && column != first + row {
                    own.found.push((similarity, column as u32));
                    if own.found.len() >= 8 * k + 64 {
                        own.prune(k, slack);
                    }
                }
            }
        }
    }
    let exact = |a: usize, b: u32| {
        let row = |place: usize| rows.row(place).to_slice().unwrap_or(&[]);
        cosine_distance(row(a), row(b as usize))
    };
    (first..last)
        .zip(candidates)
        .map(|(place, mut candidates)| {
            candidates.prune(k, slack);
            let mut near: Vec<(f64, u32)> =
                candidates.found.iter().map(|&(_, other)| (exact(place, other), other)).collect();
            near.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            near.truncate(k);
            near.into_iter().map(|(_, other)| other).collect()
        })
        .collect()
}

/// The rows without what all of them share: each minus the mean row, scaled to length 1 again.
///
/// Segments of one study speak about one matter, and their vectors share a direction that says so and nothing else.
/// Without it, likeness is likeness within the study. A row that is the mean itself stays as it is. Rows of one
/// content stay alike to the bit.
pub(super) fn centred(canonical: &Canonical) -> Array2<f32> {
    let (n, dim) = (canonical.n(), canonical.rows().ncols());
    let mut mean = vec![0.0_f64; dim];
    for place in 0..n {
        for (sum, &value) in mean.iter_mut().zip(canonical.row(place)) {
            *sum += f64::from(value);
        }
    }
    mean.iter_mut().for_each(|sum| *sum /= n.max(1) as f64);
    let mut rows = Array2::zeros((n, dim));
    for (place, mut row) in rows.outer_iter_mut().enumerate() {
        let moved: Vec<f64> =
            canonical.row(place).iter().zip(&mean).map(|(&v, m)| f64::from(v) - m).collect();
        let norm = moved.iter().map(|v| v * v).sum::<f64>().sqrt();
        if norm.partial_cmp(&1e-6) == Some(Ordering::Greater) {
            row.iter_mut().zip(&moved).for_each(|(to, v)| *to = (v / norm) as f32);
        } else {
            row.iter_mut().zip(canonical.row(place)).for_each(|(to, &v)| *to = v);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::domain::Embeddings;

    #[test]
    fn lists_by_hand() {
        // Cosines to row 0: 0.8, 0.6, 0, 1 (the same row again).
        let rows = array![[1.0, 0.0], [0.8, 0.6], [0.6, 0.8], [0.0, 1.0], [1.0, 0.0]];
        let found = Nearest::find(&rows, 3);
        assert_eq!(found.n(), 5);
        assert_eq!(found.of(0), [4, 1, 2]);
        assert_eq!(found.of(4), [0, 1, 2]);
        // 0.96 to row 2, then 0.8 to rows 0 and 4: the first of equals.
        assert_eq!(Nearest::find(&rows, 2).of(1), [2, 0]);
        assert_eq!(Nearest::find(&rows, 9).of(3), [2, 1, 0, 4]);
        assert_eq!(Nearest::find(&rows.slice(s![..1, ..]).to_owned(), 3).n(), 0);
    }

    #[test]
    fn blocks_give_what_looking_at_each_pair_gives() {
        let mut value = 0.3_f32;
        let mut next = || {
            value = (value * 3.9) * (1.0 - value);
            value - 0.5
        };
        let mut rows = Array2::from_shape_simple_fn((BLOCK_COLUMNS + 77, 8), &mut next);
        for mut row in rows.outer_iter_mut() {
            let norm = row.dot(&row).sqrt();
            row /= norm;
        }
        let found = Nearest::find(&rows, 5);
        for place in [0, 300, BLOCK_COLUMNS, BLOCK_COLUMNS + 76] {
            let row = |place: usize| rows.row(place).to_slice().unwrap().to_vec();
            let mut all: Vec<(f64, u32)> = (0..rows.nrows())
                .filter(|&other| other != place)
                .map(|other| (cosine_distance(&row(place), &row(other)), other as u32))
                .collect();
            all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let expected: Vec<u32> = all.iter().take(5).map(|&(_, other)| other).collect();
            assert_eq!(found.of(place), expected);
        }
    }

    #[test]
    fn centring_takes_away_the_common_direction() {
        // Mean (0.8, 0): what is left is (0, 0.6) and (0, −0.6).
        let rows = Embeddings::new(vec![0.8, 0.6, 0.8, -0.6], 2).unwrap();
        assert_eq!(centred(&Canonical::new(&rows)), array![[0.0, -1.0], [0.0, 1.0]]);
        let alike = Embeddings::new(vec![0.8, 0.6, 0.8, 0.6], 2).unwrap();
        assert_eq!(centred(&Canonical::new(&alike)), array![[0.8, 0.6], [0.8, 0.6]]);
    }
}
