//! The formats in which vectors are written.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::{ExchangeError, OtherEnding};

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

impl VectorFormat {
    /// Returns the format that a file's ending names.
    ///
    /// # Errors
    /// [`ExchangeError::UnknownEnding`].
    pub fn of(path: &Path) -> Result<Self, ExchangeError> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("npy") => Ok(Self::Npy),
            Some("arrow" | "feather" | "ipc") => Ok(Self::Arrow),
            Some("arrows") => Ok(Self::Arrows),
            Some("parquet" | "pq") => Ok(Self::Parquet),
            _ => Err(ExchangeError::UnknownEnding {
                name: path.display().to_string(),
                parameter: "target_format",
                known: ".parquet, .arrow, .arrows, .npy",
                ending: OtherEnding::Unknown,
            }),
        }
    }
}
