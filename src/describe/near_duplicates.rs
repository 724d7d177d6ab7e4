//! One term for one thing: of terms that say nearly the same, one is kept.

use super::corpus::Corpus;
use super::key_terms::WeightedTerm;

/// How many of the kept terms may share one word: `scatter plots` and `line plots`, but no third.
const MAX_SHARING: usize = 2;

/// The best terms, at most `n_terms`, no two of which are near duplicates. `weighed` is best first.
///
/// A term within a kept one falls. A phrase around kept words takes the place of those that it stands for, else it
/// falls. Of words of one family, one's stem beginning the other's, the
/// best is kept.
pub(super) fn distinct_terms(
    corpus: &Corpus<'_>,
    weighed: &[WeightedTerm],
    n_terms: usize,
) -> Vec<WeightedTerm> {
    let mut kept: Vec<WeightedTerm> = Vec::new();
    let mut fallen: Vec<&WeightedTerm> = Vec::new();
    for candidate in weighed {
        let stems = candidate.term.stems();
        let is_same = kept.iter().any(|other| joined(corpus, other) == joined(corpus, candidate));
        let is_within = is_same
            || kept.iter().any(|other| stems.iter().all(|s| family_in(corpus, *s, other.term.stems())));
        if is_within {
            continue;
        }
        let around = |other: &WeightedTerm| other.term.stems().iter().all(|s| family_in(corpus, *s, stems));
        let inner: Vec<usize> = (0..kept.len()).filter(|&at| around(&kept[at])).collect();
        if !inner.is_empty() {
            let held = held_words(candidate, &kept, inner);
            if let Some((&place, others)) = held.split_first() {
                kept[place] = *candidate;
                for &at in others.iter().rev() {
                    kept.remove(at);
                }
            } else {
                fallen.push(candidate);
            }
            continue;
        }
        // A word that stands nearly always in a phrase that fell for another word's sake is shown as that phrase.
        let is_part = |phrase: &&&WeightedTerm| {
            4 * phrase.n_segments >= 3 * candidate.n_segments
                && stems.iter().all(|s| phrase.term.stems().contains(s))
        };
        let candidate = fallen.iter().find(is_part).copied().unwrap_or(candidate);
        let stems = candidate.term.stems();
        let crowded = stems.iter().any(|&s| {
            kept.iter().filter(|other| family_in(corpus, s, other.term.stems())).count() >= MAX_SHARING
        });
        let overlaps = kept.iter().any(|other| {
            let shared = stems.iter().filter(|&&s| family_in(corpus, s, other.term.stems())).count();
            2 * shared > stems.len()
        });
        // Phrases may yet take a kept word's place: go on a little past the number asked for.
        if !(crowded || overlaps) {
            kept.push(*candidate);
        }
        if kept.len() >= 2 * n_terms {
            break;
        }
    }
    kept.truncate(n_terms);
    // Stable, as a phrase may weigh less than the word whose place it took.
    kept.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    kept
}

/// Which of the kept words within a phrase it stands for: all, where it holds half of the segments of one and a quarter
/// of those of each; else those of which it holds three quarters (`scatter` beside `plots`: `scatter plots`).
fn held_words(phrase: &WeightedTerm, kept: &[WeightedTerm], inner: Vec<usize>) -> Vec<usize> {
    let holds =
        |at: usize, (share, of): (usize, usize)| of * phrase.n_segments >= share * kept[at].n_segments;
    if inner.iter().any(|&at| holds(at, (1, 2))) && inner.iter().all(|&at| holds(at, (1, 4))) {
        return inner;
    }
    inner.into_iter().filter(|&at| holds(at, (3, 4))).collect()
}

/// A term without its spaces, since `data set` is `dataset` too.
fn joined(corpus: &Corpus<'_>, term: &WeightedTerm) -> String {
    term.term.stems().iter().map(|&stem| corpus.stems[stem as usize].as_str()).collect()
}

/// Whether a stem or one of its family is among some.
pub(super) fn family_in(corpus: &Corpus<'_>, stem: u32, among: &[u32]) -> bool {
    among
        .iter()
        .any(|&other| other == stem || is_family(&corpus.stems[stem as usize], &corpus.stems[other as usize]))
}

/// `print` and `printer`: the shorter has at least five letters and begins the longer, which has at most three more.
fn is_family(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    long.strip_prefix(short).is_some_and(|rest| rest.chars().count() <= 3) && short.chars().count() >= 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_share_a_long_beginning() {
        assert!(is_family("print", "printer"));
        assert!(is_family("teacher", "teach"));
        assert!(!is_family("care", "career"), "four letters say too little");
        assert!(!is_family("consult", "consultation"));
    }
}
