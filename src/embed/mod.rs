//! Embeds the words of segments as unit vectors.
//!
//! [`Embedder`] is the interface for the rest of the program, and [`Model`] its only implementation: it splits texts into
//! tokens and windows, has an engine compute a vector for each window, and applies the modules after the model's pooling.
//! The engine is this crate's own forward pass or, with the feature `rust-bert`, rust-bert on libtorch.

mod config;
mod encoder;
mod error;
mod forward_pass;
mod head;
mod model;
mod model_files;
mod modules;
mod params;
mod registry;
#[cfg(feature = "rust-bert")]
mod rust_bert;
mod tensors;
mod tokens;
mod unavailable;

pub use error::EmbedError;
pub use model::Model;
pub use model_files::ModelFiles;
pub use params::{EmbedParams, Engine, Kernel, Precision, Prompt};
#[cfg(feature = "download")]
pub use registry::Hub;
pub use registry::{
    BUNDLED, Check, InstalledModel, Knowledge, LanguageCheck, Manifest, ModelRegistry, PathCheck, Source,
};
pub use unavailable::Unavailable;

use crate::domain::{Embeddings, ModelFingerprint, Progress};

/// What an [`Embedder`] returns.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedded {
    /// One unit row for each text, in the order given.
    pub embeddings: Embeddings,
    /// For each text, the number of windows into which it was cut: 1 if it fits the model's window; otherwise its vector
    /// is the normalised mean of the windows' vectors.
    pub n_windows: Vec<u32>,
}

/// A model that computes a vector for a text.
pub trait Embedder: Send + Sync {
    /// Returns what distinguishes this model's vectors from those of other models.
    fn fingerprint(&self) -> &ModelFingerprint;

    /// Embeds texts: `n_texts` in, `n_texts × dim` out, each row of length 1.
    ///
    /// A text's vector depends on the text alone: not on the other texts, their order or the number of threads. A text
    /// longer than the window is cut into windows at word boundaries, and their vectors are averaged. `progress` is
    /// updated for each distinct text; the caller begins and ends its stage.
    ///
    /// # Errors
    /// [`EmbedError`] if a text cannot be tokenised, the model computes no finite vector, or `progress` is cancelled.
    fn embed(&self, texts: &[&str], progress: &dyn Progress) -> Result<Embedded, EmbedError>;
}
