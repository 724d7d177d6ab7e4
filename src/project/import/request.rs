//! The request for an import.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::exchange::CodingParams;
use crate::ingest::IngestParams;

/// What is to be imported, and how to read it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ImportRequest {
    /// The tables.
    pub tables: Vec<PathBuf>,
    /// The coder of the codings, where the tables do not name one; replaces the name where they name exactly one.
    pub coder: Option<String>,
    /// A table of the codes with their definitions.
    pub codebook: Option<PathBuf>,
    /// The sheet of workbooks.
    pub sheet: Option<String>,
    /// How to read the tables.
    pub params: CodingParams,
    /// How to read files.
    pub ingest: IngestParams,
    /// The reason; kept in the log.
    pub reason: Option<String>,
    /// Whether this is only a trial, which changes nothing.
    pub dry_run: bool,
}
