//! What can be wrong with a model or with embedding.

use crate::domain::EmbeddingsError;

/// Why a model cannot be used or a text not be embedded.
#[derive(Debug, thiserror::Error)]
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
    /// A text could not be cut into tokens.
    #[error("the text beginning \u{201c}{beginning}\u{201d} cannot be cut into tokens: {problem}")]
    Tokens {
        /// Its first words.
        beginning: String,
        /// What the tokenizer said.
        problem: String,
    },
    /// The model's configuration has no prompt of this name.
    #[error("{file}: it has no prompt named {name}; it has: {known}")]
    NoSuchPrompt {
        /// The file in which prompts are named.
        file: String,
        /// The name asked for.
        name: String,
        /// The names it has.
        known: String,
    },
    /// This program or processor cannot compute as asked.
    #[error("{asked} cannot be used: {reason}")]
    Unavailable {
        /// The option.
        asked: String,
        /// Why not, and what to do.
        reason: String,
    },
    /// The program was built without the bundled model.
    #[error("this program was built without its bundled model; name one with --model DIR")]
    NoBundledModel,
    /// The model gave something that is not a unit vector.
    #[error("the model gave no usable vector: {0}")]
    Vectors(#[from] EmbeddingsError),
}
