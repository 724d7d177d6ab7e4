//! Properties of every coefficient, on random codings.

use proptest::prelude::*;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::*;
use crate::domain::Agreement;

/// Units with their group.
type Units = Vec<(Vec<Option<u32>>, u64, u32)>;

fn coding() -> impl Strategy<Value = (usize, u32, Units)> {
    (2..5_usize, 2..6_u32).prop_flat_map(|(n_coders, n_categories)| {
        let value = prop::option::weighted(0.8, 0..n_categories);
        let unit = (prop::collection::vec(value, n_coders), 1..4_u64, 0..12_u32);
        prop::collection::vec(unit, 1..40).prop_map(move |units| (n_coders, n_categories, units))
    })
}

/// Makes ratings whose categories are the numbers from 1 on, or sets that follow from `of`, which gives the original of
/// each category.
fn ratings(n_coders: usize, of: &[u32], units: &Units, sets: bool) -> Ratings {
    let coders = (0..n_coders).map(|coder| format!("c{coder}")).collect();
    let categories = if sets {
        let members = of.iter().map(|k| (0..3).filter(|bit| k >> bit & 1 == 1).collect()).collect();
        Categories::sets(["a", "b", "c"].map(str::to_owned).to_vec(), members)
    } else {
        let labels = of.iter().map(ToString::to_string).collect();
        Categories::numbered(labels, of.iter().map(|&k| f64::from(k + 1)).collect())
    };
    let mut ratings = Ratings::new(coders, categories);
    for (values, weight, group) in units {
        ratings.push(values, *weight, *group).unwrap();
    }
    ratings
}

fn params() -> IntervalParams {
    IntervalParams::new(3, 100, 0.9).unwrap()
}

fn levels(sets: bool) -> Vec<Coefficient> {
    if sets {
        return Coefficient::of_level(Level::Set(SetDistance::Masi));
    }
    let mut all = Coefficient::of_level(Level::Nominal);
    for level in [Level::Ordinal, Level::Interval, Level::Ratio] {
        all.extend([Coefficient::GwetAc2(level), Coefficient::KrippendorffAlpha(level)]);
    }
    all
}

/// Tells whether figures are equal except for the last bits.
fn alike(a: &Agreement, b: &Agreement) -> bool {
    let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
    let values = match (a.value(), b.value()) {
        (Ok(a), Ok(b)) => close(a, b),
        (Err(_), Err(_)) => true,
        _ => false,
    };
    let intervals = match (a.interval(), b.interval()) {
        (Some(a), Some(b)) => close(a.low, b.low) && close(a.high, b.high) && a.n_undefined == b.n_undefined,
        (None, None) => true,
        _ => false,
    };
    values && intervals
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Checks that rows in any order give the same figures and intervals to the last bit.
    #[test]
    fn the_order_of_rows_does_not_show((n, q, units) in coding(), seed in any::<u64>(), sets in any::<bool>()) {
        let of: Vec<u32> = (0..q).collect();
        let mut shuffled = units.clone();
        shuffled.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
        let coefficients = levels(sets);
        prop_assert_eq!(
            measure(&ratings(n, &of, &units, sets), &coefficients, &params()),
            measure(&ratings(n, &of, &shuffled, sets), &coefficients, &params())
        );
    }

    /// Checks that nothing changes with coders in any order, groups with any numbers, and units of weight n in place of n
    /// units.
    #[test]
    fn coders_and_groups_have_no_names((n, q, units) in coding(), seed in any::<u64>(), sets in any::<bool>()) {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut order: Vec<usize> = (0..n).collect();
        order.shuffle(&mut random);
        let mut names: Vec<u32> = (0..12).collect();
        names.shuffle(&mut random);
        let renamed: Units = units
            .iter()
            .flat_map(|(values, weight, group)| {
                let values: Vec<Option<u32>> = order.iter().map(|&coder| values[coder]).collect();
                vec![(values, 1, names[*group as usize] * 7); *weight as usize]
            })
            .collect();
        let single: Units = units
            .iter()
            .flat_map(|(values, weight, group)| vec![(values.clone(), 1, *group); *weight as usize])
            .collect();
        let of: Vec<u32> = (0..q).collect();
        let plain = ratings(n, &of, &units, sets);
        for (before, after) in [(&single, &renamed)] {
            let found = measure(&ratings(n, &of, before, sets), &levels(sets), &params());
            let other = measure(&ratings(n, &of, after, sets), &levels(sets), &params());
            for ((coefficient, a), (_, b)) in found.iter().zip(&other) {
                prop_assert!(alike(a, b), "{coefficient:?}: {a:?} {b:?}");
                let weighted = super::super::plain(&plain, *coefficient);
                prop_assert!(alike(&weighted, &super::super::plain(&ratings(n, &of, before, sets), *coefficient)));
            }
        }
    }

    /// Checks that nothing changes with other names and another order of categories, if rank has no meaning.
    #[test]
    fn categories_have_no_names((n, q, units) in coding(), seed in any::<u64>(), sets in any::<bool>()) {
        let mut of: Vec<u32> = (0..q).collect();
        let before = measure(&ratings(n, &of, &units, sets), &levels(sets), &params());
        of.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
        let at = |value: u32| of.iter().position(|&k| k == value).unwrap() as u32;
        let renamed: Units = units
            .iter()
            .map(|(values, weight, group)| {
                (values.iter().map(|value| value.map(at)).collect(), *weight, *group)
            })
            .collect();
        let after = measure(&ratings(n, &of, &renamed, sets), &levels(sets), &params());
        for ((coefficient, a), (_, b)) in before.iter().zip(&after) {
            let ranked = matches!(
                coefficient,
                Coefficient::GwetAc2(Level::Ordinal) | Coefficient::KrippendorffAlpha(Level::Ordinal)
            );
            prop_assert!(ranked || alike(a, b), "{coefficient:?}: {a:?} {b:?}");
        }
    }

    /// Checks the bounds of figures, that intervals contain their value or nearly do, and that the same coding twice
    /// agrees completely.
    #[test]
    fn figures_lie_within_their_bounds((n, q, units) in coding(), sets in any::<bool>()) {
        let of: Vec<u32> = (0..q).collect();
        for (coefficient, agreement) in measure(&ratings(n, &of, &units, sets), &levels(sets), &params()) {
            let Ok(value) = agreement.value() else { continue };
            let is_share = matches!(coefficient, Coefficient::Percent | Coefficient::Holsti);
            prop_assert!(value <= 1.0 + 1e-12 && (!is_share || value >= 0.0), "{coefficient:?} {value}");
            if let Some(interval) = agreement.interval() {
                prop_assert!(interval.low <= interval.high && interval.high <= 1.0 + 1e-12);
            }
        }
        let same: Units = units
            .iter()
            .map(|(values, weight, group)| {
                (vec![Some(values[0].unwrap_or(q - 1)); n], *weight, *group)
            })
            .collect();
        for (coefficient, agreement) in measure(&ratings(n, &of, &same, sets), &levels(sets), &params()) {
            if let Ok(value) = agreement.value() {
                prop_assert!((value - 1.0).abs() < 1e-12, "{coefficient:?} {value}");
            }
        }
    }
}

