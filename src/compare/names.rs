//! The names of measures, in one place, by the keys under which results hold them.

use serde::Serialize;

use super::coefficients::Coefficient;

/// A measure: its key in results, and its name for display.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MeasureName {
    /// The key: `cohen_kappa`.
    pub key: String,
    /// The name: `Cohen's κ`.
    pub name: &'static str,
    /// The name for narrow columns: `κ`; null for measures that are never shown in one.
    pub short_name: Option<&'static str>,
}

/// Measures of clusters and codes, in the order in which they are shown.
const PARTITION: [(&str, &str); 13] = [
    ("ari", "adjusted Rand index"),
    ("ami", "adjusted mutual information"),
    ("nmi", "normalised mutual information"),
    ("homogeneity", "homogeneity"),
    ("completeness", "completeness"),
    ("v_measure", "V-measure"),
    ("b_cubed_precision", "B³ precision"),
    ("b_cubed_recall", "B³ recall"),
    ("b_cubed_f1", "B³ F1"),
    ("fowlkes_mallows", "Fowlkes–Mallows index"),
    ("matched_accuracy", "share under best matching"),
    ("mean_f1", "mean F1 under best matching"),
    ("kappa_after_matching", "κ after matching, optimistic"),
];

/// Measures of where coders mark, in the order in which they are shown.
const SEGMENTATION: [(&str, &str); 4] = [
    ("relevance_alpha", "α of coded or not, by characters"),
    ("coding_alpha", "α of codes where both coded (MASI)"),
    ("u_alpha", "Krippendorff's unitizing α"),
    ("gamma", "γ (Mathet et al.), where and what"),
];

/// Returns names that are never shown in narrow columns.
fn named(names: &[(&str, &'static str)]) -> Vec<MeasureName> {
    names.iter().map(|&(key, name)| MeasureName { key: key.to_owned(), name, short_name: None }).collect()
}

/// Returns the coefficients that a comparison of codings shows, of all codes and of each, in the order in which they are shown.
#[must_use]
pub fn coefficient_names() -> Vec<MeasureName> {
    let all = [Coefficient::of_two_coders(), Coefficient::of_all_coders(), Coefficient::of_one_code(2)];
    let mut names: Vec<MeasureName> = Vec::new();
    for coefficient in all.concat() {
        if names.iter().all(|known| known.key != coefficient.key()) {
            names.push(MeasureName {
                key: coefficient.key().to_owned(),
                name: coefficient.words(),
                short_name: Some(coefficient.short_name()),
            });
        }
    }
    names
}

/// Returns the measures of clusters and codes, in the order in which they are shown.
#[must_use]
pub fn partition_names() -> Vec<MeasureName> {
    named(&PARTITION)
}

/// Returns the measures of where coders mark, in the order in which they are shown.
#[must_use]
pub fn segmentation_names() -> Vec<MeasureName> {
    named(&SEGMENTATION)
}
