//! Findings about how changes affect a run's candidate themes.

use super::recovery::{BEYOND_SEEDS, DISSOLVED};
use super::view::{CandidateSensitivity, Perturbation, SensitivityView};
use crate::domain::{ChangeKind, Said, SensitivityFinding};

/// A candidate with at least this Jaccard index is found again unchanged, by Hennig's threshold.
const AGAIN: f64 = 0.75;

/// Returns a finding for each kind of change and for each candidate that one interview's absence dissolves, and how to read them.
pub(super) fn of(found: &SensitivityView) -> Vec<Said<SensitivityFinding>> {
    let mut findings: Vec<SensitivityFinding> =
        ChangeKind::ALL.iter().filter_map(|&kind| of_kind(found, kind)).collect();
    let resting: Vec<SensitivityFinding> = found.candidates.iter().filter_map(rests).collect();
    let is_measured = found.candidates.iter().any(|theme| theme.moves_most.is_some());
    if resting.is_empty() && is_measured {
        findings.push(SensitivityFinding::RestsOnNoInterview);
    }
    findings.extend(resting);
    if is_measured {
        findings.push(SensitivityFinding::RestingRule { below: DISSOLVED, below_seeds: BEYOND_SEEDS });
    }
    findings.push(SensitivityFinding::Reading);
    findings.into_iter().map(Said).collect()
}

/// Returns the finding that a candidate rests on one interview, with its figures.
fn rests(theme: &CandidateSensitivity) -> Option<SensitivityFinding> {
    let found = theme.moves_most.as_ref().filter(|found| found.rests_on_it)?;
    Some(SensitivityFinding::RestsOnInterview {
        candidate: theme.id,
        label: theme.label.clone(),
        with: found.with.clone(),
        share: found.share,
        jaccard: found.jaccard,
        least_over_seeds: theme.seed.as_ref().map(|seeds| seeds.least),
    })
}

fn of_kind(found: &SensitivityView, kind: ChangeKind) -> Option<SensitivityFinding> {
    let of: Vec<&Perturbation> = found.changes.iter().filter(|change| change.kind == kind).collect();
    let measured: Vec<(f64, &str)> =
        of.iter().filter_map(|change| Some((change.ami.value().ok()?, change.to.as_str()))).collect();
    let least = measured.iter().copied().reduce(|a, b| if b.0 < a.0 { b } else { a })?;
    let sizes = of.iter().filter_map(|change| change.n_candidates);
    let (fewest, most) = (sizes.clone().min()?, sizes.max()?);
    let means: Vec<f64> = found.candidates.iter().filter_map(|theme| Some(theme.under(kind)?.mean)).collect();
    let n_again = means.iter().filter(|&&mean| mean >= AGAIN).count();
    let n_dissolved = means.iter().filter(|&&mean| !(mean >= DISSOLVED)).count();
    Some(SensitivityFinding::Change {
        change: kind,
        n_changes: measured.len(),
        mean_ami: measured.iter().map(|(value, _)| value).sum::<f64>() / measured.len() as f64,
        least_ami: least.0,
        least_with: least.1.to_owned(),
        fewest,
        most,
        n_candidates: found.n_candidates,
        n_again,
        n_changed: means.len() - n_again - n_dissolved,
        n_dissolved,
        cut_from_one: kind == ChangeKind::Number && found.numbers_cut_from_one,
        number_chosen: matches!(kind, ChangeKind::Seed | ChangeKind::Interview)
            && found.n_candidates_chosen_anew,
    })
}
