//! Computes agreement by number of decisions.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::domain::{Cancelled, Contingency, Progress, Stage, adjusted_mutual_info, adjusted_rand_index};

use super::analyst::Step;

/// Levels of adjusted mutual information for which the number of decisions is reported.
pub(super) const LEVELS: [f64; 2] = [0.5, 0.8];

/// Agreement after a number of decisions. Segments without a code are one more group.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CurvePoint {
    /// The number of decisions.
    pub decisions: usize,
    /// The adjusted Rand index with the given coding.
    pub ari: f64,
    /// The adjusted mutual information with the given coding.
    pub ami: f64,
    /// The share of segments that have a code.
    pub coded_share: f64,
}

/// The decisions, one after another.
pub(super) struct Course<'a> {
    pub(super) labels: &'a [usize],
    pub(super) steps: &'a [Step],
}

impl Course<'_> {
    /// Computes the agreement after this number of decisions.
    pub(super) fn point(&self, decisions: usize) -> CurvePoint {
        let coded = self.coded(decisions);
        let n_codes = self.labels.iter().max().map_or(0, |&label| label + 1);
        let found: Vec<usize> = coded.iter().map(|code| code.unwrap_or(n_codes)).collect();
        let table = Contingency::new(self.labels, &found);
        let n_coded = coded.iter().flatten().count();
        CurvePoint {
            decisions,
            ari: adjusted_rand_index(&table),
            ami: adjusted_mutual_info(&table),
            coded_share: n_coded as f64 / coded.len().max(1) as f64,
        }
    }

    fn coded(&self, decisions: usize) -> Vec<Option<usize>> {
        let mut coded = vec![None; self.labels.len()];
        for &(segment, code) in self.steps[..decisions].iter().flatten() {
            coded[segment] = Some(code);
        }
        coded
    }

    /// Computes the curve at 1, 2, 5, 10, 20, 50 … decisions and at the last.
    pub(super) fn curve(&self, progress: &dyn Progress) -> Result<Vec<CurvePoint>, Cancelled> {
        let last = self.steps.len();
        let places =
            (0..).flat_map(|power: u32| [1, 2, 5].map(|times| times * 10_usize.saturating_pow(power)));
        let places: Vec<usize> =
            places.take_while(|&place| place < last).chain((last > 0).then_some(last)).collect();
        places
            .into_par_iter()
            .map(|place| {
                progress.check_cancelled()?;
                Ok(self.point(place))
            })
            .collect()
    }

    /// Finds after how many decisions the AMI first reaches each of the levels. Tries every decision up to 64, then steps of a
    /// twentieth, and bisects before the first step that reaches the level. `None` where it is never reached.
    pub(super) fn first_at(
        &self,
        levels: &[f64],
        progress: &dyn Progress,
    ) -> Result<Vec<Option<usize>>, Cancelled> {
        let last = self.steps.len();
        let mut places = Vec::new();
        let mut place = 1;
        while place < last {
            places.push(place);
            place = (place + 1).max(place + place / 20 * usize::from(place > 64));
        }
        places.push(last);
        progress.start(Stage::Simulating, Some(places.len() as u64));
        let known: BTreeMap<usize, f64> = places
            .into_par_iter()
            .map(|place| {
                progress.check_cancelled()?;
                let ami = self.point(place).ami;
                progress.advance(1);
                Ok((place, ami))
            })
            .collect::<Result<_, Cancelled>>()?;
        progress.finish();
        let find = |&level: &f64| {
            let (&at, _) = known.iter().find(|(_, ami)| **ami >= level)?;
            let mut below = known.range(..at).next_back().map_or(0, |(&place, _)| place);
            let mut high = at;
            while high - below > 1 {
                let middle = below + (high - below) / 2;
                if self.point(middle).ami >= level { high = middle } else { below = middle }
            }
            Some(high)
        };
        Ok(levels.iter().map(find).collect())
    }

    /// Finds after how many decisions every segment first has its correct code for good. `None` where one does not.
    pub(super) fn complete_at(&self) -> Option<usize> {
        let is_right = |coded: &[Option<usize>]| {
            coded.iter().zip(self.labels).all(|(code, label)| *code == Some(*label))
        };
        let last = self.steps.iter().rposition(|step| !step.is_empty()).map_or(0, |at| at + 1);
        is_right(&self.coded(last)).then_some(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NoProgress;

    #[test]
    fn a_curve_by_hand() {
        let labels = [0, 0, 1, 1];
        // Both of the first code at once, a theme that is rejected, then one by one.
        let steps = vec![vec![(0, 0), (1, 0)], vec![], vec![(2, 1)], vec![(3, 1)]];
        let course = Course { labels: &labels, steps: &steps };
        // The two without a code are one group: the grouping is correct already, and half of the segments are coded.
        let first = course.point(1);
        assert!((first.ari - 1.0).abs() < 1e-12 && (first.ami - 1.0).abs() < 1e-12);
        assert_eq!(first.coded_share, 0.5);
        assert_eq!(course.point(0).coded_share, 0.0);
        assert!(course.point(0).ami.abs() < 1e-12);
        // {0, 1}, {2}, {3}: of the 6 pairs one is together in both groupings, of 2 and 1; expected 2/6: (1 − 1/3) / (1.5 −
        // 1/3) = 4/7.
        assert!((course.point(3).ari - 4.0 / 7.0).abs() < 1e-12);
        let at: Vec<usize> = course.curve(&NoProgress).unwrap().iter().map(|point| point.decisions).collect();
        assert_eq!(at, [1, 2, 4]);
        assert_eq!(course.first_at(&[0.5, 0.8], &NoProgress), Ok(vec![Some(1), Some(1)]));
        assert_eq!(course.complete_at(), Some(4));
        let short = Course { labels: &labels, steps: &steps[..3] };
        assert_eq!(short.complete_at(), None);
    }
}
