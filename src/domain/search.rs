//! Searching words in a text, however they are written there.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::label_key::{AE, HEH, TATWEEL, compatible, one_keyboard};

/// Words that are searched in texts.
///
/// A place is found where the words stand one after the other, each whole or, by default, as the beginning of a word. These differences
/// do not count:
///
/// - **Case, encoding, invisible characters, and Arabic and Persian keyboards**, as for [`LabelKey`](super::LabelKey).
/// - **Accents and vowel signs**, in Latin, Greek, Cyrillic, Arabic and Hebrew writing: `cafe` finds `Café`, `كرم` finds `کَرَم`. `ø`, `ł`,
///   `đ`, `ħ` and `ı` count as the letters without a stroke or a dot, `æ` and `œ` as two letters.
/// - **What joins the parts of a word**: the zero-width non-joiner, hyphens and apostrophes. `نمیخواهم` and `نمی خواهم` find `نمی‌خواهم`;
///   `wellknown` and `well known` find `well-known`. A part after a joiner is searched as if it began a word.
/// - **What stands between words**: white space, line ends, punctuation.
///
/// In scripts that are written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) a word may begin and end anywhere.
///
/// ```
/// use themata::domain::WordSearch;
/// let search = WordSearch::of("night shift", false).expect("it has letters");
/// assert_eq!(search.places("Two Night\nshifts, and the night-shift."), [4..15, 26..37]);
/// assert!(WordSearch::of("… !", false).is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordSearch {
    wanted: Vec<char>,
    whole_words: bool,
}

impl WordSearch {
    /// Returns the search for words as they were typed; `None` where nothing typed is a letter or a digit. With `whole_words`, the
    /// beginning of a word is not enough.
    #[must_use]
    pub fn of(typed: &str, whole_words: bool) -> Option<Self> {
        let mut wanted = Folded::of(typed).chars;
        while wanted.last().is_some_and(|&c| is_between(c)) {
            wanted.pop();
        }
        let first = wanted.iter().position(|&c| !is_between(c))?;
        wanted.drain(..first);
        Some(Self { wanted, whole_words })
    }

