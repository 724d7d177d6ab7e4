//! How much segments look like those that a code was given to.

use ndarray::Array2;
use rayon::prelude::*;

use crate::domain::{Cancelled, Embeddings, Progress};

use super::canonical::Canonical;
use super::nearest_neighbours::centred;
use super::ridge::Ridge;

/// How many of a code's nearest segments speak for it.
const N_NEAREST: usize = 5;
/// How many rows are scored at once.
const AT_ONCE: usize = 1024;

/// How likeness to a code is scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LikenessScore {
    /// The mean cosine, after the mean of all rows is taken away, to the five nearest segments that have the code (all, where
    /// it has fewer).
    Nearest,
    /// A ridge classifier over the codes: about 1 for a segment like those that have the code and none other, about 0 for one
    /// like those that have others.
    Ridge,
}

/// Computes the likeness of rows to codes: `rows[i]` has a score for each code below `n_codes`, higher for more alike.
///
/// **Shapes**: `embeddings` n × d unit rows; `coded` pairs of a row and a code that it has, several codes a row where need be;
/// gives `rows.len()` × `n_codes`.
///
/// **Edge cases**: a code that no row has gets −∞. `Ridge` with fewer than two coded rows has nothing to learn from and gives
/// every code −∞. A row that is coded itself is among its own nearest: ask of rows that are not.
///
/// # Errors
/// [`Cancelled`] where `progress` is; there is no other error.
pub fn likeness(
    embeddings: &Embeddings,
    rows: &[usize],
    coded: &[(usize, usize)],
    n_codes: usize,
    score: LikenessScore,
    progress: &dyn Progress,
) -> Result<Vec<Vec<f64>>, Cancelled> {
    let mut known = vec![false; n_codes];
    coded.iter().for_each(|&(_, code)| known[code] = true);
    let mut scores = match score {
        LikenessScore::Nearest => nearest(embeddings, rows, coded, n_codes, progress)?,
        LikenessScore::Ridge => Ridge::fit(embeddings, coded, n_codes).map_or_else(
            || vec![vec![f64::NEG_INFINITY; n_codes]; rows.len()],
            |ridge| ridge.scores(embeddings, rows).outer_iter().map(|row| row.to_vec()).collect(),
        ),
    };
    for row in &mut scores {
        for (score, _) in row.iter_mut().zip(&known).filter(|(_, known)| !**known) {
            *score = f64::NEG_INFINITY;
        }
    }
    progress.check_cancelled()?;
    Ok(scores)
}

fn nearest(
    embeddings: &Embeddings,
    rows: &[usize],
    coded: &[(usize, usize)],
    n_codes: usize,
    progress: &dyn Progress,
) -> Result<Vec<Vec<f64>>, Cancelled> {
    let canonical = Canonical::new(embeddings);
    let values = centred(&canonical);
    let mut place = vec![0; embeddings.n_segments()];
    let in_order: Vec<usize> = (0..canonical.n()).collect();
    for (at, row) in canonical.input_rows(&in_order).into_iter().enumerate() {
        place[row] = at;
    }
    let take = |rows: &[usize]| -> Array2<f32> {
        Array2::from_shape_fn((rows.len(), values.ncols()), |(i, j)| values[[place[rows[i]], j]])
    };
    let there = take(&coded.iter().map(|&(row, _)| row).collect::<Vec<_>>());
    let scores = rows
        .par_chunks(AT_ONCE)
        .flat_map_iter(|part| {
            let part = if progress.is_cancelled() { &[][..] } else { part };
            let products = take(part).dot(&there.t());
            let scores: Vec<Vec<f64>> = products
                .outer_iter()
                .map(|products| {
                    let mut by_code: Vec<Vec<f32>> = vec![Vec::new(); n_codes];
                    for (&product, &(_, code)) in products.iter().zip(coded) {
                        by_code[code].push(product);
                    }
                    by_code.into_iter().map(mean_of_nearest).collect()
                })
                .collect();
            scores
        })
        .collect();
    progress.check_cancelled()?;
    Ok(scores)
}

fn mean_of_nearest(mut cosines: Vec<f32>) -> f64 {
    if cosines.is_empty() {
        return f64::NEG_INFINITY;
    }
    cosines.sort_unstable_by(|a, b| b.total_cmp(a));
    cosines.truncate(N_NEAREST);
    cosines.iter().map(|&cosine| f64::from(cosine)).sum::<f64>() / cosines.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NoProgress;

    /// Directions in degrees as unit rows.
    fn directions(degrees: &[f32]) -> Embeddings {
        let values = degrees.iter().flat_map(|d| [d.to_radians().cos(), d.to_radians().sin()]).collect();
        Embeddings::new(values, 2).unwrap()
    }

    #[test]
    fn segments_are_most_like_their_own() {
        // Two codes around 0° and 180°; row 4 lies near the first, row 5 near the second. The mean of all is (0, 0.06…).
        let embeddings = directions(&[0.0, 10.0, 180.0, 170.0, 5.0, 176.0]);
        let coded = [(0, 0), (1, 0), (2, 1), (3, 1)];
        for score in [LikenessScore::Nearest, LikenessScore::Ridge] {
            let found = likeness(&embeddings, &[4, 5], &coded, 3, score, &NoProgress).unwrap();
            assert!(found[0][0] > found[0][1] + 0.5, "{score:?} {found:?}");
            assert!(found[1][1] > found[1][0] + 0.5, "{score:?} {found:?}");
            assert_eq!(found[0][2], f64::NEG_INFINITY, "nothing has the third code");
        }
    }

    #[test]
    fn the_nearest_five_speak_for_a_code() {
        assert!((mean_of_nearest(vec![0.0, 0.5, 1.0]) - 0.5).abs() < 1e-12);
        assert!((mean_of_nearest(vec![-1.0, 1.0, 0.5, 0.5, 0.25, 0.25, -1.0]) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn nothing_is_learned_from_one_row() {
        let embeddings = directions(&[0.0, 90.0]);
        let found = likeness(&embeddings, &[1], &[(0, 0)], 1, LikenessScore::Ridge, &NoProgress).unwrap();
        assert_eq!(found, [[f64::NEG_INFINITY]]);
    }
}
