//! The input formats: one table of what is known of each, and a reader for each in a file or folder of its own.
//!
//! A new format is a variant of [`DocumentFormat`], a row of [`FORMATS`] and a reader. The endings in help texts and messages
//! follow from the table.

mod archive;
mod cue_text;
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
use super::params::IngestParams;
use super::source::Source;
use super::transcript::Transcript;
use crate::domain::{Document, DocumentFormat};

/// What is known of an input format.
#[derive(Debug)]
pub(super) struct Format {
    /// The format.
    pub(super) format: DocumentFormat,
    /// The endings of its files, in lower case without the dot; the first is the one that messages name.
    pub(super) endings: &'static [&'static str],
    /// What its bytes look like.
    pub(super) content: Content,
    /// Whether it is a table, which may hold several documents, participants or codings.
    pub(super) is_table: bool,
    /// What reads it.
    pub(super) reader: Reader,
}

/// A reader of one format.
#[derive(Debug)]
pub(super) enum Reader {
    /// Reads a file that holds one document.
    One(fn(&Source<'_>, &IngestParams) -> Result<Transcript, IngestError>),
    /// Reads a table, which may hold several documents.
    Table(fn(&Source<'_>, &IngestParams) -> Result<Vec<Document>, IngestError>),
}

/// All input formats, in the order in which messages name them.
const FORMATS: &[Format] = &[
    one(DocumentFormat::Txt, &["txt", "text"], Content::Text, plain_text::read),
    one(DocumentFormat::Md, &["md", "markdown"], Content::Text, plain_text::read),
    one(DocumentFormat::Docx, &["docx"], Content::Zip, docx::read),
    one(DocumentFormat::Pdf, &["pdf"], Content::Pdf, pdf::read),
    one(DocumentFormat::Odt, &["odt"], Content::Zip, odt::read),
    one(DocumentFormat::Rtf, &["rtf"], Content::Rtf, rtf::read),
    one(DocumentFormat::Srt, &["srt"], Content::Text, subtitles::read_srt),
    one(DocumentFormat::Vtt, &["vtt"], Content::Text, subtitles::read_vtt),
    several(DocumentFormat::Csv, &["csv"], Content::Text, |source, params| {
        table::documents(source, DocumentFormat::Csv, params)
    }),
    several(DocumentFormat::Tsv, &["tsv", "tab"], Content::Text, |source, params| {
        table::documents(source, DocumentFormat::Tsv, params)
    }),
    several(DocumentFormat::Xlsx, &["xlsx"], Content::Zip, |source, params| {
        table::documents(source, DocumentFormat::Xlsx, params)
    }),
    one(DocumentFormat::Json, &["json"], Content::Text, json::read),
];

/// Returns the row of a format that holds one document.
const fn one(
    format: DocumentFormat,
    endings: &'static [&'static str],
    content: Content,
    read: fn(&Source<'_>, &IngestParams) -> Result<Transcript, IngestError>,
) -> Format {
    Format { format, endings, content, is_table: false, reader: Reader::One(read) }
}

/// Returns the row of a table's format.
const fn several(
    format: DocumentFormat,
    endings: &'static [&'static str],
    content: Content,
    read: fn(&Source<'_>, &IngestParams) -> Result<Vec<Document>, IngestError>,
) -> Format {
    Format { format, endings, content, is_table: true, reader: Reader::Table(read) }
}

/// Returns the format that an ending names; the ending is in lower case, without the dot.
pub(super) fn by_ending(ending: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.endings.contains(&ending))
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
