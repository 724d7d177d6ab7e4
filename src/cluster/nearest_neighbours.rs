//! The nearest rows of each row, exactly, in blocks.

use std::cmp::Ordering;

use ndarray::{Array2, ArrayView2, Axis, s};
use rayon::prelude::*;

use super::canonical::Canonical;
use super::distance::cosine_distance;
use super::gemm_products::{products, slack};
use super::voronoi_cells::Cells;
use crate::domain::{Cancelled, Progress};

/// Rows and columns of a block of products: 256 × 1,024 values stay in a processor's second cache.
const BLOCK_ROWS: usize = 256;
const BLOCK_COLUMNS: usize = 1024;
/// Up to this many rows every pair is looked at; above it a row is compared with the cells around it ([`Cells`]).
const EXACT_ROWS: usize = 50_000;

/// For each row its `k` nearest others, nearest first, equal distances by their place.
///
/// Up to 50,000 rows every pair is looked at: O(n²·d) in time, O(n·k) in memory. Above, only rows of near cells are: O(n^1.5·d), and a
/// few of the nearest are missed (`docs/evidence.md` says how many). A product in single precision sorts roughly; rows
/// within rounding of the last place are compared by exact distance, so that the lists do not depend on how a
/// processor multiplies, on blocks or on threads.
#[derive(Clone, Debug)]
pub(super) struct Nearest {
    k: usize,
    /// n × k places.
    places: Vec<u32>,
}

impl Nearest {
    /// Finds the lists of `rows`, which are n unit rows; `k` is at most n − 1.
    pub(super) fn find(rows: &Array2<f32>, k: usize, progress: &dyn Progress) -> Result<Self, Cancelled> {
        if rows.nrows() > EXACT_ROWS {
            Self::find_in_cells(rows, k, &Cells::of(rows), progress)
        } else {
            Self::find_exactly(rows, k, progress)
        }
    }

    pub(super) fn find_exactly(
        rows: &Array2<f32>,
        k: usize,
        progress: &dyn Progress,
    ) -> Result<Self, Cancelled> {
        let n = rows.nrows();
        let k = k.min(n.saturating_sub(1));
        let all: Vec<u32> = (0..n as u32).collect();
        let places = all
            .par_chunks(BLOCK_ROWS)
            .flat_map_iter(|queries| {
                let mut candidates = Candidates::new(queries.len(), k, rows.ncols());
                let queried = rows.slice(s![queries[0] as usize..queries[0] as usize + queries.len(), ..]);
                for from in (0..n).step_by(BLOCK_COLUMNS) {
                    if progress.is_cancelled() {
                        return Vec::new();
                    }
                    let to = (from + BLOCK_COLUMNS).min(n);
                    candidates.look_at(queries, queried, &all[from..to], rows.slice(s![from..to, ..]));
                }
                candidates.nearest(rows, queries)
            })
            .collect();
        // Incomplete lists of a cancelled search are dropped.
        progress.check_cancelled()?;
        Ok(Self { k, places })
    }

    /// Looks at the rows of near cells only. Every row finds `k` others, since a cell is searched with as many as that takes.
    pub(super) fn find_in_cells(
        rows: &Array2<f32>,
        k: usize,
        cells: &Cells,
        progress: &dyn Progress,
    ) -> Result<Self, Cancelled> {
        let n = rows.nrows();
        let k = k.min(n.saturating_sub(1));
        let found: Result<Vec<(usize, Vec<u32>)>, Cancelled> = (0..cells.len())
            .into_par_iter()
            .with_max_len(1)
            .map(|cell| {
                progress.check_cancelled()?;
                let queries = cells.members(cell);
                let queried = rows.select(Axis(0), &places(queries));
                let mut candidates = Candidates::new(queries.len(), k, rows.ncols());
                for near in cells.around(cell, k + 1) {
                    for columns in cells.members(near).chunks(BLOCK_COLUMNS) {
                        let block = rows.select(Axis(0), &places(columns));
                        candidates.look_at(queries, queried.view(), columns, block.view());
                    }
                }
                Ok((cell, candidates.nearest(rows, queries)))
            })
            .collect();
        let mut places = vec![0; n * k];
        for (cell, lists) in found? {
            for (&query, list) in cells.members(cell).iter().zip(lists.chunks_exact(k.max(1))) {
                places[query as usize * k..(query as usize + 1) * k].copy_from_slice(list);
            }
        }
        Ok(Self { k, places })
    }

