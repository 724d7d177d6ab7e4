//! The operation log's vocabulary: each change of a project is one entry.

use serde::{Deserialize, Serialize};

use super::ids::OperationId;

/// A moment, as RFC 3339 in UTC. The library never reads the clock: a face passes it in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Timestamp(pub String);

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
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
    pub const ALL: [Self; 8] = [
        Self::Create,
        Self::Suggest,
        Self::Decide,
        Self::Undo,
        Self::Redo,
        Self::Join,
        Self::SetAside,
        Self::Upgrade,
    ];
}

impl std::fmt::Display for OperationKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Create => "create",
            Self::Suggest => "suggest",
            Self::Decide => "decide",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::Join => "join",
            Self::SetAside => "set-aside",
            Self::Upgrade => "upgrade",
        })
    }
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
