//! How much candidate themes change when the seed, the number of themes, the algorithm or the interviews change.

use serde::Serialize;

use crate::domain::CandidateId;

/// What was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::VariantArray)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// The seed.
    Seed,
    /// The number of candidates.
    Number,
    /// The algorithm; where it takes a number of candidates, the number that the run has.
    Algorithm,
    /// One interview was left out.
    Interview,
}

impl ChangeKind {
    /// All of them.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// A finding about how a run's candidate themes change.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum SensitivityFinding {
    /// The effect of changes of one kind.
    Change {
        /// The kind of change.
        change: ChangeKind,
        /// How many changes were tried.
        n_changes: usize,
        /// The mean adjusted mutual information with the run.
        mean_ami: f64,
        /// The least.
        least_ami: f64,
        /// The change under which it is least.
        least_with: String,
        /// The fewest candidates under a change.
        fewest: usize,
        /// The most candidates under a change.
        most: usize,
        /// How many candidates the run has.
        n_candidates: usize,
        /// How many of these are found again unchanged.
        n_again: usize,
        /// How many are found again with other members.
        n_changed: usize,
        /// How many dissolve.
        n_dissolved: usize,
        /// Whether the groupings are cut from the same tree at the same seed, so their similarity is not evidence.
        cut_from_one: bool,
        /// Whether the number of candidates is chosen each time, so that two things change at once.
        number_chosen: bool,
    },
    /// A candidate rests on one interview.
    RestsOnInterview {
        /// The candidate that holds segments.
        candidate: CandidateId,
        /// Its label.
        label: String,
        /// The change: `without P03`.
        with: String,
        /// The share of the candidate's segments that the interview holds.
        share: f64,
        /// The best Jaccard index of the other segments without the interview; null if it holds all of them.
        jaccard: Option<f64>,
        /// The least Jaccard index over other seeds; null if the algorithm uses no random numbers.
        least_over_seeds: Option<f64>,
    },
    /// No candidate was found to rest on one interview.
    RestsOnNoInterview,
    /// The rule by which a candidate rests on one interview.
    RestingRule {
        /// The Jaccard index must fall below this without the interview.
        below: f64,
        /// How far it must be below the least over other seeds.
        below_seeds: f64,
    },
    /// How to read the figures.
    Reading,
}
