//! What a coefficient does not show: why it is low or high, and how little data it may rest on.

use super::coefficient::Coefficient;
use super::measure::plain;
use super::ratings::{MISSING, Ratings};
use super::statistic::count;
use crate::domain::{AgreementFinding, NeverGiven};

/// With fewer units than this, a single unit changes a coefficient visibly.
const FEW_UNITS: u64 = 30;
/// From this share on, one category is taken as dominant.
const PREVALENT: f64 = 0.7;
/// A coefficient is explained as low if it lies at least this far below percent agreement.
const DROP: f64 = 0.2;
/// From this difference in the coders' shares on, they are taken to use categories differently. The difference is half
/// the sum over categories, or the largest of any code.
const BIAS: f64 = 0.2;

/// Explains why coefficients are low or high, and how little data they may rest on.
///
/// κ, π and α fall if one category is dominant, however often coders agree (Feinstein & Cicchetti 1990,
/// <https://doi.org/10.1016/0895-4356(90)90158-L>); they change if coders use categories with different frequencies
/// (Byrt, Bishop & Carlin 1993, <https://doi.org/10.1016/0895-4356(93)90018-V>). Both effects are reported with their
/// numbers if they are large.
#[must_use]
pub fn diagnostics(ratings: &Ratings) -> Vec<AgreementFinding> {
    let counts = Counts::of(ratings);
    let found = [
        prevalence(ratings, &counts),
        bias(ratings, &counts),
        never_given(ratings),
        missing(ratings),
        few_units(ratings),
    ];
    found.into_iter().flatten().collect()
}

/// How often each coder gave each category, on units with at least two values.
struct Counts {
    of_coders: Vec<Vec<f64>>,
    totals: Vec<f64>,
}

impl Counts {
    fn of(ratings: &Ratings) -> Self {
        let n_categories = ratings.categories().len();
        let mut of_coders = vec![vec![0.0; n_categories]; ratings.coders().len()];
        let mut counts = Vec::new();
        for row in ratings.rows() {
            if count(row.values, &mut counts) >= 2.0 {
                for (coder, &value) in of_coders.iter_mut().zip(row.values) {
                    if value != MISSING {
                        coder[value as usize] += row.weight as f64;
                    }
                }
            }
        }
        let totals = (0..n_categories).map(|k| of_coders.iter().map(|coder| coder[k]).sum()).collect();
        Self { of_coders, totals }
    }
}

fn prevalence(ratings: &Ratings, counts: &Counts) -> Option<AgreementFinding> {
    let coefficient = if ratings.coders().len() == 2 {
        Coefficient::CohenKappa
    } else {
        Coefficient::KrippendorffAlpha(super::Level::Nominal)
    };
    let agreed = plain(ratings, Coefficient::Percent).value().ok()?;
    let value = plain(ratings, coefficient).value().ok()?;
    let n: f64 = counts.totals.iter().sum();
    let (most, count) = highest(&counts.totals)?;
    let share = count / n;
    if !(share >= PREVALENT && agreed - value >= DROP) {
        return None;
    }
    // With two coders, the chance agreement of κ itself: p₀ − κ = pₑ (1 − κ).
    let by_chance = (agreed - value) / (1.0 - value);
    let category = match ratings.categories().members() {
        Some(members) if members[most].is_empty() => None,
        _ => Some(ratings.categories().labels()[most].clone()),
    };
    Some(AgreementFinding::Prevalence {
        coefficient: coefficient.key(),
        name: coefficient.words(),
        value,
        agreement: agreed,
        category,
        share,
        by_chance,
        gwet_ac1: plain(ratings, Coefficient::GwetAc1).value().ok(),
    })
}

fn bias(ratings: &Ratings, counts: &Counts) -> Option<AgreementFinding> {
    let (coders, categories) = (ratings.coders(), ratings.categories());
    // If categories are numbers, almost every value may be a separate category.
    if categories.numbers().is_some() {
        return None;
    }
    let names = categories.codes().unwrap_or(categories.labels());
    let shares: Vec<Vec<f64>> =
        counts.of_coders.iter().map(|coder| shares(coder, categories.members(), names.len())).collect();
    let differences = |a: usize, b: usize| -> Vec<f64> {
        shares[a].iter().zip(&shares[b]).map(|(a, b)| (a - b).abs()).collect()
    };
    // Codes are given independently of each other; a category excludes the others.
    let distance = |a: usize, b: usize| match categories.members() {
        Some(_) => highest(&differences(a, b)).map_or(0.0, |(_, most)| most),
        None => differences(a, b).iter().sum::<f64>() / 2.0,
    };
    let pairs = (0..coders.len()).flat_map(|a| (a + 1..coders.len()).map(move |b| (a, b)));
    let (a, b) = pairs.max_by(|&(a, b), &(c, d)| distance(a, b).total_cmp(&distance(c, d)))?;
    // With few units, shares differ by chance alone.
    let n_units = ratings.n_paired() as f64;
    if !(distance(a, b) >= BIAS.max(1.0 / n_units.sqrt())) {
        return None;
    }
    let (widest, _) = highest(&differences(a, b))?;
    let [first_share, second_share] = [a, b].map(|coder| shares[coder][widest]);
    Some(AgreementFinding::Bias {
        first: coders[a].clone(),
        second: coders[b].clone(),
        category: names[widest].clone(),
        first_share,
        second_share,
        of_codes: categories.members().is_some(),
        n_coders: coders.len(),
    })
}

