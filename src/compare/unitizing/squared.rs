//! Krippendorff's unitizing alpha of 1995 and 2004: squared distances of boundaries.

use std::collections::BTreeMap;

use super::checks::n_coders;
use super::expected::Lengths;
use super::observed::squared_difference;
use super::{Continuum, Mark};
use crate::domain::{Agreement, Undefined};

/// Unitizing alpha over all categories and of each.
#[derive(Clone, Debug, PartialEq)]
pub struct UAlpha {
    /// Over all categories.
    pub overall: Agreement,
    /// The alpha of each category, in rising order.
    pub by_category: Vec<CategoryUAlpha>,
}

/// Unitizing alpha of one category.
#[derive(Clone, Debug, PartialEq)]
pub struct CategoryUAlpha {
    /// The category.
    pub category: u32,
    /// Its alpha.
    pub alpha: Agreement,
    /// Its observed disagreement, as a share of the squared length.
    pub observed: f64,
    /// Its expected disagreement, as a share of the squared length.
    pub expected: f64,
}

/// Computes Krippendorff's unitizing alpha, αU: do coders mark the same stretches of the text, category by category?
///
/// For a category c, αU = 1 − Dₒ/Dₑ. A coder's text consists of units of c and the gaps between them. With m coders and L
/// places,
///
/// Dₒ = Σᵢ Σ_g Σ_{j≠i} Σ_h δ² / (m(m−1)L²), where for two units that share text δ² is the squared distance of their
/// beginnings plus that of their ends, and for a unit of length l that lies within a gap of the other coder δ² = l²;
///
/// Dₑ = (2/L) · Σ_g [ (N−1)/3 · (2l³ − 3l² + l) + l² · Σ_gaps max(0, gap − l + 1) ] / (mL(mL−1) − Σ_g l(l−1)), over all N
/// units of c and all gaps of all coders: every way in which the units could be placed.
///
/// Over all categories, αU = 1 − Σ Dₒ/Σ Dₑ. Each category is judged separately, so marks of different categories may
/// overlap. Marks of one category that overlap, from one coder, are one unit; marks that only touch stay two, since αU
/// measures where coders cut. Several documents are one text whose units and gaps end with each document: differences,
/// places, units and gaps are summed before the ratio is computed.
///
/// αU is 1 for the same units, near 0 for chance, and negative for less agreement than chance. Boundaries count by the
/// square, so one long unit weighs more than many short ones. **How near to 0**: for two coders' units of equal length at
/// random places, covering a third of the text, it was −0.07 on average with 5 units each, −0.02 with 20, 0.00 with 100;
/// for 20 units that cover nine tenths of the text it was 0.18.
///
/// **Edge cases**: undefined if there are fewer than two coders, if a coder marked nothing at all, or if documents have
/// different coders. A category that only some coders used has a value.
///
/// # Source
/// Krippendorff, K. (1995). On the reliability of unitizing continuous data. Sociological Methodology 25, 47–76.
/// <https://doi.org/10.2307/271061>. Krippendorff, K. (2004). Measuring the reliability of qualitative text analysis data.
/// Quality & Quantity 38, 787–800. <https://doi.org/10.1007/s11135-004-8107-7>
///
/// ```
/// use themata::compare::unitizing::{Continuum, Mark, u_alpha};
///
/// // Krippendorff (2004): 300 places, from 150 on.
/// let mark = |start: u64, length: u64, category| Mark { start: start - 150, end: start - 150 + length, category };
/// let (c, k) = (0, 1);
/// let one = vec![mark(225, 70, c), mark(370, 30, c), mark(180, 60, k), mark(300, 50, k)];
/// let two = vec![mark(220, 80, c), mark(355, 20, c), mark(400, 20, c), mark(180, 60, k), mark(300, 50, k)];
/// let found = u_alpha(&[Continuum { length: 300, coders: vec![one, two] }]);
/// assert!((found.overall.value().unwrap() - 0.8591).abs() < 5e-4);
/// // Of c, Dₒ = 2 · (50 + 850 + 400) / (2 · 300²).
/// assert!((found.by_category[0].observed - 1300.0 / 90_000.0).abs() < 1e-15);
/// assert!((found.by_category[0].alpha.value().unwrap() - 0.7286).abs() < 5e-4);
/// assert_eq!(found.by_category[1].alpha.value(), Ok(1.0));
/// ```
#[must_use]
pub fn u_alpha(documents: &[Continuum]) -> UAlpha {
    let m = match n_coders(documents) {
        Ok(m) => m,
        Err(reason) => return UAlpha { overall: Agreement::new(Err(reason)), by_category: Vec::new() },
    };
    let mut categories: BTreeMap<u32, Parts> = BTreeMap::new();
    for (place, document) in documents.iter().enumerate() {
        take_in(&mut categories, document, place, m);
    }
    let length: u128 = documents.iter().map(|document| u128::from(document.length)).sum();
    let by_category: Vec<CategoryUAlpha> = categories
        .into_iter()
        .map(|(category, mut parts)| {
            // In documents without the category, all coders have a gap only.
            parts.close(documents, m);
            let (observed, expected) = (parts.observed(m, length), parts.expected(m, length));
            CategoryUAlpha { category, alpha: ratio(observed, expected), observed, expected }
        })
        .collect();
    let overall = ratio(
        sum(by_category.iter().map(|category| category.observed)),
        sum(by_category.iter().map(|category| category.expected)),
    );
    UAlpha { overall, by_category }
}

