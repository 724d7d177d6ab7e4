//! Makes a complete copy of a project.

use std::path::Path;

use serde::Serialize;

use super::successor_report::LeftOutOfCopy;
use super::{Project, ProjectError};
use crate::store::{Copied, Store};

/// The contents of a copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CopyReport {
    /// How many operations its log has.
    pub n_operations: u32,
    /// The hash of the last one; null where there is none.
    pub last_hash: Option<String>,
    /// How many bytes it has.
    pub n_bytes: u64,
    /// What was left out; null where the copy holds everything.
    pub left_out: Option<LeftOutOfCopy>,
}

impl CopyReport {
    /// Returns the contents of a copy that holds everything.
    pub(super) fn of(copied: &Copied) -> Self {
        Self {
            n_operations: copied.last_operation.0,
            last_hash: Some(copied.last_hash.clone()).filter(|hash| !hash.is_empty()),
            n_bytes: copied.n_bytes,
            left_out: None,
        }
    }
}

impl Project {
    /// Copies a project to a file that does not exist yet, as it is at one moment, even while other processes write to it. The
    /// original does not change, even where its format is older. Only its owner can read the copy.
    ///
    /// # Errors
    /// [`StoreError::Missing`](crate::store::StoreError::Missing),
    /// [`StoreError::InTheWay`](crate::store::StoreError::InTheWay), and other errors where the copy cannot be written.
    pub fn copy(from: &Path, to: &Path) -> Result<CopyReport, ProjectError> {
        Ok(CopyReport::of(&Store::copy(from, to)?))
    }
}
