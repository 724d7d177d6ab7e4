//! Pairs the marks of two coders at the least cost, by the Hungarian method.

use pathfinding::prelude::{Matrix, kuhn_munkres};

use super::candidates::Group;
use super::prices::SCALE;

/// The most marks of two coders for which the method is used; its time grows with their number cubed.
pub(super) const MOST_MATCHED: usize = 1_200;

/// Finds the pairs of the best alignment; `coder` gives the coder, 0 or 1, of units 0..n.
///
/// Pairing two marks saves 2 minus the cost of the pair, since each mark alone costs 1. The pairs with the greatest total
/// saving are the best alignment.
pub(super) fn matched(coder: &[usize], pairs: &[Group]) -> Vec<usize> {
    let mut of: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    let mut place = vec![0; coder.len()];
    for (unit, &coder) in coder.iter().enumerate() {
        place[unit] = of[coder].len();
        of[coder].push(unit);
    }
    // The method requires at most as many rows as columns.
    let row = usize::from(of[0].len() > of[1].len());
    let mut saved = Matrix::new(of[row].len(), of[1 - row].len(), 0_i64);
    let mut which = Matrix::new(of[row].len(), of[1 - row].len(), usize::MAX);
    for (pair, group) in pairs.iter().enumerate() {
        let [a, b] = group.members[..] else { continue };
        let (a, b) = if coder[a] == row { (a, b) } else { (b, a) };
        saved[(place[a], place[b])] = ((2.0 - group.cost) * SCALE).round() as i64;
        which[(place[a], place[b])] = pair;
    }
    let (_, columns) = kuhn_munkres(&saved);
    let chosen = columns.into_iter().enumerate().map(|(row, column)| which[(row, column)]);
    chosen.filter(|&pair| pair != usize::MAX).collect()
}
