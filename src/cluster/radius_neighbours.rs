//! Neighbours within a distance, computed in blocks by matrix multiplication, and given to linfa as a neighbour index.
//!
//! In hundreds of columns a tree has to open nearly every leaf; a product of two blocks of rows gives the distances
//! of all their pairs at the speed of the processor. The product only sorts pairs roughly: a pair within rounding of
//! the limit is decided by the exact distance, so that the answer does not depend on how a processor multiplies.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use linfa::Float;
use linfa_nn::distance::Distance;
use linfa_nn::{BuildError, NearestNeighbour, NearestNeighbourIndex, NnError};
use ndarray::{ArrayBase, ArrayView1, ArrayView2, Axis, Data, Ix2, s};
use rayon::prelude::*;

use super::canonical::Canonical;
use super::distance::cosine_distance;
use super::gemm_products::{products, slack};
use crate::domain::{Cancelled, Progress};

/// Rows and columns of a block of distances.
const BLOCK_ROWS: usize = 128;
const BLOCK_COLUMNS: usize = 2048;
/// How many neighbours are kept in memory at most (1 GiB); the rest is computed again when it is needed.
const MAX_KEPT: usize = 1 << 28;

/// For each row the rows within a cosine distance, itself among them, by rising canonical place.
#[derive(Debug)]
pub(super) struct Neighbours {
    canonical: Canonical,
    squared_norms: Vec<f64>,
    tolerance: f64,
    kept: Vec<Option<Box<[u32]>>>,
}

impl Neighbours {
    /// Finds the neighbours of all rows.
    pub(super) fn within(
        canonical: &Canonical,
        tolerance: f64,
        progress: &dyn Progress,
    ) -> Result<Self, Cancelled> {
        let n = canonical.n();
        let mut found = Self {
            canonical: canonical.clone(),
            squared_norms: squared_norms(canonical),
            tolerance,
            kept: Vec::new(),
        };
        let budget = AtomicUsize::new(MAX_KEPT);
        let blocks: Vec<usize> = (0..n).step_by(BLOCK_ROWS).collect();
        found.kept = blocks
            .into_par_iter()
            .flat_map_iter(|first| {
                let places: Vec<usize> = match progress.is_cancelled() {
                    true => Vec::new(),
                    false => (first..(first + BLOCK_ROWS).min(n)).collect(),
                };
                found.search(&places).into_iter().map(|list| {
                    let fits =
                        budget.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(list.len())).is_ok();
                    fits.then(|| list.into_boxed_slice())
                })
            })
            .collect();
        // Incomplete lists of a cancelled search are dropped.
        progress.check_cancelled()?;
        Ok(found)
    }

    /// Returns the neighbours of a row.
    pub(super) fn of(&self, place: usize) -> Cow<'_, [u32]> {
        match self.kept.get(place) {
            Some(Some(list)) => Cow::Borrowed(list),
            _ => Cow::Owned(self.search(&[place]).pop().unwrap_or_default()),
        }
    }

    fn search(&self, places: &[usize]) -> Vec<Vec<u32>> {
        let slack = slack(self.canonical.rows().ncols());
        let mut lists = vec![Vec::new(); places.len()];
        for_each_block(&self.canonical, &self.squared_norms, places, |row, first_column, distances| {
            for (column, &rough) in (first_column..).zip(distances) {
                let near = if (rough - self.tolerance).abs() > slack {
                    rough < self.tolerance
                } else {
                    let (a, b) = (self.canonical.row(places[row]), self.canonical.row(column));
                    cosine_distance(a, b) <= self.tolerance
                };
                if near {
                    lists[row].push(column as u32);
                }
            }
        });
        lists
    }
}

