//! Counts the places to which two coders gave the same category, observed and expected by chance (Krippendorff et al.
//! 2016).

use super::checks::coder_name;
use super::continuum::joined;
use super::{Continuum, Mark};
use crate::domain::Undefined;

/// The counts of one category over all documents and coders, in whole numbers, so that no order has an effect.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    /// The number of places marked with it.
    places: u128,
    /// Σ l² over its units.
    squares: u128,
    /// The number of its places that another coder marked, summed over the other coders.
    met: u128,
    /// The number of these places that the other coder marked with it too.
    same: u128,
    /// Σ l*² over its units and the other coders, where l* is the number of the unit's places that the other coder
    /// marked.
    met_squares: u128,
}

/// The counts of each category, for coders who gave each place at most one category.
#[derive(Debug)]
pub(super) struct Coincidences {
    counts: Vec<Count>,
    /// Places times coders, ℓ.
    all: u128,
    /// The number of other coders for each coder, m − 1.
    others: u128,
}

impl Coincidences {
    pub(super) fn new(documents: &[Continuum], m: usize, categories: &[u32]) -> Result<Self, Undefined> {
        let mut counts = vec![Count::default(); categories.len()];
        for document in documents {
            let mut units: Vec<Vec<Mark>> = (0..m).map(|coder| document.units(coder)).collect();
            for (coder, units) in units.iter_mut().enumerate() {
                units.sort_unstable();
                if units.windows(2).any(|pair| pair[1].start < pair[0].end) {
                    return Err(Undefined::OverlappingMarks { coder: coder_name(coder) });
                }
            }
            for (i, mine) in units.iter().enumerate() {
                for unit in mine {
                    let count = &mut counts[place_of(categories, unit.category)];
                    count.places += u128::from(unit.length());
                    count.squares += u128::from(unit.length()).pow(2);
                }
                for theirs in units.iter().enumerate().filter(|&(j, _)| j != i).map(|(_, theirs)| theirs) {
                    for (unit, met, same) in meetings(mine, theirs) {
                        let count = &mut counts[place_of(categories, unit.category)];
                        count.met += u128::from(met);
                        count.same += u128::from(same);
                        count.met_squares += u128::from(met).pow(2);
                    }
                }
            }
        }
        let length: u128 = documents.iter().map(|document| u128::from(document.length)).sum();
        Ok(Self { counts, all: length * m as u128, others: m as u128 - 1 })
    }

    fn two_coders(&self) -> Result<(), Undefined> {
        let n_coders = self.others as usize + 1;
        if n_coders == 2 { Ok(()) } else { Err(Undefined::TwoCodersOnly { n_coders }) }
    }

    fn total(&self, of: impl Fn(&Count) -> u128) -> u128 {
        self.counts.iter().map(of).sum()
    }

    /// Computes ᵤα. Expected differences are computed from the places that two categories share; the places of a single
    /// unit are not subtracted from these.
    pub(super) fn alpha(&self) -> Result<f64, Undefined> {
        let marked = self.total(|count| count.places);
        let unmarked = self.all - marked;
        // Twice the places that one coder marked, minus those that the other marked too, and minus those that both marked
        // with the same category.
        let differ =
            2 * self.others * marked - self.total(|count| count.met) - self.total(|count| count.same);
        let apart = self.all.pow(2) - self.total(|count| count.places.pow(2)) - unmarked.pow(2);
        let free = self.all.pow(2) - self.total(|count| count.squares) - unmarked;
        let expected = self.all as f64 * apart as f64 / free as f64;
        ratio(differ as f64 / self.others as f64, expected)
    }

    /// Computes ꜀ᵤα, for two coders.
    pub(super) fn alpha_where_both_marked(&self) -> Result<f64, Undefined> {
        self.two_coders()?;
        let met = self.total(|count| count.met);
        if met == 0 {
            return Err(Undefined::NoOverlap);
        }
        let differ = (met - self.total(|count| count.same)) as f64;
        let apart = (met.pow(2) - self.total(|count| count.met.pow(2))) as f64;
        let free = (met.pow(2) - self.total(|count| count.met_squares)) as f64;
        ratio(differ, met as f64 * apart / free)
    }

