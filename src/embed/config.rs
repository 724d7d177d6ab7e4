//! Reads and checks a model's configuration files.

use serde::Deserialize;

use super::error::EmbedError;
use super::model_files::ModelFiles;
use super::modules::{Modules, parse};

/// The shape of a model.
#[derive(Clone, Debug)]
pub(super) struct ModelConfig {
    pub(super) architecture: Architecture,
    pub(super) hidden_size: usize,
    pub(super) n_layers: usize,
    pub(super) n_heads: usize,
    pub(super) intermediate_size: usize,
    pub(super) vocab_size: usize,
    /// The number of rows of the position table.
    pub(super) n_positions: usize,
    /// The row of the position table for the first token.
    pub(super) first_position: usize,
    pub(super) layer_norm_eps: f32,
    /// The number of buckets for relative positions in attention; MPNet only.
    pub(super) n_relative_buckets: usize,
    /// The window in tokens, including the model's special tokens.
    pub(super) max_tokens: usize,
    /// Whether texts are converted to lower case before tokenisation.
    pub(super) lower_case: bool,
    pub(super) pooling: Pooling,
    pub(super) modules: Modules,
}

/// The encoder's architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Architecture {
    /// Devlin et al. 2019, arXiv:1810.04805.
    Bert,
    /// Liu et al. 2019, arXiv:1907.11692; XLM-RoBERTa (Conneau et al. 2020, arXiv:1911.02116) differs in its vocabulary only.
    Roberta,
    /// Sanh et al. 2019, arXiv:1910.01108.
    DistilBert,
    /// Song et al. 2020, arXiv:2004.09297.
    MpNet,
}

/// How the vectors of a window's tokens become one vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pooling {
    /// Their mean.
    Mean,
    /// The vector of the first token.
    Cls,
    /// The maximum of each dimension.
    Max,
}

/// The contents of `config.json`; DistilBERT uses other names.
#[derive(Deserialize)]
struct RawConfig {
    model_type: String,
    #[serde(alias = "dim")]
    hidden_size: usize,
    #[serde(alias = "n_layers")]
    num_hidden_layers: usize,
    #[serde(alias = "n_heads")]
    num_attention_heads: usize,
    #[serde(alias = "hidden_dim")]
    intermediate_size: usize,
    vocab_size: usize,
    max_position_embeddings: usize,
    #[serde(default = "default_eps")]
    layer_norm_eps: f64,
    #[serde(default = "default_act", alias = "activation")]
    hidden_act: String,
    #[serde(default = "default_position")]
    position_embedding_type: Option<String>,
    pad_token_id: Option<usize>,
    relative_attention_num_buckets: Option<usize>,
}

fn default_eps() -> f64 {
    1e-12
}

fn default_act() -> String {
    "gelu".to_owned()
}

fn default_position() -> Option<String> {
    Some("absolute".to_owned())
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
    #[serde(default = "yes")]
    include_prompt: bool,
}

fn yes() -> bool {
    true
}

#[derive(Default, Deserialize)]
struct RawSentenceConfig {
    max_seq_length: Option<usize>,
    #[serde(default)]
    do_lower_case: bool,
}

impl ModelConfig {
    /// Reads and checks the configuration files of a model.
    pub(super) fn parse(files: &ModelFiles) -> Result<Self, EmbedError> {
        let modules = Modules::parse(&files.modules, &files.file("modules.json"))?;
        let file = files.file("config.json");
        let raw: RawConfig = parse(&files.config, &file)?;
        let unsupported = |feature: String| EmbedError::Unsupported { file: file.clone(), feature };
        let malformed = |problem: String| EmbedError::Malformed { file: file.clone(), problem };
        let architecture = match raw.model_type.as_str() {
            "bert" => Architecture::Bert,
            "roberta" | "xlm-roberta" | "camembert" => Architecture::Roberta,
            "distilbert" => Architecture::DistilBert,
            "mpnet" => Architecture::MpNet,
            other => return Err(unsupported(format!("the model type {other}"))),
        };
        if raw.hidden_act != "gelu" {
            return Err(unsupported(format!("the activation {}", raw.hidden_act)));
        }
        if let Some(kind) = raw.position_embedding_type.filter(|kind| kind != "absolute") {
            return Err(unsupported(format!("{kind} position embedding")));
        }
        let heads = raw.num_attention_heads;
        if heads == 0 || raw.hidden_size == 0 || !raw.hidden_size.is_multiple_of(heads) {
            return Err(malformed(format!(
                "hidden_size {} cannot be divided among {heads} heads",
                raw.hidden_size
            )));
        }
        if raw.intermediate_size == 0 || raw.vocab_size == 0 {
            return Err(malformed("intermediate_size and vocab_size must be 1 or more".to_owned()));
        }
        // These models count positions from the row after that of the padding token.
        let first_position = match architecture {
            Architecture::Roberta | Architecture::MpNet => raw.pad_token_id.unwrap_or(1) + 1,
            Architecture::Bert | Architecture::DistilBert => 0,
        };
        let sentence = match &files.sentence_config {
            Some(bytes) => parse(bytes, &files.file("sentence_bert_config.json"))?,
            None => RawSentenceConfig::default(),
        };
        let room = raw
            .max_position_embeddings
            .checked_sub(first_position)
            .ok_or_else(|| malformed("max_position_embeddings is too small for a token".to_owned()))?;
        Ok(Self {
            architecture,
            hidden_size: raw.hidden_size,
            n_layers: raw.num_hidden_layers,
            n_heads: heads,
            intermediate_size: raw.intermediate_size,
            vocab_size: raw.vocab_size,
            n_positions: raw.max_position_embeddings,
            first_position,
            layer_norm_eps: match architecture {
                // DistilBERT has no setting for the epsilon.
                Architecture::DistilBert => 1e-12,
                _ => raw.layer_norm_eps as f32,
            },
            n_relative_buckets: match architecture {
                Architecture::MpNet => raw.relative_attention_num_buckets.unwrap_or(32),
                _ => 0,
            },
            max_tokens: sentence.max_seq_length.unwrap_or(usize::MAX).min(room),
            lower_case: sentence.do_lower_case,
            pooling: pooling(files, &modules.pooling)?,
            modules,
        })
    }
}

fn pooling(files: &ModelFiles, folder: &str) -> Result<Pooling, EmbedError> {
    let file = files.file(&format!("{folder}/config.json"));
    let raw: RawPooling = parse(&files.pooling, &file)?;
    let other = raw.pooling_mode_mean_sqrt_len_tokens
        || raw.pooling_mode_weightedmean_tokens
        || raw.pooling_mode_lasttoken;
    if !raw.include_prompt {
        return Err(EmbedError::Unsupported { file, feature: "pooling without the prompt".to_owned() });
    }
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
