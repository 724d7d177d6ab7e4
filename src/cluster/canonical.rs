//! The canonical order: rows sorted by content, so that the order of the input changes nothing.

use std::cmp::Ordering;

use ndarray::{ArcArray2, Array2, Axis};
use rayon::prelude::*;

use crate::domain::{Algorithm, ClusterId, Embeddings};

use super::error::ClusterError;

/// Rows by rising content, with their places in the input.
///
/// Rows are compared value by value in the total order of `f32`; −0 is taken as +0 first, so that rows that are
/// equal as numbers are equal as content. Rows of the same content are neighbours.
#[derive(Clone, Debug)]
pub(super) struct Canonical {
    /// n × dim, sorted. Shared, since linfa's neighbour index must own what it reads.
    rows: ArcArray2<f32>,
    /// The input row of each canonical place.
    order: Vec<usize>,
    /// How many different rows there are.
    n_distinct: usize,
}

impl Canonical {
    /// Sorts the rows.
    pub(super) fn new(embeddings: &Embeddings) -> Self {
        let (n, dim) = (embeddings.n_segments(), embeddings.dim());
        let mut order: Vec<usize> = (0..n).collect();
        // The place breaks ties so that the way back is fixed too; rows of one content are interchangeable.
        order.par_sort_unstable_by(|&a, &b| {
            compare(embeddings.row(a), embeddings.row(b)).then_with(|| a.cmp(&b))
        });
        let mut rows = Array2::zeros((n, dim));
        for (mut row, &from) in rows.axis_iter_mut(Axis(0)).zip(&order) {
            for (to, &value) in row.iter_mut().zip(embeddings.row(from)) {
                *to = value + 0.0;
            }
        }
        Self::of(rows, order)
    }

    fn of(rows: Array2<f32>, order: Vec<usize>) -> Self {
        let mut canonical = Self { rows: rows.into_shared(), order, n_distinct: 0 };
        let n = canonical.n();
        canonical.n_distinct =
            (0..n).filter(|&place| place == 0 || canonical.row(place - 1) != canonical.row(place)).count();
        canonical
    }

    /// Returns the number of rows.
    pub(super) fn n(&self) -> usize {
        self.order.len()
    }

    /// Returns the number of different rows.
    pub(super) fn n_distinct(&self) -> usize {
        self.n_distinct
    }

    /// Returns all rows, sorted.
    pub(super) fn rows(&self) -> &ArcArray2<f32> {
        &self.rows
    }

    /// Returns the row at a canonical place.
    pub(super) fn row(&self, place: usize) -> &[f32] {
        let dim = self.rows.ncols();
        // The array is contiguous since its making, so the empty slice is never taken.
        self.rows.as_slice().map_or(&[], |values| &values[place * dim..(place + 1) * dim])
    }

    /// Puts values by canonical place into the order of the input.
    pub(super) fn to_input<T: Copy>(&self, values: &[T]) -> Vec<T> {
        let mut out = values.to_vec();
        for (&value, &input) in values.iter().zip(&self.order) {
            out[input] = value;
        }
        out
    }

    /// Returns the input rows of canonical places.
    pub(super) fn input_rows(&self, places: &[usize]) -> Vec<usize> {
        places.iter().map(|&place| self.order[place]).collect()
    }

    /// Puts values in the order of the input into canonical order.
    pub(super) fn by_place<T: Copy>(&self, by_input: &[T]) -> Vec<T> {
        self.order.iter().map(|&input| by_input[input]).collect()
    }

    /// Takes `n` rows at even steps of the canonical order: a sample that depends on content alone.
    pub(super) fn sample(&self, n: usize) -> Self {
        if n >= self.n() {
            return self.clone();
        }
        let places = even_places(self.n(), n);
        Self::of(self.rows.select(Axis(0), &places), (0..places.len()).collect())
    }

    /// Returns the rows that `keep` names, in the same order.
    pub(super) fn part(&self, keep: &[bool]) -> Self {
        let places: Vec<usize> = (0..self.n()).filter(|&place| keep[place]).collect();
        Self::of(self.rows.select(Axis(0), &places), (0..places.len()).collect())
    }

