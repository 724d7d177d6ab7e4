//! How much candidate themes move when something else is chosen.

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
    /// The algorithm, asked for as many themes as the run has where it takes a number.
    Algorithm,
    /// One interview was left out.
    Interview,
}

impl ChangeKind {
    /// All of them.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// What changes show of a run's candidate themes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum SensitivityFinding {
    /// What changes of one kind do.
    Change {
        /// What was changed.
        change: ChangeKind,
        /// How many changes were tried.
        n_changes: usize,
        /// The mean adjusted mutual information with the run.
        mean_ami: f64,
        /// The least.
        least_ami: f64,
        /// The change under which it is least.
        least_with: String,
        /// The fewest themes of a changed grouping.
        fewest_themes: usize,
        /// The most.
        most_themes: usize,
        /// How many themes the run has.
        n_themes: usize,
        /// How many of these are found again as they are.
        n_again: usize,
        /// How many are found with other members.
        n_changed: usize,
        /// How many dissolve.
        n_dissolved: usize,
        /// Whether the groupings are cut from the same tree at the same seed, so that their likeness is no evidence.
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
        /// What was changed: `without P03`.
        with: String,
        /// Which share of the theme's segments the interview holds.
        share: f64,
        /// The best Jaccard index of the other segments without it; null where it holds all of them.
        jaccard: Option<f64>,
        /// The least Jaccard index over other seeds; null where the algorithm draws nothing.
        least_over_seeds: Option<f64>,
    },
    /// No theme is seen to rest on one interview.
    RestsOnNoInterview,
    /// When a theme is said to rest on one interview.
    RestingRule {
        /// Below which Jaccard index it must fall without the interview.
        below: f64,
        /// How much below the least over other seeds.
        below_seeds: f64,
    },
    /// What a theme that comes back is, and what not.
    Reading,
}