/// Computes the cosine distance from each of `places` to its `rank`-th nearest row, itself being the first.
pub(super) fn k_distances(
    canonical: &Canonical,
    places: &[usize],
    rank: usize,
    progress: &dyn Progress,
) -> Result<Vec<f64>, Cancelled> {
    let n = canonical.n();
    let slack = slack(canonical.rows().ncols());
    let norms = squared_norms(canonical);
    // A block keeps its distances to all rows, so it has fewer rows where there are more columns.
    let block = ((1 << 23) / n.max(1)).clamp(4, BLOCK_ROWS);
    let found = places
        .par_chunks(block)
        .flat_map_iter(|places| {
            let places = if progress.is_cancelled() { &[][..] } else { places };
            let mut rough: Vec<Vec<f64>> = vec![Vec::with_capacity(n); places.len()];
            for_each_block(canonical, &norms, places, |row, _, distances| {
                rough[row].extend_from_slice(distances);
            });
            places.iter().zip(rough).map(move |(&place, rough)| {
                let mut sorted = rough.clone();
                let (_, &mut limit, _) = sorted.select_nth_unstable_by(rank - 1, f64::total_cmp);
                let mut exact: Vec<f64> = (0..n)
                    .filter(|&other| rough[other] <= limit + 2.0 * slack)
                    .map(|other| cosine_distance(canonical.row(place), canonical.row(other)))
                    .collect();
                exact.sort_unstable_by(f64::total_cmp);
                exact[rank - 1]
            })
        })
        .collect();
    progress.check_cancelled()?;
    Ok(found)
}

fn squared_norms(canonical: &Canonical) -> Vec<f64> {
    let norm = |place| canonical.row(place).iter().map(|&v| f64::from(v) * f64::from(v)).sum();
    (0..canonical.n()).into_par_iter().map(norm).collect()
}

/// Gives `take` the rough distances of the rows at `places` (row, first column, distances), block after block.
fn for_each_block(
    canonical: &Canonical,
    squared_norms: &[f64],
    places: &[usize],
    mut take: impl FnMut(usize, usize, &[f64]),
) {
    let rows = canonical.rows();
    let queries = rows.select(Axis(0), places);
    let mut distances = Vec::with_capacity(BLOCK_COLUMNS);
    let mut found = Vec::new();
    for first in (0..rows.nrows()).step_by(BLOCK_COLUMNS) {
        let last = (first + BLOCK_COLUMNS).min(rows.nrows());
        products(queries.view(), rows.slice(s![first..last, ..]), &mut found);
        for (row, products) in found.chunks_exact(last - first).enumerate() {
            let own = squared_norms[places[row]];
            distances.clear();
            let norms = &squared_norms[first..last];
            // ‖a − b‖²/2 = (‖a‖² + ‖b‖²)/2 − a·b
            distances.extend(products.iter().zip(norms).map(|(&p, &norm)| (own + norm) / 2.0 - f64::from(p)));
            take(row, first, &distances);
        }
    }
}

/// linfa's `NearestNeighbourBox`, a name that linfa does not export.
type BoxedIndex<'a, F> = Box<dyn 'a + Send + Sync + NearestNeighbourIndex<F>>;

/// Gives linfa access to [`Neighbours`]. It answers from the lists where linfa asks for one of its rows at its own range,
/// and by going through all rows otherwise.
#[derive(Clone, Debug)]
pub(super) struct BlockIndex(pub(super) Arc<Neighbours>);

impl BlockIndex {
    /// Returns the Euclidean distance that corresponds to the cosine distance on unit rows: √(2·(1 − cos)).
    pub(super) fn range(&self) -> f32 {
        ((2.0 * self.0.tolerance).sqrt() as f32).max(f32::MIN_POSITIVE)
    }
}

impl NearestNeighbour for BlockIndex {
    fn from_batch_with_leaf_size<'a, F: Float, DT: Data<Elem = F>, D: 'a + Distance<F>>(
        &self,
        batch: &'a ArrayBase<DT, Ix2>,
        leaf_size: usize,
        dist_fn: D,
    ) -> Result<BoxedIndex<'a, F>, BuildError> {
        if leaf_size == 0 {
            return Err(BuildError::EmptyLeaf);
        }
        if batch.ncols() == 0 {
            return Err(BuildError::ZeroDimension);
        }
        Ok(Box::new(Lent { batch: batch.view(), index: self.clone(), dist_fn }))
    }
}

struct Lent<'a, F: Float, D: Distance<F>> {
    batch: ArrayView2<'a, F>,
    index: BlockIndex,
    dist_fn: D,
}

impl<F: Float, D: Distance<F>> Lent<'_, F, D> {
    /// Finds a row by binary search, since rows are in canonical order.
    fn place(&self, point: ArrayView1<'_, F>) -> Option<usize> {
        let (mut low, mut high) = (0, self.batch.nrows());
        while low < high {
            let middle = low + (high - low) / 2;
            match compare(self.batch.row(middle), point) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn scan(&self, point: ArrayView1<'_, F>) -> Result<Vec<(F, usize)>, NnError> {
        if point.len() != self.batch.ncols() {
            return Err(NnError::WrongDimension);
        }
        let distances = self.batch.rows().into_iter().map(|row| self.dist_fn.distance(row, point));
        let mut scanned: Vec<(F, usize)> = distances.zip(0..).collect();
        scanned.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(Ordering::Equal).then(a.1.cmp(&b.1)));
        Ok(scanned)
    }
}

