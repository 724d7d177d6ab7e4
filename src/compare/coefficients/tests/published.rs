//! Values from papers, textbooks and other programs' tests, with their data.

use super::*;

fn alpha(ratings: &Ratings, level: Level) -> f64 {
    value(&krippendorff_alpha(ratings, level))
}

/// Checks three coders, 15 units, four values: the example that Krippendorff uses most.
#[test]
fn krippendorff_three_coders() {
    let ratings = by_coder(&[
        "* * * * * 3 4 1 2 1 1 3 3 * 3",
        "1 * 2 1 3 3 4 3 * * * * * * *",
        "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
    ]);
    near(alpha(&ratings, Level::Nominal), 0.691358, 1e-6);
    near(alpha(&ratings, Level::Interval), 0.810845, 1e-6);
}

/// Checks Krippendorff 2004, p. 230.
#[test]
fn krippendorff_four_coders() {
    let ratings = by_coder(&[
        "1 2 3 3 2 1 4 1 2 * * *",
        "1 2 3 3 2 2 4 1 2 5 * 3",
        "* 3 3 3 2 3 4 2 2 5 1 *",
        "1 2 3 3 2 4 4 1 2 5 1 *",
    ]);
    near(alpha(&ratings, Level::Nominal), 0.743_421_052_631_579, 1e-12);
    near(alpha(&ratings, Level::Interval), 0.849_107_142_857_142_8, 1e-12);
    near(alpha(&ratings, Level::Ordinal), 0.815388, 1e-6);
    near(alpha(&ratings, Level::Ratio), 0.797403, 1e-6);
    let reason = "it needs the same number of values on every unit, and some units have 1 and others 4";
    assert_eq!(fleiss_kappa(&ratings).value().unwrap_err().to_string(), reason);
}

/// Checks NLTK's examples: a missing value is not a category.
#[test]
fn missing_is_no_category() {
    // Yes is 1, no is 2; the third dress forms no pair with the others.
    let ratings = by_coder(&["1 1 *", "2 2 *", "2 * 2"]);
    near(alpha(&ratings, Level::Nominal), -1.0 / 3.0, 1e-6);
    near(alpha(&by_coder(&["1 1 2", "1 1 *", "* 1 2"]), Level::Nominal), 1.0, 1e-12);
    near(alpha(&by_coder(&["1 1 2", "1 1 9", "9 1 2"]), Level::Nominal), 1.0 / 3.0, 1e-6);
}

/// Checks Krippendorff 2004, p. 224: two coders, yes and no.
#[test]
fn krippendorff_dichotomy() {
    let ratings = by_coder(&["1 1 0 0 0 0 0 0 0 0", "0 1 1 0 0 1 0 1 0 0"]);
    near(alpha(&ratings, Level::Nominal), 0.095_238_095_238_095_12, 1e-12);
    near(value(&percent(&ratings)), 0.6, 1e-12);
    near(value(&cohen_kappa(&ratings)), 0.090_909_090_909_090_75, 1e-12);
    near(value(&gwet_ac1(&ratings)), 0.310_344_827_586_206_8, 1e-12);
    near(value(&holsti(&ratings)), 0.6, 1e-12);
    // Dₒ = .4, Dₑ = 2 · 14 · 6 / (20 · 19) = .442.
    near(1.0 - 0.4 / (2.0 * 14.0 * 6.0 / 380.0), alpha(&ratings, Level::Nominal), 1e-12);
}

/// Checks Krippendorff 2004, p. 227: two coders, three categories.
#[test]
fn krippendorff_three_categories() {
    let ratings = crossed(&[&[1, 1, 0], &[0, 4, 1], &[0, 0, 5]]);
    near(alpha(&ratings, Level::Nominal), 0.734, 5e-4);
    near(value(&percent(&ratings)), 0.833, 5e-4);
}

/// Checks Hayes & Krippendorff 2007, p. 84: five observers, 40 newspaper articles, ranks 0 to 3.
#[test]
fn hayes_and_krippendorff() {
    let units = "112*2 1101* 2333* *00*0 000*0 000*0 102*1 1*20* 222*2 2111* *100* 0000* 1222* 33223 111*1 111*1 212*2 1233* 1101* \
                 000*0 0011* 00*00 2333* 0000* 12*22 0111* 00010 1212* 1122* 112*2 110*0 2121* 22*22 3222* 222*2 223*2 222*2 22*12 \
                 2222* 111*1";
    let units: Vec<Vec<Option<i64>>> = units
        .split_whitespace()
        .map(|unit| unit.chars().map(|c| c.to_digit(10).map(i64::from)).collect())
        .collect();
    assert_eq!(units.len(), 40);
    near(alpha(&numbers(&units), Level::Ordinal), 0.7598, 5e-5);
}

