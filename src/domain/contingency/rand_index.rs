//! The adjusted Rand index.

use super::{Contingency, pairs};

/// Computes the adjusted Rand index.
///
/// The share of pairs of segments on which both partitions agree (together in both, or apart in both), corrected for chance:
/// ARI = (Σᵢⱼ C(nᵢⱼ, 2) − E) / ((Σᵢ C(aᵢ, 2) + Σⱼ C(bⱼ, 2)) / 2 − E), E = Σᵢ C(aᵢ, 2) · Σⱼ C(bⱼ, 2) / C(n, 2). 1 for the same
/// partition, 0 on average for chance, below 0 for less agreement than chance.
///
/// **Edge cases**: 1 if both have a single part, or only parts of one segment, or no segments.
///
/// # Source
/// Hubert, L. & Arabie, P. (1985). Comparing partitions. Journal of Classification 2, 193–218.
/// <https://doi.org/10.1007/BF01908075>
///
/// ```
/// use themata::domain::{Contingency, adjusted_rand_index};
///
/// // {1, 2}, {3, 4} against {1, 2}, {3}, {4}: one pair of both; E = 2 · 1 / 6; (1 − 1/3) / (3/2 − 1/3) = 4/7.
/// let found = adjusted_rand_index(&Contingency::new(&[0, 0, 1, 1], &[0, 0, 1, 2]));
/// assert!((found - 4.0 / 7.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn adjusted_rand_index(table: &Contingency) -> f64 {
    if table.is_trivial() {
        return 1.0;
    }
    let (together, a, b) = table.pairs_together();
    let expected = a * b / pairs(table.n);
    let largest = (a + b) / 2.0;
    if (largest - expected).abs() < f64::EPSILON { 1.0 } else { (together - expected) / (largest - expected) }
}
