//! Positions in a text, each with a type for its unit. Only this module converts them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

macro_rules! offset {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub usize);
    };
}

offset!(
    /// A position counted in UTF-8 bytes from the start of the text.
    ByteOffset
);
offset!(
    /// A position counted in Unicode code points from the start of the text. The project file and all interfaces use it.
    CodePointOffset
);
offset!(
    /// A position counted in UTF-16 code units from the start of the text, as some other programs count.
    Utf16Offset
);

/// A stretch of a text in code points: `start` included, `end` excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Span {
    /// The first code point of the stretch.
    pub start: CodePointOffset,
    /// One past its last code point.
    pub end: CodePointOffset,
}

impl Span {
    /// Returns the span from code point `start` up to code point `end`, which is not included.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: CodePointOffset(start), end: CodePointOffset(end.max(start)) }
    }

    /// Returns how many code points the span holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.end.0 - self.start.0
    }

    /// Tells whether two spans share a code point.
    #[must_use]
    pub fn touches(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Tells whether the span holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A position that does not exist in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("position {position} ({unit}) is outside a text of {length}, or inside a character")]
pub struct OffsetError {
    /// The position asked for.
    pub position: usize,
    /// What it counts.
    pub unit: &'static str,
    /// The length of the text in the same unit.
    pub length: usize,
}

/// Converts positions in one text between bytes, code points and UTF-16 units.
///
/// Building it costs one pass over the text. A text of ASCII only needs no table; any other keeps one anchor for every 64 code
/// points, so a conversion is a look-up and a walk over at most 63 characters.
///
/// ```
/// use themata::domain::{ByteOffset, CodePointOffset, TextIndex, Utf16Offset};
/// let text = "a🙂b";
/// let index = TextIndex::new(text);
/// assert_eq!(index.byte(CodePointOffset(2)).unwrap(), ByteOffset(5));
/// assert_eq!(index.utf16(CodePointOffset(2)).unwrap(), Utf16Offset(3));
/// assert_eq!(index.code_point(ByteOffset(5)).unwrap(), CodePointOffset(2));
/// ```
#[derive(Clone, Debug)]
pub struct TextIndex<'a> {
    text: &'a str,
    table: Cow<'a, TextTable>,
}

/// The table of a [`TextIndex`] without its text. Store it with the text, so that a text is indexed only once.
///
/// ```
/// use themata::domain::{Span, TextTable};
/// let (text, other) = ("Nächte", "Nächte und Tage");
/// let table = TextTable::of(text);
/// assert_eq!(table.index(text).slice(Span::new(1, 3)), Ok("äc"));
/// // Another text is indexed anew.
/// assert_eq!(table.index(other).slice(Span::new(11, 15)), Ok("Tage"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextTable {
    n_bytes: usize,
    n_code_points: usize,
    n_utf16: usize,
    /// (byte, utf16) of code point 64·i; empty for ASCII.
    anchors: Vec<(usize, usize)>,
}

const STRIDE: usize = 64;

impl TextTable {
    /// Indexes a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let n_bytes = text.len();
        if text.is_ascii() {
            return Self { n_bytes, n_code_points: n_bytes, n_utf16: n_bytes, anchors: Vec::new() };
        }
        let (mut n_code_points, mut n_utf16) = (0, 0);
        let mut anchors = Vec::with_capacity(n_bytes / STRIDE + 1);
        for (byte, ch) in text.char_indices() {
            if n_code_points % STRIDE == 0 {
                anchors.push((byte, n_utf16));
            }
            n_code_points += 1;
            n_utf16 += ch.len_utf16();
        }
        Self { n_bytes, n_code_points, n_utf16, anchors }
    }

    /// Returns the index of the text that the table was made from. A text of another length is indexed again.
    #[must_use]
    pub fn index<'a>(&'a self, text: &'a str) -> TextIndex<'a> {
        if text.len() == self.n_bytes {
            TextIndex { text, table: Cow::Borrowed(self) }
        } else {
            TextIndex::new(text)
        }
    }
}

