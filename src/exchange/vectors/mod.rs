//! Vectors out: a row for each text, in the formats that other programs take.

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

/// Opens an output for the vectors of some texts.
///
/// # Errors
/// [`ExchangeError`] where the output exists and may not be replaced, cannot be made, or cannot hold what is asked for.
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
