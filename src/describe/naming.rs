//! The phrases that name a candidate: those that together stand for most of its segments and for few others.

use std::collections::HashMap;

use super::corpus::Corpus;
use super::key_terms::WeightedTerm;
use super::near_duplicates::family_in;
use super::phrases::{Term, for_each_term};
use super::stop_words::Weight;
use super::surface_form::surfaces;
use crate::domain::{Exemplar, Language};

/// The most words of all phrases together.
const MAX_WORDS: usize = 4;
/// How many phrases there are, unless more are needed to stand for half of the segments.
const USUAL_PHRASES: usize = 3;
/// How much of a segment counts that holds a phrase chosen before.
const SAID_BEFORE: f64 = 0.5;
/// How many of a candidate's terms are considered.
const CONSIDERED: usize = 60;
/// A further phrase must add this share of the candidate.
const WORTH_ADDING: f64 = 0.08;
/// A phrase that is not needed to reach half of the segments must have this share of the first one's importance.
const WORTH_NAMING: f64 = 0.05;
/// What is said twice as often here as elsewhere, by all who could say it, has the distinctness 1/3. A phrase needs this, or the
/// second where half of the segments are not reached otherwise.
const DISTINCT: [f64; 2] = [1.0 / 3.0, 0.2];
/// A phrase replaces a word in it if it is in this share of the word's segments.
const STANDS_IN: f64 = 0.4;
/// In a candidate of at least so many segments, a phrase must be in at least so many: one person's or two people's expression is
/// not a name for a candidate.
const ENOUGH: [(usize, usize); 2] = [(15, 3), (4, 2)];
/// Words with a common beginning of this length, and this share of the shorter word, are not both in a label: `response`,
/// `respond`.
const ALIKE_LETTERS: usize = 4;
const ALIKE_SHARE: f64 = 0.8;

/// The phrases that name a candidate.
pub(super) struct Naming {
    /// Phrases of one to four words together, the most important first; none if there is no term.
    pub(super) terms: Vec<Term>,
    /// In how many of the candidate's segments a content word of them occurs.
    pub(super) n_with_word: usize,
}

impl Naming {
    /// Tells whether at least half of a candidate's `n_segments` segments hold a word of the phrases.
    pub(super) fn is_enough(&self, n_segments: usize) -> bool {
        self.stands_for(n_segments, (1, 2))
    }

    /// Tells whether at least this share of a candidate's `n_segments` segments hold a word of the phrases.
    pub(super) fn stands_for(&self, n_segments: usize, (share, of): (usize, usize)) -> bool {
        !self.terms.is_empty() && of * self.n_with_word >= share * n_segments
    }
}

/// Chooses the phrases that name a candidate, from its own terms.
///
/// `weighed` are the terms that may be chosen, `members` the candidate's `n` rows with their cosine `s` to its centre. Phrases
/// are chosen one by one. The next is the one with the highest importance
///
/// ```text
/// I(t) = D(t)² · Σₜ v·max(0, s) / Σₙ max(0, s)
/// ```
///
/// where the first sum is over the segments that hold `t`, the second over all, and `v` is ½ for segments that hold a word of a phrase
/// chosen before, otherwise 1. The quotient is the share of segments that the phrase stands for, times the mean vector of these
/// segments projected on the centre, relative to that of the candidate: the meaning of a phrase is taken as the mean of what is
/// said with it, so no model is run, and given vectors can be described too. `D` is [`WeightedTerm::distinctness`]. So coverage,
/// meaning and distinctness are multiplied: Topeax multiplies a lexical and a semantic importance of a term, and KeyBERT
/// ranks phrases by their cosine to the text.
///
/// A phrase replaces a word in it where it is in two fifths of the word's segments. Proper names come only where there is no
/// other term. There are three phrases at most; a fourth word comes where half of the segments hold none of the others.
pub(super) fn choose(corpus: &Corpus<'_>, weighed: &[WeightedTerm], members: &[Exemplar]) -> Naming {
    if weighed.is_empty() {
        return Naming { terms: Vec::new(), n_with_word: 0 };
    }
    let considered = considered(corpus, weighed, members);
    let [strict, loose] = DISTINCT.map(|least| considered.distinct(least));
    let strict = choose_among(corpus, &strict, members);
    if strict.is_enough(members.len()) {
        return strict;
    }
    let loose = choose_among(corpus, &loose, members);
    if loose.is_enough(members.len()) { loose } else { strict }
}

