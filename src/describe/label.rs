//! Suggested labels: two or three readable key terms.

use std::collections::{BTreeMap, BTreeSet};

use super::corpus::Corpus;
use super::key_terms::WeightedTerm;
use super::near_duplicates::family_in;
use super::phrases::{Term, for_each_term};
use crate::domain::{LabelKey, Language};

const SEPARATOR: &str = " · ";
const MAX_TERMS: usize = 3;
/// A phrase comes before a word if it reaches this share of the word's weight, because it says more.
const COMPARABLE: f64 = 0.5;
/// A phrase replaces a word in it if it reaches this share of the word's weight.
const STANDS_IN: f64 = 0.4;
/// A term below this share of the first term's weight says too little for a label.
const WORTH_NAMING: f64 = 0.15;
/// If no term of a label occurs in at least one of this many segments, the terms do not represent the candidate.
const SPOKEN_FOR: usize = 33;
/// In a candidate of at least this many segments, a label's terms must occur in at least this many: two people's expression is not
/// a name for a candidate.
const ENOUGH_TO_ASK: usize = 15;
const ENOUGH_SEGMENTS: usize = 3;
/// Words with a common beginning of this length, and this share of the shorter word, are not both in a label: `response`,
/// `respond`.
const ALIKE_LETTERS: usize = 4;
const ALIKE_SHARE: f64 = 0.8;
/// How many words of an exemplar are quoted when there are no terms.
const QUOTED_WORDS: usize = 6;

/// Makes a label from key terms as shown (`surfaces`, in the order of `terms`), or from the words of an exemplar.
///
/// `members` are the candidate's rows, the one to quote first. A candidate in which no term occurs in 3 % of the segments has no
/// representative terms: its label is a quotation, which claims less. The same holds for a candidate whose most frequent wording
/// ("Nothing at all") occurs in more segments than the label's terms.
pub(super) fn label(
    corpus: &Corpus<'_>,
    terms: &[WeightedTerm],
    surfaces: &[String],
    members: &[usize],
) -> String {
    let asked = members.len() >= ENOUGH_TO_ASK;
    let is_name = |at: usize| names_something(corpus, &surfaces[at], members);
    let enough = |at: usize| !asked || terms[at].n_segments >= ENOUGH_SEGMENTS;
    let mut order: Vec<usize> = (0..terms.len()).filter(|&at| enough(at)).collect();
    // A rare word is better than a name alone.
    if order.iter().all(|&at| is_name(at)) {
        order = (0..terms.len()).collect();
    }
    // The sort is stable: equal scores stay in the order of weight.
    let score = |at: usize| {
        let term = &terms[at];
        if term.term.n_words() > 1 { term.weight / COMPARABLE } else { term.weight }
    };
    // People, places and days come after other terms: they occur in many themes, and a label should name nobody.
    order.sort_by(|&a, &b| is_name(a).cmp(&is_name(b)).then(score(b).total_cmp(&score(a))));
    let best = terms.iter().map(|term| term.weight).fold(0.0, f64::max);
    let mut chosen: Vec<usize> = Vec::new();
    for at in order {
        let stems = terms[at].term.stems();
        let overlaps =
            |&other: &usize| stems.iter().any(|&stem| alike_in(corpus, stem, terms[other].term.stems()));
        let overlapping: Vec<usize> = (0..chosen.len()).filter(|&place| overlaps(&chosen[place])).collect();
        match overlapping[..] {
            [] if is_name(at) && !chosen.is_empty() => {}
            [] if terms[at].weight >= WORTH_NAMING * best => chosen.push(at),
            [place] if says_more(&terms[at], &terms[chosen[place]]) => chosen[place] = at,
            _ => {}
        }
        if chosen.len() == MAX_TERMS {
            break;
        }
    }
    let named: Vec<Term> = chosen.iter().map(|&at| terms[at].term).collect();
    if let Some((row, n_alike)) = commonest_wording(corpus, members)
        && n_alike > members.iter().filter(|&&row| says_any(corpus, row, &named)).count()
    {
        return quoted(corpus.segments[row].text);
    }
    let speaks = |&at: &usize| SPOKEN_FOR * terms[at].n_segments >= members.len();
    if !chosen.iter().any(speaks) {
        return members.first().map_or_else(String::new, |&row| quoted(corpus.segments[row].text));
    }
    chosen.into_iter().map(|at| surfaces[at].as_str()).collect::<Vec<_>>().join(SEPARATOR)
}

