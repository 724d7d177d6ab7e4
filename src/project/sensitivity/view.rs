//! Result types of the sensitivity of candidate themes to choices.

use serde::Serialize;

use crate::domain::{Agreement, Algorithm, CandidateId, ChangeKind, RunId, Said, SensitivityFinding};

/// Another grouping, compared with that of the run.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Perturbation {
    /// What was changed.
    pub kind: ChangeKind,
    /// The new value: `seed 2`, `7 candidates`, `ward`, `without P03`.
    pub to: String,
    /// How many candidates it has; null where it could not be made.
    pub n_candidates: Option<usize>,
    /// The share of segments that it leaves as noise; null where it could not be made.
    pub noise_share: Option<f64>,
    /// How many segments are compared: those that both groupings put in a candidate.
    pub n_measured: usize,
    /// The adjusted Rand index with the run's grouping.
    pub ari: Agreement,
    /// The adjusted mutual information with it.
    pub ami: Agreement,
    /// Why it could not be made; null where it was.
    pub not_made_because: Option<String>,
}

/// How much the candidate themes of a run depend on choices.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SensitivityView {
    /// The run.
    pub run: RunId,
    /// Its algorithm.
    pub algorithm: Algorithm,
    /// Its seed.
    pub seed: u64,
    /// How many segments it has.
    pub n_segments: usize,
    /// How many candidates.
    pub n_candidates: usize,
    /// Whether this number was given.
    pub n_candidates_given: bool,
    /// Whether each other seed and each interview left out chooses its number again, so that two things change at once.
    pub n_candidates_chosen_anew: bool,
    /// Whether the other numbers are cut from the same tree at the same seed.
    pub numbers_cut_from_one: bool,
    /// The share of segments that it leaves as noise.
    pub noise_share: f64,
    /// Each change.
    pub changes: Vec<Perturbation>,
    /// Each candidate theme of the run.
    pub candidates: Vec<CandidateSensitivity>,
    /// Findings.
    pub findings: Vec<Said<SensitivityFinding>>,
}

/// How well a candidate is found again, over changes of one kind: the best Jaccard index with a candidate of each grouping.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Recovery {
    /// The mean over the changes.
    pub mean: f64,
    /// The minimum.
    pub least: f64,
    /// The change with the minimum.
    pub least_with: String,
    /// The number of changes.
    pub n_changes: usize,
}

/// How much one candidate theme depends on choices.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CandidateSensitivity {
    /// Its number.
    pub id: CandidateId,
    /// Its label.
    pub label: String,
    /// How many segments it has.
    pub n_segments: usize,
    /// With another seed; null where the algorithm uses no randomness.
    pub seed: Option<Recovery>,
    /// With another number; null where the algorithm takes none.
    pub number: Option<Recovery>,
    /// With another algorithm.
    pub algorithm: Option<Recovery>,
    /// With one interview left out; null where there is only one. An interview that holds the whole candidate leaves nothing to
    /// find again, and is not counted here.
    pub interview: Option<Recovery>,
    /// The interview without which it changes most, or that holds all of it; null where there is only one.
    pub moves_most: Option<InterviewShare>,
}

impl CandidateSensitivity {
    /// Returns how well it is found again under one kind of change.
    #[must_use]
    pub fn under(&self, kind: ChangeKind) -> Option<&Recovery> {
        match kind {
            ChangeKind::Seed => self.seed.as_ref(),
            ChangeKind::Number => self.number.as_ref(),
            ChangeKind::Algorithm => self.algorithm.as_ref(),
            ChangeKind::Interview => self.interview.as_ref(),
        }
    }
}

/// The interview without which a candidate changes most.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct InterviewShare {
    /// The change: `without P03`.
    pub with: String,
    /// The interview's share of the candidate's segments.
    pub share: f64,
    /// The best Jaccard index of the candidate's other segments without it; null where it holds all of them.
    pub jaccard: Option<f64>,
    /// Whether the candidate rests on it.
    pub rests_on_it: bool,
}
