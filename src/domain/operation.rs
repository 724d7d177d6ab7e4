//! The vocabulary of the operation log: each change of a project is one operation.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::candidate_id::CandidateThemeId;
use super::coder::CoderId;
use super::decision::Decision;
use super::ids::{OperationId, ProposalId, RunId};
use super::record::RecordChange;
use super::timestamp::Timestamp;

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
    /// A coder undid a decision.
    Undo,
    /// A coder redid a decision that was undone.
    Redo,
    /// The log of another copy of the project was joined to this one.
    Join,
    /// An operation of another copy that contradicts this copy; it is kept with all its content, and has no effect.
    SetAside,
    /// The corrected words of a document were read. They count when they take its place, by decisions of the coders.
    Correct,
    /// The digests of the content of a file of an older version were recorded; changes before that cannot be verified.
    Upgrade,
    /// The project file was made from another, in which the log before it is: without documents that were taken out, or with names replaced.
    Successor,
}

impl OperationKind {
    /// All of them.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// One operation of the append-only log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Operation {
    /// Its number, from 1, without gaps.
    pub id: OperationId,
    /// What was done.
    pub kind: OperationKind,
    /// When.
    pub at: Timestamp,
    /// Its input, as JSON.
    pub detail: serde_json::Value,
    /// SHA-256 of the operation before, in lower-case hexadecimal; of nothing for the first.
    pub previous_hash: String,
    /// SHA-256 of this operation, `previous_hash` included.
    pub hash: String,
}

/// The detail of an operation that changes records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReviewDetail {
    /// Who did it.
    pub coder: CoderId,
    /// The reason, if the coder gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The run under review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<RunId>,
    /// The highest number that it gave to a new candidate code, or to a new candidate theme of a run of one level; older logs call it
    /// `last_theme`. No number is given twice, even after an undo.
    #[serde(alias = "last_theme", default, skip_serializing_if = "Option::is_none")]
    pub last_code: Option<ProposalId>,
    /// The last letters that it gave to a new candidate theme that holds candidate codes. They are not given twice either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_candidate_theme: Option<CandidateThemeId>,
    /// The decision as the coder gave it; `None` for an undo or a redo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// The operation that it undoes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<OperationId>,
    /// The operation that it redoes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redoes: Option<OperationId>,
    /// Each record that it changes, before and after.
    pub changes: Vec<RecordChange>,
    /// Its place in the copy from which it was joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<Joined>,
    /// For an operation that was set aside: its whole detail in the copy from which it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_aside: Option<Value>,
}

/// An operation in the log of another copy of the project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Joined {
    /// Its number in that log.
    pub entry: OperationId,
    /// Its hash in that log.
    pub hash: String,
}

/// How a project file was made from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SuccessorHow {
    /// Without documents that were taken out of the study.
    WithoutRemoved {
        /// How many documents.
        n_documents: usize,
    },
    /// With names replaced.
    Pseudonymised {
        /// How many names.
        n_names: usize,
    },
}

/// An operation without a coder, with the facts for its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgramOperation {
    /// The project file was made.
    Created,
    /// Candidates were suggested.
    Suggested {
        /// How many groups of segments: candidate codes or, in a run of one level, candidate themes.
        n_themes: usize,
        /// From how many documents.
        n_documents: usize,
    },
    /// Interviews were added to a run.
    Added {
        /// How many documents.
        n_documents: usize,
        /// How many new candidates.
        n_candidates: usize,
    },
    /// The log of another copy was joined.
    Joined {
        /// How many of its operations were joined.
        n_joined: usize,
        /// How many were set aside, because they contradict this copy.
        n_set_aside: usize,
    },
    /// The project file was made from another.
    Succeeded {
        /// How.
        how: SuccessorHow,
        /// How many operations the log of the other has.
        n_operations: u32,
    },
    /// Anything else.
    Other(OperationKind),
    /// The digests of the content of a file of an older version were recorded.
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
