//! Computes γ, γ-cat and γ-k of one document and of several.

use super::GammaValidParams;
use super::alignment::{Alignment, best_alignment};
use super::canonical::{canonical, marks_of};
use super::categories::{Differences, Weighed, differences};
use super::chance::{Sample, expected, imprecision, samples};
use crate::compare::unitizing::{Continuum, Mark, coder_name, n_coders};
use crate::domain::{Agreement, Cancelled, Progress, Undefined};

/// γ over all documents, and for each.
#[derive(Clone, Debug, PartialEq)]
pub struct Gamma {
    /// γ: position and category together.
    pub gamma: Agreement,
    /// γ-cat: the categories of the aligned marks.
    pub gamma_cat: Agreement,
    /// γ-k: the same for each category, in rising order.
    pub gamma_k: Vec<CategoryGamma>,
    /// Each document, in the order given.
    pub documents: Vec<DocumentGamma>,
}

/// γ-k of one category.
#[derive(Clone, Debug, PartialEq)]
pub struct CategoryGamma {
    /// The category.
    pub category: u32,
    /// Its γ-k.
    pub gamma_k: Agreement,
}

/// γ of one document.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentGamma {
    /// The document's γ.
    pub gamma: Agreement,
    /// The document's best alignment, with the observed disorder; none if no coder marked anything.
    pub alignment: Option<Alignment>,
    /// The mean disorder of its random continua.
    pub expected_disorder: Option<f64>,
    /// How many random continua were made.
    pub n_samples: usize,
    /// The possible error of their mean, as a share of it, at 95 % confidence.
    pub precision: f64,
}

/// What one document adds to the figures over all documents.
pub(super) struct Part {
    /// The mean number of marks of a coder.
    pub(super) weight: f64,
    pub(super) observed: f64,
    pub(super) differences: Differences,
    pub(super) samples: Vec<Sample>,
}

/// Computes γ and its companions γ-cat and γ-k: do coders mark the same places, and with the same categories?
///
/// γ = 1 − δₒ/δₑ, where δₒ is the disorder of the [best alignment](best_alignment) and δₑ the mean disorder of random
/// continua. Each random continuum takes for every coder the marks of one of the coders, drawn with replacement, and
/// moves them around the text by a random distance, so that numbers, lengths, categories and gaps stay realistic. γ-cat
/// compares only the categories of aligned pairs, weighted by how near they are and how many marks are aligned together;
/// γ-k uses only the pairs with category k.
///
/// For several documents, δₒ and δₑ are means over documents, weighted by the mean number of marks of a coder, so that
/// each mark has the same weight; γ-cat and γ-k pool the weighted pairs, and weight each document's chance value like its
/// pairs. Random continua are made within each document.
///
/// γ is 1 for the same marks, near 0 for marks at random places, and negative for less agreement than by chance. The same
/// seed gives the same value, whatever the order of coders, marks or documents, the names of categories, or the number of
/// threads.
///
/// **Edge cases**: undefined if there are fewer than two coders, if a coder marked nothing (for one document: nothing in
/// it), if documents have different coders, or if there are too many marks ([`best_alignment`]). γ-cat and γ-k are
/// undefined if no pair is aligned, and if no other category can occur by chance. Random continua without aligned pairs
/// say nothing about categories and are omitted from γ-cat.
///
/// `progress` is updated for each document; the caller begins and ends its stage.
///
/// # Errors
/// [`Cancelled`] if `progress` is cancelled; there is no other error.
///
/// **Where pygamma-agreement 0.5.9 differs**: by default it makes random continua from means and deviations (its
/// `ShuffleContinuumSampler` is the method used here), and its γ-cat counts a mark without counterpart as a difference of
/// category.
///
/// # Source
/// Mathet, Y., Widlöcher, A. & Métivier, J.-P. (2015). The unified and holistic method gamma (γ) for inter-annotator agreement
/// measure and alignment. Computational Linguistics 41(3), 437–479. <https://doi.org/10.1162/COLI_a_00227>. Mathet, Y. (2017). The
/// agreement measure γ-cat. Computational Linguistics 43(3), 661–681. <https://doi.org/10.1162/COLI_a_00296>
///
/// ```
/// use themata::compare::gamma::{GammaParams, gamma};
/// use themata::compare::unitizing::{Continuum, Mark};
/// use themata::domain::NoProgress;
///
/// let mark = |start, end, category| Mark { start, end, category };
/// let marks = vec![mark(10, 40, 0), mark(60, 75, 1), mark(120, 160, 0)];
/// let same = Continuum { length: 200, coders: vec![marks.clone(), marks] };
/// let found = gamma(&[same], &GammaParams::new(7).check().unwrap(), &NoProgress)?;
/// assert_eq!(found.gamma.value(), Ok(1.0));
/// assert_eq!(found.gamma_cat.value(), Ok(1.0));
/// assert!(found.documents[0].expected_disorder.unwrap() > 0.0);
/// # Ok::<(), themata::domain::Cancelled>(())
/// ```
pub fn gamma(
    documents: &[Continuum],
    params: &GammaValidParams,
    progress: &dyn Progress,
) -> Result<Gamma, Cancelled> {
    let mut categories: Vec<u32> = (documents.iter())
        .flat_map(|document| document.coders.iter().flatten().filter_map(|mark| document.within(mark)))
        .map(|mark| mark.category)
        .collect();
    categories.sort_unstable();
    categories.dedup();
    let comparable = n_coders(documents);
    let mut parts: Result<Vec<Part>, Undefined> = comparable.map(|_| Vec::new());
    let mut found = Vec::with_capacity(documents.len());
    for document in documents {
        if parts.is_err() {
            break;
        }
        let made = part(document, &categories, params, progress);
        // Work that was cancelled half-way must not continue.
        progress.check_cancelled()?;
        progress.advance(1);
        match made {
            Ok((part, alignment)) => {
                found.push(described(document, &part, alignment));
                if let Ok(parts) = &mut parts {
                    parts.push(part);
                }
            }
            // A document without any marks adds nothing.
            Err(Undefined::Nothing) => found.push(DocumentGamma {
                gamma: Agreement::new(Err(Undefined::Nothing)),
                alignment: None,
                expected_disorder: None,
                n_samples: 0,
                precision: 0.0,
            }),
            Err(reason) => parts = Err(reason),
        }
    }
    Ok(combined(parts, &categories, found))
}

