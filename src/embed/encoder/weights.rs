//! Reads the weights by each architecture's names, and packs them for multiplication.

use super::super::config::{Architecture, ModelConfig};
use super::super::error::EmbedError;
use super::super::model_files::ModelFiles;
use super::super::tensors::{NarrowValues, Tensors};
use super::linear::{Linear, Path};
use super::positions::RelativeBias;

/// All weights of an encoder.
pub(super) struct Weights {
    pub(super) words: WordTable,
    /// `n_positions × hidden`, with row 0 of the token types added if there are token types: a single segment always has
    /// type 0.
    pub(super) positions: Vec<f32>,
    pub(super) embedding_norm: LayerNorm,
    pub(super) layers: Vec<Layer>,
    pub(super) relative: Option<RelativeBias>,
}

/// One layer's weights.
pub(super) struct Layer {
    /// Q, K and V combined: `hidden → 3 · hidden`; Q is already divided by the square root of the head's width.
    pub(super) qkv: Linear,
    pub(super) attention_output: Linear,
    pub(super) attention_norm: LayerNorm,
    pub(super) intermediate: Linear,
    pub(super) output: Linear,
    pub(super) output_norm: LayerNorm,
}

/// The scale and shift of a layer norm.
pub(super) struct LayerNorm {
    pub(super) scale: Vec<f32>,
    pub(super) shift: Vec<f32>,
}

/// The word embeddings in their stored precision: only requested rows are converted to single precision.
pub(super) struct WordTable {
    values: NarrowValues,
    width: usize,
}

impl WordTable {
    /// Writes the row of a token into `out`.
    pub(super) fn copy_row(&self, token: u32, out: &mut [f32]) {
        self.values.widen_into(token as usize * self.width, out);
    }
}

/// The names of a layer's parts in an architecture.
struct Names {
    layer: &'static str,
    qkv: [&'static str; 3],
    attention_output: &'static str,
    attention_norm: &'static str,
    intermediate: &'static str,
    output: &'static str,
    output_norm: &'static str,
}

const BERT: Names = Names {
    layer: "encoder.layer",
    qkv: ["attention.self.query", "attention.self.key", "attention.self.value"],
    attention_output: "attention.output.dense",
    attention_norm: "attention.output.LayerNorm",
    intermediate: "intermediate.dense",
    output: "output.dense",
    output_norm: "output.LayerNorm",
};

const DISTILBERT: Names = Names {
    layer: "transformer.layer",
    qkv: ["attention.q_lin", "attention.k_lin", "attention.v_lin"],
    attention_output: "attention.out_lin",
    attention_norm: "sa_layer_norm",
    intermediate: "ffn.lin1",
    output: "ffn.lin2",
    output_norm: "output_layer_norm",
};

const MPNET: Names = Names {
    qkv: ["attention.attn.q", "attention.attn.k", "attention.attn.v"],
    attention_output: "attention.attn.o",
    attention_norm: "attention.LayerNorm",
    ..BERT
};

impl Weights {
    /// Reads the weights of a model.
    pub(super) fn load(files: &ModelFiles, config: &ModelConfig, path: Path) -> Result<Self, EmbedError> {
        let tensors = Tensors::of_encoder(files)?;
        let names = match config.architecture {
            Architecture::Bert | Architecture::Roberta => BERT,
            Architecture::DistilBert => DISTILBERT,
            Architecture::MpNet => MPNET,
        };
        let h = config.hidden_size;
        let words = tensors.narrow("embeddings.word_embeddings.weight", &[config.vocab_size, h])?;
        let mut positions =
            tensors.values("embeddings.position_embeddings.weight", &[config.n_positions, h])?;
        if matches!(config.architecture, Architecture::Bert | Architecture::Roberta) {
            let types = tensors.first_row("embeddings.token_type_embeddings.weight", h)?;
            for row in positions.chunks_exact_mut(h) {
                for (value, kind) in row.iter_mut().zip(&types) {
                    *value += kind;
                }
            }
        }
        let relative = match config.architecture {
            Architecture::MpNet => {
                let shape = [config.n_relative_buckets, config.n_heads];
                let table = tensors.values("encoder.relative_attention_bias.weight", &shape)?;
                Some(RelativeBias::new(&table, config.n_heads, config.max_tokens))
            }
            _ => None,
        };
        let reader = Reader { tensors: &tensors, names, path };
        let layers = (0..config.n_layers).map(|i| reader.layer(i, config)).collect::<Result<_, _>>()?;
        Ok(Self {
            words: WordTable { values: words, width: h },
            positions,
            embedding_norm: reader.norm("embeddings.LayerNorm", h)?,
            layers,
            relative,
        })
    }
}

/// Reads layers by the names of one architecture and packs them for one path.
struct Reader<'a> {
    tensors: &'a Tensors<'a>,
    names: Names,
    path: Path,
}

impl Reader<'_> {
    fn layer(&self, i: usize, config: &ModelConfig) -> Result<Layer, EmbedError> {
        let (names, tensors) = (&self.names, self.tensors);
        let (h, f) = (config.hidden_size, config.intermediate_size);
        let name = |part: &str| format!("{}.{i}.{part}", names.layer);
        let (mut weight, mut bias) = (Vec::with_capacity(3 * h * h), Vec::with_capacity(3 * h));
        for part in names.qkv {
            weight.extend(tensors.values(&name(&format!("{part}.weight")), &[h, h])?);
            bias.extend(tensors.values(&name(&format!("{part}.bias")), &[h])?);
        }
        let scale = 1.0 / ((h / config.n_heads) as f32).sqrt();
        for value in weight[..h * h].iter_mut().chain(&mut bias[..h]) {
            *value *= scale;
        }
        Ok(Layer {
            qkv: Linear::new(self.path, &weight, bias, h),
            attention_output: self.linear(&name(names.attention_output), h, h)?,
            attention_norm: self.norm(&name(names.attention_norm), h)?,
            intermediate: self.linear(&name(names.intermediate), f, h)?,
            output: self.linear(&name(names.output), h, f)?,
            output_norm: self.norm(&name(names.output_norm), h)?,
        })
    }

    fn linear(&self, name: &str, n_out: usize, n_in: usize) -> Result<Linear, EmbedError> {
        let weight = self.tensors.values(&format!("{name}.weight"), &[n_out, n_in])?;
        let bias = self.tensors.values(&format!("{name}.bias"), &[n_out])?;
        Ok(Linear::new(self.path, &weight, bias, n_in))
    }

    fn norm(&self, name: &str, width: usize) -> Result<LayerNorm, EmbedError> {
        Ok(LayerNorm {
            scale: self.tensors.values(&format!("{name}.weight"), &[width])?,
            shift: self.tensors.values(&format!("{name}.bias"), &[width])?,
        })
    }
}
