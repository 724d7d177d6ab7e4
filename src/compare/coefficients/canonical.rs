//! Orders groups and units by nothing but the coding.
//!
//! Resamples draw groups by their index. Neither the order of rows nor the names of coders, categories or groups may
//! change an interval, so the index follows from the coding alone: units, coders, categories and groups each get a colour
//! from the items they occur with, refined by the colours of those items (Weisfeiler and Leman's refinement). Items that
//! still have the same colour after that differ only in name.

use crate::domain::finish;

use super::ratings::{MISSING, Ratings};

/// How many times colours are refined: enough to distinguish all differences in a table of units, coders and categories.
const ROUNDS: usize = 3;

/// The rows, ordered by group.
pub(super) struct Canonical {
    /// The indices of the rows, group by group.
    pub(super) rows: Vec<usize>,
    /// Where each group ends in `rows`.
    pub(super) ends: Vec<usize>,
}

impl Canonical {
    pub(super) fn new(ratings: &Ratings) -> Self {
        let colours = Colours::of(ratings);
        let content = |row: usize| (ratings.row(row).weight, ratings.row(row).values);
        let mut rows: Vec<usize> = (0..ratings.n_rows()).collect();
        // Equal rows may be exchanged.
        rows.sort_unstable_by(|&a, &b| {
            let key = |row: usize| (colours.groups[colours.group_of[row]], colours.group_of[row]);
            let unit = |row: usize| (colours.units[row], content(row));
            key(a).cmp(&key(b)).then_with(|| unit(a).cmp(&unit(b)))
        });
        let mut groups: Vec<&[usize]> =
            rows.chunk_by(|&a, &b| colours.group_of[a] == colours.group_of[b]).collect();
        // Groups of one colour are ordered by their coding, row by row.
        groups.sort_by(|a, b| {
            let colour = |group: &[usize]| colours.groups[colours.group_of[group[0]]];
            colour(a)
                .cmp(&colour(b))
                .then_with(|| a.iter().map(|&row| content(row)).cmp(b.iter().map(|&row| content(row))))
        });
        let ends = groups.iter().scan(0, |end, group| {
            *end += group.len();
            Some(*end)
        });
        Self { ends: ends.collect(), rows: groups.concat() }
    }
}

struct Colours {
    units: Vec<u64>,
    groups: Vec<u64>,
    group_of: Vec<usize>,
}

impl Colours {
    fn of(ratings: &Ratings) -> Self {
        let mut names: Vec<u32> = ratings.rows().map(|row| row.group).collect();
        names.sort_unstable();
        names.dedup();
        // The numbers of the groups are local to each group.
        let group_of: Vec<usize> =
            ratings.rows().map(|row| names.binary_search(&row.group).unwrap_or_default()).collect();
        let mut units = vec![0; ratings.n_rows()];
        let mut groups = vec![0_u64; names.len()];
        let mut coders = vec![0_u64; ratings.coders().len()];
        let mut categories = vec![0_u64; ratings.categories().len()];
        for _ in 0..ROUNDS {
            for (row, unit) in ratings.rows().zip(&mut units) {
                let cells = row.values.iter().zip(&coders).map(|(&value, &coder)| match value {
                    MISSING => mixed(coder, 1),
                    value => mixed(coder, mixed(categories[value as usize], 2)),
                });
                // A sum, since the order of the coders does not count.
                *unit = mixed(cells.fold(0, u64::wrapping_add), row.weight);
            }
            for (row, &unit) in units.iter().enumerate() {
                let group = &mut groups[group_of[row]];
                *group = group.wrapping_add(mixed(unit, 3));
            }
            for (row, unit) in units.iter_mut().enumerate() {
                *unit = mixed(*unit, groups[group_of[row]]);
            }
            let (mut next_coders, mut next_categories) =
                (vec![0_u64; coders.len()], vec![0_u64; categories.len()]);
            for (row, &unit) in ratings.rows().zip(&units) {
                for (j, &value) in row.values.iter().enumerate() {
                    if let Some(category) = categories.get(value as usize) {
                        next_coders[j] = next_coders[j].wrapping_add(mixed(unit, *category));
                        let next = &mut next_categories[value as usize];
                        *next = next.wrapping_add(mixed(unit, coders[j]));
                    }
                }
            }
            (coders, categories) = (next_coders, next_categories);
        }
        Self { units, groups, group_of }
    }
}

/// Makes one number of two, so that either changes it wholly.
pub(super) fn mixed(a: u64, b: u64) -> u64 {
    finish(a.rotate_left(25) ^ b.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0xD1B5_4A32_D192_ED03))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixed_never_changes() {
        assert_eq!(mixed(5, 7), 2124073296946293335, "published intervals rest on these orders");
    }
}
