//! Agreement of several coders: who agrees with whom, and what most of them said.

use rayon::prelude::*;

use crate::domain::Agreement;

use super::coefficient::Coefficient;
use super::measure::plain;
use super::ratings::Ratings;
use super::statistic::count;

/// Agreement of each pair of coders.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairwise {
    /// The coefficient.
    pub coefficient: Coefficient,
    /// The pairs, in the order of the coders.
    pub pairs: Vec<Pair>,
    /// The mean over the pairs for which the coefficient is defined.
    pub mean: Option<f64>,
    /// The mean of each coder with the others.
    pub mean_of_coder: Vec<Option<f64>>,
    /// The coder with the lowest mean; `None` for two coders, and if several share the lowest.
    pub differs_most: Option<usize>,
}

/// Two coders.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The number of the first.
    pub first: usize,
    /// The number of the second.
    pub second: usize,
    /// How many units have values of both coders.
    pub n_units: u64,
    /// Their agreement.
    pub agreement: Agreement,
}

/// Computes the agreement of each pair of coders, on the units with values of both; without intervals.
#[must_use]
pub fn pairwise(ratings: &Ratings, coefficient: Coefficient) -> Pairwise {
    let n_coders = ratings.coders().len();
    let all: Vec<(usize, usize)> =
        (0..n_coders).flat_map(|first| (first + 1..n_coders).map(move |second| (first, second))).collect();
    let pair = |&(first, second): &(usize, usize)| {
        let two = ratings.of_coders(&[first, second]);
        Pair { first, second, n_units: two.n_paired(), agreement: plain(&two, coefficient) }
    };
    let pairs: Vec<Pair> = all.par_iter().map(pair).collect();
    let mean = |of: &dyn Fn(&Pair) -> bool| {
        let values: Vec<f64> =
            pairs.iter().filter(|pair| of(pair)).filter_map(|pair| pair.agreement.value().ok()).collect();
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    };
    let mean_of_coder: Vec<Option<f64>> =
        (0..n_coders).map(|coder| mean(&|pair| pair.first == coder || pair.second == coder)).collect();
    let mean = mean(&|_| true);
    Pairwise { coefficient, differs_most: lowest(&mean_of_coder), pairs, mean, mean_of_coder }
}

/// Returns the only lowest mean of three or more.
fn lowest(means: &[Option<f64>]) -> Option<usize> {
    let known = || means.iter().flatten();
    let least = known().copied().fold(f64::INFINITY, f64::min);
    // Means that differ only by rounding count as equal.
    let is_least = |mean: f64| mean - least < 1e-9;
    let n_least = known().filter(|&&mean| is_least(mean)).count();
    if known().count() < 3 || n_least != 1 {
        return None;
    }
    means.iter().position(|mean| mean.is_some_and(is_least))
}

/// What the majority of coders said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consensus {
    /// For each row, the category of more than half of its values; `None` if there is none, or with fewer than two
    /// values.
    pub values: Vec<Option<u32>>,
    /// How many units have a majority.
    pub n_decided: u64,
    /// In how many of these all coders who gave a value agree.
    pub n_unanimous: u64,
    /// How many units have at least two values but no majority.
    pub n_undecided: u64,
    /// How often each coder gave another value than the majority.
    pub n_against: Vec<u64>,
}

/// Finds the category that more than half of the coders who gave a value gave to each unit.
#[must_use]
pub fn consensus(ratings: &Ratings) -> Consensus {
    let mut found = Consensus {
        values: Vec::with_capacity(ratings.n_rows()),
        n_decided: 0,
        n_unanimous: 0,
        n_undecided: 0,
        n_against: vec![0; ratings.coders().len()],
    };
    let mut counts = Vec::new();
    for row in ratings.rows() {
        let n = count(row.values, &mut counts);
        let most = counts.iter().find(|(_, r)| n >= 2.0 && *r > n / 2.0).map(|&(category, _)| category);
        found.values.push(most);
        match most {
            Some(most) => {
                found.n_decided += row.weight;
                if counts.len() == 1 {
                    found.n_unanimous += row.weight;
                }
                for (against, &value) in found.n_against.iter_mut().zip(row.values) {
                    if value != super::ratings::MISSING && value != most {
                        *against += row.weight;
                    }
                }
            }
            None if n >= 2.0 => found.n_undecided += row.weight,
            None => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::coefficients::Categories;

    #[test]
    fn who_differs_and_what_most_said() {
        let coders = ["Ann", "Bo", "Cy"].map(str::to_owned).to_vec();
        let mut ratings = Ratings::new(coders, Categories::named(vec!["x".into(), "y".into(), "z".into()]));
        let units = [
            [Some(0), Some(0), Some(1)],
            [Some(1), Some(1), Some(1)],
            [Some(0), Some(1), Some(2)],
            [Some(2), Some(2), None],
            [None, Some(2), None],
        ];
        for (unit, values) in units.iter().enumerate() {
            ratings.push(values, 1, unit as u32).unwrap();
        }
        let found = pairwise(&ratings, Coefficient::Percent);
        assert_eq!(found.differs_most, Some(2));
        assert_eq!(found.pairs[0].agreement.value(), Ok(0.75));
        assert_eq!(found.pairs.iter().map(|pair| pair.n_units).collect::<Vec<_>>(), [4, 3, 3]);
        let found = consensus(&ratings);
        assert_eq!(found.values, [Some(0), Some(1), None, Some(2), None]);
        assert_eq!((found.n_decided, found.n_unanimous, found.n_undecided), (3, 2, 1));
        assert_eq!(found.n_against, [0, 0, 1]);
    }

    #[test]
    fn a_lowest_mean_that_is_shared_is_nobodys() {
        assert_eq!(lowest(&[Some(0.5), Some(0.2), Some(0.2)]), None);
        assert_eq!(lowest(&[Some(0.5), None, Some(0.2)]), None);
        assert_eq!(lowest(&[Some(0.5), Some(0.3), Some(0.2), None]), Some(2));
    }
}