fn ratio(observed: f64, expected: f64) -> Agreement {
    Agreement::new(if expected > 0.0 { Ok(1.0 - observed / expected) } else { Err(Undefined::NoVariation) })
}

/// Adds up the terms in rising order, so that the names of the categories do not change the last bits.
fn sum(terms: impl Iterator<Item = f64>) -> f64 {
    let mut terms: Vec<f64> = terms.collect();
    terms.sort_unstable_by(f64::total_cmp);
    terms.into_iter().sum()
}

/// What the documents contain of one category.
#[derive(Debug, Default)]
struct Parts {
    /// Σ δ² over pairs of coders.
    difference: u128,
    lengths: Lengths,
    /// The documents in which it occurred, in rising order of index.
    met: Vec<usize>,
}

impl Parts {
    /// Adds the documents in which no coder used the category: a gap for each of the m coders.
    fn close(&mut self, documents: &[Continuum], m: usize) {
        let unmet = (0..documents.len()).filter(|place| self.met.binary_search(place).is_err());
        for place in unmet.collect::<Vec<_>>() {
            (0..m).for_each(|_| self.lengths.add(std::iter::empty(), documents[place].length));
        }
    }

    fn observed(&self, m: usize, length: u128) -> f64 {
        // Each pair of coders counts in both directions.
        2.0 * self.difference as f64 / ((m * (m - 1)) as f64 * (length * length) as f64)
    }

    fn expected(&self, m: usize, length: u128) -> f64 {
        let places = m as u128 * length;
        let pairs = places * (places - 1) - self.lengths.pairs_within();
        self.lengths.squared_difference() as f64 / length as f64 / pairs as f64
    }
}

/// Adds what the document at an index contains of each category.
fn take_in(categories: &mut BTreeMap<u32, Parts>, document: &Continuum, place: usize, m: usize) {
    let units: Vec<Vec<Mark>> = (0..m).map(|coder| document.units(coder)).collect();
    let mut here: Vec<u32> = units.iter().flatten().map(|unit| unit.category).collect();
    here.sort_unstable();
    here.dedup();
    for category in here {
        let of: Vec<&[Mark]> = units.iter().map(|units| stretch(units, category)).collect();
        let parts = categories.entry(category).or_default();
        for (i, a) in of.iter().enumerate() {
            parts.lengths.add(a.iter().map(|unit| (unit.start, unit.end)), document.length);
            parts.difference += of[i + 1..].iter().map(|b| squared_difference(a, b)).sum::<u128>();
        }
        parts.met.push(place);
    }
}

/// Returns the units of one category among units that are ordered by category.
fn stretch(units: &[Mark], category: u32) -> &[Mark] {
    let from = units.partition_point(|unit| unit.category < category);
    let to = units.partition_point(|unit| unit.category <= category);
    &units[from..to]
}
