//! Words of a text: where each is, what it may be in a term, and which boundaries a phrase must not cross.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::normal_form::normal_form;
use super::stop_words::{Weight, WordLists};
use crate::domain::Language;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Its normal form.
    pub(super) word: String,
    /// Its place, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) weight: Weight,
    /// Something other than a space or a hyphen separates it from the word before.
    pub(super) breaks: bool,
    /// It begins a sentence, so its capital means nothing.
    pub(super) initial: bool,
    /// A hyphen joins it to the word before.
    hyphenated: bool,
}

/// Splits a text into words (Unicode Standard Annex 29), and also at full stops and colons, because interviews and answers are
/// often typed without a space after them, and at the apostrophe of elided articles.
pub(super) fn tokenize(text: &str, lists: &WordLists) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (offset, word) in text.unicode_word_indices() {
        let mut at = offset;
        for piece in word.split_inclusive(['.', ':']) {
            let bare = piece.trim_end_matches(['.', ':']);
            if !bare.is_empty() {
                push_word(&mut tokens, text, at..at + bare.len(), lists);
            }
            at += piece.len();
        }
    }
    lift_compounds(&mut tokens);
    mask_fillers(&mut tokens, lists);
    for token in tokens.iter_mut().filter(|token| lists.is_never(&token.word)) {
        token.weight = Weight::Never;
    }
    tokens
}

/// Adds the word that is at `bytes` of the text.
fn push_word(tokens: &mut Vec<Token>, text: &str, bytes: Range<usize>, lists: &WordLists) {
    let Range { start, end } = bytes;
    let gap = text.get(tokens.last().map_or(0, |last| last.end)..start).unwrap_or_default();
    let word = normal_form(&text[start..end]);
    let (word, start, end, weight) = match inner_apostrophe(&text[start..end], lists) {
        Some(Cut::Stop) => (word, start, end, Weight::Stop),
        Some(Cut::Keep(from, to)) => {
            let word = normal_form(&text[start + from..start + to]);
            let weight = lists.weight(&word);
            (word, start + from, start + to, weight)
        }
        None => {
            let weight = if is_label(&word) { Weight::Stop } else { lists.weight(&word) };
            (word, start, end, weight)
        }
    };
    let hyphenated = !tokens.is_empty() && matches!(gap, "-" | "‐" | "‑");
    tokens.push(Token {
        word,
        start,
        end,
        weight,
        breaks: tokens.is_empty() || !(hyphenated || gap.chars().all(char::is_whitespace)),
        initial: tokens.is_empty() || gap.contains(['.', '!', '?', '؟', '…', '。', '\n', ':']),
        hyphenated,
    });
}

/// The meaning of an apostrophe inside a word.
enum Cut {
    /// A contraction: nothing is left.
    Stop,
    /// The part to keep.
    Keep(usize, usize),
}

fn inner_apostrophe(word: &str, lists: &WordLists) -> Option<Cut> {
    let (at, mark) = word.char_indices().find(|(_, c)| matches!(c, '\'' | '’' | 'ʼ'))?;
    if lists.weight(&normal_form(word)) == Weight::Stop {
        return Some(Cut::Stop);
    }
    let after = at + mark.len_utf8();
    let (head, tail) = (&word[..at], &word[after..]);
    match lists.language() {
        Some(Language::ENGLISH) => Some(match normal_form(tail).as_str() {
            "s" => Cut::Keep(0, at),
            "t" | "re" | "ve" | "ll" | "d" | "m" => Cut::Stop,
            _ => return None,
        }),
        Some(language) if matches!(language.code(), "fra" | "ita" | "cat") => {
            let elided = head.chars().count() <= 2 || lists.weight(&normal_form(head)) == Weight::Stop;
            let article = matches!(
                normal_form(head).as_str(),
                "dell"
                    | "all"
                    | "nell"
                    | "sull"
                    | "dall"
                    | "coll"
                    | "quest"
                    | "quell"
                    | "qu"
                    | "jusqu"
                    | "lorsqu"
                    | "puisqu"
            );
            (elided || article).then_some(if tail.is_empty() {
                Cut::Stop
            } else {
                Cut::Keep(after, word.len())
            })
        }
        _ => None,
    }
}

