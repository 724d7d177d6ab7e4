//! Key terms: what the participants of a cluster say and others do not.

use std::collections::HashMap;

use super::corpus::{Corpus, SpeakerKey, Word};
use super::phrases::{Term, for_each_term, has_inner_stop};
use super::stop_words::Weight;

/// A term with its weight in one cluster.
#[derive(Clone, Copy, Debug)]
pub(super) struct WeightedTerm {
    pub(super) term: Term,
    pub(super) weight: f64,
    /// In how many segments of the cluster it occurs.
    pub(super) n_segments: usize,
    /// How distinct it is from the other clusters, and how widely shared among speakers: between 0 and 1.
    pub(super) distinctness: f64,
}

/// The counts from which a term's weight is computed. A segment counts once, even if it says the term several times.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counts {
    /// Segments of the cluster with the term, and all of them.
    pub(super) inside: (usize, usize),
    /// Segments elsewhere with the term, and all of them.
    pub(super) elsewhere: (usize, usize),
    /// Speakers of the cluster who say it, and all of them.
    pub(super) voices: (usize, usize),
    /// The mean number of words of a class.
    pub(super) words_per_class: f64,
}

impl Counts {
    /// Computes class-based TF-IDF, damped, weighted by speakers and contrasted with other clusters:
    ///
    /// ```text
    /// W = f/n · ln(1 + A/F) · √(p / min(P, f)) · (r − r′)/(r + r′)
    /// ```
    ///
    /// `f` of the cluster's `n` segments and `p` of its `P` speakers say the term; `F` segments do in total; `A` is the mean
    /// number of words of a class; `r = f/n`, and `r′ = (f′ + ½)/(n′ + 1)` is the share elsewhere. The first two factors are
    /// c-TF-IDF (Grootendorst 2022, arXiv:2203.05794). The third, the share of the possible speakers who say the term, prevents
    /// one person's favourite word from representing all. The fourth, between 0 and 1, removes what is said everywhere, which
    /// A/F does not do with few classes; it is 1 if the term occurs nowhere else, 0 if r ≤ r′.
    pub(super) fn weight(&self) -> f64 {
        let (f, n) = (self.inside.0 as f64, self.inside.1 as f64);
        let everywhere = f + self.elsewhere.0 as f64;
        if !(f > 0.0 && n > 0.0) {
            return 0.0;
        }
        f / n * (1.0 + self.words_per_class / everywhere).ln() * self.distinctness()
    }

    /// Computes the last two factors of the weight: the share of the possible speakers, and the contrast.
    pub(super) fn distinctness(&self) -> f64 {
        let (f, n) = (self.inside.0 as f64, self.inside.1 as f64);
        let contrast = if self.elsewhere.1 == 0 {
            1.0
        } else {
            let here = f / n;
            let there = (self.elsewhere.0 as f64 + 0.5) / (self.elsewhere.1 as f64 + 1.0);
            ((here - there) / (here + there)).max(0.0)
        };
        let voices = self.voices.0 as f64 / self.voices.1.min(self.inside.0).max(1) as f64;
        voices.sqrt() * contrast
    }
}

/// The counts of a term in one cluster.
#[derive(Clone, Copy)]
struct Local<'a> {
    n_segments: usize,
    n_voices: usize,
    last_row: usize,
    last_voice: SpeakerKey<'a>,
    inner_stop: bool,
}

/// Computes the candidates of each cluster with their weights, best first; equal weights by spelling.
pub(super) fn weigh_terms(corpus: &Corpus<'_>) -> Vec<Vec<WeightedTerm>> {
    let local: Vec<Vec<(Term, Local<'_>)>> =
        corpus.members.iter().map(|rows| eligible(count_cluster(corpus, rows), rows.len())).collect();
    let totals = count_everywhere(corpus, &local);
    let everywhere = CorpusFrequencies {
        n_segments: corpus.order.len(),
        words_per_class: mean_words(corpus),
        n_with: &|term| totals.get(&term).map(|total| total.0),
    };
    std::iter::zip(&corpus.members, local)
        .map(|(rows, terms)| weigh_cluster(corpus, rows, terms, &everywhere))
        .collect()
}

/// The part of a term's weight that comes from all segments.
pub(super) struct CorpusFrequencies<'f> {
    /// How many segments there are.
    pub(super) n_segments: usize,
    /// The mean number of words of a class.
    pub(super) words_per_class: f64,
    /// In how many segments a term occurs; `None` if it occurs in no other cluster.
    pub(super) n_with: &'f dyn Fn(Term) -> Option<usize>,
}

/// Computes the candidates of one cluster against all segments; the corpus may hold only the segments of this cluster.
pub(super) fn weigh_one(
    corpus: &Corpus<'_>,
    rows: &[usize],
    everywhere: &CorpusFrequencies<'_>,
) -> Vec<WeightedTerm> {
    weigh_cluster(corpus, rows, eligible(count_cluster(corpus, rows), rows.len()), everywhere)
}

fn weigh_cluster<'a>(
    corpus: &Corpus<'a>,
    rows: &[usize],
    terms: Vec<(Term, Local<'a>)>,
    everywhere: &CorpusFrequencies<'_>,
) -> Vec<WeightedTerm> {
    let n_voices = corpus.voices(rows).len();
    let mut weighed: Vec<WeightedTerm> = terms
        .into_iter()
        .map(|(term, local)| {
            let total = (everywhere.n_with)(term).unwrap_or(local.n_segments);
            let counts = Counts {
                inside: (local.n_segments, rows.len()),
                elsewhere: (total - local.n_segments.min(total), everywhere.n_segments - rows.len()),
                voices: (local.n_voices, n_voices),
                words_per_class: everywhere.words_per_class,
            };
            WeightedTerm {
                term,
                weight: counts.weight(),
                n_segments: local.n_segments,
                distinctness: counts.distinctness(),
            }
        })
        .filter(|weighed| weighed.weight > 0.0)
        .collect();
    weighed.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then(b.term.n_words().cmp(&a.term.n_words()))
            .then_with(|| a.term.by_spelling(&b.term, corpus))
    });
    weighed
}

