//! Lloyd's steps in blocks: each row to its nearest centre, each centre to the mean of its rows.

use ndarray::{Array2, ArrayView2, Axis, s};
use rayon::prelude::*;

use super::distance::{WideEuclidean, cosine_distance};
use super::gemm_products::{products, slack};

/// Rows whose products with all centres are computed at once.
const BLOCK_ROWS: usize = 256;
/// A row changes its cluster only for a centre that is nearer by more than rounding.
const NEARER: f32 = 1.0 - 1e-6;

/// Centres of clusters. A centre that lost all its rows gets none again.
#[derive(Clone, Debug)]
pub(super) struct Centres {
    rows: Array2<f32>,
    /// ‖centre‖²; `None` for an empty cluster.
    squared: Vec<Option<f32>>,
}

impl Centres {
    /// Takes some of the rows as centres.
    pub(super) fn at(rows: ArrayView2<'_, f32>, places: &[usize]) -> Self {
        let rows = rows.select(Axis(0), places);
        let squared = rows.outer_iter().map(|row| Some(row.iter().map(|v| v * v).sum())).collect();
        Self { rows, squared }
    }

    /// Centres after some of Lloyd's steps from the rows at `starts`; empty ones are left out.
    pub(super) fn found_on(rows: &Array2<f32>, starts: &[usize], steps: u64) -> Self {
        let mut centres = Self::at(rows.view(), starts);
        let mut labels = centres.nearest_to(rows.view());
        let mut means = Means::of(rows.view(), &labels, starts.len());
        for _ in 0..steps {
            centres = means.centres();
            let next = centres.step(rows.view(), &labels);
            if next == labels {
                break;
            }
            means.follow(rows.view(), &labels, &next);
            labels = next;
        }
        let kept: Vec<usize> = (0..starts.len()).filter(|&c| centres.squared[c].is_some()).collect();
        Self {
            rows: centres.rows.select(Axis(0), &kept),
            squared: kept.iter().map(|&c| centres.squared[c]).collect(),
        }
    }

    /// Returns the number of centres.
    pub(super) fn len(&self) -> usize {
        self.squared.len()
    }

    /// Computes half the squared distance of two centres.
    pub(super) fn distance(&self, a: usize, b: usize) -> f64 {
        let row = |centre: usize| self.rows.row(centre).to_slice().unwrap_or(&[]);
        cosine_distance(row(a), row(b))
    }

    /// Finds the nearest centre of each row, the first of equals.
    pub(super) fn nearest_to(&self, rows: ArrayView2<'_, f32>) -> Vec<usize> {
        self.assign(rows, None)
    }

    /// Finds the nearest centre of each row; a row stays unless another centre is nearer by more than rounding.
    pub(super) fn step(&self, rows: ArrayView2<'_, f32>, labels: &[usize]) -> Vec<usize> {
        self.assign(rows, Some(labels))
    }

    /// Assigns each row to a centre. ‖x − c‖² = ‖x‖² + ‖c‖² − 2 x·c, so ‖c‖² − 2 x·c orders the centres of a row. A product gives it
    /// roughly. Centres within rounding of the best are compared by exact distances, so that the answer does not depend on how a processor
    /// multiplies.
    fn assign(&self, rows: ArrayView2<'_, f32>, labels: Option<&[usize]>) -> Vec<usize> {
        let (n, dim) = rows.dim();
        let n_centres = self.len();
        // Two scores are off by 2·slack each at most; the last part is what `NEARER` asks for.
        let window = 4.0 * slack(dim) as f32 + 4.0 * (1.0 - NEARER);
        let distance = WideEuclidean::new();
        let firsts: Vec<usize> = (0..n).step_by(BLOCK_ROWS).collect();
        firsts
            .into_par_iter()
            .flat_map_iter(|first| {
                let last = (first + BLOCK_ROWS).min(n);
                let mut found = Vec::new();
                products(rows.slice(s![first..last, ..]), self.rows.view(), &mut found);
                let mut scores = vec![f32::INFINITY; n_centres];
                let mut nearest = Vec::with_capacity(last - first);
                for (place, products) in (first..last).zip(found.chunks_exact(n_centres.max(1))) {
                    for ((score, product), squared) in scores.iter_mut().zip(products).zip(&self.squared) {
                        *score = squared.map_or(f32::INFINITY, |squared| squared - 2.0 * product);
                    }
                    let least = scores.iter().copied().fold(f32::INFINITY, f32::min);
                    let near = (0..n_centres).filter(|&centre| scores[centre] <= least + window);
                    let own = labels.map(|labels| labels[place]);
                    nearest.push(self.decide(near, own, |centre| {
                        let row = |rows: ArrayView2<'_, f32>, at: usize| {
                            distance.squared(
                                rows.row(at).to_slice().unwrap_or(&[]),
                                self.rows.row(centre).to_slice().unwrap_or(&[]),
                            )
                        };
                        row(rows, place)
                    }));
                }
                nearest
            })
            .collect()
    }

    /// Returns the nearest of the centres that may be nearest; the row's own unless another is nearer by more than rounding.
    fn decide(
        &self,
        mut near: impl Iterator<Item = usize> + Clone,
        own: Option<usize>,
        exact: impl Fn(usize) -> f32,
    ) -> usize {
        let alone = {
            let mut near = near.clone();
            let first = near.next();
            if near.next().is_none() { first } else { None }
        };
        if let Some(alone) = alone {
            return alone;
        }
        let (mut best, mut least) = match own {
            Some(own) => (own, exact(own) * NEARER),
            None => match near.next() {
                Some(first) => (first, exact(first)),
                None => return 0,
            },
        };
        for centre in near.filter(|&centre| Some(centre) != own) {
            let found = exact(centre);
            if found < least {
                (best, least) = (centre, found);
            }
        }
        best
    }
}

