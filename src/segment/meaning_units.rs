//! Meaning units: sentences joined to a sensible length, and overlong sentences split at clause boundaries.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::marks::{marks, text_for_embedding};
use super::sentences::is_blank_line;
use super::word_count::n_words;

/// Joins the sentences of one turn to units of `min` to `max` words; a sentence of more than `max` is split first.
///
/// Of all ways to join neighbours without exceeding `max`, this takes the one whose units fall short of `min` by the fewest
/// words in total; among those the one that joins across the fewest paragraphs; and then the one with the smallest sum of
/// squared lengths. So as many units as possible reach the minimum, their lengths are as even as the sentences allow, and no
/// short tail remains. Of equal ways, the first from the left is taken.
pub(super) fn meaning_units(
    text: &str,
    sentences: &[Range<usize>],
    min: usize,
    max: usize,
) -> Vec<Range<usize>> {
    let mut parts: Vec<(Range<usize>, usize)> = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        let n = n_words(&text_for_embedding(&text[sentence.clone()]));
        if n <= max {
            parts.push((sentence.clone(), n));
        } else {
            parts.extend(split(text, sentence.clone(), max));
        }
    }
    let lengths: Vec<Part> = parts
        .iter()
        .enumerate()
        .map(|(i, (range, n))| Part {
            n_words: (*n).max(1),
            opens: i > 0 && is_blank_line(&text[parts[i - 1].0.end..range.start]),
        })
        .collect();
    let mut units: Vec<Range<usize>> = Vec::new();
    for group in join(&lengths, min, max) {
        units.push(parts[group.start].0.start..parts[group.end - 1].0.end);
    }
    units
}

/// A sentence, or a part of a long one.
struct Part {
    n_words: usize,
    /// Whether it begins a paragraph.
    opens: bool,
}

/// Finds the best way to join parts, as ranges of parts.
fn join(parts: &[Part], min: usize, max: usize) -> Vec<Range<usize>> {
    let longest = parts.iter().map(|part| part.n_words).max().unwrap_or(0);
    // A group of this length could be two that both reach the minimum, which is always better.
    let useful = max.min(min.saturating_mul(2).saturating_add(longest));
    // best[i]: the cost of the first i parts, and the start of their last group.
    let mut best: Vec<((usize, usize, u128), usize)> = vec![((0, 0, 0), 0)];
    for end in 1..=parts.len() {
        let mut chosen = ((usize::MAX, usize::MAX, u128::MAX), end - 1);
        let (mut size, mut crossed) = (0usize, 0usize);
        for start in (0..end).rev() {
            size = size.saturating_add(parts[start].n_words);
            crossed += usize::from(start + 1 < end && parts[start + 1].opens);
            if size > useful && start + 1 < end {
                break;
            }
            let ((missing, crossings, squares), _) = best[start];
            let cost = (
                missing.saturating_add(min.saturating_sub(size)),
                crossings + crossed,
                squares.saturating_add((size as u128) * (size as u128)),
            );
            if cost <= chosen.0 {
                chosen = (cost, start);
            }
        }
        best.push(chosen);
    }
    let mut groups = Vec::new();
    let mut end = parts.len();
    while end > 0 {
        let start = best[end].1;
        groups.push(start..end);
        end = start;
    }
    groups.reverse();
    groups
}

/// A word before which a long sentence might be split.
struct Word {
    /// Where a part that begins with this word starts.
    at: usize,
    /// The cost of a split here, as a share of the ideal length.
    cost: f64,
}

