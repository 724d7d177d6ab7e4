//! The writing direction of a text.

/// Tells whether a text is written from right to left: whether its first letter is Hebrew, Arabic, Syriac, Thaana or N'Ko.
///
/// This is the rule of the Unicode Bidirectional Algorithm for a paragraph (UAX #9, P2 and P3), reduced to letters.
///
/// ```
/// use themata::domain::is_right_to_left;
/// assert!(is_right_to_left("12 شب‌ها"));
/// assert!(!is_right_to_left("Nights (شب)"));
/// ```
#[must_use]
pub fn is_right_to_left(text: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphabetic());
    first.is_some_and(
        |c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_decides() {
        for text in ["سلام", "«شب» night", "3. «شب» a", "3. מחלקה", "שלום", "\u{200f}، ب"]
        {
            assert!(is_right_to_left(text), "{text}");
        }
        for text in ["", "12", "12:30", "(a) شب", "night شب", "é", "夜"] {
            assert!(!is_right_to_left(text), "{text}");
        }
    }
}
