//! The result of a decision, and what a front end must show again.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Reviewer;
use crate::domain::{
    CandidateStatus, CandidateTheme, CodeId, CoderId, CodingId, Decision, MemoId, OperationId, OperationKind,
    ProposalId, Record, RecordChange, RecordKey, ReviewDetail, SegmentId, Timestamp,
};
use crate::project::ProjectError;
use crate::review::{self, Context};
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
    /// The candidate themes that changed, including new ones.
    pub themes: Vec<ProposalId>,
    /// Those of them that are new.
    pub new_themes: Vec<ProposalId>,
    /// The segments whose theme or codings changed.
    pub segments: Vec<SegmentId>,
    /// The codes that were changed, made or deleted.
    pub codes: Vec<CodeId>,
    /// The codings that were changed, made or removed.
    pub codings: Vec<CodingId>,
    /// The memos that were changed, written or deleted.
    pub memos: Vec<MemoId>,
}

impl AffectedRecords {
    pub(super) fn of(changes: &[RecordChange]) -> Self {
        let mut redraw = Self::default();
        for change in changes {
            match &change.key {
                RecordKey::Theme(_, _, theme) => {
                    redraw.themes.push(*theme);
                    let is_made = matches!(&change.after, Some(Record::Theme(t)) if t.made_by.is_some());
                    if change.before.is_none() && is_made {
                        redraw.new_themes.push(*theme);
                    }
                }
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
        redraw.segments.sort_unstable();
        redraw.segments.dedup();
        redraw
    }
}

/// The effects that a decision would have.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Preview {
    /// What it would do, in words.
    pub words: String,
    /// How many segments would change their theme or codings, or are in a theme whose status would change.
    pub n_segments: usize,
    /// How many participants these segments are from.
    pub n_participants: usize,
    /// The candidate themes that would change, before and after.
    pub themes: Vec<ThemePreview>,
    /// How many other candidate themes there are, of which no record changes.
    pub n_unchanged_themes: usize,
    /// A sentence that says that no other theme changes.
    pub unchanged: String,
    /// How many codings would be made.
    pub n_new_codings: usize,
    /// How many codings would be removed.
    pub n_lost_codings: usize,
    /// What a front end would have to show again. New ids are those assigned if no other decision comes first.
    pub touched: AffectedRecords,
}

/// A candidate theme before and after a decision.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ThemePreview {
    /// Its number.
    pub theme: ProposalId,
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
        let touched = AffectedRecords::of(&changes);
        let mut segments: BTreeSet<SegmentId> = touched.segments.iter().copied().collect();
        let mut after = self.state.clone();
        changes.iter().for_each(|change| after.apply(change));
        let view_after = after.view(coder);
        let mut themes = Vec::new();
        for change in &changes {
            let RecordKey::Theme(_, _, theme) = change.key else { continue };
            let Some(Record::Theme(new)) = &change.after else { continue };
            let old = review::candidate(&self.base, view, theme);
            let members = review::members(&self.base, view, theme);
            if old.as_ref().is_some_and(|old| old.verdict != new.verdict) {
                segments.extend(&members);
            }
            let n_after = review::members(&self.base, view_after, theme).len();
            themes.push(theme_preview(theme, old.as_ref(), new, [members.len(), n_after]));
        }
        let is_there = |theme: &CandidateTheme| {
            !matches!(theme.verdict, CandidateStatus::Merged | CandidateStatus::Emptied)
        };
        let n_themes = review::candidate_ids(&self.base, view)
            .into_iter()
            .filter(|&id| review::candidate(&self.base, view, id).as_ref().is_some_and(is_there))
            .count();
        let n_known = themes.iter().filter(|theme| !touched.new_themes.contains(&theme.theme)).count();
        let n_unchanged_themes = n_themes.saturating_sub(n_known);
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
            last_theme: None,
            decision: Some(decision.clone()),
            undoes: None,
            redoes: None,
            changes,
            joined: None,
            set_aside: None,
        };
        Preview {
            words: words::operation(OperationKind::Decide, &detail, &after),
            n_segments,
            n_participants,
            themes,
            n_unchanged_themes,
            unchanged: words::unchanged_themes(n_unchanged_themes),
            n_new_codings,
            n_lost_codings,
            touched,
        }
    }
}

fn theme_preview(
    theme: ProposalId,
    old: Option<&CandidateTheme>,
    new: &CandidateTheme,
    [n_segments_before, n_segments_after]: [usize; 2],
) -> ThemePreview {
    // A theme without segments keeps its old evidence only as history.
    let of = |theme: &CandidateTheme, n: usize| theme.evidence.cohesion.filter(|_| n > 0);
    let speak = |theme: &CandidateTheme, n: usize| if n > 0 { theme.evidence.n_participants } else { 0 };
    ThemePreview {
        theme,
        label: new.label.clone(),
        verdict: new.verdict,
        n_segments_before,
        n_segments_after,
        n_participants_before: old.map_or(0, |old| speak(old, n_segments_before)),
        n_participants_after: speak(new, n_segments_after),
        cohesion_before: old.and_then(|old| of(old, n_segments_before)),
        cohesion_after: of(new, n_segments_after),
        key_terms_after: new.evidence.key_terms.iter().map(|term| term.term.clone()).collect(),
    }
}