impl<'a> TextIndex<'a> {
    /// Indexes a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, table: Cow::Owned(TextTable::of(text)) }
    }

    /// Returns the indexed text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Returns the length of the text in code points.
    #[must_use]
    pub fn n_code_points(&self) -> usize {
        self.table.n_code_points
    }

    /// Returns the byte position of a code point.
    ///
    /// # Errors
    /// [`OffsetError`] if the text is shorter.
    pub fn byte(&self, at: CodePointOffset) -> Result<ByteOffset, OffsetError> {
        self.walk(at).map(|(byte, _)| ByteOffset(byte))
    }

    /// Returns the UTF-16 position of a code point.
    ///
    /// # Errors
    /// [`OffsetError`] if the text is shorter.
    pub fn utf16(&self, at: CodePointOffset) -> Result<Utf16Offset, OffsetError> {
        self.walk(at).map(|(_, units)| Utf16Offset(units))
    }

    /// Returns the code point that begins at a byte position.
    ///
    /// # Errors
    /// [`OffsetError`] if the text is shorter, or the byte is inside a character.
    pub fn code_point(&self, at: ByteOffset) -> Result<CodePointOffset, OffsetError> {
        if !self.text.is_char_boundary(at.0) {
            return Err(OffsetError { position: at.0, unit: "bytes", length: self.text.len() });
        }
        if self.table.anchors.is_empty() {
            return Ok(CodePointOffset(at.0));
        }
        let block = self.table.anchors.partition_point(|&(byte, _)| byte <= at.0).saturating_sub(1);
        let from = self.table.anchors[block].0;
        Ok(CodePointOffset(block * STRIDE + self.text[from..at.0].chars().count()))
    }

    /// Returns the words of a span.
    ///
    /// # Errors
    /// [`OffsetError`] if the span reaches outside the text.
    pub fn slice(&self, span: Span) -> Result<&'a str, OffsetError> {
        Ok(&self.text[self.byte(span.start)?.0..self.byte(span.end)?.0])
    }

    /// Returns the span in code points of a byte range.
    ///
    /// # Errors
    /// [`OffsetError`] if a bound is outside the text or inside a character.
    pub fn span(&self, bytes: std::ops::Range<usize>) -> Result<Span, OffsetError> {
        Ok(Span {
            start: self.code_point(ByteOffset(bytes.start))?,
            end: self.code_point(ByteOffset(bytes.end))?,
        })
    }

    fn walk(&self, at: CodePointOffset) -> Result<(usize, usize), OffsetError> {
        if at.0 > self.table.n_code_points {
            let length = self.table.n_code_points;
            return Err(OffsetError { position: at.0, unit: "code points", length });
        }
        if at.0 == self.table.n_code_points {
            return Ok((self.text.len(), self.table.n_utf16));
        }
        if self.table.anchors.is_empty() {
            return Ok((at.0, at.0));
        }
        let (mut byte, mut units) = self.table.anchors[at.0 / STRIDE];
        for ch in self.text[byte..].chars().take(at.0 % STRIDE) {
            byte += ch.len_utf8();
            units += ch.len_utf16();
        }
        Ok((byte, units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_position_agrees_with_counting_from_the_start() {
        let text = "Ein Wörtchen 🙂 و یک کلمه\u{200c}ها, a̐ 𝄞 end. ".repeat(9);
        let index = TextIndex::new(&text);
        let (mut byte, mut units) = (0, 0);
        for (n, ch) in text.chars().enumerate() {
            assert_eq!(index.byte(CodePointOffset(n)).unwrap().0, byte);
            assert_eq!(index.utf16(CodePointOffset(n)).unwrap().0, units);
            assert_eq!(index.code_point(ByteOffset(byte)).unwrap().0, n);
            byte += ch.len_utf8();
            units += ch.len_utf16();
        }
        assert_eq!(index.byte(CodePointOffset(text.chars().count())).unwrap().0, text.len());
        assert_eq!(index.code_point(ByteOffset(text.len())).unwrap().0, text.chars().count());
    }

    #[test]
    fn positions_outside_the_text_are_refused() {
        let index = TextIndex::new("é");
        assert!(index.byte(CodePointOffset(2)).is_err());
        assert!(index.code_point(ByteOffset(1)).is_err());
        assert!(index.slice(Span::new(0, 5)).is_err());
        assert_eq!(TextIndex::new("").slice(Span::new(0, 0)).unwrap(), "");
    }
}
