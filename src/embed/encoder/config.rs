//! What a model's configuration files say, checked.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::super::error::EmbedError;
use super::super::model_files::{ModelFiles, parse_modules};

/// The shape of an encoder.
#[derive(Clone, Debug)]
pub(super) struct EncoderConfig {
    pub(super) hidden_size: usize,
    pub(super) n_layers: usize,
    pub(super) n_heads: usize,
    pub(super) intermediate_size: usize,
    pub(super) vocab_size: usize,
    pub(super) n_positions: usize,
    pub(super) layer_norm_eps: f32,
    /// The window, in tokens, the model's own marks included.
    pub(super) max_tokens: usize,
    pub(super) pooling: Pooling,
}

/// How the vectors of a window's tokens become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pooling {
    /// Their mean.
    Mean,
    /// That of the first token.
    Cls,
    /// The greatest value in each place.
    Max,
}

#[derive(Deserialize)]
struct RawConfig {
    model_type: String,
    hidden_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    intermediate_size: usize,
    vocab_size: usize,
    max_position_embeddings: usize,
    #[serde(default = "default_eps")]
    layer_norm_eps: f64,
    #[serde(default = "default_act")]
    hidden_act: String,
    #[serde(default = "default_position")]
    position_embedding_type: String,
}

fn default_eps() -> f64 {
    1e-12
}

fn default_act() -> String {
    "gelu".to_owned()
}

fn default_position() -> String {
    "absolute".to_owned()
}

#[derive(Deserialize)]
struct RawPooling {
    #[serde(default)]
    pooling_mode_cls_token: bool,
    #[serde(default)]
    pooling_mode_mean_tokens: bool,
    #[serde(default)]
    pooling_mode_max_tokens: bool,
    #[serde(default)]
    pooling_mode_mean_sqrt_len_tokens: bool,
    #[serde(default)]
    pooling_mode_weightedmean_tokens: bool,
    #[serde(default)]
    pooling_mode_lasttoken: bool,
}

#[derive(Deserialize)]
struct RawSentenceConfig {
    max_seq_length: Option<usize>,
}

impl EncoderConfig {
    /// Reads and checks the configuration files of a model.
    pub(super) fn parse(files: &ModelFiles) -> Result<Self, EmbedError> {
        let file = files.file("config.json");
        parse_modules(&files.modules, &files.file("modules.json"))?;
        let raw: RawConfig = parse(&files.config, &file)?;
        let unsupported = |feature: String| EmbedError::Unsupported { file: file.clone(), feature };
        if raw.model_type != "bert" {
            return Err(unsupported(format!("the model type {}", raw.model_type)));
        }
        if raw.hidden_act != "gelu" {
            return Err(unsupported(format!("the activation {}", raw.hidden_act)));
        }
        if raw.position_embedding_type != "absolute" {
            return Err(unsupported(format!("{} position embedding", raw.position_embedding_type)));
        }
        if raw.num_attention_heads == 0
            || raw.hidden_size == 0
            || !raw.hidden_size.is_multiple_of(raw.num_attention_heads)
        {
            return Err(EmbedError::Malformed {
                file,
                problem: format!(
                    "hidden_size {} cannot be shared among {} heads",
                    raw.hidden_size, raw.num_attention_heads
                ),
            });
        }
        let max_tokens = match &files.sentence_config {
            Some(bytes) => {
                parse::<RawSentenceConfig>(bytes, &files.file("sentence_bert_config.json"))?.max_seq_length
            }
            None => None,
        };
        Ok(Self {
            hidden_size: raw.hidden_size,
            n_layers: raw.num_hidden_layers,
            n_heads: raw.num_attention_heads,
            intermediate_size: raw.intermediate_size,
            vocab_size: raw.vocab_size,
            n_positions: raw.max_position_embeddings,
            layer_norm_eps: raw.layer_norm_eps as f32,
            max_tokens: max_tokens.unwrap_or(usize::MAX).min(raw.max_position_embeddings),
            pooling: pooling(files)?,
        })
    }
}

fn pooling(files: &ModelFiles) -> Result<Pooling, EmbedError> {
    let file = files.file("1_Pooling/config.json");
    let raw: RawPooling = parse(&files.pooling, &file)?;
    let other = raw.pooling_mode_mean_sqrt_len_tokens
        || raw.pooling_mode_weightedmean_tokens
        || raw.pooling_mode_lasttoken;
    let chosen = (raw.pooling_mode_mean_tokens, raw.pooling_mode_cls_token, raw.pooling_mode_max_tokens);
    match (other, chosen) {
        (false, (true, false, false)) => Ok(Pooling::Mean),
        (false, (false, true, false)) => Ok(Pooling::Cls),
        (false, (false, false, true)) => Ok(Pooling::Max),
        _ => Err(EmbedError::Unsupported {
            file,
            feature: "a pooling other than exactly one of mean, CLS and max".to_owned(),
        }),
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8], file: &str) -> Result<T, EmbedError> {
    serde_json::from_slice(bytes)
        .map_err(|error| EmbedError::Malformed { file: file.to_owned(), problem: error.to_string() })
}
