//! The formats in which texts are read.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::exchange::endings::{self, Endings};
use crate::exchange::error::{ExchangeError, OtherEnding};

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

/// The endings of each format.
const ENDINGS: &Endings<TextFormat> = &[
    (TextFormat::Lines, &["txt", "text", "lines"]),
    (TextFormat::Csv, &["csv"]),
    (TextFormat::Tsv, &["tsv", "tab"]),
    (TextFormat::Arrow, &["arrow", "arrows", "ipc", "feather"]),
    (TextFormat::Parquet, &["parquet", "pq"]),
];

impl TextFormat {
    /// Returns the format that a file's ending names. `is_transcript` tells of another ending, in lower case without the dot, whether
    /// transcripts have it.
    ///
    /// # Errors
    /// [`ExchangeError::UnknownEnding`].
    pub fn of(path: &Path, is_transcript: impl FnOnce(&str) -> bool) -> Result<Self, ExchangeError> {
        let ending = endings::ending(path);
        endings::by_ending(ENDINGS, &ending).ok_or_else(|| ExchangeError::UnknownEnding {
            name: path.display().to_string(),
            parameter: "source_format",
            known: endings::listed(ENDINGS),
            ending: match ending.as_str() {
                "gz" | "zst" | "bz2" | "xz" => OtherEnding::Compressed,
                other if is_transcript(other) => OtherEnding::Transcript,
                _ => OtherEnding::Unknown,
            },
        })
    }
}