/// Checks that coders who ignore the text agree as chance predicts.
#[test]
fn random_codings_are_near_nothing() {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(11);
    let coefficients = levels(false);
    let n_studies = 300;
    let mut means = vec![0.0; coefficients.len()];
    for _ in 0..n_studies {
        let units: Units =
            (0..60).map(|unit| ((0..2).map(|_| Some(random.gen_range(0..4))).collect(), 1, unit)).collect();
        let ratings = ratings(2, &[0, 1, 2, 3], &units, false);
        for (mean, &coefficient) in means.iter_mut().zip(&coefficients) {
            *mean += value(&super::super::plain(&ratings, coefficient)) / f64::from(n_studies);
        }
    }
    for (mean, coefficient) in means.iter().zip(&coefficients) {
        let expected = match coefficient {
            Coefficient::Percent | Coefficient::Holsti => 0.25,
            _ => 0.0,
        };
        near(*mean, expected, 0.02);
    }
}

/// Checks that with as many different numbers as values, no table of all pairs is made.
#[test]
fn a_hundred_thousand_different_numbers() {
    let n = 50_000_u32;
    let labels: Vec<String> = (0..2 * n).map(|k| k.to_string()).collect();
    let categories = Categories::numbered(labels, (0..2 * n).map(f64::from).collect());
    let mut ratings = Ratings::new(vec!["a".into(), "b".into()], categories);
    for unit in 0..n {
        ratings.push(&[Some(2 * unit), Some(2 * unit + 1)], 1, unit % 20).unwrap();
    }
    let interval = Coefficient::KrippendorffAlpha(Level::Interval);
    let ordinal = Coefficient::KrippendorffAlpha(Level::Ordinal);
    let ratio = Coefficient::KrippendorffAlpha(Level::Ratio);
    let params = IntervalParams::new(1, 100, 0.95).unwrap();
    let found = measure(&ratings, &[interval, ordinal, ratio], &params);
    // Dₒ = 1 and Dₑ is twice the variance of 0 … N − 1, N(N + 1)/12 by n/(n − 1).
    let values = f64::from(2 * n);
    near(value(&found[0].1), 1.0 - 6.0 / (values * (values + 1.0)), 1e-12);
    near(value(&found[1].1), value(&found[0].1), 1e-12);
    assert!(found[2].1.value().unwrap_err().to_string().contains("4096 at most"));
}
