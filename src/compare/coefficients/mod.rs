//! Coefficients of agreement between coders on the same units.
//!
//! [`Ratings`] hold what each coder said of each unit; [`measure`] gives coefficients with their intervals over interviews,
//! [`krippendorff_alpha`] and its like the bare values. What a figure does not show is told by [`diagnostics`], what a single code is
//! like by [`per_code`], who differs from whom by [`pairwise`] and [`consensus`].
//!
//! Each coefficient is a function of sums over units, written once: value, bootstrap and jackknife go through the same lines.

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
