//! The terms of all segments of a run, counted once, so that one candidate can be described against them quickly.

use std::collections::HashMap;

use super::centres::Centres;
use super::corpus::{Corpus, read_words};
use super::describe::{name, propose};
use super::described_segment::DescribedSegment;
use super::key_terms::{CorpusFrequencies, n_content_words, weigh_one};
use super::params::DescribeValidParams;
use super::phrases::{Term, for_each_term};
use crate::domain::{Algorithm, ClusterId, Clustering, Embeddings, Proposal};

/// The number of segments of a run with each term.
#[derive(Debug)]
pub struct Background {
    /// The stems of all segments, numbered.
    numbers: HashMap<String, u32>,
    /// The terms in two segments or more, with their number of segments.
    n_with: HashMap<Term, u32>,
    n_segments: usize,
    n_words: usize,
}

impl Background {
    /// Counts the terms of all segments, except those with a word that must not be shown.
    #[must_use]
    pub fn read(segments: &[DescribedSegment<'_>], params: &DescribeValidParams) -> Self {
        let order: Vec<usize> = (0..segments.len()).collect();
        let (words, stems, _) = read_words(segments, &order, &params.values().never_in_labels);
        let mut counts: HashMap<Term, (u32, usize)> = HashMap::new();
        for (row, words) in words.iter().enumerate() {
            for_each_term(words, |term, _| {
                let (n, last_row) = counts.entry(term).or_insert((0, usize::MAX));
                if *last_row != row {
                    *n += 1;
                    *last_row = row;
                }
            });
        }
        Self {
            numbers: stems.into_iter().zip(0..).collect(),
            n_with: counts.into_iter().filter(|(_, (n, _))| *n > 1).map(|(term, (n, _))| (term, n)).collect(),
            n_segments: segments.len(),
            n_words: n_content_words(&words),
        }
    }

    /// Describes one candidate against all segments, as [`describe()`](super::describe()) describes each candidate of a clustering with
    /// `n_classes` classes (noise is one). It finds no near misses and no rival, and the label may equal that of another candidate.
    /// `None` if the candidate has no segment.
    ///
    /// `segments` and `embeddings` hold only the candidate's rows; they must be among those that were counted.
    #[must_use]
    pub fn describe(
        &self,
        segments: &[DescribedSegment<'_>],
        embeddings: &Embeddings,
        n_classes: usize,
        params: &DescribeValidParams,
    ) -> Option<Proposal> {
        let clustering = Clustering {
            algorithm: Algorithm::default(),
            assignments: vec![Some(ClusterId(0)); segments.len()],
            n_clusters: 1,
            converged: true,
        };
        let corpus = Corpus::read(segments, embeddings, &clustering, &params.values().never_in_labels);
        let rows = corpus.members.first().filter(|rows| !rows.is_empty())?;
        let number = |stem: u32| self.numbers.get(&corpus.stems[stem as usize]).copied();
        let everywhere = CorpusFrequencies {
            n_segments: self.n_segments.max(rows.len()),
            words_per_class: self.n_words as f64 / n_classes.max(1) as f64,
            n_with: &|term| Some(*self.n_with.get(&term.renumbered(number)?)? as usize),
        };
        let weighed = weigh_one(&corpus, rows, &everywhere);
        let centres = Centres::of(&corpus);
        let (mut proposal, _) = propose(&corpus, &centres, 0, &weighed, params, &[]);
        name(std::slice::from_mut(&mut proposal), &corpus);
        Some(proposal)
    }
}