    /// Refuses no rows, and more rows than an algorithm takes.
    pub(super) fn check_size(&self, algorithm: Algorithm) -> Result<(), ClusterError> {
        let n_segments = self.n();
        if n_segments == 0 {
            return Err(ClusterError::NoSegments);
        }
        match algorithm.facts().max_n_segments {
            Some(limit) if n_segments > limit => Err(ClusterError::TooMany { algorithm, n_segments, limit }),
            _ => Ok(()),
        }
    }

    /// Refuses to make `n_clusters` clusters of fewer different rows.
    pub(super) fn check_distinct(&self, n_clusters: usize) -> Result<(), ClusterError> {
        let (n_segments, n_distinct) = (self.n(), self.n_distinct);
        if n_segments == 0 {
            return Err(ClusterError::NoSegments);
        }
        if n_clusters > n_distinct {
            return Err(ClusterError::TooFewDistinct { n_clusters, n_segments, n_distinct });
        }
        Ok(())
    }
}

fn compare(a: &[f32], b: &[f32]) -> Ordering {
    a.iter()
        .zip(b)
        .map(|(&a, &b)| (a + 0.0).total_cmp(&(b + 0.0)))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Returns `count` of the numbers below `n`, at even steps, including the first and the last.
pub(super) fn even_places(n: usize, count: usize) -> Vec<usize> {
    if count >= n {
        return (0..n).collect();
    }
    let steps = count.saturating_sub(1).max(1);
    (0..count).map(|step| step * (n - 1) / steps).collect()
}

/// Assigns numbers to clusters by falling size, equal sizes by their first canonical row, and counts them.
///
/// Labels without rows get no number: an empty cluster is dropped.
pub(super) fn number(labels: &[Option<usize>]) -> (Vec<Option<ClusterId>>, usize) {
    let n_labels = labels.iter().flatten().max().map_or(0, |&label| label + 1);
    let mut found: Vec<(usize, usize)> = vec![(0, usize::MAX); n_labels];
    for (place, &label) in labels.iter().enumerate() {
        if let Some(label) = label {
            found[label].0 += 1;
            found[label].1 = found[label].1.min(place);
        }
    }
    let mut by_size: Vec<usize> = (0..n_labels).filter(|&label| found[label].0 > 0).collect();
    by_size.sort_unstable_by_key(|&label| (std::cmp::Reverse(found[label].0), found[label].1));
    let mut ids = vec![ClusterId(0); n_labels];
    for (id, &label) in (0_u32..).zip(&by_size) {
        ids[label] = ClusterId(id);
    }
    (labels.iter().map(|label| label.map(|label| ids[label])).collect(), by_size.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_by_content_and_finds_the_way_back() {
        let values = vec![1.0, 0.0, -1.0, 0.0, 0.0, 1.0, 1.0, -0.0];
        let canonical = Canonical::new(&Embeddings::new(values, 2).unwrap());
        assert_eq!(canonical.row(0), [-1.0, 0.0]);
        assert_eq!(canonical.row(3), [1.0, 0.0]);
        // (1, 0) and (1, −0) are the same row.
        assert_eq!(canonical.n_distinct(), 3);
        assert_eq!(canonical.to_input(&['a', 'b', 'c', 'd']), ['c', 'a', 'b', 'd']);
        assert_eq!(canonical.by_place(&['c', 'a', 'b', 'd']), ['a', 'b', 'c', 'd']);
    }

    #[test]
    fn numbers_by_falling_size_then_by_first_row() {
        let labels = [Some(4), Some(2), None, Some(2), Some(7), Some(7), Some(4), Some(9)];
        let (numbers, n) = number(&labels);
        let ids: Vec<Option<u32>> = numbers.iter().map(|id| id.map(|id| id.0)).collect();
        assert_eq!(n, 4);
        assert_eq!(ids, [Some(0), Some(1), None, Some(1), Some(2), Some(2), Some(0), Some(3)]);
        assert_eq!(number(&[None, None]), (vec![None, None], 0));
    }

    #[test]
    fn samples_at_even_steps() {
        assert_eq!(even_places(10, 4), [0, 3, 6, 9]);
        assert_eq!(even_places(3, 5), [0, 1, 2]);
        assert_eq!(even_places(5, 1), [0]);
    }
}
