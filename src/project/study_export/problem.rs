//! Why a part of a study cannot be taken out as asked.

use std::path::Path;

use super::part::{ExportPart, StudyFormat};
use crate::domain::Remedy;

/// Why a part of a study cannot be taken out as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StudyExportProblem {
    /// The format does not suit the part.
    #[error("{part} cannot be written as {format}; the formats for it are {}", listed(part.formats()))]
    Unsuitable {
        /// The part.
        part: ExportPart,
        /// The format.
        format: StudyFormat,
    },
    /// The ending of the file to write names no format.
    #[error("{file}: the ending .{ending} names no format; those possible here are {}", listed(possible))]
    UnknownEnding {
        /// The file.
        file: String,
        /// Its ending, without the dot.
        ending: String,
        /// The formats in which what is taken out can be written.
        possible: &'static [StudyFormat],
    },
    /// A transcript without its words holds nothing.
    #[error("a transcript is only words. To leave words out, export the codings: they keep their places")]
    TranscriptWithoutText,
    /// No participant has such an attribute.
    #[error("no participant has an attribute `{attribute}`; {}", there_are("attributes", known))]
    NoSuchAttribute {
        /// The attribute asked for.
        attribute: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// No participant has this value of an attribute.
    #[error("no participant has the value `{value}` of `{attribute}`; {}", there_are("values", known))]
    NoSuchValue {
        /// The attribute.
        attribute: String,
        /// The value asked for.
        value: String,
        /// Those that there are.
        known: Vec<String>,
    },
}

impl ExportPart {
    /// Checks that the part can be written in a format.
    ///
    /// # Errors
    /// [`StudyExportProblem::Unsuitable`], which names the formats that suit it.
    pub fn check(self, format: StudyFormat) -> Result<(), StudyExportProblem> {
        let is_suitable = self.formats().contains(&format);
        if is_suitable { Ok(()) } else { Err(StudyExportProblem::Unsuitable { part: self, format }) }
    }
}

impl StudyFormat {
    /// Returns the format that the ending of a file's name names, or nothing where the name has no ending. `possible` are the formats that
    /// an error lists.
    ///
    /// # Errors
    /// [`StudyExportProblem::UnknownEnding`] where the ending names no format, so that no file holds another format than its name says.
    pub fn of_file(file: &Path, possible: &'static [Self]) -> Result<Option<Self>, StudyExportProblem> {
        let ending =
            file.extension().map(|ending| ending.to_string_lossy()).filter(|ending| !ending.is_empty());
        let Some(ending) = ending else { return Ok(None) };
        Self::of_ending(&ending).map(Some).ok_or_else(|| StudyExportProblem::UnknownEnding {
            file: file.display().to_string(),
            ending: ending.into_owned(),
            possible,
        })
    }
}

impl StudyExportProblem {
    /// Returns what the user can do about it.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::Unsuitable { .. } | Self::UnknownEnding { .. } => vec![Remedy::give("format")],
            Self::TranscriptWithoutText => vec![Remedy::leave_out("without_text")],
            Self::NoSuchAttribute { .. } | Self::NoSuchValue { .. } => Vec::new(),
        }
    }
}

fn listed<T: ToString>(all: &[T]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn there_are(what: &str, known: &[String]) -> String {
    if known.is_empty() {
        format!("there are no {what}")
    } else {
        format!("the {what} are {}", listed(known))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_format_names_those_that_are_possible() {
        let refused =
            StudyExportProblem::Unsuitable { part: ExportPart::Transcript, format: StudyFormat::Csv };
        assert_eq!(
            refused.to_string(),
            "transcript cannot be written as csv; the formats for it are docx, html, json"
        );
        let refused = StudyExportProblem::NoSuchAttribute { attribute: "age".to_owned(), known: Vec::new() };
        assert_eq!(refused.to_string(), "no participant has an attribute `age`; there are no attributes");
    }

    #[test]
    fn an_ending_that_is_no_format_is_refused_with_those_that_are() {
        let of = |name: &str| StudyFormat::of_file(name.as_ref(), ExportPart::Segments.formats());
        assert_eq!(of("out/codings.XLSX"), Ok(Some(StudyFormat::Xlsx)));
        assert_eq!([of("out.d/codings"), of("codings.")], [Ok(None), Ok(None)]);
        for name in ["codings.xls", "codings.txt", "codings.ods", "study.csv.bak"] {
            let ending = name.rsplit('.').next().unwrap();
            assert_eq!(
                of(name).unwrap_err().to_string(),
                format!(
                    "{name}: the ending .{ending} names no format; those possible here are csv, xlsx, json"
                )
            );
        }
    }
}
