//! Result types of agreement among the coders of a table.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::compare::coefficients::{
    CodeAgreement, Coefficient, Consensus, Level, Pairwise, Prevalence, Ratings,
};
use crate::domain::{Agreement, AgreementFinding, Notice, Said};

use super::request::AgreeRequest;

/// How the coders of a table agree.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Agreed {
    /// The table.
    pub table: String,
    /// The level of measurement.
    pub level: &'static str,
    /// The coders.
    pub coders: Vec<String>,
    /// How many there are.
    pub n_coders: usize,
    /// The column that names a unit.
    pub unit: Option<String>,
    /// How many have values from at least two coders.
    pub n_units: u64,
    /// How many have values of two coders at least.
    pub n_paired: u64,
    /// The column with a unit's group.
    pub group: Option<String>,
    /// How many groups there are; null without a column of them.
    pub n_groups: Option<usize>,
    /// How many different categories, numbers or sets there are, including listed ones that do not occur.
    pub n_categories: usize,
    /// The categories, or the codes that the sets consist of; null for numbers.
    pub categories: Option<Vec<String>>,
    /// How many values are missing.
    pub n_missing: u64,
    /// The coefficients, by their published names.
    #[serde(serialize_with = "by_key")]
    #[cfg_attr(test, schemars(with = "std::collections::BTreeMap<String, Agreement>"))]
    pub coefficients: Vec<(Coefficient, Agreement)>,
    /// What the intervals are over.
    pub intervals_over: IntervalsOver,
    /// The confidence level: the share of the values that lies within an interval.
    pub confidence: f64,
    /// How many draws were asked for.
    pub n_draws: usize,
    /// The seed of these draws.
    pub seed: u64,
    /// Pairs of coders; null for two.
    pub pairwise: Option<AgreedPairs>,
    /// The values that most coders gave; null for two.
    pub consensus: Option<AgreedConsensus>,
    /// Each code by itself, where values are sets.
    pub codes: Vec<AgreedCode>,
    /// Findings that explain the figures, and how much evidence they rest on.
    pub diagnostics: Vec<Said<AgreementFinding>>,
    /// How the table was read.
    #[serde(serialize_with = "Notice::with_messages")]
    pub notices: Vec<Notice>,
}

/// What is drawn for an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum IntervalsOver {
    /// The groups of a column.
    Groups,
    /// Each row by itself.
    Units,
    /// No draws, since there is only one group.
    Nothing,
}

/// Agreement of pairs of coders.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AgreedPairs {
    /// What was measured, by its published name.
    pub coefficient: &'static str,
    /// The same name in words.
    #[serde(skip)]
    pub words: &'static str,
    /// The pairs.
    pub pairs: Vec<AgreedPair>,
    /// The mean over the pairs.
    pub mean: Option<f64>,
    /// The mean of each coder with the others.
    pub mean_with_others: Vec<AgreedWithOthers>,
    /// The coder whose mean is lowest; null where it is shared.
    pub differs_most: Option<String>,
}

/// Two coders.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AgreedPair {
    /// The first coder.
    pub first: String,
    /// The second coder.
    pub second: String,
    /// How many units have values of both.
    pub n_units: u64,
    /// How they agree.
    #[serde(flatten)]
    pub agreement: Agreement,
}

/// A coder and the others.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AgreedWithOthers {
    /// The coder.
    pub coder: String,
    /// The mean; null where the coefficient is undefined with every other coder.
    pub mean: Option<f64>,
    /// How often the coder's value differed from that of the majority.
    pub n_against_most: u64,
}

/// The values that most coders gave.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AgreedConsensus {
    /// How many units have a value that more than half of the coders gave.
    pub n_decided: u64,
    /// How many of these have the same value from all coders.
    pub n_unanimous: u64,
    /// How many units have two or more values, but none from more than half of the coders.
    pub n_undecided: u64,
}

/// One code by itself.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AgreedCode {
    /// The code.
    pub code: String,
    /// How often it was given.
    pub prevalence: Prevalence,
    /// The coefficients for given or not given.
    #[serde(serialize_with = "by_key")]
    #[cfg_attr(test, schemars(with = "std::collections::BTreeMap<String, Agreement>"))]
    pub coefficients: Vec<(Coefficient, Agreement)>,
}

/// What was measured.
pub(super) struct Parts {
    pub(super) figures: Vec<(Coefficient, Agreement)>,
    pub(super) pairs: Option<Pairwise>,
    pub(super) consensus: Option<Consensus>,
    pub(super) codes: Vec<CodeAgreement>,
    pub(super) diagnostics: Vec<AgreementFinding>,
    pub(super) notices: Vec<Notice>,
}

pub(super) fn agreed(request: &AgreeRequest, ratings: &Ratings, parts: Parts) -> Agreed {
    let categories = ratings.categories();
    let names = match request.level {
        Level::Interval | Level::Ratio => None,
        _ => Some(categories.codes().unwrap_or(categories.labels()).to_vec()),
    };
    let n_groups = ratings.n_groups();
    let intervals_over = match (&request.group, n_groups) {
        (_, 0 | 1) => IntervalsOver::Nothing,
        (Some(_), _) => IntervalsOver::Groups,
        (None, _) => IntervalsOver::Units,
    };
    let coder = |number: usize| request.coders[number].clone();
    let pairs = |pairs: Pairwise| AgreedPairs {
        coefficient: pairs.coefficient.key(),
        words: pairs.coefficient.words(),
        mean: pairs.mean,
        differs_most: pairs.differs_most.map(coder),
        mean_with_others: pairs
            .mean_of_coder
            .iter()
            .enumerate()
            .map(|(number, &mean)| AgreedWithOthers {
                coder: coder(number),
                mean,
                n_against_most: parts.consensus.as_ref().map_or(0, |consensus| consensus.n_against[number]),
            })
            .collect(),
        pairs: pairs
            .pairs
            .into_iter()
            .map(|pair| AgreedPair {
                first: coder(pair.first),
                second: coder(pair.second),
                n_units: pair.n_units,
                agreement: pair.agreement,
            })
            .collect(),
    };
    Agreed {
        table: request.table.display().to_string(),
        level: request.level.name(),
        coders: request.coders.clone(),
        n_coders: request.coders.len(),
        unit: request.unit.clone(),
        n_units: ratings.n_units(),
        n_paired: ratings.n_paired(),
        group: request.group.clone(),
        n_groups: request.group.is_some().then_some(n_groups),
        n_categories: categories.len(),
        categories: names,
        n_missing: ratings.n_missing(),
        coefficients: parts.figures,
        intervals_over,
        confidence: request.interval.level(),
        n_draws: request.interval.n_draws(),
        seed: request.interval.seed(),
        pairwise: parts.pairs.map(pairs),
        consensus: parts.consensus.map(|consensus| AgreedConsensus {
            n_decided: consensus.n_decided,
            n_unanimous: consensus.n_unanimous,
            n_undecided: consensus.n_undecided,
        }),
        codes: parts
            .codes
            .into_iter()
            .map(|code| AgreedCode {
                code: code.code,
                prevalence: code.prevalence,
                coefficients: code.figures,
            })
            .collect(),
        diagnostics: parts.diagnostics.into_iter().map(Said).collect(),
        notices: parts.notices,
    }
}

fn by_key<S: Serializer>(figures: &[(Coefficient, Agreement)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(figures.len()))?;
    for (coefficient, agreement) in figures {
        map.serialize_entry(coefficient.key(), agreement)?;
    }
    map.end()
}
