//! Writes vectors: one row per text, in formats that other programs read.

mod arrow;
mod format;
mod npy;
mod parquet;
mod table;
mod target;
mod writer;

pub use format::VectorFormat;
pub use target::VectorTarget;
pub use writer::{VectorParams, VectorRows, VectorWriter};

use self::target::Target;
use super::ExchangeError;
use super::texts::Texts;

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
