//! The groups of marks that can be in a best alignment: those that cost less than their parts.

use super::dissimilarity::Dissimilarity;
use crate::compare::unitizing::Mark;
use crate::domain::{Excess, Undefined};

/// The most groups that are examined for one continuum.
const MOST_GROUPS: usize = 2_000_000;

/// A mark with its coder.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub(super) mark: Mark,
    pub(super) coder: usize,
    /// Its index among the coder's marks.
    pub(super) place: usize,
}

/// Marks of different coders, by their indices in the list of units, and their cost as a group.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) members: Vec<usize>,
    pub(super) cost: f64,
}

/// Returns the units of all coders in the order of their middles, so that units that may belong together are near each
/// other.
pub(super) fn units_of(coders: &[Vec<Mark>]) -> Vec<Unit> {
    let mut units: Vec<Unit> = (coders.iter().enumerate())
        .flat_map(|(coder, marks)| {
            marks.iter().enumerate().map(move |(place, &mark)| Unit { mark, coder, place })
        })
        .collect();
    units.sort_by_key(|unit| (unit.mark.start + unit.mark.end, unit.mark.start, unit.coder, unit.place));
    units
}

/// Finds all groups of two or more marks that cost less than any two parts of them.
///
/// A group of u of the n coders' marks costs the mean over all C = n(n−1)/2 pairs of coders of how much their marks
/// differ, or 1 if one of the two has none. So a single mark costs 1, and a group that costs as much as its parts can be
/// replaced by them (Mathet et al. 2015, 5.1.1, compare it with its single marks; comparing with other parts is equally
/// valid).
pub(super) fn groups(units: &[Unit], n_coders: usize, d: Dissimilarity) -> Result<Vec<Group>, Undefined> {
    let pairs = (n_coders * (n_coders - 1) / 2) as f64;
    // A mark whose differences from the rest of its group add up to more than this costs less alone.
    let limit = pairs + n_coders as f64 - 1.0;
    let longest = units.iter().map(|unit| unit.mark.length()).max().unwrap_or(0);
    let near: Vec<Vec<usize>> = (0..units.len())
        .map(|u| {
            let a = &units[u];
            let reachable = units[u + 1..].iter().take_while(|b| {
                // The distances of beginnings and of ends add up to twice the distance of the middles.
                let apart = (b.mark.start + b.mark.end - a.mark.start - a.mark.end) as f64;
                d.alpha * (apart / (a.mark.length() + longest) as f64).powi(2) <= limit
            });
            let others = reachable.enumerate().filter(|(_, b)| b.coder != a.coder);
            others.filter(|(_, b)| d.between(&a.mark, &b.mark) <= limit).map(|(i, _)| u + 1 + i).collect()
        })
        .collect();
    let mut search =
        Search { units, d, pairs, limit, near: &near, found: Vec::new(), members: Vec::new(), n_seen: 0 };
    for (u, open) in near.iter().enumerate() {
        search.members.push(u);
        search.extend(open, &[0.0])?;
        search.members.pop();
    }
    Ok(search.found)
}

struct Search<'a> {
    units: &'a [Unit],
    d: Dissimilarity,
    pairs: f64,
    limit: f64,
    near: &'a [Vec<usize>],
    found: Vec<Group>,
    members: Vec<usize>,
    n_seen: usize,
}

impl Search<'_> {
    /// Examines the groups that begin with the members and continue with units of `open`; `sums` holds how much each
    /// member differs from the others.
    fn extend(&mut self, open: &[usize], sums: &[f64]) -> Result<(), Undefined> {
        for (i, &next) in open.iter().enumerate() {
            self.n_seen += 1;
            if self.n_seen > 10 * MOST_GROUPS || self.found.len() > MOST_GROUPS {
                return Err(Undefined::TooMuch { what: Excess::Groups, limit: MOST_GROUPS });
            }
            let mut sums: Vec<f64> = sums.to_vec();
            let mut own = 0.0;
            for (sum, &member) in sums.iter_mut().zip(&self.members) {
                let apart = self.d.between(&self.units[member].mark, &self.units[next].mark);
                *sum += apart;
                own += apart;
            }
            sums.push(own);
            if sums.iter().any(|sum| !(*sum <= self.limit)) {
                continue;
            }
            self.members.push(next);
            self.keep(sums.iter().sum::<f64>() / 2.0);
            let open: Vec<usize> = open[i + 1..]
                .iter()
                .copied()
                .filter(|&unit| {
                    self.units[unit].coder != self.units[next].coder
                        && self.near[next].binary_search(&unit).is_ok()
                })
                .collect();
            self.extend(&open, &sums)?;
            self.members.pop();
        }
        Ok(())
    }

    /// Computes the cost of u marks whose pairs differ by `sum`.
    fn cost(&self, u: usize, sum: f64) -> f64 {
        (sum + self.pairs - (u * (u - 1) / 2) as f64) / self.pairs
    }

    /// Keeps the members as a group if they cost less than any two parts of them.
    fn keep(&mut self, sum: f64) {
        let u = self.members.len();
        let cost = self.cost(u, sum);
        if !(cost < u as f64) {
            return;
        }
        // Each way to divide them in two, with the first member in the first part.
        for mask in 0..(1_usize << (u - 1)) - 1 {
            let part = |first: bool| {
                let of: Vec<usize> = (0..u)
                    .filter(|&i| (i == 0 || mask >> (i - 1) & 1 == 1) == first)
                    .map(|i| self.members[i])
                    .collect();
                let mut sum = 0.0;
                for (i, &a) in of.iter().enumerate() {
                    for &b in &of[i + 1..] {
                        sum += self.d.between(&self.units[a].mark, &self.units[b].mark);
                    }
                }
                self.cost(of.len(), sum)
            };
            if part(true) + part(false) <= cost {
                return;
            }
        }
        self.found.push(Group { members: self.members.clone(), cost });
    }
}
