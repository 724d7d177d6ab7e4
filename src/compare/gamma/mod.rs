//! γ: agreement of coders who also choose the units, by the best alignment of what they marked.
//!
//! Each mark of a coder is put beside at most one mark of each other coder, or left alone, such that the whole differs least:
//! [`best_alignment`], exact for any number of coders. [`gamma`] sets that disorder against that of the same codings laid at random
//! against one another, and tells position and category apart (γ-cat, γ-k).

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
