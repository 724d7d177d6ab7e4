//! Vectors out: a row for each text, in the formats that other programs take.

mod npy;
mod target;

pub use target::VectorTarget;

use self::target::Target;
use super::ExchangeError;
use super::texts::TextBatch;

/// In which form vectors are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VectorFormat {
    /// NumPy's `.npy`: a matrix `n_rows × dim` of little-endian single-precision numbers, row after row, and nothing else.
    Npy,
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

/// Opens an output for vectors of a width.
///
/// # Errors
/// [`ExchangeError`] where the output exists and may not be replaced, cannot be made, or cannot be of this format.
pub fn write_vectors(
    target: VectorTarget,
    format: VectorFormat,
    dim: usize,
) -> Result<Box<dyn VectorWriter>, ExchangeError> {
    let target = Target::open(target)?;
    Ok(match format {
        VectorFormat::Npy => Box::new(npy::Npy::new(target, dim)?),
    })
}