fn count_cluster<'a>(corpus: &Corpus<'a>, rows: &[usize]) -> HashMap<Term, Local<'a>> {
    // Speaker by speaker, so that it is enough to remember the last speaker of each term.
    let mut rows = rows.to_vec();
    rows.sort_by_key(|&row| (corpus.voice(row), corpus.rank[row]));
    let mut terms: HashMap<Term, Local<'a>> = HashMap::new();
    for row in rows {
        let voice = corpus.voice(row);
        for_each_term(&corpus.words[row], |term, words| {
            let local = terms.entry(term).or_insert_with(|| Local {
                n_segments: 0,
                n_voices: 0,
                last_row: usize::MAX,
                last_voice: voice,
                inner_stop: has_inner_stop(words),
            });
            if local.n_voices == 0 || local.last_voice != voice {
                local.n_voices += 1;
                local.last_voice = voice;
            }
            if local.last_row != row {
                local.n_segments += 1;
                local.last_row = row;
            }
        });
    }
    terms
}

/// Selects the terms with enough evidence: a phrase in two segments or more; a word too, unless the cluster is tiny or nothing
/// else is left. A phrase around a stop word must occur in three segments, and in half of the segments of one of its outer
/// words: `quality of life` does, `compare the prediction` is a chance combination.
fn eligible<'a>(terms: HashMap<Term, Local<'a>>, n_segments: usize) -> Vec<(Term, Local<'a>)> {
    const TINY: usize = 5;
    const ENOUGH: usize = 3;
    let stands = |term: &Term, local: &Local<'_>| {
        let half_of =
            |word: Term| terms.get(&word).is_some_and(|word| 2 * local.n_segments >= word.n_segments);
        local.n_segments >= 2
            && (!local.inner_stop
                || local.n_segments >= 3 && (half_of(term.word(0)) || half_of(term.word(term.n_words() - 1))))
    };
    let mut kept: Vec<(Term, Local<'a>)> = terms
        .iter()
        .filter(|(term, local)| stands(term, local))
        .map(|(&term, &local)| (term, local))
        .collect();
    if n_segments < TINY || kept.len() < ENOUGH {
        let single = |(term, local): &(&Term, &Local<'_>)| term.n_words() == 1 && local.n_segments == 1;
        kept.extend(terms.iter().filter(single).map(|(&term, &local)| (term, local)));
    }
    kept
}

/// Counts in how many of all segments each candidate occurs.
fn count_everywhere(corpus: &Corpus<'_>, local: &[Vec<(Term, Local<'_>)>]) -> HashMap<Term, (usize, usize)> {
    let mut totals: HashMap<Term, (usize, usize)> =
        local.iter().flatten().map(|(term, _)| (*term, (0, usize::MAX))).collect();
    for &row in &corpus.order {
        for_each_term(&corpus.words[row], |term, _| {
            if let Some((total, last_row)) = totals.get_mut(&term)
                && *last_row != row
            {
                *total += 1;
                *last_row = row;
            }
        });
    }
    totals
}

/// Computes the mean number of content words of a class; noise is a class if there is any.
fn mean_words(corpus: &Corpus<'_>) -> f64 {
    let n_words = n_content_words(&corpus.words);
    let noise = usize::from(corpus.clusters.contains(&None));
    let n_classes = corpus.members.iter().filter(|rows| !rows.is_empty()).count() + noise;
    n_words as f64 / n_classes.max(1) as f64
}

/// Counts the content words of some segments.
pub(super) fn n_content_words(words: &[Vec<Word>]) -> usize {
    words.iter().flatten().filter(|word| word.weight == Weight::Content).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weight_is_the_formula() {
        let counts = Counts { inside: (4, 16), elsewhere: (0, 9), voices: (1, 4), words_per_class: 12.0 };
        // ¼ · ln(1 + 12/4) · √¼ · (0.25 − 0.05)/(0.25 + 0.05) = ⅛ · ln 4 · 2/3
        assert!((counts.weight() - 4.0_f64.ln() / 12.0).abs() < 1e-12);
        assert!((counts.weight() - 0.115_524_53).abs() < 1e-8);
    }

    #[test]
    fn what_is_said_everywhere_weighs_nothing() {
        let counts = Counts { inside: (4, 16), elsewhere: (25, 99), voices: (4, 4), words_per_class: 100.0 };
        assert_eq!(counts.weight(), 0.0, "a quarter of the segments here, 25.5 % elsewhere");
        let alone = Counts { inside: (1, 1), elsewhere: (0, 0), voices: (1, 1), words_per_class: 1.0 };
        assert!((alone.weight() - 2.0_f64.ln()).abs() < 1e-12);
        assert_eq!(Counts { inside: (0, 0), ..alone }.weight(), 0.0);
    }

    #[test]
    fn a_term_that_one_person_repeats_weighs_less() {
        let shared = Counts { inside: (4, 16), elsewhere: (0, 9), voices: (4, 4), words_per_class: 12.0 };
        let alone = Counts { voices: (1, 4), ..shared };
        assert!((shared.weight() / alone.weight() - 2.0).abs() < 1e-12);
    }
}
