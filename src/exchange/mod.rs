//! Formats for input and output: texts from other programs, vectors for other programs, and codings made in other
//! programs.
//!
//! Texts and vectors are streams: some thousand rows are read and written at a time, so that memory does not grow with
//! the number of rows. [`read_texts`] returns [`TextBatch`]es, and a [`VectorWriter`] takes their vectors.

mod codings;
mod endings;
mod error;
mod fault;
#[cfg(feature = "project")]
mod table_writer;
#[cfg(feature = "arrow")]
mod texts;
#[cfg(feature = "arrow")]
mod vectors;

pub use codings::{
    AnchorDocument, AnchoredQuote, Anchors, Candidate, CodePath, CodeStep, CodebookRow, CodedRow,
    CodingColumns, CodingField, CodingParams, CodingTable, CodingTool, CodingsError, OffsetUnit, PlainTable,
    Position, Unplaced, UnplacedReason, UsedColumn, code_tree, codebook_rows, coding_table, holds_codings,
    is_nvivo, nvivo_rows,
};
pub use error::{ExchangeError, OtherContent, OtherEnding, SourcePosition};
pub use fault::Fault;
#[cfg(feature = "project")]
pub use table_writer::{TableWriteError, TableWriter};
#[cfg(feature = "arrow")]
pub use texts::{ColumnChoice, TextBatch, TextFormat, TextParams, TextSource, Texts, read_texts};
#[cfg(feature = "arrow")]
pub use vectors::{VectorFormat, VectorParams, VectorRows, VectorTarget, VectorWriter, write_vectors};
