//! Passages in which several people speak, by the speakers of their words.

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
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for object in list.iter().filter_map(Value::as_object) {
            let Some(name) = speaker(object) else { continue };
            let mut of_words: Vec<String> = words(object).filter_map(speaker).collect();
            of_words.dedup();
            if let [of_word] = of_words.as_slice() {
                found.entry(of_word.clone()).or_default().insert(name.clone());
            }
            of_passages.insert(name);
        }
        if found.keys().any(|name| of_passages.contains(name)) {
            return Self::default();
        }
        let only = |(word, mut names): (String, BTreeSet<String>)| {
            let name = names.pop_first()?;
            names.is_empty().then_some((word, name))
        };
        Self(found.into_iter().filter_map(only).collect())
    }

    fn resolve(&self, name: String) -> String {
        self.0.get(&name).cloned().unwrap_or(name)
    }
}

/// Cuts the text of a passage where the speaker of its words changes. Words without a speaker belong to the word before, those at the
/// start to the first that has one. The pieces cover the text. The only piece has the passage's own speaker, if that has one.
pub(super) fn pieces(text: &str, object: &Map<String, Value>, names: &Names) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = vec![Piece { bytes: 0..text.len(), ..Piece::default() }];
    let placed = placed(text, object);
    for (at, word) in &placed {
        let name = speaker(word).map(|name| names.resolve(name));
        let Some(last) = pieces.last_mut() else { break };
        match (&last.speaker, &name) {
            (Some(before), Some(now)) if before != now => {
                let at = opening(text, *at);
                last.bytes.end = at;
                let bytes = at..text.len();
                pieces.push(Piece { bytes, speaker: name, start_ms: start_ms(word), end_ms: end_ms(word) });
                continue;
            }
            (None, Some(_)) => last.speaker = name,
            _ => {}
        }
        last.start_ms = last.start_ms.or_else(|| start_ms(word));
        last.end_ms = end_ms(word).or(last.end_ms);
    }
    if let [only] = pieces.as_mut_slice() {
        if only.speaker.is_none() {
            // The words may not be those of the text.
            only.speaker = words(object).find_map(speaker).map(|name| names.resolve(name));
        }
        only.start_ms = only.start_ms.or_else(|| words(object).find_map(start_ms));
        only.end_ms = only.end_ms.or_else(|| words(object).filter_map(end_ms).last());
        only.speaker = speaker(object).or_else(|| only.speaker.take());
    }
    pieces
}

/// How far from the word before a word is looked for, in bytes.
const REACH: usize = 80;

/// Returns where the words of a passage stand in its text: one by one if there are as many as the text has, else where they are found.
/// A word that is not found is left out.
fn placed<'a>(text: &str, object: &'a Map<String, Value>) -> Vec<(usize, &'a Map<String, Value>)> {
    let all: Vec<&Map<String, Value>> = words(object).collect();
    if all.iter().all(|word| !word.contains_key("speaker")) {
        return Vec::new();
    }
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
