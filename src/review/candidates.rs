//! The candidates as a coder sees them: the run's proposals, with the coder's changes.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Candidate, CoderState, Refusal, RunSegment, RunSnapshot};
use crate::domain::{
    CandidateCode, CandidateId, CandidateStatus, CandidateTheme, CandidateThemeId, CodeId, Codebook,
    CodebookCoding, CodebookEntry, CodebookMemo, MemoTarget, Placement, ProposalId, SegmentId, SegmentRef,
};

/// Returns a candidate that holds segments: the coder's record, or the run's proposal.
#[must_use]
pub fn candidate(base: &RunSnapshot, view: &CoderState, id: ProposalId) -> Option<CandidateCode> {
    if is_out(base, view, id) {
        return None;
    }
    if let Some(decided) = view.candidates.get(&(base.run, id)) {
        return Some(decided.clone());
    }
    let proposed = base.code(id)?;
    Some(CandidateCode {
        label: proposed.label.clone(),
        verdict: CandidateStatus::Open,
        code: None,
        merged_into: None,
        made_by: None,
        evidence: proposed.evidence.clone(),
    })
}

/// Tells whether segments of a candidate were lost, because their document was taken out of the study.
#[must_use]
pub fn lacks_segments(base: &RunSnapshot, view: &CoderState, id: ProposalId) -> bool {
    base.has_absent()
        && (base.lacks_segments(Candidate::OfSegments(id))
            || view.placed(base.run, id).any(|segment| base.is_lost(segment)))
}

/// Tells whether all segments that the run or the coder put in a candidate are absent: there is no such candidate until the documents are put
/// back.
fn is_out(base: &RunSnapshot, view: &CoderState, id: ProposalId) -> bool {
    let is_absent = |segment| base.is_absent(segment);
    base.has_absent()
        && base.code(id).is_none()
        && (base.is_thinned(id) || view.placed(base.run, id).any(is_absent))
        && view.placed(base.run, id).all(is_absent)
}

/// Returns the label of a candidate of either kind; `None` where there is no such candidate.
#[must_use]
pub fn candidate_label(base: &RunSnapshot, view: &CoderState, id: CandidateId) -> Option<String> {
    match base.meant(id) {
        Candidate::OfSegments(id) => candidate(base, view, id).map(|found| found.label),
        Candidate::OfCodes(id) => candidate_theme(base, view, id).map(|found| found.label),
    }
}

/// Returns a candidate theme that holds candidate codes: the coder's record, or the run's proposal.
#[must_use]
pub fn candidate_theme(
    base: &RunSnapshot,
    view: &CoderState,
    id: CandidateThemeId,
) -> Option<CandidateTheme> {
    if let Some(decided) = view.candidate_themes.get(&(base.run, id)) {
        return Some(decided.clone());
    }
    let proposed = base.theme(id)?;
    Some(CandidateTheme {
        label: proposed.label.clone(),
        code: None,
        merged_into: None,
        made_by: None,
        evidence: proposed.evidence.clone(),
    })
}

/// Returns a candidate that holds segments and may still be regrouped: an open or a deferred one.
///
/// # Errors
/// [`Refusal::NoSuchCandidate`]; [`Refusal::Settled`].
pub fn unsettled(base: &RunSnapshot, view: &CoderState, id: ProposalId) -> Result<CandidateCode, Refusal> {
    let found = candidate(base, view, id).ok_or_else(|| no_such(base, view, base.name(id)))?;
    match found.verdict {
        CandidateStatus::Open | CandidateStatus::Deferred => Ok(found),
        _ => Err(settled(base, id, &found)),
    }
}

/// Returns the refusal of a decision on a candidate that holds segments and whose verdict does not allow it.
pub(super) fn settled(base: &RunSnapshot, id: ProposalId, found: &CandidateCode) -> Refusal {
    Refusal::Settled {
        candidate: base.name(id),
        verdict: found.verdict,
        code: found.code,
        merged_into: found.merged_into.map(|into| base.name(into)),
    }
}

/// Returns the refusal of a candidate that does not exist.
#[must_use]
pub fn no_such(base: &RunSnapshot, view: &CoderState, candidate: CandidateId) -> Refusal {
    Refusal::NoSuchCandidate { candidate, run: base.run, known: candidate_names(base, view) }
}

/// Lists the numbers of all candidates that hold segments: those of the run, then those that the coder made.
#[must_use]
pub fn candidate_ids(base: &RunSnapshot, view: &CoderState) -> Vec<ProposalId> {
    let first = (base.run, ProposalId(0));
    let decided =
        view.candidates.range(first..).take_while(|((run, _), _)| *run == base.run).map(|((_, id), _)| *id);
    let all = base.code_ids().chain(decided.filter(|id| base.code(*id).is_none()));
    all.filter(|id| !is_out(base, view, *id)).collect()
}

