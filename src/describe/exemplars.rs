//! The evidence: segments that are typical of a candidate, and those that nearly belong to it.

use std::collections::HashMap;

use super::centres::Centres;
use super::corpus::Corpus;
use super::params::DescribeParams;
use crate::domain::Exemplar;

/// Chooses segments near the centre: each speaker's nearest first, then each speaker's second, and so on.
///
/// `members` are the candidate's rows with their similarity, nearest first. No text is shown twice. Segments of at least
/// `min_exemplar_words` words come before shorter ones.
pub(super) fn exemplars(corpus: &Corpus<'_>, members: &[Exemplar], params: &DescribeParams) -> Vec<Exemplar> {
    let mut rounds: HashMap<_, usize> = HashMap::new();
    let mut candidates: Vec<(bool, usize, Exemplar)> = Vec::new();
    for is_short in [false, true] {
        for &member in members {
            if is_short != says_little(corpus, member.segment, params.min_exemplar_words) {
                continue;
            }
            let round = rounds.entry(corpus.voice(member.segment)).or_default();
            candidates.push((is_short, *round, member));
            *round += 1;
        }
    }
    // The sort is stable: within a round the nearest stay first.
    candidates.sort_by_key(|&(is_short, round, _)| (is_short, round));
    distinct(corpus, candidates.into_iter().map(|(_, _, member)| member), params.n_exemplars)
}

/// Chooses segments of other clusters that are nearly as close to this centre as to their own (within `near_miss_margin`), and
/// noise that is no farther from it than its farthest member and nearer to it than to any other centre; nearest first.
pub(super) fn near_misses(
    corpus: &Corpus<'_>,
    centres: &Centres,
    cluster: usize,
    params: &DescribeParams,
) -> Vec<Exemplar> {
    let farthest = corpus.members[cluster].iter().map(|&row| centres.own(row)).fold(1.0, f64::min);
    let mut near: Vec<Exemplar> = corpus
        .order
        .iter()
        .filter(|&&row| corpus.clusters[row] != Some(cluster))
        .filter_map(|&row| {
            let similarity = centres.similarity(corpus, row, cluster);
            let is_near = match corpus.clusters[row] {
                Some(_) => similarity >= centres.own(row) - params.near_miss_margin,
                None => similarity >= farthest && similarity >= centres.own(row),
            };
            is_near.then_some(Exemplar { segment: row, similarity })
        })
        .collect();
    near.sort_by(|a, b| {
        b.similarity.total_cmp(&a.similarity).then(corpus.rank[a.segment].cmp(&corpus.rank[b.segment]))
    });
    // Short ones come last, so that there is something to read.
    let is_short = |near: &Exemplar| says_little(corpus, near.segment, params.min_exemplar_words);
    let (short, long): (Vec<Exemplar>, Vec<Exemplar>) = near.into_iter().partition(is_short);
    let mut chosen = distinct(corpus, long.into_iter().chain(short), params.n_near_misses);
    chosen.sort_by(|a, b| {
        b.similarity.total_cmp(&a.similarity).then(corpus.rank[a.segment].cmp(&corpus.rank[b.segment]))
    });
    chosen
}

/// Tells whether a segment has too few words to be typical of anything. Masked words (`XXXX`) do not count; if most words are
/// masked, the segment says too little at any length.
fn says_little(corpus: &Corpus<'_>, row: usize, min_words: usize) -> bool {
    let text = corpus.segments[row].text;
    let words = &corpus.words[row];
    let is_masked = |word: &str| word.chars().all(|c| matches!(c, 'x' | 'X'));
    let n_told =
        words.iter().filter(|word| text.get(word.start..word.end).is_some_and(|w| !is_masked(w))).count();
    n_told < min_words || 2 * n_told < words.len()
}

/// Returns the first `n` with different texts.
fn distinct(corpus: &Corpus<'_>, candidates: impl Iterator<Item = Exemplar>, n: usize) -> Vec<Exemplar> {
    let mut chosen: Vec<Exemplar> = Vec::new();
    for candidate in candidates {
        if chosen.len() == n {
            break;
        }
        if !chosen.iter().any(|other| corpus.same_text(other.segment, candidate.segment)) {
            chosen.push(candidate);
        }
    }
    chosen
}
