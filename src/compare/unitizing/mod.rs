//! Agreement of coders who also choose the units: runs of equal coding, and both versions of Krippendorff's unitizing
//! alpha.
//!
//! A document is a [`Continuum`] of code points on which each coder makes marks. [`runs`] cuts it wherever any coding
//! changes, so that the agreement on characters becomes the agreement on a few weighted rows. [`u_alpha`] is the alpha of
//! 1995 and 2004, which squares the distances of boundaries; [`u_alpha_2016`] is the family of 2016, which compares
//! character by character.

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
