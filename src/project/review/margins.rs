//! Computes how near each segment is to another candidate, and the queue that follows from it.

use rayon::prelude::*;

use crate::domain::{CoderId, ProposalId, SegmentId};
use crate::review::{self, Margin, QueueItem, QueueOrder};

use super::Reviewer;
use crate::project::ProjectError;

/// How many segments' vectors are read at once.
const AT_ONCE: usize = 4096;

impl Reviewer {
    /// Returns in order what a coder has still to decide on. Margins are those of the run's own candidates of segments, computed once.
    ///
    /// # Errors
    /// [`ProjectError::NoVectors`] where the run's vectors are not in the project.
    pub(in crate::project) fn queue(
        &mut self,
        coder: &CoderId,
        order: QueueOrder,
    ) -> Result<Vec<QueueItem>, ProjectError> {
        self.refresh()?;
        if self.margins.get().is_none() {
            let margins = self.compute_margins()?;
            let _ = self.margins.set(margins);
        }
        let margins = self.margins.get().map_or(&[][..], Vec::as_slice);
        Ok(review::queue(&self.base, self.state.view(coder), margins, order))
    }

    fn compute_margins(&self) -> Result<Vec<Margin>, ProjectError> {
        let describing = self.describing()?;
        let store = &self.project.store;
        let dim = describing.model.dim;
        let n_codes = self.base.n_codes() as usize;
        let segments: Vec<SegmentId> = self.base.segment_ids().collect();
        let read = |part: &[SegmentId]| {
            describing.vectors(self.path(), part, &|model, texts| store.embeddings(model, texts))
        };
        let mut centres = vec![vec![0.0_f64; dim]; n_codes];
        for part in segments.chunks(AT_ONCE) {
            let rows = read(part)?;
            for (at, &segment) in part.iter().enumerate() {
                if let Some(code) = self.base.code_of(segment) {
                    for (sum, &value) in centres[code.0 as usize - 1].iter_mut().zip(rows.row(at)) {
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
        for part in segments.chunks(AT_ONCE) {
            let rows = read(part)?;
            let base = &self.base;
            let found: Vec<Option<Margin>> = (0..part.len())
                .into_par_iter()
                .map(|at| margin(part[at], rows.row(at), base.code_of(part[at]), &centres))
                .collect();
            margins.extend(found.into_iter().flatten());
        }
        Ok(margins)
    }
}

/// Returns `None` where there is no other candidate.
fn margin(segment: SegmentId, row: &[f32], own: Option<ProposalId>, centres: &[Vec<f64>]) -> Option<Margin> {
    let cosine = |centre: &[f64]| row.iter().zip(centre).map(|(&x, &y)| f64::from(x) * y).sum::<f64>();
    let mut near: Vec<(f64, ProposalId)> =
        centres.iter().zip(1..).map(|(centre, id)| (cosine(centre), ProposalId(id))).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    match own {
        Some(own) => {
            let (to_own, _) = *near.iter().find(|(_, id)| *id == own)?;
            let (to_other, other) = *near.iter().find(|(_, id)| *id != own)?;
            Some(Margin { segment, margin: to_own - to_other, other })
        }
        None => match near[..] {
            [(first, _), (second, other), ..] => Some(Margin { segment, margin: first - second, other }),
            _ => None,
        },
    }
}
