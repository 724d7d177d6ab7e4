//! Orders the coders independently of their own order and of the names of the categories.

use std::collections::BTreeMap;

use crate::compare::unitizing::{Continuum, Mark};

/// A coder with their marks, each with its original index.
pub(super) type Placed = (usize, Vec<(Mark, usize)>);

/// Orders the coders by what they marked within the document; repeated marks count once.
///
/// The order is by places first; for coders with the same places, by when each category was first used, then by how often
/// the categories of their marks are used in all. Coders who are still equal made the same marks, except for names.
pub(super) fn canonical(document: &Continuum) -> Vec<Placed> {
    let mut coders: Vec<Placed> =
        document.coders.iter().map(|marks| once(document, marks)).enumerate().collect();
    let mut used: BTreeMap<u32, usize> = BTreeMap::new();
    for (mark, _) in coders.iter().flat_map(|(_, marks)| marks) {
        *used.entry(mark.category).or_default() += 1;
    }
    // For marks at the same place too, names must not decide.
    for (_, marks) in &mut coders {
        marks.sort_by_key(|(mark, _)| (mark.start, mark.end, used[&mark.category]));
    }
    coders.sort_by_cached_key(|(_, marks)| {
        let places: Vec<(u64, u64)> = marks.iter().map(|(mark, _)| (mark.start, mark.end)).collect();
        let mut first: BTreeMap<u32, usize> = BTreeMap::new();
        let pattern: Vec<usize> = (marks.iter())
            .map(|(mark, _)| {
                let next = first.len();
                *first.entry(mark.category).or_insert(next)
            })
            .collect();
        let counts: Vec<usize> = marks.iter().map(|(mark, _)| used[&mark.category]).collect();
        (places, pattern, counts)
    });
    coders
}

/// Returns a coder's marks within the document in the order of the text, without repetitions, with their original
/// indices.
fn once(document: &Continuum, marks: &[Mark]) -> Vec<(Mark, usize)> {
    let within = marks.iter().enumerate().filter_map(|(place, mark)| Some((document.within(mark)?, place)));
    let mut placed: Vec<(Mark, usize)> = within.collect();
    placed.sort_unstable();
    placed.dedup_by_key(|(mark, _)| *mark);
    placed
}

/// Returns the marks without their original indices.
pub(super) fn marks_of(coders: &[Placed]) -> Vec<Vec<Mark>> {
    coders.iter().map(|(_, marks)| marks.iter().map(|&(mark, _)| mark).collect()).collect()
}

/// Computes a seed for a document's samples from the given seed and the marked places.
pub(super) fn seed_of(coders: &[Vec<Mark>], length: u64, seed: u64) -> u64 {
    let mut mixed = mix(seed, length);
    for marks in coders {
        mixed = mix(mixed, marks.len() as u64);
        for mark in marks {
            mixed = mix(mix(mixed, mark.start), mark.end);
        }
    }
    mixed
}

/// Mixes two numbers into one, by the finaliser of SplitMix64.
pub(super) fn mix(a: u64, b: u64) -> u64 {
    let mut z = a ^ b.wrapping_add(0x9e37_79b9_7f4a_7c15).wrapping_add(a << 6).wrapping_add(a >> 2);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_order_nor_names_show() {
        let mark = |start, end, category| Mark { start, end, category };
        let one = vec![mark(0, 4, 1), mark(5, 9, 1)];
        let two = vec![mark(5, 9, 2), mark(0, 4, 1), mark(5, 12, 2)];
        let three = vec![mark(0, 3, 2)];
        let order = |coders: &[&Vec<Mark>], names: &dyn Fn(u32) -> u32| {
            let coders = coders
                .iter()
                .map(|marks| marks.iter().map(|m| mark(m.start, m.end, names(m.category))).collect());
            canonical(&Continuum { length: 9, coders: coders.collect() })
        };
        let found = order(&[&one, &two, &three], &|c| c);
        assert_eq!(found.iter().map(|&(coder, _)| coder).collect::<Vec<_>>(), [2, 0, 1]);
        // The third mark repeats the first, cut to the document.
        assert_eq!(found[2].1, [(mark(0, 4, 1), 1), (mark(5, 9, 2), 0)]);
        let renamed = order(&[&two, &three, &one], &|c| 9 - c);
        assert_eq!(renamed.iter().map(|&(coder, _)| coder).collect::<Vec<_>>(), [1, 2, 0]);
    }
}
