//! Tables of coded segments, as other programs write them, become codings at places of a text.
//!
//! [`coding_table`] says what each column of a table means and gives its rows; [`nvivo_rows`] does so for a text in the form of
//! NVivo. [`Anchors`] finds where each row's words stand in the documents of a study, and never chooses silently among several
//! places. [`code_tree`] makes of the codes' paths what an [`Import`](crate::domain::Import) takes. Nothing here reads a file.

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