/// Checks Fleiss 1971, p. 379: six psychiatrists, 30 patients, five diagnoses.
#[test]
fn fleiss() {
    let units = "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445 333335 \
                 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555";
    let units: Vec<Vec<Option<i64>>> = units
        .split_whitespace()
        .map(|unit| unit.chars().map(|c| c.to_digit(10).map(i64::from)).collect())
        .collect();
    assert_eq!(units.len(), 30);
    let ratings = numbers(&units);
    near(value(&fleiss_kappa(&ratings)), 0.430, 5e-4);
    near(value(&percent(&ratings)), 0.5556, 5e-5);
    // κ = (p̄ − pₑ) / (1 − pₑ), pₑ = .2201.
    let (agreed, kappa) = (value(&percent(&ratings)), value(&fleiss_kappa(&ratings)));
    near((agreed - kappa) / (1.0 - kappa), 0.2201, 1e-3);
}

/// Checks Cohen 1960, p. 37: p₀ = .29, pₑ = .35.
#[test]
fn cohen() {
    let ratings = crossed(&[&[25, 12, 3], &[13, 2, 15], &[12, 16, 2]]);
    let (agreed, kappa) = (value(&percent(&ratings)), value(&cohen_kappa(&ratings)));
    near(agreed, 0.29, 1e-12);
    near((agreed - kappa) / (1.0 - kappa), 0.35, 1e-12);
}

/// Checks Artstein & Poesio 2008, p. 558 and p. 568.
#[test]
fn artstein_and_poesio() {
    let ratings = crossed(&[&[20, 10], &[20, 50]]);
    near(value(&percent(&ratings)), 0.7, 1e-12);
    near(value(&scott_pi(&ratings)), 0.341, 5e-4);
    near(value(&cohen_kappa(&ratings)), 0.348, 5e-4);
    let ratings = crossed(&[&[46, 0, 0], &[6, 32, 6], &[0, 0, 10]]);
    near(value(&percent(&ratings)), 0.88, 1e-12);
    near(value(&scott_pi(&ratings)), 0.7995, 5e-5);
    near(value(&cohen_kappa(&ratings)), 0.8013, 5e-5);
    near(alpha(&ratings, Level::Nominal), 0.800, 1e-3);
    // With two coders and no missing values, both names give the same value.
    assert_eq!(scott_pi(&ratings), fleiss_kappa(&ratings));
}

/// Checks irrCAC 1.4 (`gwet.ac1.raw`) to the five digits that it prints, and worked examples of Gwet 2008 and of the
/// description of the methods.
#[test]
fn gwet() {
    let tables: [(&[&[u64]], f64, f64); 5] = [
        (&[&[80, 7], &[8, 5]], 0.808, 0.808),
        (&[&[25, 12, 3], &[13, 2, 15], &[12, 16, 2]], -0.04797, 0.1831),
        (&[&[88, 14, 18], &[10, 40, 10], &[2, 6, 12]], 0.57597, 0.63855),
        (&[&[20, 5, 1, 0], &[4, 15, 6, 1], &[0, 5, 18, 4], &[0, 1, 3, 12]], 0.58046, 0.84028),
        (
            &[&[15, 4, 1, 0, 0], &[3, 12, 4, 1, 0], &[1, 3, 14, 3, 1], &[0, 1, 3, 10, 2], &[0, 0, 1, 2, 8]],
            0.57997,
            0.87005,
        ),
    ];
    for (table, ac1, ac2) in tables {
        let ratings = crossed(table);
        near(value(&gwet_ac1(&ratings)), ac1, 5.1e-6);
        near(value(&gwet_ac2(&ratings, Level::Interval)), ac2, 5.1e-6);
        near(value(&gwet_ac2(&ratings, Level::Ordinal)), ac2, 5.1e-6);
    }
    // pₑ = .255.
    let ratings = crossed(&[&[8, 1], &[0, 1]]);
    near(value(&gwet_ac1(&ratings)), 0.8658, 5e-5);
    near(value(&scott_pi(&ratings)), 0.6078, 5e-5);
    let ratings = crossed(&[&[118, 5], &[2, 0]]);
    near(value(&cohen_kappa(&ratings)), -0.023_391_812_865_498_157, 1e-12);
    near(value(&gwet_ac1(&ratings)), 0.940_776_337_608_717_8, 1e-12);
}

