//! What a figure comes to by chance: with the codes dealt out anew among the segments.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;
use serde::Serialize;

use super::b_cubed::Sharing;
use super::figures::{ADJUSTED, N_FIGURES, Values, values_by_chance};
use super::segments::{Counted, SetCell};
use crate::compare::resample::{draw_seeds, quantile};
use crate::domain::{Cancelled, Progress, rising_sum};

/// Sets the permutations' random numbers apart from those of the intervals.
const APART: u64 = 0x5045_524D_5554_4531;
/// How far a value may lie below the one found and still count as reaching it: the last bits of two sums of the same terms.
const ROUNDING: f64 = 1e-12;

/// What a figure comes to when the codes are dealt out at random among the coded segments, clusters left as they are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ByChance {
    /// The mean.
    pub mean: f64,
    /// The value that 95 % of the permutations stay below.
    pub high: f64,
    /// The share of permutations that come to the figure found, or above.
    pub share_at_or_above: f64,
    /// How many times the codes were dealt.
    pub n_permutations: usize,
    /// How often the figure was undefined then; those are left aside.
    pub n_undefined: usize,
}

/// What each figure comes to by chance, `None` where it is undefined, chance is taken off it already, or nothing was dealt.
pub(super) fn by_chance(
    counted: &Counted,
    sharing: &Sharing,
    n_real_codes: usize,
    found: &Values,
    (n_permutations, seed): (usize, u64),
    progress: &dyn Progress,
) -> Result<[Option<ByChance>; N_FIGURES], Cancelled> {
    let (sets, clusters) = decks(counted);
    let dealt: Vec<Values> = draw_seeds(seed ^ APART, n_permutations)
        .into_par_iter()
        .map(|seed| {
            progress.check_cancelled()?;
            let mut sets = sets.clone();
            sets.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
            Ok(values_by_chance(counted, sharing, &tally(counted, &sets, &clusters), n_real_codes))
        })
        .collect::<Result<_, Cancelled>>()?;
    Ok(std::array::from_fn(|at| {
        let observed = *found[at].as_ref().ok().filter(|_| !ADJUSTED.contains(&at))?;
        let mut chance: Vec<f64> =
            dealt.iter().filter_map(|values| values[at].as_ref().ok().copied()).collect();
        chance.sort_unstable_by(f64::total_cmp);
        let at_or_above = chance.iter().filter(|&&value| value >= observed - ROUNDING).count();
        Some(ByChance {
            high: quantile(&chance, 0.95)?,
            mean: rising_sum(chance.iter().copied()) / chance.len() as f64,
            share_at_or_above: at_or_above as f64 / chance.len() as f64,
            n_permutations,
            n_undefined: n_permutations - chance.len(),
        })
    }))
}

/// The set of codes and the cluster of each segment, both by falling size: what is dealt depends on how large codes and clusters
/// are, not on how they are called, and equal sizes cannot be told apart once they are dealt.
fn decks(counted: &Counted) -> (Vec<usize>, Vec<usize>) {
    let n_columns = counted.n_clusters + 1;
    let (mut of_set, mut of_cluster) = (vec![0; counted.sets.len()], vec![0; n_columns]);
    for &(set, cluster, _, count) in &counted.cells {
        of_set[set] += count;
        of_cluster[cluster] += count;
    }
    let deck = |sizes: Vec<usize>, first: &dyn Fn(usize) -> usize| -> Vec<usize> {
        let mut order: Vec<usize> = (0..sizes.len()).collect();
        order.sort_by_key(|&at| (first(at), std::cmp::Reverse(sizes[at]), at));
        order.into_iter().flat_map(|at| std::iter::repeat_n(at, sizes[at])).collect()
    };
    // Sets of one code first, noise last: these are the ones that measures treat apart.
    let sets = deck(of_set, &|set| counted.sets[set].len());
    let clusters = deck(of_cluster, &|cluster| usize::from(cluster == counted.n_clusters));
    (sets, clusters)
}

fn tally(counted: &Counted, sets: &[usize], clusters: &[usize]) -> Vec<SetCell> {
    let n_columns = counted.n_clusters + 1;
    let mut table = vec![0; counted.sets.len() * n_columns];
    sets.iter().zip(clusters).for_each(|(&set, &cluster)| table[set * n_columns + cluster] += 1);
    let cells = table.into_iter().enumerate().filter(|&(_, count)| count > 0);
    cells.map(|(at, count)| (at / n_columns, at % n_columns, count)).collect()
}
