//! The evidence: segments that are typical of a candidate, and those that nearly belong to it.

use std::collections::HashMap;

use super::centres::{Centres, cosine_of};
use super::corpus::{Corpus, SpeakerKey};
use super::params::DescribeParams;
use crate::domain::Exemplar;

/// How many members may be chosen, and how many must be stood for. Larger candidates are sampled evenly, from the nearest to the
/// farthest, so that the work for one candidate is bounded.
const MAX_CHOICES: usize = 96;
const MAX_SERVED: usize = 256;

/// Chooses segments that together show the breadth of a candidate, from as many speakers as possible.
///
/// `members` are the candidate's rows with their similarity, nearest first. The next exemplar is the one that raises the facility
/// location `Σᵢ max(0, max over chosen s of xᵢ·xₛ)` most (Lin and Bilmes 2011, "A class of submodular functions for document
/// summarization"; greedy choice reaches at least 1 − 1/e of the best sum), among the speakers with the fewest exemplars so
/// far. So the first is the most central segment, and each further one stands for what the others leave out. No text is shown twice.
/// Segments of at least `min_exemplar_words` words come before shorter ones.
pub(super) fn exemplars(corpus: &Corpus<'_>, members: &[Exemplar], params: &DescribeParams) -> Vec<Exemplar> {
    let is_short = |member: &Exemplar| says_little(corpus, member.segment, params.min_exemplar_words);
    let (short, long): (Vec<Exemplar>, Vec<Exemplar>) = members.iter().copied().partition(is_short);
    let served = spread(members, MAX_SERVED);
    let mut nearness = vec![0.0_f64; served.len()];
    let mut n_of: HashMap<SpeakerKey<'_>, usize> = HashMap::new();
    let mut chosen: Vec<Exemplar> = Vec::new();
    for part in [long, short] {
        if chosen.len() >= params.n_exemplars {
            break;
        }
        let mut choices: Vec<Choice<'_>> = spread(&part, MAX_CHOICES)
            .into_iter()
            .map(|member| Choice {
                voice: corpus.voice(member.segment),
                cosines: served
                    .iter()
                    .map(|other| cosine_of(corpus, member.segment, other.segment))
                    .collect(),
                member,
            })
            .collect();
        while chosen.len() < params.n_exemplars {
            choices.retain(|choice| {
                !chosen.iter().any(|other| corpus.same_text(other.segment, choice.member.segment))
            });
            let n_said = |choice: &Choice<'_>| n_of.get(&choice.voice).copied().unwrap_or(0);
            let fewest = choices.iter().map(n_said).min();
            let best = choices
                .iter()
                .filter(|choice| Some(n_said(choice)) == fewest)
                .map(|choice| (choice, choice.gain(&nearness)))
                // Of equals the first, which is nearer to the centre.
                .reduce(|best, other| if other.1 > best.1 { other } else { best });
            let Some((best, _)) = best else { break };
            for (near, cosine) in nearness.iter_mut().zip(&best.cosines) {
                *near = near.max(*cosine);
            }
            *n_of.entry(best.voice).or_default() += 1;
            chosen.push(best.member);
        }
    }
    chosen
}

/// A segment that may be an exemplar, with its cosine to each segment that must be stood for.
struct Choice<'a> {
    member: Exemplar,
    voice: SpeakerKey<'a>,
    cosines: Vec<f64>,
}

impl Choice<'_> {
    /// Computes how much the facility location grows.
    fn gain(&self, nearness: &[f64]) -> f64 {
        self.cosines.iter().zip(nearness).map(|(cosine, near)| (cosine - near).max(0.0)).sum()
    }
}

/// Returns at most `n` members, evenly spaced in their order, the first included.
fn spread(members: &[Exemplar], n: usize) -> Vec<Exemplar> {
    let n = n.min(members.len());
    (0..n).map(|at| members[at * members.len() / n]).collect()
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
pub(super) fn says_little(corpus: &Corpus<'_>, row: usize, min_words: usize) -> bool {
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
