//! Embeds the texts whose vectors the project does not hold yet.

use std::collections::BTreeSet;
use std::collections::HashMap;

use crate::domain::{Embeddings, Stage};
use crate::embed::{EmbedParams, Embedder, Model, ModelFiles};
use crate::store::Store;

use super::{EmbeddingModel, Listener, ProjectError};

/// How many texts are embedded before their vectors are stored: an interruption loses at most this many.
const KEPT_AT_ONCE: usize = 4096;

/// The vectors of texts.
pub(super) struct EmbeddedTexts {
    pub(super) embeddings: Embeddings,
    /// For each text, the number of windows it was read in.
    pub(super) n_windows: Vec<u32>,
    /// How many different texts were embedded now; the others were stored before.
    pub(super) n_embedded: usize,
}

/// Loads a model.
pub(super) fn load(model: &EmbeddingModel, params: &EmbedParams) -> Result<Model, ProjectError> {
    let files = match model {
        EmbeddingModel::Bundled => ModelFiles::bundled()?,
        EmbeddingModel::Directory(directory) => ModelFiles::from_directory(directory)?,
    };
    Ok(Model::load(files, params)?)
}

/// Embeds texts: each different one once, and only those that the project does not hold.
pub(super) fn embed(
    store: &mut Store,
    embedder: &dyn Embedder,
    texts: &[&str],
    listener: &dyn Listener,
) -> Result<EmbeddedTexts, ProjectError> {
    let model = embedder.fingerprint().clone();
    let distinct: Vec<&str> = texts.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let kept = store.embeddings(&model, &distinct)?;
    let missing: Vec<&str> =
        distinct.iter().zip(&kept).filter(|(_, kept)| kept.is_none()).map(|(&text, _)| text).collect();
    let mut vectors: HashMap<&str, (Vec<f32>, u32)> = HashMap::with_capacity(distinct.len());
    for (&text, kept) in distinct.iter().zip(kept) {
        if let Some(kept) = kept {
            vectors.insert(text, (kept.vector, kept.n_windows));
        }
    }

    listener.start(Stage::Embedding, Some(missing.len() as u64));
    for chunk in missing.chunks(KEPT_AT_ONCE) {
        listener.check_cancelled()?;
        let embedded = embedder.embed(chunk, listener)?;
        let row = |i: usize| (embedded.embeddings.row(i), embedded.n_windows[i]);
        let rows = chunk.iter().enumerate().map(|(i, &text)| (text, row(i).0, row(i).1));
        store.keep_embeddings(&model, rows)?;
        for (i, &text) in chunk.iter().enumerate() {
            vectors.insert(text, (row(i).0.to_vec(), row(i).1));
        }
    }
    listener.finish();

    let mut values = Vec::with_capacity(texts.len() * model.dim);
    let mut n_windows = Vec::with_capacity(texts.len());
    for text in texts {
        if let Some((vector, n)) = vectors.get(text) {
            values.extend_from_slice(vector);
            n_windows.push(*n);
        }
    }
    let embeddings = Embeddings::new(values, model.dim)?;
    Ok(EmbeddedTexts { embeddings, n_windows, n_embedded: missing.len() })
}
