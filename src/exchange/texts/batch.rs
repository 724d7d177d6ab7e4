//! Rows with a text each, batch after batch.

use arrow_array::{Array as _, ArrayRef};
use arrow_schema::FieldRef;

use super::strings;
use crate::exchange::error::ExchangeError;

/// How many rows make a batch: enough for every thread to have work, few enough that their vectors are a matter of some
/// megabytes.
pub(super) const BATCH_ROWS: usize = 4096;
/// How many bytes of text make a batch, where texts are long.
pub(super) const BATCH_BYTES: usize = 1 << 20;
/// The most bytes that one text may have: beyond it lies a file that is not what it was taken for.
pub(super) const LONGEST_TEXT: usize = 1 << 20;

/// Some rows of the input, in its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextBatch {
    /// The number of the first row, counted from 0 over the whole input.
    pub first_row: u64,
    /// The text of each row; `None` where the input says that there is none.
    pub texts: Vec<Option<String>>,
    /// The columns that identify a row, `n_rows` values each.
    pub(in crate::exchange) ids: Vec<ArrayRef>,
}

/// An input that is open.
pub struct Texts {
    /// The column that holds the texts; `None` where there are no columns.
    pub text_column: Option<String>,
    /// The columns that identify a row.
    pub(in crate::exchange) ids: Vec<FieldRef>,
    pub(super) batches: Box<dyn Iterator<Item = Result<TextBatch, ExchangeError>> + Send>,
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
