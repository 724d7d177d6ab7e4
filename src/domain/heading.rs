//! Headings, and names beside them, as they are recognised: without case, accents and punctuation. This finds what is meant; whether two
//! labels or names are the same is a matter of [`LabelKey`](super::LabelKey) and [`NameKey`](super::NameKey).

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The words of a heading or a name in small letters, without accents, joiners and punctuation, and with one form of each
/// Persian letter; one space between them.
///
/// ```
/// use themata::domain::plain_words;
/// assert_eq!(plain_words("  Dokument-Gruppe (Äußerung) "), "dokument gruppe ausserung");
/// assert_eq!(plain_words("شركت‌كننده"), plain_words("شرکت کننده"));
/// ```
#[must_use]
pub fn plain_words(text: &str) -> String {
    let plain: String = text
        .replace('ß', "ss")
        .nfkd()
        .filter(|ch| !is_combining_mark(*ch) && !matches!(ch, '\u{feff}' | '\u{200e}' | '\u{200f}'))
        .flat_map(char::to_lowercase)
        .map(|ch| match ch {
            'ي' | 'ى' => 'ی',
            'ك' => 'ک',
            ch if ch.is_alphanumeric() => ch,
            _ => ' ',
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
