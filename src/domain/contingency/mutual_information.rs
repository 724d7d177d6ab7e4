//! The adjusted mutual information, corrected for chance.

use std::collections::BTreeMap;

use super::{Contingency, rising_sum};

/// Computes the adjusted mutual information.
///
/// AMI = (I − E) / ((H(A) + H(B)) / 2 − E), where I is the mutual information of the two partitions, H their entropies and
/// E the mean of I over random partitions with the same sizes. 1 for the same partition, 0 on average for chance. Unlike
/// the Rand index it does not let the largest parts decide.
///
/// **Edge cases**: 1 if both have a single part, or only parts of one segment, or no segments; 0 if one has a single part and
/// the other more.
///
/// # Source
/// Vinh, N. X., Epps, J. & Bailey, J. (2010). Information theoretic measures for clusterings comparison. Journal of Machine
/// Learning Research 11, 2837–2854. <https://www.jmlr.org/papers/v11/vinh10a.html>
///
/// ```
/// use themata::domain::{Contingency, adjusted_mutual_info};
///
/// assert_eq!(adjusted_mutual_info(&Contingency::new(&[0, 0, 1, 1], &[5, 5, 3, 3])), 1.0);
/// assert_eq!(adjusted_mutual_info(&Contingency::new(&[0, 0, 0, 0], &[0, 1, 2, 3])), 0.0);
/// ```
#[must_use]
pub fn adjusted_mutual_info(table: &Contingency) -> f64 {
    if table.is_trivial() {
        return 1.0;
    }
    // A single part says nothing about the other partition, and neither does chance.
    if table.rows.len() == 1 || table.columns.len() == 1 {
        return 0.0;
    }
    let information = table.mutual_information();
    let expected = expected_mutual_information(table);
    let (of_rows, of_columns) = table.entropies();
    let mean = (of_rows + of_columns) / 2.0;
    let range = mean - expected;
    // As in scikit-learn: a range of 0 must not turn rounding into a value.
    let range = if range < 0.0 { range.min(-f64::EPSILON) } else { range.max(f64::EPSILON) };
    (information - expected) / range
}

/// Computes the expected mutual information of two random partitions with the same sizes (Vinh, Epps & Bailey 2010, equation
/// 24a).
fn expected_mutual_information(table: &Contingency) -> f64 {
    let n = table.n;
    let mut ln_factorial = vec![0.0_f64; n + 1];
    for i in 1..=n {
        ln_factorial[i] = ln_factorial[i - 1] + (i as f64).ln();
    }
    let mut terms = Vec::new();
    // Clusters of the same size share their terms.
    for (&a, &n_a) in &tally(&table.rows) {
        for (&b, &n_b) in &tally(&table.columns) {
            terms.push((n_a * n_b) as f64 * expected_term(n, a, b, &ln_factorial));
        }
    }
    rising_sum(terms)
}

/// Computes Σₓ P(x) · x/n · ln(n·x / (a·b)), where x is hypergeometric: how many of a segments are among b of n by chance.
fn expected_term(n: usize, a: usize, b: usize, ln_factorial: &[f64]) -> f64 {
    let (low, high) = ((a + b).saturating_sub(n).max(1), a.min(b));
    if low > high {
        return 0.0;
    }
    // From the most likely value in both directions, each probability from the one before, until they are too small to count.
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

/// Counts how often each size occurs.
fn tally(sizes: &[usize]) -> BTreeMap<usize, usize> {
    let mut tally = BTreeMap::new();
    sizes.iter().for_each(|&size| *tally.entry(size).or_insert(0) += 1);
    tally
}
