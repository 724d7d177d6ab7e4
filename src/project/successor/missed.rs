//! Finds words that may be names and were not replaced.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::Serialize;

use super::contents::Contents;
use super::names_table::Entry;
use super::replacer::parts_no_words;
use crate::domain::{LabelKey, is_mark};
use crate::review::is_slip_of;

/// The shortest name of which other forms are looked for, in letters.
const SHORTEST: usize = 3;
/// How many letters an ending may add to a name.
const ENDING: usize = 3;
/// Words before which a name stands, in small letters and without dots.
const TITLES: [&str; 55] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "doctor",
    "sir",
    "madam",
    "aunt",
    "uncle",
    "herr",
    "herrn",
    "frau",
    "fräulein",
    "doktor",
    "schwester",
    "pfleger",
    "tante",
    "onkel",
    "monsieur",
    "madame",
    "mademoiselle",
    "mme",
    "mlle",
    "docteur",
    "señor",
    "señora",
    "señorita",
    "sr",
    "sra",
    "don",
    "doña",
    "signor",
    "signora",
    "dott",
    "dottoressa",
    "senhor",
    "senhora",
    "dona",
    "pan",
    "pani",
    "meneer",
    "mevrouw",
    "bay",
    "bayan",
    "آقای",
    "خانم",
    "دکتر",
    "جناب",
    "السيد",
    "السيدة",
    "الدكتور",
];

/// Why a word may be a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::Display)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum MissedBecause {
    /// It is a name of the table in other letters: in small letters, or typed on another keyboard.
    OtherLetters,
    /// It begins with a name of the table, or a name of the table begins with it.
    OtherForm,
    /// It differs from a name of the table by a slip of the finger.
    Slip,
    /// It is a part of a name of the table.
    Part,
    /// Somebody who speaks is labelled with it.
    Speaker,
    /// It stands after a title, such as Mr or Dr.
    AfterTitle,
}

/// A word that may be a name and was not replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MissedName {
    /// The word as it stands in the new file.
    pub word: String,
    /// Why it may be a name.
    pub because: MissedBecause,
    /// How often it occurs.
    pub n: usize,
    /// The document in which it occurs first, as it is called in the new file.
    pub document: String,
    /// Its turn there, from 1; null outside turns.
    pub turn: Option<usize>,
}

/// A word of a text, and where it occurs first.
struct Found<'t> {
    n: usize,
    document: &'t str,
    turn: Option<usize>,
    is_after_title: bool,
}

/// Lists words of the new file that may be names: a list to look through, not a finding. Those that are replacements are not in it.
pub(super) fn missed(after: &Contents, entries: &[Entry]) -> Vec<MissedName> {
    let mut words: BTreeMap<&str, Found<'_>> = BTreeMap::new();
    let mut speakers: BTreeMap<&str, Found<'_>> = BTreeMap::new();
    for stored in after.documents.values() {
        let document = &stored.document;
        let mut at = 0;
        let mut turns = document.turns.iter().enumerate().peekable();
        let mut is_after_title = false;
        for piece in pieces(&document.text) {
            let n_letters = piece.chars().count();
            if let Some(word) = piece.chars().next().filter(|c| is_part(*c)).map(|_| piece) {
                while turns.next_if(|(_, turn)| turn.span.end.0 <= at).is_some() {}
                let turn = turns.peek().filter(|(_, turn)| turn.span.start.0 <= at).map(|(at, _)| at + 1);
                let found = words.entry(word).or_insert(Found {
                    n: 0,
                    document: &document.name,
                    turn,
                    is_after_title: false,
                });
                found.n += 1;
                found.is_after_title |= is_after_title && is_like_a_name(word);
                is_after_title = TITLES.contains(&word.to_lowercase().as_str());
            } else if !piece.chars().all(|c| c.is_whitespace() || c == '.') {
                is_after_title = false;
            }
            at += n_letters;
        }
        for (at, speaker) in document.speakers.iter().enumerate().filter(|(_, of)| !of.generic) {
            let of_speaker = document.turns.iter().filter(|turn| turn.speaker == Some(at));
            let first = document.turns.iter().position(|turn| turn.speaker == Some(at));
            speakers
                .entry(&speaker.label)
                .or_insert(Found {
                    n: 0,
                    document: &document.name,
                    turn: first.map(|at| at + 1),
                    is_after_title: false,
                })
                .n += of_speaker.count();
        }
    }
    let replacements: HashSet<LabelKey> =
        entries.iter().flat_map(|entry| words_of(&entry.replacement)).map(LabelKey::of).collect();
    let names = Names::of(entries);
    let is_new = |word: &str| replacements.contains(&LabelKey::of(word));
    let mut missed = Vec::new();
    for (word, found) in words {
        let because = names.why(word).or(found.is_after_title.then_some(MissedBecause::AfterTitle));
        if let Some(because) = because.filter(|_| !is_new(word)) {
            missed.push(found.missed(word, because));
        }
    }
    for (label, found) in speakers {
        if !words_of(label).all(is_new) && !entries.iter().any(|entry| entry.replacement == label) {
            missed.push(found.missed(label, MissedBecause::Speaker));
        }
    }
    missed.sort_by(|a, b| {
        (a.because, std::cmp::Reverse(a.n), &a.word).cmp(&(b.because, std::cmp::Reverse(b.n), &b.word))
    });
    missed
}

