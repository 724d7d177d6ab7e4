//! The keys by which two labels, or two names, are compared.

use caseless::Caseless as _;
use unicode_normalization::UnicodeNormalization as _;

/// The key of a label: two labels are the same if their keys are equal.
///
/// The label itself is stored and shown as it was typed. These differences do not count:
///
/// - **Case**, by the full default case folding of the Unicode Standard (section 3.13, `CaseFolding.txt`, C and F), not by
///   `to_lowercase`: only case folding treats `STRASSE` and `Straße`, or `ΟΔΟΣ`, `οδος` and `οδοσ`, as equal. `İ` equals `i`,
///   because a dot above an `i` cannot be seen; `ı` is a letter of its own. The language of a label is not known, so `I` is
///   always the capital of `i`, in Turkish too.
/// - **Encoding of a letter**, by compatibility decomposition (UAX #15, NFKD): a composed `é` and an `e` with an accent (as in
///   file names of macOS), `ﬁ` and `fi`, full width, and the joined forms of Arabic letters that are copied from PDFs. Together
///   with the case folding this is the compatibility caseless match of the Unicode Standard (D146).
/// - **White space**: none at the ends, one space for each stretch inside.
/// - **Invisible characters** (`Default_Ignorable_Code_Point`, as in `NFKC_Casefold`): zero-width joiners and non-joiners, soft
///   hyphens, marks of the writing direction, variation selectors.
/// - **Arabic and Persian keyboards**: `ي` and `ى` equal `ی`, `ك` equals `ک`, `ۀ` equals `ه` with a hamza, the digits `٣` and
///   `۳` equal `3` (which one is typed depends only on the keyboard), and the stroke `ـ`, which only lengthens a word, is
///   ignored.
///   Unicode treats these letters as different.
///
/// An accent counts, because it changes words: `Café` is not `Cafe`, and Arabic vowel signs count too. Punctuation also counts.
///
/// ```
/// use themata::domain::LabelKey;
/// assert_eq!(LabelKey::of(" Night  shifts"), LabelKey::of("night shifts"));
/// assert_eq!(LabelKey::of("شب\u{200c}كاري"), LabelKey::of("شبکاری"));
/// assert_ne!(LabelKey::of("Café"), LabelKey::of("Cafe"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelKey(String);

impl LabelKey {
    /// Returns the key of a label.
    #[must_use]
    pub fn of(label: &str) -> Self {
        Self(folded(label))
    }

    /// Tells whether the label has no visible character.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the key as text, for comparing, not for showing.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The key of a person's name: two names are the same if their keys are equal.
///
/// The rule is that of [`LabelKey`]; a type of its own keeps names and labels apart. Initials, hyphens and the order of names
/// count, so that two people are never taken for one.
///
/// ```
/// use themata::domain::NameKey;
/// assert_eq!(NameKey::of("Zoë  Müller"), NameKey::of("ZOE\u{308} MU\u{308}LLER"));
/// assert_ne!(NameKey::of("Zoë"), NameKey::of("Zoe"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameKey(String);

impl NameKey {
    /// Returns the key of a name.
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self(folded(name))
    }

    /// Tells whether the name has no visible character.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the key as text, for comparing, not for showing.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn folded(text: &str) -> String {
    // Most labels are ASCII and need no table.
    if text.is_ascii() {
        return one_space(&text.to_ascii_lowercase());
    }
    let mut plain = String::with_capacity(text.len());
    for c in compatible(text.chars()) {
        match one_keyboard(c) {
            TATWEEL => {}
            DOT_ABOVE if plain.ends_with('i') => {}
            HAMZA_ABOVE if plain.ends_with(AE) => {
                plain.pop();
                plain.extend([HEH, HAMZA_ABOVE]);
            }
            c => plain.push(c),
        }
    }
    one_space(&plain.nfkc().collect::<String>())
}

/// Returns the characters of a text that are seen, without differences of case and of encoding: as for the compatibility caseless match
/// of the Unicode Standard (D146), decomposed.
pub(super) fn compatible(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    text.nfd()
        .filter(|&c| is_seen(c))
        .default_case_fold()
        .nfkd()
        .default_case_fold()
        .nfkd()
        .filter(|&c| is_seen(c))
}

/// Returns the letter or digit that a Persian keyboard has for one of an Arabic keyboard, and for a digit the European one.
pub(super) fn one_keyboard(c: char) -> char {
    match c {
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        '٠'..='٩' => digit(c, '٠'),
        '۰'..='۹' => digit(c, '۰'),
        c => c,
    }
}

/// The stroke that only lengthens a word.
pub(super) const TATWEEL: char = '\u{640}';
const DOT_ABOVE: char = '\u{307}';
const HAMZA_ABOVE: char = '\u{654}';
/// The letter into which Unicode decomposes `ۀ`, although writers see it as `ه`.
pub(super) const AE: char = '\u{6d5}';
pub(super) const HEH: char = 'ه';

fn one_space(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut joined = words.next().unwrap_or_default().to_owned();
    for word in words {
        joined.push(' ');
        joined.push_str(word);
    }
    joined
}

