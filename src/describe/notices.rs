//! Notices for candidates with little evidence.

use std::collections::{BTreeMap, BTreeSet};

use super::corpus::{Corpus, SpeakerKey};
use super::stop_words::Weight;
use crate::domain::{EvidenceSource, Notice, NoticeFact};

/// With fewer segments than this, shares are meaningless and a candidate has little evidence.
const FEW: usize = 3;

/// Makes the notices of a candidate: few segments; one speaker only; one speaker in more than half of the segments.
pub(super) fn notices(label: &str, voices: &BTreeMap<SpeakerKey<'_>, usize>) -> Vec<Notice> {
    let n_segments: usize = voices.values().sum();
    if n_segments < FEW {
        return vec![Notice::about(label, NoticeFact::FewSegmentsInTheme { n: n_segments })];
    }
    let Some((voice, &n)) = voices.iter().rev().max_by_key(|(_, n)| **n) else { return Vec::new() };
    if 2 * n <= n_segments {
        return Vec::new();
    }
    let source = match voice {
        SpeakerKey::Participant(name) => EvidenceSource::Participant((*name).to_owned()),
        SpeakerKey::Document(name) => EvidenceSource::Document((*name).to_owned()),
    };
    vec![Notice::about(label, NoticeFact::OneSource { source, n, n_segments })]
}

/// A pronoun is told where this share of the segments hold it, and where it is this many times as frequent as elsewhere.
const MOST: (usize, usize) = (2, 3);
const TIMES_AS_OFTEN: f64 = 2.0;
/// Fewer segments than this may share a pronoun by chance.
const ENOUGH_FOR_A_PRONOUN: usize = 6;

/// Counts the rows that hold each pronoun, by its nominative.
pub(super) fn pronoun_counts<'c>(corpus: &'c Corpus<'_>, rows: &[usize]) -> BTreeMap<&'c str, usize> {
    let mut counts = BTreeMap::new();
    if corpus.pronouns.is_empty() {
        return counts;
    }
    for &row in rows {
        let language = corpus.segments[row].language;
        let held: BTreeSet<&str> = corpus.words[row]
            .iter()
            // A pronoun is a stop word; most words need no look-up.
            .filter(|word| word.weight == Weight::Stop)
            .filter_map(|word| corpus.pronouns.get(&(language, word.stem)).map(String::as_str))
            .collect();
        for pronoun in held {
            *counts.entry(pronoun).or_insert(0) += 1;
        }
    }
    counts
}

/// Tells whether one pronoun is in most segments of a candidate: two thirds of its segments hold it, and it is at least twice as frequent as elsewhere.
/// `totals` are the counts of all rows.
pub(super) fn one_pronoun(
    corpus: &Corpus<'_>,
    rows: &[usize],
    totals: &BTreeMap<&str, usize>,
) -> Option<NoticeFact> {
    let n_segments = rows.len();
    let n_elsewhere = corpus.order.len() - n_segments;
    if n_segments < ENOUGH_FOR_A_PRONOUN || n_elsewhere == 0 {
        return None;
    }
    let counts = pronoun_counts(corpus, rows);
    let joins = |&(pronoun, n): &(&&str, &usize)| {
        let elsewhere = (totals.get(*pronoun).map_or(0, |total| total - n)) as f64 / n_elsewhere as f64;
        MOST.1 * n >= MOST.0 * n_segments && *n as f64 / n_segments as f64 >= TIMES_AS_OFTEN * elsewhere
    };
    // Of equals the first in the alphabet.
    let (pronoun, &n) = counts.iter().filter(joins).rev().max_by_key(|(_, n)| **n)?;
    Some(NoticeFact::OnePronoun { pronoun: (*pronoun).to_owned(), n, n_segments })
}

/// A question is told where it is behind this share of the segments.
const NEARLY_ALL: (usize, usize) = (4, 5);
/// A question behind this share of all segments says nothing about a candidate.
const ASKED_OF_ALL: (usize, usize) = (1, 2);
/// The longest question that is told whole, in characters.
const LONGEST_QUESTION: usize = 80;

/// Counts the rows that answer each question.
pub(super) fn question_counts<'c>(corpus: &'c Corpus<'_>, rows: &[usize]) -> BTreeMap<&'c str, usize> {
    let mut counts = BTreeMap::new();
    for question in rows.iter().filter_map(|&row| corpus.segments[row].question) {
        *counts.entry(question).or_insert(0) += 1;
    }
    counts
}

/// Tells whether nearly all segments of a candidate answer one question: four fifths of them, and at most half of all segments. `totals`
/// are the counts of all rows.
pub(super) fn one_question(
    corpus: &Corpus<'_>,
    rows: &[usize],
    totals: &BTreeMap<&str, usize>,
) -> Option<NoticeFact> {
    let n_segments = rows.len();
    let counts = question_counts(corpus, rows);
    // Of equals the first in the alphabet.
    let (question, &n) = counts.iter().rev().max_by_key(|(_, n)| **n)?;
    let n_asked = totals.get(*question).copied().unwrap_or(0);
    let tells = n_segments >= FEW
        && NEARLY_ALL.1 * n >= NEARLY_ALL.0 * n_segments
        && ASKED_OF_ALL.1 * n_asked <= ASKED_OF_ALL.0 * corpus.order.len();
    tells.then(|| NoticeFact::OneSource {
        source: EvidenceSource::Question(shortened(question)),
        n,
        n_segments,
    })
}

/// Returns the end of a long question, which is where it asks; a short one whole.
fn shortened(question: &str) -> String {
    let words: Vec<&str> = question.split_whitespace().collect();
    let mut length = 0;
    let n_kept = words.iter().rev().take_while(|word| {
        length += word.chars().count() + 1;
        length <= LONGEST_QUESTION
    });
    let n_kept = n_kept.count();
    match n_kept == words.len() {
        true => words.join(" "),
        false => format!("… {}", words[words.len() - n_kept..].join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(counts: &[(&'static str, usize)]) -> Vec<String> {
        let voices = counts.iter().map(|&(name, n)| (SpeakerKey::Participant(name), n)).collect();
        notices("tea", &voices).into_iter().map(|notice| notice.to_string()).collect()
    }

    #[test]
    fn little_evidence_is_said() {
        assert!(said(&[("A", 1)])[0].starts_with("rests on one segment"));
        assert!(said(&[("A", 1), ("B", 1)])[0].starts_with("rests on two segments"));
        assert!(said(&[("A", 3)])[0].starts_with("all 3 segments come from participant A"));
        assert!(said(&[("A", 1), ("B", 2)])[0].starts_with("2 of 3 segments come from participant B"));
        assert_eq!(said(&[("A", 2), ("B", 2)]), [""; 0], "half is not more than half");
    }
}
