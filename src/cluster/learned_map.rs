//! A map of the vectors that is learned from codings: it brings segments of one code nearer and separates segments of different codes.

use linfa_linalg::cholesky::Cholesky;
use linfa_linalg::eigh::Eigh;
use linfa_linalg::triangular::{SolveTriangular, UPLO};
use ndarray::{Array1, Array2, Axis};

use crate::domain::Embeddings;

use super::error::ClusterError;

/// The least number of codes with two segments or more: with one code there is nothing to separate.
pub(super) const MIN_CODES: usize = 2;
/// The least number of coded segments. A map of fewer would fit these segments and not the codes.
const MIN_CODED: usize = 10;

/// How well segments of codes that were not learned from are told apart: the share that is nearest to its own code, as the mean over codes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeldOutCodes {
    /// By the plain vectors.
    pub plain: f64,
    /// By the vectors in a map that was learned from the other codes.
    pub learned: f64,
    /// The standard error of the difference, over codes.
    pub error: f64,
}

/// Why no map was learned. The vectors of the model are used unchanged then.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum NoMap {
    /// There are too few codes.
    #[error("{n_codes} of the codes have two segments or more, and {needed} are needed to learn from")]
    TooFewCodes {
        /// How many have two segments or more.
        n_codes: usize,
        /// How many are needed.
        needed: usize,
    },
    /// It tells codes apart no better than the vectors as they are.
    #[error(
        "what some of your codes teach does not tell the others apart better than the plain vectors do ({:.0} % of their \
         segments are nearest to their own code, {:.0} % without learning)",
        100.0 * .0.learned, 100.0 * .0.plain
    )]
    NotBetter(HeldOutCodes),
    /// There are too few codings.
    #[error("{n_coded} coded segments are too few to learn from; {MIN_CODED} are needed")]
    TooFewCoded {
        /// How many there are.
        n_coded: usize,
    },
}

/// A linear map of vectors that was learned from codings.
#[derive(Clone, Debug)]
pub struct LearnedMap {
    /// The mean of all rows.
    mean: Array1<f64>,
    /// L of the covariance within codes, a lower triangle.
    root: Array2<f64>,
    /// Directions that tell codes apart, each with how much more of it counts.
    stretched: Vec<(Array1<f64>, f64)>,
    /// How many codes it was learned from.
    pub n_codes: usize,
    /// How many codings.
    pub n_coded: usize,
    /// The share λ by which the spread within codes was shrunk towards one that is equal in all directions, between 0 and 1.
    pub shrinkage: f64,
}

/// Returns the rows of each code that has two or more; the place is the code.
pub(super) fn members(coded: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let n_names = coded.iter().map(|&(_, code)| code + 1).max().unwrap_or(0);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); n_names];
    coded.iter().for_each(|&(row, code)| members[code].push(row));
    members.retain(|rows| rows.len() >= 2);
    members
}

/// Learns a map of vectors from the coded rows.
///
/// With x the rows less the mean of all, S the covariance of coded rows about the mean of their code, and μ the mean of its
/// diagonal:
///
/// 1. Relevant component analysis: x → L⁻¹x, where LLᵀ = (1 − λ)S + λμI. Directions in which one code varies count less. λ is Ledoit
///    and Wolf's: few codings give nearly the vectors as they were.
/// 2. Fisher's ratio: with δ the variance of the codes' means along one of their principal directions in that space, where the
///    variance within codes is about 1, the direction is stretched by √(1 + δ). Directions that tell codes apart count more, and
///    none is removed, since uncoded segments may differ along others.
///
/// A row that maps to 0 stays as it was. **Shapes**: `embeddings` n × d; `coded` pairs of a row and its code.
///
/// # Errors
/// [`ClusterError`] where the numbers allow no solution. `Ok(Err(`[`NoMap`]`))` where there is too little to learn from.
///
/// # Source
/// Bar-Hillel, A., Hertz, T., Shental, N. & Weinshall, D. (2005). Learning a Mahalanobis metric from equivalence constraints.
/// Journal of Machine Learning Research 6, 937–965. Ledoit, O. & Wolf, M. (2004). A well-conditioned estimator for
/// large-dimensional covariance matrices. Journal of Multivariate Analysis 88(2), 365–411.
/// <https://doi.org/10.1016/S0047-259X(03)00096-4>. Fisher, R. A. (1936). The use of multiple measurements in taxonomic problems.
/// Annals of Eugenics 7(2), 179–188. <https://doi.org/10.1111/j.1469-1809.1936.tb02137.x>
pub(super) fn learned_map(
    embeddings: &Embeddings,
    coded: &[(usize, usize)],
) -> Result<Result<LearnedMap, NoMap>, ClusterError> {
    let members = members(coded);
    let (n_codes, n_coded) = (members.len(), members.iter().map(Vec::len).sum::<usize>());
    if n_codes < MIN_CODES {
        return Ok(Err(NoMap::TooFewCodes { n_codes, needed: MIN_CODES }));
    }
    if n_coded < MIN_CODED {
        return Ok(Err(NoMap::TooFewCoded { n_coded }));
    }

    let dim = embeddings.dim();
    let mut mean = Array1::<f64>::zeros(dim);
    for row in 0..embeddings.n_segments() {
        mean.iter_mut().zip(embeddings.row(row)).for_each(|(sum, &value)| *sum += f64::from(value));
    }
    mean /= embeddings.n_segments().max(1) as f64;
    let mut means = Array2::zeros((n_codes, dim));
    let mut within = Array2::zeros((n_coded, dim));
    let mut at = 0;
    for (code, members) in members.iter().enumerate() {
        let own = rows_less(embeddings, members, &mean);
        let centre = own.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(dim));
        for row in own.outer_iter() {
            within.row_mut(at).assign(&(&row - &centre));
            at += 1;
        }
        means.row_mut(code).assign(&centre);
    }
    let (spread, shrinkage) = shrunk(&within);
    let root = spread.cholesky().map_err(failed)?;
    let means = root.solve_triangular(&means.t().to_owned(), UPLO::Lower).map_err(failed)?;
    let stretched = stretched(&means, &members).map_err(failed)?;
    Ok(Ok(LearnedMap { mean, root, stretched, n_codes, n_coded, shrinkage }))
}

