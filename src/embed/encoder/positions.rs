//! Positions of tokens: rows of the position table, and the relative positions that attention uses.

use super::super::config::ModelConfig;

/// Returns the row of the position table for each token.
///
/// RoBERTa and MPNet count from the row after that of the padding token. As in those models, a padding token that occurs
/// in a text keeps the padding row and is not counted.
pub(super) fn rows<'a>(config: &ModelConfig, tokens: &'a [u32]) -> impl Iterator<Item = usize> + use<'a> {
    let first = config.first_position;
    let mut next = first;
    tokens.iter().map(move |&token| {
        if first > 0 && token as usize == first - 1 {
            return first - 1;
        }
        next += 1;
        next - 1
    })
}

/// What MPNet adds to a score for the distance between two tokens: a value for each head and distance.
pub(super) struct RelativeBias {
    /// For each head, the values from −(n − 1) to n − 1.
    values: Vec<f32>,
    n: usize,
}

impl RelativeBias {
    /// Computes the values from a table of `n_buckets × n_heads`, for texts of up to `n` tokens.
    pub(super) fn new(table: &[f32], n_heads: usize, n: usize) -> Self {
        let n_buckets = table.len() / n_heads;
        let mut values = Vec::with_capacity(n_heads * (2 * n - 1));
        for head in 0..n_heads {
            for distance in 1 - n as i64..n as i64 {
                values.push(table[bucket(distance, n_buckets) * n_heads + head]);
            }
        }
        Self { values, n }
    }

    /// Returns what is added to the scores of the query at `from` with the keys 0, 1, …
    pub(super) fn row(&self, head: usize, from: usize, n_keys: usize) -> &[f32] {
        let start = head * (2 * self.n - 1) + self.n - 1 - from;
        &self.values[start..start + n_keys]
    }
}

/// Returns the bucket of a distance, key minus query (Raffel et al. 2020, arXiv:1910.10683, section 2.1). Half of the
/// buckets are for keys after the query. The nearest distances have a bucket each; farther distances share buckets, in
/// logarithmic steps.
fn bucket(distance: i64, n_buckets: usize) -> usize {
    /// All distances beyond this one share the last bucket.
    const FARTHEST: f32 = 128.0;
    let half = n_buckets / 2;
    let after = if distance > 0 { half } else { 0 };
    let distance = distance.unsigned_abs() as usize;
    let exact = half / 2;
    if distance < exact {
        return after + distance;
    }
    let steps = (distance as f32 / exact as f32).ln() / (FARTHEST / exact as f32).ln();
    after + (exact + (steps * (half - exact) as f32) as usize).min(half - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_fall_into_the_buckets_of_the_paper() {
        // Values of transformers 4.57, MPNetEncoder.relative_position_bucket, 32 buckets.
        for (distance, expected) in [
            (0, 0),
            (-1, 1),
            (-7, 7),
            (-8, 8),
            (-11, 8),
            (-12, 9),
            (-127, 15),
            (-500, 15),
            (1, 17),
            (8, 24),
            (200, 31),
        ] {
            assert_eq!(bucket(distance, 32), expected, "{distance}");
        }
    }

    #[test]
    fn a_row_of_biases_begins_at_the_first_key() {
        let table: Vec<f32> = (0..64).map(|i| i as f32).collect();
        let bias = RelativeBias::new(&table, 2, 4);
        // Query 2: keys 0, 1, 2, 3 are at −2, −1, 0, 1; head 1.
        assert_eq!(bias.row(1, 2, 4), [5.0, 3.0, 1.0, 35.0]);
    }
}
