//! Compares the best alignment with every possible alignment, and with the Hungarian method.

use pathfinding::prelude::{Matrix, kuhn_munkres};
use rand::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

use super::super::best_alignment;
use super::super::dissimilarity::Dissimilarity;
use super::{Continuum, Mark, continuum, gamma, params};

/// Makes random marks of one coder, which may overlap.
fn coder(rng: &mut Xoshiro256PlusPlus, n: usize, length: u64, longest: u64, k: u32) -> Vec<Mark> {
    let mut marks: Vec<Mark> = (0..n)
        .map(|_| {
            let start = rng.gen_range(0..length - longest);
            Mark { start, end: start + rng.gen_range(1..=longest), category: rng.gen_range(0..k) }
        })
        .collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// Computes the least cost over all ways to divide the marks: the first mark alone or with each choice of marks of later
/// coders, then the rest.
fn least(coders: &mut [Vec<Mark>], d: Dissimilarity) -> f64 {
    let Some(first) = coders.iter().position(|marks| !marks.is_empty()) else { return 0.0 };
    let mark = coders[first].remove(0);
    let mut best = f64::INFINITY;
    choose(coders, first + 1, &mut vec![mark], d, &mut best);
    coders[first].insert(0, mark);
    best
}

fn choose(coders: &mut [Vec<Mark>], from: usize, chosen: &mut Vec<Mark>, d: Dissimilarity, best: &mut f64) {
    if from == coders.len() {
        let pairs = (coders.len() * (coders.len() - 1) / 2) as f64;
        let mut sum = pairs - (chosen.len() * (chosen.len() - 1) / 2) as f64;
        for (i, a) in chosen.iter().enumerate() {
            sum += chosen[i + 1..].iter().map(|b| d.between(a, b)).sum::<f64>();
        }
        *best = best.min(sum / pairs + least(coders, d));
        return;
    }
    choose(coders, from + 1, chosen, d, best);
    for i in 0..coders[from].len() {
        let mark = coders[from].remove(i);
        chosen.push(mark);
        choose(coders, from + 1, chosen, d, best);
        chosen.pop();
        coders[from].insert(i, mark);
    }
}

#[test]
fn no_alignment_is_better() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(11);
    for i in 0..300 {
        let (n_coders, most) = [(2, 5), (3, 3), (4, 2)][i % 3];
        let coders: Vec<Vec<Mark>> = (0..n_coders)
            .map(|_| {
                let n = rng.gen_range(1..=most);
                coder(&mut rng, n, 60, 25, 2)
            })
            .collect();
        let (alpha, beta) = [(1.0, 1.0), (3.0, 1.0), (0.5, 0.0), (0.0, 1.0)][i / 3 % 4];
        let found = best_alignment(&continuum(coders.clone()), &params(alpha, beta, 30)).unwrap();
        let n_marks = coders.iter().map(Vec::len).sum::<usize>() as f64;
        let expected = least(&mut coders.clone(), Dissimilarity { alpha, beta }) * n_coders as f64 / n_marks;
        assert!((found.disorder - expected).abs() < 1e-9, "{coders:?}: {} {expected}", found.disorder);
    }
}

/// Computes the cost of two coders' marks by the Hungarian method, where a pair costs `of(d)` and a single mark 1.
fn by_matching(coders: &[Vec<Mark>], d: Dissimilarity, of: impl Fn(f64) -> f64) -> f64 {
    let scale = (1_u64 << 40) as f64;
    let (few, many) = if coders[0].len() <= coders[1].len() { (0, 1) } else { (1, 0) };
    let saved = coders[few].iter().map(|a| {
        let saved =
            coders[many].iter().map(|b| ((2.0 - of(d.between(a, b))).max(0.0) * scale).round() as i64);
        saved.collect::<Vec<i64>>()
    });
    let (saved, _) = kuhn_munkres(&Matrix::from_rows(saved).unwrap());
    (coders[0].len() + coders[1].len()) as f64 - saved as f64 / scale
}

/// Checks two coders, and the same with a third coder without marks, for whom the search is used.
#[test]
fn two_coders_as_the_hungarian_method() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(12);
    let d = Dissimilarity { alpha: 1.0, beta: 1.0 };
    for i in 0..60 {
        let (n, length, longest) = [(30, 1_000, 60), (60, 400, 100), (40, 3_000, 80)][i % 3];
        let mut coders: Vec<Vec<Mark>> = (0..2).map(|_| coder(&mut rng, n, length, longest, 3)).collect();
        let n_marks = (coders[0].len() + coders[1].len()) as f64;
        let found = best_alignment(&continuum(coders.clone()), &params(1.0, 1.0, 30)).unwrap();
        let expected = by_matching(&coders, d, |d| d) * 2.0 / n_marks;
        assert!((found.disorder - expected).abs() < 1e-9, "{i}: {} {expected}", found.disorder);
        let told: f64 = (found.unitary.iter())
            .map(|unitary| match unitary.marks[..] {
                [Some(a), Some(b)] => d.between(&coders[0][a], &coders[1][b]),
                _ => 1.0,
            })
            .sum();
        assert!((told * 2.0 / n_marks - found.disorder).abs() < 1e-12);
        let expected = by_matching(&coders, d, |d| (d + 2.0) / 3.0) * 3.0 / n_marks;
        coders.push(Vec::new());
        let found = best_alignment(&continuum(coders), &params(1.0, 1.0, 30)).unwrap();
        assert!((found.disorder - expected).abs() < 1e-9, "{i}: {} {expected}", found.disorder);
    }
}

/// Checks that two to four independent coders with twenty marks each have a γ near 0.
#[test]
fn random_marks_come_to_nothing() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(13);
    for n_coders in [2, 3, 4] {
        let documents: Vec<Continuum> = (0..60)
            .map(|_| {
                let coders = (0..n_coders).map(|_| coder(&mut rng, 20, 3_000, 90, 3)).collect();
                Continuum { length: 3_000, coders }
            })
            .collect();
        let found = gamma(&documents, &params(1.0, 1.0, 10));
        let values = found.documents.iter().map(|document| document.gamma.value().unwrap());
        let mean = values.sum::<f64>() / documents.len() as f64;
        assert!(mean.abs() < 0.03, "{n_coders} coders: {mean}");
        assert!(found.gamma.value().unwrap().abs() < 0.03, "{n_coders} coders: {:?}", found.gamma);
        assert!(found.gamma_cat.value().unwrap().abs() < 0.1, "{n_coders} coders: {:?}", found.gamma_cat);
    }
}
