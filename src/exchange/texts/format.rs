//! In which form texts come.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::{ExchangeError, OtherEnding};

/// In which form texts come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TextFormat {
    /// A text a line, in UTF-8.
    Lines,
    /// A table with a row of headings, in UTF-8; comma, semicolon, tab or bar between the cells, as the headings show.
    Csv,
    /// The same with tabs.
    Tsv,
    /// Apache Arrow's IPC, as a file or a stream.
    Arrow,
    /// Apache Parquet.
    Parquet,
}

impl TextFormat {
    /// The format that a file's ending says.
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
