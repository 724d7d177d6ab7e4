//! The contingency table of two partitions: all measures of two partitions are computed from it.

mod mutual_information;
mod rand_index;

pub use mutual_information::adjusted_mutual_info;
pub use rand_index::adjusted_rand_index;

use std::collections::BTreeMap;

/// The number of segments that two partitions share, for each pair of their parts.
///
/// It holds counts only, so neither the order of the segments nor the names of the parts matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contingency {
    n: usize,
    /// Cells that are not 0: row, column, count.
    cells: Vec<(usize, usize, usize)>,
    rows: Vec<usize>,
    columns: Vec<usize>,
}

impl Contingency {
    /// Counts two labellings of the same segments; if one is shorter, the segments that only the other has are ignored.
    #[must_use]
    pub fn new(a: &[usize], b: &[usize]) -> Self {
        Self::of_counts(a.iter().zip(b).map(|(&a, &b)| (a, b, 1)))
    }

    /// Builds the table from counts of pairs of parts. Parts may have any numbers, a pair may come several times, and a count
    /// of 0 makes no part.
    ///
    /// ```
    /// use themata::domain::Contingency;
    ///
    /// let table = Contingency::of_counts([(0, 7, 2), (1, 7, 0), (0, 7, 1), (2, 9, 4)]);
    /// assert_eq!((table.n(), table.rows(), table.columns()), (7, &[3, 4][..], &[3, 4][..]));
    /// ```
    #[must_use]
    pub fn of_counts(counts: impl IntoIterator<Item = (usize, usize, usize)>) -> Self {
        let (mut row_of, mut column_of) = (Numbers::default(), Numbers::default());
        let mut cells: Vec<(usize, usize, usize)> = counts
            .into_iter()
            .filter(|&(_, _, count)| count > 0)
            .map(|(a, b, count)| (row_of.of(a), column_of.of(b), count))
            .collect();
        if row_of.n.saturating_mul(column_of.n) <= 4 * cells.len() {
            let mut table = vec![0; row_of.n * column_of.n];
            cells.iter().for_each(|&(row, column, count)| table[row * column_of.n + column] += count);
            let counted = table.into_iter().enumerate().filter(|&(_, count)| count > 0);
            cells = counted.map(|(at, count)| (at / column_of.n, at % column_of.n, count)).collect();
        } else {
            cells.sort_unstable_by_key(|&(row, column, _)| (row, column));
            cells.dedup_by(|next, kept| {
                let is_same = (next.0, next.1) == (kept.0, kept.1);
                kept.2 += if is_same { next.2 } else { 0 };
                is_same
            });
        }
        let (mut rows, mut columns) = (vec![0; row_of.n], vec![0; column_of.n]);
        for &(row, column, count) in &cells {
            rows[row] += count;
            columns[column] += count;
        }
        Self { n: rows.iter().sum(), cells, rows, columns }
    }

    /// Returns the number of segments.
    #[must_use]
    pub fn n(&self) -> usize {
        self.n
    }

    /// Returns the size of each part of the first partition, in order of first appearance.
    #[must_use]
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// Returns the size of each part of the second partition, in order of first appearance.
    #[must_use]
    pub fn columns(&self) -> &[usize] {
        &self.columns
    }

    /// Returns the pairs of parts that share segments: row, column, and the number of shared segments.
    #[must_use]
    pub fn cells(&self) -> &[(usize, usize, usize)] {
        &self.cells
    }

    /// Tells whether the partitions are equal and no other partitions have parts of these sizes: both have one part, or both
    /// have only parts of one segment.
    #[must_use]
    pub fn is_trivial(&self) -> bool {
        let (r, c) = (self.rows.len(), self.columns.len());
        r == c && (r <= 1 || r == self.n)
    }

    /// Returns the mutual information Σ nᵢⱼ/n · ln(n·nᵢⱼ / (aᵢ·bⱼ)), in nats.
    ///
    /// ```
    /// use themata::domain::Contingency;
    ///
    /// // Two equal halves: ln 2.
    /// let table = Contingency::new(&[0, 0, 1, 1], &[5, 5, 3, 3]);
    /// assert!((table.mutual_information() - 2.0_f64.ln()).abs() < 1e-15);
    /// ```
    #[must_use]
    pub fn mutual_information(&self) -> f64 {
        let n = self.n as f64;
        let terms = self.cells.iter().map(|&(row, column, count)| {
            let count = count as f64;
            count / n * (n * count / (self.rows[row] as f64 * self.columns[column] as f64)).ln()
        });
        rising_sum(terms).max(0.0)
    }

    /// Returns the entropies −Σ a/n · ln(a/n) of the first and of the second partition, in nats; 0 for a single part.
    #[must_use]
    pub fn entropies(&self) -> (f64, f64) {
        let n = self.n as f64;
        let of = |sizes: &[usize]| {
            // `abs`, because a single part gives −0.
            rising_sum(sizes.iter().map(|&size| size as f64 / n * (size as f64 / n).ln())).abs()
        };
        (of(&self.rows), of(&self.columns))
    }

