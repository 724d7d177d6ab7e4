//! Names of codes and coders, for sentences about decisions.

use super::candidate_id::CandidateId;
use super::coder::CoderId;
use super::ids::{CodeId, RunId};

/// Looks up the current labels of codes, names of coders, and how candidates are named.
pub trait Names {
    /// Returns the label of a coder's code; `None` if the code no longer exists.
    fn code_label(&self, coder: &CoderId, code: CodeId) -> Option<&str>;

    /// Returns a coder's name; `None` if nobody has the id.
    fn coder_name(&self, coder: &CoderId) -> Option<&str>;

    /// Returns the label that a run proposed for a candidate; `None` if the run is not at hand.
    fn proposed_label(&self, _run: RunId, _candidate: CandidateId) -> Option<&str> {
        None
    }

    /// Tells whether a run is known to have one level of candidates, so that letters name all of them.
    fn has_one_level(&self, _run: RunId) -> bool {
        false
    }
}
