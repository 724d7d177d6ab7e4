//! Where two copies of a project say different things of the same.

use serde::Serialize;

use super::coder::CoderId;
use super::ids::OperationId;
use super::timestamp::Timestamp;

/// An operation of the second copy that does not fit on what the first holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Contradiction {
    /// The operation in the second copy.
    pub second: OneSide,
    /// The last operation of the first copy that changed the same; null where it contradicts through another operation of the
    /// second copy that contradicts.
    pub first: Option<OneSide>,
    /// The record of which they differ.
    pub key: String,
}

/// An operation in one copy.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OneSide {
    /// Its number there.
    pub operation: OperationId,
    /// Who did it.
    pub coder: CoderId,
    /// When.
    pub at: Timestamp,
    /// What was done, in words.
    pub words: String,
}
