//! Embeddings: one unit vector a segment, and the fingerprint of the model that made them.

use serde::{Deserialize, Serialize};

/// A matrix of `n_segments × dim` values, row after row, each row of Euclidean length 1 (within 1e-4).
#[derive(Clone, Debug, PartialEq)]
pub struct Embeddings {
    values: Vec<f32>,
    dim: usize,
}

/// Why a matrix is not embeddings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmbeddingsError {
    /// The number of values is no multiple of the width.
    #[error("{n_values} values cannot be rows of {dim}")]
    Shape {
        /// How many values there are.
        n_values: usize,
        /// The width of a row.
        dim: usize,
    },
    /// A row is not finite or not of length 1.
    #[error("row {row} is not a unit vector")]
    NotUnit {
        /// The row, counted from 0.
        row: usize,
    },
}

impl Embeddings {
    /// Checks and takes rows laid one after the other.
    ///
    /// # Errors
    /// [`EmbeddingsError`] where the shape does not fit, or a row is not finite and of length 1.
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

    /// How many rows there are.
    #[must_use]
    pub fn n_segments(&self) -> usize {
        self.values.len() / self.dim
    }

    /// The width of a row.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// One row.
    #[must_use]
    pub fn row(&self, segment: usize) -> &[f32] {
        &self.values[segment * self.dim..(segment + 1) * self.dim]
    }

    /// All values, row after row.
    #[must_use]
    pub fn values(&self) -> &[f32] {
        &self.values
    }
}

/// What tells one model's vectors from another's: vectors are comparable only where it is the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ModelFingerprint {
    /// The model's name.
    pub name: String,
    /// SHA-256 of weights, tokenizer and configuration together, in lower-case hexadecimal.
    pub sha256: String,
    /// The engine and its arithmetic: `packed f32`.
    pub engine: String,
    /// Which kernels multiplied: `avx512` or `portable`, which give the same bits.
    #[serde(default)]
    pub kernel: String,
    /// What is put before each text; mostly nothing.
    #[serde(default)]
    pub prompt: String,
    /// The width of its vectors.
    pub dim: usize,
    /// How many tokens of a text it takes in, its own marks included.
    pub max_tokens: usize,
    /// The languages that it was made for, as ISO 639-3 codes; empty where it does not say.
    pub languages: Vec<String>,
}
