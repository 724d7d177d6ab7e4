//! Learns from a coder's codings, when the coder asks: suggests themes again, and segments for a code.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::cluster::{ClusterParams, LikenessScore, likeness};
use crate::domain::{
    CandidateId, CandidateStatus, CodeId, CoderId, Decision, Embeddings, Named, NoProgress, Progress,
    ProposalId, Record, RecordKey, SegmentId, SegmentRef, StabilityLevel, Timestamp,
};
use crate::review::{self, CoderState};

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
    /// Groups that are a rejected candidate again; they are not proposed, and their segments stay where they are.
    pub rejected_again: Vec<RejectedAgain>,
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

/// A group that a coder rejected before.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RejectedAgain {
    /// The rejected candidate.
    pub candidate: CandidateId,
    /// Its segments now.
    pub segments: Vec<SegmentId>,
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

/// Segments that resemble those of a code.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodeSuggestions {
    /// The code.
    pub code: CodeId,
    /// Its label.
    pub label: String,
    /// The score: `ridge`, a classifier over the coder's codes; or, if there is only one code, `nearest`, the mean cosine to
    /// its five nearest segments.
    pub score: &'static str,
    /// How many segments of the run have the code.
    pub n_coded: usize,
    /// How many segments could be offered.
    pub n_open: usize,
    /// The segments, most similar first.
    pub segments: Vec<SuggestedSegment>,
}

/// A segment offered for a code.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SuggestedSegment {
    /// The segment.
    pub segment: SegmentId,
    /// How similar it is to the code's segments, by the score.
    pub score: f64,
    /// The most similar other code; null where there is no other.
    pub rival: Option<CodeId>,
    /// The label of that code.
    pub rival_label: Option<String>,
    /// How similar it is to the segments of that code.
    pub rival_score: Option<f64>,
}

impl Reviewer {
    /// Regroups the segments of a coder that are in no candidate or in open ones, guided by the coder's codings. Accepted, deferred
    /// and rejected candidates stay as they are; coded segments are learned from and are not grouped. Nothing is written.
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
        let open: Vec<usize> = self
            .base
            .segment_ids()
            .filter(|&segment| self.is_open(view, segment))
            .map(|segment| segment.0 as usize - 1)
            .collect();
        let rejected: Vec<(ProposalId, BTreeSet<usize>)> = self.rejected(coder)?.into_iter().collect();
        let sets: Vec<BTreeSet<usize>> = rejected.iter().map(|(_, rows)| rows.clone()).collect();
        debug_assert!(coded.iter().all(|&(_, code)| code < codes.len()));
        let remaining =
            ReclusterInput { embeddings: &embeddings, coded: &coded, open: &open, rejected: &sets };
        let Regrouped { themes, rejected_again, learned } = regroup(&remaining, params, progress)?;

