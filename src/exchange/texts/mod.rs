//! Reads texts: rows with one text each, in batches, from a file or a stream.

mod arrow;
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

pub use columns::ColumnChoice;
pub use format::TextFormat;
pub use source::TextSource;

use std::path::PathBuf;

use arrow_array::ArrayRef;
use arrow_schema::FieldRef;

use super::ExchangeError;

/// How many rows a batch holds: enough work for every thread, and few enough that their vectors take only some megabytes.
const BATCH_ROWS: usize = 4096;
/// How many bytes of text a batch holds, if texts are long.
const BATCH_BYTES: usize = 1 << 20;
/// The most bytes of one text: if a text is longer, the file probably has another format.
const LONGEST_TEXT: usize = 1 << 20;

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

/// Some rows of the input, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextBatch {
    /// The number of the first row, counted from 0 over the whole input.
    pub first_row: u64,
    /// The text of each row; `None` if the input has none there.
    pub texts: Vec<Option<String>>,
    /// The columns that identify a row, `n_rows` values each.
    pub(super) ids: Vec<ArrayRef>,
}

/// An opened input.
pub struct Texts {
    /// The column that holds the texts; `None` if the format has no columns.
    pub text_column: Option<String>,
    /// The columns that identify a row.
    pub(super) ids: Vec<FieldRef>,
    batches: Box<dyn Iterator<Item = Result<TextBatch, ExchangeError>> + Send>,
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

impl Iterator for Texts {
    type Item = Result<TextBatch, ExchangeError>;

    /// Returns the next rows; a batch is never empty.
    fn next(&mut self) -> Option<Self::Item> {
        self.batches.next()
    }
}

impl TextBatch {
    /// Makes a batch of texts without identifying columns, starting at row `first_row`.
    #[must_use]
    pub fn new(first_row: u64, texts: Vec<Option<String>>) -> Self {
        Self { first_row, texts, ids: Vec::new() }
    }

    /// Returns the values of one of the columns that identify a row, as text; a value is `None` if it is missing or
    /// blank. `parameter` is the parameter that named the column, for the error.
    ///
    /// # Errors
    /// [`ExchangeError::NotText`] if the column does not hold text.
    pub fn id_texts(
        &self,
        name: &str,
        column: usize,
        heading: &str,
        parameter: &'static str,
    ) -> Result<Vec<Option<String>>, ExchangeError> {
        let not_text = |other_type: String| ExchangeError::NotText {
            name: name.to_owned(),
            parameter,
            column: heading.to_owned(),
            other_type,
        };
        let Some(array) = self.ids.get(column) else { return Ok(vec![None; self.texts.len()]) };
        let texts = strings::TextArray::new(array).map_err(|_| not_text(array.data_type().to_string()))?;
        Ok((0..array.len())
            .map(|row| texts.get(row).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned))
            .collect())
    }

    fn is_full(&self, n_bytes: usize) -> bool {
        self.texts.len() >= BATCH_ROWS || n_bytes >= BATCH_BYTES
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts")
            .field("text_column", &self.text_column)
            .field("ids", &self.ids)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
