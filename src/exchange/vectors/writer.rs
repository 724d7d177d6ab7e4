//! The interface of what writes vectors, and the rows that it takes.

use super::format::VectorFormat;
use crate::domain::ModelFingerprint;
use crate::exchange::error::ExchangeError;
use crate::exchange::texts::TextBatch;

/// What is written, besides vectors.
#[derive(Clone, Debug)]
pub struct VectorParams {
    /// In which form.
    pub format: VectorFormat,
    /// Whether the texts are written too.
    pub with_text: bool,
    /// The model that computed; its `dim` is the width of the vectors.
    pub model: ModelFingerprint,
}

/// The vectors of one batch.
#[derive(Clone, Debug)]
pub struct VectorRows {
    /// The rows that they are of.
    pub batch: TextBatch,
    /// `n_rows × dim` values, row after row; zeros where there is no text.
    pub values: Vec<f32>,
    /// For each row, in how many windows its text was taken in; `None` where there is no text.
    pub n_windows: Vec<Option<u32>>,
}

/// Takes vectors, batch after batch.
pub trait VectorWriter {
    /// Writes the rows of a batch.
    ///
    /// # Errors
    /// [`ExchangeError`] where they cannot be written, or the format cannot hold them.
    fn write(&mut self, rows: VectorRows) -> Result<(), ExchangeError>;

    /// Writes what stands at the end, and gives the output its name.
    ///
    /// # Errors
    /// [`ExchangeError`] where it cannot be written; a file's name then stays what it was.
    fn finish(self: Box<Self>) -> Result<(), ExchangeError>;
}
