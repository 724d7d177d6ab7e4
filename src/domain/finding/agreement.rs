//! Facts about ratings that coefficients of agreement do not show.

use serde::Serialize;

/// A fact about ratings that readers of their coefficients should know.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AgreementFinding {
    /// One category dominates, so chance alone agrees on most values.
    Prevalence {
        /// The coefficient, by its published name.
        coefficient: &'static str,
        /// Its name for people.
        name: &'static str,
        /// Its value.
        value: f64,
        /// Percent agreement, between 0 and 1.
        agreement: f64,
        /// The category; null for “no code”.
        category: Option<String>,
        /// The category's share of all values.
        share: f64,
        /// The share on which chance alone would agree.
        by_chance: f64,
        /// Gwet's AC1; null where it is undefined.
        gwet_ac1: Option<f64>,
    },
    /// Two coders use the categories differently.
    Bias {
        /// The first coder.
        first: String,
        /// The second coder.
        second: String,
        /// The category or code in which their shares differ most.
        category: String,
        /// The share of the first.
        first_share: f64,
        /// The share of the second.
        second_share: f64,
        /// Whether values are sets of codes; shares are then of units, not of values.
        of_codes: bool,
        /// How many coders there are in total.
        n_coders: usize,
    },
    /// Coders never give categories that others give three times or more.
    NeverGiven {
        /// Each coder and category.
        categories: Vec<NeverGiven>,
    },
    /// Values are missing.
    Missing {
        /// Their share of all values.
        share: f64,
        /// How many units have fewer than two values.
        n_unpaired: u64,
        /// How many units there are.
        n_units: u64,
    },
    /// There are few units.
    FewUnits {
        /// How many have values of two coders.
        n_units: u64,
    },
    /// The κ of a code is low although its coders mostly agree.
    LowCode {
        /// The code.
        code: String,
        /// Its κ.
        kappa: f64,
        /// How many units have the code from both coders.
        n_both: u64,
        /// How many have it from at least one coder.
        n_any: u64,
        /// How many units there are.
        n_units: u64,
    },
    /// More codes have a low κ.
    MoreLowCodes {
        /// How many.
        n: usize,
        /// The threshold.
        below: f64,
    },
    /// The basis of the figures about segmentation.
    SegmentationBasis {
        /// In how many documents both coders coded.
        n_documents: usize,
    },
}

/// A category that a coder never gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NeverGiven {
    /// The coder.
    pub coder: String,
    /// The category or code.
    pub category: String,
    /// How often other coders give it.
    pub n_by_others: u64,
}
