//! One figure, and what it is by chance.

use serde::Serialize;

use crate::domain::Agreement;

/// A figure, beside what random codes come to where chance is not taken off.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Figure {
    /// Its value and interval, or why it is undefined.
    #[serde(flatten)]
    pub agreement: Agreement,
    /// What it comes to with the codes dealt out at random; null where chance is taken off already, or the figure undefined.
    pub by_chance: Option<ByChance>,
}

/// What a figure comes to when the codes are dealt out at random among the coded segments, clusters left as they are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ByChance {
    /// The mean.
    pub mean: f64,
    /// The value that 95 % of the permutations stay below.
    pub high: f64,
    /// The share of permutations that come to the figure found, or above.
    pub share_at_or_above: f64,
    /// How many times the codes were dealt.
    pub n_permutations: usize,
    /// How often the figure was undefined then; those are left aside.
    pub n_undefined: usize,
}
