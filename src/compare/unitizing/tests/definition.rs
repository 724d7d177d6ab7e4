//! The family of 2016 computed place by place, and the identities that follow from its definition.

use rand::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

use super::super::{UAlpha2016, u_alpha_2016};
use super::{Continuum, Mark, mark};

/// Makes adjacent marks or marks with gaps, which never overlap.
fn coder(rng: &mut Xoshiro256PlusPlus, length: u64, longest: u64, k: u32) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut at = rng.gen_range(0..longest);
    while at < length {
        let end = (at + rng.gen_range(1..=longest)).min(length);
        marks.push(mark(at, end, rng.gen_range(0..k)));
        at = end + if rng.gen_bool(0.4) { 0 } else { rng.gen_range(0..longest) };
    }
    marks
}

/// Computes ᵤα, ꜀ᵤα and the (k)ᵤα by the printed formulas, with matrices over every place.
fn by_place(document: &Continuum, k: usize) -> (f64, f64, Vec<f64>) {
    let m = document.coders.len();
    let length = document.length as usize;
    // For each coder and place, the category from 1 on, or 0.
    let labels: Vec<Vec<usize>> = (document.coders.iter())
        .map(|marks| {
            let mut labels = vec![0; length];
            for mark in marks {
                labels[mark.start as usize..mark.end as usize].fill(mark.category as usize + 1);
            }
            labels
        })
        .collect();
    let mut observed = vec![vec![0.0; k + 1]; k + 1];
    let mut squares = vec![0.0; k + 1];
    let mut met_squares = vec![0.0; k + 1];
    for i in 0..m {
        squares[0] += labels[i].iter().filter(|&&label| label == 0).count() as f64;
        for unit in &document.coders[i] {
            squares[unit.category as usize + 1] += (unit.length() as f64).powi(2);
        }
        for j in (0..m).filter(|&j| j != i) {
            for at in 0..length {
                observed[labels[i][at]][labels[j][at]] += 1.0 / (m - 1) as f64;
            }
            for unit in &document.coders[i] {
                let met = (unit.start..unit.end).filter(|&at| labels[j][at as usize] > 0).count() as f64;
                met_squares[unit.category as usize + 1] += met.powi(2) / (m - 1) as f64;
            }
        }
    }
    let alpha = |observed: &[Vec<f64>], squares: &[f64], from: usize| {
        let margin: Vec<f64> = (0..=k).map(|c| (from..=k).map(|d| observed[c][d]).sum()).collect();
        let all: f64 = margin[from..].iter().sum();
        let free = all - squares[from..].iter().sum::<f64>() / all;
        let expected =
            |c: usize, d: usize| (margin[c] * margin[d] - if c == d { squares[c] } else { 0.0 }) / free;
        let same: f64 = (from..=k).map(|c| observed[c][c]).sum();
        let by_chance: f64 = (from..=k).map(|c| expected(c, c)).sum();
        let each = (from..=k).map(|c| {
            let column: f64 = (from..=k).map(|d| expected(d, c)).sum();
            1.0 - column / margin[c] * (margin[c] - observed[c][c]) / (column - expected(c, c))
        });
        (1.0 - (all - same) / (all - by_chance), each.collect::<Vec<f64>>())
    };
    let (u, _) = alpha(&observed, &squares, 0);
    let (coding, each) = alpha(&observed, &met_squares, 1);
    (u, coding, each)
}

fn near(found: &crate::domain::Agreement, expected: f64) -> bool {
    found.value().is_ok_and(|found| (found - expected).abs() < 1e-9)
}

