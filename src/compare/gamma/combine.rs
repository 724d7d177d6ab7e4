//! One γ of several documents.

use super::categories::{Differences, Weighed};
use super::chance::expected;
use super::measure::{CategoryGamma, DocumentGamma, Gamma, Part};
use crate::domain::{Agreement, Undefined};

/// The figures over all documents, or the reason why there are none.
pub(super) fn combined(
    parts: Result<Vec<Part>, Undefined>,
    categories: &[u32],
    documents: Vec<DocumentGamma>,
) -> Gamma {
    let figure = |of: &dyn Fn(&[Part]) -> Result<f64, Undefined>| {
        Agreement::new(parts.as_ref().map_err(Clone::clone).and_then(|parts| of(parts)))
    };
    let gamma = figure(&|parts| {
        let over = |of: &dyn Fn(&Part) -> f64| sum(parts.iter().map(|part| part.weight * of(part)));
        ratio(over(&|part| part.observed), over(&|part| expected(&part.samples)))
    });
    let gamma_k = categories.iter().enumerate().map(|(place, &category)| CategoryGamma {
        category,
        gamma_k: figure(&|parts| of_categories(parts, |differences| differences.by_category[place])),
    });
    Gamma {
        gamma,
        gamma_cat: figure(&|parts| of_categories(parts, |differences| differences.all)),
        gamma_k: gamma_k.collect(),
        documents: if parts.is_ok() { documents } else { Vec::new() },
    }
}

/// γ-cat or γ-k: the mean difference over the pairs of all documents against what chance makes of each document, which
/// weighs as the document's pairs.
fn of_categories(parts: &[Part], of: impl Fn(&Differences) -> Weighed) -> Result<f64, Undefined> {
    let mut terms: Vec<(f64, f64, f64)> = Vec::new();
    let mut aligned = false;
    for part in parts {
        let observed = of(&part.differences);
        let by_chance: Vec<f64> =
            part.samples.iter().filter_map(|sample| of(&sample.differences).mean()).collect();
        aligned |= observed.weight > 0.0;
        if observed.weight > 0.0 && !by_chance.is_empty() {
            let mean = by_chance.iter().sum::<f64>() / by_chance.len() as f64;
            terms.push((observed.weight, observed.sum, mean));
        }
    }
    if !aligned {
        return Err(Undefined::NothingAligned);
    }
    let weight = sum(terms.iter().map(|term| term.0));
    let observed = sum(terms.iter().map(|term| term.1)) / weight;
    ratio(observed, sum(terms.iter().map(|term| term.0 * term.2)) / weight)
}

/// 1 − observed/expected.
pub(super) fn ratio(observed: f64, expected: f64) -> Result<f64, Undefined> {
    if expected > 0.0 { Ok(1.0 - observed / expected) } else { Err(Undefined::NoVariation) }
}

/// Summed by rising value, so that the order of the documents does not show in the last bits.
fn sum(terms: impl Iterator<Item = f64>) -> f64 {
    let mut terms: Vec<f64> = terms.collect();
    terms.sort_unstable_by(f64::total_cmp);
    terms.into_iter().sum()
}
