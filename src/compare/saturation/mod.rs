//! Saturation: how much new each further interview brings.
//!
//! Codes are those that a person applied. Clusters made of all interviews at once know the last interview when they group the
//! first, so that they can prove no saturation.

mod findings;
mod params;
mod ratios;
#[cfg(test)]
mod tests;

pub use params::{SaturationParams, SaturationValidParams};
pub use ratios::{Distribution, OverOrders};
pub use ratios::{NewCodesPerInterview, Saturation, saturation};