/// Splits a sentence into parts of at most `max` words and of nearly equal length, at the best boundary near each ideal place.
fn split(text: &str, sentence: Range<usize>, max: usize) -> Vec<(Range<usize>, usize)> {
    let words = words(text, &sentence);
    let n = words.len();
    let mut n_parts = n.div_ceil(max);
    // Without some slack, every place would be forced.
    if n_parts > 1 && n_parts * max < n + n / 8 {
        n_parts += 1;
    }
    let mut parts = Vec::with_capacity(n_parts);
    let (mut first, mut start) = (0, sentence.start);
    while n - first > max && n_parts > 1 {
        let ideal = (n - first) as f64 / n_parts as f64;
        let most = (first + max).min(n - 1);
        let least = (first + 1).max(n.saturating_sub((n_parts - 1) * max)).min(most);
        let mut chosen = (f64::INFINITY, most);
        for (place, word) in words.iter().enumerate().take(most + 1).skip(least) {
            let cost = word.cost + ((place - first) as f64 - ideal).abs() / ideal;
            if cost < chosen.0 {
                chosen = (cost, place);
            }
        }
        let at = words[chosen.1].at;
        parts.push((start..start + text[start..at].trim_end().len(), chosen.1 - first));
        (first, start) = (chosen.1, at);
        n_parts = (n_parts - 1).max((n - first).div_ceil(max));
    }
    parts.push((start..sentence.end, n - first));
    parts
}

/// Returns the words of a sentence outside marks, with the cost of a split before each.
fn words(text: &str, sentence: &Range<usize>) -> Vec<Word> {
    let whole = &text[sentence.clone()];
    let marks = marks(whole);
    let mut before = 0;
    let mut mark = 0;
    let mut previous = "";
    let mut found = Vec::new();
    for (at, word) in whole.unicode_word_indices() {
        while mark < marks.len() && marks[mark].end <= at {
            mark += 1;
        }
        if mark < marks.len() && marks[mark].start <= at {
            continue;
        }
        let gap = &whole[before..at];
        // An opening quote or bracket belongs to the word after it.
        let white = gap.char_indices().rfind(|(_, c)| c.is_whitespace());
        let offset = white.map_or(gap.len(), |(i, c)| i + c.len_utf8());
        let cost = if white.is_some() { cost(previous, gap, word) } else { 2.0 };
        found.push(Word { at: sentence.start + before + offset, cost });
        before = at + word.len();
        previous = word;
    }
    found
}

/// Returns the cost of a split between `previous` and `word`, with the punctuation in `gap` between them.
fn cost(previous: &str, gap: &str, word: &str) -> f64 {
    let strong = |c: char| matches!(c, ';' | ':' | '؛' | '–' | '—' | '.' | '…' | '?' | '!' | '؟' | '\n');
    if gap.contains(strong) || gap.contains(" - ") {
        0.0
    } else if gap.contains([',', '،', '、', ')']) {
        0.15
    } else if leads_on(previous) {
        1.4
    } else if is_conjunction(word) {
        0.3
    } else {
        0.7
    }
}

/// Tells whether what is meant only follows after a word: articles, prepositions, conjunctions and words that fill a pause. A part that
/// ends with one ends in the middle of a thought.
fn leads_on(word: &str) -> bool {
    #[rustfmt::skip]
    const LEAD_ON: &[&str] = &[
        // English
        "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "about", "into", "than", "as", "and", "but", "or",
        "so", "because", "if", "when", "that", "which", "who", "like", "um", "uh", "er", "my", "your", "his", "her", "its", "our",
        "their", "this", "is", "are", "was", "were", "be", "i", "we", "you", "he", "she", "they", "i'm", "it's", "not", "very",
        // German
        "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "und", "aber", "oder", "weil", "dass", "wenn",
        "zu", "von", "mit", "bei", "für", "auf", "aus", "nach", "im", "am", "äh", "ähm", "ich", "wir", "ist", "war", "nicht", "mein",
        "meine", "sehr", "so",
        // French
        "le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "à", "au", "aux", "et", "mais", "ou", "que", "qui", "dans", "pour",
        "avec", "sur", "par", "euh", "je", "j", "nous", "est", "très", "mon", "ma", "mes", "parce",
        // Spanish
        "el", "los", "las", "una", "unos", "unas", "del", "al", "y", "pero", "o", "con", "por", "para", "en", "muy", "mi", "es", "porque",
        "yo",
        // Italian
        "il", "lo", "gli", "i", "uno", "e", "di", "da", "che", "per", "su", "nel", "della", "del", "io", "molto", "mio", "mia", "perché",
        // Persian
        "و", "که", "از", "به", "در", "با", "برای", "تا", "اما", "ولی", "چون", "یا", "این", "آن", "هر",
    ];
    let lower = word.to_lowercase();
    LEAD_ON.contains(&lower.as_str())
}

