//! The result of a decision, and what a front end must show again.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Reviewer;
use crate::domain::{
    CandidateEvidence, CandidateId, CandidateStatus, CandidateThemeId, CodeId, CoderId, CodingId, Decision,
    MemoId, OperationId, OperationKind, ProposalId, Record, RecordChange, RecordKey, ReviewDetail, RunId,
    SegmentId, Timestamp,
};
use crate::project::ProjectError;
use crate::review::{self, CoderState, Context, NamesInRuns, RunSnapshot};
use crate::words;

/// An operation that was made, and what a front end must show again.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Decided {
    /// Its number in the log.
    pub operation: OperationId,
    /// `decide`, `undo` or `redo`.
    pub kind: OperationKind,
    /// Who made it.
    pub coder: CoderId,
    /// When.
    pub at: Timestamp,
    /// What it did, in words.
    pub words: String,
    /// The operation that it undid or redid; null for a decision.
    pub of: Option<OperationId>,
    /// What that operation did, in words; null for a decision.
    pub of_words: Option<String>,
    /// What changed.
    #[serde(flatten)]
    pub touched: AffectedRecords,
}

/// What changed in the coder's view.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AffectedRecords {
    /// The candidates that changed, including new ones.
    pub candidates: Vec<CandidateId>,
    /// Those of them that are new.
    pub new_candidates: Vec<CandidateId>,
    /// The segments whose candidate or codings changed.
    pub segments: Vec<SegmentId>,
    /// The codes that were changed, made or deleted.
    pub codes: Vec<CodeId>,
    /// The codings that were changed, made or removed.
    pub codings: Vec<CodingId>,
    /// The memos that were changed, written or deleted.
    pub memos: Vec<MemoId>,
}

impl AffectedRecords {
    pub(super) fn of(one_level: &BTreeSet<RunId>, changes: &[RecordChange]) -> Self {
        let mut redraw = Self::default();
        let name = |run: RunId, id: ProposalId| match one_level.contains(&run) {
            true => CandidateId::Theme(CandidateThemeId(id.0)),
            false => CandidateId::Code(id),
        };
        for change in changes {
            match &change.key {
                RecordKey::CandidateCode(_, run, id) => {
                    let is_made =
                        matches!(&change.after, Some(Record::CandidateCode(c)) if c.made_by.is_some());
                    redraw.candidate(name(*run, *id), change.before.is_none() && is_made);
                }
                RecordKey::CandidateTheme(_, _, id) => {
                    let is_made =
                        matches!(&change.after, Some(Record::CandidateTheme(t)) if t.made_by.is_some());
                    redraw.candidate((*id).into(), change.before.is_none() && is_made);
                }
                RecordKey::Grouping(_, run, id) => redraw.candidate(name(*run, *id), false),
                RecordKey::Place(_, _, segment) | RecordKey::Fit(_, _, _, segment) => {
                    redraw.segments.push(*segment)
                }
                RecordKey::Code(_, id) => redraw.codes.push(*id),
                RecordKey::Coding(_, id) => {
                    redraw.codings.push(*id);
                    let sides = [&change.before, &change.after].into_iter().flatten();
                    redraw.segments.extend(sides.filter_map(|record| match record {
                        Record::Coding(coding) => coding.segment.map(|segment| segment.id),
                        _ => None,
                    }));
                }
                RecordKey::Memo(_, id) => redraw.memos.push(*id),
                RecordKey::Adjudication(..)
                | RecordKey::Coder(_)
                | RecordKey::Comparison
                | RecordKey::DefaultCoder
                | RecordKey::Approach => {}
            }
        }
        for list in [&mut redraw.candidates, &mut redraw.new_candidates] {
            list.sort_unstable();
            list.dedup();
        }
        redraw.segments.sort_unstable();
        redraw.segments.dedup();
        redraw
    }

    fn candidate(&mut self, id: CandidateId, is_new: bool) {
        self.candidates.push(id);
        self.new_candidates.extend(is_new.then_some(id));
    }
}

/// The effects that a decision would have.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Preview {
    /// What it would do, in words.
    pub words: String,
    /// How many segments would change their candidate or codings, or are in a candidate whose status would change.
    pub n_segments: usize,
    /// How many participants these segments are from.
    pub n_participants: usize,
    /// The candidates that would change, before and after.
    pub candidates: Vec<CandidatePreview>,
    /// How many other candidates there are, of which no record changes.
    pub n_unchanged_candidates: usize,
    /// A sentence that says that no other candidate changes.
    pub unchanged: String,
    /// How many codings would be made.
    pub n_new_codings: usize,
    /// How many codings would be removed.
    pub n_lost_codings: usize,
    /// What a front end would have to show again. New ids are those assigned if no other decision comes first.
    pub touched: AffectedRecords,
}

/// A candidate before and after a decision.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CandidatePreview {
    /// Its letters or its number.
    pub candidate: CandidateId,
    /// Its label after the decision.
    pub label: String,
    /// Its status after the decision.
    pub verdict: CandidateStatus,
    /// How many segments it has now; 0 if it would be new.
    pub n_segments_before: usize,
    /// How many it would have.
    pub n_segments_after: usize,
    /// How many participants its segments are from now.
    pub n_participants_before: usize,
    /// How many they would be from.
    pub n_participants_after: usize,
    /// Its cohesion now; null where it has no segment.
    pub cohesion_before: Option<f64>,
    /// Its cohesion after the decision; null where it would have no segment.
    pub cohesion_after: Option<f64>,
    /// Its key terms after the decision, best first.
    pub key_terms_after: Vec<String>,
}

