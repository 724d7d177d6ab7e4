//! The disorder expected by chance: that of random continua made from the coders' own marks.

use rand::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use rayon::prelude::*;

use super::GammaValidParams;
use super::alignment::align;
use super::canonical::{mix, seed_of};
use super::categories::{Differences, differences};
use super::dissimilarity::Dissimilarity;
use super::params::MOST_SAMPLES;
use crate::compare::unitizing::Mark;
use crate::domain::{Progress, Undefined};

/// One random continuum and its best alignment.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) disorder: f64,
    pub(super) differences: Differences,
}

/// Makes the samples of a document whose coders are in canonical order: first `n_samples`, then once as many more as the
/// precision requires (Mathet et al. 2015, 5.3).
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
                    // Ends the loop; the caller checks again whether the work is cancelled, and discards this error.
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

/// Computes the mean disorder.
pub(super) fn expected(samples: &[Sample]) -> f64 {
    samples.iter().map(|sample| sample.disorder).sum::<f64>() / samples.len() as f64
}

/// Computes the possible error of the mean, as a share of it, at 95 % confidence: 1.96 · deviation / (mean · √n).
pub(super) fn imprecision(samples: &[Sample]) -> f64 {
    let (n, mean) = (samples.len() as f64, expected(samples));
    let variance = samples.iter().map(|sample| (sample.disorder - mean).powi(2)).sum::<f64>() / n;
    if mean > 0.0 { 1.96 * variance.sqrt() / (mean * n.sqrt()) } else { 0.0 }
}

/// Makes a random continuum for the same number of coders. For each, a coder is drawn with replacement, and their marks
/// are moved along the text by a random distance; marks that would begin beyond the end continue from the beginning. A
/// mark that is moved across the end stays whole.
///
/// Any two distances differ by at least half the mean length of a mark, as far as the text is long enough, so that a
/// coder who is drawn twice is not aligned with themselves (Mathet et al. 2015, 5.2; the half is from pygamma-agreement).
pub(super) fn shuffled(coders: &[Vec<Mark>], length: u64, rng: &mut impl Rng) -> Vec<Vec<Mark>> {
    let n_marks = coders.iter().map(Vec::len).sum::<usize>() as u64;
    let marked: u64 = coders.iter().flatten().map(Mark::length).sum();
    let apart = marked.div_ceil(2 * n_marks.max(1));
    loop {
        let mut free = vec![(0, length)];
        let shuffled: Vec<Vec<Mark>> = (0..coders.len())
            .map(|_| {
                let distance = draw(&free, rng).unwrap_or_else(|| rng.gen_range(0..length.max(1)));
                free = without(&free, distance, apart);
                coders[rng.gen_range(0..coders.len())]
                    .iter()
                    .map(|mark| moved(mark, distance, length))
                    .collect()
            })
            .collect();
        // If some coders marked nothing, only these may have been drawn.
        if shuffled.iter().any(|marks| !marks.is_empty()) {
            return shuffled;
        }
    }
}

fn moved(mark: &Mark, distance: u64, length: u64) -> Mark {
    let start = mark.start + distance;
    let start = if start >= length { start - length } else { start };
    Mark { start, end: start + mark.length(), ..*mark }
}

/// Draws a place from the stretches; every place has the same probability.
fn draw(free: &[(u64, u64)], rng: &mut impl Rng) -> Option<u64> {
    let places = free.iter().map(|(from, to)| to - from).sum();
    if places == 0 {
        return None;
    }
    let mut at = rng.gen_range(0..places);
    for (from, to) in free {
        if at < to - from {
            return Some(from + at);
        }
        at -= to - from;
    }
    None
}

/// Returns the stretches without the places nearer than `apart` to a place.
fn without(free: &[(u64, u64)], place: u64, apart: u64) -> Vec<(u64, u64)> {
    let (from, to) = ((place + 1).saturating_sub(apart), place + apart);
    free.iter().flat_map(|&(a, b)| [(a, b.min(from)), (a.max(to), b)]).filter(|(a, b)| a < b).collect()
}

#[cfg(test)]
mod tests {
    use rand_xoshiro::Xoshiro256PlusPlus;
    use rand_xoshiro::rand_core::SeedableRng;

    use super::*;

    #[test]
    fn places_near_one_are_taken_out() {
        assert_eq!(without(&[(0, 10)], 5, 3), [(0, 3), (8, 10)]);
        assert_eq!(without(&[(0, 10)], 0, 2), [(2, 10)]);
        assert_eq!(without(&[(0, 3), (8, 10)], 9, 4), [(0, 3)]);
        assert_eq!(without(&[(0, 10)], 4, 20), []);
    }

    #[test]
    fn marks_keep_their_lengths_and_distances() {
        let coders = vec![
            vec![Mark { start: 0, end: 4, category: 1 }, Mark { start: 6, end: 9, category: 2 }],
            vec![Mark { start: 15, end: 20, category: 1 }],
        ];
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(3);
        for _ in 0..200 {
            let found = shuffled(&coders, 20, &mut rng);
            assert_eq!(found.len(), 2);
            for marks in found {
                assert!(marks.iter().all(|mark| mark.start < 20));
                match marks[..] {
                    [one] => assert_eq!((one.length(), one.category), (5, 1)),
                    [one, two] => {
                        assert_eq!((one.length(), two.length()), (4, 3));
                        assert_eq!((two.start + 20 - one.start) % 20, 6);
                    }
                    _ => panic!("{marks:?}"),
                }
            }
        }
    }
}
