//! How much candidate themes change when the seed, the number of themes, the algorithm or the interviews change.

use serde::Serialize;

use crate::domain::ProposalId;

/// What was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::VariantArray)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// The seed.
    Seed,
    /// The number of themes.
    Number,
    /// The algorithm; where it takes a number of themes, the number that the run has.
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
        /// The fewest themes under a change.
        fewest_themes: usize,
        /// The most themes under a change.
        most_themes: usize,
        /// How many themes the run has.
        n_themes: usize,
        /// How many of these are found again unchanged.
        n_again: usize,
        /// How many are found again with other members.
        n_changed: usize,
        /// How many dissolve.
        n_dissolved: usize,
        /// Whether the groupings are cut from the same tree at the same seed, so their similarity is not evidence.
        cut_from_one: bool,
        /// Whether the number of themes is chosen each time, so that two things change at once.
        number_chosen: bool,
    },
    /// A theme rests on one interview.
    RestsOnInterview {
        /// The theme.
        theme: ProposalId,
        /// Its label.
        label: String,
        /// The change: `without P03`.
        with: String,
        /// The share of the theme's segments that the interview holds.
        share: f64,
        /// The best Jaccard index of the other segments without the interview; null if it holds all of them.
        jaccard: Option<f64>,
        /// The least Jaccard index over other seeds; null if the algorithm uses no random numbers.
        least_over_seeds: Option<f64>,
    },
    /// No theme was found to rest on one interview.
    RestsOnNoInterview,
    /// The rule by which a theme rests on one interview.
    RestingRule {
        /// The Jaccard index must fall below this without the interview.
        below: f64,
        /// How far it must be below the least over other seeds.
        below_seeds: f64,
    },
    /// How to read the figures.
    Reading,
}