/// Checks DKPro's nine items with sets, whose MASI is not Passonneau's.
#[test]
fn sets_of_codes() {
    let items: [(&[u32], &[u32]); 9] = [
        (&[], &[]),
        (&[0], &[]),
        (&[0], &[0]),
        (&[0], &[1]),
        (&[0, 1], &[0]),
        (&[0, 1], &[0, 2]),
        (&[0, 1, 2], &[0, 1, 2]),
        (&[2], &[0, 2]),
        (&[2], &[0, 2]),
    ];
    let mut sets: Vec<Vec<u32>> = items.iter().flat_map(|(a, b)| [a.to_vec(), b.to_vec()]).collect();
    sets.sort();
    sets.dedup();
    let codes = ["A", "B", "C"].map(str::to_owned).to_vec();
    let mut ratings =
        Ratings::new(vec!["first".into(), "second".into()], Categories::sets(codes, sets.clone()));
    for (unit, (a, b)) in items.iter().enumerate() {
        let index = |set: &[u32]| sets.iter().position(|other| other == set).map(|at| at as u32);
        ratings.push(&[index(a), index(b)], 1, unit as u32).unwrap();
    }
    near(alpha(&ratings, Level::Set(SetDistance::Masi)), 0.2731, 5e-5);
    near(alpha(&ratings, Level::Set(SetDistance::Jaccard)), 0.3156, 5e-5);
    near(value(&percent(&ratings)), 1.0 / 3.0, 1e-12);
    // 8 codes given by both, 12 by each.
    near(value(&holsti(&ratings)), 2.0 * 8.0 / 24.0, 1e-12);
    assert_eq!(gwet_ac1(&ratings).value(), Err(&crate::domain::Undefined::ForSets));

    // DKPro's two distances show that the rest of the formula is the same.
    let parts = |a: &[u32], b: &[u32]| {
        let shared = a.iter().filter(|code| b.contains(code)).count();
        let within = shared == a.len() || shared == b.len();
        (a == b, within, shared > 0)
    };
    let plain = |a: &[u32], b: &[u32]| match parts(a, b) {
        (true, ..) => 0.0,
        (_, true, _) => 1.0 / 3.0,
        (_, _, true) => 2.0 / 3.0,
        _ => 1.0,
    };
    let named_masi = |a: &[u32], b: &[u32]| plain(a, b) * jaccard_distance(a, b);
    let by_hand = |distance: &dyn Fn(&[u32], &[u32]) -> f64| {
        let values: Vec<&[u32]> = items.iter().flat_map(|&(a, b)| [a, b]).collect();
        let observed: f64 = items.iter().map(|(a, b)| 2.0 * distance(a, b)).sum();
        let expected: f64 =
            values.iter().flat_map(|a| values.iter().map(|b| distance(a, b)).collect::<Vec<_>>()).sum();
        1.0 - 17.0 * observed / expected
    };
    near(by_hand(&plain), 0.186, 5e-4);
    near(by_hand(&named_masi), 0.252, 1e-3);
    near(by_hand(&|a, b| masi_distance(a, b)), alpha(&ratings, Level::Set(SetDistance::Masi)), 1e-12);
}

#[test]
fn undefined_says_why() {
    let reason = |agreement: crate::domain::Agreement| agreement.value().unwrap_err().to_string();
    let nothing = Ratings::new(vec!["a".into(), "b".into()], Categories::named(vec![]));
    assert_eq!(reason(percent(&nothing)), "there is nothing to compare");
    let one = by_coder(&["1 2 3"]);
    assert_eq!(reason(percent(&one)), "it needs two coders or more, and there is 1");
    let apart = by_coder(&["1 * 2 *", "* 1 * 2"]);
    let silent = by_coder(&["1 2 2", "* * *"]);
    let same = by_coder(&["2 2 2", "2 2 2"]);
    let three = by_coder(&["1 2 1", "1 2 1", "1 2 2"]);
    for coefficient in Coefficient::of_level(Level::Interval) {
        assert_eq!(reason(plain(&apart, coefficient)), "no unit has values of two coders");
        assert_eq!(reason(plain(&silent, coefficient)), "coder 1 coded nothing of what is compared");
        if !matches!(coefficient, Coefficient::Percent | Coefficient::Holsti) {
            let reason = reason(plain(&same, coefficient));
            assert!(
                reason.contains("chance alone would give complete agreement"),
                "{coefficient:?}: {reason}"
            );
        }
    }
    let two_only = "it is defined for two coders, and there are 3";
    assert_eq!([reason(cohen_kappa(&three)), reason(scott_pi(&three))], [two_only, two_only]);
    assert!(reason(krippendorff_alpha(&three, Level::Set(SetDistance::Masi))).contains("not sets"));
    let negative = by_coder(&["-1 2 1", "1 2 1"]);
    assert!(reason(krippendorff_alpha(&negative, Level::Ratio)).contains("`-1`"));
    assert!(krippendorff_alpha(&negative, Level::Interval).value().is_ok());
    // With one category of several in use, only AC1 has a value, since it takes guesses as evenly distributed.
    let mut list =
        Ratings::new(vec!["a".into(), "b".into()], Categories::named(vec!["x".into(), "y".into()]));
    list.push(&[Some(0), Some(0)], 9, 0).unwrap();
    assert_eq!(value(&gwet_ac1(&list)), 1.0);
    assert!(reason(cohen_kappa(&list)).starts_with("every value is `x`"));
    assert!(reason(fleiss_kappa(&list)).starts_with("every value is `x`"));
}
