//! γ against pygamma-agreement, against every alignment there is, and by its properties.

mod exact;
mod properties;
mod pygamma;

use super::{GammaParams, GammaValidParams};
use crate::compare::unitizing::{Continuum, Mark};

fn params(alpha: f64, beta: f64, n_samples: usize) -> GammaValidParams {
    GammaParams { alpha, beta, n_samples, precision: None, seed: 3 }.check().unwrap()
}

fn continuum(coders: Vec<Vec<Mark>>) -> Continuum {
    let length = coders.iter().flatten().map(|mark| mark.end).max().unwrap_or(0);
    Continuum { length, coders }
}
