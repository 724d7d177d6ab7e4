//! The operation log's vocabulary: each change of a project is one entry.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::coder::CoderId;
use super::decision::Decision;
use super::ids::{OperationId, ProposalId, RunId};
use super::record::RecordChange;

/// A moment, as RFC 3339 in UTC. The library never reads the clock: a face passes it in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Timestamp(pub String);

/// What was done.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display, strum::VariantArray,
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum OperationKind {
    /// The project file was made.
    Create,
    /// Documents were read, cut, embedded, clustered and described.
    Suggest,
    /// A coder decided something.
    Decide,
    /// A coder took a decision back.
    Undo,
    /// A coder made a decision again that was taken back.
    Redo,
    /// The log of another copy of the project was joined to this one.
    Join,
    /// An operation of another copy that contradicted this one, kept with all that it held, and without effect.
    SetAside,
    /// The digests of what a file of an older version held were recorded; what happened before cannot be vouched for.
    Upgrade,
}

impl OperationKind {
    /// All of them.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// One entry of the append-only log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Operation {
    /// Its number, from 1, without gaps.
    pub id: OperationId,
    /// What was done.
    pub kind: OperationKind,
    /// When.
    pub at: Timestamp,
    /// What it was done with, as JSON.
    pub detail: serde_json::Value,
    /// SHA-256 of the entry before, in lower-case hexadecimal; of nothing for the first.
    pub previous_hash: String,
    /// SHA-256 of this entry with `previous_hash` in it.
    pub hash: String,
}

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

/// An operation without a coder, with what its sentence is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgramOperation {
    /// The project file was made.
    Created,
    /// Candidate themes were suggested.
    Suggested {
        /// How many.
        n_themes: usize,
        /// From how many documents.
        n_documents: usize,
    },
    /// The log of another copy was joined.
    Joined {
        /// How many of its operations were joined.
        n_joined: usize,
        /// How many were set aside, since they contradict this copy.
        n_set_aside: usize,
    },
    /// Anything else.
    Other(OperationKind),
    /// The digests of what a file of an older version held were recorded.
    Upgraded,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_called_as_it_is_written() {
        for kind in OperationKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.to_string());
        }
    }
}
