//! Simulates three ways to code the same segments.

use std::sync::Arc;

use crate::cluster::{ClusterParams, LikenessScore, likeness};
use crate::domain::{Embeddings, Progress, ProposalId, RunId, SegmentId, Span, StabilityLevel};
use crate::project::ProjectError;
use crate::project::recluster::{ReclusterInput, regroup};
use crate::review::{self, CoderState, ProposedCode, QueueOrder, RunSegment, RunSnapshot};

use super::analyst::Analyst;

/// Candidates whose majority label covers less than this share are clustered again instead of accepted.
const ENOUGH: f64 = 0.5;
/// The limit for asking again.
const MAX_N_ROUNDS: usize = 8;

/// The machine's side of the work.
pub(super) struct Machine<'a> {
    pub(super) embeddings: &'a Embeddings,
    pub(super) seed: u64,
    pub(super) progress: &'a dyn Progress,
}

/// A candidate theme: its segments, and its stability.
type Theme = (Vec<usize>, Option<StabilityLevel>);

/// Assigns codes segment by segment, in the order of the table.
pub(super) fn by_hand(analyst: &mut Analyst<'_>) {
    for segment in analyst.uncoded() {
        analyst.set_right(segment);
    }
}

impl Machine<'_> {
    /// Computes the first proposals, as `suggest` does.
    pub(super) fn proposals(&self) -> Result<Vec<Theme>, ProjectError> {
        let open: Vec<usize> = (0..self.embeddings.n_segments()).collect();
        self.regroup(&[], &open)
    }

    fn regroup(&self, coded: &[(usize, usize)], open: &[usize]) -> Result<Vec<Theme>, ProjectError> {
        let params = ClusterParams { seed: self.seed, ..ClusterParams::default() };
        let remaining = ReclusterInput { embeddings: self.embeddings, coded, open };
        Ok(regroup(&remaining, &params, self.progress)?.themes)
    }

    /// Accepts every candidate under the label of most of its segments, in the order of the queue. Then corrects wrong codes, and
    /// codes the segments in no candidate.
    pub(super) fn by_proposals(
        &self,
        analyst: &mut Analyst<'_>,
        themes: &[Theme],
    ) -> Result<(), ProjectError> {
        for at in in_queue(themes, self.embeddings.n_segments()) {
            analyst.accept(&themes[at].0);
        }
        self.correct(analyst)?;
        by_hand(analyst);
        Ok(())
    }

    /// Works as [`Machine::by_proposals`], but leaves a candidate without a clear majority open. Corrects the accepted ones, and
    /// groups the open segments again with what was learned, until no candidate with a clear majority comes up. Then accepts open
    /// candidates as they are, and offers segments without a code for the code they resemble most.
    pub(super) fn by_learning(
        &self,
        analyst: &mut Analyst<'_>,
        themes: &[Theme],
    ) -> Result<usize, ProjectError> {
        let n = self.embeddings.n_segments();
        let mut n_rounds = 0;
        let mut proposed = themes.to_vec();
        loop {
            let n_before = analyst.n_accepted;
            let order = in_queue(&proposed, n);
            for theme in order.iter().map(|&at| &proposed[at].0) {
                if analyst.majority(theme).1 >= ENOUGH {
                    analyst.accept(theme);
                }
            }
            if analyst.n_accepted == n_before || n_rounds == MAX_N_ROUNDS {
                // Asking again brings nothing new: open themes are accepted as they are, where that saves a decision.
                for theme in order.iter().map(|&at| &proposed[at].0) {
                    let is_open = theme.iter().all(|&segment| analyst.coded[segment].is_none());
                    if is_open && analyst.majority(theme).1 * theme.len() as f64 > 1.5 {
                        analyst.accept(theme);
                    }
                }
                break;
            }
            self.correct(analyst)?;
            let open = analyst.uncoded();
            proposed = self.regroup(&analyst.codings(), &open)?;
            if proposed.is_empty() {
                break;
            }
            n_rounds += 1;
        }
        self.correct(analyst)?;
        // Each answer codes the segment: with the code offered, or with the correct one.
        for (segment, _) in self.offered(analyst)? {
            analyst.set_right(segment);
        }
        by_hand(analyst);
        Ok(n_rounds)
    }

    /// Corrects wrong codings, clearest errors first: by how much nearer the segment is to another code's mean.
    fn correct(&self, analyst: &mut Analyst<'_>) -> Result<(), ProjectError> {
        let wrong = analyst.wrong();
        let codings = analyst.codings();
        let n_codes = analyst.labels.iter().max().map_or(0, |&label| label + 1);
        let scores =
            likeness(self.embeddings, &wrong, &codings, n_codes, LikenessScore::Nearest, self.progress)?;
        let mut ranked: Vec<(f64, usize)> = wrong
            .into_iter()
            .zip(scores)
            .map(|(segment, scores)| {
                let own = analyst.coded[segment].map_or(0.0, |code| scores[code]);
                let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                (own - best, segment)
            })
            .collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (_, segment) in ranked {
            analyst.set_right(segment);
        }
        Ok(())
    }

    /// Returns the segments without a code, each with the code that it resembles most, most similar first.
    fn offered(&self, analyst: &Analyst<'_>) -> Result<Vec<(usize, usize)>, ProjectError> {
        let open = analyst.uncoded();
        let n_codes = analyst.labels.iter().max().map_or(0, |&label| label + 1);
        let codings = analyst.codings();
        let scores =
            likeness(self.embeddings, &open, &codings, n_codes, LikenessScore::Ridge, self.progress)?;
        let mut ranked: Vec<(f64, usize, usize)> = open
            .into_iter()
            .zip(scores)
            .map(|(segment, scores)| {
                let (code, score) = best(&scores);
                (score, segment, code)
            })
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        Ok(ranked.into_iter().map(|(_, segment, code)| (segment, code)).collect())
    }
}

