//! The Fowlkes–Mallows index: pairs of segments that both partitions put in the same group.

use crate::domain::{Contingency, Undefined};

/// Computes the Fowlkes–Mallows index: the geometric mean of the share of pairs of one code that are in the same cluster,
/// and of the share of pairs in one cluster that have the same code.
///
/// FM = T / √(A · B), with T the pairs that are together in both, A those together in the first partition, B those
/// together in the second. Not adjusted for chance: a small number of large parts raises it.
///
/// # Errors
/// [`Undefined::Nothing`]; [`Undefined::NoPair`] if one of the two puts no pair together.
///
/// # Source
/// Fowlkes, E. B. & Mallows, C. L. (1983). A method for comparing two hierarchical clusterings. Journal of the American
/// Statistical Association 78, 553–569. <https://doi.org/10.1080/01621459.1983.10478008>
///
/// ```
/// use themata::compare::partition::fowlkes_mallows;
/// use themata::domain::Contingency;
///
/// // Two pairs share a code, one a cluster, and it is the same: 1 / √2.
/// let found = fowlkes_mallows(&Contingency::new(&[0, 0, 1, 1], &[0, 0, 1, 2])).unwrap();
/// assert!((found - 0.5_f64.sqrt()).abs() < 1e-12);
/// ```
pub fn fowlkes_mallows(table: &Contingency) -> Result<f64, Undefined> {
    let (both, a, b) = table.pairs_together();
    if table.n() == 0 {
        Err(Undefined::Nothing)
    } else if !(a > 0.0) {
        Err(Undefined::NoPair { what: "code" })
    } else if !(b > 0.0) {
        Err(Undefined::NoPair { what: "cluster" })
    } else {
        // Two roots, since the product of the pair counts may be too large.
        Ok((both / a).sqrt() * (both / b).sqrt())
    }
}
