//! What an entry of the log holds where a coder decided, undid or redid something.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::coder::CoderId;
use super::decision::Decision;
use super::ids::{OperationId, ProposalId, RunId};
use super::record::RecordChange;

/// The detail of an operation that changes records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReviewDetail {
    /// Who did it.
    pub coder: CoderId,
    /// Why, where the coder said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The run under review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<RunId>,
    /// The highest number that it gave to a new candidate theme: no number is given twice, even after an undo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_theme: Option<ProposalId>,
    /// The decision as the coder wrote it down; `None` for an undo or a redo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// The operation that it takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<OperationId>,
    /// The operation that it does again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redoes: Option<OperationId>,
    /// Each record that it changes, before and after.
    pub changes: Vec<RecordChange>,
    /// Where it stood in the copy from which it was joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<Joined>,
    /// For an operation that was set aside: its whole detail in the copy that it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_aside: Option<Value>,
}

/// An entry in the log of another copy of the project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Joined {
    /// Its number there.
    pub entry: OperationId,
    /// Its hash there.
    pub hash: String,
}
