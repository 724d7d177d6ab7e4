//! Positions as cells of a table hold them.

use serde::{Deserialize, Serialize};

/// What a position counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum OffsetUnit {
    /// Unicode code points from 0; the end is the one after the last.
    Codepoint,
    /// UTF-16 code units from 0; the end is the one after the last.
    Utf16,
    /// Bytes of UTF-8 from 0, without a byte order mark; the end is the one after the last.
    Byte,
    /// Code points of a file in which each line ends in CR LF.
    #[serde(rename = "codepoint-cr")]
    CodepointCr,
    /// UTF-16 code units of a file in which each line ends in CR LF.
    #[serde(rename = "utf16-cr")]
    Utf16Cr,
    /// Bytes of a file in UTF-8 in which each line ends in CR LF.
    #[serde(rename = "byte-cr")]
    ByteCr,
    /// Paragraphs from 1; the end is the last one.
    Paragraph,
    /// Turns of all speakers from 1; the end is the last one.
    Turn,
    /// Lines from 1, including empty lines; the end is the last one.
    Line,
}

impl OffsetUnit {
    /// The units that count the characters of a text, the most usual first.
    pub(super) const OF_CHARACTERS: [Self; 6] =
        [Self::Codepoint, Self::Utf16, Self::CodepointCr, Self::Byte, Self::ByteCr, Self::Utf16Cr];

    /// Tells whether it counts the characters of a text, in whatever form.
    #[must_use]
    pub fn is_of_characters(self) -> bool {
        Self::OF_CHARACTERS.contains(&self)
    }

    /// Returns how many units a character has; `None` if the unit does not count characters.
    pub(super) fn length(self, c: char) -> Option<usize> {
        let cr = usize::from(c == '\n');
        Some(match self {
            Self::Codepoint => 1,
            Self::Utf16 => c.len_utf16(),
            Self::Byte => c.len_utf8(),
            Self::CodepointCr => 1 + cr,
            Self::Utf16Cr => c.len_utf16() + cr,
            Self::ByteCr => c.len_utf8() + cr,
            Self::Paragraph | Self::Turn | Self::Line => return None,
        })
    }

    /// Returns its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Codepoint => "code points",
            Self::Utf16 => "UTF-16 code units",
            Self::Byte => "bytes",
            Self::CodepointCr => "code points of a file whose lines end in CR LF",
            Self::Utf16Cr => "UTF-16 code units of a file whose lines end in CR LF",
            Self::ByteCr => "bytes of a file whose lines end in CR LF",
            Self::Paragraph => "paragraphs",
            Self::Turn => "turns",
            Self::Line => "lines",
        }
    }
}

/// Where a segment begins and ends, according to a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// What is counted; `None` for characters if the table does not say which kind.
    pub unit: Option<OffsetUnit>,
    /// The beginning.
    pub start: usize,
    /// The end.
    pub end: usize,
}

/// Reads a whole number, also as spreadsheets write it (`12.0`).
pub(super) fn number(cell: &str) -> Option<usize> {
    let cell = cell.trim();
    cell.strip_suffix(".0").unwrap_or(cell).parse().ok()
}

/// Reads a range such as `0-18`, `3 – 5`, `¶ 4` or `12`; `None` for anything else, such as a page of a PDF.
pub(super) fn range(cell: &str) -> Option<(usize, usize)> {
    let cell = cell.trim().trim_start_matches(['¶', '§']).trim();
    match cell.split_once(['-', '–', '—']) {
        Some((start, end)) => Some((number(start)?, number(end.trim_start_matches([' ', '¶', '§']))?)),
        None => number(cell).map(|only| (only, only)),
    }
}

/// Reads whether a code applies, from a cell of the code's own column; `None` if the cell says neither yes nor no.
pub(super) fn truth(cell: &str) -> Option<bool> {
    match cell.trim().to_lowercase().as_str() {
        "" | "0" | "0.0" | "false" | "no" | "n" | "nein" | "non" | "falsch" | "faux" | "falso" | "خیر"
        | "نه" | "-" => Some(false),
        "1" | "1.0" | "true" | "yes" | "y" | "x" | "✓" | "✔" | "ja" | "j" | "oui" | "si" | "sí" | "wahr"
        | "vrai" | "verdadero" | "بله" | "آری" => Some(true),
        _ => None,
    }
}

/// Reads the same from a column that may also count how often a code applies: any number above 0 means that it does.
pub(super) fn applies(cell: &str) -> Option<bool> {
    truth(cell).or_else(|| number(cell).map(|n| n > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read_as_programs_write_them() {
        assert_eq!(
            (number(" 12 "), number("12.0"), number("3: 14"), number("-1")),
            (Some(12), Some(12), None, None)
        );
        assert_eq!(
            (range("0-18"), range("3 – 5"), range("¶ 4")),
            (Some((0, 18)), Some((3, 5)), Some((4, 4)))
        );
        assert_eq!((range("Page 2: 10-90"), range("")), (None, None));
        assert_eq!(
            (truth("TRUE"), truth(" x"), truth(""), truth("2")),
            (Some(true), Some(true), Some(false), None)
        );
    }
}
