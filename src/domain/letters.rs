//! Letters with marks: one code point or several.

use unicode_normalization::UnicodeNormalization as _;

/// Tells whether a code point is a mark that belongs to the letter before it, such as an accent of its own.
#[must_use]
pub fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Returns a text in the forms in which it may be encoded: as it is, with composed letters (NFC), and with marks of their own (NFD).
#[must_use]
pub fn encodings(text: &str) -> [Vec<char>; 3] {
    [text.chars().collect(), text.nfc().collect(), text.nfd().collect()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_with_an_accent_is_one_code_point_or_two() {
        let [as_it_is, composed, parted] = encodings("é");
        assert_eq!((as_it_is.len(), composed.len(), parted.len()), (1, 1, 2));
        assert!(is_mark(parted[1]) && !is_mark(composed[0]));
    }
}
