//! Turns the words of segments into unit vectors.
//!
//! [`Embedder`] is what the rest of the program sees, and [`Model`] the one implementation: it cuts texts into tokens and
//! windows, has an engine compute a vector for each window, and applies what the model puts after its pooling. The engine
//! is a forward pass of this crate's own or, with the feature `rust-bert`, rust-bert on libtorch.

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

/// What an [`Embedder`] gives back.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedded {
    /// One unit row for each text, in the order given.
    pub embeddings: Embeddings,
    /// For each text, in how many windows it was taken in: 1 where it fitted the model's window; else its vector is the
    /// normalised mean of that many.
    pub n_windows: Vec<u32>,
}

/// A model that gives a text a vector.
pub trait Embedder: Send + Sync {
    /// What tells this model's vectors from another's.
    fn fingerprint(&self) -> &ModelFingerprint;

    /// Embeds texts: `n_texts` in, `n_texts × dim` out, each row of length 1.
    ///
    /// A text's vector depends on the text alone: not on its neighbours, their order or the number of threads. A text
    /// longer than the window is cut into windows at word boundaries, and their vectors are averaged. `progress` is told of
    /// each different text; its stage is begun and ended by the caller.
    ///
    /// # Errors
    /// [`EmbedError`] where a text cannot be tokenised, the model gives no finite vector, or `progress` is cancelled.
    fn embed(&self, texts: &[&str], progress: &dyn Progress) -> Result<Embedded, EmbedError>;
}
