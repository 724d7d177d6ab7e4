//! Reads tables of coded segments from other programs and places the codings in texts.
//!
//! [`coding_table`] finds the meaning of a table's columns and returns its rows; [`nvivo_rows`] does this for NVivo's
//! text format. [`Anchors`] finds where each row's words occur in the documents of a study, and never chooses silently
//! among several places. [`code_tree`] builds from the codes' paths what an [`Import`](crate::domain::Import) takes.
//! Nothing in this module reads a file.

mod anchor;
mod cells;
mod code_path;
mod codebook;
mod columns;
mod error;
mod field;
mod nvivo;
mod rows;
mod tool;
mod tree;

pub use anchor::{AnchorDocument, AnchoredQuote, Anchors, Candidate, Unplaced, UnplacedReason};
pub use cells::{OffsetUnit, Position};
pub use code_path::{CodePath, CodeStep};
pub use codebook::{CodebookRow, codebook_rows};
pub use columns::{CodingColumns, UsedColumn, holds_codings};
pub use error::CodingsError;
pub use field::CodingField;
pub use nvivo::{is_nvivo, nvivo_rows};
pub use rows::{CodedRow, CodingParams, CodingTable, PlainTable, coding_table};
pub use tool::CodingTool;
pub use tree::code_tree;

#[cfg(test)]
mod tests;
