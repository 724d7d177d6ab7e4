//! The part of an alignment that is due to categories: γ-cat and γ-k.

use super::alignment::Alignment;
use super::dissimilarity::{categorial, positional};
use crate::compare::unitizing::Mark;

/// A weighted sum of differences of category, and the sum of the weights.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Weighed {
    pub(super) sum: f64,
    pub(super) weight: f64,
}

impl Weighed {
    /// Computes the mean difference, if there are any weights.
    pub(super) fn mean(self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.sum / self.weight)
    }
}

/// The differences of category within an alignment.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Differences {
    pub(super) all: Weighed,
    /// For each category, over the pairs that have it.
    pub(super) by_category: Vec<Weighed>,
}

/// Computes the differences of category over all pairs of marks in the unitary alignments of `alignment`.
///
/// A pair in a unitary alignment of v marks has the weight max(0, 1 − α·d_pos) / (v − 1): nearer marks weigh more, and
/// each mark weighs the same however many marks it is aligned with. Marks without a counterpart say nothing about
/// categories and are omitted.
pub(super) fn differences(
    alignment: &Alignment,
    coders: &[Vec<Mark>],
    categories: &[u32],
    alpha: f64,
) -> Differences {
    let mut terms: Vec<(u32, u32, f64, f64)> = Vec::new();
    for unitary in &alignment.unitary {
        let marks: Vec<&Mark> = (unitary.marks.iter().zip(coders))
            .filter_map(|(place, marks)| place.map(|place| &marks[place]))
            .collect();
        for (i, a) in marks.iter().enumerate() {
            for b in &marks[i + 1..] {
                let weight = (1.0 - alpha * positional(a, b)).max(0.0) / (marks.len() - 1) as f64;
                let pair = (a.category.min(b.category), a.category.max(b.category));
                terms.push((pair.0, pair.1, weight, weight * categorial(a, b)));
            }
        }
    }
    // In order of size, so that the order of the coders does not change the last bits.
    terms.sort_unstable_by(|a, b| a.2.total_cmp(&b.2).then(a.3.total_cmp(&b.3)));
    let mut found =
        Differences { all: Weighed::default(), by_category: vec![Weighed::default(); categories.len()] };
    let add = |of: &mut Weighed, weight: f64, sum: f64| {
        of.weight += weight;
        of.sum += sum;
    };
    for (a, b, weight, sum) in terms {
        add(&mut found.all, weight, sum);
        for category in if a == b { vec![a] } else { vec![a, b] } {
            if let Ok(place) = categories.binary_search(&category) {
                add(&mut found.by_category[place], weight, sum);
            }
        }
    }
    found
}