/// The sum of each cluster's rows and their number, in double precision.
#[derive(Clone, Debug)]
pub(super) struct Means {
    sums: Array2<f64>,
    sizes: Vec<usize>,
}

impl Means {
    /// Computes the means of rows with a label each.
    pub(super) fn of(rows: ArrayView2<'_, f32>, labels: &[usize], n_clusters: usize) -> Self {
        let mut means = Self { sums: Array2::zeros((n_clusters, rows.ncols())), sizes: vec![0; n_clusters] };
        for (row, &label) in rows.outer_iter().zip(labels) {
            means.sizes[label] += 1;
            means.sums.row_mut(label).zip_mut_with(&row, |sum, &value| *sum += f64::from(value));
        }
        means
    }

    /// Moves the rows whose label changed.
    pub(super) fn follow(&mut self, rows: ArrayView2<'_, f32>, labels: &[usize], next: &[usize]) {
        for (row, (&from, &to)) in rows.outer_iter().zip(labels.iter().zip(next)) {
            if from != to {
                self.sizes[from] -= 1;
                self.sizes[to] += 1;
                self.sums.row_mut(from).zip_mut_with(&row, |sum, &value| *sum -= f64::from(value));
                self.sums.row_mut(to).zip_mut_with(&row, |sum, &value| *sum += f64::from(value));
            }
        }
    }

    /// Returns the means as centres.
    pub(super) fn centres(&self) -> Centres {
        let rows = Array2::from_shape_fn(self.sums.dim(), |(cluster, column)| {
            (self.sums[[cluster, column]] / self.sizes[cluster].max(1) as f64) as f32
        });
        let squared = rows
            .outer_iter()
            .zip(&self.sizes)
            .map(|(row, &size)| (size > 0).then(|| row.iter().map(|v| v * v).sum()))
            .collect();
        Centres { rows, squared }
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn steps_by_hand() {
        let rows = array![[0.0, 0.0], [1.0, 0.0], [4.0, 0.0], [6.0, 0.0]];
        let centres = Centres::at(rows.view(), &[0, 1]);
        let labels = centres.nearest_to(rows.view());
        assert_eq!(labels, [0, 1, 1, 1]);
        // The mean of 1, 4 and 6 is 11/3: 1 is nearer to 0.
        let mut means = Means::of(rows.view(), &labels, 2);
        let next = means.centres().step(rows.view(), &labels);
        assert_eq!(next, [0, 0, 1, 1]);
        means.follow(rows.view(), &labels, &next);
        assert_eq!(means.centres().rows, array![[0.5, 0.0], [5.0, 0.0]]);
        assert_eq!(Centres::found_on(&rows, &[0, 1], 9).rows, array![[0.5, 0.0], [5.0, 0.0]]);
    }

    #[test]
    fn equals_are_decided_by_place_and_by_who_was_there() {
        // (0, 1) is as near to (1, 0) as to (−1, 0).
        let rows = array![[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]];
        let centres = Centres::at(rows.view(), &[0, 1]);
        assert_eq!(centres.nearest_to(rows.view()), [0, 1, 0]);
        assert_eq!(centres.step(rows.view(), &[0, 1, 1]), [0, 1, 1]);
        // A centre without rows gets none.
        let means = Means::of(rows.view(), &[0, 0, 0], 2);
        assert_eq!(means.centres().step(rows.view(), &[0, 0, 0]), [0, 0, 0]);
    }
}
