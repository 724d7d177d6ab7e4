//! The parts of a study that can be taken out, and the formats that suit each.

use serde::{Deserialize, Serialize};

/// A part of a study.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, strum::Display, strum::VariantArray,
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ExportPart {
    /// The codes with their definitions.
    Codebook,
    /// The codings, a row each.
    Codings,
    /// The segments, a row each, coded or not.
    Segments,
    /// Codes by participants, and by values of attributes.
    Matrix,
    /// The memos.
    Memos,
    /// The log in words.
    Log,
    /// The candidates with their evidence.
    Candidates,
    /// The interviews with codes in the margin.
    Transcript,
    /// All of it.
    #[default]
    All,
}

/// A format in which a study, or a part of it, is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::Display, strum::VariantArray)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum StudyFormat {
    /// Rows with commas between cells.
    Csv,
    /// A workbook.
    Xlsx,
    /// One object for scripts.
    Json,
    /// A text document.
    Docx,
    /// A page for browsers.
    Html,
}

impl ExportPart {
    /// Returns the formats in which the part can be written.
    #[must_use]
    pub const fn formats(self) -> &'static [StudyFormat] {
        use StudyFormat::{Csv, Docx, Html, Json, Xlsx};
        match self {
            Self::Segments => &[Csv, Xlsx, Json],
            Self::Transcript => &[Docx, Html, Json],
            Self::All => &[Xlsx, Json, Docx, Html],
            _ => &[Csv, Xlsx, Json, Docx, Html],
        }
    }
}

impl StudyFormat {
    /// All of them.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Returns the format that the ending of a file names, such as `csv`.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.to_string() == ending.to_ascii_lowercase())
    }

    /// Tells whether the format is text, which a terminal can show.
    #[must_use]
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Csv | Self::Json | Self::Html)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_can_be_written_as_json() {
        for part in <ExportPart as strum::VariantArray>::VARIANTS {
            assert!(part.formats().contains(&StudyFormat::Json), "{part}");
        }
        assert_eq!(StudyFormat::of_ending("XLSX"), Some(StudyFormat::Xlsx));
        assert_eq!(StudyFormat::of_ending("themata"), None);
    }
}
