//! Words that are not in the new file any more.

use std::collections::{BTreeMap, BTreeSet};

use super::contents::Contents;
use super::corpus::{Corpus, words};
use crate::domain::{CoderId, Record};
use crate::project::successor_report::LeftWords;
use crate::review::State;

/// The words of what is gone and of what stays.
#[derive(Debug, Default)]
pub(super) struct Lost {
    /// The words of what is gone, and the names of those who spoke there.
    pub(super) gone: Corpus,
    /// The words of the segments that stay.
    pub(super) said: Corpus,
    /// All texts and names that stay.
    pub(super) held: Corpus,
}

impl Lost {
    /// Tells whether a word of a label is said only in what is gone.
    pub(super) fn is_gone(&self, word: &str) -> bool {
        !self.said.has(word) && self.gone.has(word)
    }

    /// Finds what coders wrote with words that are gone from everything else.
    pub(super) fn left_words(&self, before: &Contents, after: &Contents) -> Vec<LeftWords> {
        let state = State::of_records(before.records.clone());
        let is_seen = state.is_open() || state.coders().len() < 2;
        let mut found: BTreeMap<&CoderId, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
        for (key, record) in &after.records {
            let Some(coder) = key.owner() else { continue };
            let typed = typed(record);
            let gone: BTreeSet<String> = typed
                .iter()
                .flat_map(|text| words(text))
                .filter(|word| word.chars().count() > 1 && !self.held.has(word) && self.gone.has(word))
                .collect();
            if !gone.is_empty() {
                let (places, words) = found.entry(coder).or_default();
                places.insert(key.to_string());
                words.extend(gone);
            }
        }
        let left = |(coder, (places, words)): (&CoderId, (BTreeSet<String>, BTreeSet<String>))| LeftWords {
            coder: coder.clone(),
            places: places.into_iter().filter(|_| is_seen).collect(),
            words: words.into_iter().filter(|_| is_seen).collect(),
        };
        found.into_iter().map(left).collect()
    }
}

/// Returns what a coder typed in a record.
fn typed(record: &Record) -> Vec<&str> {
    match record {
        Record::Code(code) => {
            vec![&code.label, &code.definition, &code.inclusion, &code.exclusion, &code.example]
        }
        Record::Coding(coding) => coding.condensed.as_deref().into_iter().collect(),
        Record::Memo(memo) => vec![&memo.text],
        Record::CandidateCode(candidate) => vec![&candidate.label],
        Record::CandidateTheme(theme) => vec![&theme.label],
        Record::Adjudication(of) => vec![&of.because],
        _ => Vec::new(),
    }
}
