//! When a theme rests on one interview.

use serde::Serialize;

use super::recovery::Recovered;

/// How much lower the Jaccard index must be without the interview than it is at least over seeds: what another seed does as well
/// says nothing of the interview. The least of a few seeds is itself unsure, so that a small difference from it is no finding: a set value, not an
/// estimated one.
pub(super) const BEYOND_SEEDS: f64 = 0.2;
/// Which share of the theme's segments the interview must hold: where more than two thirds of a theme are still there, what moves
/// it is that all else was grouped anew.
pub(super) const CONSIDERABLE: f64 = 1.0 / 3.0;
/// More of a theme changes than stays, by Hennig's threshold.
pub(super) const DISSOLVED: f64 = 0.5;
/// The interview without which a theme moves most.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct InterviewShare {
    /// What was changed: `without P03`.
    pub with: String,
    /// Which share of the theme's segments the interview holds.
    pub share: f64,
    /// The best Jaccard index of the theme's other segments without it; null where it holds all of them.
    pub jaccard: Option<f64>,
    /// Whether the theme rests on it.
    pub rests_on_it: bool,
}

/// Looks at the interview that holds all of a theme, or else at that without which it is found least.
///
/// `shares`: of each interview that was left out, what that was called and how large a share of the theme it holds.
pub(super) fn moves_most(
    seeds: Option<&Recovered>,
    interviews: Option<&Recovered>,
    shares: &[(&str, f64)],
) -> Option<InterviewShare> {
    // A share is a quotient of equal whole numbers here, so that it is 1 to the last bit.
    if let Some(&(with, share)) = shares.iter().find(|(_, share)| *share >= 1.0) {
        return Some(InterviewShare { with: with.to_owned(), share, jaccard: None, rests_on_it: true });
    }
    let found = interviews?;
    let &(with, share) = shares.iter().find(|(with, _)| *with == found.least_with)?;
    // An algorithm that draws nothing gives the same grouping at every seed.
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

    fn recovered(mean: f64, least: f64) -> Recovered {
        Recovered { mean, least, least_with: "without P3".to_owned(), n_changes: 4 }
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
        // One of twenty segments, or another seed that moves it as much.
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
