//! The format of a source: named by its ending, checked against its content.

use super::content::Content;
use super::error::IngestError;
use super::formats::{self, Format, table};
use super::params::IngestParams;
use super::source::{Source, ending};
use crate::domain::{DocumentFormat, OtherFile};

/// Returns the error for a file whose ending is not one of a format that can be read.
pub(super) fn unknown(name: &str) -> IngestError {
    let ending = ending(name);
    let other = OtherFile::of_ending(&ending);
    IngestError::UnknownFormat { name: name.to_owned(), ending, other, known: formats::listed() }
}

/// Returns the format of a source.
///
/// # Errors
/// [`IngestError`] where the ending is not known, or the content is not what the ending says.
pub(super) fn format(source: &Source<'_>) -> Result<&'static Format, IngestError> {
    let ending = source.ending();
    let Some(format) = formats::by_ending(&ending) else { return Err(unknown(source.name)) };
    let content = Content::of(source.bytes);
    if content == format.content {
        return Ok(format);
    }
    Err(IngestError::NotWhatItSays {
        name: source.name.to_owned(),
        looks_like: content.in_words(),
        remedy: remedy(content, format),
        ending,
    })
}

/// Returns the format in which a source is to be read: a table that was saved as `.txt` is read as a `.csv` or `.tsv` is.
///
/// # Errors
/// Those of [`format`].
pub(super) fn reading_format(
    source: &Source<'_>,
    params: &IngestParams,
) -> Result<&'static Format, IngestError> {
    let named = format(source)?;
    let is_text = named.format == DocumentFormat::Txt;
    let table = is_text.then(|| table::saved_as_text(source, params)).flatten();
    Ok(table.and_then(formats::of).unwrap_or(named))
}

/// Returns the format of an empty text file, which is a document without words; an empty container is a broken one.
pub(super) fn empty_text(source: &Source<'_>) -> Option<&'static Format> {
    formats::by_ending(&source.ending())
        .filter(|format| source.bytes.is_empty() && format.content == Content::Text)
}

/// Returns what to do with a file that holds something else than its format does.
fn remedy(content: Content, format: &Format) -> &'static str {
    match (content, format.is_table()) {
        (Content::Nothing, _) => "copy it again from where it came from",
        (Content::OldOffice, true) => "open it in its program and save it as .xlsx",
        (Content::OldOffice, false) => "open it in its program and save it as .docx",
        (Content::LockedOffice, _) => "open it in its program and save a copy without a password",
        (Content::Text, true) => "rename it to .csv if it is a table",
        (Content::Text, false) => "rename it to .txt if it is a transcript",
        (Content::Zip, _) => "give it its right ending (.docx, .odt or .xlsx)",
        (Content::Pdf, _) => "give it the ending .pdf",
        (Content::Rtf, _) => "give it the ending .rtf",
        (Content::Recording, _) => "transcribe it first",
        (Content::Picture, _) => "recognise its text first",
        (Content::Packed, _) => "unpack it first",
        (Content::Program | Content::Database | Content::Binary, _) => {
            "leave it out, or save it as text in its program"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(name: &str, bytes: &[u8]) -> String {
        format(&Source { name, bytes }).unwrap_err().to_string()
    }

    #[test]
    fn an_ending_is_known_in_any_case() {
        assert_eq!(
            format(&Source { name: "x.TXT", bytes: b"P1: hello" }).unwrap().format,
            DocumentFormat::Txt
        );
    }

    #[test]
    fn a_binary_with_a_text_name_is_refused_by_what_it_looks_like() {
        assert_eq!(
            refusal("a/x.txt", b"ID3\x04\0\0\0abc"),
            "a/x.txt: ends in .txt, but holds a recording; transcribe it first"
        );
        assert_eq!(
            refusal("x.md", b"some\0thing"),
            "x.md: ends in .md, but holds binary data, no text; leave it out, or save it as text in its program"
        );
        assert!(refusal("x.csv", b"PK\x03\x04rest").contains("holds a zip container"));
        assert!(refusal("x.txt", b"%PDF-1.7\n").contains("holds a PDF; give it the ending .pdf"));
        assert!(refusal("x.txt", &[b'a', 1, 2, 3, 4, 5]).contains("binary data"));
    }

    #[test]
    fn an_old_or_locked_word_file_is_told_apart() {
        let mut old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        old.resize(600, 0);
        assert_eq!(
            refusal("i.docx", &old),
            "i.docx: ends in .docx, but holds an old Office file (.doc or .xls); open it in its program and save it as .docx"
        );
        old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert!(refusal("i.docx", &old).contains("save a copy without a password"));
        assert!(refusal("i.docx", b"hello").contains("plain text; rename it to .txt"));
        assert!(refusal("i.docx", b"").contains("nothing (0 bytes)"));
    }

    #[test]
    fn an_unknown_ending_names_the_known_ones() {
        assert_eq!(
            refusal("i.doc", b""),
            "i.doc: a .doc file cannot be read; save it as .docx in its program; known endings are .txt, .md, .docx, .pdf, \
             .odt, .rtf, .srt, .vtt, .csv, .tsv, .xlsx, .json"
        );
        assert!(refusal("notes", b"").starts_with("notes: a file without an ending cannot be read; known"));
    }

    #[test]
    fn utf16_is_text() {
        let bytes: Vec<u8> = "\u{feff}P1: yes".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(format(&Source { name: "u.txt", bytes: &bytes }).unwrap().format, DocumentFormat::Txt);
        assert_eq!(
            format(&Source { name: "u.txt", bytes: &bytes[2..] }).unwrap().format,
            DocumentFormat::Txt
        );
    }
}
