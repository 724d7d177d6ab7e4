//! Key terms: what a cluster's people say that others do not.

use std::collections::HashMap;

use super::corpus::{Corpus, SpeakerKey, Word};
use super::phrases::{Term, for_each_term, has_inner_stop};
use super::stop_words::Weight;

/// A term with its weight in one cluster.
#[derive(Clone, Copy, Debug)]
pub(super) struct WeightedTerm {
    pub(super) term: Term,
    pub(super) weight: f64,
    /// In how many segments of the cluster it stands.
    pub(super) n_segments: usize,
}

/// The counts from which a term's weight follows. A segment counts once, however often it says the term.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counts {
    /// Segments of the cluster with the term, and all of them.
    pub(super) inside: (usize, usize),
    /// Segments elsewhere with the term, and all of them.
    pub(super) elsewhere: (usize, usize),
    /// The cluster's voices that say it, and all of them.
    pub(super) voices: (usize, usize),
    /// How many words a class has on average.
    pub(super) words_per_class: f64,
}

impl Counts {
    /// Class-based TF-IDF, damped, shared and contrasted:
    ///
    /// ```text
    /// W = f/n · ln(1 + A/F) · √(p / min(P, f)) · (r − r′)/(r + r′)
    /// ```
    ///
    /// `f` of the cluster's `n` segments and `p` of its `P` voices say the term; `F` segments do in all; `A` is the
    /// mean number of words of a class; `r = f/n`, and `r′ = (f′ + ½)/(n′ + 1)` is the share elsewhere. The first two
    /// factors are c-TF-IDF (Grootendorst 2022, arXiv:2203.05794). The third, how many voices say the term of those
    /// who could, keeps one person's favourite word from speaking for all. The fourth, between 0 and 1, takes out what is said everywhere,
    /// which A/F does not where there are few classes; it is 1 where nothing stands elsewhere, 0 where r ≤ r′.
    pub(super) fn weight(&self) -> f64 {
        let (f, n) = (self.inside.0 as f64, self.inside.1 as f64);
        if !(f > 0.0 && n > 0.0) {
            return 0.0;
        }
        let contrast = if self.elsewhere.1 == 0 {
            1.0
        } else {
            let here = f / n;
            let there = (self.elsewhere.0 as f64 + 0.5) / (self.elsewhere.1 as f64 + 1.0);
            ((here - there) / (here + there)).max(0.0)
        };
        let everywhere = f + self.elsewhere.0 as f64;
        let voices = self.voices.0 as f64 / self.voices.1.min(self.inside.0).max(1) as f64;
        f / n * (1.0 + self.words_per_class / everywhere).ln() * voices.sqrt() * contrast
    }
}

/// What one cluster says of a term.
#[derive(Clone, Copy)]
struct Local<'a> {
    n_segments: usize,
    n_voices: usize,
    last_row: usize,
    last_voice: SpeakerKey<'a>,
    inner_stop: bool,
}

/// The candidates of each cluster with their weights, best first; ties by spelling.
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

/// What the weight of a term takes from all segments together.
pub(super) struct CorpusFrequencies<'f> {
    /// How many there are.
    pub(super) n_segments: usize,
    /// How many words a class has on average.
    pub(super) words_per_class: f64,
    /// In how many a term stands; `None` where it stands in no other cluster.
    pub(super) n_with: &'f dyn Fn(Term) -> Option<usize>,
}

/// The candidates of one cluster against all segments, of which the corpus may hold those of this cluster alone.
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
            WeightedTerm { term, weight: counts.weight(), n_segments: local.n_segments }
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
    // Voice by voice, so that the last one seen is enough to count them.
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

/// Which terms rest on enough: a phrase on two segments; a word too, unless the cluster is tiny or nothing else is
/// left. A phrase around a stop word must stand in three and hold half of what one of its ends says: `quality of life`
/// does, `compare the prediction` is a chance meeting.
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

/// In how many segments of all each candidate stands.
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

/// The mean number of content words of a class; the noise is a class where there is any.
fn mean_words(corpus: &Corpus<'_>) -> f64 {
    let n_words = n_content_words(&corpus.words);
    let noise = usize::from(corpus.clusters.contains(&None));
    let n_classes = corpus.members.iter().filter(|rows| !rows.is_empty()).count() + noise;
    n_words as f64 / n_classes.max(1) as f64
}

/// How many content words some segments have together.
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
