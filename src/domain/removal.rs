//! Documents that were taken out of a study.

use serde::{Deserialize, Serialize};

use super::coder::CoderId;
use super::timestamp::Timestamp;

/// A document that was taken out of the study. Its words and what was coded in them stay in the file, so that it can be put back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RemovedDocument {
    /// Who took it out.
    pub by: CoderId,
    /// When.
    pub at: Timestamp,
}