/// Tells whether a word is a placeholder for a person: `p3` and `s12`, a letter and a number, or `xxxx`, a removed name.
fn is_label(word: &str) -> bool {
    if word.len() >= 2 && word.bytes().all(|b| b == b'x') {
        return true;
    }
    let digits = word.trim_start_matches(['p', 's', 'i', 'r', 't']);
    digits.len() + 1 == word.len()
        && digits.len() <= 3
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Makes a stop word count in a hyphenated compound: the `one` of `one-way plots`.
fn lift_compounds(tokens: &mut [Token]) {
    for i in 1..tokens.len() {
        let pair = (tokens[i - 1].weight, tokens[i].weight);
        if tokens[i].hyphenated && pair != (Weight::Stop, Weight::Stop) {
            tokens[i - 1].weight = pair.0.max(Weight::Light);
            tokens[i].weight = pair.1.max(Weight::Light);
        }
    }
}

fn mask_fillers(tokens: &mut [Token], lists: &WordLists) {
    for filler in lists.fillers() {
        let n = filler.len();
        for at in 0..(tokens.len() + 1).saturating_sub(n) {
            if tokens[at..at + n].iter().zip(filler).all(|(token, word)| token.word == *word) {
                tokens[at..at + n].iter_mut().for_each(|token| token.weight = Weight::Stop);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(text: &str, language: Language) -> Vec<String> {
        tokenize(text, &WordLists::of(Some(language)))
            .into_iter()
            .filter(|token| token.weight == Weight::Content)
            .map(|token| text[token.start..token.end].to_owned())
            .collect()
    }

    #[test]
    fn contractions_fall_and_possessives_are_kept() {
        assert_eq!(
            content("I don’t like the patient's chart, it's messy", Language::ENGLISH),
            ["patient", "chart", "messy"]
        );
        assert_eq!(content("We'd, they’re, she'll", Language::ENGLISH), [""; 0]);
    }

    #[test]
    fn elided_articles_fall() {
        assert_eq!(content("C'est l'hôpital d'aujourd'hui", Language::FRENCH), ["hôpital"]);
        assert_eq!(content("Nell’ospedale c’è un medico", Language::ITALIAN), ["ospedale", "medico"]);
    }

    #[test]
    fn fillers_of_two_words_fall_but_their_words_alone_stay() {
        assert_eq!(content("You know, the staff were kind of kind", Language::ENGLISH), ["staff"]);
        assert_eq!(content("It was, o sea, pan", Language::SPANISH), ["It", "was", "pan"]);
    }

    #[test]
    fn a_missing_space_parts_words_and_labels_are_no_words() {
        assert_eq!(
            content("Lovely staff.Clean ward", Language::ENGLISH),
            ["Lovely", "staff", "Clean", "ward"]
        );
        assert_eq!(
            content("P3 asked S12, XXXX and 3 others about vitamin B12", Language::ENGLISH),
            ["others", "vitamin", "B12"]
        );
    }

    #[test]
    fn breaks_and_sentence_beginnings_are_seen() {
        let tokens =
            tokenize("Ward round, then tea. Ward-based care", &WordLists::of(Some(Language::ENGLISH)));
        let seen: Vec<_> = tokens.iter().map(|t| (t.word.as_str(), t.breaks, t.initial)).collect();
        assert_eq!(seen[..3], [("ward", true, true), ("round", false, false), ("then", true, false)]);
        assert_eq!(seen[4..], [("ward", true, true), ("based", false, false), ("care", false, false)]);
    }

    #[test]
    fn persian_joints_stay_in_one_word() {
        assert_eq!(content("بیمارستان‌های شهر را می‌شود دید", Language::PERSIAN), ["بیمارستان‌های", "شهر"]);
    }
}
