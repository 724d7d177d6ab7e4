//! Embeddings: one unit vector per segment, and the fingerprint of the model that made them.

use serde::{Deserialize, Serialize};

/// A matrix of `n_segments × dim` values, row after row, each row of Euclidean length 1 (within 1e-4).
#[derive(Clone, Debug, PartialEq)]
pub struct Embeddings {
    values: Vec<f32>,
    dim: usize,
}

/// Why a matrix is not valid as embeddings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmbeddingsError {
    /// The number of values is not a multiple of the width.
    #[error("{n_values} values cannot be split into rows of {dim}")]
    Shape {
        /// How many values there are.
        n_values: usize,
        /// The width of a row.
        dim: usize,
    },
    /// A row is not finite, or its length is not 1.
    #[error("row {row} is not a unit vector")]
    NotUnit {
        /// The row, counted from 0.
        row: usize,
    },
}

impl Embeddings {
    /// Checks and takes rows that follow one another.
    ///
    /// # Errors
    /// [`EmbeddingsError`] if the number of values is not a multiple of `dim`, or a row is not finite or not of length 1.
    pub fn new(values: Vec<f32>, dim: usize) -> Result<Self, EmbeddingsError> {
        if dim == 0 || !values.len().is_multiple_of(dim) {
            return Err(EmbeddingsError::Shape { n_values: values.len(), dim });
        }
        for (row, vector) in values.chunks_exact(dim).enumerate() {
            let squared: f64 = vector.iter().map(|&v| f64::from(v) * f64::from(v)).sum();
            // Written so that NaN fails.
            if !((squared.sqrt() - 1.0).abs() <= 1e-4) {
                return Err(EmbeddingsError::NotUnit { row });
            }
        }
        Ok(Self { values, dim })
    }

    /// Returns the number of rows.
    #[must_use]
    pub fn n_segments(&self) -> usize {
        self.values.len() / self.dim
    }

    /// Returns the width of a row.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// Returns one row.
    #[must_use]
    pub fn row(&self, segment: usize) -> &[f32] {
        &self.values[segment * self.dim..(segment + 1) * self.dim]
    }

    /// Adds to each row a weighted row of another matrix, and scales the sum to length 1: row `i` becomes v + w·q divided by its length,
    /// where v is row `i`, w is `weights[i]`, and q is the row of `others` that `of_row[i]` names.
    ///
    /// A row with no other stays as it is, to the bit, and so does one where `of_row` or `weights` is too short, where there is no such row,
    /// or where the sum has no direction. `others` has the same width.
    ///
    /// ```
    /// use themata::domain::Embeddings;
    ///
    /// # fn main() -> Result<(), themata::domain::EmbeddingsError> {
    /// let answers = Embeddings::new(vec![1.0, 0.0, 1.0, 0.0], 2)?;
    /// let question = Embeddings::new(vec![0.0, 1.0], 2)?;
    /// let both = answers.with_others(&question, &[Some(0), None], &[0.75, 0.75]);
    /// assert_eq!(both.values(), [0.8, 0.6, 1.0, 0.0]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_others(&self, others: &Self, of_row: &[Option<usize>], weights: &[f64]) -> Self {
        let mut values = self.values.clone();
        for ((row, other), &weight) in values.chunks_exact_mut(self.dim).zip(of_row).zip(weights) {
            let Some(other) = other.filter(|&other| other < others.n_segments() && self.dim == others.dim)
            else {
                continue;
            };
            let sums: Vec<f64> = row
                .iter()
                .zip(others.row(other))
                .map(|(&own, &other)| f64::from(own) + weight * f64::from(other))
                .collect();
            let length = sums.iter().map(|sum| sum * sum).sum::<f64>().sqrt();
            if length > 1e-6 {
                row.iter_mut().zip(sums).for_each(|(value, sum)| *value = (sum / length) as f32);
            }
        }
        Self { values, dim: self.dim }
    }

    /// Returns some of the rows, in the order given; a row may be given several times.
    ///
    /// # Panics
    /// Where there is no such row.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        Self { values: rows.iter().flat_map(|&row| self.row(row)).copied().collect(), dim: self.dim }
    }

    /// Returns all values, row after row.
    #[must_use]
    pub fn values(&self) -> &[f32] {
        &self.values
    }
}

/// The identity of a model: vectors can be compared only if it is equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ModelFingerprint {
    /// The model's name.
    pub name: String,
    /// SHA-256 of weights, tokenizer and configuration together, in lower-case hexadecimal.
    pub sha256: String,
    /// The engine and its arithmetic: `packed f32`.
    pub engine: String,
    /// Which kernels multiply: `avx512` or `portable`; both give the same bits.
    #[serde(default)]
    pub kernel: String,
    /// The text put before each text; mostly empty.
    #[serde(default)]
    pub prompt: String,
    /// The width of its vectors.
    pub dim: usize,
    /// How many tokens of a text it reads, its own markers included.
    pub max_tokens: usize,
    /// The languages that it was made for, as ISO 639-3 codes; empty if it does not say.
    pub languages: Vec<String>,
}
