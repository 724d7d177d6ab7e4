//! Contradictions between two copies of a project.

use serde::Serialize;

use super::coder::CoderId;
use super::ids::OperationId;
use super::timestamp::Timestamp;

/// An operation of the second copy that contradicts what the first copy holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Contradiction {
    /// The operation in the second copy.
    pub second: OneSide,
    /// The last operation of the first copy that changed the same record; null if the contradiction comes through another
    /// contradicting operation of the second copy.
    pub first: Option<OneSide>,
    /// The record on which they differ.
    pub key: String,
}

/// An operation in one copy.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OneSide {
    /// Its number in that copy.
    pub operation: OperationId,
    /// Who did it.
    pub coder: CoderId,
    /// When.
    pub at: Timestamp,
    /// What was done, in words.
    pub words: String,
}
