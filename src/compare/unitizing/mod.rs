//! Agreement of coders who also choose the units: runs of equal coding, and Krippendorff's unitizing alpha in both generations.
//!
//! A document is a [`Continuum`] of code points on which each coder puts marks. [`runs`] cuts it where any coding changes, which
//! turns the agreement of characters into that of a few rows with weights. [`u_alpha`] is the alpha of 1995 and 2004, which
//! squares how far boundaries lie apart; [`u_alpha_2016`] is the family of 2016, which compares character by character.

mod checks;
mod coincidences;
mod continuum;
mod expected;
mod family;
mod observed;
mod runs;
mod squared;
#[cfg(test)]
mod tests;

pub use continuum::{Continuum, Mark};
pub use family::{CategoryUAlpha2016, UAlpha2016, u_alpha_2016};
pub use runs::{Run, runs};
pub use squared::{CategoryUAlpha, UAlpha, u_alpha};

pub(super) use checks::{coder_name, n_coders};