fn part(
    document: &Continuum,
    categories: &[u32],
    params: &GammaValidParams,
    progress: &dyn Progress,
) -> Result<(Part, Alignment), Undefined> {
    let alignment = best_alignment(document, params)?;
    let marks: Vec<Vec<Mark>> = (document.coders.iter())
        .map(|marks| marks.iter().map(|mark| document.within(mark).unwrap_or(*mark)).collect())
        .collect();
    let placed = marks_of(&canonical(document));
    let part = Part {
        weight: placed.iter().map(Vec::len).sum::<usize>() as f64 / placed.len() as f64,
        observed: alignment.disorder,
        differences: differences(&alignment, &marks, categories, params.0.alpha),
        samples: samples(&placed, document.length, categories, params, progress)?,
    };
    Ok((part, alignment))
}

fn described(document: &Continuum, part: &Part, alignment: Alignment) -> DocumentGamma {
    let expected = expected(&part.samples);
    let gamma = match (0..document.coders.len()).find(|&coder| document.marks(coder).is_empty()) {
        Some(coder) => Err(Undefined::NothingCoded { coder: coder_name(coder) }),
        None => ratio(part.observed, expected),
    };
    DocumentGamma {
        gamma: Agreement::new(gamma),
        alignment: Some(alignment),
        expected_disorder: Some(expected),
        n_samples: part.samples.len(),
        precision: imprecision(&part.samples),
    }
}

/// Computes the figures over all documents, or returns why there are none.
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

/// Computes γ-cat or γ-k: the mean difference over the pairs of all documents, relative to the chance value of each
/// document, which has the weight of the document's pairs.
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

/// Computes 1 − observed/expected.
pub(super) fn ratio(observed: f64, expected: f64) -> Result<f64, Undefined> {
    if expected > 0.0 { Ok(1.0 - observed / expected) } else { Err(Undefined::NoVariation) }
}

/// Adds up the terms in rising order, so that the order of the documents does not change the last bits.
fn sum(terms: impl Iterator<Item = f64>) -> f64 {
    let mut terms: Vec<f64> = terms.collect();
    terms.sort_unstable_by(f64::total_cmp);
    terms.into_iter().sum()
}
