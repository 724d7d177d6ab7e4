//! What can be wrong with a model or with embedding.

use super::unavailable::Unavailable;
use crate::domain::{Action, Cancelled, EmbeddingsError, Remedy};

/// Why a model cannot be used or a text not be embedded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EmbedError {
    /// A file of the model directory cannot be read.
    #[error(
        "{file}: cannot be read ({source}); a sentence-transformer directory holds config.json, modules.json, \
         1_Pooling/config.json, tokenizer.json and model.safetensors"
    )]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file of the model directory is not what it should be.
    #[error("{file}: {problem}")]
    Malformed {
        /// The file.
        file: String,
        /// What is wrong, and where.
        problem: String,
    },
    /// The model uses something that this engine does not have.
    #[error(
        "{file}: {feature} is not supported; supported are BERT, RoBERTa, XLM-RoBERTa, DistilBERT and MPNet encoders with \
         mean, CLS or max pooling, Dense and Normalize modules"
    )]
    Unsupported {
        /// The file that asks for it.
        file: String,
        /// What it asks for.
        feature: String,
    },
    /// A tensor is missing or has another shape.
    #[error("{file}: tensor {tensor} {problem}")]
    Tensor {
        /// The weights file.
        file: String,
        /// The tensor's name.
        tensor: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Whoever listened to the progress cancelled it.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// A text could not be cut into tokens.
    #[error("the text beginning \u{201c}{beginning}\u{201d} cannot be cut into tokens: {problem}")]
    Tokens {
        /// Its first words.
        beginning: String,
        /// What the tokenizer said.
        problem: String,
    },
    /// The model's configuration has no prompt of this name.
    #[error("{file}: the model has no prompt named {name}; it has: {known}")]
    NoSuchPrompt {
        /// The file in which prompts are named.
        file: String,
        /// The name asked for.
        name: String,
        /// The names it has.
        known: String,
    },
    /// This program or processor cannot compute as asked.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// A folder or file of the installed models cannot be read or written.
    #[error(
        "{folder}: cannot be read or written ({source}). Check that it exists, that you may write there, and that the \
         disk is not full"
    )]
    Folder {
        /// The folder or file.
        folder: String,
        /// Why.
        source: std::io::Error,
    },
    /// There is no model of this name.
    #[error(
        "there is no model named {name}; there are: {known}. Add a model first, or write the path of its directory with \
         a \u{2018}/\u{2019}"
    )]
    NoSuchModel {
        /// The name asked for.
        name: String,
        /// The names that there are.
        known: String,
    },
    /// A model of this name is there already.
    #[error("there is a model named {name} already. Choose another name, or remove that model first")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// A name that cannot be a folder's.
    #[error(
        "{name:?} cannot name a model: letters, digits, \u{2018}-\u{2019}, \u{2018}_\u{2019} and \u{2018}.\u{2019} can. Choose another name"
    )]
    BadModelName {
        /// The name.
        name: String,
    },
    /// The hub cannot be reached, or what it sends is not what it announced.
    #[error("{address}: {problem}")]
    Network {
        /// What was asked for.
        address: String,
        /// What went wrong, and what to do.
        problem: String,
    },
    /// The engine failed while it computed.
    #[error("{engine} could not compute: {problem}")]
    Engine {
        /// Which engine.
        engine: String,
        /// What it said.
        problem: String,
    },
    /// The program was built without the bundled model.
    #[error("this program was built without a model of its own. Choose the directory of a model")]
    NoBundledModel,
    /// The model gave something that is not a unit vector.
    #[error("the model gave no usable vector: {0}")]
    Vectors(#[from] EmbeddingsError),
}

impl EmbedError {
    /// Returns what the user can do, other than mending the model's files.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::NoSuchPrompt { .. } => vec![Remedy::give("prompt_name")],
            Self::Unavailable(unavailable) => unavailable.remedies(),
            Self::NoSuchModel { .. } => vec![Remedy::take(Action::AddModel)],
            Self::NameTaken { .. } => vec![Remedy::give("name"), Remedy::take(Action::RemoveModel)],
            Self::BadModelName { .. } => vec![Remedy::give("name")],
            Self::NoBundledModel => vec![Remedy::give("model"), Remedy::take(Action::AddModel)],
            _ => Vec::new(),
        }
    }
}
