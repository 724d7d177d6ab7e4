//! Fills rust-bert's variables from a weights file.

use tch::nn::VarStore;
use tch::{TchError, Tensor};

use super::super::config::{Architecture, ModelConfig};
use super::super::error::EmbedError;
use super::super::model_files::ModelFiles;
use super::super::tensors::{NarrowValues, Tensors};

/// The epsilon of rust-bert's layer norms, whatever the model's configuration says.
const RUST_BERT_EPS: f64 = 1e-12;
/// How many values are converted at a time.
const PIECE: usize = 1 << 20;

/// Fills every variable by its name, converted to single precision.
pub(super) fn fill(store: &VarStore, files: &ModelFiles, config: &ModelConfig) -> Result<(), EmbedError> {
    let tensors = Tensors::of_encoder(files)?;
    let scales = Scales::new(config);
    let mut variables: Vec<(String, Tensor)> = store.variables().into_iter().collect();
    variables.sort_by(|a, b| a.0.cmp(&b.0));
    for (variable, tensor) in &variables {
        // DistilBERT's variables have a prefix that a file's tensors may lack.
        let name = variable.strip_prefix("distilbert.").unwrap_or(variable);
        let shape: Vec<usize> = tensor.size().iter().map(|&n| n as usize).collect();
        let values = match name {
            "embeddings.token_type_embeddings.weight" => {
                NarrowValues::F32(tensors.first_row(name, config.hidden_size)?)
            }
            _ => tensors.narrow(name, &shape)?,
        };
        copy(tensor, &values, scales.of(name)).map_err(|error| EmbedError::Tensor {
            file: files.file("model.safetensors"),
            tensor: name.to_owned(),
            problem: format!("cannot be passed to libtorch: {error}"),
        })?;
    }
    Ok(())
}

fn copy(variable: &Tensor, values: &NarrowValues, scale: f32) -> Result<(), TchError> {
    let _writing = tch::no_grad_guard();
    let flat = variable.f_view([-1])?;
    let n = variable.numel();
    let mut piece = vec![0.0f32; n.min(PIECE)];
    for start in (0..n).step_by(PIECE) {
        let piece = &mut piece[..(n - start).min(PIECE)];
        values.widen_into(start, piece);
        if scale != 1.0 {
            piece.iter_mut().for_each(|value| *value *= scale);
        }
        flat.f_narrow(0, start as i64, piece.len() as i64)?.f_copy_(&Tensor::f_from_slice(piece)?)?;
    }
    Ok(())
}

/// Factors of the weights that make rust-bert's fixed epsilon work like the model's own.
///
/// A layer norm that adds `e`, where the model adds `E`, gives the model's result if its input is multiplied by
/// `a = √(e / E)`: `(a·x − a·μ) / √(a²·σ² + e) = (x − μ) / √(σ² + E)`. So everything that is added up before a norm is multiplied
/// by `a`: the embeddings, the outputs of attention and of the feed-forward part, and, as residual, the result of each
/// norm except the last; and everything that reads that residual is divided by `a`. If the model's epsilon is `e`,
/// nothing is multiplied.
struct Scales {
    a: f64,
    last_norm: String,
}

impl Scales {
    fn new(config: &ModelConfig) -> Self {
        let same =
            config.layer_norm_eps == RUST_BERT_EPS as f32 || config.architecture == Architecture::DistilBert;
        Self {
            a: if same { 1.0 } else { (RUST_BERT_EPS / f64::from(config.layer_norm_eps)).sqrt() },
            last_norm: format!("encoder.layer.{}.output.LayerNorm.", config.n_layers - 1),
        }
    }

    fn of(&self, name: &str) -> f32 {
        let reads_residual = [".query.weight", ".key.weight", ".value.weight", ".intermediate.dense.weight"];
        let bias_of_reader = [".query.bias", ".key.bias", ".value.bias", ".intermediate.dense.bias"];
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        if name.starts_with(&self.last_norm) || ends(&bias_of_reader) {
            1.0
        } else if ends(&reads_residual) {
            (1.0 / self.a) as f32
        } else {
            self.a as f32
        }
    }
}
