//! Vectors that are written to a new file.

use std::collections::BTreeMap;

use crate::domain::ModelFingerprint;
use crate::store::CachedEmbedding;

/// The vectors of one model.
pub(super) struct ModelVectors {
    pub(super) model: ModelFingerprint,
    /// By the text in the new file.
    pub(super) of_text: BTreeMap<String, CachedEmbedding>,
}

impl ModelVectors {
    /// Returns each text with its vector, and in how many windows the model read it.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&str, &[f32], u32)> {
        self.of_text.iter().map(|(text, of)| (text.as_str(), of.vector.as_slice(), of.n_windows))
    }
}
