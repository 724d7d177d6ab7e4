//! Texts in: rows with a text each, batch after batch, from a file or a stream.

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

/// How many rows make a batch: enough for every thread to have work, few enough that their vectors are a matter of some
/// megabytes.
const BATCH_ROWS: usize = 4096;
/// How many bytes of text make a batch, where texts are long.
const BATCH_BYTES: usize = 1 << 20;
/// The most bytes that one text may have: beyond it lies a file that is not what it was taken for.
const LONGEST_TEXT: usize = 1 << 20;

/// How texts are read.
#[derive(Clone, Debug)]
pub struct TextParams {
    /// In which form they come.
    pub format: TextFormat,
    /// Which columns of a table are read.
    pub columns: ColumnChoice,
    /// Where a stream is laid down that must be read from its end; what is laid there has no name and vanishes with the
    /// process.
    pub scratch: PathBuf,
}

/// Some rows of the input, in its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextBatch {
    /// The number of the first row, counted from 0 over the whole input.
    pub first_row: u64,
    /// The text of each row; `None` where the input says that there is none.
    pub texts: Vec<Option<String>>,
    /// The columns that identify a row, `n_rows` values each.
    pub(super) ids: Vec<ArrayRef>,
}

/// An input that is open.
pub struct Texts {
    /// The column that holds the texts; `None` where there are no columns.
    pub text_column: Option<String>,
    /// The columns that identify a row.
    pub(super) ids: Vec<FieldRef>,
    batches: Box<dyn Iterator<Item = Result<TextBatch, ExchangeError>> + Send>,
}

/// Opens an input and finds its columns.
///
/// # Errors
/// [`ExchangeError`] where the input cannot be opened, is not of the format, or has not the columns named.
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

    /// The next rows; never none in a batch.
    fn next(&mut self) -> Option<Self::Item> {
        self.batches.next()
    }
}

impl TextBatch {
    /// Rows with a text each and nothing else that identifies them, from a row on.
    #[must_use]
    pub fn new(first_row: u64, texts: Vec<Option<String>>) -> Self {
        Self { first_row, texts, ids: Vec::new() }
    }

    /// The values of one of the columns that identify a row, as text; `None` where there is none, or it is blank.
    /// `parameter` is the one that named the column, for the error.
    ///
    /// # Errors
    /// [`ExchangeError::NotText`] where the column holds something that is no text.
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
