//! Agreement on each single code: given or not given.

use serde::Serialize;

use crate::domain::{Agreement, Cancelled, Progress};

use super::categories::Categories;
use super::coefficient::Coefficient;
use super::measure::measure;
use super::ratings::{MISSING, Ratings};
use crate::compare::interval_params::IntervalParams;

/// How two or more coders agree on one code, taken as given or not given to each unit.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeAgreement {
    /// The code.
    pub code: String,
    /// How often it was given.
    pub prevalence: Prevalence,
    /// Percent agreement, Gwet's AC1, Krippendorff's nominal α and, for two coders, Cohen's κ.
    pub figures: Vec<(Coefficient, Agreement)>,
}

/// How often a code was given, over the units with values of at least two coders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Prevalence {
    /// The number of units.
    pub n_units: u64,
    /// The number of units to which every coder who gave a value gave the code.
    pub n_all: u64,
    /// The number of units to which some coders gave it and others did not.
    pub n_some: u64,
    /// The number of units to which no coder gave it.
    pub n_none: u64,
    /// For each coder, the number of units to which they gave it.
    pub n_by_coder: Vec<u64>,
    /// For each coder, the number of units to which only they gave it.
    pub n_alone: Vec<u64>,
}

/// Returns the median of the codes' α, over the codes that have one; `None` if none has.
///
/// ```
/// use themata::compare::coefficients::{CodeAgreement, Coefficient, Level, Prevalence, median_alpha};
/// use themata::domain::Agreement;
///
/// let code = |alpha| CodeAgreement {
///     code: String::new(),
///     prevalence: Prevalence::default(),
///     figures: vec![(Coefficient::KrippendorffAlpha(Level::Nominal), Agreement::new(Ok(alpha)))],
/// };
/// assert_eq!(median_alpha(&[code(0.2), code(0.9), code(0.5)]), Some(0.5));
/// assert_eq!(median_alpha(&[code(0.25), code(0.75)]), Some(0.5));
/// assert_eq!(median_alpha(&[]), None);
/// ```
#[must_use]
pub fn median_alpha(codes: &[CodeAgreement]) -> Option<f64> {
    let alpha = |code: &CodeAgreement| {
        let is_alpha = |of: &Coefficient| matches!(of, Coefficient::KrippendorffAlpha(_));
        code.figures.iter().find(|(of, _)| is_alpha(of)).and_then(|(_, figure)| figure.value().ok())
    };
    let mut values: Vec<f64> = codes.iter().filter_map(alpha).collect();
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() % 2 {
        _ if values.is_empty() => None,
        1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}

/// Computes the agreement on each code, in the order of the codes. If categories are sets, a code is given if the unit's
/// set holds it; otherwise, if it is the unit's category.
///
/// A figure over all codes can hide that one of them is never agreed on. `progress` is updated for each code; the caller
/// begins and ends its stage.
///
/// # Errors
/// [`Cancelled`] if `progress` is cancelled; there is no other error.
pub fn per_code(
    ratings: &Ratings,
    params: &IntervalParams,
    progress: &dyn Progress,
) -> Result<Vec<CodeAgreement>, Cancelled> {
    let categories = ratings.categories();
    let codes = categories.codes().unwrap_or(categories.labels());
    let coefficients = Coefficient::of_one_code(ratings.coders().len());
    let one = |(code, name): (usize, &String)| {
        let binary = given(ratings, code as u32);
        let figures = measure(&binary, &coefficients, params, progress)?;
        progress.advance(1);
        Ok(CodeAgreement { code: name.clone(), prevalence: prevalence(&binary), figures })
    };
    codes.iter().enumerate().map(one).collect()
}

/// Returns the ratings with two categories: 1 if a code is given, 0 if not.
fn given(ratings: &Ratings, code: u32) -> Ratings {
    let categories = ratings.categories();
    let holds = |category: usize| match categories.members() {
        Some(members) => members[category].contains(&code),
        None => category as u32 == code,
    };
    let of: Vec<u32> = (0..categories.len()).map(|category| u32::from(holds(category))).collect();
    let name = categories.codes().unwrap_or(categories.labels())[code as usize].clone();
    ratings.recoded(Categories::named(vec![format!("not {name}"), name]), &of)
}

fn prevalence(binary: &Ratings) -> Prevalence {
    let n_coders = binary.coders().len();
    let mut found =
        Prevalence { n_by_coder: vec![0; n_coders], n_alone: vec![0; n_coders], ..Prevalence::default() };
    for row in binary.rows() {
        let n_values = row.values.iter().filter(|&&value| value != MISSING).count();
        if n_values < 2 {
            continue;
        }
        let who: Vec<usize> = (0..n_coders).filter(|&coder| row.values[coder] == 1).collect();
        found.n_units += row.weight;
        match who.len() {
            0 => found.n_none += row.weight,
            n if n == n_values => found.n_all += row.weight,
            _ => found.n_some += row.weight,
        }
        who.iter().for_each(|&coder| found.n_by_coder[coder] += row.weight);
        if let &[only] = who.as_slice() {
            found.n_alone[only] += row.weight;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NoProgress;

    #[test]
    fn a_code_is_given_or_not() {
        let sets = vec![vec![], vec![0], vec![0, 1]];
        let categories = Categories::sets(vec!["a".into(), "b".into()], sets);
        let mut ratings = Ratings::new(vec!["Ann".into(), "Bo".into()], categories);
        for (unit, values) in
            [[Some(1), Some(2)], [Some(0), Some(1)], [Some(0), Some(0)], [Some(2), None]].iter().enumerate()
        {
            ratings.push(values, 1, unit as u32).unwrap();
        }
        let found = per_code(&ratings, &IntervalParams::default(), &NoProgress).unwrap();
        let expected = Prevalence {
            n_units: 3,
            n_all: 1,
            n_some: 1,
            n_none: 1,
            n_by_coder: vec![1, 2],
            n_alone: vec![0, 1],
        };
        assert_eq!((found[0].code.as_str(), &found[0].prevalence), ("a", &expected));
        // κ of a: p₀ = 2/3, pₑ = 1/3 · 2/3 + 2/3 · 1/3 = 4/9; of b, which Ann gave to no unit that Bo has: 0.
        let kappa = |code: usize| found[code].figures[1].1.value().unwrap();
        assert!((kappa(0) - 0.4).abs() < 1e-12 && kappa(1).abs() < 1e-12);
    }
}
