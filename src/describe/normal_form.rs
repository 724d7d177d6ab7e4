//! One form for the spellings of a word.

use unicode_normalization::UnicodeNormalization as _;

/// Returns a word in lower case with its spelling variants unified.
///
/// Canonical composition; straight apostrophes; Persian letters for Arabic yeh and kaf; no tatweel, vowel marks or zero-width
/// characters, because Persian is written with and without them.
pub(super) fn normal_form(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfc().flat_map(char::to_lowercase).filter_map(fold).collect()
}

fn fold(c: char) -> Option<char> {
    match c {
        '’' | '‘' | 'ʼ' | '＇' => Some('\''),
        'ي' | 'ى' => Some('ی'),
        'ك' => Some('ک'),
        'ة' => Some('ه'),
        'أ' | 'إ' | 'ٱ' => Some('ا'),
        '\u{0640}' | '\u{064B}'..='\u{0652}' | '\u{0654}' | '\u{0670}' => None,
        '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{00AD}' => None,
        _ => Some(c),
    }
}

/// Returns a Persian noun without its plural ending. There is no Snowball stemmer for Persian.
///
/// At least three letters stay: `ها` is not removed from a word that it may belong to.
pub(super) fn persian_stem(word: &str) -> &str {
    const ENDINGS: [&str; 6] = ["هایی", "هایم", "های", "هاش", "هام", "ها"];
    ENDINGS
        .iter()
        .find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.chars().count() >= 3))
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_fold() {
        assert_eq!(normal_form("Don’t"), "don't");
        assert_eq!(normal_form("ÜBER"), "über");
        assert_eq!(normal_form("می‌كنيم"), "میکنیم");
        assert_eq!(normal_form("e\u{301}te\u{301}"), "été");
    }

    #[test]
    fn persian_plurals_lose_their_ending() {
        assert_eq!(persian_stem("کتابها"), "کتاب");
        assert_eq!(persian_stem("کتابهای"), "کتاب");
        assert_eq!(persian_stem("تنها"), "تنها", "two letters would stay");
    }
}
