//! Saturation: how many new codes each further interview brings.
//!
//! The codes are those that a person applied. Clusters of all interviews together use the last interview already when
//! they group the first, so they cannot prove saturation.

mod findings;
mod params;
mod ratios;
#[cfg(test)]
mod tests;

pub use params::{SaturationParams, SaturationValidParams};
pub use ratios::{Distribution, OverOrders};
pub use ratios::{NewCodesPerInterview, Saturation, saturation};