/// Tells whether a word joins clauses.
fn is_conjunction(word: &str) -> bool {
    const CONJUNCTIONS: &[&str] = &[
        "and", "but", "so", "because", "or", "which", "then", "und", "aber", "oder", "weil", "denn", "dann",
        "et", "mais", "donc", "parce", "ou", "puis", "alors", "y", "pero", "porque", "entonces", "e", "ma",
        "perché", "poi", "quindi", "و", "اما", "ولی", "چون", "یا", "بعد",
    ];
    CONJUNCTIONS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::sentences;

    fn join(lengths: &[usize], min: usize, max: usize) -> Vec<Range<usize>> {
        let parts: Vec<Part> = lengths.iter().map(|&n_words| Part { n_words, opens: false }).collect();
        super::join(&parts, min, max)
    }

    fn units(text: &str, min: usize, max: usize) -> Vec<&str> {
        meaning_units(text, &sentences(text), min, max).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn short_sentences_are_joined_until_they_reach_the_minimum() {
        let text = "I came. I saw it. We left early. Nobody asked us why we did.";
        assert_eq!(units(text, 5, 20), ["I came. I saw it. We left early.", "Nobody asked us why we did."]);
    }

    #[test]
    fn no_tail_is_left_behind() {
        // 6 + 6 + 2 words: the tail is joined to its neighbour.
        assert_eq!(join(&[6, 6, 2], 5, 20), [0..1, 1..3]);
        // 9 + 9 + 2 with a maximum of 10: joining would exceed it, and nothing else helps.
        assert_eq!(join(&[9, 9, 2], 5, 10), [0..1, 1..2, 2..3]);
        // 4 + 4 + 4 + 2 with a maximum of 12: the lengths are evened out.
        assert_eq!(join(&[4, 4, 4, 2], 6, 12), [0..2, 2..4]);
        assert!(join(&[], 5, 10).is_empty());
    }

    #[test]
    fn paragraphs_are_kept_apart_where_they_reach_the_minimum() {
        let text = "One two three.\n\nFour five six. Seven eight nine ten.\n\nEleven.";
        assert_eq!(
            units(text, 3, 20),
            ["One two three.", "Four five six.", "Seven eight nine ten.\n\nEleven."]
        );
    }

    #[test]
    fn a_long_sentence_is_split_where_it_breathes() {
        let text = "one two three four five; six seven eight, nine ten eleven twelve thirteen";
        assert_eq!(
            units(text, 1, 9),
            ["one two three four five;", "six seven eight, nine ten eleven twelve thirteen"]
        );
        let text = "a1 b2 c3 d4 e5 and f6 g7 h8 i9 j10";
        assert_eq!(units(text, 1, 8), ["a1 b2 c3 d4 e5", "and f6 g7 h8 i9 j10"]);
    }

    #[test]
    fn no_part_ends_with_a_word_that_leads_on() {
        let text = "we were standing there in front of the door with all of the people from the ward";
        let found = units(text, 1, 9);
        assert_eq!(found.join(" "), text);
        for unit in &found[..found.len() - 1] {
            let last = unit.split(' ').next_back().unwrap();
            assert!(!leads_on(last), "{found:?}");
        }
    }

    #[test]
    fn a_sentence_without_any_boundary_is_split_evenly() {
        let text = vec!["word"; 100].join(" ");
        let lengths: Vec<usize> = units(&text, 5, 30).into_iter().map(n_words).collect();
        assert_eq!(lengths.iter().sum::<usize>(), 100);
        assert!(lengths.iter().all(|&n| (20..=30).contains(&n)), "{lengths:?}");
    }
}
