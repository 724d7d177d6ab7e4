//! Counts words.

use unicode_segmentation::UnicodeSegmentation;

/// Counts the words of a text, by the word boundaries of Unicode (UAX #29).
///
/// ```
/// assert_eq!(themata::segment::n_words("I don't know, می‌دانم."), 4);
/// ```
#[must_use]
pub fn n_words(text: &str) -> usize {
    text.unicode_words().count()
}
