//! The modules that follow a model's pooling: Dense and Normalize. The result always has length 1.

use super::config::ModelConfig;
use super::error::EmbedError;
use super::model_files::ModelFiles;
use super::modules::{Activation, After, DenseConfig};
use super::tensors::Tensors;

/// The modules after the pooling.
pub(super) struct Head {
    steps: Vec<Step>,
    dim: usize,
}

enum Step {
    Dense { weight: Vec<f32>, bias: Vec<f32>, activation: Activation },
    Normalise,
}

impl Head {
    /// Reads the Dense modules and checks that each fits the one before.
    pub(super) fn load(files: &ModelFiles, config: &ModelConfig) -> Result<Self, EmbedError> {
        let mut dim = config.hidden_size;
        let mut dense = files.dense.iter();
        let mut steps = Vec::new();
        for module in &config.modules.after {
            let After::Dense(folder) = module else {
                steps.push(Step::Normalise);
                continue;
            };
            let Some(files_of) = dense.next() else { continue };
            let file = files.file(&format!("{folder}/config.json"));
            let shape = DenseConfig::parse(&files_of.config, &file)?;
            if shape.n_in != dim {
                return Err(EmbedError::Malformed {
                    file,
                    problem: format!("in_features is {}, but the input has {dim} values", shape.n_in),
                });
            }
            let tensors =
                Tensors::new(&files_of.weights, files.file(&format!("{folder}/model.safetensors")))?;
            let weight = tensors.values("linear.weight", &[shape.n_out, shape.n_in])?;
            let bias = match shape.bias {
                true => tensors.values("linear.bias", &[shape.n_out])?,
                false => vec![0.0; shape.n_out],
            };
            steps.push(Step::Dense { weight, bias, activation: shape.activation });
            dim = shape.n_out;
        }
        Ok(Self { steps, dim })
    }

    /// Returns the width of the resulting vectors.
    pub(super) fn dim(&self) -> usize {
        self.dim
    }

    /// Computes the unit vector of a pooled vector.
    pub(super) fn apply(&self, pooled: &[f32]) -> Vec<f32> {
        let mut vector = pooled.to_vec();
        for step in &self.steps {
            match step {
                Step::Normalise => normalise(&mut vector),
                Step::Dense { weight, bias, activation } => {
                    let rows = weight.chunks_exact(vector.len());
                    vector = rows
                        .zip(bias)
                        .map(|(row, &bias)| {
                            let sum: f64 =
                                row.iter().zip(&vector).map(|(&w, &v)| f64::from(w) * f64::from(v)).sum();
                            activate(*activation, sum as f32 + bias)
                        })
                        .collect();
                }
            }
        }
        if !matches!(self.steps.last(), Some(Step::Normalise)) {
            normalise(&mut vector);
        }
        vector
    }
}

fn activate(activation: Activation, x: f32) -> f32 {
    match activation {
        Activation::Identity => x,
        Activation::Tanh => f64::from(x).tanh() as f32,
        Activation::Relu => x.max(0.0),
    }
}

/// Scales a vector to length 1.
pub(super) fn normalise(vector: &mut [f32]) {
    let squared: f64 = vector.iter().map(|&v| f64::from(v) * f64::from(v)).sum();
    let length = squared.sqrt() as f32;
    for value in vector {
        *value /= length;
    }
}

/// Returns the least cosine between vectors at the same index.
pub(super) fn least_cosine(left: &[Vec<f32>], right: &[Vec<f32>]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(&x, &y)| f64::from(x) * f64::from(y)).sum::<f64>();
    let cosine = |a: &[f32], b: &[f32]| match a.len() == b.len() {
        true => dot(a, b) / (dot(a, a) * dot(b, b)).sqrt(),
        false => 0.0,
    };
    left.iter().zip(right).map(|(a, b)| cosine(a, b)).fold(1.0, f64::min)
}
