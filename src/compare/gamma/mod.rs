//! γ: agreement of coders who also choose the units, by the best alignment of what they marked.
//!
//! Each mark of a coder is aligned with at most one mark of each other coder, or with none, such that the total
//! difference is least: [`best_alignment`], exact for any number of coders. [`gamma`] compares that disorder with the
//! disorder of the same codings at random places, and separates position from category (γ-cat, γ-k).

mod alignment;
mod candidates;
mod canonical;
mod categories;
mod chance;
mod dissimilarity;
mod matching;
mod measure;
mod params;
mod prices;
mod search;
#[cfg(test)]
mod tests;

pub use alignment::{Alignment, UnitaryAlignment, best_alignment};
pub use measure::{CategoryGamma, DocumentGamma, Gamma, gamma};
pub use params::{GammaParams, GammaValidParams};
