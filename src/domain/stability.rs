//! Stability: how often a candidate's members stay together when data or method vary.

use serde::{Deserialize, Serialize};

/// The stability of one candidate: means of Hennig's cluster-wise Jaccard, each between 0 and 1.
///
/// Hennig, C. (2007), <https://doi.org/10.1016/j.csda.2006.11.025>.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ThemeStability {
    /// Over samples of the segments; `None` if no sample held a member.
    pub resamples: Option<f64>,
    /// Over other seeds; `None` if the algorithm uses no random numbers.
    pub seeds: Option<f64>,
    /// With up to two candidates more or fewer; `None` if the algorithm takes no number.
    pub numbers: Option<f64>,
    /// With each interview left out in turn; `None` if there are fewer than two.
    pub interviews: Option<f64>,
    /// The least of these over single interviews: what is left without the interview that matters most.
    pub worst_interview: Option<f64>,
}

/// The level of a stability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StabilityLevel {
    /// 0.75 or more: found again nearly unchanged. Hennig: "valid, stable".
    Holds,
    /// From 0.5 to 0.75: a pattern whose members change.
    Wavers,
    /// Below 0.5: more than half changes. Hennig: "dissolved".
    DoNotRely,
}

impl ThemeStability {
    /// Returns the level over the samples, by Hennig's thresholds; `None` if there are no figures for samples.
    #[must_use]
    pub fn verdict(&self) -> Option<StabilityLevel> {
        self.resamples.map(|value| match value {
            value if value >= 0.75 => StabilityLevel::Holds,
            value if value >= 0.5 => StabilityLevel::Wavers,
            _ => StabilityLevel::DoNotRely,
        })
    }
}

impl ThemeStability {
    /// Tells whether a candidate that is stable over samples dissolves, by Hennig's threshold of 0.5, without the interview that
    /// matters most.
    #[must_use]
    pub fn depends_on_one_interview(&self) -> bool {
        self.verdict() == Some(StabilityLevel::Holds) && self.worst_interview.is_some_and(|worst| worst < 0.5)
    }
}

impl std::fmt::Display for StabilityLevel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Holds => "holds",
            Self::Wavers => "wavers",
            Self::DoNotRely => "do not rely on it",
        })
    }
}
