//! Measures how well each candidate of the run is found again under each kind of change.

use super::changes::Made;
use super::view::{CandidateSensitivity, InterviewShare, Recovery};
use crate::cluster::cluster_wise_jaccard;
use crate::domain::{CandidateId, ChangeKind};

pub(super) fn themes(
    themes: &[Option<usize>],
    named: &[(CandidateId, String)],
    made: &[Made],
) -> Vec<CandidateSensitivity> {
    let n_candidates = named.len();
    let by_change: Vec<(ChangeKind, &str, Vec<Option<f64>>)> = made
        .iter()
        .filter_map(|made| {
            let variation = made.variation.as_ref()?;
            let found = cluster_wise_jaccard(themes, n_candidates, std::slice::from_ref(variation));
            Some((made.changed.kind, made.changed.to.as_str(), found))
        })
        .collect();
    let recovered = |theme: usize, kind: ChangeKind| {
        let of = by_change.iter().filter(|change| change.0 == kind);
        let values: Vec<(f64, &str)> = of.filter_map(|(_, to, found)| Some((found[theme]?, *to))).collect();
        let least = values.iter().copied().reduce(|a, b| if b.0 < a.0 { b } else { a })?;
        let sum: f64 = values.iter().map(|(value, _)| value).sum();
        Some(Recovery {
            mean: sum / values.len() as f64,
            least: least.0,
            least_with: least.1.to_owned(),
            n_changes: values.len(),
        })
    };
    named
        .iter()
        .enumerate()
        .map(|(theme, (id, label))| {
            let (seed, interview) =
                (recovered(theme, ChangeKind::Seed), recovered(theme, ChangeKind::Interview));
            CandidateSensitivity {
                id: *id,
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

/// Returns for each interview left out its name, and its share of a candidate's segments.
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

/// How much lower the Jaccard index must be without the interview than its minimum over seeds: an effect that another seed has
/// too says nothing about the interview. The minimum of a few seeds is itself uncertain, so a small difference from it is not
/// a finding. The value is set, not estimated.
pub(super) const BEYOND_SEEDS: f64 = 0.2;
/// The share of the candidate's segments that the interview must hold: where more than two thirds of a candidate are left, the change
/// comes from grouping everything else again.
pub(super) const CONSIDERABLE: f64 = 1.0 / 3.0;
/// Below this Jaccard index a candidate is dissolved, by Hennig's threshold: more of it changes than stays.
pub(super) const DISSOLVED: f64 = 0.5;

/// Returns the interview that holds all of a candidate, otherwise the one without which it is found least.
///
/// `shares`: for each interview left out, its name and its share of the candidate.
pub(super) fn moves_most(
    seeds: Option<&Recovery>,
    interviews: Option<&Recovery>,
    shares: &[(&str, f64)],
) -> Option<InterviewShare> {
    // A share is a quotient of equal whole numbers here, so that it is exactly 1.
    if let Some(&(with, share)) = shares.iter().find(|(_, share)| *share >= 1.0) {
        return Some(InterviewShare { with: with.to_owned(), share, jaccard: None, rests_on_it: true });
    }
    let found = interviews?;
    let &(with, share) = shares.iter().find(|(with, _)| *with == found.least_with)?;
    // An algorithm without randomness gives the same grouping at every seed.
    let least_over_seeds = seeds.map_or(1.0, |seeds| seeds.least);
    let n_others = found.n_changes.saturating_sub(1);
    let of_others = (found.mean * found.n_changes as f64 - found.least) / n_others as f64;
    let rests_on_it = share >= CONSIDERABLE
        && found.least < DISSOLVED
        && found.least <= least_over_seeds - BEYOND_SEEDS
        && n_others > 0
        && of_others >= DISSOLVED;
    Some(InterviewShare { with: with.to_owned(), share, jaccard: Some(found.least), rests_on_it })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recovered(mean: f64, least: f64) -> Recovery {
        Recovery { mean, least, least_with: "without P3".to_owned(), n_changes: 4 }
    }

    fn rests(seeds: Option<f64>, interviews: (f64, f64), share: f64) -> bool {
        let seeds = seeds.map(|least| recovered(0.9, least));
        let shares = [("without P1", 0.1), ("without P3", share)];
        let found =
            moves_most(seeds.as_ref(), Some(&recovered(interviews.0, interviews.1)), &shares).unwrap();
        assert_eq!((found.with.as_str(), found.share), ("without P3", share));
        found.rests_on_it
    }

    #[test]
    fn an_interview_must_hold_much_and_do_more_than_a_seed() {
        assert!(rests(Some(0.8), (0.75, 0.3), 0.4));
        assert!(rests(None, (0.75, 0.3), 0.4));
        // One of twenty segments, or another seed that changes it as much.
        assert!(!rests(Some(0.8), (0.75, 0.3), 0.05));
        assert!(!rests(Some(0.48), (0.75, 0.33), 0.4));
        // It does not dissolve, or dissolves without any of them.
        assert!(!rests(Some(0.9), (0.9, 0.6), 0.4));
        assert!(!rests(Some(0.9), (0.35, 0.3), 0.4));
    }

    #[test]
    fn a_theme_of_one_interview_rests_on_it() {
        let shares = [("without P1", 0.0), ("without P3", 1.0)];
        let found = moves_most(None, Some(&recovered(0.9, 0.8)), &shares).unwrap();
        assert!(found.rests_on_it && found.jaccard.is_none());
        assert_eq!(found.with, "without P3");
        assert!(moves_most(None, None, &[]).is_none());
    }
}