/// Returns the code with the highest score, on a tie the first.
pub(super) fn best(scores: &[f64]) -> (usize, f64) {
    scores.iter().copied().enumerate().fold((0, f64::NEG_INFINITY), |a, b| if b.1 > a.1 { b } else { a })
}

/// Returns the order of the candidates in the review's queue.
fn in_queue(themes: &[Theme], n_segments: usize) -> Vec<usize> {
    let document: Arc<str> = Arc::from("table");
    let segments = (0..n_segments)
        .map(|i| RunSegment { document: document.clone(), span: Span::new(i, i + 1), participant: None })
        .collect();
    let proposed = (1..)
        .map(ProposalId)
        .zip(themes)
        .map(|(id, (rows, stability))| {
            let code = ProposedCode {
                label: String::new(),
                evidence: Default::default(),
                stability: *stability,
                members: rows.iter().map(|&row| SegmentId(row as u32 + 1)).collect(),
                near_misses: Vec::new(),
                theme: None,
            };
            (id, code)
        })
        .collect();
    let base =
        RunSnapshot::new(RunId(1), segments, proposed, Vec::new(), Default::default(), Default::default());
    let queue = review::queue(&base, &CoderState::default(), &[], QueueOrder::Telling);
    let themes = queue.into_iter().filter(|item| item.segment.is_none()).filter_map(|item| item.candidate);
    themes.filter_map(|id| base.of_segments(id).ok()).map(|id| id.0 as usize - 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn themes_come_as_in_the_queue() {
        use StabilityLevel::{DoNotRely, Holds, Wavers};
        let themes = [
            (vec![0], Some(Holds)),
            (vec![1, 2], Some(Holds)),
            (vec![3], Some(Wavers)),
            (vec![4], Some(DoNotRely)),
        ];
        assert_eq!(in_queue(&themes, 5), [3, 2, 1, 0]);
    }

    #[test]
    fn without_a_machine_each_segment_costs_one() {
        let labels = [0, 1, 0, 2];
        let mut analyst = Analyst::new(&labels);
        by_hand(&mut analyst);
        assert_eq!(analyst.steps, [vec![(0, 0)], vec![(1, 1)], vec![(2, 0)], vec![(3, 2)]]);
    }
}