    /// Returns the number of lists.
    pub(super) fn n(&self) -> usize {
        self.places.len().checked_div(self.k).unwrap_or(0)
    }

    /// Returns the nearest rows of a row.
    pub(super) fn of(&self, place: usize) -> &[u32] {
        &self.places[place * self.k..(place + 1) * self.k]
    }
}

fn places(numbers: &[u32]) -> Vec<usize> {
    numbers.iter().map(|&number| number as usize).collect()
}

/// The rows that may be among the `k` nearest of each of some rows, by rough similarity.
struct Candidates {
    k: usize,
    slack: f32,
    of_row: Vec<OfRow>,
    products: Vec<f32>,
}

struct OfRow {
    found: Vec<(f32, u32)>,
    /// Below this nothing can be among the nearest.
    floor: f32,
}

impl Candidates {
    fn new(n_queries: usize, k: usize, dim: usize) -> Self {
        let of_row = (0..n_queries).map(|_| OfRow { found: Vec::new(), floor: f32::NEG_INFINITY }).collect();
        Self { k, slack: 2.0 * slack(dim) as f32, of_row, products: Vec::new() }
    }

    /// Compares the rows at `queries` with those at `columns`.
    fn look_at(
        &mut self,
        queries: &[u32],
        queried: ArrayView2<'_, f32>,
        columns: &[u32],
        block: ArrayView2<'_, f32>,
    ) {
        if self.k == 0 {
            return;
        }
        products(queried, block, &mut self.products);
        for ((&query, similarities), own) in
            queries.iter().zip(self.products.chunks_exact(columns.len())).zip(&mut self.of_row)
        {
            for (&similarity, &column) in similarities.iter().zip(columns) {
                if similarity >= own.floor && column != query {
                    own.found.push((similarity, column));
                    if own.found.len() >= 8 * self.k + 64 {
                        own.prune(self.k, self.slack);
                    }
                }
            }
        }
    }

    /// Finds the lists of the rows at `queries`, one after the other, by exact distance.
    fn nearest(self, rows: &Array2<f32>, queries: &[u32]) -> Vec<u32> {
        let row = |place: u32| rows.row(place as usize).to_slice().unwrap_or(&[]);
        let mut lists = Vec::with_capacity(queries.len() * self.k);
        for (&query, mut own) in queries.iter().zip(self.of_row) {
            own.prune(self.k, self.slack);
            let exact = |&(_, other): &(f32, u32)| (cosine_distance(row(query), row(other)), other);
            let mut near: Vec<(f64, u32)> = own.found.iter().map(exact).collect();
            near.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            lists.extend(near.into_iter().take(self.k).map(|(_, other)| other));
        }
        lists
    }
}

impl OfRow {
    /// Keeps the k best and all within `slack` of the last of them.
    fn prune(&mut self, k: usize, slack: f32) {
        if k > 0 && self.found.len() > k {
            self.found.select_nth_unstable_by(k - 1, |a, b| b.0.total_cmp(&a.0));
            self.floor = self.found[k - 1].0 - slack;
            let floor = self.floor;
            self.found.retain(|&(similarity, _)| similarity >= floor);
        }
    }
}

