//! Formats in and out: texts as other programs hand them over, vectors as other programs take them, codings that were made in
//! other programs.
//!
//! Texts and vectors are streams: rows are read and written some thousand at a time, so that memory does not grow with their
//! number. [`read_texts`] gives [`TextBatch`]es, a [`VectorWriter`] takes their vectors.

mod codings;
mod endings;
mod error;
mod fault;
mod texts;
mod vectors;

pub use codings::{
    AnchorDocument, AnchoredQuote, Anchors, Candidate, CodePath, CodeStep, CodebookRow, CodedRow,
    CodingColumns, CodingField, CodingParams, CodingTable, CodingTool, CodingsError, OffsetUnit, PlainTable,
    Position, Unplaced, UnplacedReason, UsedColumn, code_tree, codebook_rows, coding_table, holds_codings,
    is_nvivo, nvivo_rows,
};
pub use error::{ExchangeError, OtherContent, OtherEnding, SourcePosition};
pub use fault::Fault;
pub use texts::{ColumnChoice, TextBatch, TextFormat, TextParams, TextSource, Texts, read_texts};
pub use vectors::{VectorFormat, VectorParams, VectorRows, VectorTarget, VectorWriter, write_vectors};
