//! The segments as words, speakers and clusters, in an order that depends only on their content.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::described_segment::DescribedSegment;
use super::stop_words::{Weight, WordLists};
use super::tokens::tokenize;
use crate::domain::{Clustering, Embeddings, Language};

/// A word of a segment, its stem numbered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) stem: u32,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) weight: Weight,
    pub(super) breaks: bool,
    pub(super) initial: bool,
}

/// The speaker: a participant, or the document if none is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum SpeakerKey<'a> {
    Participant(&'a str),
    Document(&'a str),
}

/// The stems of pronouns, by language, with the nominative.
pub(super) type Pronouns = HashMap<(Option<Language>, u32), String>;

/// The segments after reading.
pub(super) struct Corpus<'a> {
    pub(super) segments: &'a [DescribedSegment<'a>],
    pub(super) embeddings: &'a Embeddings,
    /// The words of each row.
    pub(super) words: Vec<Vec<Word>>,
    /// The stems by number, numbered in canonical order.
    pub(super) stems: Vec<String>,
    /// The pronouns among the stems, by language, each with its nominative.
    pub(super) pronouns: Pronouns,
    /// The cluster of each row.
    pub(super) clusters: Vec<Option<usize>>,
    /// The rows of each cluster, in canonical order.
    pub(super) members: Vec<Vec<usize>>,
    /// All rows in canonical order: by text, vector and speaker; then by row, if these are all equal.
    pub(super) order: Vec<usize>,
    /// The place of each row in that order.
    pub(super) rank: Vec<usize>,
}

impl<'a> Corpus<'a> {
    /// Reads the segments. Rows that only one of the three inputs has are ignored; the words of `never` are in no term.
    pub(super) fn read(
        segments: &'a [DescribedSegment<'a>],
        embeddings: &'a Embeddings,
        clustering: &Clustering,
        never: &BTreeSet<String>,
    ) -> Self {
        let n = segments.len().min(embeddings.n_segments()).min(clustering.assignments.len());
        let segments = &segments[..n];
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&a, &b| by_content(segments, embeddings, a, b).then(a.cmp(&b)));
        let mut rank = vec![0; n];
        for (place, &row) in order.iter().enumerate() {
            rank[row] = place;
        }
        let (words, stems, pronouns) = read_words(segments, &order, never);
        let (clusters, members) = (vec![None; n], Vec::new());
        let mut corpus =
            Self { segments, embeddings, words, stems, pronouns, clusters, members, order, rank };
        corpus.group(clustering);
        corpus
    }

    /// Groups the same segments by a clustering; rows that it lacks are noise.
    pub(super) fn group(&mut self, clustering: &Clustering) {
        let of_row = |row: usize| {
            let id = clustering.assignments.get(row).copied().flatten();
            id.map(|id| id.0 as usize).filter(|&cluster| cluster < clustering.n_clusters)
        };
        self.clusters = (0..self.segments.len()).map(of_row).collect();
        self.members = vec![Vec::new(); clustering.n_clusters];
        for &row in &self.order {
            if let Some(cluster) = self.clusters[row] {
                self.members[cluster].push(row);
            }
        }
    }

    /// Returns the speaker of a row's segment.
    pub(super) fn voice(&self, row: usize) -> SpeakerKey<'a> {
        let segment = &self.segments[row];
        segment.participant.map_or(SpeakerKey::Document(segment.document), SpeakerKey::Participant)
    }

    /// Counts the segments of each speaker among some rows.
    pub(super) fn voices(&self, rows: &[usize]) -> BTreeMap<SpeakerKey<'a>, usize> {
        let mut voices = BTreeMap::new();
        for &row in rows {
            *voices.entry(self.voice(row)).or_insert(0) += 1;
        }
        voices
    }

    /// Tells whether two segments have the same words, ignoring spacing.
    pub(super) fn same_text(&self, a: usize, b: usize) -> bool {
        let words = |row: usize| self.segments[row].text.split_whitespace().flat_map(str::chars);
        words(a).flat_map(char::to_lowercase).eq(words(b).flat_map(char::to_lowercase))
    }
}

fn by_content(segments: &[DescribedSegment<'_>], embeddings: &Embeddings, a: usize, b: usize) -> Ordering {
    let vector = |row: usize| embeddings.row(row).iter();
    let (left, right) = (&segments[a], &segments[b]);
    left.text
        .cmp(right.text)
        .then_with(|| {
            vector(a)
                .zip(vector(b))
                .map(|(x, y)| x.total_cmp(y))
                .find(|o| o.is_ne())
                .unwrap_or(Ordering::Equal)
        })
        .then_with(|| left.participant.cmp(&right.participant))
        .then_with(|| left.document.cmp(right.document))
        .then_with(|| left.language.cmp(&right.language))
}

/// Reads the words of each segment, the stems by their number in the given order, and which of them are pronouns.
pub(super) fn read_words(
    segments: &[DescribedSegment<'_>],
    order: &[usize],
    never: &BTreeSet<String>,
) -> (Vec<Vec<Word>>, Vec<String>, Pronouns) {
    let mut lists: BTreeMap<Option<Language>, (WordLists, HashMap<String, u32>)> = BTreeMap::new();
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut stems = Vec::new();
    let mut pronouns = Pronouns::new();
    let mut words = vec![Vec::new(); segments.len()];
    for &row in order {
        let segment = &segments[row];
        let (lists, known) = lists
            .entry(segment.language)
            .or_insert_with(|| (WordLists::of(segment.language).without(never), HashMap::new()));
        words[row] = tokenize(segment.text, lists)
            .into_iter()
            .map(|token| {
                let stem = known.get(&token.word).copied().unwrap_or_else(|| {
                    let stem = lists.stem(&token.word);
                    let number = *numbers.entry(stem.clone()).or_insert_with(|| {
                        stems.push(stem);
                        u32::try_from(stems.len() - 1).unwrap_or(u32::MAX - 1)
                    });
                    if let Some(pronoun) = lists.pronoun(&token.word) {
                        pronouns.insert((segment.language, number), pronoun.to_owned());
                    }
                    known.insert(token.word.clone(), number);
                    number
                });
                Word {
                    stem,
                    start: token.start,
                    end: token.end,
                    weight: token.weight,
                    breaks: token.breaks,
                    initial: token.initial,
                }
            })
            .collect();
    }
    (words, stems, pronouns)
}
