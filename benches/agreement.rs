//! Measures the time of Krippendorff's α with its interval. `agreement.py` measures the Python package; its head says how to
//! run both.
//!
//!     cargo bench --bench agreement -- FILE CODERS GROUPS DRAWS [runs]
//!
//! FILE holds one byte per value, coder by coder, with 255 for a missing value. Units are cut into GROUPS of equal length,
//! which stand for interviews; with 0 each unit is a group. `runs` joins neighbouring units that are coded the same to one row
//! with a weight, as for the characters of a text. Prints a line of JSON; the seconds include everything after reading the
//! bytes.

// A program of its own: it prints, and what is wrong ends it.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::time::Instant;

use serde_json::json;
use themata::compare::coefficients::{
    Categories, Coefficient, IntervalParams, Level, Ratings, measure, plain,
};
use themata::domain::NoProgress;

const MISSING: u8 = 255;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [file, n_coders, n_groups, n_draws, rest @ ..] = arguments.as_slice() else {
        // As `cargo bench` runs it among the others.
        println!("agreement: name FILE CODERS GROUPS DRAWS");
        return;
    };
    let bytes = std::fs::read(file).unwrap();
    let [n_coders, n_groups, n_draws] = [n_coders, n_groups, n_draws].map(|n| n.parse::<usize>().unwrap());
    let n_units = bytes.len() / n_coders;
    let begun = Instant::now();
    let n_categories = bytes.iter().filter(|&&value| value != MISSING).max().map_or(0, |&value| value + 1);
    let labels = (0..n_categories).map(|category| category.to_string()).collect();
    let coders = (0..n_coders).map(|coder| coder.to_string()).collect();
    let mut ratings = Ratings::new(coders, Categories::named(labels));
    let value =
        |unit: usize, coder: usize| Some(bytes[coder * n_units + unit]).filter(|&value| value != MISSING);
    let group = |unit: usize| if n_groups == 0 { unit } else { unit * n_groups / n_units };
    let by_runs = rest.iter().any(|word| word == "runs");
    let mut unit = 0;
    while unit < n_units {
        let values: Vec<Option<u32>> = (0..n_coders).map(|coder| value(unit, coder).map(u32::from)).collect();
        let begin = unit;
        unit += 1;
        while by_runs
            && unit < n_units
            && group(unit) == group(begin)
            && (0..n_coders).all(|coder| value(unit, coder) == value(begin, coder))
        {
            unit += 1;
        }
        ratings.push(&values, (unit - begin) as u64, group(begin) as u32).unwrap();
    }
    let alpha = Coefficient::KrippendorffAlpha(Level::Nominal);
    let agreement = if n_draws == 0 {
        plain(&ratings, alpha)
    } else {
        let params = IntervalParams::new(1, n_draws, 0.95).unwrap();
        measure(&ratings, &[alpha], &params, &NoProgress).unwrap().remove(0).1
    };
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{}",
        json!({ "agreement": agreement, "rows": ratings.n_rows(), "units": ratings.n_units(), "seconds": seconds })
    );
}
