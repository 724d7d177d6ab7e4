//! Divides units into groups at the least cost: best first, along the text.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::prices::{Problem, prices};
use crate::domain::{Excess, Undefined};

/// The most partial alignments that are made for one stretch of text.
const MOST_STEPS: usize = 1_000_000;

/// How often prices are moved, and how many partial alignments may then be made before better prices are computed.
const ROUNDS: [(usize, usize); 3] = [(12, 5_000), (48, 50_000), (192, MOST_STEPS)];

/// How many partial alignments are extended in parallel when looking for a first good alignment.
const WIDTH: usize = 32;

/// The units that are covered, 64 per word.
type Covered = Box<[u64]>;

/// Finds the groups of the best alignment, with each unit in one group.
///
/// A partial alignment covers the text up to its first free unit, and the units beyond it that its groups contain. The
/// partial alignment that costs least above its units' prices is extended by each group that begins with its first free
/// unit. Prices are a lower bound, so the first one that covers everything is the best; partial alignments that cover the
/// same units are one state. An alignment found beforehand, by extending only the [`WIDTH`] best, limits the search. The
/// result is exact, since all costs are whole numbers.
pub(super) fn cheapest(problem: &Problem<'_>) -> Result<Vec<usize>, Undefined> {
    for (n_sweeps, most_steps) in ROUNDS {
        let prices = prices(problem, n_sweeps);
        let above: Vec<i64> = (problem.members.iter().zip(&problem.costs))
            .map(|(members, cost)| cost - members.iter().map(|&unit| prices[unit]).sum::<i64>())
            .collect();
        let mut beginning = vec![Vec::new(); problem.n_units];
        for (group, members) in problem.members.iter().enumerate() {
            beginning[members[0]].push(group);
        }
        for groups in &mut beginning {
            groups.sort_by_key(|&group| above[group]);
        }
        let space = Space { problem, above: &above, beginning };
        let (bound, found) = space.beam();
        match space.best_first(bound, most_steps) {
            Outcome::Better(better) => return Ok(better),
            Outcome::NoneBetter => return Ok(found),
            Outcome::TooManySteps => {}
        }
    }
    Err(Undefined::TooMuch { what: Excess::Steps { n_marks: problem.n_units }, limit: MOST_STEPS })
}

/// The result of a search for a better alignment.
enum Outcome {
    Better(Vec<usize>),
    NoneBetter,
    TooManySteps,
}

/// Partial alignments, extended group by group.
struct Space<'a> {
    problem: &'a Problem<'a>,
    /// The cost of each group minus its members' prices.
    above: &'a [i64],
    /// For each unit, the groups that begin with it, the cheapest relative to their prices first.
    beginning: Vec<Vec<usize>>,
}

impl Space<'_> {
    fn nothing(&self) -> Covered {
        vec![0; self.problem.n_units.div_ceil(64)].into()
    }

    /// Adds a group's members to the covered units; returns `None` if one of them is covered already.
    fn with(&self, covered: &Covered, group: usize) -> Option<Covered> {
        let members = self.problem.members[group];
        if members.iter().any(|&unit| covered[unit / 64] >> (unit % 64) & 1 == 1) {
            return None;
        }
        let mut next = covered.clone();
        members.iter().for_each(|&unit| next[unit / 64] |= 1 << (unit % 64));
        Some(next)
    }

    /// Finds a good alignment, and its cost above the prices.
    fn beam(&self) -> (i64, Vec<usize>) {
        let mut steps: Vec<(usize, usize)> = Vec::new();
        let mut front: Vec<(i64, Covered, usize)> = vec![(0, self.nothing(), usize::MAX)];
        for unit in 0..self.problem.n_units {
            // States whose first free unit is this one are extended; the others wait.
            let mut next: HashMap<Covered, (i64, usize)> = HashMap::new();
            for (cost, covered, step) in front {
                if covered[unit / 64] >> (unit % 64) & 1 == 1 {
                    keep(&mut next, covered, cost, step);
                    continue;
                }
                for &group in self.beginning[unit].iter().take(WIDTH) {
                    if let Some(led) = self.with(&covered, group) {
                        steps.push((step, group));
                        keep(&mut next, led, cost + self.above[group], steps.len() - 1);
                    }
                }
            }
            front = next.into_iter().map(|(covered, (cost, step))| (cost, covered, step)).collect();
            front.sort_unstable();
            front.truncate(WIDTH);
        }
        let (cost, _, step) = &front[0];
        (*cost, path(&steps, *step))
    }

    /// Finds the best alignment that costs less than the bound above the prices, if there is one.
    fn best_first(&self, bound: i64, most_steps: usize) -> Outcome {
        let mut steps: Vec<(usize, usize)> = Vec::new();
        let mut best: HashMap<Covered, i64> = HashMap::new();
        // The cheapest first; of equal ones, the one that covers most.
        let mut open = BinaryHeap::from([(Reverse(0_i64), 0_usize, Reverse(usize::MAX), self.nothing())]);
        while let Some((Reverse(cost), n_covered, Reverse(step), covered)) = open.pop() {
            if n_covered == self.problem.n_units {
                return Outcome::Better(path(&steps, step));
            }
            if best.get(&covered).is_some_and(|&known| known < cost) {
                continue;
            }
            for &group in &self.beginning[first_free(&covered)] {
                let cost = cost + self.above[group];
                if cost >= bound {
                    break;
                }
                let Some(next) = self.with(&covered, group) else { continue };
                if best.get(&next).is_none_or(|&known| cost < known) {
                    best.insert(next.clone(), cost);
                    steps.push((step, group));
                    let n_covered = n_covered + self.problem.members[group].len();
                    open.push((Reverse(cost), n_covered, Reverse(steps.len() - 1), next));
                }
            }
            if steps.len() > most_steps {
                return Outcome::TooManySteps;
            }
        }
        Outcome::NoneBetter
    }
}

/// Keeps the cheaper path to a state; of equal ones, the earlier.
fn keep(states: &mut HashMap<Covered, (i64, usize)>, covered: Covered, cost: i64, step: usize) {
    let known = states.entry(covered).or_insert((cost, step));
    *known = (*known).min((cost, step));
}

fn first_free(covered: &[u64]) -> usize {
    let word = covered.iter().position(|&word| word != u64::MAX).unwrap_or(0);
    word * 64 + covered[word].trailing_ones() as usize
}

/// Returns the groups on the path to a state.
fn path(steps: &[(usize, usize)], mut step: usize) -> Vec<usize> {
    let mut groups = Vec::new();
    while let Some(&(before, group)) = steps.get(step) {
        groups.push(group);
        step = before;
    }
    groups
}
