//! How far two partitions of the same segments agree, with chance taken off or not.

use std::collections::BTreeMap;

use pathfinding::prelude::{Matrix, kuhn_munkres};

/// How many segments two partitions share, for each pair of their parts.
///
/// Only counts enter, so neither the order of the segments nor the names of the parts can matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contingency {
    n: usize,
    /// Cells that are not 0: row, column, count.
    cells: Vec<(usize, usize, usize)>,
    rows: Vec<usize>,
    columns: Vec<usize>,
}

impl Contingency {
    /// Counts two labellings of the same segments; the shorter one decides how many there are.
    #[must_use]
    pub fn new(a: &[usize], b: &[usize]) -> Self {
        let mut cells = BTreeMap::new();
        let (mut row_of, mut column_of) = (BTreeMap::new(), BTreeMap::new());
        for (&a, &b) in a.iter().zip(b) {
            let next = row_of.len();
            let row = *row_of.entry(a).or_insert(next);
            let next = column_of.len();
            let column = *column_of.entry(b).or_insert(next);
            *cells.entry((row, column)).or_insert(0) += 1;
        }
        let (mut rows, mut columns) = (vec![0; row_of.len()], vec![0; column_of.len()]);
        for (&(row, column), &count) in &cells {
            rows[row] += count;
            columns[column] += count;
        }
        let cells = cells.into_iter().map(|((row, column), count)| (row, column, count)).collect();
        Self { n: a.len().min(b.len()), cells, rows, columns }
    }

    /// Whether the partitions are the same, or both have one part, or both have none but single segments.
    fn trivially_equal(&self) -> bool {
        let (r, c) = (self.rows.len(), self.columns.len());
        r == c && (r <= 1 || r == self.n)
    }

    fn mutual_information(&self) -> f64 {
        let n = self.n as f64;
        let terms = self.cells.iter().map(|&(row, column, count)| {
            let count = count as f64;
            count / n * (n * count / (self.rows[row] as f64 * self.columns[column] as f64)).ln()
        });
        sum(terms).max(0.0)
    }

    fn entropy(&self, sizes: &[usize]) -> f64 {
        let n = self.n as f64;
        -sum(sizes.iter().map(|&size| size as f64 / n * (size as f64 / n).ln()))
    }

    /// The mutual information of two random partitions with the same sizes (Vinh, Epps & Bailey 2010, equation 24a).
    fn expected_mutual_information(&self) -> f64 {
        let n = self.n;
        let mut ln_factorial = vec![0.0_f64; n + 1];
        for i in 1..=n {
            ln_factorial[i] = ln_factorial[i - 1] + (i as f64).ln();
        }
        let mut terms = Vec::new();
        // Clusters of one size share their terms.
        for (&a, &n_a) in &tally(&self.rows) {
            for (&b, &n_b) in &tally(&self.columns) {
                terms.push((n_a * n_b) as f64 * expected_term(n, a, b, &ln_factorial));
            }
        }
        sum(terms)
    }
}

/// Σₓ P(x) · x/n · ln(n·x / (a·b)), where x is hypergeometric: how many of a segments are among b of n by chance.
fn expected_term(n: usize, a: usize, b: usize, ln_factorial: &[f64]) -> f64 {
    let (low, high) = ((a + b).saturating_sub(n).max(1), a.min(b));
    if low > high {
        return 0.0;
    }
    // From the likeliest value both ways, each probability from the one before, until they no longer count.
    let mode = ((a + 1) * (b + 1) / (n + 2)).clamp(low, high);
    let ln = |i: usize| ln_factorial[i];
    let ln_mode = ln(a) + ln(b) + ln(n - a) + ln(n - b)
        - ln(n)
        - ln(mode)
        - ln(a - mode)
        - ln(b - mode)
        - ln(n + mode - a - b);
    let at_mode = ln_mode.exp();
    let (n_f, ab) = (n as f64, a as f64 * b as f64);
    let term = |x: usize, p: f64| p * x as f64 / n_f * (n_f * x as f64 / ab).ln();
    let least = at_mode * 1e-20;
    let mut total = term(mode, at_mode);
    let mut p = at_mode;
    for x in mode..high {
        p *= ((a - x) as f64 * (b - x) as f64) / ((x + 1) as f64 * (n + x + 1 - a - b) as f64);
        if p < least {
            break;
        }
        total += term(x + 1, p);
    }
    p = at_mode;
    for x in (low + 1..=mode).rev() {
        p *= (x as f64 * (n + x - a - b) as f64) / ((a - x + 1) as f64 * (b - x + 1) as f64);
        if p < least {
            break;
        }
        total += term(x - 1, p);
    }
    total
}

