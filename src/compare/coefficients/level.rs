//! Levels of measurement: what a difference between two values means.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// What can be compared in two values: whether they differ, which one is higher, by how much, by what ratio, or what they
/// share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Equal or not.
    Nominal,
    /// Ranked: the number of values between two ranks counts.
    Ordinal,
    /// Numbers with meaningful differences.
    Interval,
    /// Numbers from 0 on with meaningful ratios.
    Ratio,
    /// Sets of codes.
    Set(SetDistance),
}

/// How the distance between two sets of codes is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SetDistance {
    /// Passonneau's measuring agreement on set-valued items: [`masi_distance`].
    Masi,
    /// [`jaccard_distance`].
    Jaccard,
    /// 0 for equal sets, 1 for others: each different set is a separate category.
    Nominal,
}

impl Level {
    /// Returns the level's name as it is typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Nominal => "nominal",
            Self::Ordinal => "ordinal",
            Self::Interval => "interval",
            Self::Ratio => "ratio",
            Self::Set(_) => "set",
        }
    }
}

impl SetDistance {
    /// Returns the distance between two sorted sets.
    #[must_use]
    pub fn between(self, a: &[u32], b: &[u32]) -> f64 {
        match self {
            Self::Masi => masi_distance(a, b),
            Self::Jaccard => jaccard_distance(a, b),
            Self::Nominal => f64::from(a != b),
        }
    }
}

/// Counts the values that two sorted sets share.
pub(super) fn n_shared(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => (i, j, n) = (i + 1, j + 1, n + 1),
        }
    }
    n
}

/// Computes the Jaccard distance of two sorted sets: 1 − |A ∩ B| / |A ∪ B|.
///
/// **Edge cases**: 0 for two empty sets, 1 for an empty and a non-empty set.
///
/// # Source
/// Jaccard, P. (1912). The distribution of the flora in the alpine zone. New Phytologist 11, 37–50.
/// <https://doi.org/10.1111/j.1469-8137.1912.tb05611.x>
///
/// ```
/// use themata::compare::coefficients::jaccard_distance;
///
/// // {1, 2} and {2, 3}: one shared of three.
/// assert!((jaccard_distance(&[1, 2], &[2, 3]) - 2.0 / 3.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn jaccard_distance(a: &[u32], b: &[u32]) -> f64 {
    let n_shared = n_shared(a, b);
    let n_all = a.len() + b.len() - n_shared;
    if n_all == 0 { 0.0 } else { 1.0 - n_shared as f64 / n_all as f64 }
}

/// Computes the MASI distance of two sorted sets: 1 − J · M, where J = |A ∩ B| / |A ∪ B|, and M is 1 for equal sets, 2/3
/// if one contains the other, 1/3 if they overlap, 0 if they share nothing.
///
/// **Edge cases**: 0 for two empty sets. An empty and a non-empty set share nothing, so the distance is 1, since J is 0.
///
/// **Other programs**: NLTK 3.10 has the same definition, and divides by zero for two empty sets. DKPro Statistics uses
/// this name for another measure, the product of the Jaccard *distance* and 1/3, 2/3 or 1: {A} and {A, B} have the
/// distance 1 − 1/2 · 2/3 = 2/3 here and 1/2 · 1/3 = 1/6 there, {} and {A} 1 here and 1/3 there.
///
/// # Source
/// Passonneau, R. (2006). Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation. LREC 2006, 831–836.
/// <https://aclanthology.org/L06-1392/>
///
/// ```
/// use themata::compare::coefficients::masi_distance;
///
/// assert!((masi_distance(&[1], &[1, 2]) - (1.0 - 0.5 * 2.0 / 3.0)).abs() < 1e-12);
/// assert!((masi_distance(&[1, 2], &[2, 3]) - (1.0 - 1.0 / 3.0 / 3.0)).abs() < 1e-12);
/// assert_eq!(masi_distance(&[], &[]), 0.0);
/// ```
#[must_use]
pub fn masi_distance(a: &[u32], b: &[u32]) -> f64 {
    let shared = n_shared(a, b);
    let kind = if a == b {
        return 0.0;
    } else if shared == a.len() || shared == b.len() {
        2.0 / 3.0
    } else if shared > 0 {
        1.0 / 3.0
    } else {
        0.0
    };
    1.0 - (1.0 - jaccard_distance(a, b)) * kind
}
