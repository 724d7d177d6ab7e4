//! Learns from a coder's codings, when the coder asks: groups again what is left.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::cluster::ClusterParams;
use crate::domain::{
    CandidateId, CandidateStatus, CodeId, CoderId, Decision, Embeddings, Progress, ProposalId, Record,
    RecordKey, SegmentId, StabilityLevel, Timestamp,
};
use crate::review::{self, Candidate, CoderState};

use super::commit::detail_of;
use super::{Decided, Preview, Reviewer};
use crate::project::ProjectError;
use crate::project::recluster::{MetricLearning, ReclusterInput, Regrouped, regroup};

/// The result of clustering again, before anything is decided.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Reclustering {
    /// What was learned from the codings first.
    pub learned: MetricLearning,
    /// How many segments were grouped: those in no candidate, and those of open ones.
    pub n_grouped: usize,
    /// The new candidates.
    pub candidates: Vec<NewCandidate>,
    /// How many segments were left out because they are in a candidate that was rejected, or were taken out of all candidates.
    pub n_rejected: usize,
    /// Open candidates that the coder renamed, split, merged, made or changed: they keep their segments and their names.
    pub kept: Vec<CandidateId>,
    /// Open candidates that were found again unchanged.
    pub unchanged: Vec<CandidateId>,
}

/// A new candidate.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NewCandidate {
    /// Its segments.
    pub segments: Vec<SegmentId>,
    /// Its stability; null where there was nothing to compare.
    pub stability: Option<StabilityLevel>,
}

impl Reclustering {
    /// Returns the decision that makes the groups candidates; `None` where there is nothing new.
    #[must_use]
    pub fn decision(&self) -> Option<Decision> {
        let groups: Vec<_> = self.candidates.iter().map(|candidate| candidate.segments.clone()).collect();
        (!groups.is_empty()).then_some(Decision::SuggestAgain { groups })
    }
}

/// Candidates suggested again: the result, and the decision that keeps it, or its effects.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReclusterRequest {
    /// The result.
    #[serde(flatten)]
    pub found: Reclustering,
    /// The operation in the log; null where nothing new was found, and for a trial.
    pub decided: Option<Decided>,
    /// The effects that keeping it would have; null except for a trial.
    pub preview: Option<Preview>,
}

impl Reviewer {
    /// Regroups the segments of a coder that the run left in no candidate, or that are in open ones, guided by the coder's codings where
    /// these teach something better than the plain vectors. Accepted and deferred candidates stay as they are, and so do open ones that the
    /// coder worked on. Rejected segments stay in none; coded segments are learned from and are not grouped. Nothing is written.
    ///
    /// # Errors
    /// [`ProjectError::NoVectors`] where the run's vectors are not in the project; [`ProjectError::Parameter`].
    pub(in crate::project) fn suggest_again(
        &mut self,
        coder: &CoderId,
        params: &ClusterParams,
        progress: &dyn Progress,
    ) -> Result<Reclustering, ProjectError> {
        self.refresh()?;
        let embeddings = self.all_vectors()?;
        let view = self.state.view(coder);
        let (codes, coded) = self.coded(view);
        let worked_on = self.worked_on(coder)?;
        let (mut open, mut n_rejected, mut kept) = (Vec::new(), 0, BTreeSet::new());
        for segment in self.base.present() {
            if review::is_coded(&self.base, view, segment) {
                continue;
            }
            match review::place(&self.base, view, segment).candidate {
                // With a place in none, the coder rejected its candidate or took it out.
                None if view.places.contains_key(&(self.base.run, segment)) => n_rejected += 1,
                Some(id) if !self.is_open(view, id) => {}
                Some(id) if worked_on.contains(&id) => {
                    kept.insert(self.base.name(id));
                }
                _ => open.push(segment.0 as usize - 1),
            }
        }
        debug_assert!(coded.iter().all(|&(_, code)| code < codes.len()));
        let remaining = ReclusterInput { embeddings: &embeddings, coded: &coded, open: &open };
        let Regrouped { themes, learned } = regroup(&remaining, params, progress)?;

        let ids = |rows: Vec<usize>| -> Vec<SegmentId> {
            rows.into_iter().map(|row| SegmentId(row as u32 + 1)).collect()
        };
        let mut found = Reclustering {
            learned,
            n_grouped: open.len(),
            candidates: Vec::new(),
            n_rejected,
            kept: kept.into_iter().collect(),
            unchanged: Vec::new(),
        };
        for (rows, stability) in themes {
            let segments = ids(rows);
            let within = segments.first().and_then(|&first| review::place(&self.base, view, first).candidate);
            // What is coded is not grouped: a candidate that holds coded segments too is found again by the others.
            let uncoded = |id: ProposalId| -> Vec<SegmentId> {
                let members = review::members(&self.base, view, id).into_iter();
                members.filter(|&id| !review::is_coded(&self.base, view, id)).collect()
            };
            let same = within.filter(|&id| uncoded(id) == segments);
            match same {
                Some(id) => found.unchanged.push(self.base.name(id)),
                None => found.candidates.push(NewCandidate { segments, stability }),
            }
        }
        found.unchanged.sort_unstable();
        Ok(found)
    }

