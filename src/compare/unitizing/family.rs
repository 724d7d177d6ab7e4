//! Krippendorff's family of unitizing alphas of 2016, which compares the text character by character.

use super::checks::n_coders;
use super::coincidences::{Coincidences, binary, coverage};
use super::{Continuum, Mark};
use crate::domain::{Agreement, Undefined};

/// The family of unitizing alphas.
#[derive(Clone, Debug, PartialEq)]
pub struct UAlpha2016 {
    /// ᵤα: which text is marked, and with which category.
    pub u: Agreement,
    /// |ᵤα: which text is marked, with any category.
    pub relevance: Agreement,
    /// ꜀ᵤα: the categories of the text that both of two coders marked.
    pub coding: Agreement,
    /// The share of the marked text on which the categories were compared.
    pub coding_coverage: Option<f64>,
    /// The alphas of each category, in rising order.
    pub by_category: Vec<CategoryUAlpha2016>,
}

/// The unitizing alphas of one category.
#[derive(Clone, Debug, PartialEq)]
pub struct CategoryUAlpha2016 {
    /// The category.
    pub category: u32,
    /// |ᵤα of this category against everything else: which text is marked with it.
    pub alone: Agreement,
    /// (k)ᵤα: how reliably it is distinguished from the others, where both of two coders marked the text.
    pub coding: Agreement,
    /// The share of the text marked with it that another coder marked too.
    pub coverage: f64,
}

/// Computes Krippendorff's family of unitizing alphas of 2016.
///
/// Text is compared place by place, in both directions of each pair of the m coders: ℓ_ck is the number of places,
/// divided by m − 1, to which one coder gave c and the other k, where φ, for no mark, is also a category; ℓ_c = Σ_k ℓ_ck,
/// and ℓ = Σ_c ℓ_c = mL. By chance
///
/// ε_ck = ℓ · (ℓ_c ℓ_k − \[c = k\] s_c) / (ℓ² − Σ s), where s_c = Σ l² over the units of c and s_φ = ℓ_φ:
///
/// the places of one unit cannot be paired with each other. Then
/// - ᵤα = 1 − (ℓ − Σ_c ℓ_cc) / (ℓ − Σ_c ε_cc);
/// - |ᵤα is the same with all categories except φ joined;
/// - ꜀ᵤα is the same over places that both of two coders marked: ℓ*_ck for c, k ≠ φ, and s*_c = Σ l*² over the units of
///   c, where l* is the length of the part of the unit that the other coder marked;
/// - (k)ᵤα = 1 − (ε*_k/ℓ*_k) · (ℓ*_k − ℓ*_kk) / (ε*_k − ε*_kk).
///
/// If every unit is one character, ᵤα is α for nominal data with φ as a value. Several documents are summed before the
/// ratio is computed; units end with each document.
///
/// The alphas are 1 for the same marks, and near 0 for chance. **How near to 0**: since s treats units as drawn without
/// replacement, |ᵤα of two coders' units of equal length at random places, covering a third of the text, was 0.03 on
/// average with 5 units each, 0.01 with 20, 0.00 with 100; for 20 units that cover nine tenths of the text it was 0.11.
///
/// **What was verified**: the paper's printed values were not available. The formulas are as three independent programs
/// implement them; equal marks, units of one character, places counted one by one and the means above give the expected
/// results. For ꜀ᵤα and (k)ᵤα of more than two coders these implementations differ, so they are given only for two
/// coders.
///
/// **Edge cases**: ᵤα, ꜀ᵤα and (k)ᵤα require at most one category for each place of a coder, and are undefined otherwise;
/// the others join marks that overlap. Marks of one category that overlap are one unit; marks that touch stay two. The
/// alphas are also undefined if a coder marked nothing, if everything has one category, or, for ꜀ᵤα and (k)ᵤα, if there
/// are more than two coders or no place was marked by both.
///
/// # Source
/// Krippendorff, K., Mathet, Y., Bouvry, S. & Widlöcher, A. (2016). On the reliability of unitizing textual continua: further
/// developments. Quality & Quantity 50, 2347–2364. <https://doi.org/10.1007/s11135-015-0266-1>
///
/// ```
/// use themata::compare::unitizing::{Continuum, Mark, u_alpha_2016};
///
/// let mark = |start, end, category| Mark { start, end, category };
/// let found = u_alpha_2016(&[Continuum { length: 10, coders: vec![vec![mark(0, 4, 1)], vec![mark(2, 6, 1)]] }]);
/// // 4 of 10 places differ, in both directions 8 of 20. By chance: ε_11 = 20 (8² − 32) / (400 − 32 − 12), ε_φφ = 20 (12² − 12) / 356.
/// let expected = 20.0 - 20.0 * (32.0 + 132.0) / 356.0;
/// assert!((found.u.value().unwrap() - (1.0 - 8.0 / expected)).abs() < 1e-12);
/// assert_eq!(found.relevance, found.u);
/// ```
#[must_use]
pub fn u_alpha_2016(documents: &[Continuum]) -> UAlpha2016 {
    let m = match n_coders(documents) {
        Ok(m) => m,
        Err(reason) => {
            let none = Agreement::new(Err(reason));
            return UAlpha2016 {
                u: none.clone(),
                relevance: none.clone(),
                coding: none,
                coding_coverage: None,
                by_category: Vec::new(),
            };
        }
    };
    let mut categories: Vec<u32> = (documents.iter())
        .flat_map(|document| document.coders.iter().flatten().filter_map(|mark| document.within(mark)))
        .map(|mark| mark.category)
        .collect();
    categories.sort_unstable();
    categories.dedup();
    let table = Coincidences::new(documents, m, &categories);
    let of = |figure: &dyn Fn(&Coincidences) -> Result<f64, Undefined>| {
        Agreement::new(table.as_ref().map_err(Clone::clone).and_then(figure))
    };
    let by_category = categories.iter().enumerate().map(|(place, &category)| {
        let is_it = |mark: &Mark| mark.category == category;
        CategoryUAlpha2016 {
            category,
            alone: Agreement::new(binary(documents, m, is_it)),
            coding: of(&|table| table.alpha_of(place)),
            coverage: coverage(documents, m, is_it).unwrap_or(0.0),
        }
    });
    UAlpha2016 {
        u: of(&Coincidences::alpha),
        relevance: Agreement::new(binary(documents, m, |_| true)),
        coding: of(&Coincidences::alpha_where_both_marked),
        coding_coverage: coverage(documents, m, |_| true),
        by_category: by_category.collect(),
    }
}
