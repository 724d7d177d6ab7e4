//! Formats in and out: texts as other programs hand them over, vectors as other programs take them.
//!
//! Everything here is a stream: rows are read and written some thousand at a time, so that memory does not grow with their
//! number. [`read_texts`] gives [`TextBatch`]es, a [`VectorWriter`] takes their vectors.

mod error;
mod texts;
mod vectors;

pub use error::{ExchangeError, Fault, Place};
pub use texts::{ColumnChoice, TextBatch, TextFormat, TextParams, TextSource, Texts, read_texts};
pub use vectors::{VectorFormat, VectorParams, VectorRows, VectorTarget, VectorWriter, write_vectors};
