//! What a file is: by its ending, checked against its content.

use super::encoding;
use super::error::IngestError;
use super::read::Source;
use crate::domain::DocumentFormat;

/// The endings that can be read, for people.
pub(super) const KNOWN_ENDINGS: &str =
    ".txt, .md, .docx, .pdf, .odt, .rtf, .srt, .vtt, .csv, .tsv, .xlsx, .json";

/// The ending of a file's name in lower case, without the dot; empty where there is none.
pub(super) fn ending(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => ending.to_lowercase(),
        _ => String::new(),
    }
}

/// The format that an ending promises.
pub(super) fn by_ending(ending: &str) -> Option<DocumentFormat> {
    Some(match ending {
        "txt" | "text" => DocumentFormat::Txt,
        "md" | "markdown" => DocumentFormat::Md,
        "docx" => DocumentFormat::Docx,
        "pdf" => DocumentFormat::Pdf,
        "odt" => DocumentFormat::Odt,
        "rtf" => DocumentFormat::Rtf,
        "srt" => DocumentFormat::Srt,
        "vtt" => DocumentFormat::Vtt,
        "csv" => DocumentFormat::Csv,
        "tsv" | "tab" => DocumentFormat::Tsv,
        "xlsx" => DocumentFormat::Xlsx,
        "json" => DocumentFormat::Json,
        _ => return None,
    })
}

/// A remedy for formats that are well known and not read.
pub(super) fn remedy_for(ending: &str) -> &'static str {
    match ending {
        "doc" | "dot" | "wpd" | "pages" | "docm" => "save it as .docx in its program; ",
        "xls" | "ods" | "numbers" | "xlsm" | "xlsb" => "save it as .xlsx or .csv in its program; ",
        "htm" | "html" => "open it and save it as .docx or .txt; ",
        "eaf" | "exb" | "otr" => "export it as .txt or .srt from its program; ",
        "mp3" | "m4a" | "wav" | "mp4" | "ogg" | "flac" | "webm" | "mov" => "transcribe the recording first; ",
        "png" | "jpg" | "jpeg" | "tif" | "tiff" => "recognise its text first; ",
        "zip" | "gz" | "7z" | "rar" => "unpack it first; ",
        _ => "",
    }
}

/// The format of a source, after a look at its content.
pub(super) fn format(source: &Source<'_>) -> Result<DocumentFormat, IngestError> {
    let ending = ending(source.name);
    let name = source.name.to_owned();
    let Some(format) = by_ending(&ending) else {
        return Err(IngestError::UnknownFormat { name, remedy: remedy_for(&ending), ending });
    };
    let content = Content::of(source.bytes);
    let fits = match format {
        DocumentFormat::Docx | DocumentFormat::Odt | DocumentFormat::Xlsx => content == Content::Zip,
        DocumentFormat::Pdf => content == Content::Pdf,
        DocumentFormat::Rtf => content == Content::Rtf,
        _ => content == Content::Text,
    };
    if fits {
        return Ok(format);
    }
    Err(IngestError::NotWhatItSays {
        name,
        looks_like: content.in_words(),
        remedy: content.remedy(format),
        ending,
    })
}

/// What bytes look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Nothing,
    Text,
    Zip,
    Pdf,
    Rtf,
    OldOffice,
    LockedOffice,
    Picture,
    Recording,
    Packed,
    Program,
    Database,
    Binary,
}

