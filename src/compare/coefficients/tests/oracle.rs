//! Compares with scikit-learn, krippendorff, statsmodels and NLTK; `tests/oracle/coefficients.py` says which value comes
//! from which.

use serde_json::Value;

use super::*;
use crate::domain::Agreement;

const ORACLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/coefficients.json"));

/// Checks that both have the same value or none; counts the comparisons.
#[track_caller]
fn same(found: &Agreement, expected: &Value, what: &str, n: &mut usize) {
    match (found.value(), expected.as_f64()) {
        (Ok(found), Some(expected)) => {
            assert!((found - expected).abs() < 1e-9, "{what}: {found} is not {expected}");
            *n += 1;
        }
        (Err(_), None) => {}
        (found, expected) => panic!("{what}: {found:?} is not {expected:?}"),
    }
}

fn units(coding: &Value) -> Vec<Vec<Option<u32>>> {
    let row = |row: &Value| -> Vec<Option<u32>> {
        match row.as_str() {
            Some(digits) => digits.chars().map(|c| c.to_digit(10)).collect(),
            None => {
                row.as_array().unwrap().iter().map(|value| value.as_u64().map(|value| value as u32)).collect()
            }
        }
    };
    let rows: Vec<Vec<Option<u32>>> = coding["coders"].as_array().unwrap().iter().map(row).collect();
    (0..rows[0].len()).map(|unit| rows.iter().map(|row| row[unit]).collect()).collect()
}

fn ratings(coding: &Value, categories: Categories) -> Ratings {
    let units = units(coding);
    let coders = (0..units[0].len()).map(|coder| coder.to_string()).collect();
    let mut ratings = Ratings::new(coders, categories);
    for (group, unit) in units.iter().enumerate() {
        ratings.push(unit, 1, group as u32).unwrap();
    }
    ratings
}

#[test]
fn coefficients_equal_those_of_other_programs() {
    let oracle: Value = serde_json::from_str(ORACLE).unwrap();
    let codings = oracle["numeric"].as_array().unwrap();
    assert!(codings.len() >= 200);
    let mut counts = [0; 11];
    for (i, coding) in codings.iter().enumerate() {
        let numbers: Vec<f64> =
            coding["numbers"].as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect();
        let labels = numbers.iter().map(ToString::to_string).collect();
        let ratings = ratings(coding, Categories::numbered(labels, numbers));
        let figures = [
            ("nominal", krippendorff_alpha(&ratings, Level::Nominal)),
            ("ordinal", krippendorff_alpha(&ratings, Level::Ordinal)),
            ("interval", krippendorff_alpha(&ratings, Level::Interval)),
            ("ratio", krippendorff_alpha(&ratings, Level::Ratio)),
            ("percent", percent(&ratings)),
            ("holsti", holsti(&ratings)),
            ("gwet_ac1", gwet_ac1(&ratings)),
            ("gwet_ac2", gwet_ac2(&ratings, Level::Interval)),
            ("cohen_kappa", cohen_kappa(&ratings)),
            ("fleiss_kappa", fleiss_kappa(&ratings)),
            ("scott_pi", scott_pi(&ratings)),
        ];
        for ((name, found), n) in figures.iter().zip(&mut counts) {
            if let Some(expected) = coding["values"].get(name) {
                same(found, expected, &format!("coding {i}, {name}"), n);
            }
        }
    }
    // The four levels of α, and the coefficients without a library, are defined on nearly all codings; the others only on
    // some.
    assert!(counts[..8].iter().all(|&n| n > 220), "{counts:?}");
    assert!(counts[8] > 30 && counts[9] > 100 && counts[10] > 15, "{counts:?}");
}

#[test]
fn alpha_of_sets_equals_that_of_nltk() {
    let oracle: Value = serde_json::from_str(ORACLE).unwrap();
    let mut n = 0;
    for (i, coding) in oracle["sets"].as_array().unwrap().iter().enumerate() {
        let member = |member: &Value| member.as_u64().unwrap() as u32;
        let set = |set: &Value| -> Vec<u32> { set.as_array().unwrap().iter().map(member).collect() };
        let sets: Vec<Vec<u32>> = coding["sets"].as_array().unwrap().iter().map(set).collect();
        let codes = (0..4).map(|code| code.to_string()).collect();
        let ratings = ratings(coding, Categories::sets(codes, sets));
        for (name, distance) in [("masi", SetDistance::Masi), ("jaccard", SetDistance::Jaccard)] {
            let found = krippendorff_alpha(&ratings, Level::Set(distance));
            same(&found, &coding["values"][name], &format!("sets {i}, {name}"), &mut n);
        }
    }
    assert!(n > 100, "{n}");
}