#[test]
fn shared_text_is_counted_as_place_by_place() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
    for i in 0..120 {
        let k = 2 + i % 3;
        let coders = (0..2 + i % 4).map(|_| coder(&mut rng, 150, 20, k as u32)).collect();
        let document = Continuum { length: 150, coders };
        let (u, coding, each) = by_place(&document, k);
        let found = u_alpha_2016(std::slice::from_ref(&document));
        assert!(near(&found.u, u), "{document:?} {found:?} {u}");
        if document.coders.len() > 2 {
            assert!(found.coding.value().is_err() && found.by_category[0].coding.value().is_err());
        } else {
            assert!(near(&found.coding, coding), "{document:?} {found:?} {coding}");
        }
        for category in found.by_category.iter().filter(|_| document.coders.len() == 2) {
            let expected = each[category.category as usize];
            assert!(near(&category.coding, expected), "{document:?} {category:?} {expected}");
        }
        // For marked or not: the same with one category, and unchanged units.
        let all_one = Continuum {
            coders: (document.coders.iter())
                .map(|marks| marks.iter().map(|m| mark(m.start, m.end, 0)).collect())
                .collect(),
            ..document
        };
        let (relevance, _, _) = by_place(&all_one, 1);
        assert!(near(&found.relevance, relevance), "{document:?} {found:?} {relevance}", document = all_one);
    }
}

/// Computes α for nominal data (Krippendorff 2004, 11.3) of these values: 1 − (n − 1) · Σ o_ck / Σ n_c n_k, c ≠ k.
fn nominal(values: &[Vec<u32>]) -> f64 {
    let (m, length) = (values.len() as f64, values[0].len());
    let n = m * length as f64;
    let differ: f64 = (0..length)
        .map(|at| {
            let here: Vec<u32> = values.iter().map(|coder| coder[at]).collect();
            let pairs = here.iter().flat_map(|a| here.iter().map(move |b| a != b));
            pairs.filter(|differ| *differ).count() as f64 / (m - 1.0)
        })
        .sum();
    let highest = values.iter().flatten().max().unwrap();
    let count = |c: u32| values.iter().flatten().filter(|&&value| value == c).count() as f64;
    let apart = n * n - (0..=*highest).map(|c| count(c).powi(2)).sum::<f64>();
    1.0 - (n - 1.0) * differ / apart
}

/// Checks that ᵤα with units of one character is α for nominal data, with no mark as a value.
#[test]
fn units_of_one_character_are_nominal_data() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(8);
    for m in [2, 3, 5] {
        let values: Vec<Vec<u32>> = (0..m)
            .map(|_| (0..60).map(|at| if rng.gen_bool(0.5) { at % 4 } else { rng.gen_range(0..4) }).collect())
            .collect();
        let coders = values.iter().map(|values| {
            let marks = values.iter().zip(0..).filter(|(value, _)| **value > 0);
            marks.map(|(&value, at)| mark(at, at + 1, value)).collect()
        });
        let found = u_alpha_2016(&[Continuum { length: 60, coders: coders.collect() }]);
        assert!(near(&found.u, nominal(&values)), "{found:?} {}", nominal(&values));
    }
}

#[test]
fn why_there_is_no_value() {
    let of = |coders: Vec<Vec<Mark>>| u_alpha_2016(&[Continuum { length: 20, coders }]);
    let why = |found: &UAlpha2016| found.u.value().unwrap_err().to_string();
    assert_eq!(why(&u_alpha_2016(&[])), "there is nothing to compare");
    assert_eq!(why(&of(vec![vec![mark(0, 4, 0)]])), "it needs two coders or more, and there is 1");
    assert_eq!(why(&of(vec![vec![], vec![]])), "there is nothing to compare");
    assert_eq!(
        why(&of(vec![vec![mark(0, 4, 0)], vec![mark(9, 9, 0), mark(20, 30, 1)]])),
        "coder 2 coded nothing of what is compared"
    );
    let two = vec![mark(0, 4, 0), mark(3, 6, 1)];
    assert_eq!(
        why(&of(vec![vec![mark(0, 4, 0)], two])),
        "coder 2 gave the same place two categories, and this measure allows one at most"
    );
    let all = of(vec![vec![mark(0, 20, 0)], vec![mark(0, 20, 0)]]);
    assert_eq!(why(&all), "the values do not vary: chance alone would give complete agreement");
    let apart = of(vec![vec![mark(0, 4, 0)], vec![mark(5, 8, 1)]]);
    assert_eq!(apart.coding.value().unwrap_err().to_string(), "no unit has values of two coders");
    assert!(apart.u.value().unwrap() < 0.0);
}
