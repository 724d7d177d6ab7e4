//! Compares coefficients with published values and with other programs, and checks their general properties.

mod coverage;
mod oracle;
mod properties;
mod published;

use super::*;
use crate::domain::{Agreement, NoProgress};

/// Calls [`super::measure`], which is never cancelled here.
fn measure(
    ratings: &Ratings,
    coefficients: &[Coefficient],
    params: &IntervalParams,
) -> Vec<(Coefficient, Agreement)> {
    super::measure(ratings, coefficients, params, &NoProgress).unwrap()
}

/// Makes ratings of numbers from one row per coder, such as `1 * 2`; each unit is a group.
fn by_coder(coders: &[&str]) -> Ratings {
    let rows: Vec<Vec<Option<i64>>> =
        coders.iter().map(|row| row.split_whitespace().map(|value| value.parse().ok()).collect()).collect();
    let units: Vec<Vec<Option<i64>>> =
        (0..rows[0].len()).map(|unit| rows.iter().map(|row| row[unit]).collect()).collect();
    numbers(&units)
}

/// Makes ratings of numbers, one unit per item.
fn numbers(units: &[Vec<Option<i64>>]) -> Ratings {
    let mut values: Vec<i64> = units.iter().flatten().flatten().copied().collect();
    values.sort_unstable();
    values.dedup();
    let labels = values.iter().map(ToString::to_string).collect();
    let categories = Categories::numbered(labels, values.iter().map(|&value| value as f64).collect());
    let coders = (0..units[0].len()).map(|coder| format!("coder {coder}")).collect();
    let mut ratings = Ratings::new(coders, categories);
    for (group, unit) in units.iter().enumerate() {
        let index = |value: i64| values.binary_search(&value).unwrap() as u32;
        let unit: Vec<Option<u32>> = unit.iter().map(|value| value.map(index)).collect();
        ratings.push(&unit, 1, group as u32).unwrap();
    }
    ratings
}

/// Makes the ratings of two coders: how often the first gave the row's category and the second the column's category.
fn crossed(table: &[&[u64]]) -> Ratings {
    let labels: Vec<String> = (0..table.len()).map(|k| (k + 1).to_string()).collect();
    let values = (0..table.len()).map(|k| (k + 1) as f64).collect();
    let mut ratings =
        Ratings::new(vec!["first".into(), "second".into()], Categories::numbered(labels, values));
    for (a, row) in table.iter().enumerate() {
        for (b, &times) in row.iter().enumerate().filter(|(_, times)| **times > 0) {
            ratings.push(&[Some(a as u32), Some(b as u32)], times, (a * table.len() + b) as u32).unwrap();
        }
    }
    ratings
}

fn value(agreement: &crate::domain::Agreement) -> f64 {
    agreement.value().unwrap()
}

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
}
