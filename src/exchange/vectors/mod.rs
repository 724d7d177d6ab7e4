//! Writes vectors: one row per text, in formats that other programs read.

mod arrow;
mod format;
mod npy;
mod parquet;
mod table;
mod target;

pub use format::VectorFormat;
pub use target::VectorTarget;

use self::target::Target;
use super::ExchangeError;
use super::texts::{TextBatch, Texts};
use crate::domain::ModelFingerprint;

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

/// Opens an output for the vectors of some texts.
///
/// # Errors
/// [`ExchangeError`] if the output exists and may not be replaced, if it cannot be created, or if it cannot hold what is
/// requested.
pub fn write_vectors(
    target: VectorTarget,
    params: &VectorParams,
    texts: &Texts,
) -> Result<Box<dyn VectorWriter>, ExchangeError> {
    match params.format {
        VectorFormat::Npy => {
            if params.with_text {
                return Err(ExchangeError::VectorsOnly { parameter: "with_text" });
            }
            if !texts.ids.is_empty() {
                return Err(ExchangeError::VectorsOnly { parameter: "id_columns" });
            }
            if matches!(target, VectorTarget::Stream(..)) {
                return Err(ExchangeError::NeedsFile);
            }
            let target = Target::open(target)?;
            Ok(Box::new(npy::Npy::new(target, params.model.dim, texts.text_column.clone())?))
        }
        VectorFormat::Arrow | VectorFormat::Arrows => {
            let table = table::Table::new(params, &texts.ids, "item")?;
            arrow::open(Target::open(target)?, params.format, table)
        }
        VectorFormat::Parquet => {
            let table = table::Table::new(params, &texts.ids, "element")?;
            parquet::open(Target::open(target)?, table)
        }
    }
}

#[cfg(test)]
mod tests;
