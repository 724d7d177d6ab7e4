//! Recognises the encoding of older Macintosh programs.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// Returns the encoding that a user names: a label of the WHATWG Encoding Standard, or a common name of Mac Roman that the
/// standard lacks.
pub(super) fn by_label(label: &str) -> Option<&'static Encoding> {
    let plain: String =
        label.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    Encoding::for_label(label.trim().as_bytes())
        .or_else(|| matches!(plain.as_str(), "macroman" | "applemacroman" | "xmacroman").then_some(MACINTOSH))
}

/// Tells whether bytes that are not UTF-8 are Mac Roman. Lines that end in CR alone suggest it; then it is enough that its letters fit
/// better than those of windows-1252. In other files nearly all of its letters must fit, and few of the others.
pub(super) fn is_likely(bytes: &[u8]) -> bool {
    let n_cr = bytes.iter().filter(|&&byte| byte == b'\r').count();
    let cr_alone = n_cr > 0 && !bytes.contains(&b'\n');
    let mac = Fit::of(bytes, MACINTOSH);
    let windows = Fit::of(bytes, WINDOWS_1252);
    let n = mac.n.max(1);
    match cr_alone {
        true => mac.n_good > windows.n_good && mac.n_good * 10 >= n * 7,
        false => mac.n >= 6 && mac.n_good * 10 >= n * 9 && windows.n_good * 2 < n,
    }
}

/// How well the characters beyond ASCII fit where they stand.
struct Fit {
    n: usize,
    n_good: usize,
}

impl Fit {
    fn of(bytes: &[u8], encoding: &'static Encoding) -> Self {
        let (text, ..) = encoding.decode(bytes);
        let mut fit = Self { n: 0, n_good: 0 };
        let mut before = ' ';
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            if !c.is_ascii() {
                fit.n += 1;
                fit.n_good += usize::from(fits(before, c, chars.peek().copied().unwrap_or(' ')));
            }
            before = c;
        }
        fit
    }
}

/// Tells whether a character fits between two others: a small letter anywhere in a word, a capital at its start or among capitals, an
/// apostrophe between letters, a quotation mark or dash at the edge of a word.
fn fits(before: char, c: char, after: char) -> bool {
    let (in_word, goes_on) = (before.is_alphabetic(), after.is_alphabetic());
    match c {
        'ß' | 'à'..='ö' | 'ø'..='ü' | 'œ' => in_word || goes_on || before.is_whitespace(),
        'À'..='Ö' | 'Ø'..='Ü' | 'Œ' => (!in_word && goes_on) || before.is_uppercase(),
        '’' => in_word,
        '‘' | '“' | '„' | '«' | '¿' | '¡' => !in_word,
        '”' | '»' | '…' | '–' | '—' | '\u{a0}' => !(in_word && goes_on) || c == '…',
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mac(text: &str) -> Vec<u8> {
        (0..=255u8)
            .map(|byte| {
                (MACINTOSH.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or(' '), byte)
            })
            .fold(text.chars().map(|c| (c, None)).collect::<Vec<_>>(), |mut found, (c, byte)| {
                found.iter_mut().filter(|(wanted, _)| *wanted == c).for_each(|(_, to)| *to = Some(byte));
                found
            })
            .into_iter()
            .map(|(_, byte)| byte.unwrap_or(b'?'))
            .collect()
    }

    #[test]
    fn names_of_the_encoding() {
        for name in ["mac-roman", "MacRoman", "mac_roman", "x-mac-roman", "macintosh"] {
            assert_eq!(by_label(name), Some(MACINTOSH), "{name}");
        }
        assert_eq!(by_label(" latin1 "), Some(WINDOWS_1252));
        assert_eq!(by_label("mac"), Some(MACINTOSH));
        assert_eq!(by_label("latin-99"), None);
    }

    #[test]
    fn lines_with_cr_alone() {
        let text = "Enquêteur : Et après ?\rÉlodie : J’arrose les haricots, et « voilà ».";
        assert!(is_likely(&mac(text)));
        assert!(is_likely(&mac("P1: Das hieß „später“.\rI: Für wen?")));
        let (windows, ..) = WINDOWS_1252.encode("Enquêteur : Et après ?\rÉlodie : J’arrose, et « voilà ».");
        assert!(!is_likely(&windows));
    }

    proptest! {
        /// Words of French and German are found whatever their line ends, and those of windows-1252 never.
        #[test]
        fn words_are_recognised(
            words in prop::collection::vec(
                prop::sample::select(vec![
                    "é", "été", "à", "Élodie", "français", "j’ai", "où", "très", "naïve", "für", "größer", "schön", "Übung",
                    "später", "mañana", "così", "garden",
                ]),
                12..60,
            ),
            end in prop::sample::select(vec!["\r", "\r\n", "\n"]),
        ) {
            let text: String = words.iter().map(|word| format!("{word} und{end}")).collect();
            prop_assume!(text.chars().filter(|c| !c.is_ascii()).count() >= 6);
            prop_assert!(is_likely(&mac(&text)));
            let (windows, ..) = WINDOWS_1252.encode(&text);
            prop_assert!(!is_likely(&windows));
        }
    }
}
