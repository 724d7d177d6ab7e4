//! The review: candidates and codes, and the decisions of a named coder on them.
//!
//! All is computed from three inputs: the run under review, which never changes ([`RunSnapshot`]); the state, which is the
//! result of all changes so far ([`State`]); and one decision of one coder. [`decide()`] returns the changes, or says why the
//! decision is refused. It changes only the records that the decision names and those that depend on them. [`History`] holds
//! what undo and redo need from the log.

mod absent_codings;
mod candidates;
mod change_set;
mod coded_places;
mod decide;
mod diff;
mod history;
mod planned_changes;
mod queue;
mod resolve;
mod slips;
mod snapshot;
mod state;
#[cfg(test)]
pub(crate) mod tests;

pub use crate::domain::{Difference, DifferenceKind, Refusal};
pub use candidates::{ReviewProgress, progress};
pub use candidates::{
    candidate, candidate_ids, candidate_label, candidate_names, candidate_theme, candidate_theme_ids,
    codes_of, is_coded, is_decided, is_on_something, lacks_segments, members, no_such, place, theme_members,
    theme_of, theme_status, unsettled,
};
pub use candidates::{code_tree, codebook};
pub use change_set::Context;
pub use decide::decide;
pub use diff::diff;
pub use history::{Entry, History, changed_later};
pub use planned_changes::{PlannedChanges, Regrouped};
pub use queue::{Margin, QueueItem, QueueOrder, QueueReason, queue};
pub use resolve::{
    coders_named, resolve_candidate, resolve_code, resolve_coder, resolve_coding, resolve_memo,
};
pub use slips::{is_slip_of, similar};
pub use snapshot::{Candidate, ProposedCode, ProposedTheme, RunSegment, RunSnapshot};
pub use state::{CoderState, NamesInRuns, State};
