//! What the log keeps of making a project file from another: the operation with which the log of the new file begins.

use serde::{Deserialize, Serialize};

use crate::domain::{
    CandidateThemeId, CoderId, CodingId, CodingMade, MemoId, OperationKind, ProposalId, RecordChange, RunId,
    SuccessorHow, Timestamp,
};

/// The detail of the operation with which the log of a successor begins. It stands for all operations before it, which are in the log of the
/// file from which it was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SuccessorDetail {
    /// The program's version.
    pub(super) version: String,
    /// How it was made.
    pub(super) how: SuccessorHow,
    /// The end of the log of the file from which it was made.
    pub(super) predecessor: LogEnd,
    /// Why, if a reason was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
    /// The last numbers that coders gave to candidates of their own.
    pub(super) numbers: Vec<GivenNumbers>,
    /// How and when the codings were made.
    pub(super) codings: Vec<KeptCoding>,
    /// When the memos were written and changed.
    pub(super) memos: Vec<KeptMemo>,
    /// All records, each from nothing to its value.
    pub(super) changes: Vec<RecordChange>,
}

/// The end of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LogEnd {
    /// How many operations it has.
    pub n_operations: u32,
    /// The hash of the last one.
    pub last_hash: String,
}

/// The last numbers that a coder gave to candidates of their own in a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct GivenNumbers {
    pub(super) coder: CoderId,
    pub(super) run: RunId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_code: Option<ProposalId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_candidate_theme: Option<CandidateThemeId>,
}

/// How and when a coding was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct KeptCoding {
    pub(super) coder: CoderId,
    pub(super) coding: CodingId,
    pub(super) at: Timestamp,
    pub(super) made: CodingMade,
}

/// When a memo was written and last changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct KeptMemo {
    pub(super) coder: CoderId,
    pub(super) memo: MemoId,
    pub(super) written: Timestamp,
    pub(super) changed: Timestamp,
}

impl SuccessorDetail {
    /// Returns the reason that an operation of this kind gives.
    pub(super) fn reason_of(kind: OperationKind, detail: &serde_json::Value) -> Option<String> {
        let reason = detail.get("reason").filter(|_| kind == OperationKind::Successor)?;
        reason.as_str().map(str::to_owned)
    }
}
