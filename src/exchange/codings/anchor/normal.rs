//! The normal form of a text: without the differences that programs introduce in white space, quotation marks, dashes,
//! joiners and forms of one letter.

use unicode_normalization::UnicodeNormalization as _;

/// A text in its normal form, with the origin of each character.
#[derive(Clone, Debug, Default)]
pub(super) struct Normal {
    pub(super) text: String,
    pub(super) chars: Vec<char>,
    /// For each character, the code point of the source from which it comes.
    from: Vec<u32>,
    /// For each character, its first byte in `text`.
    at: Vec<u32>,
}

impl Normal {
    /// Returns the normal form of some code points, each with its position in the source.
    pub(super) fn of(source: impl Iterator<Item = (usize, char)>) -> Self {
        let mut normal = Self::default();
        for (from, source) in source {
            for c in std::iter::once(source).nfkd() {
                let Some(c) = same(c) else { continue };
                normal.push(c, from as u32);
            }
        }
        normal
    }

    /// Returns the same text in lower case.
    pub(super) fn lower(&self) -> Self {
        let mut lower = Self::default();
        for (c, &from) in self.chars.iter().zip(&self.from) {
            c.to_lowercase().for_each(|c| lower.push(c, from));
        }
        lower
    }

    fn push(&mut self, c: char, from: u32) {
        self.from.push(from);
        self.at.push(self.text.len() as u32);
        self.chars.push(c);
        self.text.push(c);
    }

    pub(super) fn of_text(text: &str) -> Self {
        Self::of(text.chars().enumerate())
    }

    /// Returns the part of the source from which characters `start` to `end` come: the first code point and the one after
    /// the last.
    pub(super) fn source(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let last = self.from.get(end.checked_sub(1)?)?;
        Some((*self.from.get(start)? as usize, *last as usize + 1))
    }

    /// Returns all places where another normal form occurs in this one, as code points of the source.
    pub(super) fn places(&self, wanted: &Self) -> Vec<(usize, usize)> {
        if wanted.chars.is_empty() {
            return Vec::new();
        }
        let mut places = Vec::new();
        let mut from = 0;
        while let Some(found) = self.text.get(from..).and_then(|rest| rest.find(&wanted.text)) {
            let byte = (from + found) as u32;
            let start = self.at.partition_point(|&at| at < byte);
            places.extend(self.source(start, start + wanted.chars.len()));
            // Places may overlap, so the search continues one character further.
            from = self.at.get(start + 1).map_or(self.text.len(), |&at| at as usize);
        }
        places
    }

    /// Returns the text without the characters at its ends that are neither letters nor digits.
    pub(super) fn trimmed(&self) -> Self {
        let is_letter = |c: &char| c.is_alphanumeric();
        let first = self.chars.iter().position(is_letter).unwrap_or(self.chars.len());
        let end = self.chars.iter().rposition(is_letter).map_or(first, |last| last + 1);
        let mut trimmed = Self::default();
        for (&c, &from) in self.chars[first..end].iter().zip(&self.from[first..end]) {
            trimmed.push(c, from);
        }
        trimmed
    }
}

/// Returns the character that represents `c` in the normal form; `None` if it is left out.
pub(super) fn same(c: char) -> Option<char> {
    Some(match c {
        c if c.is_whitespace() || c.is_control() => return None,
        // Joiners, marks of direction, soft hyphens, the tatweel.
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | 'ـ' => {
            return None;
        }
        '"'
        | '\''
        | '`'
        | '´'
        | '\u{2018}'..='\u{201f}'
        | '«'
        | '»'
        | '‹'
        | '›'
        | '\u{2032}'
        | '\u{2033}' => return None,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{fe58}' => return None,
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        '۰'..='۹' => digit(c, '۰'),
        '٠'..='٩' => digit(c, '٠'),
        c => c,
    })
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_change_makes_no_difference() {
        let normal = |text: &str| Normal::of_text(text).text;
        assert_eq!(normal("“It’s – well-\nknown…”"), normal("\"Its well known...\""));
        assert_eq!(normal("می‌روم كتاب"), normal("میروم  کتاب"));
        assert_eq!(normal("ﬁn é ۱۲"), normal("fin e\u{301} 12"));
        assert_ne!(normal("Yes."), normal("yes."));
    }

    #[test]
    fn places_are_of_the_source_and_may_overlap() {
        let text = Normal::of_text("a “b” a-b 🙂ab");
        assert_eq!(text.places(&Normal::of_text("ab")), [(0, 4), (6, 9), (11, 13)]);
        assert_eq!(Normal::of_text("aaa").places(&Normal::of_text("aa")), [(0, 2), (1, 3)]);
        assert!(text.places(&Normal::of_text(" – ")).is_empty());
    }
}