/// Returns each category's share of a coder's values, or the share of values that hold each code.
fn shares(coder: &[f64], members: Option<&[Vec<u32>]>, n: usize) -> Vec<f64> {
    let all: f64 = coder.iter().sum();
    let mut given = vec![0.0; n];
    for (category, count) in coder.iter().enumerate() {
        match members {
            None => given[category] += count,
            Some(members) => members[category].iter().for_each(|&code| given[code as usize] += count),
        }
    }
    given.iter().map(|count| count / all.max(1.0)).collect()
}

/// Finds codes (if categories are sets) or categories that one coder never gives although others give them at least three
/// times.
fn never_given(ratings: &Ratings) -> Option<AgreementFinding> {
    let categories = ratings.categories();
    let codes = categories.codes().unwrap_or(categories.labels());
    let mut given = vec![vec![0_u64; codes.len()]; ratings.coders().len()];
    for row in ratings.rows() {
        for (given, &value) in given.iter_mut().zip(row.values).filter(|(_, value)| **value != MISSING) {
            match categories.members() {
                Some(members) => {
                    members[value as usize].iter().for_each(|&code| given[code as usize] += row.weight);
                }
                None => given[value as usize] += row.weight,
            }
        }
    }
    // Almost every number may be a separate category, so a missing number means nothing.
    if categories.numbers().is_some() {
        return None;
    }
    let mut never = Vec::new();
    let totals: Vec<u64> = (0..codes.len()).map(|code| given.iter().map(|given| given[code]).sum()).collect();
    for (coder, given_by) in given.iter().enumerate() {
        for (code, name) in codes.iter().enumerate() {
            let n_by_others = totals[code];
            if n_by_others >= 3 && given_by[code] == 0 {
                let coder = ratings.coders()[coder].clone();
                never.push(NeverGiven { coder, category: name.clone(), n_by_others });
            }
        }
    }
    (!never.is_empty()).then_some(AgreementFinding::NeverGiven { categories: never })
}

fn missing(ratings: &Ratings) -> Option<AgreementFinding> {
    let (n_units, n_paired) = (ratings.n_units(), ratings.n_paired());
    let n_missing = ratings.n_missing();
    if n_missing == 0 {
        return None;
    }
    let n_cells = n_units * ratings.coders().len() as u64;
    Some(AgreementFinding::Missing {
        share: n_missing as f64 / n_cells as f64,
        n_unpaired: n_units - n_paired,
        n_units,
    })
}

fn few_units(ratings: &Ratings) -> Option<AgreementFinding> {
    let n_units = ratings.n_paired();
    (n_units > 0 && n_units < FEW_UNITS).then_some(AgreementFinding::FewUnits { n_units })
}

/// Returns the first of the highest values.
fn highest(values: &[f64]) -> Option<(usize, f64)> {
    values.iter().copied().enumerate().rev().max_by(|a, b| a.1.total_cmp(&b.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::coefficients::Categories;

    fn two(cells: &[(u32, u32, u64)], labels: &[&str]) -> Ratings {
        let labels = labels.iter().map(|&label| label.to_owned()).collect();
        let mut ratings = Ratings::new(vec!["Ann".into(), "Bo".into()], Categories::named(labels));
        for (unit, &(a, b, times)) in cells.iter().enumerate() {
            ratings.push(&[Some(a), Some(b)], times, unit as u32).unwrap();
        }
        ratings
    }

    /// Checks the explanation of Gwet's example: 118, 5, 2, 0.
    #[test]
    fn the_paradox_is_explained_with_its_numbers() {
        let found = diagnostics(&two(&[(0, 0, 118), (0, 1, 5), (1, 0, 2)], &["neither", "code"]));
        let [AgreementFinding::Prevalence { category: Some(category), .. }] = &found[..] else {
            panic!("{found:?}")
        };
        assert_eq!(category, "neither");
        assert_eq!(
            found[0].to_string(),
            "Cohen's κ (-0.023) is low, compared with 94 % agreement, because 97 % of the values are `neither`: chance alone \
             would agree on 95 %; Gwet's AC1, which this hardly affects, is 0.941"
        );
    }

    #[test]
    fn coders_who_use_categories_differently() {
        let found = diagnostics(&two(&[(0, 0, 30), (0, 1, 40), (1, 1, 30)], &["no", "yes"]));
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].to_string(),
            "Ann and Bo use the categories differently: `no` is 70 % of Ann's values and 30 % of Bo's; \
             Cohen's κ counts this as chance, Scott's π and Krippendorff's α count it as disagreement"
        );
    }

    #[test]
    fn few_units_missing_values_and_what_one_never_gives() {
        let mut ratings = two(&[(0, 0, 10), (0, 1, 3)], &["no", "yes"]);
        ratings.push(&[Some(0), None], 2, 9).unwrap();
        let found = diagnostics(&ratings);
        use AgreementFinding as F;
        assert!(
            matches!(
                found[..],
                [F::Prevalence { .. }, F::NeverGiven { .. }, F::Missing { .. }, F::FewUnits { n_units: 13 }]
            ),
            "{found:?}"
        );
        assert_eq!(found[1].to_string(), "Ann never gives `yes` (3); in brackets, how often others give it");
        assert_eq!(
            found[2].to_string(),
            "7 % of the values are missing; 2 of 15 units have fewer than two values and can show no agreement"
        );
        assert!(diagnostics(&two(&[(0, 0, 50), (1, 1, 50)], &["no", "yes"])).is_empty());
    }
}
