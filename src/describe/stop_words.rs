//! Stop words by language: words that say nothing about a theme.
//!
//! The crate `stop-words` has the grammatical words of about sixty languages. For six languages in which interviews are common,
//! `words/*.txt` adds missing words: spoken fillers and the common verbs and adverbs of talk.

use std::collections::{BTreeSet, HashSet};

use rust_stemmers::{Algorithm, Stemmer};

use super::normal_form::{normal_form, persian_stem};
use crate::domain::Language;

/// What a word may be in a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// In no term at all, not even inside one: a name that must not be shown.
    Never,
    /// Neither a term nor at the edge of one.
    Stop,
    /// Not a term by itself, and not at the beginning of one: the `2` of `type 2 diabetes`.
    Number,
    /// Not a term by itself, but a part of one: the `first` of `first year`.
    Light,
    /// May be a term.
    Content,
}

/// The word lists and the stemmer of one language.
pub(super) struct WordLists {
    stop: HashSet<String>,
    light: HashSet<String>,
    fillers: Vec<Vec<String>>,
    pronouns: Vec<Vec<String>>,
    never: HashSet<String>,
    stemmer: Option<Stemmer>,
    language: Option<Language>,
}

impl WordLists {
    /// Returns the lists of a language; empty lists if it is unknown or has none.
    pub(super) fn of(language: Option<Language>) -> Self {
        let own = Sections::read(language.map_or("", own_words));
        let mut stop: HashSet<String> =
            language.and_then(crate_list).unwrap_or_default().iter().map(|word| normal_form(word)).collect();
        stop.retain(|word| !own.content.contains(word));
        stop.extend(own.stop);
        Self {
            stop,
            light: own.light,
            fillers: own.phrases,
            pronouns: own.pronouns,
            never: HashSet::new(),
            stemmer: language.and_then(stemmer_of).map(Stemmer::create),
            language,
        }
    }

    /// Adds words and names that may be in no term.
    ///
    /// An entry of one word is taken as it is. Of a name of several words each part counts that may be a term by itself: of
    /// `Dr. Anna van Dyk` these are `Anna` and `Dyk`, if the language knows the others as stop words. The pieces of a hyphenated
    /// name count too. A part of one letter or without a letter does not.
    pub(super) fn without(mut self, names: &BTreeSet<String>) -> Self {
        let edge = |c: char| !c.is_alphanumeric();
        for name in names {
            let words: Vec<&str> = name
                .split_whitespace()
                .map(|word| word.trim_matches(edge))
                .filter(|w| !w.is_empty())
                .collect();
            for word in &words {
                for part in std::iter::once(*word).chain(word.split(edge)) {
                    let part = normal_form(part);
                    let is_whole = words.len() == 1 && part == normal_form(word);
                    let is_word = part.chars().nth(1).is_some() && part.chars().any(char::is_alphabetic);
                    if is_word && (is_whole || self.weight(&part) == Weight::Content) {
                        self.never.insert(part);
                    }
                }
            }
        }
        self
    }

    /// Tells whether a word in normal form may be in no term. The `s` of a genitive does not count, nor does what follows an apostrophe.
    pub(super) fn is_never(&self, word: &str) -> bool {
        [word, before_apostrophe(word)].iter().any(|word| {
            self.never.contains(*word) || word.strip_suffix('s').is_some_and(|name| self.never.contains(name))
        })
    }

    /// Returns the nominative of a pronoun that tells people apart, in a contraction too (`she's`); `None` for other words.
    pub(super) fn pronoun(&self, word: &str) -> Option<&str> {
        let head = before_apostrophe(word);
        let forms = self.pronouns.iter().find(|forms| forms.iter().any(|form| form == head))?;
        forms.first().map(String::as_str)
    }

    pub(super) fn language(&self) -> Option<Language> {
        self.language
    }

    /// Returns what a word in normal form may be. A single letter of an alphabet is not a word.
    pub(super) fn weight(&self, word: &str) -> Weight {
        let mut letters = word.chars();
        let single = letters.next().is_some_and(is_alphabetic_script) && letters.next().is_none();
        if self.light.contains(word) {
            Weight::Light
        } else if single || self.stop.contains(word) {
            Weight::Stop
        } else if word.chars().all(|c| !c.is_alphabetic()) {
            Weight::Number
        } else {
            Weight::Content
        }
    }

    /// Returns the fillers of several words, each in normal form.
    pub(super) fn fillers(&self) -> &[Vec<String>] {
        &self.fillers
    }

    /// Returns the common stem of a word's forms.
    pub(super) fn stem(&self, word: &str) -> String {
        match (&self.stemmer, self.language) {
            // The Arabic stemmer works only on Arabic letters.
            (Some(stemmer), Some(language)) if language.code() == "ara" => {
                stemmer.stem(&word.replace('ی', "ي").replace('ک', "ك")).into_owned()
            }
            (Some(stemmer), _) => stemmer.stem(word).into_owned(),
            (None, Some(Language::PERSIAN)) => persian_stem(word).to_owned(),
            (None, _) => word.to_owned(),
        }
    }
}

/// Tells whether a character's script is one in which one letter is not a word.
fn is_alphabetic_script(c: char) -> bool {
    c.is_alphabetic() && u32::from(c) < 0x0900
}

fn crate_list(language: Language) -> Option<&'static [&'static str]> {
    let code = match language.code() {
        "nob" | "nno" => "no",
        _ => language.two_letter_code()?,
    };
    stop_words::lookup(code)
}

