//! A lower bound on the cost of an alignment: a price for each unit, such that no group is cheaper than its members.

/// Costs and prices are whole numbers of this share of a mark without counterpart, so that every step of the search is exact.
pub(super) const SCALE: f64 = (1_u64 << 40) as f64;

/// Groups over units 0..n, each with its members and its cost in whole numbers. Every unit is in one of them at least.
pub(super) struct Problem<'a> {
    pub(super) n_units: usize,
    pub(super) members: &'a [Vec<usize>],
    pub(super) costs: &'a [i64],
}

/// Prices whose sum is nearly that of the best alignment: the dual of the linear programme, smoothed, then made to fit.
///
/// Prices are moved until the weights exp(−β · what a group costs above its members' prices) of the groups of each unit sum to
/// 1; with rising β that nears the dual's best. In the end each price is lowered until no group is cheaper than its members, and
/// raised again as far as that allows. Whatever they come to, they are a lower bound; good ones make the search short.
pub(super) fn prices(problem: &Problem<'_>) -> Vec<i64> {
    let groups_of = groups_of(problem);
    let smooth = smooth(problem, &groups_of);
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

/// For each unit, the groups that it is in.
fn groups_of(problem: &Problem<'_>) -> Vec<Vec<usize>> {
    let mut groups_of = vec![Vec::new(); problem.n_units];
    for (group, members) in problem.members.iter().enumerate() {
        members.iter().for_each(|&unit| groups_of[unit].push(group));
    }
    groups_of
}

fn smooth(problem: &Problem<'_>, groups_of: &[Vec<usize>]) -> Vec<f64> {
    let mut above: Vec<f64> = problem.costs.iter().map(|&cost| cost as f64 / SCALE).collect();
    let mut prices = vec![0.0; problem.n_units];
    for beta in [4.0, 16.0, 64.0, 256.0, 1024.0, 4096.0] {
        for sweep in 0..12 {
            for i in 0..problem.n_units {
                let unit = if sweep % 2 == 0 { i } else { problem.n_units - 1 - i };
                let least = groups_of[unit].iter().map(|&group| above[group]).fold(f64::INFINITY, f64::min);
                let weights: f64 =
                    groups_of[unit].iter().map(|&group| (-beta * (above[group] - least)).exp()).sum();
                let step = least - weights.ln() / beta;
                prices[unit] += step;
                groups_of[unit].iter().for_each(|&group| above[group] -= step);
            }
        }
    }
    prices
}
