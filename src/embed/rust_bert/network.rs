//! A common interface to rust-bert's models.

use rust_bert::RustBertError;
use rust_bert::bert::{BertConfig, BertEmbeddings, BertModel};
use rust_bert::distilbert::{DistilBertConfig, DistilBertModel};
use rust_bert::roberta::RobertaEmbeddings;
use tch::nn::VarStore;
use tch::{Device, Kind, TchError, Tensor};

use super::super::config::{Architecture, ModelConfig};
use super::super::error::EmbedError;
use super::super::model_files::ModelFiles;
use super::weights;

/// One encoder, with its weights on its device.
pub(super) struct Network {
    kind: NetworkKind,
    /// The row of the position table for the first token.
    first_position: i64,
}

enum NetworkKind {
    Bert(BertModel<BertEmbeddings>),
    Roberta(BertModel<RobertaEmbeddings>),
    DistilBert(DistilBertModel),
}

// SAFETY: `tch` does not mark its tensors as `Sync` because some methods write through a shared reference. After loading,
// no method here does: the forward pass only reads the weights, which are not shared elsewhere, and makes its own
// tensors. libtorch allows many threads to read one tensor, and counts its references atomically.
unsafe impl Sync for Network {}

impl Network {
    /// Builds the model and loads its weights.
    pub(super) fn load(files: &ModelFiles, config: &ModelConfig, device: Device) -> Result<Self, EmbedError> {
        let mut store = VarStore::new(device);
        let kind = match config.architecture {
            Architecture::Bert => NetworkKind::Bert(BertModel::new_with_optional_pooler(
                store.root(),
                &bert_config(config),
                false,
            )),
            Architecture::Roberta | Architecture::MpNet => NetworkKind::Roberta(
                BertModel::new_with_optional_pooler(store.root(), &bert_config(config), false),
            ),
            Architecture::DistilBert => {
                NetworkKind::DistilBert(DistilBertModel::new(store.root(), &distilbert_config(config)))
            }
        };
        weights::fill(&store, files, config)?;
        store.freeze();
        Ok(Self { kind, first_position: config.first_position as i64 })
    }

    /// Computes the vector of each token: `n_windows × n_tokens × hidden_size`, from ids and a mask of
    /// `n_windows × n_tokens`.
    pub(super) fn tokens(&self, ids: &Tensor, mask: Option<&Tensor>) -> Result<Tensor, TchError> {
        // The positions are passed explicitly, since rust-bert assumes the row of the padding token.
        let width = ids.size()[1];
        let end = self.first_position + width;
        let positions = Tensor::f_arange_start(self.first_position, end, (Kind::Int64, ids.device()))?
            .f_expand(ids.size(), true)?;
        let ids = Some(ids);
        match &self.kind {
            NetworkKind::Bert(model) => model
                .forward_t(ids, mask, None, Some(&positions), None, None, None, false)
                .map(|o| o.hidden_state),
            NetworkKind::Roberta(model) => model
                .forward_t(ids, mask, None, Some(&positions), None, None, None, false)
                .map(|o| o.hidden_state),
            NetworkKind::DistilBert(model) => model.forward_t(ids, mask, None, false).map(|o| o.hidden_state),
        }
        .map_err(|error| match error {
            RustBertError::TchError(problem) => TchError::Torch(problem),
            other => TchError::Torch(other.to_string()),
        })
    }
}

fn bert_config(config: &ModelConfig) -> BertConfig {
    BertConfig {
        hidden_size: config.hidden_size as i64,
        intermediate_size: config.intermediate_size as i64,
        max_position_embeddings: config.n_positions as i64,
        num_attention_heads: config.n_heads as i64,
        num_hidden_layers: config.n_layers as i64,
        // A single segment has only the first type.
        type_vocab_size: 1,
        vocab_size: config.vocab_size as i64,
        ..BertConfig::default()
    }
}

fn distilbert_config(config: &ModelConfig) -> DistilBertConfig {
    DistilBertConfig {
        dim: config.hidden_size as i64,
        hidden_dim: config.intermediate_size as i64,
        max_position_embeddings: config.n_positions as i64,
        n_heads: config.n_heads as i64,
        n_layers: config.n_layers as i64,
        vocab_size: config.vocab_size as i64,
        ..DistilBertConfig::default()
    }
}
