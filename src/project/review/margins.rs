//! Computes how near each segment is to another candidate, and the queue that follows from it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::domain::{CandidateStatus, CoderId, ProposalId, SegmentId};
use crate::review::{self, CoderState, Margin, QueueItem, QueueOrder};

use super::Reviewer;
use crate::project::ProjectError;

/// How many segments' vectors are read at once.
const AT_ONCE: usize = 4096;

impl Reviewer {
    /// Returns in order what a coder has still to decide on. Margins are to the centres of the candidates as the coder has them now:
    /// open, deferred and accepted ones. They are computed once for each state of the decisions.
    ///
    /// # Errors
    /// [`ProjectError::NoVectors`] where the run's vectors are not in the project.
    pub(in crate::project) fn queue(
        &mut self,
        coder: &CoderId,
        order: QueueOrder,
    ) -> Result<Vec<QueueItem>, ProjectError> {
        self.refresh()?;
        let now = (coder.clone(), self.seen);
        if self.margins.as_ref().is_none_or(|(of, _)| *of != now) {
            self.margins = Some((now, self.compute_margins(coder)?));
        }
        let margins = self.margins.as_ref().map_or(&[][..], |(_, margins)| margins.as_slice());
        Ok(review::queue(&self.base, self.state.view(coder), margins, order))
    }

    /// Returns the candidates that a segment could be in: those that hold segments and were not rejected, merged or emptied.
    fn living_candidates(&self, view: &CoderState) -> BTreeMap<ProposalId, BTreeSet<SegmentId>> {
        let is_living = |id: &ProposalId| {
            let verdict = view.candidates.get(&(self.base.run, *id)).map(|candidate| candidate.verdict);
            verdict.is_none_or(|verdict| !verdict.is_gone() && verdict != CandidateStatus::Rejected)
        };
        let ids = review::candidate_ids(&self.base, view).into_iter().filter(is_living);
        ids.map(|id| (id, review::members(&self.base, view, id)))
            .filter(|(_, held)| !held.is_empty())
            .collect()
    }

    fn compute_margins(&self, coder: &CoderId) -> Result<Vec<Margin>, ProjectError> {
        let describing = self.describing()?;
        let store = &self.project.store;
        let dim = describing.model.dim;
        let living = self.living_candidates(self.state.view(coder));
        let ids: Vec<ProposalId> = living.keys().copied().collect();
        let mut own: Vec<Option<usize>> = vec![None; self.base.n_segments()];
        for (at, held) in living.values().enumerate() {
            held.iter().for_each(|segment| own[segment.0 as usize - 1] = Some(at));
        }
        // What was taken out of the study is in no queue, and what was erased has no vector.
        let segments: Vec<SegmentId> = self.base.present().collect();
        let own: Vec<Option<usize>> = segments.iter().map(|id| own[id.0 as usize - 1]).collect();
        let read = |part: &[SegmentId]| {
            describing.vectors(self.path(), part, &|model, texts| store.embeddings(model, texts))
        };
        let mut centres = vec![vec![0.0_f64; dim]; ids.len()];
        for (part, own) in segments.chunks(AT_ONCE).zip(own.chunks(AT_ONCE)) {
            let rows = read(part)?;
            for (at, own) in own.iter().enumerate() {
                if let Some(own) = *own {
                    for (sum, &value) in centres[own].iter_mut().zip(rows.row(at)) {
                        *sum += f64::from(value);
                    }
                }
            }
        }
        for centre in &mut centres {
            let length = centre.iter().map(|value| value * value).sum::<f64>().sqrt();
            // Vectors whose sum is zero have no direction.
            let length = if length > 1e-9 { length } else { f64::INFINITY };
            centre.iter_mut().for_each(|value| *value /= length);
        }
        let mut margins = Vec::with_capacity(segments.len());
        for (part, own) in segments.chunks(AT_ONCE).zip(own.chunks(AT_ONCE)) {
            let rows = read(part)?;
            let found: Vec<Option<Margin>> = (0..part.len())
                .into_par_iter()
                .map(|at| {
                    let (margin, other) = margin(rows.row(at), own[at], &centres)?;
                    Some(Margin { segment: part[at], margin, other: ids[other] })
                })
                .collect();
            margins.extend(found.into_iter().flatten());
        }
        Ok(margins)
    }
}

/// Returns how much nearer a row is to its own centre than to the nearest other one, and that other one; for a row without an own centre, by
/// how much the nearest is nearer than the second, and the nearest. `None` where there is no other.
fn margin(row: &[f32], own: Option<usize>, centres: &[Vec<f64>]) -> Option<(f64, usize)> {
    let cosine = |centre: &[f64]| row.iter().zip(centre).map(|(&x, &y)| f64::from(x) * y).sum::<f64>();
    let mut near: Vec<(f64, usize)> = centres.iter().map(|centre| cosine(centre)).zip(0..).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    match own {
        Some(own) => {
            let (to_own, _) = *near.iter().find(|(_, at)| *at == own)?;
            let (to_other, other) = *near.iter().find(|(_, at)| *at != own)?;
            Some((to_own - to_other, other))
        }
        None => match near[..] {
            [(first, nearest), (second, _), ..] => Some((first - second, nearest)),
            _ => None,
        },
    }
}