    /// Computes (k)ᵤα of the category at an index, for two coders; its denominators cancel.
    pub(super) fn alpha_of(&self, place: usize) -> Result<f64, Undefined> {
        self.two_coders()?;
        let count = &self.counts[place];
        if count.met == 0 {
            return Err(Undefined::NoOverlap);
        }
        let met = self.total(|count| count.met);
        let of_it = (count.met * met - count.met_squares) as f64 / count.met as f64;
        ratio(of_it * (count.met - count.same) as f64, (count.met * (met - count.met)) as f64)
    }
}

/// Computes |ᵤα over the wanted marks: a place is marked with any of them or not.
pub(super) fn binary(
    documents: &[Continuum],
    m: usize,
    wanted: impl Fn(&Mark) -> bool,
) -> Result<f64, Undefined> {
    let mut count = Count::default();
    let mut all = 0;
    for document in documents {
        let units: Vec<Vec<Mark>> = (0..m).map(|coder| sections(document, coder, &wanted)).collect();
        all += u128::from(document.length) * m as u128;
        for (i, mine) in units.iter().enumerate() {
            count.places += mine.iter().map(|unit| u128::from(unit.length())).sum::<u128>();
            count.squares += mine.iter().map(|unit| u128::from(unit.length()).pow(2)).sum::<u128>();
            for theirs in units.iter().enumerate().filter(|&(j, _)| j != i).map(|(_, theirs)| theirs) {
                let met: u128 = meetings(mine, theirs).map(|(_, met, _)| u128::from(met)).sum();
                count.met += met;
                count.same += met;
            }
        }
    }
    Coincidences { counts: vec![count], all, others: m as u128 - 1 }.alpha()
}

/// Computes the share of the text with wanted marks that another coder also marked, with any category.
pub(super) fn coverage(documents: &[Continuum], m: usize, wanted: impl Fn(&Mark) -> bool) -> Option<f64> {
    let (mut marked, mut met) = (0_u128, 0_u128);
    for document in documents {
        let any: Vec<Vec<Mark>> = (0..m).map(|coder| sections(document, coder, |_| true)).collect();
        for coder in 0..m {
            let mine = sections(document, coder, &wanted);
            marked += mine.iter().map(|unit| u128::from(unit.length())).sum::<u128>();
            for theirs in any.iter().enumerate().filter(|&(j, _)| j != coder).map(|(_, theirs)| theirs) {
                met += meetings(&mine, theirs).map(|(_, met, _)| u128::from(met)).sum::<u128>();
            }
        }
    }
    (marked > 0).then(|| met as f64 / (m - 1) as f64 / marked as f64)
}

/// Returns a coder's wanted marks; marks that overlap are joined, whatever their categories.
fn sections(document: &Continuum, coder: usize, wanted: impl Fn(&Mark) -> bool) -> Vec<Mark> {
    let marks = document.marks(coder).into_iter().filter(|mark| wanted(mark));
    joined(marks.map(|mark| Mark { category: 0, ..mark }).collect())
}

/// Counts, for each unit, the places that the other coder marked, and those that they marked with the same category.
fn meetings<'a>(units: &'a [Mark], others: &'a [Mark]) -> impl Iterator<Item = (&'a Mark, u64, u64)> {
    let mut from = 0;
    units.iter().map(move |unit| {
        while others.get(from).is_some_and(|other| other.end <= unit.start) {
            from += 1;
        }
        let (mut met, mut same) = (0, 0);
        for other in others[from..].iter().take_while(|other| other.start < unit.end) {
            let shared = unit.end.min(other.end) - unit.start.max(other.start);
            met += shared;
            same += if other.category == unit.category { shared } else { 0 };
        }
        (unit, met, same)
    })
}

fn place_of(categories: &[u32], category: u32) -> usize {
    categories.partition_point(|&other| other < category)
}

fn ratio(observed: f64, expected: f64) -> Result<f64, Undefined> {
    if expected > 0.0 { Ok(1.0 - observed / expected) } else { Err(Undefined::NoVariation) }
}
