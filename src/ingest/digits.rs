//! Digits of several scripts, and the signs after a number that numbers a line.

/// The zeros of scripts whose digits follow one another: Latin, Arabic, Persian, Devanagari, Bengali, Gurmukhi, Gujarati, Tamil, Telugu,
/// Kannada, Malayalam, Thai, Lao, Burmese, Khmer, and Latin in full width.
const ZEROS: [char; 16] = ['0', '٠', '۰', '०', '০', '੦', '૦', '௦', '౦', '೦', '൦', '๐', '໐', '၀', '០', '０'];

/// Returns the value of a digit in one of the known scripts.
pub(super) fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let value = |zero: char| (c as u32).checked_sub(zero as u32).filter(|&value| value < 10);
    ZEROS.into_iter().find_map(value)
}

/// Tells whether a character is the sign after the number of a line.
pub(super) const fn ends_number(c: char) -> bool {
    matches!(c, '.' | ')') || is_wide_end(c)
}

/// Tells whether a character is such a sign of East Asian text, after which no blank is needed: `３．`, `３）`, `３、`.
pub(super) const fn is_wide_end(c: char) -> bool {
    matches!(c, '．' | '）' | '、')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_many_scripts() {
        for (zero, nine) in [('0', '9'), ('٠', '٩'), ('۰', '۹'), ('०', '९'), ('๐', '๙'), ('０', '９')]
        {
            assert_eq!((digit(zero), digit(nine)), (Some(0), Some(9)));
        }
        for zero in ZEROS {
            assert!(zero.is_numeric() && digit(zero) == Some(0), "{zero}");
            let before = char::from_u32(zero as u32 - 1).and_then(digit);
            assert_eq!(before, None, "{zero}");
        }
        assert_eq!("a½²一".chars().find_map(digit), None);
    }
}
