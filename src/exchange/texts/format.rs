//! The formats in which texts are read.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::{ExchangeError, OtherEnding};

/// A format in which texts are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TextFormat {
    /// One text per line, in UTF-8.
    Lines,
    /// A table with a row of headings, in UTF-8. The cells are separated by comma, semicolon, tab or bar, as detected
    /// from the headings.
    Csv,
    /// The same, separated by tabs.
    Tsv,
    /// Apache Arrow's IPC, as a file or a stream.
    Arrow,
    /// Apache Parquet.
    Parquet,
}

impl TextFormat {
    /// Returns the format that a file's ending names.
    ///
    /// # Errors
    /// [`ExchangeError::UnknownEnding`].
    pub fn of(path: &Path) -> Result<Self, ExchangeError> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("txt" | "text" | "lines") => Ok(Self::Lines),
            Some("csv") => Ok(Self::Csv),
            Some("tsv" | "tab") => Ok(Self::Tsv),
            Some("arrow" | "arrows" | "ipc" | "feather") => Ok(Self::Arrow),
            Some("parquet" | "pq") => Ok(Self::Parquet),
            other => Err(ExchangeError::UnknownEnding {
                name: path.display().to_string(),
                parameter: "source_format",
                known: ".txt, .csv, .tsv, .parquet, .arrow, .arrows, .feather",
                ending: match other {
                    Some("gz" | "zst" | "bz2" | "xz") => OtherEnding::Compressed,
                    Some("docx" | "pdf" | "odt" | "rtf" | "vtt" | "srt" | "xlsx") => OtherEnding::Transcript,
                    _ => OtherEnding::Unknown,
                },
            }),
        }
    }
}