/// Lists the candidate themes that hold candidate codes: those of the run, then those that the coder made. Empty in a run of one level.
#[must_use]
pub fn candidate_theme_ids(base: &RunSnapshot, view: &CoderState) -> Vec<CandidateThemeId> {
    let first = (base.run, CandidateThemeId(base.n_themes() + 1));
    let made = view.candidate_themes.range(first..).take_while(|((run, _), _)| *run == base.run);
    (1..=base.n_themes()).map(CandidateThemeId).chain(made.map(|((_, id), _)| *id)).collect()
}

/// Lists the names of all candidates: candidate themes first, then candidate codes.
#[must_use]
pub fn candidate_names(base: &RunSnapshot, view: &CoderState) -> Vec<CandidateId> {
    let themes = candidate_theme_ids(base, view).into_iter().map(CandidateId::Theme);
    themes.chain(candidate_ids(base, view).into_iter().map(|id| base.name(id))).collect()
}

/// Returns the candidate theme in which a coder has a candidate code; `None` if it is in none.
#[must_use]
pub fn theme_of(base: &RunSnapshot, view: &CoderState, code: ProposalId) -> Option<CandidateThemeId> {
    match view.groupings.get(&(base.run, code)) {
        Some(grouping) => grouping.theme,
        // What was added to a theme after the coder merged it is in the theme into which it was merged.
        None => Some(merged_into(base, view, base.code(code)?.theme?)),
    }
}

/// Returns the candidate theme into which a coder merged one, through all merges; the theme itself if it was not merged.
fn merged_into(base: &RunSnapshot, view: &CoderState, theme: CandidateThemeId) -> CandidateThemeId {
    let mut now = theme;
    // The number of steps is limited, even for a damaged file.
    for _ in 0..=view.candidate_themes.len() {
        let Some(into) = view.candidate_themes.get(&(base.run, now)).and_then(|theme| theme.merged_into)
        else {
            break;
        };
        now = into;
    }
    now
}

/// Lists the candidate codes of a candidate theme, without those that were merged into another or emptied.
#[must_use]
pub fn codes_of(base: &RunSnapshot, view: &CoderState, theme: CandidateThemeId) -> Vec<ProposalId> {
    let is_gone = |id: &ProposalId| {
        let verdict = view.candidates.get(&(base.run, *id)).map(|code| code.verdict);
        verdict.is_some_and(CandidateStatus::is_gone)
    };
    let mut codes = candidate_ids(base, view);
    codes.retain(|id| theme_of(base, view, *id) == Some(theme) && !is_gone(id));
    codes
}

/// Returns the status of a candidate theme that holds candidate codes, which follows from theirs.
///
/// It is accepted if there is a theme of the codebook for it. Otherwise it is open while a candidate code of it is open, then deferred if one
/// is deferred, then accepted if one is accepted.
#[must_use]
pub fn theme_status(base: &RunSnapshot, view: &CoderState, id: CandidateThemeId) -> CandidateStatus {
    let theme = view.candidate_themes.get(&(base.run, id));
    if theme.is_some_and(|theme| theme.merged_into.is_some()) {
        return CandidateStatus::Merged;
    }
    let codes = codes_of(base, view, id);
    if codes.is_empty() {
        return CandidateStatus::Emptied;
    }
    if view.living(theme.and_then(|theme| theme.code)).is_some() {
        return CandidateStatus::Accepted;
    }
    let verdicts: BTreeSet<CandidateStatus> = codes
        .iter()
        .map(|code| view.candidates.get(&(base.run, *code)).map_or(CandidateStatus::Open, |c| c.verdict))
        .collect();
    let in_order = [CandidateStatus::Open, CandidateStatus::Deferred, CandidateStatus::Accepted];
    in_order.into_iter().find(|status| verdicts.contains(status)).unwrap_or(CandidateStatus::Rejected)
}

/// Lists the segments of a candidate that holds segments.
#[must_use]
pub fn members(base: &RunSnapshot, view: &CoderState, id: ProposalId) -> BTreeSet<SegmentId> {
    let merged = view.merged_into(base.run, id);
    // Where they were taken out of it, segments that the coder never placed were out of the study then.
    let holds_proposed = !view.candidates.get(&(base.run, id)).is_some_and(|found| is_left(found.verdict));
    let proposed = std::iter::once(&id).chain(&merged).filter(|_| holds_proposed);
    let proposed = proposed.filter_map(|id| Some(&base.code(*id)?.members));
    proposed
        .flatten()
        .copied()
        .filter(|&segment| !view.places.contains_key(&(base.run, segment)))
        .chain(view.placed(base.run, id).filter(|&segment| base.segment(segment).is_some()))
        .collect()
}

/// Tells whether all segments leave a candidate with this verdict.
fn is_left(verdict: CandidateStatus) -> bool {
    verdict.is_gone() || verdict == CandidateStatus::Rejected
}

/// Lists the segments of all candidate codes of a candidate theme.
#[must_use]
pub fn theme_members(base: &RunSnapshot, view: &CoderState, theme: CandidateThemeId) -> BTreeSet<SegmentId> {
    codes_of(base, view, theme).into_iter().flat_map(|code| members(base, view, code)).collect()
}

