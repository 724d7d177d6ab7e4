//! Checks, in simulated studies with a known true value, whether intervals contain it as often as they promise.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::*;

/// Units per interview.
const N_UNITS: usize = 20;

/// Makes a study: in each interview one category is frequent and the coding is easy or hard, so that its units are not
/// independent.
fn study(n_interviews: u32, random: &mut Xoshiro256PlusPlus) -> Ratings {
    let categories = Categories::named(["x", "y", "z"].map(str::to_owned).to_vec());
    let mut ratings = Ratings::new(vec!["a".into(), "b".into()], categories);
    for interview in 0..n_interviews {
        let frequent = random.gen_range(0..3);
        let hardness = random.gen_range(0.0..0.6);
        for _ in 0..N_UNITS {
            let truth = if random.gen_bool(0.5) { frequent } else { random.gen_range(0..3) };
            let mut coded = || Some(if random.gen_bool(hardness) { random.gen_range(0..3) } else { truth });
            let unit = [coded(), coded()];
            ratings.push(&unit, 1, interview).unwrap();
        }
    }
    ratings
}

const ALPHA: Coefficient = Coefficient::KrippendorffAlpha(Level::Nominal);

/// Computes how often intervals contain the value of a very large study, and their mean width.
fn coverage(n_interviews: u32, n_studies: u32, n_draws: usize, as_units: bool) -> (f64, f64) {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(2024);
    let truth = value(&plain(&study(20_000, &mut random), ALPHA));
    let (mut n_held, mut width) = (0, 0.0);
    for seed in 0..n_studies {
        let mut ratings = study(n_interviews, &mut random);
        if as_units {
            let mut single = Ratings::new(ratings.coders().to_vec(), ratings.categories().clone());
            for row in 0..ratings.n_rows() {
                single.push(&[ratings.value(row, 0), ratings.value(row, 1)], 1, row as u32).unwrap();
            }
            ratings = single;
        }
        let params = IntervalParams::new(u64::from(seed), n_draws, 0.95).unwrap();
        let found = measure(&ratings, &[ALPHA], &params);
        let interval = found[0].1.interval().unwrap();
        n_held += u32::from(interval.low <= truth && truth <= interval.high);
        width += (interval.high - interval.low) / f64::from(n_studies);
    }
    (f64::from(n_held) / f64::from(n_studies), width)
}

#[test]
fn intervals_hold_the_truth_about_as_often_as_they_say() {
    let (bootstrap, _) = coverage(20, 400, 400, false);
    assert!((0.88..=0.98).contains(&bootstrap), "20 interviews: {bootstrap}");
    let (jackknife, _) = coverage(6, 400, 100, false);
    assert!((0.88..=0.99).contains(&jackknife), "6 interviews: {jackknife}");
    // Drawing units singly, without regard to interviews, promises too much.
    let (units, _) = coverage(20, 400, 400, true);
    assert!(units < bootstrap - 0.02, "{units} with units, {bootstrap} with interviews");
}

/// Prints the figures: `cargo test --release --lib coverage_figures -- --ignored --nocapture`
#[test]
#[ignore = "prints the figures of docs/evidence.md"]
fn coverage_figures() {
    for (n_interviews, as_units) in
        [(4, false), (6, false), (8, false), (12, false), (20, false), (40, false), (20, true)]
    {
        let (held, width) = coverage(n_interviews, 2000, 2000, as_units);
        println!("{n_interviews} interviews, drawn as units {as_units}: held {held:.3}, width {width:.3}");
    }
}
