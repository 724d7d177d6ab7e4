//! Embeds a stream of texts: rows in, vectors out, in memory that does not grow with their number.

use std::collections::HashMap;

use serde::Serialize;

use crate::domain::{ModelFingerprint, Progress, Stage};
use crate::embed::{EmbedParams, Embedder};
use crate::exchange::{self, TextBatch, TextFormat, TextSource, VectorFormat, VectorRows, VectorTarget};

use super::recent::{Recent, TextDigest, digest};
use super::{EmbeddingModel, ProjectError, embedding};

/// How many bytes of vectors are kept for texts that come again.
const RECENT_BYTES: usize = 8 << 20;

/// Which texts to embed, how, and where to.
#[derive(Debug)]
pub struct EmbedRequest {
    /// Where the texts come from.
    pub source: TextSource,
    /// In which form.
    pub source_format: TextFormat,
    /// Where the vectors go.
    pub target: VectorTarget,
    /// In which form.
    pub target_format: VectorFormat,
    /// Which model embeds.
    pub model: EmbeddingModel,
    /// With which engine, precision and prompt.
    pub embed: EmbedParams,
}

/// What was embedded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EmbedSummary {
    /// How many rows were read, and written.
    pub n_rows: u64,
    /// How many texts the model computed: identical ones that lie not too far apart are computed once.
    pub n_embedded: u64,
    /// How many rows hold a text longer than the model's window, whose vector is the mean of several windows.
    pub n_long: u64,
    /// How many rows hold an empty text, which has a vector that says nothing.
    pub n_empty: u64,
    /// How many rows hold no text, and so no vector.
    pub n_null: u64,
    /// Which model computed.
    pub model: ModelFingerprint,
}

/// Embeds texts as they come and writes their vectors in the same order.
///
/// # Errors
/// [`ProjectError`] that names the place in the input, the option, the model or the output that is wrong. An output file
/// gets its name only when it is whole.
pub fn embed_stream(request: EmbedRequest, progress: &dyn Progress) -> Result<EmbedSummary, ProjectError> {
    let texts = exchange::read_texts(request.source, request.source_format)?;
    let model = embedding::load(&request.model, &request.embed)?;
    let dim = model.fingerprint().dim;
    let mut writer = exchange::write_vectors(request.target, request.target_format, dim)?;
    let mut stream = Stream::new(&model, progress);
    progress.start(Stage::Embedding, None);
    for batch in texts {
        writer.write(stream.embed(batch?)?)?;
    }
    writer.finish()?;
    progress.finish();
    Ok(stream.summary)
}

struct Stream<'a> {
    embedder: &'a dyn Embedder,
    progress: &'a dyn Progress,
    recent: Recent,
    summary: EmbedSummary,
}

impl<'a> Stream<'a> {
    fn new(embedder: &'a dyn Embedder, progress: &'a dyn Progress) -> Self {
        let model = embedder.fingerprint().clone();
        let recent = Recent::new(RECENT_BYTES, model.dim);
        let summary = EmbedSummary { n_rows: 0, n_embedded: 0, n_long: 0, n_empty: 0, n_null: 0, model };
        Self { embedder, progress, recent, summary }
    }

    fn embed(&mut self, batch: TextBatch) -> Result<VectorRows, ProjectError> {
        let dim = self.summary.model.dim;
        let mut values = vec![0.0; batch.texts.len() * dim];
        let mut n_windows = vec![None; batch.texts.len()];
        let mut rows = values.chunks_exact_mut(dim);
        // Each different text that is not known yet, and the rows that wait for it.
        let mut missing: Vec<&str> = Vec::new();
        let mut digests: Vec<TextDigest> = Vec::new();
        let mut index: HashMap<TextDigest, usize> = HashMap::new();
        let mut waiting: Vec<(usize, &mut [f32], usize)> = Vec::new();
        for (row, text) in batch.texts.iter().enumerate() {
            let (Some(vector), Some(text)) = (rows.next(), text) else { continue };
            let digest = digest(text);
            if let Some((known, n)) = self.recent.get(&digest) {
                vector.copy_from_slice(known);
                n_windows[row] = Some(n);
                continue;
            }
            let at = *index.entry(digest).or_insert_with(|| {
                missing.push(text);
                digests.push(digest);
                missing.len() - 1
            });
            waiting.push((row, vector, at));
        }
        let embedded = self.embedder.embed(&missing, self.progress)?;
        for (row, vector, at) in waiting {
            vector.copy_from_slice(embedded.embeddings.row(at));
            n_windows[row] = Some(embedded.n_windows[at]);
        }
        for (at, digest) in digests.iter().enumerate() {
            self.recent.keep(*digest, embedded.embeddings.row(at), embedded.n_windows[at]);
        }
        // The model told of each text that it computed; rows that wanted none of its work are done too.
        self.progress.advance((batch.texts.len() - missing.len()) as u64);
        self.count(&batch, &n_windows, missing.len());
        Ok(VectorRows { batch, values, n_windows })
    }

    fn count(&mut self, batch: &TextBatch, n_windows: &[Option<u32>], n_embedded: usize) {
        let summary = &mut self.summary;
        let count = |n: usize| n as u64;
        summary.n_rows += count(batch.texts.len());
        summary.n_embedded += count(n_embedded);
        summary.n_long += count(n_windows.iter().filter(|n| n.is_some_and(|n| n > 1)).count());
        summary.n_null += count(batch.texts.iter().filter(|text| text.is_none()).count());
        let is_empty = |text: &&Option<String>| text.as_ref().is_some_and(|text| text.trim().is_empty());
        summary.n_empty += count(batch.texts.iter().filter(is_empty).count());
    }
}
