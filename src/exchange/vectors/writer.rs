//! The interface of what writes vectors, and the rows that it takes.

use super::format::VectorFormat;
use crate::domain::ModelFingerprint;
use crate::exchange::error::ExchangeError;
use crate::exchange::texts::TextBatch;

/// What is written, and how.
#[derive(Clone, Debug)]
pub struct VectorParams {
    /// The format of the output.
    pub format: VectorFormat,
    /// Whether the texts are also written.
    pub with_text: bool,
    /// The model that computed the vectors; its `dim` is their width.
    pub model: ModelFingerprint,
}

/// The vectors of one batch.
#[derive(Clone, Debug)]
pub struct VectorRows {
    /// The rows that the vectors belong to.
    pub batch: TextBatch,
    /// `n_rows × dim` values in row order; zeros for a row without text.
    pub values: Vec<f32>,
    /// For each row, the number of windows into which its text was cut; `None` for a row without text.
    pub n_windows: Vec<Option<u32>>,
}

/// Writes vectors in batches.
pub trait VectorWriter {
    /// Writes the rows of a batch.
    ///
    /// # Errors
    /// [`ExchangeError`] if they cannot be written, or if the format cannot hold them.
    fn write(&mut self, rows: VectorRows) -> Result<(), ExchangeError>;

    /// Writes the end of the output and gives the file its name.
    ///
    /// # Errors
    /// [`ExchangeError`] if it cannot be written; a file of that name then stays unchanged.
    fn finish(self: Box<Self>) -> Result<(), ExchangeError>;
}