        let ids = |rows: Vec<usize>| -> Vec<SegmentId> {
            rows.into_iter().map(|row| SegmentId(row as u32 + 1)).collect()
        };
        let mut found = Reclustering {
            learned,
            n_grouped: open.len(),
            candidates: Vec::new(),
            rejected_again: rejected_again
                .into_iter()
                .map(|(at, rows)| RejectedAgain {
                    candidate: self.base.name(rejected[at].0),
                    segments: ids(rows),
                })
                .collect(),
            unchanged: Vec::new(),
        };
        for (rows, stability) in themes {
            let segments = ids(rows);
            let within = segments.first().and_then(|&first| review::place(&self.base, view, first).candidate);
            let same = within.filter(|&id| review::members(&self.base, view, id).iter().eq(segments.iter()));
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

    /// Returns the segments that resemble those of a code and that the coder has not coded, most similar first. Leaves out
    /// segments that the coder excluded from the code.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is no such code, or no segment of the run has it; [`ProjectError::NoVectors`].
    pub(in crate::project) fn suggest_for(
        &mut self,
        coder: &CoderId,
        code: CodeId,
        limit: usize,
    ) -> Result<CodeSuggestions, ProjectError> {
        self.refresh()?;
        let view = self.state.view(coder);
        review::resolve_code(view, &Named::id(code))?;
        let (codes, coded) = self.coded(view);
        let own = codes.iter().position(|known| *known == code);
        let label = |code: CodeId| view.codes.get(&code).map(|code| code.label.clone()).unwrap_or_default();
        let own = own.ok_or_else(|| review::Refusal::NothingCoded(label(code)))?;
        let refused: BTreeSet<SegmentId> = view.not_of(code, self.base.run).collect();
        let open: Vec<SegmentId> = self
            .base
            .segment_ids()
            .filter(|&id| !view.is_coded(SegmentRef { run: self.base.run, id }) && !refused.contains(&id))
            .collect();
        let (score, name) = match codes.len() {
            1 => (LikenessScore::Nearest, "nearest"),
            _ => (LikenessScore::Ridge, "ridge"),
        };
        let embeddings = self.all_vectors()?;
        let rows: Vec<usize> = open.iter().map(|segment| segment.0 as usize - 1).collect();
        let scores = likeness(&embeddings, &rows, &coded, codes.len(), score, &NoProgress)?;
        let mut ranked: Vec<SuggestedSegment> = open
            .iter()
            .zip(&scores)
            .map(|(&segment, scores)| {
                let others = scores.iter().copied().enumerate().filter(|&(at, _)| at != own);
                let rival = others.reduce(|a, b| if b.1 > a.1 { b } else { a });
                SuggestedSegment {
                    segment,
                    score: scores[own],
                    rival: rival.map(|(at, _)| codes[at]),
                    rival_label: rival.map(|(at, _)| label(codes[at])),
                    rival_score: rival.map(|(_, score)| score),
                }
            })
            .collect();
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.segment.cmp(&b.segment)));
        ranked.truncate(limit);
        Ok(CodeSuggestions {
            code,
            label: label(code),
            score: name,
            n_coded: coded.iter().filter(|&&(_, at)| at == own).count(),
            n_open: open.len(),
            segments: ranked,
        })
    }

    /// Tells whether a segment may be grouped again: it is not coded, and it is in no candidate or in an open one.
    fn is_open(&self, view: &CoderState, segment: SegmentId) -> bool {
        if view.is_coded(SegmentRef { run: self.base.run, id: segment }) {
            return false;
        }
        match review::place(&self.base, view, segment).candidate {
            None => true,
            Some(id) => {
                let verdict = view.candidates.get(&(self.base.run, id)).map(|candidate| candidate.verdict);
                verdict.is_none_or(|verdict| verdict == CandidateStatus::Open)
            }
        }
    }

    /// Returns the codes that segments of the run have, and pairs of a segment's row and the index of its code.
    fn coded(&self, view: &CoderState) -> (Vec<CodeId>, Vec<(usize, usize)>) {
        let run = self.base.run;
        let pairs: BTreeSet<(CodeId, SegmentId)> = view
            .codings
            .values()
            .filter(|coding| !coding.negative)
            .filter_map(|coding| Some((coding.code, coding.segment.filter(|of| of.run == run)?.id)))
            .filter(|(_, segment)| self.base.segment(*segment).is_some())
            .collect();
        let mut codes: Vec<CodeId> = pairs.iter().map(|(code, _)| *code).collect();
        codes.dedup();
        let at: BTreeMap<CodeId, usize> = codes.iter().copied().zip(0..).collect();
        let coded = pairs.into_iter().map(|(code, segment)| (segment.0 as usize - 1, at[&code])).collect();
        (codes, coded)
    }

    /// Returns the rows that each rejected candidate had when it was rejected, from the log: its segments may have been moved
    /// since.
    fn rejected(&self, coder: &CoderId) -> Result<BTreeMap<ProposalId, BTreeSet<usize>>, ProjectError> {
        let view = self.state.view(coder);
        let is_rejected = |id: ProposalId| {
            let found = view.candidates.get(&(self.base.run, id));
            found.is_some_and(|candidate| candidate.verdict == CandidateStatus::Rejected)
        };
        let mut found: BTreeMap<ProposalId, BTreeSet<usize>> = BTreeMap::new();
        for operation in self.project.store.operations()? {
            let Some(detail) = detail_of(&operation, self.path())? else { continue };
            let is_rejection = matches!(detail.decision, Some(Decision::Reject { .. }));
            if !is_rejection || detail.coder != *coder || detail.run != Some(self.base.run) {
                continue;
            }
            let mut rows: BTreeMap<ProposalId, BTreeSet<usize>> = BTreeMap::new();
            for change in &detail.changes {
                if let (RecordKey::Place(_, _, segment), Some(Record::Place(place))) =
                    (&change.key, &change.after)
                    && let Some(id) = place.rejected_with.filter(|&id| is_rejected(id))
                {
                    rows.entry(id).or_default().insert(segment.0 as usize - 1);
                }
            }
            found.extend(rows);
        }
        Ok(found)
    }

    /// Returns the vectors of all segments of the run.
    pub(in crate::project) fn all_vectors(&self) -> Result<Embeddings, ProjectError> {
        let describing = self.describing()?;
        let store = &self.project.store;
        let segments: Vec<SegmentId> = self.base.segment_ids().collect();
        describing.vectors(self.path(), &segments, &|model, texts| store.embeddings(model, texts))
    }
}
