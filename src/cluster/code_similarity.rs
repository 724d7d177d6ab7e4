//! How similar segments are to a code: to its name, and to the segments that have it.

use rayon::prelude::*;

use crate::domain::Embeddings;

/// How many of a code's nearest segments speak for it.
const N_NEAREST: usize = 5;
/// A code's name counts as much as this many segments that have the code.
const NAME_COUNTS_AS: f64 = 5.0;

/// How similar a segment is to a code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CodeSimilarity {
    /// The blend of the two that follow.
    pub score: f64,
    /// The cosine to the code's name; `None` where the name has no vector.
    pub to_name: Option<f64>,
    /// The nearest row that has the code, other than the row itself, and the cosine to it; `None` where there is none.
    pub nearest: Option<(usize, f64)>,
}

/// Returns the share that a code's segments have in its score; the rest is the name's.
#[must_use]
pub fn share_of_coded(n_coded: usize, has_name: bool) -> f64 {
    if has_name { n_coded as f64 / (n_coded as f64 + NAME_COUNTS_AS) } else { 1.0 }
}

/// Computes how similar rows are to a code: w · c + (1 − w) · t, where c is the mean cosine to the five nearest rows that have the code (all,
/// where it has fewer), t the cosine to the vector of its name, and w = n / (n + 5) for n rows that have it: the name counts as much as five.
/// A row that has the code itself is not compared with itself. Without a name, w is 1.
///
/// **Shapes**: `embeddings` n × d unit rows; `own` the rows that have the code; `name` d values; gives `rows.len()` similarities.
///
/// **Edge cases**: with nothing to compare with, the score is −∞.
#[must_use]
pub fn code_similarity(
    embeddings: &Embeddings,
    rows: &[usize],
    own: &[usize],
    name: Option<&[f32]>,
) -> Vec<CodeSimilarity> {
    rows.par_iter()
        .map(|&row| {
            let values = embeddings.row(row);
            let cosine = |other: &[f32]| -> f64 {
                values.iter().zip(other).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum()
            };
            let mut near: Vec<(usize, f64)> = own
                .iter()
                .filter(|&&other| other != row)
                .map(|&other| (other, cosine(embeddings.row(other))))
                .collect();
            near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            let to_name = name.map(cosine);
            let share = share_of_coded(near.len(), name.is_some());
            let nearest = near.first().copied();
            near.truncate(N_NEAREST);
            let to_coded = near.iter().map(|(_, cosine)| cosine).sum::<f64>() / near.len().max(1) as f64;
            let score = match (nearest, to_name) {
                (None, None) => f64::NEG_INFINITY,
                (None, Some(to_name)) => to_name,
                (Some(_), to_name) => share * to_coded + (1.0 - share) * to_name.unwrap_or(0.0),
            };
            CodeSimilarity { score, to_name, nearest }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_counts_less_the_more_is_coded() {
        let values = [[1.0, 0.0], [0.8, 0.6], [0.6, 0.8], [0.0, 1.0]].concat();
        let embeddings = Embeddings::new(values, 2).unwrap();
        let name = [0.0_f32, 1.0];
        let of = |row: usize, own: &[usize], name: Option<&[f32]>| {
            code_similarity(&embeddings, &[row], own, name)[0]
        };
        assert!((of(2, &[], Some(&name)).score - 0.8).abs() < 1e-6, "the name alone");
        let one = of(2, &[0], Some(&name));
        assert!((one.score - (0.6 / 6.0 + 0.8 * 5.0 / 6.0)).abs() < 1e-6, "{one:?}");
        assert_eq!(one.nearest.map(|(row, _)| row), Some(0));
        assert!((of(2, &[0, 1], None).score - (0.6 + 0.96) / 2.0).abs() < 1e-6, "no name");
        assert_eq!(of(1, &[1], None).score, f64::NEG_INFINITY, "nothing is compared with itself");
        assert!(share_of_coded(1, true) < share_of_coded(10, true));
        assert_eq!((share_of_coded(0, true), share_of_coded(3, false)), (0.0, 1.0));
    }
}