/// How often each size comes.
fn tally(sizes: &[usize]) -> BTreeMap<usize, usize> {
    let mut tally = BTreeMap::new();
    sizes.iter().for_each(|&size| *tally.entry(size).or_insert(0) += 1);
    tally
}

/// Summed by rising value, so that the names of the parts do not show in the last bits.
fn sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    let mut terms: Vec<f64> = terms.into_iter().collect();
    terms.sort_unstable_by(f64::total_cmp);
    terms.into_iter().sum()
}

/// The adjusted Rand index.
///
/// Of all pairs of segments, those that both partitions put together or both keep apart, less what chance gives:
/// ARI = (Σᵢⱼ C(nᵢⱼ, 2) − E) / ((Σᵢ C(aᵢ, 2) + Σⱼ C(bⱼ, 2)) / 2 − E), E = Σᵢ C(aᵢ, 2) · Σⱼ C(bⱼ, 2) / C(n, 2). 1 for the same
/// partition, 0 on average for chance; below 0 for less than chance.
///
/// **Edge cases**: 1 where both have a single part, or only single segments, or there is nothing.
///
/// # Source
/// Hubert, L. & Arabie, P. (1985). Comparing partitions. Journal of Classification 2, 193–218.
/// <https://doi.org/10.1007/BF01908075>
///
/// ```
/// use themata::cluster::{Contingency, adjusted_rand_index};
///
/// // {1, 2}, {3, 4} against {1, 2}, {3}, {4}: one pair of both; E = 2 · 1 / 6; (1 − 1/3) / (3/2 − 1/3) = 4/7.
/// let found = adjusted_rand_index(&Contingency::new(&[0, 0, 1, 1], &[0, 0, 1, 2]));
/// assert!((found - 4.0 / 7.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn adjusted_rand_index(table: &Contingency) -> f64 {
    if table.trivially_equal() {
        return 1.0;
    }
    let pairs = |count: usize| count as f64 * (count as f64 - 1.0) / 2.0;
    let together: f64 = table.cells.iter().map(|&(_, _, count)| pairs(count)).sum();
    let a: f64 = table.rows.iter().map(|&count| pairs(count)).sum();
    let b: f64 = table.columns.iter().map(|&count| pairs(count)).sum();
    let expected = a * b / pairs(table.n);
    let largest = (a + b) / 2.0;
    if (largest - expected).abs() < f64::EPSILON { 1.0 } else { (together - expected) / (largest - expected) }
}

/// The adjusted mutual information.
///
/// AMI = (I − E) / ((H(A) + H(B)) / 2 − E), where I is the mutual information of the two partitions, H their entropies and
/// E the mean of I over random partitions with the same sizes. 1 for the same partition, 0 on average for chance. Unlike
/// the Rand index it does not let the largest parts decide.
///
/// **Edge cases**: 1 where both have a single part, or only single segments, or there is nothing; 0 where one has a single
/// part and the other more.
///
/// # Source
/// Vinh, N. X., Epps, J. & Bailey, J. (2010). Information theoretic measures for clusterings comparison. Journal of Machine
/// Learning Research 11, 2837–2854. <https://www.jmlr.org/papers/v11/vinh10a.html>
///
/// ```
/// use themata::cluster::{Contingency, adjusted_mutual_info};
///
/// assert_eq!(adjusted_mutual_info(&Contingency::new(&[0, 0, 1, 1], &[5, 5, 3, 3])), 1.0);
/// assert_eq!(adjusted_mutual_info(&Contingency::new(&[0, 0, 0, 0], &[0, 1, 2, 3])), 0.0);
/// ```
#[must_use]
pub fn adjusted_mutual_info(table: &Contingency) -> f64 {
    if table.trivially_equal() {
        return 1.0;
    }
    // One part tells nothing of the other partition, and chance does not either.
    if table.rows.len() == 1 || table.columns.len() == 1 {
        return 0.0;
    }
    let information = table.mutual_information();
    let expected = table.expected_mutual_information();
    let mean = (table.entropy(&table.rows) + table.entropy(&table.columns)) / 2.0;
    let range = mean - expected;
    // As scikit-learn: a range of nothing must not turn rounding into a value.
    let range = if range < 0.0 { range.min(-f64::EPSILON) } else { range.max(f64::EPSILON) };
    (information - expected) / range
}