impl Reviewer {
    /// Returns the effects that a decision would have now; nothing is written.
    ///
    /// # Errors
    /// As for [`Reviewer::decide`].
    pub(in crate::project) fn preview(
        &mut self,
        coder: &CoderId,
        decision: &Decision,
        at: &Timestamp,
    ) -> Result<Preview, ProjectError> {
        self.refresh()?;
        let context = Context {
            coder,
            at,
            // Some decisions need a reason; the real one is given when the decision is made.
            reason: Some("a trial"),
            operation: OperationId(self.seen.0 + 1),
            previous_hash: "",
            next_code: self.history.next_code(coder, self.base.run, self.base.n_codes()),
            next_theme: self.history.next_theme(coder, self.base.run, self.base.n_themes()),
        };
        let outcome = review::decide(&self.state, &self.base, &context, decision)?;
        let store = &self.project.store;
        let changes = outcome.complete(|touched| {
            self.describing()?
                .describe(self.path(), &touched.segments, &|model, texts| store.embeddings(model, texts))
        })?;
        Ok(self.preview_of(coder, decision, changes))
    }

    fn preview_of(&self, coder: &CoderId, decision: &Decision, changes: Vec<RecordChange>) -> Preview {
        let view = self.state.view(coder);
        let touched = AffectedRecords::of(&self.one_level, &changes);
        let mut segments: BTreeSet<SegmentId> = touched.segments.iter().copied().collect();
        let mut after = self.state.clone();
        changes.iter().for_each(|change| after.apply(change));
        let view_after = after.view(coder);
        let mut candidates = Vec::new();
        for &id in &touched.candidates {
            let Some(new) = Side::of(&self.base, view_after, id) else { continue };
            let old = Side::of(&self.base, view, id);
            if let Some(old) = old.as_ref().filter(|old| old.verdict != new.verdict) {
                segments.extend(&old.segments);
            }
            candidates.push(candidate_preview(id, old, new));
        }
        let is_there = |id: &CandidateId| {
            let found = Side::of(&self.base, view, *id);
            found.is_some_and(|found| {
                !matches!(found.verdict, CandidateStatus::Merged | CandidateStatus::Emptied)
            })
        };
        let known = &touched.candidates;
        let others = review::candidate_names(&self.base, view).into_iter().filter(|id| !known.contains(id));
        let n_unchanged_candidates = others.filter(is_there).count();
        let people: BTreeSet<&str> = segments
            .iter()
            .filter_map(|&segment| self.base.segment(segment)?.participant.as_deref())
            .collect();
        let codings = |is: fn(&RecordChange) -> bool| {
            changes.iter().filter(|c| matches!(c.key, RecordKey::Coding(..)) && is(c)).count()
        };
        let (n_new_codings, n_lost_codings) =
            (codings(|c| c.before.is_none()), codings(|c| c.after.is_none()));
        let (n_segments, n_participants) = (segments.len(), people.len());
        let detail = ReviewDetail {
            coder: coder.clone(),
            reason: None,
            run: Some(self.base.run),
            last_code: None,
            last_candidate_theme: None,
            decision: Some(decision.clone()),
            undoes: None,
            redoes: None,
            changes,
            joined: None,
            set_aside: None,
        };
        Preview {
            words: words::operation(
                OperationKind::Decide,
                &detail,
                &NamesInRuns { state: &after, one_level: &self.one_level },
            ),
            n_segments,
            n_participants,
            candidates,
            n_unchanged_candidates,
            unchanged: words::unchanged_candidates(n_unchanged_candidates),
            n_new_codings,
            n_lost_codings,
            touched,
        }
    }
}

/// A candidate before or after a decision.
struct Side {
    label: String,
    verdict: CandidateStatus,
    segments: BTreeSet<SegmentId>,
    evidence: CandidateEvidence,
}

impl Side {
    fn of(base: &RunSnapshot, view: &CoderState, id: CandidateId) -> Option<Self> {
        Some(match base.meant(id) {
            review::Candidate::OfSegments(id) => {
                let found = review::candidate(base, view, id)?;
                let segments = review::members(base, view, id);
                Self { label: found.label, verdict: found.verdict, segments, evidence: found.evidence }
            }
            review::Candidate::OfCodes(id) => {
                let found = review::candidate_theme(base, view, id)?;
                let segments = review::theme_members(base, view, id);
                let verdict = review::theme_status(base, view, id);
                Self { label: found.label, verdict, segments, evidence: found.evidence }
            }
        })
    }

    // A candidate without segments keeps its old evidence only as history.

    fn cohesion(&self) -> Option<f64> {
        self.evidence.cohesion.filter(|_| !self.segments.is_empty())
    }

    fn n_participants(&self) -> usize {
        if self.segments.is_empty() { 0 } else { self.evidence.n_participants }
    }
}

fn candidate_preview(candidate: CandidateId, old: Option<Side>, new: Side) -> CandidatePreview {
    CandidatePreview {
        candidate,
        verdict: new.verdict,
        n_segments_before: old.as_ref().map_or(0, |old| old.segments.len()),
        n_segments_after: new.segments.len(),
        n_participants_before: old.as_ref().map_or(0, Side::n_participants),
        n_participants_after: new.n_participants(),
        cohesion_before: old.as_ref().and_then(Side::cohesion),
        cohesion_after: new.cohesion(),
        key_terms_after: new.evidence.key_terms.iter().map(|term| term.term.clone()).collect(),
        label: new.label,
    }
}
