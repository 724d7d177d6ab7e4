//! The request for agreement among the coders of a table.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::compare::coefficients::{IntervalParams, Level};

/// Which table is measured, and how it is read.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AgreeRequest {
    /// The table, with one row for each unit.
    pub table: PathBuf,
    /// The sheet of a workbook; `None` for the first that has the columns of the coders.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The columns of the coders.
    pub coders: Vec<String>,
    /// The column that names a unit; `None` where rows have no names.
    #[serde(default)]
    pub unit: Option<String>,
    /// The column with the interview or other group of a unit; `None` to take each row as its own.
    #[serde(default)]
    pub group: Option<String>,
    /// The level of measurement.
    pub level: Level,
    /// The sign between the codes of a cell, where values are sets.
    pub separator: String,
    /// The categories in their order, including those that do not occur; empty to take those that occur.
    #[serde(default)]
    pub order: Vec<String>,
    /// The texts that mean "no value", besides an empty cell.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Whether an empty cell is the empty set: the coder looked, and no code applied.
    #[serde(default)]
    pub empty_is_none: bool,
    /// How intervals are found.
    #[serde(default)]
    pub interval: IntervalParams,
}
