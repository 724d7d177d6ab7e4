//! Candidate terms: words, and phrases of two or three of them.

use super::corpus::{Corpus, Word};
use super::stop_words::Weight;

/// The longest phrase, in words.
const MAX_WORDS: usize = 3;
const NONE: u32 = u32::MAX;

/// A term as the numbers of its stems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Term([u32; MAX_WORDS]);

impl Term {
    fn of(words: &[Word]) -> Self {
        let mut stems = [NONE; MAX_WORDS];
        for (stem, word) in stems.iter_mut().zip(words) {
            *stem = word.stem;
        }
        Self(stems)
    }

    pub(super) fn stems(&self) -> &[u32] {
        let n = self.0.iter().position(|&stem| stem == NONE).unwrap_or(MAX_WORDS);
        &self.0[..n]
    }

    pub(super) fn n_words(&self) -> usize {
        self.stems().len()
    }

    /// Returns a word of it as a term.
    pub(super) fn word(&self, at: usize) -> Self {
        Self([self.0[at], NONE, NONE])
    }

    /// Renumbers the stems; `None` if a stem has no new number.
    pub(super) fn renumbered(&self, number: impl Fn(u32) -> Option<u32>) -> Option<Self> {
        let mut stems = [NONE; MAX_WORDS];
        for (to, &from) in stems.iter_mut().zip(self.stems()) {
            *to = number(from)?;
        }
        Some(Self(stems))
    }

    /// Compares two terms by their stems as text, to break ties.
    pub(super) fn by_spelling(&self, other: &Self, corpus: &Corpus<'_>) -> std::cmp::Ordering {
        self.bytes(corpus).cmp(other.bytes(corpus))
    }

    /// Returns the bytes of its stems as text.
    fn bytes<'a>(&'a self, corpus: &'a Corpus<'_>) -> impl Iterator<Item = u8> + 'a {
        let stems = self.stems().iter().enumerate();
        stems.flat_map(|(at, &stem)| {
            let space = (at > 0).then_some(b' ').into_iter();
            space.chain(corpus.stems[stem as usize].bytes())
        })
    }

    /// Returns its stems as text.
    pub(super) fn spelled(&self, corpus: &Corpus<'_>) -> String {
        let stems: Vec<&str> =
            self.stems().iter().map(|&stem| corpus.stems[stem as usize].as_str()).collect();
        stems.join(" ")
    }
}

/// Calls `found` with each candidate of a segment and the words that it consists of.
///
/// A single word must be a content word. A phrase has a content word, neither begins nor ends with a stop word, does not begin
/// with a number, contains no word twice, and crosses neither a punctuation mark nor a word that must not be shown.
pub(super) fn for_each_term<'w>(words: &'w [Word], mut found: impl FnMut(Term, &'w [Word])) {
    for (start, first) in words.iter().enumerate() {
        if matches!(first.weight, Weight::Never | Weight::Stop | Weight::Number) {
            continue;
        }
        let mut has_content = false;
        for n in 1..=MAX_WORDS.min(words.len() - start) {
            let last = &words[start + n - 1];
            if last.weight == Weight::Never || n > 1 && last.breaks {
                break;
            }
            let repeated = words[start..start + n - 1].iter().any(|word| word.stem == last.stem);
            if repeated {
                break;
            }
            has_content |= last.weight == Weight::Content;
            if has_content && last.weight != Weight::Stop {
                let stand = &words[start..start + n];
                found(Term::of(stand), stand);
            }
        }
    }
}

/// Tells whether a phrase has a stop word inside: the `of` of `quality of life`.
pub(super) fn has_inner_stop(words: &[Word]) -> bool {
    words.iter().any(|word| word.weight == Weight::Stop)
}
