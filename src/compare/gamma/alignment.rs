//! Finds the best alignment of what coders marked on a document.

use super::GammaValidParams;
use super::candidates::{Group, Unit, groups, units_of};
use super::canonical::{canonical, marks_of};
use super::dissimilarity::Dissimilarity;
use super::matching::{MOST_MATCHED, matched};
use super::prices::Problem;
use super::search::cheapest;
use crate::compare::unitizing::{Continuum, Mark};
use crate::domain::{Excess, Undefined};

/// The most marks of all coders together on one document.
const MOST_MARKS: usize = 20_000;

/// Marks of different coders that correspond to each other.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitaryAlignment {
    /// For each coder, the index of their mark in the continuum, or `None` if they have no counterpart.
    pub marks: Vec<Option<usize>>,
    /// The disorder: the mean difference over pairs of coders; a missing mark counts 1.
    pub disorder: f64,
}

/// All marks of a document, each in exactly one unitary alignment.
#[derive(Clone, Debug, PartialEq)]
pub struct Alignment {
    /// The unitary alignments, in the order of the text.
    pub unitary: Vec<UnitaryAlignment>,
    /// The sum of their disorders, divided by the mean number of marks of a coder.
    pub disorder: f64,
}

/// Finds the alignment with the least disorder.
///
/// A unitary alignment has at most one mark of each coder. Two marks differ by α·((|Δstart| + |Δend|) / (l + l′))² +
/// β·\[c ≠ c′\], and a coder without a mark differs from each other coder by 1 (the paper's Δ∅, which is the unit of all
/// differences); the disorder is the mean over pairs of coders. The disorder of an alignment is δ = Σ disorders / (marks
/// / coders), and the best alignment has the least δ of all ways to put each mark into one unitary alignment.
///
/// The result is exact for any number of coders, in whole numbers of 2⁻⁴⁰. For two coders it is found by the Hungarian
/// method. For more coders, groups that cost no less than their parts are discarded, and the rest is searched best first
/// along the text. Marks that a coder made twice, with the same place and category, count once.
///
/// # Errors
/// Why there is none: fewer than two coders, no marks, more than 20,000 marks, or more marks close together than can be
/// searched (2,000,000 groups, 1,000,000 steps; three coders with five marks each at every place stay below these
/// limits).
///
/// # Source
/// Mathet, Y., Widlöcher, A. & Métivier, J.-P. (2015). The unified and holistic method gamma (γ) for inter-annotator agreement
/// measure and alignment. Computational Linguistics 41(3), 437–479. <https://doi.org/10.1162/COLI_a_00227>
///
/// ```
/// use themata::compare::gamma::{GammaParams, best_alignment};
/// use themata::compare::unitizing::{Continuum, Mark};
///
/// let mark = |start, end, category| Mark { start, end, category };
/// let coders = vec![vec![mark(0, 4, 0), mark(20, 24, 1)], vec![mark(1, 5, 0)]];
/// let params = GammaParams::new(0).check().unwrap();
/// let found = best_alignment(&Continuum { length: 30, coders }, &params).unwrap();
/// // (1 + 1)² / (4 + 4)² for the pair, 1 for the mark alone, over 3 marks of 2 coders.
/// assert_eq!(found.disorder, (1.0 / 16.0 + 1.0) / 1.5);
/// assert_eq!(found.unitary[0].marks, [Some(0), Some(0)]);
/// assert_eq!(found.unitary[1].marks, [Some(1), None]);
/// ```
pub fn best_alignment(document: &Continuum, params: &GammaValidParams) -> Result<Alignment, Undefined> {
    let placed = canonical(document);
    let mut found = align(&marks_of(&placed), Dissimilarity::new(params))?;
    for unitary in &mut found.unitary {
        let mut marks = vec![None; placed.len()];
        for (&place, (coder, of)) in unitary.marks.iter().zip(&placed) {
            marks[*coder] = place.map(|place| of[place].1);
        }
        unitary.marks = marks;
    }
    Ok(found)
}

