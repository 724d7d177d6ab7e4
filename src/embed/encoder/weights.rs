//! The weights, widened to single precision and laid out for multiplication.

use half::{bf16, f16};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::super::error::EmbedError;
use super::super::model_files::ModelFiles;
use super::config::EncoderConfig;
use super::linear::Linear;

/// All weights of an encoder.
pub(super) struct Weights {
    pub(super) words: WordTable,
    /// `n_positions × hidden`, with the token type's row 0 added: a lone segment has no other type.
    pub(super) positions: Vec<f32>,
    pub(super) embedding_norm: LayerNorm,
    pub(super) layers: Vec<Layer>,
}

/// One layer's weights.
pub(super) struct Layer {
    /// Q, K and V side by side: `hidden → 3 · hidden`; Q is already divided by the square root of the head's width.
    pub(super) qkv: Linear,
    pub(super) attention_output: Linear,
    pub(super) attention_norm: LayerNorm,
    pub(super) intermediate: Linear,
    pub(super) output: Linear,
    pub(super) output_norm: LayerNorm,
}

/// Scale and shift of a layer norm.
pub(super) struct LayerNorm {
    pub(super) scale: Vec<f32>,
    pub(super) shift: Vec<f32>,
}

/// The word embeddings, kept as narrow as they came: only the rows asked for are widened.
pub(super) struct WordTable {
    values: NarrowValues,
    width: usize,
}

enum NarrowValues {
    F32(Vec<f32>),
    F16(Vec<f16>),
    Bf16(Vec<bf16>),
}

impl WordTable {
    /// Writes the row of a token into `out`.
    pub(super) fn copy_row(&self, token: u32, out: &mut [f32]) {
        let range = token as usize * self.width..(token as usize + 1) * self.width;
        match &self.values {
            NarrowValues::F32(values) => out.copy_from_slice(&values[range]),
            NarrowValues::F16(values) => {
                half::slice::HalfFloatSliceExt::convert_to_f32_slice(&values[range], out);
            }
            NarrowValues::Bf16(values) => {
                half::slice::HalfFloatSliceExt::convert_to_f32_slice(&values[range], out);
            }
        }
    }
}

/// A weights file and how it names its tensors.
struct Tensors<'a> {
    tensors: SafeTensors<'a>,
    file: String,
    prefix: &'static str,
}

impl Weights {
    /// Reads the weights of a model.
    pub(super) fn load(files: &ModelFiles, config: &EncoderConfig) -> Result<Self, EmbedError> {
        let file = files.file("model.safetensors");
        let tensors = SafeTensors::deserialize(&files.weights)
            .map_err(|error| EmbedError::Malformed { file: file.clone(), problem: error.to_string() })?;
        let prefix = if tensors.tensor("bert.embeddings.LayerNorm.weight").is_ok() { "bert." } else { "" };
        let tensors = Tensors { tensors, file, prefix };

        let h = config.hidden_size;
        let words = tensors.get("embeddings.word_embeddings.weight", &[config.vocab_size, h])?;
        let words =
            WordTable { values: tensors.narrow("embeddings.word_embeddings.weight", &words)?, width: h };
        let mut positions =
            tensors.values("embeddings.position_embeddings.weight", &[config.n_positions, h])?;
        let types = tensors.any("embeddings.token_type_embeddings.weight")?;
        for row in positions.chunks_exact_mut(h) {
            for (value, kind) in row.iter_mut().zip(&types) {
                *value += kind;
            }
        }
        let layers = (0..config.n_layers).map(|i| tensors.layer(i, config)).collect::<Result<_, _>>()?;
        Ok(Self { words, positions, embedding_norm: tensors.norm("embeddings.LayerNorm", h)?, layers })
    }
}