fn compare<F: Float>(a: ArrayView1<'_, F>, b: ArrayView1<'_, F>) -> Ordering {
    a.iter()
        .zip(b.iter())
        .map(|(a, b)| a.partial_cmp(b).unwrap_or(Ordering::Equal))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

impl<F: Float, D: Distance<F>> NearestNeighbourIndex<F> for Lent<'_, F, D> {
    fn k_nearest(
        &self,
        point: ArrayView1<'_, F>,
        k: usize,
    ) -> Result<Vec<(ArrayView1<'_, F>, usize)>, NnError> {
        let nearest = self.scan(point)?;
        Ok(nearest.into_iter().take(k).map(|(_, place)| (self.batch.row(place), place)).collect())
    }

    fn within_range(
        &self,
        point: ArrayView1<'_, F>,
        range: F,
    ) -> Result<Vec<(ArrayView1<'_, F>, usize)>, NnError> {
        let rows = &self.index.0.canonical;
        let known = point.len() == self.batch.ncols()
            && self.batch.nrows() == rows.n()
            && range.to_f32() == Some(self.index.range());
        if let Some(place) = known.then(|| self.place(point)).flatten() {
            let list = self.index.0.of(place);
            return Ok(list.iter().map(|&near| (self.batch.row(near as usize), near as usize)).collect());
        }
        let near = self.scan(point)?.into_iter().take_while(|&(distance, _)| distance <= range);
        Ok(near.map(|(_, place)| (self.batch.row(place), place)).collect())
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::cluster::distance::WideEuclidean;
    use crate::domain::{Embeddings, NoProgress};

    /// Returns, in canonical order: (−1, 0), (0, 1), (0.6, 0.8), (0.8, 0.6), (1, 0).
    fn rows() -> Canonical {
        let values = vec![1.0, 0.0, 0.8, 0.6, 0.6, 0.8, 0.0, 1.0, -1.0, 0.0];
        Canonical::new(&Embeddings::new(values, 2).unwrap())
    }

    #[test]
    fn lists_by_hand() {
        // Cosines of neighbours: 0.8, 0.96, 0.8; a limit of 0.2 takes in exactly these.
        let found = Neighbours::within(&rows(), 0.2 + 1e-7, &NoProgress).unwrap();
        let lists: Vec<Vec<u32>> = (0..5).map(|place| found.of(place).to_vec()).collect();
        assert_eq!(lists, [vec![0], vec![1, 2], vec![1, 2, 3], vec![2, 3, 4], vec![3, 4]]);
        assert_eq!(found.search(&[3]), [vec![2, 3, 4]]);
    }

    #[test]
    fn k_distances_by_hand() {
        let found = k_distances(&rows(), &[0, 1, 2], 2, &NoProgress).unwrap();
        for (found, expected) in found.iter().zip([1.0, 0.2, 0.04]) {
            assert!((found - expected).abs() < 1e-7, "{found} {expected}");
        }
    }

    #[test]
    fn linfa_gets_the_same_answer_from_lists_and_from_a_scan() {
        let index = BlockIndex(Arc::new(Neighbours::within(&rows(), 0.3, &NoProgress).unwrap()));
        let canonical = rows();
        let lent = index.from_batch(canonical.rows(), WideEuclidean::new()).unwrap();
        let places = |range: f32| -> Vec<usize> {
            let found = lent.within_range(canonical.rows().row(2), range).unwrap();
            let mut places: Vec<usize> = found.into_iter().map(|(_, place)| place).collect();
            places.sort_unstable();
            places
        };
        assert_eq!(places(index.range()), [1, 2, 3]);
        assert_eq!(places(index.range() * 1.000_001), [1, 2, 3]);
        let nearest = lent.k_nearest(array![0.7, 0.7].view(), 2).unwrap();
        assert_eq!(nearest.iter().map(|&(_, place)| place).collect::<Vec<_>>(), [2, 3]);
        assert!(lent.within_range(array![1.0].view(), 0.5).is_err());
    }
}
