//! The input formats: one table of what is known of each, and a reader for each in a file or folder of its own.
//!
//! A new format is a variant of [`DocumentFormat`], a row of [`FORMATS`] and a reader. The endings in help texts and messages
//! follow from the table.

mod archive;
mod docx;
pub(super) mod json;
mod odt;
mod pdf;
mod plain_text;
mod rtf;
pub(super) mod subtitles;
pub(super) mod table;
mod text_flow;
mod xml;

use super::content::Content;
use super::error::IngestError;
use super::params::{IngestParams, Limits};
use super::source::Source;
use super::transcript::{Paragraph, Transcript};
use crate::domain::{Document, DocumentFormat, Notice};

/// What is known of an input format.
#[derive(Debug)]
pub(super) struct Format {
    /// The format.
    pub(super) format: DocumentFormat,
    /// The endings of its files, in lower case without the dot; the first is the one that messages name.
    pub(super) endings: &'static [&'static str],
    /// What its bytes look like.
    pub(super) content: Content,
    /// What reads it.
    pub(super) reader: Reader,
}

/// Reads the paragraphs of a file, and tells in notices what it left out.
type ReadParagraphs = fn(&Source<'_>, Limits, &mut Vec<Notice>) -> Result<Vec<Paragraph>, IngestError>;

/// A reader of one format.
#[derive(Debug)]
pub(super) enum Reader {
    /// Reads the text of a file that holds one document, and tells in notices what it left out. Who speaks is then found in the text.
    Text(fn(&Source<'_>, Limits, &mut Vec<Notice>) -> Result<String, IngestError>),
    /// Reads the paragraphs of a word processor's file, in which tables may say who speaks; else like [`Reader::Text`].
    Paragraphs(ReadParagraphs),
    /// Reads a file that holds one document, with its turns.
    Transcript(fn(&Source<'_>, &IngestParams) -> Result<Transcript, IngestError>),
    /// Reads a table, which may hold several documents, participants or codings.
    Table(fn(&Source<'_>, DocumentFormat, &IngestParams) -> Result<Vec<Document>, IngestError>),
}

/// All input formats, in the order in which messages name them.
const FORMATS: &[Format] = &[
    row(DocumentFormat::Txt, &["txt", "text", "cha"], Content::Text, Reader::Transcript(plain_text::read)),
    row(DocumentFormat::Md, &["md", "markdown"], Content::Text, Reader::Transcript(plain_text::read)),
    row(DocumentFormat::Docx, &["docx"], Content::Zip, Reader::Paragraphs(docx::paragraphs)),
    row(DocumentFormat::Pdf, &["pdf"], Content::Pdf, Reader::Text(pdf::text)),
    row(DocumentFormat::Odt, &["odt"], Content::Zip, Reader::Paragraphs(odt::paragraphs)),
    row(DocumentFormat::Rtf, &["rtf"], Content::Rtf, Reader::Paragraphs(rtf::paragraphs)),
    row(DocumentFormat::Srt, &["srt"], Content::Text, Reader::Transcript(subtitles::read_srt)),
    row(DocumentFormat::Vtt, &["vtt"], Content::Text, Reader::Transcript(subtitles::read_vtt)),
    row(DocumentFormat::Csv, &["csv"], Content::Text, Reader::Table(table::documents)),
    row(DocumentFormat::Tsv, &["tsv", "tab"], Content::Text, Reader::Table(table::documents)),
    row(DocumentFormat::Xlsx, &["xlsx"], Content::Zip, Reader::Table(table::documents)),
    row(DocumentFormat::Json, &["json"], Content::Text, Reader::Transcript(json::read)),
];

/// Returns a row of the table.
const fn row(
    format: DocumentFormat,
    endings: &'static [&'static str],
    content: Content,
    reader: Reader,
) -> Format {
    Format { format, endings, content, reader }
}

impl Format {
    /// Tells whether it is a table, which may hold several documents, participants or codings.
    pub(super) fn is_table(&self) -> bool {
        matches!(self.reader, Reader::Table(_))
    }
}

/// Returns the format that an ending names; the ending is in lower case, without the dot.
pub(super) fn by_ending(ending: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.endings.contains(&ending))
}

/// Returns what is known of a format.
pub(super) fn of(format: DocumentFormat) -> Option<&'static Format> {
    FORMATS.iter().find(|row| row.format == format)
}

/// Returns the endings that messages and help texts name, without the dot: one for each format.
pub fn endings() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().filter_map(|format| format.endings.first().copied())
}

/// Tells whether files with an ending can be read; the ending is in lower case, without the dot.
#[must_use]
pub fn reads_ending(ending: &str) -> bool {
    by_ending(ending).is_some()
}

/// Returns the endings as messages list them: `.txt, .md, …`.
pub(super) fn listed() -> String {
    let dotted: Vec<String> = endings().map(|ending| format!(".{ending}")).collect();
    dotted.join(", ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::OtherFile;

    #[test]
    fn each_format_has_one_row_and_each_ending_one_format() {
        let formats: BTreeSet<DocumentFormat> = FORMATS.iter().map(|format| format.format).collect();
        assert_eq!(formats.len(), FORMATS.len());
        let endings: Vec<&str> = FORMATS.iter().flat_map(|format| format.endings).copied().collect();
        assert_eq!(endings.iter().collect::<BTreeSet<_>>().len(), endings.len());
        assert!(FORMATS.iter().all(|format| !format.endings.is_empty()));
        for ending in endings {
            assert_eq!(OtherFile::of_ending(ending), None, "{ending} can be read and needs no way around");
        }
    }

    /// Checks that the documents tell users of each format.
    #[test]
    fn the_documents_name_every_ending() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let documents = std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
        let text: String = documents
            .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
            .chain([root.join("README.md")])
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect();
        for ending in endings() {
            assert!(text.contains(&format!(".{ending}")), "neither README.md nor docs/ names .{ending}");
        }
    }
}