fn choose_among(corpus: &Corpus<'_>, pool: &[&WeightedTerm], members: &[Exemplar]) -> Naming {
    let holding = holding(corpus, pool, members);
    let weight_of = |place: usize| members[place].similarity.max(0.0);
    let all: f64 = (0..members.len()).map(weight_of).sum();
    let mut covered = vec![false; members.len()];
    let mut chosen: Vec<usize> = Vec::new();
    let mut first = None;
    loop {
        let n_words: usize = chosen.iter().map(|&at| pool[at].term.n_words()).sum();
        let n_covered = covered.iter().filter(|&&is_covered| is_covered).count();
        let has_half = 2 * n_covered >= members.len();
        if n_words >= MAX_WORDS || has_half && chosen.len() >= USUAL_PHRASES {
            break;
        }
        // How much of the candidate a term stands for, and whether that part is new.
        let gain = |at: usize| {
            let part = |is_new: bool| -> f64 {
                let places = holding[at].iter().filter(|&&place| covered[place] != is_new);
                places.map(|&place| weight_of(place)).sum::<f64>() / all.max(f64::MIN_POSITIVE)
            };
            part(true) + SAID_BEFORE * part(false)
        };
        let overlaps = |at: usize| {
            let stems = pool[at].term.stems();
            let alike = |&other: &usize| stems.iter().any(|&s| alike_in(corpus, s, pool[other].term.stems()));
            chosen.iter().any(alike)
        };
        let best = (0..pool.len())
            .filter(|&at| n_words + pool[at].term.n_words() <= MAX_WORDS && !overlaps(at))
            .map(|at| (at, gain(at)))
            .filter(|&(_, gain)| chosen.is_empty() || gain >= WORTH_ADDING)
            .map(|(at, gain)| (at, gain * pool[at].distinctness * pool[at].distinctness))
            // Of equals the first, which has the higher weight.
            .reduce(|best, other| if other.1 > best.1 { other } else { best });
        let Some((word, importance)) = best else { break };
        first.get_or_insert(importance);
        // Half of the segments are stood for: what comes now only says more.
        let is_minor = importance < WORTH_NAMING * first.unwrap_or(0.0) || holding[word].len() < 2;
        if has_half && is_minor {
            break;
        }
        let at = fuller(pool, word, &chosen);
        for (place, member) in members.iter().enumerate() {
            covered[place] |= holds_word(corpus, member.segment, &[pool[at].term]);
        }
        match chosen.iter().position(|&other| is_within(pool[other], pool[at])) {
            Some(place) => chosen[place] = at,
            None => chosen.push(at),
        }
    }
    let terms: Vec<Term> = chosen.into_iter().map(|at| pool[at].term).collect();
    let n_with_word = covered.into_iter().filter(|&is_covered| is_covered).count();
    Naming { terms, n_with_word }
}

/// The terms of a candidate that may be chosen, in the order of their weight.
struct Considered<'w> {
    /// Each with whether it is a proper name.
    terms: Vec<(&'w WeightedTerm, bool)>,
}

impl<'w> Considered<'w> {
    /// Returns the terms that are distinct enough and no names; without any, those that are no names; without any, all.
    fn distinct(&self, least: f64) -> Vec<&'w WeightedTerm> {
        let pick = |keep: &dyn Fn(&WeightedTerm, bool) -> bool| -> Vec<&'w WeightedTerm> {
            self.terms.iter().filter(|(term, is_name)| keep(term, *is_name)).map(|(term, _)| *term).collect()
        };
        let distinct = pick(&|term, is_name| !is_name && term.distinctness >= least);
        let nameless = if distinct.is_empty() { pick(&|_, is_name| !is_name) } else { distinct };
        if nameless.is_empty() { pick(&|_, _| true) } else { nameless }
    }
}

fn considered<'w>(corpus: &Corpus<'_>, weighed: &'w [WeightedTerm], members: &[Exemplar]) -> Considered<'w> {
    let least = ENOUGH.iter().find(|(n, _)| members.len() >= *n).map_or(1, |(_, least)| *least);
    let terms: Vec<&WeightedTerm> =
        weighed.iter().filter(|term| term.n_segments >= least).take(CONSIDERED).collect();
    let rows: Vec<usize> = members.iter().map(|member| member.segment).collect();
    let shown = surfaces(corpus, &rows, &terms.iter().map(|term| term.term).collect::<Vec<_>>());
    let is_german = rows.first().is_some_and(|&row| corpus.segments[row].language == Some(Language::GERMAN));
    let is_name = |surface: &String| !is_german && is_proper_name(surface);
    Considered { terms: terms.into_iter().zip(shown.iter().map(is_name)).collect() }
}

