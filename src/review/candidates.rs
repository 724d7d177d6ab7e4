//! The candidate themes as a coder sees them: the run's proposals, with the coder's changes.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{CoderState, RunSnapshot};
use crate::domain::{
    CandidateStatus, CandidateTheme, CodeId, Codebook, CodebookCoding, CodebookEntry, CodebookMemo,
    ProposalId, SegmentId, SegmentRef, ThemeAssignment,
};

/// Returns a candidate theme: the coder's record, or the run's proposal.
#[must_use]
pub fn candidate(base: &RunSnapshot, view: &CoderState, theme: ProposalId) -> Option<CandidateTheme> {
    if let Some(decided) = view.themes.get(&(base.run, theme)) {
        return Some(decided.clone());
    }
    let proposed = base.theme(theme)?;
    Some(CandidateTheme {
        label: proposed.label.clone(),
        verdict: CandidateStatus::Open,
        code: None,
        merged_into: None,
        made_by: None,
        evidence: proposed.evidence.clone(),
    })
}

/// Lists the numbers of all candidate themes: those of the run, then those that the coder made.
#[must_use]
pub fn candidate_ids(base: &RunSnapshot, view: &CoderState) -> Vec<ProposalId> {
    let first = (base.run, ProposalId(base.n_themes() + 1));
    let made = view.themes.range(first..).take_while(|((run, _), _)| *run == base.run);
    (1..=base.n_themes()).map(ProposalId).chain(made.map(|((_, theme), _)| *theme)).collect()
}

/// Lists the segments of a candidate theme.
#[must_use]
pub fn members(base: &RunSnapshot, view: &CoderState, theme: ProposalId) -> BTreeSet<SegmentId> {
    let proposed = base.theme(theme).map(|proposed| &proposed.members);
    proposed
        .into_iter()
        .flatten()
        .copied()
        .filter(|&segment| !view.places.contains_key(&(base.run, segment)))
        .chain(view.placed(base.run, theme))
        .collect()
}

/// Returns the theme in which a coder has a segment.
#[must_use]
pub fn place(base: &RunSnapshot, view: &CoderState, segment: SegmentId) -> ThemeAssignment {
    let moved = view.places.get(&(base.run, segment)).copied();
    moved.unwrap_or_else(|| ThemeAssignment { theme: base.theme_of(segment), ..ThemeAssignment::default() })
}

/// Tells whether the coder has decided on a segment: it is coded, or was removed from all themes, or its theme has a verdict.
#[must_use]
pub fn is_decided(base: &RunSnapshot, view: &CoderState, segment: SegmentId) -> bool {
    if view.is_coded(SegmentRef { run: base.run, id: segment }) {
        return true;
    }
    match place(base, view, segment).theme {
        None => view.places.contains_key(&(base.run, segment)),
        Some(theme) => {
            view.themes.get(&(base.run, theme)).is_some_and(|theme| theme.verdict != CandidateStatus::Open)
        }
    }
}

/// Returns a coder's codes as a tree, with codings and memos. Equal states give codebooks with equal JSON bytes.
#[must_use]
pub fn codebook(view: &CoderState) -> Codebook {
    let mut codings: Vec<CodebookCoding> =
        view.codings.iter().map(|(id, coding)| CodebookCoding { id: *id, coding: coding.clone() }).collect();
    codings.sort_by(|a, b| {
        let place = |c: &CodebookCoding| (c.coding.span(), c.coding.code, c.id);
        a.coding.document.cmp(&b.coding.document).then_with(|| place(a).cmp(&place(b)))
    });
    let memos = view.memos.iter().map(|(id, memo)| CodebookMemo { id: *id, memo: memo.clone() }).collect();
    Codebook { codes: entries(view, None, view.codes.len()), codings, memos }
}

/// Returns the codes under a parent. The depth is limited by the number of codes, even for a damaged file.
fn entries(view: &CoderState, parent: Option<CodeId>, depth: usize) -> Vec<CodebookEntry> {
    if depth == 0 {
        return Vec::new();
    }
    view.children(parent)
        .into_iter()
        .map(|(id, code)| CodebookEntry {
            id,
            code: code.clone(),
            n_codings: view.n_codings(id),
            codes: entries(view, Some(id), depth - 1),
        })
        .collect()
}

/// The progress of a coder's review of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReviewProgress {
    /// How many segments the run has.
    pub n_segments: usize,
    /// How many of these are coded, were removed from all themes, or are in a theme with a verdict.
    pub n_decided: usize,
    /// How many of these are coded.
    pub n_coded: usize,
    /// How many candidate themes there are, without merged and emptied ones.
    pub n_themes: usize,
    /// How many of these are open.
    pub n_open: usize,
    /// How many of these were accepted.
    pub n_accepted: usize,
    /// How many of these were rejected.
    pub n_rejected: usize,
    /// How many of these were deferred.
    pub n_deferred: usize,
    /// How many codes the coder has.
    pub n_codes: usize,
    /// How many codings the coder has.
    pub n_codings: usize,
    /// How many memos the coder has.
    pub n_memos: usize,
}

/// Counts the progress of a coder's review.
#[must_use]
pub fn progress(base: &RunSnapshot, view: &CoderState) -> ReviewProgress {
    let verdicts: Vec<CandidateStatus> = candidate_ids(base, view)
        .into_iter()
        .filter_map(|theme| candidate(base, view, theme))
        .map(|theme| theme.verdict)
        .collect();
    let of = |verdict| verdicts.iter().filter(|&&found| found == verdict).count();
    let (n_open, n_accepted) = (of(CandidateStatus::Open), of(CandidateStatus::Accepted));
    let (n_rejected, n_deferred) = (of(CandidateStatus::Rejected), of(CandidateStatus::Deferred));
    let coded = |id| view.is_coded(crate::domain::SegmentRef { run: base.run, id });
    ReviewProgress {
        n_segments: base.n_segments(),
        n_decided: base.segment_ids().filter(|&segment| is_decided(base, view, segment)).count(),
        n_coded: base.segment_ids().filter(|&segment| coded(segment)).count(),
        n_themes: n_open + n_accepted + n_rejected + n_deferred,
        n_open,
        n_accepted,
        n_rejected,
        n_deferred,
        n_codes: view.codes.len(),
        n_codings: view.codings.len(),
        n_memos: view.memos.len(),
    }
}
