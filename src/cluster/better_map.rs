//! Decides whether a learned map is better than the plain vectors, on codes that it was not learned from.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Embeddings, Progress, mix};

use super::error::ClusterError;
use super::learned_map::{HeldOutCodes, LearnedMap, MIN_CODES, NoMap, learned_map, members};

/// How often the codes are parted into two halves.
const N_ROUNDS: u64 = 10;
/// How many standard errors the learned map must be better by.
const CLEARLY: f64 = 2.0;

/// Learns a map from codings, if it tells codes apart better that it does not know yet.
///
/// The segments that are grouped again have codes that nobody has named, so this is what is tested. Ten times, the codes are parted into two
/// halves by chance. A map is learned from one half. Each segment of the other half is compared with the means of that half's codes,
/// its own code's without it, once in this map and once by the plain vectors: the share of segments that are nearest to their own code is
/// averaged over codes. The map is better if it is more than two standard errors above, over codes. Otherwise `Ok(Err(`[`NoMap`]`))`.
///
/// **Shapes**: `embeddings` n × d; `coded` pairs of a row and its code. At least four codes of two rows are needed: two to learn from, and
/// two to tell apart.
///
/// # Errors
/// [`ClusterError`] where the numbers allow no solution, or `progress` is cancelled.
pub fn better_map(
    embeddings: &Embeddings,
    coded: &[(usize, usize)],
    progress: &dyn Progress,
) -> Result<Result<(LearnedMap, HeldOutCodes), NoMap>, ClusterError> {
    let codes = members(coded);
    let (n_codes, n_coded) = (codes.len(), codes.iter().map(Vec::len).sum());
    if n_codes < 2 * MIN_CODES {
        return Ok(Err(NoMap::TooFewCodes { n_codes, needed: 2 * MIN_CODES }));
    }
    let mut found: BTreeMap<usize, Shares> = BTreeMap::new();
    for round in 0..N_ROUNDS {
        progress.check_cancelled()?;
        let mut shuffled: Vec<usize> = (0..n_codes).collect();
        shuffled.sort_by_key(|&code| (mix(mix(round) ^ code as u64), code));
        let held_out = &shuffled[..n_codes / 2];
        let rows_out: BTreeSet<usize> =
            held_out.iter().flat_map(|&code| codes[code].iter().copied()).collect();
        let inside: Vec<(usize, usize)> = (0..n_codes)
            .filter(|code| !held_out.contains(code))
            .flat_map(|code| codes[code].iter().map(move |&row| (row, code)))
            .filter(|(row, _)| !rows_out.contains(row))
            .collect();
        let Ok(map) = learned_map(embeddings, &inside)? else { continue };
        let rows: Vec<usize> = rows_out.into_iter().collect();
        let (plain, learned) = (embeddings.select(&rows), map.apply(embeddings, &rows)?);
        let of_code: Vec<Vec<usize>> = held_out
            .iter()
            .map(|&code| codes[code].iter().filter_map(|row| rows.binary_search(row).ok()).collect())
            .collect();
        let (plain, learned) = (nearest_own(&plain, &of_code), nearest_own(&learned, &of_code));
        for (at, &code) in held_out.iter().enumerate() {
            let shares = found.entry(code).or_default();
            shares.plain += plain[at];
            shares.learned += learned[at];
            shares.n_rounds += 1.0;
        }
    }
    let n = found.len() as f64;
    if n < 2.0 {
        return Ok(Err(NoMap::TooFewCoded { n_coded }));
    }
    let mean = |of: &dyn Fn(&Shares) -> f64| found.values().map(|s| of(s) / s.n_rounds).sum::<f64>() / n;
    let (plain, learned) = (mean(&|s| s.plain), mean(&|s| s.learned));
    let gain = learned - plain;
    let spread =
        found.values().map(|s| ((s.learned - s.plain) / s.n_rounds - gain).powi(2)).sum::<f64>() / (n - 1.0);
    let tested = HeldOutCodes { plain, learned, error: (spread / n).sqrt() };
    if gain <= CLEARLY * tested.error {
        return Ok(Err(NoMap::NotBetter(tested)));
    }
    Ok(learned_map(embeddings, coded)?.map(|map| (map, tested)))
}

/// Sums of shares over the rounds in which a code was held out.
#[derive(Clone, Copy, Debug, Default)]
struct Shares {
    plain: f64,
    learned: f64,
    n_rounds: f64,
}