fn own_words(language: Language) -> &'static str {
    match language.code() {
        "deu" => include_str!("words/deu.txt"),
        "eng" => include_str!("words/eng.txt"),
        "fas" => include_str!("words/fas.txt"),
        "fra" => include_str!("words/fra.txt"),
        "ita" => include_str!("words/ita.txt"),
        "spa" => include_str!("words/spa.txt"),
        _ => "",
    }
}

fn stemmer_of(language: Language) -> Option<Algorithm> {
    Some(match language.code() {
        "ara" => Algorithm::Arabic,
        "dan" => Algorithm::Danish,
        "deu" => Algorithm::German,
        "ell" => Algorithm::Greek,
        "eng" => Algorithm::English,
        "fin" => Algorithm::Finnish,
        "fra" => Algorithm::French,
        "hun" => Algorithm::Hungarian,
        "ita" => Algorithm::Italian,
        "nld" => Algorithm::Dutch,
        "nob" | "nno" => Algorithm::Norwegian,
        "por" => Algorithm::Portuguese,
        "ron" => Algorithm::Romanian,
        "rus" => Algorithm::Russian,
        "spa" => Algorithm::Spanish,
        "swe" => Algorithm::Swedish,
        "tam" => Algorithm::Tamil,
        "tur" => Algorithm::Turkish,
        _ => return None,
    })
}

/// A file of `words/`: `[stop]` and `[light]` words, `[phrases]` (one filler per line), `[pronouns]` (the forms of one pronoun per
/// line), and `[content]`: words that are wrongly in the crate's list. `#` begins a comment line.
#[derive(Default)]
struct Sections {
    stop: HashSet<String>,
    light: HashSet<String>,
    content: HashSet<String>,
    phrases: Vec<Vec<String>>,
    pronouns: Vec<Vec<String>>,
}

impl Sections {
    fn read(text: &str) -> Self {
        let mut sections = Self::default();
        let mut current = "";
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with('[') {
                current = line;
                continue;
            }
            let words = line.split_whitespace().map(normal_form);
            match current {
                "[stop]" => sections.stop.extend(words),
                "[light]" => sections.light.extend(words),
                "[content]" => sections.content.extend(words),
                "[phrases]" => sections.phrases.push(words.collect()),
                "[pronouns]" => sections.pronouns.push(words.collect()),
                _ => {}
            }
        }
        sections.phrases.retain(|phrase| !phrase.is_empty());
        sections.pronouns.retain(|forms| !forms.is_empty());
        sections
    }
}

/// Returns a word without what follows an apostrophe: `she` of `she's`.
fn before_apostrophe(word: &str) -> &str {
    word.split('\'').next().unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_least_twenty_languages_have_a_list() {
        assert!(Language::all().filter(|&language| crate_list(language).is_some()).count() >= 50);
        for code in ["en", "de", "fr", "es", "it", "fa", "ar", "nl", "pt", "ru", "tr", "no", "zh", "hi"] {
            assert!(crate_list(code.parse().unwrap()).is_some(), "{code}");
        }
    }

    #[test]
    fn english_keeps_what_interviews_are_about() {
        let lists = WordLists::of(Some(Language::ENGLISH));
        for word in ["group", "problem", "room", "research", "information", "patient", "respect"] {
            assert_eq!(lists.weight(word), Weight::Content, "{word}");
        }
        for word in ["the", "um", "gonna", "actually", "okay", "basically", "i'm", "would", "d"] {
            assert_eq!(lists.weight(word), Weight::Stop, "{word}");
        }
        for word in ["first", "day"] {
            assert_eq!(lists.weight(word), Weight::Light, "{word}");
        }
        assert_eq!(lists.weight("12"), Weight::Number);
    }

    #[test]
    fn persian_is_matched_in_every_spelling() {
        let lists = WordLists::of(Some(Language::PERSIAN));
        for word in ["است", "می‌شود", "میشود", "براي", "برای", "خب", "یعنی", "یعني", "دیگه", "كه"]
        {
            assert_eq!(lists.weight(&normal_form(word)), Weight::Stop, "{word}");
        }
        for word in ["خدمات", "مردم", "بیمار", "استاد"] {
            assert_eq!(lists.weight(&normal_form(word)), Weight::Content, "{word}");
        }
        assert_eq!(lists.stem(&normal_form("بیمار‌های")), lists.stem(&normal_form("بیمارها")));
    }

    #[test]
    fn each_own_file_is_read_whole() {
        for code in ["deu", "eng", "fas", "fra", "ita", "spa"] {
            let sections = Sections::read(own_words(code.parse().unwrap()));
            assert!(sections.stop.len() > 100, "{code}");
            assert!(sections.phrases.len() >= 8 && sections.light.len() >= 15, "{code}");
        }
    }

    #[test]
    fn parts_of_names_are_in_no_term() {
        let names = ["Dr. Anna van Dyk", "Jean-Luc", "will", "P 3", "علی‌رضا کریمی"].map(str::to_owned);
        let lists = WordLists::of(Some(Language::ENGLISH)).without(&BTreeSet::from(names));
        for word in ["anna", "dyk", "jean", "luc", "jean-luc", "will", "annas"] {
            assert!(lists.is_never(word), "{word}");
        }
        for word in ["p", "3", "other", "s"] {
            assert!(!lists.is_never(word), "{word}");
        }
        assert!(lists.is_never(&normal_form("علی‌رضا")) && lists.is_never(&normal_form("کريمی")));
    }

    #[test]
    fn an_unknown_language_has_empty_lists() {
        let lists = WordLists::of(None);
        assert_eq!(lists.weight("the"), Weight::Content);
        assert_eq!(lists.stem("groups"), "groups");
    }
}
