//! Algorithms, as values of options.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::domain::Algorithm;

const N: usize = Algorithm::ALL.len();

/// One algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AlgorithmArg(pub(super) Algorithm);

impl AlgorithmArg {
    const VALUES: [Self; N] = {
        let mut values = [Self(Algorithm::Auto); N];
        let mut i = 0;
        while i < N {
            values[i] = Self(Algorithm::ALL[i]);
            i += 1;
        }
        values
    };
}

impl ValueEnum for AlgorithmArg {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::VALUES
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(<&str>::from(self.0)).help(self.0.facts().summary))
    }
}

/// One algorithm, or all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AlgorithmsArg {
    /// Every algorithm.
    All,
    /// This one.
    One(AlgorithmArg),
}

impl AlgorithmsArg {
    const VALUES: [Self; N + 1] = {
        let mut values = [Self::All; N + 1];
        let mut i = 0;
        while i < N {
            values[i + 1] = Self::One(AlgorithmArg::VALUES[i]);
            i += 1;
        }
        values
    };

    /// Returns the algorithms that are meant.
    pub(super) fn algorithms(self) -> Vec<Algorithm> {
        match self {
            Self::All => Algorithm::ALL.to_vec(),
            Self::One(algorithm) => vec![algorithm.0],
        }
    }
}

impl ValueEnum for AlgorithmsArg {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::VALUES
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            Self::All => Some(PossibleValue::new("all").help("Every algorithm")),
            Self::One(algorithm) => algorithm.to_possible_value(),
        }
    }
}

/// Returns an option's help with the algorithms that use its parameter: "How many candidate themes, with auto or k-means [default: chosen]".
pub(super) fn help_with_algorithms(what: &str, parameter: &str, more: &str) -> String {
    let names: Vec<&str> =
        Algorithm::ALL.iter().filter(|algorithm| algorithm.takes(parameter)).map(|&a| a.into()).collect();
    let names = match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.concat(),
    };
    format!("{what}, with {names}{more}")
}