fn failed(error: linfa_linalg::LinalgError) -> ClusterError {
    ClusterError::Map(error.to_string())
}

fn rows_less(embeddings: &Embeddings, rows: &[usize], mean: &Array1<f64>) -> Array2<f64> {
    Array2::from_shape_fn((rows.len(), mean.len()), |(i, j)| f64::from(embeddings.row(rows[i])[j]) - mean[j])
}

impl LearnedMap {
    /// Maps rows; each has length 1 afterwards.
    ///
    /// # Errors
    /// [`ClusterError`] where the numbers allow no solution.
    pub fn apply(&self, embeddings: &Embeddings, rows: &[usize]) -> Result<Embeddings, ClusterError> {
        let given = rows_less(embeddings, rows, &self.mean).t().to_owned();
        let mut mapped = self.root.solve_triangular(&given, UPLO::Lower).map_err(failed)?;
        for (direction, more) in &self.stretched {
            let along = direction.dot(&mapped);
            for (i, &part) in direction.iter().enumerate() {
                mapped.row_mut(i).scaled_add(more * part, &along);
            }
        }
        let mut values = Vec::with_capacity(rows.len() * self.mean.len());
        for (&row, mapped) in rows.iter().zip(mapped.axis_iter(Axis(1))) {
            let norm = mapped.dot(&mapped).sqrt();
            if norm > 1e-9 {
                values.extend(mapped.iter().map(|value| (value / norm) as f32));
            } else {
                values.extend_from_slice(embeddings.row(row));
            }
        }
        Embeddings::new(values, self.mean.len()).map_err(|error| ClusterError::Map(error.to_string()))
    }
}

/// Computes the covariance of centred rows, shrunk towards μI by the share of Ledoit and Wolf, and returns that share.
fn shrunk(rows: &Array2<f64>) -> (Array2<f64>, f64) {
    let (n, dim) = (rows.nrows().max(1) as f64, rows.ncols().max(1) as f64);
    let mut spread = rows.t().dot(rows) / n;
    // Rows that are all alike leave no spread: a little of it keeps the map defined, and then it is the identity.
    let level = (spread.diag().sum() / dim).max(1e-9);
    let square = spread.iter().map(|value| value * value).sum::<f64>();
    let distance = (square - dim * level * level).max(0.0);
    let fourth = rows.outer_iter().map(|row| row.dot(&row).powi(2)).sum::<f64>();
    let error = ((fourth - n * square) / (n * n)).max(0.0);
    let shrinkage = if distance > error { error / distance } else { 1.0 };
    spread *= 1.0 - shrinkage;
    // A floor, so that directions in which no code varies at all do not count without bound.
    spread.diag_mut().iter_mut().for_each(|value| *value += shrinkage.max(FLOOR) * level);
    (spread, shrinkage)
}

/// The least share of the mean variance that every direction keeps.
const FLOOR: f64 = 0.05;

