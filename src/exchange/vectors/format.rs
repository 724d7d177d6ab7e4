//! The formats in which vectors are written.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::exchange::endings::{self, Endings};
use crate::exchange::error::{ExchangeError, OtherEnding};

/// A format in which vectors are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum VectorFormat {
    /// NumPy's `.npy`: only a matrix `n_rows × dim` of little-endian single-precision numbers, in row order.
    Npy,
    /// Apache Arrow's IPC as a file (Feather, version 2).
    Arrow,
    /// Apache Arrow's IPC as a stream.
    Arrows,
    /// Apache Parquet.
    Parquet,
}

/// The endings of each format.
const ENDINGS: &Endings<VectorFormat> = &[
    (VectorFormat::Parquet, &["parquet", "pq"]),
    (VectorFormat::Arrow, &["arrow", "feather", "ipc"]),
    (VectorFormat::Arrows, &["arrows"]),
    (VectorFormat::Npy, &["npy"]),
];

impl VectorFormat {
    /// Returns the format that a file's ending names.
    ///
    /// # Errors
    /// [`ExchangeError::UnknownEnding`].
    pub fn of(path: &Path) -> Result<Self, ExchangeError> {
        endings::by_ending(ENDINGS, &endings::ending(path)).ok_or_else(|| ExchangeError::UnknownEnding {
            name: path.display().to_string(),
            parameter: "target_format",
            known: endings::listed(ENDINGS),
            ending: OtherEnding::Unknown,
        })
    }
}
