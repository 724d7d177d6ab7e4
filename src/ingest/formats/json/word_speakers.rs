//! Passages in which several people speak, by the speakers of their words.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::{Map, Value};

use super::fields::{end_ms, speaker, start_ms, word, words};

/// A piece of a passage that one person says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its place in the text of the passage.
    pub(super) bytes: Range<usize>,
    /// Who says it, if its words tell.
    pub(super) speaker: Option<String>,
    /// When its first word begins and its last one ends, if known.
    pub(super) start_ms: Option<u64>,
    pub(super) end_ms: Option<u64>,
}

/// The names of passages for those of words, where somebody corrected the passages alone.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    /// Finds them: no word has the name of a passage, and the name of a word stands in passages of one name only.
    pub(super) fn of(list: &[Value]) -> Self {
        let mut of_passages = BTreeSet::new();
        let mut found: BTreeMap<Cow<'_, str>, BTreeSet<Cow<'_, str>>> = BTreeMap::new();
        for object in list.iter().filter_map(Value::as_object) {
            let Some(name) = speaker(object) else { continue };
            let mut of_words = words(object).filter_map(speaker);
            if let Some(first) = of_words.next()
                && of_words.all(|other| other == first)
            {
                if first == name {
                    return Self::default();
                }
                found.entry(first).or_default().insert(name.clone());
            }
            of_passages.insert(name);
        }
        if found.keys().any(|name| of_passages.contains(name)) {
            return Self::default();
        }
        let only = |(word, mut names): (Cow<'_, str>, BTreeSet<Cow<'_, str>>)| {
            let name = names.pop_first()?;
            names.is_empty().then(|| (word.into_owned(), name.into_owned()))
        };
        Self(found.into_iter().filter_map(only).collect())
    }

    fn resolve(&self, name: &str) -> String {
        self.0.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }
}

/// Cuts the text of a passage where the speaker of its words changes. Words without a speaker belong to the word before, those at the
/// start to the first that has one. The pieces cover the text. The only piece has the passage's own speaker, if that has one.
pub(super) fn pieces(text: &str, object: &Map<String, Value>, names: &Names) -> Vec<Piece> {
    let mut of_words = words(object).filter_map(speaker);
    let several = of_words.next().is_some_and(|first| of_words.any(|other| other != first));
    let placed = if several { placed(text, object) } else { Vec::new() };
    // The first words of the pieces, and who says them.
    let mut cuts: Vec<(usize, Cow<'_, str>)> = Vec::new();
    for (n, (_, word)) in placed.iter().enumerate() {
        if let Some(name) = speaker(word)
            && cuts.last().is_none_or(|(_, before)| *before != name)
        {
            cuts.push((if cuts.is_empty() { 0 } else { n }, name));
        }
    }
    if cuts.len() < 2 {
        // The words may not be those of the text.
        let of_words = || words(object).find_map(speaker).map(|name| names.resolve(&name));
        return vec![Piece {
            bytes: 0..text.len(),
            speaker: speaker(object).map(Cow::into_owned).or_else(of_words),
            start_ms: words(object).find_map(start_ms),
            end_ms: words(object).rev().find_map(end_ms),
        }];
    }
    let at = |n: usize| if n == 0 { 0 } else { opening(text, placed[n].0) };
    cuts.iter()
        .enumerate()
        .map(|(i, (from, name))| {
            let to = cuts.get(i + 1).map(|(to, _)| *to);
            let said = &placed[*from..to.unwrap_or(placed.len())];
            Piece {
                bytes: at(*from)..to.map_or(text.len(), at),
                speaker: Some(names.resolve(name)),
                start_ms: said.iter().find_map(|(_, word)| start_ms(word)),
                end_ms: said.iter().rev().find_map(|(_, word)| end_ms(word)),
            }
        })
        .collect()
}

/// How far from the word before a word is looked for, in bytes.
const REACH: usize = 80;

/// Returns where the words of a passage stand in its text: one by one if there are as many as the text has, else where they are found.
/// A word that is not found is left out.
fn placed<'a>(text: &str, object: &'a Map<String, Value>) -> Vec<(usize, &'a Map<String, Value>)> {
    let all: Vec<&Map<String, Value>> = words(object).collect();
    let starts: Vec<usize> =
        text.split_whitespace().map(|token| token.as_ptr().addr() - text.as_ptr().addr()).collect();
    if starts.len() == all.len() {
        return starts.into_iter().zip(all).collect();
    }
    let mut placed = Vec::with_capacity(all.len());
    let mut from = 0;
    for object in all {
        let Some(wanted) = word(object).map(str::trim).filter(|word| !word.is_empty()) else { continue };
        if let Some(at) = text[from..].find(wanted).filter(|&at| at <= REACH) {
            placed.push((from + at, object));
            from += at + wanted.len();
        }
    }
    placed
}

/// Returns where the quotation marks or brackets begin that open right before a word.
fn opening(text: &str, at: usize) -> usize {
    let is_opening = |c: char| matches!(c, '"' | '\'' | '“' | '„' | '‘' | '«' | '‹' | '(' | '[' | '¿' | '¡');
    text[..at].trim_end_matches(is_opening).len()
}