/// Finds the alignment with the least disorder of these marks, which may extend beyond a document.
pub(super) fn align(coders: &[Vec<Mark>], d: Dissimilarity) -> Result<Alignment, Undefined> {
    let n_coders = coders.len();
    if n_coders < 2 {
        return Err(Undefined::TooFewCoders { n_coders });
    }
    let units = units_of(coders);
    if units.is_empty() {
        return Err(Undefined::Nothing);
    }
    if units.len() > MOST_MARKS {
        let what = Excess::Marks { n: units.len() };
        return Err(Undefined::TooMuch { what, limit: MOST_MARKS });
    }
    let mut chosen: Vec<Group> = Vec::new();
    for part in parts(&units, groups(&units, n_coders, d)?) {
        part.solve(&units, n_coders, &mut chosen)?;
    }
    chosen.sort_by_key(|group| group.members[0]);
    let unitary: Vec<UnitaryAlignment> = chosen
        .iter()
        .map(|group| {
            let mut marks = vec![None; n_coders];
            for unit in group.members.iter().map(|&unit| &units[unit]) {
                marks[unit.coder] = Some(unit.place);
            }
            UnitaryAlignment { marks, disorder: group.cost }
        })
        .collect();
    // Summed by rising value, so that the order of the coders does not change the last bits.
    let mut costs: Vec<f64> = chosen.iter().map(|group| group.cost).collect();
    costs.sort_unstable_by(f64::total_cmp);
    let disorder = costs.iter().sum::<f64>() * n_coders as f64 / units.len() as f64;
    Ok(Alignment { unitary, disorder })
}

/// Units that no group connects with other units, and the groups among them.
struct Part {
    units: Vec<usize>,
    groups: Vec<Group>,
}

fn parts(units: &[Unit], groups: Vec<Group>) -> Vec<Part> {
    let mut root: Vec<usize> = (0..units.len()).collect();
    fn find(root: &mut [usize], mut unit: usize) -> usize {
        while root[unit] != unit {
            root[unit] = root[root[unit]];
            unit = root[unit];
        }
        unit
    }
    for group in &groups {
        for pair in group.members.windows(2) {
            let (a, b) = (find(&mut root, pair[0]), find(&mut root, pair[1]));
            root[a.max(b)] = a.min(b);
        }
    }
    let mut place = vec![usize::MAX; units.len()];
    let mut parts: Vec<Part> = Vec::new();
    for unit in 0..units.len() {
        let first = find(&mut root, unit);
        if place[first] == usize::MAX {
            place[first] = parts.len();
            parts.push(Part { units: Vec::new(), groups: Vec::new() });
        }
        place[unit] = place[first];
        parts[place[unit]].units.push(unit);
    }
    for group in groups {
        parts[place[group.members[0]]].groups.push(group);
    }
    parts
}

impl Part {
    /// Adds the groups of the part's best alignment; groups with one mark are single marks.
    fn solve(self, units: &[Unit], n_coders: usize, chosen: &mut Vec<Group>) -> Result<(), Undefined> {
        let place = |unit: &usize| self.units.partition_point(|other| other < unit);
        let mut alone = vec![true; self.units.len()];
        let mut choose = |group: &Group| {
            group.members.iter().for_each(|unit| alone[place(unit)] = false);
            chosen.push(group.clone());
        };
        // The group's members by their indices in the part.
        let local = |group: &Group| Group { members: group.members.iter().map(place).collect(), ..*group };
        if n_coders == 2 && self.units.len() <= MOST_MATCHED {
            let coder: Vec<usize> = self.units.iter().map(|&unit| units[unit].coder).collect();
            let pairs: Vec<Group> = self.groups.iter().map(local).collect();
            matched(&coder, &pairs).into_iter().for_each(|pair| choose(&self.groups[pair]));
        } else if !self.groups.is_empty() {
            let singles = (0..self.units.len()).map(|unit| Group { members: vec![unit], cost: 1.0 });
            let all: Vec<Group> = singles.chain(self.groups.iter().map(local)).collect();
            for group in cheapest(&Problem::new(self.units.len(), &all))? {
                // The first groups are single marks.
                if let Some(group) = group.checked_sub(self.units.len()) {
                    choose(&self.groups[group]);
                }
            }
        }
        let alone = self.units.iter().zip(alone).filter(|(_, alone)| *alone);
        chosen.extend(alone.map(|(&unit, _)| Group { members: vec![unit], cost: 1.0 }));
        Ok(())
    }
}
