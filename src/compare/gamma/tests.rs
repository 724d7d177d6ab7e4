//! Compares γ with pygamma-agreement and with every possible alignment, and checks its properties.

mod exact;
mod properties;
mod pygamma;

use super::{Gamma, GammaParams, GammaValidParams};
use crate::compare::unitizing::{Continuum, Mark};
use crate::domain::NoProgress;

/// Calls [`super::gamma`], which is never cancelled here.
fn gamma(documents: &[Continuum], params: &GammaValidParams) -> Gamma {
    super::gamma(documents, params, &NoProgress).unwrap()
}

fn params(alpha: f64, beta: f64, n_samples: usize) -> GammaValidParams {
    GammaParams { alpha, beta, n_samples, precision: None, seed: 3 }.check().unwrap()
}

fn continuum(coders: Vec<Vec<Mark>>) -> Continuum {
    let length = coders.iter().flatten().map(|mark| mark.end).max().unwrap_or(0);
    Continuum { length, coders }
}
