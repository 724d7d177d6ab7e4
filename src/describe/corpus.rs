//! The segments as words, speakers and clusters, in an order that depends only on their content.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

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

/// The segments after reading.
pub(super) struct Corpus<'a> {
    pub(super) segments: &'a [DescribedSegment<'a>],
    pub(super) embeddings: &'a Embeddings,
    /// The words of each row.
    pub(super) words: Vec<Vec<Word>>,
    /// The stems by number, numbered in canonical order.
    pub(super) stems: Vec<String>,
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
    /// Reads the segments. Rows that only one of the three inputs has are ignored.
    pub(super) fn read(
        segments: &'a [DescribedSegment<'a>],
        embeddings: &'a Embeddings,
        clustering: &Clustering,
    ) -> Self {
        let n = segments.len().min(embeddings.n_segments()).min(clustering.assignments.len());
        let segments = &segments[..n];
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&a, &b| by_content(segments, embeddings, a, b).then(a.cmp(&b)));
        let mut rank = vec![0; n];
        for (place, &row) in order.iter().enumerate() {
            rank[row] = place;
        }
        let clusters: Vec<Option<usize>> = clustering.assignments[..n]
            .iter()
            .map(|id| id.map(|id| id.0 as usize).filter(|&cluster| cluster < clustering.n_clusters))
            .collect();
        let mut members = vec![Vec::new(); clustering.n_clusters];
        for &row in &order {
            if let Some(cluster) = clusters[row] {
                members[cluster].push(row);
            }
        }
        let (words, stems) = read_words(segments, &order);
        Self { segments, embeddings, words, stems, clusters, members, order, rank }
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

/// Reads the words of each segment, and the stems by their number in the given order.
pub(super) fn read_words(
    segments: &[DescribedSegment<'_>],
    order: &[usize],
) -> (Vec<Vec<Word>>, Vec<String>) {
    let mut lists: BTreeMap<Option<Language>, (WordLists, HashMap<String, u32>)> = BTreeMap::new();
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut stems = Vec::new();
    let mut words = vec![Vec::new(); segments.len()];
    for &row in order {
        let segment = &segments[row];
        let (lists, known) = lists
            .entry(segment.language)
            .or_insert_with(|| (WordLists::of(segment.language), HashMap::new()));
        words[row] = tokenize(segment.text, lists)
            .into_iter()
            .map(|token| {
                let stem = known.get(&token.word).copied().unwrap_or_else(|| {
                    let stem = lists.stem(&token.word);
                    let number = *numbers.entry(stem.clone()).or_insert_with(|| {
                        stems.push(stem);
                        u32::try_from(stems.len() - 1).unwrap_or(u32::MAX - 1)
                    });
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
    (words, stems)
}
