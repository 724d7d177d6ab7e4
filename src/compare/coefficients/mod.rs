//! Coefficients of agreement between coders on the same units.
//!
//! [`Ratings`] hold the value of each coder for each unit; [`measure`] computes coefficients with their intervals over
//! interviews, [`krippendorff_alpha`] and the other functions the values alone. [`diagnostics`] reports what a figure
//! does not show, [`per_code`] the agreement on each code, [`pairwise`] and [`consensus`] who differs from whom.
//!
//! Each coefficient is a function of sums over units, written once: value, bootstrap and jackknife use the same code.

mod alpha;
mod canonical;
mod categories;
mod coefficient;
mod diagnostics;
mod gwet;
mod interval;
mod kappa;
mod level;
mod measure;
mod ordinal;
mod pairwise;
mod pairwise_distance;
mod per_code;
mod percent;
mod ratings;
mod statistic;
mod sums;

pub use crate::compare::interval_params::IntervalParams;
pub use crate::compare::resample::FEWEST_FOR_BOOTSTRAP;
pub use categories::Categories;
pub use coefficient::Coefficient;
pub use diagnostics::diagnostics;
pub use level::{Level, SetDistance, jaccard_distance, masi_distance};
pub use measure::{
    cohen_kappa, fleiss_kappa, gwet_ac1, gwet_ac2, holsti, krippendorff_alpha, measure, percent, plain,
    scott_pi,
};
pub use pairwise::{Consensus, Pair, Pairwise, consensus, pairwise};
pub use pairwise_distance::MOST_CATEGORIES;
pub use per_code::{CodeAgreement, Prevalence, median_alpha, per_code};
pub use ratings::{Ratings, RatingsError};

#[cfg(test)]
mod tests;