/// Returns the members, by place, that hold each term.
fn holding(corpus: &Corpus<'_>, pool: &[&WeightedTerm], members: &[Exemplar]) -> Vec<Vec<usize>> {
    let number: HashMap<Term, usize> = pool.iter().map(|term| term.term).zip(0..).collect();
    let mut holding: Vec<Vec<usize>> = vec![Vec::new(); pool.len()];
    for (place, member) in members.iter().enumerate() {
        for_each_term(&corpus.words[member.segment], |term, _| {
            if let Some(&at) = number.get(&term)
                && holding[at].last() != Some(&place)
            {
                holding[at].push(place);
            }
        });
    }
    holding
}

/// Returns the fullest phrase that can stand for a word: `feature importance` for `feature`. It may hold a phrase chosen before,
/// which it then replaces, but no other word of one.
fn fuller(pool: &[&WeightedTerm], word: usize, chosen: &[usize]) -> usize {
    let stems = pool[word].term.stems();
    let stands_in = |&at: &usize| {
        let phrase = pool[at];
        let held = |&&other: &&usize| is_within(pool[other], phrase);
        let n_replaced: usize = chosen.iter().filter(held).map(|&other| pool[other].term.n_words()).sum();
        let n_before: usize = chosen.iter().map(|&other| pool[other].term.n_words()).sum();
        let shares = |&other: &usize| {
            let shared = |stem: &u32| pool[other].term.stems().contains(stem);
            !is_within(pool[other], phrase) && phrase.term.stems().iter().any(shared)
        };
        phrase.term.n_words() > stems.len()
            && n_before - n_replaced + phrase.term.n_words() <= MAX_WORDS
            && stems.iter().all(|stem| phrase.term.stems().contains(stem))
            && phrase.n_segments as f64 >= STANDS_IN * pool[word].n_segments as f64
            && chosen.iter().filter(held).count() <= 1
            && !chosen.iter().any(shares)
    };
    let key = |at: &usize| (pool[*at].n_segments, pool[*at].term.n_words(), std::cmp::Reverse(*at));
    (0..pool.len()).filter(stands_in).max_by_key(key).unwrap_or(word)
}

/// Tells whether all words of a term are in another.
fn is_within(term: &WeightedTerm, phrase: &WeightedTerm) -> bool {
    term.term.stems().iter().all(|stem| phrase.term.stems().contains(stem))
}

/// Tells whether a segment holds a content word of some terms.
pub(super) fn holds_word(corpus: &Corpus<'_>, row: usize, terms: &[Term]) -> bool {
    let is_of = |stem: u32| terms.iter().any(|term| term.stems().contains(&stem));
    corpus.words[row].iter().any(|word| word.weight == Weight::Content && is_of(word.stem))
}

/// Tells whether a stem, one of its family, its plural, or one with the same beginning is among some.
fn alike_in(corpus: &Corpus<'_>, stem: u32, among: &[u32]) -> bool {
    let alike = |other: &u32| begin_alike(&corpus.stems[stem as usize], &corpus.stems[*other as usize]);
    family_in(corpus, stem, among) || among.iter().any(alike)
}

fn begin_alike(a: &str, b: &str) -> bool {
    if a.strip_suffix('s') == Some(b) || b.strip_suffix('s') == Some(a) {
        return true;
    }
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let shorter = a.chars().count().min(b.chars().count());
    shared >= ALIKE_LETTERS && shared as f64 >= ALIKE_SHARE * shorter as f64
}

/// Tells whether a term is a proper name: each of its words has a capital, but not only capitals like an acronym. In German all
/// nouns have a capital, so this says nothing there.
fn is_proper_name(surface: &str) -> bool {
    let mut words = surface.split_whitespace().peekable();
    words.peek().is_some()
        && words.all(|word| {
            let mut letters = word.chars().filter(|c| c.is_alphabetic());
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_beginning_are_alike() {
        assert!(begin_alike("respons", "respond"));
        assert!(begin_alike("employ", "employe"));
        assert!(begin_alike("pdps", "pdp"), "an acronym has no stem");
        assert!(!begin_alike("care", "car"), "three letters say too little");
        assert!(!begin_alike("consult", "construct"));
    }

    #[test]
    fn names_have_capitals() {
        assert!(is_proper_name("Balint") && is_proper_name("New York"));
        assert!(!is_proper_name("GP") && !is_proper_name("GP letters") && !is_proper_name(""));
    }
}