/// The V-measure: the harmonic mean of homogeneity I/H(labels) and completeness I/H(clusters). Not adjusted for chance: it
/// grows with the number of clusters.
///
/// `table` has the labels in its rows and the clusters in its columns; exchanging them changes nothing.
///
/// # Source
/// Rosenberg, A. & Hirschberg, J. (2007). V-measure: a conditional entropy-based external cluster evaluation measure.
/// EMNLP-CoNLL, 410–420. <https://aclanthology.org/D07-1043/>
///
/// ```
/// use themata::cluster::{Contingency, v_measure};
///
/// // Labels ln 2, clusters 1.5 ln 2, shared ln 2: homogeneity 1, completeness 2/3, V = 0.8.
/// let found = v_measure(&Contingency::new(&[0, 0, 1, 1], &[0, 0, 1, 2]));
/// assert!((found - 0.8).abs() < 1e-12);
/// ```
#[must_use]
pub fn v_measure(table: &Contingency) -> f64 {
    let information = table.mutual_information();
    let share = |entropy: f64| if entropy > 0.0 { information / entropy } else { 1.0 };
    let (a, b) = (share(table.entropy(&table.rows)), share(table.entropy(&table.columns)));
    if a + b > 0.0 { 2.0 * a * b / (a + b) } else { 0.0 }
}

/// The share of segments that agree under the best matching of clusters to labels, one to one.
///
/// Found by the Hungarian method (Kuhn 1955, <https://doi.org/10.1002/nav.3800020109>); parts without a partner count as
/// wrong. 0 for no segments.
///
/// ```
/// use themata::cluster::{Contingency, matched_accuracy};
///
/// // Cluster 0 to label 0 (2 segments), cluster 1 or 2 to label 1 (1 segment): 3 of 4.
/// assert_eq!(matched_accuracy(&Contingency::new(&[0, 0, 1, 1], &[0, 0, 1, 2])), 0.75);
/// ```
#[must_use]
pub fn matched_accuracy(table: &Contingency) -> f64 {
    if table.n == 0 {
        return 0.0;
    }
    // The method wants no more rows than columns.
    let flip = table.rows.len() > table.columns.len();
    let (r, c) = (table.rows.len().min(table.columns.len()), table.rows.len().max(table.columns.len()));
    let mut counts = Matrix::new(r, c, 0_i64);
    for &(row, column, count) in &table.cells {
        let cell = if flip { (column, row) } else { (row, column) };
        counts[cell] = count as i64;
    }
    kuhn_munkres(&counts).0 as f64 / table.n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Labels from a small generator; the second follows the first in two of three cases.
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

    /// ARI, AMI, V and matched accuracy of scikit-learn 1.9.1 and scipy 1.17.1 for `labels` of these sizes
    /// (`tests/oracle/agreement.py`).
    const ORACLE: &[(usize, usize, usize, [f64; 4])] = &[
        (10, 3, 3, [0.460431654676, 0.466656778282, 0.611497108003, 0.800000000000]),
        (40, 4, 9, [0.623198907500, 0.651667496412, 0.702954542231, 0.825000000000]),
        (200, 2, 30, [0.490006151476, 0.368892160910, 0.408719686592, 0.715000000000]),
        (262, 77, 15, [0.134707662148, 0.310954819872, 0.599144353114, 0.240458015267]),
        (1201, 20, 20, [0.485152594868, 0.548998344679, 0.574006455166, 0.710241465445]),
        (3000, 150, 77, [0.299277249165, 0.510117955394, 0.666183105120, 0.395000000000]),
        (5000, 2, 2, [0.422384459353, 0.330901517087, 0.330998078264, 0.825000000000]),
    ];

    #[test]
    fn values_equal_scikit_learn() {
        for &(n, k, m, expected) in ORACLE {
            let (a, b) = labels(n, k, m);
            let table = Contingency::new(&a, &b);
            let found = [
                adjusted_rand_index(&table),
                adjusted_mutual_info(&table),
                v_measure(&table),
                matched_accuracy(&table),
            ];
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
        for measure in [adjusted_rand_index, adjusted_mutual_info, v_measure, matched_accuracy] {
            assert_eq!(measure(&first).to_bits(), measure(&renamed).to_bits());
        }
    }

    #[test]
    fn partitions_of_one_part_or_none() {
        let (nothing, one) = (Contingency::new(&[], &[]), Contingency::new(&[3; 9], &[5; 9]));
        for table in [nothing, one] {
            assert_eq!((adjusted_rand_index(&table), adjusted_mutual_info(&table)), (1.0, 1.0));
            assert_eq!(v_measure(&table), 1.0);
        }
        let split = Contingency::new(&[3; 4], &[0, 0, 1, 1]);
        assert_eq!(
            (adjusted_rand_index(&split), adjusted_mutual_info(&split), v_measure(&split)),
            (0.0, 0.0, 0.0)
        );
    }
}