/// Tells whether a stem, one of its family, or one with the same beginning is among some.
fn alike_in(corpus: &Corpus<'_>, stem: u32, among: &[u32]) -> bool {
    let alike = |other: &u32| begin_alike(&corpus.stems[stem as usize], &corpus.stems[*other as usize]);
    family_in(corpus, stem, among) || among.iter().any(alike)
}

fn begin_alike(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let shorter = a.chars().count().min(b.chars().count());
    shared >= ALIKE_LETTERS && shared as f64 >= ALIKE_SHARE * shorter as f64
}

/// Finds the wording that most rows share: its first row, and how many share it; `None` if no two rows do. Case, spaces and
/// punctuation do not count. Of equals, the one with the first row to quote.
fn commonest_wording(corpus: &Corpus<'_>, rows: &[usize]) -> Option<(usize, usize)> {
    let mut wordings: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (place, &row) in rows.iter().enumerate() {
        let words: Vec<String> = corpus.segments[row]
            .text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        wordings.entry(words.join(" ")).or_insert((place, 0)).1 += 1;
    }
    let most = wordings.into_values().min_by_key(|&(place, n)| (std::cmp::Reverse(n), place))?;
    (most.1 > 1).then(|| (rows[most.0], most.1))
}

fn says_any(corpus: &Corpus<'_>, row: usize, terms: &[Term]) -> bool {
    let mut says = false;
    for_each_term(&corpus.words[row], |term, _| says |= terms.contains(&term));
    says
}

/// Tells whether a term is a proper name: each of its words has a capital, but not only capitals like an acronym. In German all
/// nouns have a capital, so the test does not apply.
fn names_something(corpus: &Corpus<'_>, surface: &str, members: &[usize]) -> bool {
    let german = members.first().is_some_and(|&row| corpus.segments[row].language == Some(Language::GERMAN));
    let mut words = surface.split_whitespace().peekable();
    !german
        && words.peek().is_some()
        && words.all(|word| {
            let mut letters = word.chars().filter(|c| c.is_alphabetic());
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
        })
}

/// Tells whether a phrase can replace a word in it: `feature importance` for `feature`.
fn says_more(phrase: &WeightedTerm, word: &WeightedTerm) -> bool {
    word.term.n_words() == 1
        && word.term.stems().iter().all(|stem| phrase.term.stems().contains(stem))
        && phrase.weight >= STANDS_IN * word.weight
}

fn quoted(text: &str) -> String {
    let mut words = text.split_whitespace();
    let beginning: Vec<&str> = words.by_ref().take(QUOTED_WORDS).collect();
    let more = if words.next().is_some() { " …" } else { "" };
    if beginning.is_empty() { String::new() } else { format!("“{}{more}”", beginning.join(" ")) }
}

/// Makes labels different from one another ([`LabelKey`]) and not empty: equal ones get further terms, and finally a number.
pub(super) fn tell_apart(labels: Vec<String>, further: &[Vec<String>]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    labels
        .into_iter()
        .enumerate()
        .map(|(at, label)| {
            let label = if label.is_empty() { "without words".to_owned() } else { label };
            let terms = further.get(at).map_or(&[][..], Vec::as_slice);
            let said = label.to_lowercase();
            let longer = terms.iter().filter(|term| !said.contains(&term.to_lowercase()));
            let longer = longer.map(|term| format!("{label}{SEPARATOR}{term}"));
            let numbered = (2..).map(|n: usize| format!("{label} ({n})"));
            let free = std::iter::once(label.clone())
                .chain(longer)
                .chain(numbered)
                .find(|candidate| !taken.contains(&LabelKey::of(candidate)))
                .unwrap_or_else(|| label.clone());
            taken.insert(LabelKey::of(&free));
            free
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_labels_are_told_apart() {
        let labels = ["ward", "Ward", "ward", "", ""].map(str::to_owned).to_vec();
        let further = [vec![], vec!["ward".to_owned(), "tea".to_owned()], vec![]];
        assert_eq!(
            tell_apart(labels, &further),
            ["ward", "Ward · tea", "ward (2)", "without words", "without words (2)"]
        );
    }

    #[test]
    fn words_of_one_beginning_are_alike() {
        assert!(begin_alike("respons", "respond"));
        assert!(begin_alike("employ", "employe"));
        assert!(!begin_alike("care", "car"), "three letters say too little");
        assert!(!begin_alike("consult", "construct"));
    }

    #[test]
    fn a_quotation_shows_that_it_goes_on() {
        assert_eq!(quoted("So it was, was it not, so"), "“So it was, was it not, …”");
        assert_eq!(quoted("So  it was"), "“So it was”");
        assert_eq!(quoted(" "), "");
    }
}