/// Returns for each code the share of its rows that are nearer to the mean of the code's other rows than to the mean of any other code. A row
/// with several codes is right with any of them.
fn nearest_own(rows: &Embeddings, codes: &[Vec<usize>]) -> Vec<f64> {
    let sum_of = |members: &[usize]| {
        let mut sum = vec![0.0_f64; rows.dim()];
        for &row in members {
            sum.iter_mut().zip(rows.row(row)).for_each(|(sum, &value)| *sum += f64::from(value));
        }
        sum
    };
    let sums: Vec<Vec<f64>> = codes.iter().map(|members| sum_of(members)).collect();
    let mut codes_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (code, members) in codes.iter().enumerate() {
        members.iter().for_each(|&row| codes_of.entry(row).or_default().push(code));
    }
    let mut right = vec![0.0; codes.len()];
    for (&row, own) in &codes_of {
        let cosine = |code: usize| {
            let without = if own.contains(&code) { 1.0 } else { 0.0 };
            let (mut product, mut square) = (0.0, 0.0);
            for (&sum, &value) in sums[code].iter().zip(rows.row(row)) {
                let mean = sum - without * f64::from(value);
                product += mean * f64::from(value);
                square += mean * mean;
            }
            if square > 1e-18 { product / square.sqrt() } else { f64::NEG_INFINITY }
        };
        let nearest = (0..codes.len())
            .map(|code| (cosine(code), code))
            .fold((f64::NEG_INFINITY, usize::MAX), |a, b| if b.0 > a.0 { b } else { a })
            .1;
        if own.contains(&nearest) {
            own.iter().for_each(|&code| right[code] += 1.0);
        }
    }
    right.iter().zip(codes).map(|(right, members)| right / members.len().max(1) as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NoProgress;

    /// Returns codes that differ in the first values, each in one, while all vary in the same way in the last values.
    fn noisy(n_codes: usize, noise: f32) -> (Embeddings, Vec<(usize, usize)>) {
        let (mut values, mut coded) = (Vec::new(), Vec::new());
        for code in 0..n_codes {
            for i in 0..8 {
                let mut row = vec![0.0_f32; n_codes + 3];
                row[code] = 1.0;
                for bit in 0..3 {
                    row[n_codes + bit] = if (i >> bit) & 1 == 1 { noise } else { -noise };
                }
                let length = row.iter().map(|value| value * value).sum::<f32>().sqrt();
                values.extend(row.iter().map(|value| value / length));
                coded.push((code * 8 + i, code));
            }
        }
        (Embeddings::new(values, n_codes + 3).unwrap(), coded)
    }

    #[test]
    fn what_varies_within_every_code_is_learned() {
        // The three noisy directions hide the codes, and are the same for codes that were not learned from.
        let (embeddings, coded) = noisy(8, 2.0);
        let (map, tested) = better_map(&embeddings, &coded, &NoProgress).unwrap().unwrap();
        assert_eq!((map.n_codes, map.n_coded), (8, 64));
        assert!(tested.learned > tested.plain + 2.0 * tested.error, "{tested:?}");
    }

    #[test]
    fn what_the_vectors_tell_already_is_not_learned() {
        let (embeddings, coded) = noisy(8, 0.1);
        let reason = better_map(&embeddings, &coded, &NoProgress).unwrap().unwrap_err();
        assert_eq!(reason, NoMap::NotBetter(HeldOutCodes { plain: 1.0, learned: 1.0, error: 0.0 }));
        assert!(reason.to_string().contains("100 % without learning"), "{reason}");
        let few = better_map(&embeddings, &coded[..24], &NoProgress).unwrap().unwrap_err();
        assert_eq!(few, NoMap::TooFewCodes { n_codes: 3, needed: 4 });
        let two_each: Vec<(usize, usize)> =
            coded.iter().copied().filter(|(row, _)| row % 8 < 2).take(8).collect();
        let few = better_map(&embeddings, &two_each, &NoProgress).unwrap().unwrap_err();
        assert_eq!(few, NoMap::TooFewCoded { n_coded: 8 });
    }

    #[test]
    fn a_row_is_compared_without_itself() {
        let rows = Embeddings::new([[1.0, 0.0], [0.0, 1.0], [0.8, 0.6], [0.6, 0.8]].concat(), 2).unwrap();
        // Each row is nearer to the other code's mean than to the other row of its own.
        assert_eq!(nearest_own(&rows, &[vec![0, 1], vec![2, 3]]), [0.0, 0.0]);
        // (1, 0) is at .8 from the other row of its own code and at .32 from the other mean, (.6, 1.8); (.8, .6) is at .8 and .82.
        assert_eq!(nearest_own(&rows, &[vec![0, 2], vec![1, 3]]), [0.5, 0.5]);
    }
}