impl Found<'_> {
    fn missed(&self, word: &str, because: MissedBecause) -> MissedName {
        MissedName {
            word: word.to_owned(),
            because,
            n: self.n,
            document: self.document.to_owned(),
            turn: self.turn,
        }
    }
}

/// The names of the table, by how they are compared.
struct Names {
    whole: BTreeSet<LabelKey>,
    /// The words of names of several words.
    parts: BTreeSet<LabelKey>,
    /// All words of names, in small letters.
    words: Vec<String>,
}

impl Names {
    fn of(entries: &[Entry]) -> Self {
        let mut names = Self { whole: BTreeSet::new(), parts: BTreeSet::new(), words: Vec::new() };
        for entry in entries {
            let words: Vec<&str> =
                words_of(&entry.name).filter(|word| word.chars().count() >= SHORTEST).collect();
            names.whole.insert(LabelKey::of(&entry.name));
            if words_of(&entry.name).nth(1).is_some() {
                names.parts.extend(words.iter().map(|word| LabelKey::of(word)));
            }
            names.words.extend(words.iter().map(|word| word.to_lowercase()));
        }
        names.words.sort();
        names.words.dedup();
        names
    }

    /// Returns why a word may be a name of the table.
    fn why(&self, word: &str) -> Option<MissedBecause> {
        let key = LabelKey::of(word);
        if self.whole.contains(&key) {
            return Some(MissedBecause::OtherLetters);
        }
        if !is_like_a_name(word) {
            return None;
        }
        if self.parts.contains(&key) {
            return Some(MissedBecause::Part);
        }
        let lower = word.to_lowercase();
        let n = lower.chars().count();
        if n < SHORTEST {
            return None;
        }
        let is_form = |name: &String| {
            let of_name = name.chars().count();
            (lower.starts_with(name.as_str()) && n - of_name <= ENDING)
                || (name.starts_with(&lower) && n >= SHORTEST)
        };
        if self.words.iter().any(is_form) {
            return Some(MissedBecause::OtherForm);
        }
        let is_slip = |name: &String| name.chars().count() > SHORTEST && is_slip_of(&lower, name);
        self.words.iter().any(is_slip).then_some(MissedBecause::Slip)
    }
}

/// Tells whether a word may be a name by its first letter: a capital, or a letter of a script that has none.
fn is_like_a_name(word: &str) -> bool {
    word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

/// Cuts a text into words and what is between them. In scripts that part no words each letter is a piece.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let is_alone = parts_no_words(first);
        let is_other = |c: char| is_part(c) != is_part(first) || parts_no_words(c) != is_alone;
        let end = match is_alone {
            true => rest.char_indices().nth(1).map_or(rest.len(), |(at, _)| at),
            false => rest.find(is_other).unwrap_or(rest.len()),
        };
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_part(c)).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_slips_of_a_name_are_found() {
        let entry = |name: &str| Entry { name: name.to_owned(), replacement: "X".to_owned() };
        let names = Names::of(&[entry("Maria Lopez"), entry("Katalin"), entry("مریم")]);
        use MissedBecause as B;
        for (word, because) in [
            ("katalin", Some(B::OtherLetters)),
            ("Katalins", Some(B::OtherForm)),
            ("Kata", Some(B::OtherForm)),
            ("Katlain", Some(B::Slip)),
            ("Lopez", Some(B::Part)),
            ("مريم", Some(B::OtherLetters)),
            ("marias", None),
            ("catalogue", None),
            ("Katalogue", None),
        ] {
            assert_eq!(names.why(word), because, "{word}");
        }
    }

    #[test]
    fn a_text_is_cut_into_words_and_the_rest() {
        assert_eq!(
            pieces("Dr. Li’s 李雷!").collect::<Vec<_>>(),
            ["Dr", ". ", "Li", "’", "s", " ", "李", "雷", "!"]
        );
    }
}
