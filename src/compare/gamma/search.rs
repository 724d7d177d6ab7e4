//! The cheapest way to part units into groups: best first, along the text.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::prices::{Problem, prices};
use crate::domain::Undefined;

/// How many partial alignments are looked at for one stretch of text.
pub(super) const MOST_STEPS: usize = 400_000;

/// Which units are in a group, 64 to a word.
type Covered = Box<[u64]>;

/// The groups of the best alignment, each unit in one.
///
/// A partial alignment covers the text up to its first free unit and what its groups reach beyond. The one that costs least
/// above its units' prices is led on by each group that begins with its first free unit. Prices are a lower bound, so the first
/// that covers everything is the best; what covers the same units is one state. Exact, as all costs are whole numbers.
pub(super) fn cheapest(problem: &Problem<'_>) -> Result<Vec<usize>, Undefined> {
    let prices = prices(problem);
    let above: Vec<i64> = (problem.members.iter().zip(problem.costs))
        .map(|(members, cost)| cost - members.iter().map(|&unit| prices[unit]).sum::<i64>())
        .collect();
    let mut beginning = vec![Vec::new(); problem.n_units];
    for (group, members) in problem.members.iter().enumerate() {
        beginning[members[0]].push(group);
    }
    // How each state was come to: from which, by which group.
    let mut steps: Vec<(usize, usize)> = Vec::new();
    let mut best: HashMap<Covered, i64> = HashMap::new();
    let start: Covered = vec![0; problem.n_units.div_ceil(64)].into();
    // The cheapest first, of equal ones the one that covers most.
    let mut open = BinaryHeap::from([(Reverse(0_i64), 0_usize, Reverse(usize::MAX), start)]);
    let mut n_steps = 0;
    while let Some((Reverse(cost), n_covered, Reverse(step), covered)) = open.pop() {
        if n_covered == problem.n_units {
            return Ok(path(&steps, step));
        }
        if best.get(&covered).is_some_and(|&known| known < cost) {
            continue;
        }
        n_steps += 1;
        if n_steps > MOST_STEPS {
            return Err(Undefined::TooMuch {
                what: format!(
                    "so many of {} marks lie near one another that the best alignment takes more steps than are made",
                    problem.n_units
                ),
                limit: MOST_STEPS,
            });
        }
        for &group in &beginning[first_free(&covered)] {
            let members = &problem.members[group];
            if members.iter().any(|&unit| covered[unit / 64] >> (unit % 64) & 1 == 1) {
                continue;
            }
            let mut next = covered.clone();
            members.iter().for_each(|&unit| next[unit / 64] |= 1 << (unit % 64));
            let cost = cost + above[group];
            if best.get(&next).is_none_or(|&known| cost < known) {
                best.insert(next.clone(), cost);
                steps.push((step, group));
                open.push((Reverse(cost), n_covered + members.len(), Reverse(steps.len() - 1), next));
            }
        }
    }
    // Every unit can stand alone, so there is always a way on.
    Err(Undefined::Nothing)
}

fn first_free(covered: &[u64]) -> usize {
    let word = covered.iter().position(|&word| word != u64::MAX).unwrap_or(0);
    word * 64 + covered[word].trailing_ones() as usize
}

/// The groups on the way to a state.
fn path(steps: &[(usize, usize)], mut step: usize) -> Vec<usize> {
    let mut groups = Vec::new();
    while let Some(&(before, group)) = steps.get(step) {
        groups.push(group);
        step = before;
    }
    groups
}
