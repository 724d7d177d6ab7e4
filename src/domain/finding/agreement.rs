//! What coefficients of agreement do not show by themselves.

use serde::Serialize;

/// Something about ratings that a reader of their coefficients should know.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AgreementFinding {
    /// One category is nearly all there is, so that chance agrees on most.
    Prevalence {
        /// The coefficient, by its published name.
        coefficient: &'static str,
        /// Its name for people.
        name: &'static str,
        /// Its value.
        value: f64,
        /// Percent agreement, between 0 and 1.
        agreement: f64,
        /// The category; null where it is that of no code.
        category: Option<String>,
        /// The category's share of all values.
        share: f64,
        /// On what share chance alone would agree.
        by_chance: f64,
        /// Gwet's AC1; null where it is undefined.
        gwet_ac1: Option<f64>,
    },
    /// Two coders use the categories differently.
    Bias {
        /// The one.
        first: String,
        /// The other.
        second: String,
        /// The category, or code, of which their shares differ most.
        category: String,
        /// The share of the first.
        first_share: f64,
        /// The share of the second.
        second_share: f64,
        /// Whether values are sets of codes, so that shares are of units and not of values.
        of_codes: bool,
        /// How many coders there are in all.
        n_coders: usize,
    },
    /// Coders never give what others give three times or more.
    NeverGiven {
        /// Each coder and category.
        categories: Vec<NeverGiven>,
    },
    /// Values are missing.
    Missing {
        /// Which share of all values.
        share: f64,
        /// How many units have fewer than two values.
        n_unpaired: u64,
        /// Of how many.
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
        /// How many units carry it for both coders.
        n_both: u64,
        /// How many carry it for one coder at least.
        n_any: u64,
        /// How many units there are.
        n_units: u64,
    },
    /// There are more codes with a low κ.
    MoreLowCodes {
        /// How many.
        n: usize,
        /// Below what.
        below: f64,
    },
    /// What figures of where to mark rest on.
    SegmentationBasis {
        /// How many documents both coders coded in.
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
    /// How often others give it.
    pub n_by_others: u64,
}
