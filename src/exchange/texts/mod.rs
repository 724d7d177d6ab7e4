//! Reads texts: rows with one text each, in batches, from a file or a stream.

mod arrow;
mod batch;
mod batches;
mod columns;
mod delimited;
mod format;
mod lines;
mod messages;
mod parquet;
mod source;
mod strings;
mod tab_quotes;

pub use batch::{TextBatch, Texts};
pub use columns::ColumnChoice;
pub use format::TextFormat;
pub use source::TextSource;

use std::path::PathBuf;

use super::ExchangeError;

/// How texts are read.
#[derive(Clone, Debug)]
pub struct TextParams {
    /// The format of the input.
    pub format: TextFormat,
    /// Which columns of a table are read.
    pub columns: ColumnChoice,
    /// The folder for a temporary copy of a stream that must be read from its end. The copy has no name and disappears
    /// with the process.
    pub scratch: PathBuf,
}

/// Opens an input and finds its columns.
///
/// # Errors
/// [`ExchangeError`] if the input cannot be opened, does not have the format, or lacks a named column.
pub fn read_texts(source: TextSource, params: &TextParams) -> Result<Texts, ExchangeError> {
    let name = source.name();
    match params.format {
        TextFormat::Lines => lines::open(source.stream()?, name, &params.columns),
        TextFormat::Csv => delimited::open(source.stream()?, name, None, &params.columns),
        TextFormat::Tsv => delimited::open(source.stream()?, name, Some(b'\t'), &params.columns),
        TextFormat::Arrow => arrow::open(source, &params.scratch, &params.columns),
        TextFormat::Parquet => parquet::open(source.file(&params.scratch)?, name, &params.columns),
    }
}

#[cfg(test)]
mod tests;