/// Subtracts the mean row from each row, and scales the result to length 1. What all rows share is removed.
///
/// Segments of one study are about one subject, so their vectors share a direction that tells nothing about their differences.
/// Without it, likeness is relative to the study. A row equal to the mean stays as it is. Rows of one
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
    use crate::domain::{Embeddings, NoProgress};

    fn nearest(rows: &Array2<f32>, k: usize) -> Nearest {
        Nearest::find(rows, k, &NoProgress).unwrap()
    }

    #[test]
    fn lists_by_hand() {
        // Cosines to row 0: 0.8, 0.6, 0, 1 (the same row again).
        let rows = array![[1.0, 0.0], [0.8, 0.6], [0.6, 0.8], [0.0, 1.0], [1.0, 0.0]];
        let found = nearest(&rows, 3);
        assert_eq!(found.n(), 5);
        assert_eq!(found.of(0), [4, 1, 2]);
        assert_eq!(found.of(4), [0, 1, 2]);
        // 0.96 to row 2, then 0.8 to rows 0 and 4: the first of equals.
        assert_eq!(nearest(&rows, 2).of(1), [2, 0]);
        assert_eq!(nearest(&rows, 9).of(3), [2, 1, 0, 4]);
        assert_eq!(nearest(&rows.slice(s![..1, ..]).to_owned(), 3).n(), 0);
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
        let found = nearest(&rows, 5);
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

    /// Returns rows with the structure of embeddings: forty hidden causes in 128 columns.
    fn hidden_causes(n: usize) -> Array2<f32> {
        let mut state = 7_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 40) as f32 / (1_u64 << 23) as f32) - 1.0
        };
        let causes = Array2::from_shape_simple_fn((40, 128), &mut next);
        let mut rows = Array2::from_shape_simple_fn((n, 40), || next().powi(3)).dot(&causes);
        for mut row in rows.outer_iter_mut() {
            let norm = row.dot(&row).sqrt();
            row /= norm;
        }
        rows
    }

    fn recall(found: &Nearest, exact: &Nearest) -> f64 {
        let shared: usize = (0..exact.n())
            .map(|place| exact.of(place).iter().filter(|near| found.of(place).contains(near)).count())
            .sum();
        shared as f64 / (exact.n() * exact.k) as f64
    }

    #[test]
    fn cells_find_nearly_all_of_the_nearest_and_the_same_in_any_threads() {
        let rows = hidden_causes(6000);
        let exact = Nearest::find_exactly(&rows, 12, &NoProgress).unwrap();
        let found = Nearest::find_in_cells(&rows, 12, &Cells::of(&rows), &NoProgress).unwrap();
        assert!(recall(&found, &exact) > 0.9, "{}", recall(&found, &exact));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(5).build().unwrap();
        let again =
            pool.install(|| Nearest::find_in_cells(&rows, 12, &Cells::of(&rows), &NoProgress)).unwrap();
        assert_eq!(found.places, again.places);
        // With very few rows, every list is still full.
        let few = Nearest::find_in_cells(
            &rows.slice(s![..9, ..]).to_owned(),
            7,
            &Cells::of(&rows.slice(s![..9, ..]).to_owned()),
            &NoProgress,
        )
        .unwrap();
        assert_eq!((few.n(), few.of(0).len()), (9, 7));
    }

    // `THEMATA_ROWS=rows.npy cargo test --release --lib recall_of_cells -- --ignored --nocapture`, with what `themata embed` wrote.
    #[test]
    #[ignore = "wants a matrix of vectors"]
    fn recall_of_cells() {
        let bytes = std::fs::read(std::env::var("THEMATA_ROWS").unwrap()).unwrap();
        let header = 10 + usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
        let values: Vec<f32> =
            bytes[header..].as_chunks::<4>().0.iter().map(|value| f32::from_le_bytes(*value)).collect();
        let n = values.len() / 384;
        let rows = centred(&Canonical::new(&Embeddings::new(values, 384).unwrap()));
        let start = std::time::Instant::now();
        let exact = Nearest::find_exactly(&rows, 24, &NoProgress).unwrap();
        let between = start.elapsed();
        let found = Nearest::find_in_cells(&rows, 24, &Cells::of(&rows), &NoProgress).unwrap();
        println!(
            "{n} rows: exactly {:.1} s, in cells {:.1} s, recall of 24 nearest {:.4}",
            between.as_secs_f64(),
            (start.elapsed() - between).as_secs_f64(),
            recall(&found, &exact)
        );
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
