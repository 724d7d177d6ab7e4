//! Finds the stretches of a text that are most similar to a pattern, by edit distance.
//!
//! The least distance of a pattern to any stretch that ends at each character is computed 64 rows at a time: G. Myers, "A fast
//! bit-vector algorithm for approximate string matching based on dynamic programming", Journal of the ACM 46 (1999),
//! <https://doi.org/10.1145/316542.316550>, in the form of H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and
//! Damerau edit distances", Nordic Journal of Computing 10 (2003).

use std::collections::HashMap;

/// A stretch of a text with its distance from a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Near {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) distance: usize,
}

/// Finds the stretches of a text that are nearest to a pattern, at a distance of at most `limit`, nearest first. Any two
/// of them lie at least half the pattern's length apart. Returns at most `n`.
pub(super) fn nearest(pattern: &[char], text: &[char], limit: usize, n: usize) -> Vec<Near> {
    if pattern.is_empty() {
        return Vec::new();
    }
    let distances = distances(pattern, text.iter().copied(), Start::Anywhere);
    let mut ends: Vec<(usize, usize)> =
        distances.into_iter().zip(1..).filter(|(distance, _)| *distance <= limit).collect();
    ends.sort_unstable();
    let mut found: Vec<Near> = Vec::new();
    for (distance, end) in ends {
        if found.len() == n {
            break;
        }
        if found.iter().all(|near| near.end.abs_diff(end) * 2 >= pattern.len()) {
            found.push(Near { start: start_of(pattern, text, end, distance), end, distance });
        }
    }
    found
}

/// Returns the beginning of the stretch that ends at `end` with this distance; of several, the one that makes the
/// stretch's length closest to the pattern's.
fn start_of(pattern: &[char], text: &[char], end: usize, distance: usize) -> usize {
    let reversed: Vec<char> = pattern.iter().rev().copied().collect();
    let longest = (pattern.len() + distance).min(end);
    let back = text[end - longest..end].iter().rev().copied();
    let lengths = distances(&reversed, back, Start::Here).into_iter().zip(1..);
    let best =
        lengths.min_by_key(|&(found, length): &(usize, usize)| (found, length.abs_diff(pattern.len())));
    end - best.map_or(0, |(_, length)| length)
}

/// Where a compared stretch may begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// Only at the text's beginning.
    Here,
    /// At any character.
    Anywhere,
}

/// 64 rows of a column of distances: where the distance rises by one and where it falls by one.
#[derive(Clone, Copy)]
struct Block {
    rises: u64,
    falls: u64,
}

/// Characters below this are looked up without hashing: all of Latin, Greek, Cyrillic, Hebrew and Arabic.
const LOW: usize = 0x700;

/// For each character, the rows in which the pattern has it.
struct Rows {
    masks: Vec<u64>,
    n_blocks: usize,
    low: Vec<usize>,
    high: HashMap<char, usize>,
}

impl Rows {
    fn new(pattern: &[char], n_blocks: usize) -> Self {
        // The first masks are for characters that the pattern does not contain.
        let mut rows = Self { masks: vec![0; n_blocks], n_blocks, low: vec![0; LOW], high: HashMap::new() };
        for (i, &c) in pattern.iter().enumerate() {
            let place = match rows.low.get_mut(c as usize) {
                Some(place) => place,
                None => rows.high.entry(c).or_insert(0),
            };
            if *place == 0 {
                *place = rows.masks.len() / n_blocks;
                rows.masks.resize(rows.masks.len() + n_blocks, 0);
            }
            rows.masks[*place * n_blocks + i / 64] |= 1 << (i % 64);
        }
        rows
    }

    fn of(&self, c: char) -> &[u64] {
        let place = match self.low.get(c as usize) {
            Some(place) => *place,
            None => self.high.get(&c).copied().unwrap_or(0),
        };
        &self.masks[place * self.n_blocks..][..self.n_blocks]
    }
}

/// Returns, for each character of the text, the least distance of the pattern from a stretch that ends with that
/// character.
fn distances(pattern: &[char], text: impl Iterator<Item = char>, start: Start) -> Vec<usize> {
    let n_blocks = pattern.len().div_ceil(64);
    let rows = Rows::new(pattern, n_blocks);
    let mut blocks = vec![Block { rises: !0, falls: 0 }; n_blocks];
    let last = 1_u64 << ((pattern.len() - 1) % 64);
    let mut distance = pattern.len();
    text.map(|c| {
        let rows = rows.of(c);
        // Whether the row above rises or falls with this character: it rises if every stretch begins at the text's
        // beginning.
        let (mut up, mut down) = (start == Start::Here, false);
        for (i, (block, &equal)) in blocks.iter_mut().zip(rows).enumerate() {
            let Block { rises, falls } = *block;
            let vertical = equal | falls;
            let equal = equal | u64::from(down);
            let horizontal = ((equal & rises).wrapping_add(rises) ^ rises) | equal;
            let mut plus = falls | !(horizontal | rises);
            let mut minus = rises & horizontal;
            let bottom = if i + 1 == n_blocks { last } else { 1 << 63 };
            let (next_up, next_down) = (plus & bottom != 0, minus & bottom != 0);
            plus = plus << 1 | u64::from(up);
            minus = minus << 1 | u64::from(down);
            *block = Block { rises: minus | !(vertical | plus), falls: plus & vertical };
            (up, down) = (next_up, next_down);
        }
        distance = distance + usize::from(up) - usize::from(down);
        distance
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Computes the same distances with the full table.
    fn plainly(pattern: &[char], text: &[char], start: Start) -> Vec<usize> {
        let mut column: Vec<usize> = (0..=pattern.len()).collect();
        let mut ends = Vec::new();
        for (j, &c) in text.iter().enumerate() {
            let mut next = vec![if start == Start::Here { j + 1 } else { 0 }];
            for (i, &p) in pattern.iter().enumerate() {
                let changed = column[i] + usize::from(p != c);
                next.push(changed.min(column[i + 1] + 1).min(next[i] + 1));
            }
            ends.push(next[pattern.len()]);
            column = next;
        }
        ends
    }

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    proptest! {
        #[test]
        fn blocks_of_64_rows_give_what_the_table_gives(
            pattern in "[abش一]{1,200}", text in "[abcش一二]{0,300}", here in any::<bool>()
        ) {
            let (pattern, text) = (chars(&pattern), chars(&text));
            let start = if here { Start::Here } else { Start::Anywhere };
            prop_assert_eq!(
                distances(&pattern, text.iter().copied(), start),
                plainly(&pattern, &text, start)
            );
        }
    }

    #[test]
    fn the_nearest_stretches_are_found_apart() {
        let text = chars("xxabcdefghijxxxxxxxxabcdefghzjxx");
        let found = nearest(&chars("abcdefghij"), &text, 2, 9);
        assert_eq!(
            found,
            [Near { start: 2, end: 12, distance: 0 }, Near { start: 20, end: 30, distance: 1 }]
        );
        assert!(nearest(&chars("qqqqqqqqqq"), &text, 2, 9).is_empty());
        assert!(nearest(&[], &text, 2, 9).is_empty());
    }
}
