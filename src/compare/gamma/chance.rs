//! The disorder of chance: that of random continua made of the coders' own marks.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use rayon::prelude::*;

use super::GammaValidParams;
use super::alignment::align;
use super::canonical::{mix, seed_of};
use super::categories::{Differences, differences};
use super::dissimilarity::Dissimilarity;
use super::params::MOST_SAMPLES;
use super::shuffle::shuffled;
use crate::compare::unitizing::Mark;
use crate::domain::{Progress, Undefined};

/// One random continuum, aligned.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) disorder: f64,
    pub(super) differences: Differences,
}

/// The samples of a document whose coders are in canonical order: as many as asked for, then as many more as the precision
/// takes, once (Mathet et al. 2015, 5.3).
pub(super) fn samples(
    coders: &[Vec<Mark>],
    length: u64,
    categories: &[u32],
    params: &GammaValidParams,
    progress: &dyn Progress,
) -> Result<Vec<Sample>, Undefined> {
    let seed = seed_of(coders, length, params.0.seed);
    let d = Dissimilarity::new(params);
    let draw = |from: usize, to: usize| -> Result<Vec<Sample>, Undefined> {
        (from..to)
            .into_par_iter()
            .map(|i| {
                if progress.is_cancelled() {
                    // Ends the loop; whoever called asks again whether the work is cancelled, and drops this.
                    return Err(Undefined::Nothing);
                }
                let mut rng = Xoshiro256PlusPlus::seed_from_u64(mix(seed, i as u64));
                let marks = shuffled(coders, length, &mut rng);
                let alignment = align(&marks, d)?;
                let differences = differences(&alignment, &marks, categories, d.alpha);
                Ok(Sample { disorder: alignment.disorder, differences })
            })
            .collect()
    };
    let mut found = draw(0, params.0.n_samples)?;
    if let Some(precision) = params.0.precision {
        let off = imprecision(&found) * (found.len() as f64).sqrt();
        let needed = (off / precision).powi(2).ceil().min(MOST_SAMPLES as f64) as usize;
        found.extend(draw(found.len(), needed.max(found.len()))?);
    }
    Ok(found)
}

/// The mean disorder.
pub(super) fn expected(samples: &[Sample]) -> f64 {
    samples.iter().map(|sample| sample.disorder).sum::<f64>() / samples.len() as f64
}

/// How far the mean may be off, as a share of it, at 95 % confidence: 1.96 · deviation / (mean · √n).
pub(super) fn imprecision(samples: &[Sample]) -> f64 {
    let (n, mean) = (samples.len() as f64, expected(samples));
    let variance = samples.iter().map(|sample| (sample.disorder - mean).powi(2)).sum::<f64>() / n;
    if mean > 0.0 { 1.96 * variance.sqrt() / (mean * n.sqrt()) } else { 0.0 }
}