    /// Returns where the words stand in a text, in code points; places do not overlap.
    #[must_use]
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        let folded = Folded::of(text);
        let (mut found, mut at) = (Vec::new(), 0);
        while at < folded.chars.len() {
            let end = if folded.begins_word(at) { self.end(&folded, at) } else { None };
            match end.filter(|&end| !self.whole_words || folded.ends_word(end)) {
                Some(end) => {
                    found.push(folded.from[at]..folded.source(end));
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// Tells whether the words may stand in a part of a text: false only where they stand in none, wherever the part is cut out. Searching many
    /// parts can be left out then.
    #[must_use]
    pub fn may_be_in(&self, text: &str) -> bool {
        let folded = Folded::of(text);
        (0..folded.chars.len()).any(|at| self.end(&folded, at).is_some())
    }

    /// Returns where the words end if they begin at `start`; `None` if others stand there.
    fn end(&self, text: &Folded, start: usize) -> Option<usize> {
        let mut at = start;
        for &wanted in &self.wanted {
            let there = text.chars.get(at).copied();
            match wanted {
                GAP if there.is_some_and(is_between) => at += 1,
                GAP => return None,
                JOINT => at += usize::from(there.is_some_and(is_between)),
                letter => {
                    at += usize::from(there == Some(JOINT));
                    if text.chars.get(at) != Some(&letter) {
                        return None;
                    }
                    at += 1;
                }
            }
        }
        Some(at)
    }
}

/// Stands for what is between two words.
const GAP: char = ' ';
/// Stands for what joins two parts of a word.
const JOINT: char = '\u{200c}';

fn is_between(c: char) -> bool {
    matches!(c, GAP | JOINT)
}

/// A text without the differences that do not count, with the origin of each character.
#[derive(Default)]
struct Folded {
    chars: Vec<char>,
    /// For each character, the code point from which it comes.
    from: Vec<usize>,
    /// How many code points the text has.
    n_code_points: usize,
}

impl Folded {
    fn of(text: &str) -> Self {
        let mut folded = Self::default();
        for (at, c) in text.chars().enumerate() {
            folded.n_code_points = at + 1;
            if c.is_ascii_alphanumeric() {
                folded.push(c.to_ascii_lowercase(), at);
            } else if is_joint(c) {
                folded.between(JOINT, at);
            } else if c.is_ascii() {
                folded.between(GAP, at);
            } else {
                folded.add(c, at);
            }
        }
        folded
    }

    fn push(&mut self, c: char, at: usize) {
        self.chars.push(c);
        self.from.push(at);
    }

    /// Adds what stands between two words. Two joints in a row, such as `--`, join nothing.
    fn between(&mut self, c: char, at: usize) {
        match self.chars.last_mut() {
            Some(last) if is_between(*last) => *last = GAP,
            _ => self.push(c, at),
        }
    }

    /// Adds a character that is not ASCII.
    fn add(&mut self, c: char, at: usize) {
        for c in compatible(std::iter::once(c)) {
            match one_keyboard(c) {
                TATWEEL => {}
                AE => self.push(HEH, at),
                c if is_accent(c) => {}
                'ø' => self.push('o', at),
                'ł' => self.push('l', at),
                'đ' => self.push('d', at),
                'ħ' => self.push('h', at),
                'ı' => self.push('i', at),
                'æ' => "ae".chars().for_each(|c| self.push(c, at)),
                'œ' => "oe".chars().for_each(|c| self.push(c, at)),
                c if is_of_word(c) => self.push(c, at),
                c if is_joint(c) => self.between(JOINT, at),
                _ => self.between(GAP, at),
            }
        }
    }

    /// Returns the code point up to which a place reaches that ends before a character, with the accents of the character before.
    fn source(&self, end: usize) -> usize {
        self.from.get(end).copied().unwrap_or(self.n_code_points).max(self.from[end - 1] + 1)
    }

    /// Tells whether a word, or a part of one, begins at a character.
    fn begins_word(&self, at: usize) -> bool {
        let here = self.chars[at];
        !is_between(here)
            && at.checked_sub(1).is_none_or(|before| {
                let c = self.chars[before];
                is_between(c)
                    || (self.from[before] != self.from[at] && (needs_no_space(c) || needs_no_space(here)))
            })
    }

    /// Tells whether a word, or a part of one, ends before a character.
    fn ends_word(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|before| self.chars[before]);
        self.chars.get(at).is_none_or(|&c| is_between(c) || needs_no_space(c))
            || before.is_some_and(needs_no_space)
    }
}

/// Tells whether a character joins the parts of a word.
fn is_joint(c: char) -> bool {
    matches!(
        c,
        '-' | '\''
            | '`'
            | '´'
            | '\u{200c}'
            | '\u{2010}'
            | '\u{2011}'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{201b}'
            | '\u{2bc}'
    )
}

/// Tells whether a character is an accent or a vowel sign that a reader may leave out. The vowel signs of other scripts, such as
/// Devanagari, are as much a part of a word as its letters.
fn is_accent(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{483}'..='\u{489}'
            | '\u{591}'..='\u{5bd}'
            | '\u{5bf}'..='\u{5c7}'
            | '\u{610}'..='\u{61a}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{6d6}'..='\u{6ed}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
    )
}

/// Tells whether a character is part of a word: a letter, a digit, a mark on one of them, or a picture.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric()
        || is_combining_mark(c)
        || matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}')
}