    /// Keeps the result of [`Reviewer::suggest_again`] as one decision of the coder; for a trial returns its effects.
    ///
    /// # Errors
    /// As for [`Reviewer::decide`].
    pub(in crate::project) fn apply_reclustering(
        &mut self,
        coder: &CoderId,
        found: Reclustering,
        reason: Option<&str>,
        at: &Timestamp,
        dry_run: bool,
    ) -> Result<ReclusterRequest, ProjectError> {
        let mut again = ReclusterRequest { decided: None, preview: None, found };
        if let Some(decision) = again.found.decision() {
            if dry_run {
                again.preview = Some(self.preview(coder, &decision, at)?);
            } else {
                again.decided = Some(self.decide(coder, &decision, reason, at)?);
            }
        }
        Ok(again)
    }

    /// Tells whether nothing was decided on a candidate that holds segments.
    fn is_open(&self, view: &CoderState, id: ProposalId) -> bool {
        let verdict = view.candidates.get(&(self.base.run, id)).map(|candidate| candidate.verdict);
        verdict.is_none_or(|verdict| verdict == CandidateStatus::Open)
    }

    /// Returns the codes that segments of the run have, and pairs of a segment's row and the index of its code.
    pub(in crate::project) fn coded(&self, view: &CoderState) -> (Vec<CodeId>, Vec<(usize, usize)>) {
        let run = self.base.run;
        let pairs: BTreeSet<(CodeId, SegmentId)> = view
            .codings
            .values()
            .filter(|coding| !coding.negative)
            .flat_map(|coding| {
                let segments: Vec<SegmentId> = match coding.segment {
                    Some(of) if of.run == run => vec![of.id],
                    // A segment of another run is coded here where the coding covers it.
                    Some(_) => self.base.covered_by(&coding.document, coding.span()).collect(),
                    None => Vec::new(),
                };
                segments.into_iter().map(|segment| (coding.code, segment))
            })
            .filter(|(_, segment)| self.base.segment(*segment).is_some())
            .collect();
        let mut codes: Vec<CodeId> = pairs.iter().map(|(code, _)| *code).collect();
        codes.dedup();
        let at: BTreeMap<CodeId, usize> = codes.iter().copied().zip(0..).collect();
        let coded = pairs.into_iter().map(|(code, segment)| (segment.0 as usize - 1, at[&code])).collect();
        (codes, coded)
    }

    /// Lists the candidates that hold segments and that the coder worked on: renamed, split, merged, made, or gave segments to or took
    /// segments from. Those of a candidate theme that the coder worked on are among them. Follows the decisions in effect.
    fn worked_on(&self, coder: &CoderId) -> Result<BTreeSet<ProposalId>, ProjectError> {
        let view = self.state.view(coder);
        let standing = self.history.standing();
        let (mut codes, mut themes) = (BTreeSet::new(), BTreeSet::new());
        for operation in self.project.store.operations()? {
            if !standing.contains(&operation.id) {
                continue;
            }
            let Some(detail) = detail_of(&operation, self.path())? else { continue };
            if detail.coder != *coder || detail.run != Some(self.base.run) {
                continue;
            }
            let of_themes = match &detail.decision {
                Some(Decision::Move { .. } | Decision::Add { .. } | Decision::Negative { .. }) => false,
                Some(Decision::MoveCandidate { .. }) => true,
                Some(Decision::Rename { candidate: name, .. } | Decision::Split { candidate: name, .. })
                | Some(Decision::Merge { into: name, .. }) => {
                    matches!(self.base.meant(*name), Candidate::OfCodes(_))
                }
                _ => continue,
            };
            for change in &detail.changes {
                match (&change.key, &change.before, &change.after) {
                    (RecordKey::CandidateCode(_, _, id), ..) => {
                        codes.insert(*id);
                    }
                    (RecordKey::Place(_, _, _), before, after) => {
                        let candidate = |record: &Option<Record>| match record {
                            Some(Record::Place(place)) => place.candidate,
                            _ => None,
                        };
                        codes.extend(candidate(before).into_iter().chain(candidate(after)));
                    }
                    (RecordKey::CandidateTheme(_, _, id), ..) if of_themes => {
                        themes.insert(*id);
                    }
                    _ => {}
                }
            }
        }
        codes.extend(themes.into_iter().flat_map(|theme| review::codes_of(&self.base, view, theme)));
        Ok(codes)
    }

    /// Returns the vectors of all segments of the run. A segment of a document that was erased has the first direction as its vector, which
    /// nothing may use.
    pub(in crate::project) fn all_vectors(&self) -> Result<Embeddings, ProjectError> {
        let describing = self.describing()?;
        let store = &self.project.store;
        let is_erased = |id: &SegmentId| self.loaded.is_erased(id.0 as usize - 1);
        let held: Vec<SegmentId> = self.base.segment_ids().filter(|id| !is_erased(id)).collect();
        let vectors =
            describing.vectors(self.path(), &held, &|model, texts| store.embeddings(model, texts))?;
        if held.len() == self.base.n_segments() {
            return Ok(vectors);
        }
        let mut values = Vec::with_capacity(self.base.n_segments() * vectors.dim());
        let mut rows = 0..held.len();
        for id in self.base.segment_ids() {
            let row = if is_erased(&id) { None } else { rows.next() };
            match row {
                Some(row) => values.extend_from_slice(vectors.row(row)),
                None => values.extend((0..vectors.dim()).map(|at| if at == 0 { 1.0 } else { 0.0 })),
            }
        }
        Ok(Embeddings::new(values, vectors.dim())?)
    }
}