impl<'a> Tensors<'a> {
    fn layer(&self, i: usize, config: &EncoderConfig) -> Result<Layer, EmbedError> {
        let (h, f) = (config.hidden_size, config.intermediate_size);
        let name = |part: &str| format!("encoder.layer.{i}.{part}");
        let (mut weight, mut bias) = (Vec::with_capacity(3 * h * h), Vec::with_capacity(3 * h));
        for part in ["query", "key", "value"] {
            weight.extend(self.values(&name(&format!("attention.self.{part}.weight")), &[h, h])?);
            bias.extend(self.values(&name(&format!("attention.self.{part}.bias")), &[h])?);
        }
        let scale = 1.0 / ((h / config.n_heads) as f32).sqrt();
        for value in weight[..h * h].iter_mut().chain(&mut bias[..h]) {
            *value *= scale;
        }
        Ok(Layer {
            qkv: Linear::new(&weight, bias, h),
            attention_output: self.linear(&name("attention.output.dense"), h, h)?,
            attention_norm: self.norm(&name("attention.output.LayerNorm"), h)?,
            intermediate: self.linear(&name("intermediate.dense"), f, h)?,
            output: self.linear(&name("output.dense"), h, f)?,
            output_norm: self.norm(&name("output.LayerNorm"), h)?,
        })
    }

    fn linear(&self, name: &str, n_out: usize, n_in: usize) -> Result<Linear, EmbedError> {
        let weight = self.values(&format!("{name}.weight"), &[n_out, n_in])?;
        Ok(Linear::new(&weight, self.values(&format!("{name}.bias"), &[n_out])?, n_in))
    }

    fn norm(&self, name: &str, width: usize) -> Result<LayerNorm, EmbedError> {
        Ok(LayerNorm {
            scale: self.values(&format!("{name}.weight"), &[width])?,
            shift: self.values(&format!("{name}.bias"), &[width])?,
        })
    }

    fn get(&self, name: &str, shape: &[usize]) -> Result<TensorView<'_>, EmbedError> {
        let view = self
            .tensors
            .tensor(&format!("{}{name}", self.prefix))
            .map_err(|_| self.problem(name, "is missing".to_owned()))?;
        if view.shape() != shape {
            return Err(self.problem(name, format!("has shape {:?}; expected {shape:?}", view.shape())));
        }
        Ok(view)
    }

    fn values(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, EmbedError> {
        self.widened(name, &self.get(name, shape)?)
    }

    /// A tensor of whatever shape.
    fn any(&self, name: &str) -> Result<Vec<f32>, EmbedError> {
        let view = self
            .tensors
            .tensor(&format!("{}{name}", self.prefix))
            .map_err(|_| self.problem(name, "is missing".to_owned()))?;
        self.widened(name, &view)
    }

    fn widened(&self, name: &str, view: &TensorView<'_>) -> Result<Vec<f32>, EmbedError> {
        Ok(match self.narrow(name, view)? {
            NarrowValues::F32(values) => values,
            NarrowValues::F16(values) => half::slice::HalfFloatSliceExt::to_f32_vec(&values[..]),
            NarrowValues::Bf16(values) => half::slice::HalfFloatSliceExt::to_f32_vec(&values[..]),
        })
    }

    fn narrow(&self, name: &str, view: &TensorView<'_>) -> Result<NarrowValues, EmbedError> {
        let data = view.data();
        let pairs = || data.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]]));
        match view.dtype() {
            Dtype::F32 => Ok(NarrowValues::F32(
                data.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect(),
            )),
            Dtype::F16 => Ok(NarrowValues::F16(pairs().map(f16::from_bits).collect())),
            Dtype::BF16 => Ok(NarrowValues::Bf16(pairs().map(bf16::from_bits).collect())),
            other => Err(self.problem(name, format!("is {other:?}; expected F32, F16 or BF16"))),
        }
    }

    fn problem(&self, name: &str, problem: String) -> EmbedError {
        EmbedError::Tensor { file: self.file.clone(), tensor: format!("{}{name}", self.prefix), problem }
    }
}
