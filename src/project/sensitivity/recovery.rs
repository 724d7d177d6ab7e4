//! How far each theme of the run is found again under each kind of change.

use serde::Serialize;

use super::rests_on::{InterviewShare, moves_most};
use super::{ChangeKind, Made};
use crate::cluster::cluster_wise_jaccard;
use crate::domain::ProposalId;

/// How far a theme is found again over changes of one kind: the best Jaccard index with a theme of each grouping.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Recovered {
    /// The mean over the changes.
    pub mean: f64,
    /// The least.
    pub least: f64,
    /// The change under which it is least.
    pub least_with: String,
    /// Over how many changes.
    pub n_changes: usize,
}

/// How much one candidate theme moves.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ThemeSensitivity {
    /// Its number.
    pub id: ProposalId,
    /// Its label.
    pub label: String,
    /// How many segments it has.
    pub n_segments: usize,
    /// With another seed; null where the algorithm draws nothing.
    pub seed: Option<Recovered>,
    /// With another number; null where the algorithm takes none.
    pub number: Option<Recovered>,
    /// With another algorithm.
    pub algorithm: Option<Recovered>,
    /// With one interview left out; null where there is one alone. One that holds all of it leaves nothing to find again, and
    /// is not among these.
    pub interview: Option<Recovered>,
    /// The interview without which it moves most, or that holds all of it; null where there is one alone.
    pub moves_most: Option<InterviewShare>,
}

impl ThemeSensitivity {
    /// How far it is found again under one kind of change.
    #[must_use]
    pub fn under(&self, kind: ChangeKind) -> Option<&Recovered> {
        match kind {
            ChangeKind::Seed => self.seed.as_ref(),
            ChangeKind::Number => self.number.as_ref(),
            ChangeKind::Algorithm => self.algorithm.as_ref(),
            ChangeKind::Interview => self.interview.as_ref(),
        }
    }
}

pub(super) fn themes(themes: &[Option<usize>], labels: &[String], made: &[Made]) -> Vec<ThemeSensitivity> {
    let n_themes = labels.len();
    let by_change: Vec<(ChangeKind, &str, Vec<Option<f64>>)> = made
        .iter()
        .filter_map(|made| {
            let variation = made.variation.as_ref()?;
            let found = cluster_wise_jaccard(themes, n_themes, std::slice::from_ref(variation));
            Some((made.changed.kind, made.changed.to.as_str(), found))
        })
        .collect();
    let recovered = |theme: usize, kind: ChangeKind| {
        let of = by_change.iter().filter(|change| change.0 == kind);
        let values: Vec<(f64, &str)> = of.filter_map(|(_, to, found)| Some((found[theme]?, *to))).collect();
        let least = values.iter().copied().reduce(|a, b| if b.0 < a.0 { b } else { a })?;
        let sum: f64 = values.iter().map(|(value, _)| value).sum();
        Some(Recovered {
            mean: sum / values.len() as f64,
            least: least.0,
            least_with: least.1.to_owned(),
            n_changes: values.len(),
        })
    };
    labels
        .iter()
        .enumerate()
        .map(|(theme, label)| {
            let (seed, interview) =
                (recovered(theme, ChangeKind::Seed), recovered(theme, ChangeKind::Interview));
            ThemeSensitivity {
                id: ProposalId(theme as u32 + 1),
                label: label.clone(),
                n_segments: themes.iter().filter(|&&of| of == Some(theme)).count(),
                moves_most: moves_most(seed.as_ref(), interview.as_ref(), &left_out(themes, theme, made)),
                seed,
                number: recovered(theme, ChangeKind::Number),
                algorithm: recovered(theme, ChangeKind::Algorithm),
                interview,
            }
        })
        .collect()
}

/// Of each interview that was left out, what that was called, and how large a share of a theme's segments it holds.
fn left_out<'a>(themes: &[Option<usize>], theme: usize, made: &'a [Made]) -> Vec<(&'a str, f64)> {
    let of_theme: Vec<usize> = (0..themes.len()).filter(|&segment| themes[segment] == Some(theme)).collect();
    made.iter()
        .filter(|made| made.changed.kind == ChangeKind::Interview)
        .filter_map(|made| {
            let present = &made.variation.as_ref()?.present;
            let n_out = of_theme.iter().filter(|&&segment| !present[segment]).count();
            Some((made.changed.to.as_str(), n_out as f64 / of_theme.len().max(1) as f64))
        })
        .collect()
}