/// Returns the candidate in which a coder has a segment.
#[must_use]
pub fn place(base: &RunSnapshot, view: &CoderState, segment: SegmentId) -> Placement {
    let moved = view.places.get(&(base.run, segment)).copied();
    let proposed = || base.code_of(segment).and_then(|code| now(base, view, code));
    moved.unwrap_or_else(|| Placement { candidate: proposed(), ..Placement::default() })
}

/// Returns the candidate in which the segments of a candidate are now that a coder never placed: those of a document that was out of the study
/// while the candidate was merged, emptied or rejected. A merged candidate leads to the one that it is in, the others to none.
fn now(base: &RunSnapshot, view: &CoderState, code: ProposalId) -> Option<ProposalId> {
    let mut at = code;
    // The number of steps is limited, even for a damaged file.
    for _ in 0..=view.candidates.len() {
        match view.candidates.get(&(base.run, at)) {
            Some(found) if is_left(found.verdict) => at = found.merged_into?,
            _ => break,
        }
    }
    Some(at)
}

/// Tells whether a segment is coded: it has a coding itself, or codings of segments of other runs cover at least half of it.
#[must_use]
pub fn is_coded(base: &RunSnapshot, view: &CoderState, segment: SegmentId) -> bool {
    let reference = SegmentRef { run: base.run, id: segment };
    let covers = |of: &RunSegment| view.is_covered(base.run, &of.document, of.span);
    view.is_coded(reference) || base.segment(segment).is_some_and(covers)
}

/// Tells whether what a memo is on is in the study: not in a document that was taken out.
#[must_use]
pub fn is_on_something(base: &RunSnapshot, view: &CoderState, on: &MemoTarget) -> bool {
    match on {
        MemoTarget::Document(name) => !base.is_removed(name),
        MemoTarget::Segment(SegmentRef { run, id }) => *run != base.run || !base.is_absent(*id),
        MemoTarget::Coding(id) => !view.is_absent(*id),
        MemoTarget::Participant(name) => {
            !base.has_absent() || base.participant(name).is_ok() || !base.was_participant(name)
        }
        MemoTarget::Project | MemoTarget::Candidate(_) | MemoTarget::Code(_) => true,
    }
}

/// Tells whether the coder has dealt with a segment: it is coded, or was removed from all candidates, or its candidate has a verdict, be it
/// that the decision is deferred.
#[must_use]
pub fn is_decided(base: &RunSnapshot, view: &CoderState, segment: SegmentId) -> bool {
    if is_coded(base, view, segment) {
        return true;
    }
    match place(base, view, segment).candidate {
        None => view.places.contains_key(&(base.run, segment)),
        Some(id) => view
            .candidates
            .get(&(base.run, id))
            .is_some_and(|candidate| candidate.verdict != CandidateStatus::Open),
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
    Codebook { codes: code_tree(view), codings, memos }
}

/// Returns a coder's codes as a tree, siblings in canonical order.
#[must_use]
pub fn code_tree(view: &CoderState) -> Vec<CodebookEntry> {
    entries(view, None, view.codes.len())
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
    /// How many of these are coded, were removed from all candidates, or are in a candidate that was accepted.
    pub n_decided: usize,
    /// How many of the others are in a deferred candidate.
    pub n_in_deferred: usize,
    /// How many of these are coded.
    pub n_coded: usize,
    /// How many candidate themes there are that hold candidate codes, without merged and emptied ones; 0 in a run of one level.
    pub n_candidate_themes: usize,
    /// How many candidates hold segments, without merged and emptied ones: candidate codes or, in a run of one level, candidate themes.
    pub n_candidates: usize,
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
        .filter_map(|id| candidate(base, view, id))
        .map(|candidate| candidate.verdict)
        .collect();
    let of = |verdict| verdicts.iter().filter(|&&found| found == verdict).count();
    let (n_open, n_accepted) = (of(CandidateStatus::Open), of(CandidateStatus::Accepted));
    let (n_rejected, n_deferred) = (of(CandidateStatus::Rejected), of(CandidateStatus::Deferred));
    let coded = |id| is_coded(base, view, id);
    let deferred =
        |id| candidate(base, view, id).is_some_and(|code| code.verdict == CandidateStatus::Deferred);
    let is_deferred = |segment| !coded(segment) && place(base, view, segment).candidate.is_some_and(deferred);
    ReviewProgress {
        n_segments: base.n_present(),
        n_decided: base
            .present()
            .filter(|&segment| is_decided(base, view, segment) && !is_deferred(segment))
            .count(),
        n_in_deferred: base.present().filter(|&segment| is_deferred(segment)).count(),
        n_coded: base.present().filter(|&segment| coded(segment)).count(),
        n_candidate_themes: candidate_theme_ids(base, view)
            .into_iter()
            .filter(|&theme| !theme_status(base, view, theme).is_gone())
            .count(),
        n_candidates: n_open + n_accepted + n_rejected + n_deferred,
        n_open,
        n_accepted,
        n_rejected,
        n_deferred,
        n_codes: view.codes.len(),
        n_codings: view.codings.len(),
        n_memos: view.memos.values().filter(|memo| is_on_something(base, view, &memo.on)).count(),
    }
}
