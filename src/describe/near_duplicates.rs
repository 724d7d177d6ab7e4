//! Near duplicates: of terms that say nearly the same, one is kept.

use super::corpus::Corpus;
use super::key_terms::WeightedTerm;

/// How many of the kept terms may share one word: `scatter plots` and `line plots`, but not a third.
const MAX_SHARING: usize = 2;

/// Returns the best terms, at most `n_terms`, without near duplicates. `weighed` is best first.
///
/// A term inside a kept one is dropped. A phrase around kept words replaces those that it can stand for; otherwise it is
/// dropped. Of words of one family, where one stem begins the other, the best is kept.
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
        // A word is shown as a phrase if it nearly always occurs in that phrase, and the phrase was dropped because of another
        // word.
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
        // Phrases may still replace a kept word: continue a little beyond the requested number.
        if !(crowded || overlaps) {
            kept.push(*candidate);
        }
        if kept.len() >= 2 * n_terms {
            break;
        }
    }
    kept.truncate(n_terms);
    // The sort is stable, because a phrase may weigh less than the word that it replaced.
    kept.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    kept
}

/// Chooses the kept words that a phrase can stand for. If it occurs in half of the segments of one word and in a quarter of
/// those of each, these are all its words; otherwise those with three quarters of their segments in it (`scatter` and `plots`:
/// `scatter plots`).
fn held_words(phrase: &WeightedTerm, kept: &[WeightedTerm], inner: Vec<usize>) -> Vec<usize> {
    let holds =
        |at: usize, (share, of): (usize, usize)| of * phrase.n_segments >= share * kept[at].n_segments;
    if inner.iter().any(|&at| holds(at, (1, 2))) && inner.iter().all(|&at| holds(at, (1, 4))) {
        return inner;
    }
    inner.into_iter().filter(|&at| holds(at, (3, 4))).collect()
}

/// Returns a term without its spaces, because `data set` equals `dataset`.
fn joined(corpus: &Corpus<'_>, term: &WeightedTerm) -> String {
    term.term.stems().iter().map(|&stem| corpus.stems[stem as usize].as_str()).collect()
}

/// Tells whether a stem or one of its family is among some.
pub(super) fn family_in(corpus: &Corpus<'_>, stem: u32, among: &[u32]) -> bool {
    among
        .iter()
        .any(|&other| other == stem || is_family(&corpus.stems[stem as usize], &corpus.stems[other as usize]))
}

/// Tells whether two words are one family, as `print` and `printer`: the shorter has at least five letters and begins the
/// longer, which has at most three more.
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
