//! Errors of models and of embedding.

use super::unavailable::Unavailable;
use crate::domain::{Action, Cancelled, EmbeddingsError, Remedy, io_cause};

/// Why a model cannot be used, or a text cannot be embedded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EmbedError {
    /// A file of the model directory cannot be read.
    #[error(
        "{file}: cannot be read ({}); a sentence-transformer directory holds config.json, modules.json, \
         1_Pooling/config.json, tokenizer.json and model.safetensors",
        io_cause(.source)
    )]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file of the model directory is malformed.
    #[error("{file}: {problem}")]
    Malformed {
        /// The file.
        file: String,
        /// What is wrong, and where.
        problem: String,
    },
    /// The model uses a feature that the engine does not support.
    #[error(
        "{file}: {feature} is not supported. Supported are BERT, RoBERTa, XLM-RoBERTa, DistilBERT and MPNet encoders with \
         mean, CLS or max pooling, Dense and Normalize modules"
    )]
    Unsupported {
        /// The file that names the feature.
        file: String,
        /// The feature.
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
    /// The work was cancelled through its progress.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// A text could not be split into tokens.
    #[error("the text that begins with \u{201c}{beginning}\u{201d} cannot be split into tokens: {problem}")]
    Tokens {
        /// Its first words.
        beginning: String,
        /// The tokenizer's message.
        problem: String,
    },
    /// The model's configuration has no prompt of this name.
    #[error("{file}: the model has no prompt named {name}; its prompts are: {known}")]
    NoSuchPrompt {
        /// The file that names the prompts.
        file: String,
        /// The name that was given.
        name: String,
        /// The names of the model's prompts.
        known: String,
    },
    /// This program or processor cannot compute in the requested way.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// A folder or file of the installed models cannot be read or written.
    #[error(
        "{folder}: cannot be read or written ({}). Check that it exists, that you may write there, and that the \
         disk is not full",
        io_cause(.source)
    )]
    Folder {
        /// The folder or file.
        folder: String,
        /// Why.
        source: std::io::Error,
    },
    /// No model has this name.
    #[error(
        "there is no model named {name}; the models are: {known}. Add a model first, or write the path of its directory with \
         a \u{2018}/\u{2019}"
    )]
    NoSuchModel {
        /// The name that was given.
        name: String,
        /// The names of the existing models.
        known: String,
    },
    /// The model is part of the program.
    #[error("the model {name} is built into the program and cannot be removed")]
    BuiltIn {
        /// Its name.
        name: String,
    },
    /// Another model has this name already.
    #[error("a model named {name} exists already. Choose another name, or remove that model first")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// The name cannot be used for a folder.
    #[error(
        "{name:?} cannot name a model. Choose a name of letters, digits, \u{2018}-\u{2019}, \u{2018}_\u{2019} and \
         \u{2018}.\u{2019} that does not begin with \u{2018}.\u{2019}"
    )]
    BadModelName {
        /// The name.
        name: String,
    },
    /// The hub cannot be reached, or it sent something other than it announced.
    #[error("{address}: {problem}")]
    Network {
        /// The address of the request.
        address: String,
        /// What went wrong, and what to do.
        problem: String,
    },
    /// The engine failed while it computed.
    #[error("{engine} could not compute: {problem}")]
    Engine {
        /// The engine.
        engine: String,
        /// The engine's message.
        problem: String,
    },
    /// The program was built without the bundled model.
    #[error("this program was built without a bundled model. Choose the directory of a model")]
    NoBundledModel,
    /// The model computed something other than a unit vector.
    #[error("the model computed no usable vector: {0}")]
    Vectors(#[from] EmbeddingsError),
}

impl EmbedError {
    /// Returns what the user can do other than correct the model's files.
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
