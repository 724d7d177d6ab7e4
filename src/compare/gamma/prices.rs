//! A lower bound on the cost of an alignment: a price for each unit, such that no group costs less than its members'
//! prices.

use super::candidates::Group;

/// Costs and prices are whole numbers of this fraction of a mark without counterpart, so that every step of the search is
/// exact.
pub(super) const SCALE: f64 = (1_u64 << 40) as f64;

/// Groups over units 0..n with their costs in whole numbers. Every unit is in at least one group.
pub(super) struct Problem<'a> {
    pub(super) n_units: usize,
    pub(super) members: Vec<&'a [usize]>,
    pub(super) costs: Vec<i64>,
}

impl<'a> Problem<'a> {
    pub(super) fn new(n_units: usize, groups: &'a [Group]) -> Self {
        let members = groups.iter().map(|group| group.members.as_slice()).collect();
        let costs = groups.iter().map(|group| (group.cost * SCALE).round() as i64).collect();
        Self { n_units, members, costs }
    }
}

/// Computes prices whose sum is close to the cost of the best alignment: the dual of the linear programme, smoothed, then
/// made feasible.
///
/// Prices are moved until, for each unit, the weights exp(−β · (cost of a group − its members' prices)) of its groups sum
/// to 1; with rising β this approaches the optimum of the dual. In the end each price is lowered until no group costs
/// less than its members, and raised again as far as possible. The result is always a lower bound; more sweeps give a
/// better bound and a shorter search.
/// it is, and the shorter the search.
pub(super) fn prices(problem: &Problem<'_>, n_sweeps: usize) -> Vec<i64> {
    let groups_of = groups_of(problem);
    let smooth = smooth(problem, &groups_of, n_sweeps);
    let mut prices: Vec<i64> = smooth.iter().map(|price| (price * SCALE).floor() as i64).collect();
    let above = |prices: &[i64], group: usize| {
        problem.costs[group] - problem.members[group].iter().map(|&unit| prices[unit]).sum::<i64>()
    };
    let least = |prices: &[i64], unit: usize| groups_of[unit].iter().map(|&group| above(prices, group)).min();
    for unit in 0..problem.n_units {
        prices[unit] += least(&prices, unit).unwrap_or(0).min(0);
    }
    for unit in (0..problem.n_units).chain((0..problem.n_units).rev()) {
        prices[unit] += least(&prices, unit).unwrap_or(0);
    }
    prices
}

/// Returns, for each unit, the groups that contain it.
fn groups_of(problem: &Problem<'_>) -> Vec<Vec<usize>> {
    let mut groups_of = vec![Vec::new(); problem.n_units];
    for (group, members) in problem.members.iter().enumerate() {
        members.iter().for_each(|&unit| groups_of[unit].push(group));
    }
    groups_of
}

fn smooth(problem: &Problem<'_>, groups_of: &[Vec<usize>], n_sweeps: usize) -> Vec<f64> {
    let mut above: Vec<f64> = problem.costs.iter().map(|&cost| cost as f64 / SCALE).collect();
    let mut prices = vec![0.0; problem.n_units];
    for beta in [4.0, 16.0, 64.0, 256.0, 1024.0, 4096.0] {
        for sweep in 0..n_sweeps {
            for i in 0..problem.n_units {
                let unit = if sweep % 2 == 0 { i } else { problem.n_units - 1 - i };
                let groups = &groups_of[unit];
                let least = groups.iter().map(|&group| above[group]).fold(f64::INFINITY, f64::min);
                // Beyond 40 a weight adds nothing to 1.
                let steep =
                    groups.iter().map(|&group| beta * (above[group] - least)).filter(|&steep| steep < 40.0);
                let weights: f64 = steep.map(|steep| (-steep).exp()).sum();
                let step = least - weights.ln() / beta;
                prices[unit] += step;
                groups.iter().for_each(|&group| above[group] -= step);
            }
        }
    }
    prices
}
