//! Writes NumPy's `.npy`, version 1.0: a header of fixed width, then the values.
//!
//! Source: NumPy Enhancement Proposal 1 and `numpy.lib.format`.

use std::io::{Seek, SeekFrom, Write};

use super::target::Target;
use super::{VectorRows, VectorWriter};
use crate::exchange::ExchangeError;

/// The width of the header: a multiple of 64, as the format requires, with space for any number of rows.
const HEAD: usize = 128;

/// How many values are converted to bytes and written at a time.
const WRITTEN_AT_ONCE: usize = 1 << 16;

/// Writes a matrix whose number of rows is known only at the end.
pub(super) struct Npy {
    target: Target,
    dim: usize,
    text_column: Option<String>,
    n_rows: u64,
}

impl Npy {
    pub(super) fn new(
        mut target: Target,
        dim: usize,
        text_column: Option<String>,
    ) -> Result<Self, ExchangeError> {
        match target.write_all(&head(0, dim)) {
            Ok(()) => Ok(Self { target, dim, text_column, n_rows: 0 }),
            Err(cause) => Err(target.failed(cause)),
        }
    }
}

impl VectorWriter for Npy {
    fn write(&mut self, rows: VectorRows) -> Result<(), ExchangeError> {
        if let Some(at) = rows.batch.texts.iter().position(Option::is_none) {
            let row = rows.batch.first_row + at as u64;
            return Err(ExchangeError::NoText { column: self.text_column.clone(), row });
        }
        self.n_rows += rows.batch.texts.len() as u64;
        let mut bytes = Vec::with_capacity(WRITTEN_AT_ONCE * size_of::<f32>());
        for values in rows.values.chunks(WRITTEN_AT_ONCE) {
            bytes.clear();
            bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
            self.target.write_all(&bytes).map_err(|cause| self.target.failed(cause))?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExchangeError> {
        let head = head(self.n_rows, self.dim);
        let Some(file) = self.target.file() else { return Err(ExchangeError::NeedsFile) };
        match file.seek(SeekFrom::Start(0)).and_then(|_| file.write_all(&head)) {
            Ok(()) => self.target.finish(),
            Err(cause) => Err(self.target.failed(cause)),
        }
    }
}

/// Returns the header of a matrix: magic, version, the length of the rest, and a description padded with blanks to a
/// line.
fn head(n_rows: u64, dim: usize) -> [u8; HEAD] {
    let described = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({n_rows}, {dim}), }}");
    let mut head = [b' '; HEAD];
    head[..8].copy_from_slice(b"\x93NUMPY\x01\x00");
    head[8..10].copy_from_slice(&(HEAD as u16 - 10).to_le_bytes());
    // The longest description, with two 64-bit numbers, has 98 bytes.
    head[10..10 + described.len()].copy_from_slice(described.as_bytes());
    head[HEAD - 1] = b'\n';
    head
}
