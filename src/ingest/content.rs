//! What the bytes of a file look like, whatever its name says.

use super::encoding;

/// What the bytes of a file look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
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
    /// Looks at the first bytes, and for text at all of them.
    pub(super) fn of(bytes: &[u8]) -> Self {
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

    /// Returns what an error calls it.
    pub(super) fn in_words(self) -> &'static str {
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
}

/// Tells whether a file begins with a letter or digit, as a text does that mentions a PDF further down.
fn plain(head: &[u8]) -> bool {
    head.first().is_some_and(u8::is_ascii_alphanumeric)
}

/// Tells whether bytes are not text in any encoding: they hold a NUL, or more than one control character in a hundred.
fn binary(bytes: &[u8]) -> bool {
    let has_mark = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if has_mark || encoding::utf16_without_mark(bytes).is_some() {
        return false;
    }
    let is_control = |byte: &&u8| matches!(byte, 0x01..=0x08 | 0x0e..=0x1f | 0x7f);
    let n_controls = bytes.iter().filter(is_control).count();
    bytes.contains(&0) || (n_controls >= 4 && n_controls * 100 > bytes.len())
}