/// Tells whether a character is of a script that is written without spaces between words.
fn needs_no_space(c: char) -> bool {
    matches!(
        c,
        '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{2e80}'..='\u{2fdf}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{31f0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{1f000}'..='\u{1faff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns the parts of a text that a search finds.
    fn found(typed: &str, whole_words: bool, text: &str) -> Vec<String> {
        let search = WordSearch::of(typed, whole_words).unwrap();
        let chars: Vec<char> = text.chars().collect();
        search.places(text).into_iter().map(|place| chars[place].iter().collect()).collect()
    }

    #[test]
    fn the_beginning_of_a_word_is_enough_unless_whole_words_are_wanted() {
        let text = "At night I nightmare; tonight, nights.";
        assert_eq!(found("night", false, text), ["night", "night", "night"]);
        assert_eq!(found("NIGHT", true, text), ["night"]);
        assert_eq!(found("ight", false, text), [""; 0]);
    }

    #[test]
    fn a_phrase_is_found_across_lines_and_punctuation() {
        assert_eq!(found("yes i kn", false, "Yes,\n  I know. Yes I"), ["Yes,\n  I kn"]);
        assert_eq!(found("“night, shift!”", false, "a night \u{a0} shift"), ["night \u{a0} shift"]);
        assert_eq!(found("night shift", false, "nightshift"), [""; 0]);
        assert_eq!(found("a b", true, "a b b a-b a, bb"), ["a b", "a-b"]);
    }

    #[test]
    fn spellings_of_one_word_are_one() {
        for (typed, text) in [
            ("cafe", "CAFÉ"),
            ("CAFÉ", "cafe"),
            ("cafe", "cafe\u{301}"),
            ("strasse", "Straße"),
            ("soren", "Søren"),
            ("sœur", "soeur"),
            ("isik", "IŞIK"),
            ("οδοσ", "ΟΔΌΣ"),
            ("don't", "don’t"),
            ("dont", "don't"),
            ("well known", "well-known"),
            ("well-known", "well known"),
            ("wellknown", "well-known"),
            ("كاري", "کاری"),
            ("کرم", "کَرَم"),
            ("خانه", "خانۀ"),
            ("مسيول", "مسئول"),
            ("گروه 3", "گروه ۳"),
            ("می‌روم", "میروم"),
            ("میروم", "می‌روم"),
            ("می روم", "می‌روم"),
            ("می‌روم", "می روم"),
            ("شبکاری", "شبـــکاری"),
            ("夜勤", "夜勤"),
        ] {
            assert_eq!(found(typed, true, text), [text], "{typed}");
        }
    }

    #[test]
    fn other_words_are_other_words() {
        for (typed, text) in
            [("کار", "آشکار"), ("night", "nigh t"), ("で", "て"), ("की", "का"), ("30", "130")]
        {
            assert_eq!(found(typed, false, text), [""; 0], "{typed}");
        }
    }

    #[test]
    fn a_part_of_a_joined_word_begins_like_a_word() {
        assert_eq!(found("خواهم", false, "نمی‌خواهم بروم"), ["خواهم"]);
        assert_eq!(found("hopital", false, "à l’hôpital"), ["hôpital"]);
        assert_eq!(found("眠れ", false, "夜勤のあと、眠れない。"), ["眠れ"]);
    }

    #[test]
    fn a_place_holds_its_last_accent_and_nothing_after_it() {
        assert_eq!(found("cafe", false, "(cafe\u{301}) x"), ["cafe\u{301}"]);
        assert_eq!(found("stras", false, "Straße"), ["Straß"]);
        assert_eq!(found("a", false, "a --- b"), ["a"]);
    }

    #[test]
    fn what_has_no_letter_is_no_search() {
        for typed in ["", "  ", "…", "-", "\u{200c}", "?!—'", "\u{301}"] {
            assert_eq!(WordSearch::of(typed, false), None, "{typed:?}");
        }
        assert_eq!(found("🙂", false, "ok🙂🙂"), ["🙂", "🙂"]);
    }

    proptest! {
        #[test]
        fn every_text_finds_itself_at_its_beginning(text in "[a-zA-Zßéİøيی‌'۳ 夜\n-]{0,12}") {
            if let Some(search) = WordSearch::of(&text, true) {
                prop_assert!(!search.places(&text).is_empty(), "{text:?}");
            }
        }

        #[test]
        fn what_is_in_a_part_may_be_in_the_text(
            typed in "[abß'夜 ]{1,3}",
            text in "\\PC{0,30}|[abßé夜 '\u{301}\n-]{0,30}",
            (skipped, taken) in (0..30_usize, 0..30_usize),
        ) {
            if let Some(search) = WordSearch::of(&typed, false) {
                let part: String = text.chars().skip(skipped).take(taken).collect();
                prop_assert!(search.places(&part).is_empty() || search.may_be_in(&text), "{part:?}");
            }
        }

        #[test]
        fn places_are_in_order_and_in_the_text(typed in "[abß ]{1,3}", text in "\\PC{0,30}|[abß '\n]{0,30}") {
            if let Some(search) = WordSearch::of(&typed, false) {
                let mut end = 0;
                for place in search.places(&text) {
                    prop_assert!(end <= place.start && place.start < place.end);
                    end = place.end;
                }
                prop_assert!(end <= text.chars().count());
            }
        }
    }
}
