//! The candidate themes as a coder sees them: the run's proposals, changed by what the coder decided.

use std::collections::BTreeSet;

use crate::domain::{CandidateTheme, Place, ProposalId, SegmentId, SegmentRef, Verdict};

use super::{Base, View};

/// A candidate theme: the coder's record, or the proposal as the run made it.
#[must_use]
pub fn candidate(base: &Base, view: &View, theme: ProposalId) -> Option<CandidateTheme> {
    if let Some(decided) = view.themes.get(&(base.run, theme)) {
        return Some(decided.clone());
    }
    let proposed = base.theme(theme)?;
    Some(CandidateTheme {
        label: proposed.label.clone(),
        verdict: Verdict::Open,
        code: None,
        merged_into: None,
        made_by: None,
        evidence: proposed.evidence.clone(),
    })
}

/// The numbers of all candidate themes: those of the run, then those that the coder made.
#[must_use]
pub fn candidate_ids(base: &Base, view: &View) -> Vec<ProposalId> {
    let first = (base.run, ProposalId(base.n_themes() + 1));
    let made = view.themes.range(first..).take_while(|((run, _), _)| *run == base.run);
    (1..=base.n_themes()).map(ProposalId).chain(made.map(|((_, theme), _)| *theme)).collect()
}

/// The segments of a candidate theme.
#[must_use]
pub fn members(base: &Base, view: &View, theme: ProposalId) -> BTreeSet<SegmentId> {
    let proposed = base.theme(theme).map(|proposed| &proposed.members);
    proposed
        .into_iter()
        .flatten()
        .copied()
        .filter(|&segment| !view.places.contains_key(&(base.run, segment)))
        .chain(view.placed(base.run, theme))
        .collect()
}

/// Where a coder has a segment.
#[must_use]
pub fn place(base: &Base, view: &View, segment: SegmentId) -> Place {
    let moved = view.places.get(&(base.run, segment)).copied();
    moved.unwrap_or_else(|| Place { theme: base.theme_of(segment), ..Place::default() })
}

/// Whether the coder has decided on a segment: it is coded, or it was taken out of all themes, or its theme has a verdict.
#[must_use]
pub fn is_decided(base: &Base, view: &View, segment: SegmentId) -> bool {
    if view.is_coded(SegmentRef { run: base.run, id: segment }) {
        return true;
    }
    match place(base, view, segment).theme {
        None => view.places.contains_key(&(base.run, segment)),
        Some(theme) => {
            view.themes.get(&(base.run, theme)).is_some_and(|theme| theme.verdict != Verdict::Open)
        }
    }
}
