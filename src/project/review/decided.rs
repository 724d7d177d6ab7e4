//! The result of a decision, and what a front end must show again.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{CandidateView, Reviewer};
use crate::domain::{
    CandidateId, CandidateStatus, CodeId, CoderId, CodingId, Decision, MemoId, OperationId, OperationKind,
    Record, RecordChange, RecordKey, ReviewDetail, RunId, SegmentId, Timestamp,
};
use crate::project::ProjectError;
use crate::review::{self, CoderState, Context, NamesInRuns};
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
        let name = |run: RunId, id| CandidateId::of_segments(id, !one_level.contains(&run));
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
                | RecordKey::Approach
                | RecordKey::Removed(_) => {}
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
            next_code: self.history.next_code(coder, self.base.run, self.base.last_code()),
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
        let found = |view: &CoderState, id| self.candidate(view, id).ok().map(|found| found.theme);
        let mut candidates = Vec::new();
        let mut n_unchanged_candidates = 0;
        for id in review::candidate_names(&self.base, view_after) {
            let Some(new) = found(view_after, id) else { continue };
            if !touched.candidates.contains(&id) {
                let is_gone = new.verdict.is_gone();
                n_unchanged_candidates += usize::from(!is_gone);
                continue;
            }
            let old = found(view, id);
            let decided = old.iter().filter(|old| old.verdict != new.verdict);
            segments.extend(decided.flat_map(|old| &old.segments));
            candidates.push(candidate_preview(old, new));
        }
        let codings = |is: fn(&RecordChange) -> bool| {
            changes.iter().filter(|c| matches!(c.key, RecordKey::Coding(..)) && is(c)).count()
        };
        let (n_new_codings, n_lost_codings) =
            (codings(|c| c.before.is_none()), codings(|c| c.after.is_none()));
        let (n_segments, n_participants) = (segments.len(), self.base.n_participants(&segments));
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
                &NamesInRuns { state: &after, one_level: &self.one_level, base: Some(&self.base) },
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

fn candidate_preview(old: Option<CandidateView>, new: CandidateView) -> CandidatePreview {
    CandidatePreview {
        candidate: new.id,
        label: new.label,
        verdict: new.verdict,
        n_segments_before: old.as_ref().map_or(0, |old| old.n_segments),
        n_segments_after: new.n_segments,
        n_participants_before: old.as_ref().map_or(0, |old| old.n_participants),
        n_participants_after: new.n_participants,
        cohesion_before: old.and_then(|old| old.cohesion),
        cohesion_after: new.cohesion,
        key_terms_after: new.key_terms,
    }
}