    /// Returns how many pairs of segments are together in both partitions, in the first, and in the second.
    #[must_use]
    pub fn pairs_together(&self) -> (f64, f64, f64) {
        let both = self.cells.iter().map(|&(_, _, count)| pairs(count)).sum();
        let of = |sizes: &[usize]| sizes.iter().map(|&count| pairs(count)).sum();
        (both, of(&self.rows), of(&self.columns))
    }
}

/// Parts numbered from 0 in order of first appearance.
#[derive(Default)]
struct Numbers {
    n: usize,
    /// By part, for parts with small numbers.
    small: Vec<Option<usize>>,
    large: BTreeMap<usize, usize>,
}

impl Numbers {
    /// Parts below this number are looked up by index.
    const SMALL: usize = 1 << 16;

    fn of(&mut self, part: usize) -> usize {
        if part < Self::SMALL && self.small.len() <= part {
            self.small.resize(part + 1, None);
        }
        let number = match self.small.get_mut(part) {
            Some(number) => number.get_or_insert(self.n),
            None => self.large.entry(part).or_insert(self.n),
        };
        self.n = self.n.max(*number + 1);
        *number
    }
}

/// Returns the number of pairs of `count` segments. It is a whole number, so sums are exact in any order (up to 2⁵³).
fn pairs(count: usize) -> f64 {
    let count = count as f64;
    count * (count - 1.0) / 2.0
}

/// Adds terms by rising value, so that neither their order nor the names of the parts change the last bits.
#[must_use]
pub fn rising_sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    let mut terms: Vec<f64> = terms.into_iter().collect();
    terms.sort_unstable_by(f64::total_cmp);
    terms.into_iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns labels from a small generator; the second equals the first in two of three cases.
    fn labels(n: usize, k: usize, m: usize) -> (Vec<usize>, Vec<usize>) {
        let mut state = (n * 31 + k * 7 + m) as u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let a: Vec<usize> = (0..n).map(|_| next(k)).collect();
        let b = a.iter().map(|&a| if next(3) > 0 { a * m / k } else { next(m) }).collect();
        (a, b)
    }

    /// ARI and AMI of scikit-learn 1.9.1 for `labels` of these sizes (`tests/oracle/agreement.py`). More are in
    /// `tests/oracle/partition.json`, which the tests of `compare` use.
    const ORACLE: &[(usize, usize, usize, [f64; 2])] = &[
        (10, 3, 3, [0.460431654676, 0.466656778282]),
        (40, 4, 9, [0.623198907500, 0.651667496412]),
        (200, 2, 30, [0.490006151476, 0.368892160910]),
        (262, 77, 15, [0.134707662148, 0.310954819872]),
        (1201, 20, 20, [0.485152594868, 0.548998344679]),
        (3000, 150, 77, [0.299277249165, 0.510117955394]),
        (5000, 2, 2, [0.422384459353, 0.330901517087]),
    ];

    #[test]
    fn values_equal_scikit_learn() {
        for &(n, k, m, expected) in ORACLE {
            let (a, b) = labels(n, k, m);
            let table = Contingency::new(&a, &b);
            let found = [adjusted_rand_index(&table), adjusted_mutual_info(&table)];
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-9, "{n} {k} {m}: {found} {expected}");
            }
        }
    }

    #[test]
    fn neither_order_nor_names_show() {
        let (a, b) = labels(500, 12, 9);
        let first = Contingency::new(&a, &b);
        let renamed = Contingency::new(
            &a.iter().rev().map(|&a| 1000 - a * 3).collect::<Vec<_>>(),
            &b.iter().rev().map(|&b| (b * 7 + 3) % 29).collect::<Vec<_>>(),
        );
        for measure in [adjusted_rand_index, adjusted_mutual_info] {
            assert_eq!(measure(&first).to_bits(), measure(&renamed).to_bits());
        }
        assert_eq!(first.pairs_together(), renamed.pairs_together());
        let far: Vec<usize> = a.iter().map(|&a| a * 1_000_003).collect();
        assert_eq!(Contingency::new(&far, &b), first, "numbers are given as parts come");
        // Few segments in many parts are counted by another method.
        let (few, many) = labels(60, 40, 31);
        let one_by_one = Contingency::new(&few, &many);
        let counts = |part: usize| few.iter().filter(|&&other| other == part).count();
        assert_eq!(one_by_one.rows().iter().sum::<usize>(), 60);
        assert_eq!(one_by_one.rows()[0], counts(few[0]));
        let cells: Vec<_> = one_by_one.cells().iter().map(|&(row, column, _)| (row, column)).collect();
        assert!(cells.is_sorted() && cells.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn partitions_of_one_part_or_none() {
        let (nothing, one) = (Contingency::new(&[], &[]), Contingency::new(&[3; 9], &[5; 9]));
        for table in [nothing, one] {
            assert!(table.is_trivial());
            assert_eq!((adjusted_rand_index(&table), adjusted_mutual_info(&table)), (1.0, 1.0));
        }
        let split = Contingency::new(&[3; 4], &[0, 0, 1, 1]);
        assert_eq!((adjusted_rand_index(&split), adjusted_mutual_info(&split)), (0.0, 0.0));
        assert_eq!(split.entropies().0.to_bits(), 0.0_f64.to_bits());
    }
}