impl Content {
    fn of(bytes: &[u8]) -> Self {
        let starts = |magic: &[u8]| bytes.starts_with(magic);
        let head = &bytes[..bytes.len().min(1024)];
        let trimmed = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
            Self::Zip
        } else if head.windows(5).any(|window| window == b"%PDF-") && !plain(trimmed) || starts(b"%PDF-") {
            Self::Pdf
        } else if trimmed.starts_with(b"{\\rtf") {
            Self::Rtf
        } else if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
            let locked: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            let is_locked = bytes.windows(locked.len()).any(|window| window == locked);
            if is_locked { Self::LockedOffice } else { Self::OldOffice }
        } else if starts(b"\x89PNG")
            || starts(b"\xff\xd8\xff")
            || starts(b"GIF8")
            || starts(b"II*\0")
            || starts(b"MM\0*")
        {
            Self::Picture
        } else if starts(b"ID3")
            || starts(b"RIFF")
            || starts(b"OggS")
            || starts(b"fLaC")
            || starts(b"\x1a\x45\xdf\xa3")
            || bytes.get(4..8) == Some(b"ftyp")
            || starts(b"\xff\xfb")
        {
            Self::Recording
        } else if starts(b"\x1f\x8b") || starts(b"7z\xbc\xaf\x27\x1c") || starts(b"Rar!\x1a") {
            Self::Packed
        } else if starts(b"\x7fELF") || starts(b"MZ\x90\0") {
            Self::Program
        } else if starts(b"SQLite format 3\0") {
            Self::Database
        } else if bytes.is_empty() {
            Self::Nothing
        } else if binary(bytes) {
            Self::Binary
        } else {
            Self::Text
        }
    }

    fn in_words(self) -> &'static str {
        match self {
            Self::Nothing => "nothing (0 bytes)",
            Self::Text => "plain text",
            Self::Zip => "a zip container (as .docx, .odt and .xlsx are)",
            Self::Pdf => "a PDF",
            Self::Rtf => "Rich Text Format",
            Self::OldOffice => "an old Office file (.doc or .xls)",
            Self::LockedOffice => "an Office file locked with a password",
            Self::Picture => "a picture",
            Self::Recording => "a recording",
            Self::Packed => "a packed archive",
            Self::Program => "a program",
            Self::Database => "an SQLite database",
            Self::Binary => "binary data, no text",
        }
    }

    fn remedy(self, wanted: DocumentFormat) -> &'static str {
        match (self, wanted) {
            (Self::Nothing, _) => "copy it again from where it came from",
            (Self::OldOffice, DocumentFormat::Xlsx) => "open it in its program and save it as .xlsx",
            (Self::OldOffice, _) => "open it in its program and save it as .docx",
            (Self::LockedOffice, _) => "open it in its program and save a copy without a password",
            (Self::Text, DocumentFormat::Xlsx) => "rename it to .csv if it is a table",
            (Self::Text, _) => "rename it to .txt if it is a transcript",
            (Self::Zip, _) => "give it its right ending (.docx, .odt or .xlsx)",
            (Self::Pdf, _) => "give it the ending .pdf",
            (Self::Rtf, _) => "give it the ending .rtf",
            (Self::Recording, _) => "transcribe it first",
            (Self::Picture, _) => "recognise its text first",
            (Self::Packed, _) => "unpack it first",
            (Self::Program | Self::Database | Self::Binary, _) => {
                "leave it out, or save it as text in its program"
            }
        }
    }
}

/// An empty text file is a document without words; an empty container is a broken one.
pub(super) fn is_empty_text(source: &Source<'_>) -> bool {
    source.bytes.is_empty()
        && by_ending(&ending(source.name)).is_some_and(|format| {
            !matches!(
                format,
                DocumentFormat::Docx
                    | DocumentFormat::Odt
                    | DocumentFormat::Xlsx
                    | DocumentFormat::Pdf
                    | DocumentFormat::Rtf
            )
        })
}

fn plain(head: &[u8]) -> bool {
    head.first().is_some_and(u8::is_ascii_alphanumeric)
}

/// Whether bytes are no text in any encoding: a NUL, or more than one control character in a hundred.
fn binary(bytes: &[u8]) -> bool {
    let has_mark = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if has_mark || encoding::utf16_without_mark(bytes).is_some() {
        return false;
    }
    let is_control = |byte: &&u8| matches!(byte, 0x01..=0x08 | 0x0e..=0x1f | 0x7f);
    let n_controls = bytes.iter().filter(is_control).count();
    bytes.contains(&0) || (n_controls >= 4 && n_controls * 100 > bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(name: &str, bytes: &[u8]) -> String {
        format(&Source { name, bytes }).unwrap_err().to_string()
    }

    #[test]
    fn endings_are_read_in_any_case_and_below_folders() {
        assert_eq!(ending("a.b/Interview 3.DOCX"), "docx");
        assert_eq!(ending("a.b/README"), "");
        assert_eq!(ending(".hidden"), "");
        assert_eq!(format(&Source { name: "x.TXT", bytes: b"P1: hello" }).unwrap(), DocumentFormat::Txt);
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
        assert_eq!(format(&Source { name: "u.txt", bytes: &bytes }).unwrap(), DocumentFormat::Txt);
        assert_eq!(format(&Source { name: "u.txt", bytes: &bytes[2..] }).unwrap(), DocumentFormat::Txt);
    }
}
