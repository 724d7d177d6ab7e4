//! Rows with a text each, batch after batch.

use arrow_array::{Array as _, ArrayRef};
use arrow_schema::FieldRef;

use super::strings;
use crate::exchange::error::ExchangeError;

/// How many rows a batch holds: enough work for every thread, and few enough that their vectors take only some megabytes.
pub(super) const BATCH_ROWS: usize = 4096;
/// How many bytes of text a batch holds, if texts are long.
pub(super) const BATCH_BYTES: usize = 1 << 20;
/// The most bytes of one text: if a text is longer, the file probably has another format.
pub(super) const LONGEST_TEXT: usize = 1 << 20;

/// Some rows of the input, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextBatch {
    /// The number of the first row, counted from 0 over the whole input.
    pub first_row: u64,
    /// The text of each row; `None` if the input has none there.
    pub texts: Vec<Option<String>>,
    /// The columns that identify a row, `n_rows` values each.
    pub(in crate::exchange) ids: Vec<ArrayRef>,
}

/// An opened input.
pub struct Texts {
    /// The column that holds the texts; `None` if the format has no columns.
    pub text_column: Option<String>,
    /// The columns that identify a row.
    pub(in crate::exchange) ids: Vec<FieldRef>,
    pub(super) batches: Box<dyn Iterator<Item = Result<TextBatch, ExchangeError>> + Send>,
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

    pub(super) fn is_full(&self, n_bytes: usize) -> bool {
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
