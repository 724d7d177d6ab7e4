//! One figure, and what it is by chance.

use serde::Serialize;

use crate::domain::Agreement;

/// A figure, with the value for random codes if it is not adjusted for chance.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Figure {
    /// Its value and interval, or why it is undefined.
    #[serde(flatten)]
    pub agreement: Agreement,
    /// Its value for codes dealt at random; null if the figure is adjusted for chance or undefined.
    pub by_chance: Option<ByChance>,
}

/// The value of a figure if the codes are dealt at random among the coded segments, with the clusters unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ByChance {
    /// The mean.
    pub mean: f64,
    /// The value that 95 % of the permutations do not exceed.
    pub high: f64,
    /// The share of permutations with a value at or above the observed one.
    pub share_at_or_above: f64,
    /// How many times the codes were dealt.
    pub n_permutations: usize,
    /// In how many permutations the figure was undefined; these are set aside.
    pub n_undefined: usize,
}