/// Returns the principal directions of the codes' means (a column each), each with √(1 + δ) − 1.
fn stretched(means: &Array2<f64>, members: &[Vec<usize>]) -> linfa_linalg::Result<Vec<(Array1<f64>, f64)>> {
    let n_coded = members.iter().map(Vec::len).sum::<usize>().max(1) as f64;
    let weights: Vec<f64> = members.iter().map(|rows| rows.len() as f64 / n_coded).collect();
    let mut centre = Array1::zeros(means.nrows());
    for (mean, &weight) in means.axis_iter(Axis(1)).zip(&weights) {
        centre.scaled_add(weight, &mean);
    }
    let mut between = means.clone();
    for (mut mean, weight) in between.axis_iter_mut(Axis(1)).zip(&weights) {
        mean -= &centre;
        mean *= weight.sqrt();
    }
    // The d × d covariance of the means has the eigenvalues of this k × k matrix.
    let (values, vectors) = between.t().dot(&between).eigh()?;
    let found = values.iter().zip(vectors.axis_iter(Axis(1))).filter(|(value, _)| **value > 1e-9);
    Ok(found
        .map(|(&value, vector)| (between.dot(&vector) / value.sqrt(), (1.0 + value).sqrt() - 1.0))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns two codes that differ in the second value, while within each the first varies widely; two rows are not coded.
    fn wide() -> (Embeddings, Vec<(usize, usize)>) {
        let mut values = Vec::new();
        let mut coded = Vec::new();
        for i in 0..12 {
            let code = i % 2;
            let x = [-0.8, -0.4, 0.0, 0.4, 0.8, 0.6][i / 2];
            let y = if code == 0 { 0.3 } else { -0.3 };
            let z = f64::sqrt(1.0 - x * x - y * y);
            values.extend([x as f32, y as f32, z as f32]);
            coded.push((i, code));
        }
        for (x, y) in [(0.7, 0.3), (-0.7, -0.3_f64)] {
            values.extend([x as f32, y as f32, f64::sqrt(1.0 - x * x - y * y) as f32]);
        }
        (Embeddings::new(values, 3).unwrap(), coded)
    }

    fn cosine(embeddings: &Embeddings, a: usize, b: usize) -> f32 {
        embeddings.row(a).iter().zip(embeddings.row(b)).map(|(a, b)| a * b).sum()
    }

    #[test]
    fn one_code_comes_together_and_two_go_apart() {
        let (embeddings, coded) = wide();
        let map = learned_map(&embeddings, &coded).unwrap().unwrap();
        let mapped = map.apply(&embeddings, &(0..14).collect::<Vec<_>>()).unwrap();
        assert_eq!((map.n_codes, map.n_coded), (2, 12));
        assert!(map.shrinkage > 0.0 && map.shrinkage < 1.0, "{}", map.shrinkage);
        let mean = |embeddings: &Embeddings, same: bool| {
            let pairs =
                (0..12).flat_map(|a| (0..a).map(move |b| (a, b))).filter(|(a, b)| (a % 2 == b % 2) == same);
            let (sum, n) = pairs.fold((0.0, 0.0), |(s, n), (a, b)| (s + cosine(embeddings, a, b), n + 1.0));
            sum / n
        };
        assert!(mean(&mapped, true) > mean(&embeddings, true) - 0.3);
        let gap = |embeddings: &Embeddings| mean(embeddings, true) - mean(embeddings, false);
        assert!(gap(&mapped) > 0.8, "{}", gap(&mapped));
        assert!(gap(&embeddings) < 0.4, "{}", gap(&embeddings));
        // What is not coded moves with it: row 12 is like the first code, row 13 like the second.
        assert!(cosine(&mapped, 12, 0) > cosine(&mapped, 12, 9));
        assert!(cosine(&embeddings, 12, 0) < cosine(&embeddings, 12, 9));
    }

    #[test]
    fn too_little_to_learn_from_is_said() {
        let (embeddings, coded) = wide();
        let one: Vec<(usize, usize)> = coded.iter().map(|&(row, _)| (row, 0)).collect();
        assert_eq!(
            learned_map(&embeddings, &one).unwrap().unwrap_err(),
            NoMap::TooFewCodes { n_codes: 1, needed: 2 }
        );
        assert_eq!(
            learned_map(&embeddings, &coded[..6]).unwrap().unwrap_err(),
            NoMap::TooFewCoded { n_coded: 6 }
        );
        assert_eq!(
            learned_map(&embeddings, &[]).unwrap().unwrap_err(),
            NoMap::TooFewCodes { n_codes: 0, needed: 2 }
        );
    }

    #[test]
    fn few_rows_are_shrunk_more() {
        let (embeddings, coded) = wide();
        let rows = Array2::from_shape_fn((12, 3), |(i, j)| f64::from(embeddings.row(coded[i].0)[j]));
        // The same rows four times over: the error of their covariance is a quarter, and so is what it is drawn by.
        let often: Vec<usize> = (0..48).map(|i| i % 12).collect();
        let (few, many) = (shrunk(&rows).1, shrunk(&rows.select(Axis(0), &often)).1);
        assert!(few < 1.0 && (many - few / 4.0).abs() < 1e-12, "{few} {many}");
        let alike = Array2::zeros((4, 3));
        assert_eq!(shrunk(&alike).1, 1.0);
    }
}
