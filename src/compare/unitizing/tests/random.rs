//! Coders who mark at random: the mean values of the alphas.

use rand::Rng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

use super::super::{u_alpha, u_alpha_2016};
use super::{Continuum, Mark, mark};

/// Makes units of these lengths in random order and at random places, each with a random category of `k`.
fn coder(rng: &mut Xoshiro256PlusPlus, lengths: &[u64], length: u64, k: u32) -> Vec<Mark> {
    let mut lengths = lengths.to_vec();
    lengths.shuffle(rng);
    let free = length - lengths.iter().sum::<u64>();
    let mut cuts: Vec<u64> = lengths.iter().map(|_| rng.gen_range(0..=free)).collect();
    cuts.sort_unstable();
    let mut at = 0;
    lengths
        .iter()
        .zip(cuts)
        .map(|(&l, cut)| {
            let found = mark(at + cut, at + cut + l, rng.gen_range(0..k));
            at += l;
            found
        })
        .collect()
}

/// Computes the means of αU, ᵤα, |ᵤα and ꜀ᵤα over `n` draws.
fn means(n: usize, m: usize, lengths: &[u64], length: u64, k: u32) -> [f64; 4] {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(17);
    let mut sums = [(0.0, 0.0); 4];
    for _ in 0..n {
        let coders = (0..m).map(|_| coder(&mut rng, lengths, length, k)).collect();
        let documents = [Continuum { length, coders }];
        let family = u_alpha_2016(&documents);
        for (sum, figure) in
            sums.iter_mut().zip([u_alpha(&documents).overall, family.u, family.relevance, family.coding])
        {
            // The categories are compared for two coders only.
            if let Ok(value) = figure.value() {
                *sum = (sum.0 + value, sum.1 + 1.0);
            }
        }
    }
    sums.map(|(sum, n)| if n > 0.0 { sum / n } else { 0.0 })
}

/// Checks units that cover from a tenth to three quarters of the text, of equal and unequal length, by two to five
/// coders.
#[test]
fn many_random_marks_come_to_nothing() {
    for (m, n_units, length) in [(2, 100, 5_000), (2, 40, 8_000), (3, 60, 3_000), (5, 40, 2_000)] {
        let equal = vec![20; n_units];
        let unequal: Vec<u64> = (0..n_units as u64).map(|i| 1 + 40 * i / n_units as u64).collect();
        for lengths in [equal, unequal] {
            let found = means(400, m, &lengths, length, 3);
            assert!(found.iter().all(|mean| mean.abs() < 0.035), "{m} coders, {n_units} units: {found:.3?}");
        }
    }
}

/// Checks the figures in the documentation for a small number of marks.
#[test]
fn few_random_marks_come_to_what_is_told() {
    for (n_units, length, [squared, shared]) in [
        (5, 300, [-0.07, 0.03]),
        (20, 1_200, [-0.02, 0.01]),
        (100, 6_000, [0.0, 0.0]),
        (20, 444, [0.18, 0.11]),
    ] {
        let [u_2004, u, relevance, _] = means(2_000, 2, &vec![20; n_units], length, 1);
        assert!((u_2004 - squared).abs() < 0.01, "{n_units} units: {u_2004}");
        assert!((relevance - shared).abs() < 0.01 && u == relevance, "{n_units} units: {u} {relevance}");
    }
}
