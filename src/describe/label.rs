//! Suggested labels: two or three key terms that a person can read.

use std::collections::BTreeSet;

use super::corpus::Corpus;
use super::key_terms::Weighed;
use super::near_duplicates::family_in;
use crate::domain::Language;

const SEPARATOR: &str = " · ";
const MAX_TERMS: usize = 3;
/// A phrase leads a word whose weight it reaches to this share: it says more.
const COMPARABLE: f64 = 0.5;
/// A phrase takes the place of a word in it from this share of its weight.
const STANDS_IN: f64 = 0.4;
/// A term below this share of the first says too little to stand in a label.
const WORTH_NAMING: f64 = 0.15;
/// Where no term of a label stands in one of so many segments, they do not speak for the theme.
const SPOKEN_FOR: usize = 33;
/// How many words of an exemplar stand in for terms.
const QUOTED_WORDS: usize = 6;

/// A label from key terms as shown (`surfaces`, in the order of `terms`), or from the words of an exemplar.
///
/// `members` are the theme's rows, the one to quote first. A theme in which no term stands in 3 % of the segments has no
/// name in its words: it is called by a quotation, which claims less.
pub(super) fn label(
    corpus: &Corpus<'_>,
    terms: &[Weighed],
    surfaces: &[String],
    members: &[usize],
) -> String {
    let mut order: Vec<usize> = (0..terms.len()).collect();
    // Stable, so that equal scores stay in the order of weight.
    let score = |at: usize| {
        let term = &terms[at];
        if term.term.n_words() > 1 { term.weight / COMPARABLE } else { term.weight }
    };
    // People, places and days come after what was said of them: they are many themes' company, and nobody should be
    // named by a label.
    let is_name = |at: usize| names_something(corpus, &surfaces[at], members);
    order.sort_by(|&a, &b| is_name(a).cmp(&is_name(b)).then(score(b).total_cmp(&score(a))));
    let best = terms.iter().map(|term| term.weight).fold(0.0, f64::max);
    let mut chosen: Vec<usize> = Vec::new();
    for at in order {
        let stems = terms[at].term.stems();
        let overlaps =
            |&other: &usize| stems.iter().any(|&stem| family_in(corpus, stem, terms[other].term.stems()));
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
    let speaks = |&at: &usize| SPOKEN_FOR * terms[at].n_segments >= members.len();
    if !chosen.iter().any(speaks) {
        return members.first().map_or_else(String::new, |&row| quoted(corpus.segments[row].text));
    }
    chosen.into_iter().map(|at| surfaces[at].as_str()).collect::<Vec<_>>().join(SEPARATOR)
}

/// Whether a term is a proper name: each word of it is written with a capital, and not in capitals alone like an acronym.
/// German writes every noun so; there it says nothing.
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

/// Whether a phrase around a word stands in for it: `feature importance` for `feature`.
fn says_more(phrase: &Weighed, word: &Weighed) -> bool {
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

/// Labels no two of which are equal, and none empty: a taken one is told apart by further terms, at last by a number.
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
                .find(|candidate| !taken.contains(&candidate.to_lowercase()))
                .unwrap_or_else(|| label.clone());
            taken.insert(free.to_lowercase());
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
    fn a_quotation_shows_that_it_goes_on() {
        assert_eq!(quoted("So it was, was it not, so"), "“So it was, was it not, …”");
        assert_eq!(quoted("So  it was"), "“So it was”");
        assert_eq!(quoted(" "), "");
    }
}
