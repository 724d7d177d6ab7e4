//! How far a review has come.

use serde::Serialize;

use crate::domain::Verdict;

use super::{Base, View, candidate, candidate_ids, is_decided};

/// How far a coder's review of a run has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReviewProgress {
    /// How many segments the run has.
    pub n_segments: usize,
    /// Of these, how many are coded, were taken out of all themes, or are in a theme with a verdict.
    pub n_decided: usize,
    /// Of these, how many are coded.
    pub n_coded: usize,
    /// How many candidate themes there are; those that were merged or emptied do not count.
    pub n_themes: usize,
    /// Of these, how many are open.
    pub n_open: usize,
    /// Of these, how many were accepted.
    pub n_accepted: usize,
    /// Of these, how many were rejected.
    pub n_rejected: usize,
    /// Of these, how many were deferred.
    pub n_deferred: usize,
    /// How many codes the coder has.
    pub n_codes: usize,
    /// How many codings the coder has.
    pub n_codings: usize,
    /// How many memos the coder has.
    pub n_memos: usize,
}

/// Counts how far a coder's review has come.
#[must_use]
pub fn progress(base: &Base, view: &View) -> ReviewProgress {
    let verdicts: Vec<Verdict> = candidate_ids(base, view)
        .into_iter()
        .filter_map(|theme| candidate(base, view, theme))
        .map(|theme| theme.verdict)
        .collect();
    let of = |verdict| verdicts.iter().filter(|&&found| found == verdict).count();
    let (n_open, n_accepted) = (of(Verdict::Open), of(Verdict::Accepted));
    let (n_rejected, n_deferred) = (of(Verdict::Rejected), of(Verdict::Deferred));
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