fn digit(c: char, zero: char) -> char {
    char::from_digit((c as u32).saturating_sub(zero as u32), 10).unwrap_or(c)
}

/// Tells whether a character is visible: not of the property `Default_Ignorable_Code_Point` (`DerivedCoreProperties.txt`).
fn is_seen(c: char) -> bool {
    !matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Each line holds spellings of one label; different lines are different labels.
    const TABLE: &[&[&str]] = &[
        // Case and white space.
        &[
            "Night shifts",
            "night shifts",
            "NIGHT SHIFTS",
            "  Night\t shifts\n",
            "Night\u{a0}shifts",
            "night\u{3000}shifts",
        ],
        &["nightshifts", "night\u{200b}shifts", "night\u{ad}shifts", "Nightshifts\u{feff}"],
        &["night-shifts", "Night-Shifts"],
        // An accent belongs to the letter, however it is encoded.
        &["Café", "Cafe\u{301}", "CAFÉ", "CAFE\u{301}", "ｃａｆé"],
        &["Cafe", "cafe", "ＣＡＦＥ"],
        &["Ångström", "A\u{30a}ngstro\u{308}m", "\u{212b}ngström"],
        // Two marks in either order.
        &["ệ", "e\u{323}\u{302}", "e\u{302}\u{323}", "Ệ"],
        // Full folding.
        &["Straße", "STRASSE", "Strasse", "straẞe"],
        &["ΟΔΟΣ", "οδος", "οδοσ"],
        &["ﬁle sharing", "File sharing", "FILE SHARING"],
        // Turkish: a dotted i is an i, a dotless one is not.
        &["İstanbul", "istanbul", "Istanbul", "I\u{307}stanbul", "i\u{307}stanbul"],
        &["ıstanbul"],
        // Persian: joiners, the letters of Arabic keyboards, digits, the forms in PDFs.
        &["شب‌کاری", "شبکاری", "شب‌كاري", "شب\u{200d}کاری", "شب‌کارى", "\u{200f}شبکاری", "شبـــکاری"],
        &["شب کاری", "شب  كاري"],
        &["خانۀ امن", "خانهٔ امن", "خانه\u{654} امن", "خانە\u{654} امن"],
        &["خانه امن"],
        &["گروه ۳", "گروه ٣", "گروه 3"],
        &["گروه ۴"],
        &["\u{fee3}\u{fee6}", "من"],
        &["مسئول", "مسي\u{654}ول", "مسی\u{654}ول"],
        // A vowel sign counts.
        &["کرم"],
        &["کِرم"],
        // Variation selectors are invisible; they choose how a character is drawn.
        &["❤ care", "❤\u{fe0f} Care"],
        &[""],
    ];

    #[test]
    fn one_label_has_one_key_and_another_label_another() {
        for (at, spellings) in TABLE.iter().enumerate() {
            for spelling in *spellings {
                let key = LabelKey::of(spelling);
                assert_eq!(key, LabelKey::of(spellings[0]), "{spelling:?} beside {:?}", spellings[0]);
                assert_eq!(NameKey::of(spelling).as_str(), key.as_str());
                for other in TABLE.iter().skip(at + 1).flat_map(|other| other.iter()) {
                    assert_ne!(key, LabelKey::of(other), "{spelling:?} beside {other:?}");
                }
            }
        }
        assert!(LabelKey::of(" \u{200d}\u{feff} ").is_empty());
        assert!(!NameKey::of("0").is_empty());
    }

    #[test]
    fn what_is_not_seen_is_what_unicode_says() {
        let ignorable = regex::Regex::new(r"^\p{Default_Ignorable_Code_Point}$").unwrap();
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            assert_eq!(!is_seen(c), ignorable.is_match(c.encode_utf8(&mut [0; 4])), "{:x}", c as u32);
        }
    }

    /// Returns text of the characters that folding changes, and of any other.
    fn text() -> impl Strategy<Value = String> {
        let special = prop::sample::select(
            "iIİıσςΣßẞﬁéÉ\u{301}\u{307}\u{323}\u{345}\u{654}\u{6d5}يىیكکۀه٣۳ـ\u{200c}\u{200d}\u{fe0f}\u{a8}\u{a0} \t"
                .chars()
                .collect::<Vec<char>>(),
        );
        prop::collection::vec(prop_oneof![special, any::<char>()], 0..12)
            .prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(text in text()) {
            let key = LabelKey::of(&text);
            prop_assert_eq!(LabelKey::of(key.as_str()), key);
        }

        #[test]
        fn case_and_normal_form_never_count(text in text()) {
            let key = LabelKey::of(&text);
            let composed: String = text.nfc().collect();
            let apart: String = text.nfd().collect();
            prop_assert_eq!(&LabelKey::of(&composed), &key);
            prop_assert_eq!(&LabelKey::of(&apart), &key);
            prop_assert_eq!(&LabelKey::of(&format!(" {text}\u{200c}")), &key);
        }

        #[test]
        fn ascii_needs_no_table(text in "[ -~\t]{0,12}") {
            let slow = LabelKey::of(&format!("{text}\u{200c}"));
            prop_assert_eq!(LabelKey::of(&text), slow);
        }
    }
}
