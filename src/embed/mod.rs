//! Turns the words of segments into unit vectors.
//!
//! [`Embedder`] is what the rest of the program sees. [`Encoder`] is the one implementation: a forward pass of the BERT
//! family over packed tokens, on the processor, without padding.

mod encoder;
mod error;
mod model_files;
mod tokens;

pub use encoder::Encoder;
pub use error::EmbedError;
pub use model_files::ModelFiles;

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
    /// [`EmbedError`] where a text cannot be tokenised or the model gives no finite vector.
    fn embed(&self, texts: &[&str], progress: &dyn Progress) -> Result<Embedded, EmbedError>;
}
