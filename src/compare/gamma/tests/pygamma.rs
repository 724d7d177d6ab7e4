//! Values of pygamma-agreement, which computes in single precision (`tests/oracle/gamma.py`).

use serde::Deserialize;

use super::super::best_alignment;
use super::super::dissimilarity::{Dissimilarity, categorial, positional};
use super::{Continuum, Mark, continuum, gamma, params};
use crate::domain::Undefined;

type Coders = Vec<Vec<(u64, u64, u32)>>;

#[derive(Deserialize)]
struct Oracle {
    fixtures: Vec<Fixture>,
    random: Vec<Random>,
    chance: Vec<Chance>,
}

/// One of DKPro's fixtures: coders and places of a pair with their differences; random continua with their disorders.
#[derive(Deserialize)]
struct Fixture {
    name: String,
    alpha: f64,
    beta: f64,
    coders: Coders,
    pairs: Vec<(usize, usize, usize, usize, f64, f64, f64)>,
    disorder: f64,
    samples: Vec<(Coders, f64)>,
    expected: f64,
    gamma: f64,
}

#[derive(Deserialize)]
struct Random {
    coders: Coders,
    alpha: f64,
    beta: f64,
    disorder: f64,
}

/// The mean and the standard deviation of the disorders of shuffled continua.
#[derive(Deserialize)]
struct Chance {
    coders: Coders,
    alpha: f64,
    beta: f64,
    length: u64,
    n_samples: usize,
    disorder: f64,
    mean: f64,
    deviation: f64,
    gamma: f64,
}

fn oracle() -> Oracle {
    serde_json::from_str(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/gamma.json")))
        .unwrap()
}

fn marks(coders: &Coders) -> Vec<Vec<Mark>> {
    let mark = |&(start, end, category)| Mark { start, end, category };
    coders.iter().map(|marks| marks.iter().map(mark).collect()).collect()
}

fn disorder(coders: &Coders, alpha: f64, beta: f64) -> f64 {
    best_alignment(&continuum(marks(coders)), &params(alpha, beta, 30)).unwrap().disorder
}

/// Tells whether values are equal in single precision.
fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-5 * expected.abs().max(1e-2)
}

#[test]
fn fixtures() {
    let fixtures = oracle().fixtures;
    assert_eq!(fixtures.len(), 6);
    for fixture in fixtures {
        let coders = marks(&fixture.coders);
        let d = Dissimilarity { alpha: fixture.alpha, beta: fixture.beta };
        for (a, i, b, j, position, category, both) in fixture.pairs {
            let (a, b) = (&coders[a][i], &coders[b][j]);
            assert!(near(positional(a, b), position), "{} {a:?} {b:?} {position}", fixture.name);
            assert_eq!(categorial(a, b), category, "{} {a:?} {b:?}", fixture.name);
            assert!(near(d.between(a, b), both), "{} {a:?} {b:?} {both}", fixture.name);
        }
        let found = disorder(&fixture.coders, fixture.alpha, fixture.beta);
        assert!(near(found, fixture.disorder), "{}: {found} {}", fixture.name, fixture.disorder);
        assert!(near(1.0 - found / fixture.expected, fixture.gamma), "{}", fixture.name);
        assert_eq!(fixture.samples.len(), 10);
        for (coders, expected) in fixture.samples {
            let found = disorder(&coders, fixture.alpha, fixture.beta);
            assert!(near(found, expected), "{}: {coders:?} {found} {expected}", fixture.name);
        }
    }
}

#[test]
fn random_continua() {
    let random = oracle().random;
    assert_eq!(random.len(), 96);
    for Random { coders, alpha, beta, disorder: expected } in random {
        let found = disorder(&coders, alpha, beta);
        assert!(near(found, expected), "{coders:?}: {found} {expected}");
    }
}

/// Checks that the mean disorder of chance lies within four standard errors of both means, and that the observed disorder
/// is the same.
#[test]
fn shuffled_continua() {
    for Chance { coders, alpha, beta, length, n_samples, disorder, mean, deviation, gamma: theirs } in
        oracle().chance
    {
        let document = Continuum { length, coders: marks(&coders) };
        let found = gamma(&[document], &params(alpha, beta, 1_000));
        let ours = &found.documents[0];
        assert!(near(ours.alignment.as_ref().unwrap().disorder, disorder));
        let error = deviation * (1.0 / n_samples as f64 + 1.0 / 1_000.0).sqrt();
        let expected = ours.expected_disorder.unwrap();
        assert!((expected - mean).abs() < 4.0 * error, "{coders:?}: {expected} {mean} ± {error}");
        let off = 4.0 * error / mean * disorder / mean;
        assert!((found.gamma.value().unwrap() - theirs).abs() < off, "{coders:?} {:?} {theirs}", found.gamma);
    }
}

/// Checks the values of pygamma-agreement's own tests: γ of 0.44 to 0.47, disorder 0.96, γ-k of 1 for categories 1 and 5,
/// and of 0 for those that one coder used. γ-cat of 0.66 to 0.70 and γ-k of 1 for category 6 are from its tests before
/// marks without counterpart counted in them (0.38 to 0.42 since then).
#[test]
fn alex_paul_and_suzan() {
    let oracle = oracle();
    let Chance { coders, length, .. } = &oracle.chance[0];
    let document = Continuum { length: *length, coders: marks(coders) };
    let found = gamma(&[document], &params(3.0, 1.0, 1_000));
    assert!((found.documents[0].alignment.as_ref().unwrap().disorder - 0.96).abs() < 0.005);
    assert!((0.44..=0.47).contains(&found.gamma.value().unwrap()), "{:?}", found.gamma);
    assert!((0.66..=0.70).contains(&found.gamma_cat.value().unwrap()), "{:?}", found.gamma_cat);
    for of in &found.gamma_k {
        match of.category {
            1 | 5 | 6 => assert_eq!(of.gamma_k.value(), Ok(1.0), "{of:?}"),
            7 => assert_eq!(of.gamma_k.value(), Err(&Undefined::NothingAligned)),
            _ => assert!(of.gamma_k.value().unwrap().abs() < 0.01, "{of:?}"),
        }
    }
}
