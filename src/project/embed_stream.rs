//! Embeds a stream of texts: rows in, vectors out, in memory that does not grow with their number.

use std::collections::HashMap;
use std::path::PathBuf;

use serde::Serialize;

use crate::domain::{ModelFingerprint, Progress, Stage};
use crate::embed::{EmbedParams, Embedder};
use crate::exchange::{
    self, ColumnChoice, TextBatch, TextFormat, TextParams, TextSource, VectorFormat, VectorParams,
    VectorRows, VectorTarget,
};
use crate::ingest;

use super::embedding_cache::{EmbeddingCache, TextDigest, digest};
use super::labelled::text_format_of;
use super::{EmbeddingModel, ProjectError, embedding};

/// How many bytes of vectors are kept for repeated texts.
const RECENT_BYTES: usize = 4 << 20;

/// Which texts to embed, how, and where to.
#[derive(Debug)]
pub struct EmbedRequest {
    /// Where the texts come from.
    pub source: TextSource,
    /// Their format; `None` reads a stream as lines and tells a file's format from its name.
    pub source_format: Option<TextFormat>,
    /// The column of a table with the texts; `None` finds it by its heading.
    pub text_column: Option<String>,
    /// The columns of a table that identify a row; they are copied to the output unchanged.
    pub id_columns: Vec<String>,
    /// The folder for a temporary copy of a stream whose format must be read from its end.
    pub scratch: PathBuf,
    /// Where the vectors go.
    pub target: VectorTarget,
    /// The format of the output; `None` writes a stream as an Arrow stream and tells a file's format from its name.
    pub target_format: Option<VectorFormat>,
    /// Whether the texts are written next to their vectors.
    pub with_text: bool,
    /// Which model embeds.
    pub model: EmbeddingModel,
    /// The engine, precision and prompt.
    pub embed: EmbedParams,
}

/// Counts of what was embedded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EmbedSummary {
    /// How many rows were read, and written.
    pub n_rows: u64,
    /// How many texts the model computed: identical texts that are not too far apart are computed once.
    pub n_embedded: u64,
    /// How many rows hold a text longer than the model's window, whose vector is the mean of several windows.
    pub n_long: u64,
    /// How many rows hold an empty text, whose vector carries no information.
    pub n_empty: u64,
    /// How many rows hold no text, and so no vector.
    pub n_null: u64,
    /// The column that the texts were taken from; `None` where the input has no columns.
    pub text_column: Option<String>,
    /// Which model computed.
    pub model: ModelFingerprint,
}

/// Embeds texts as they arrive and writes their vectors in the same order.
///
/// # Errors
/// [`ProjectError::Exchange`], with the position, where texts cannot be read or vectors not be written;
/// [`ProjectError::Embed`]; [`ProjectError::Cancelled`]. An output file gets its name only when it is complete.
pub fn embed_stream(request: EmbedRequest, progress: &dyn Progress) -> Result<EmbedSummary, ProjectError> {
    let columns = ColumnChoice {
        text: request.text_column,
        ids: request.id_columns,
        parameters: vec!["text_column", "id_columns"],
        recognise: ingest::text_columns,
    };
    let source_format = match (request.source_format, &request.source) {
        (Some(format), _) => format,
        (None, TextSource::Stream(..)) => TextFormat::Lines,
        (None, TextSource::File(path)) => text_format_of(path)?,
    };
    let target_format = match (request.target_format, &request.target) {
        (Some(format), _) => format,
        (None, VectorTarget::Stream(..)) => VectorFormat::Arrows,
        (None, VectorTarget::File(path, _)) => VectorFormat::of(path)?,
    };
    let params = TextParams { format: source_format, columns, scratch: request.scratch };
    let texts = exchange::read_texts(request.source, &params)?;
    let model = embedding::load(&request.model, &request.embed)?;
    let params = VectorParams {
        format: target_format,
        with_text: request.with_text,
        model: model.fingerprint().clone(),
    };
    let mut writer = exchange::write_vectors(request.target, &params, &texts)?;
    let mut stream = Stream::new(&model, progress);
    stream.summary.text_column.clone_from(&texts.text_column);
    progress.start(Stage::Embedding, None);
    for batch in texts {
        progress.check_cancelled()?;
        writer.write(stream.embed(batch?)?)?;
    }
    writer.finish()?;
    progress.finish();
    Ok(stream.summary)
}

struct Stream<'a> {
    embedder: &'a dyn Embedder,
    progress: &'a dyn Progress,
    recent: EmbeddingCache,
    summary: EmbedSummary,
}

impl<'a> Stream<'a> {
    fn new(embedder: &'a dyn Embedder, progress: &'a dyn Progress) -> Self {
        let model = embedder.fingerprint().clone();
        let recent = EmbeddingCache::new(RECENT_BYTES, model.dim);
        let summary = EmbedSummary {
            n_rows: 0,
            n_embedded: 0,
            n_long: 0,
            n_empty: 0,
            n_null: 0,
            text_column: None,
            model,
        };
        Self { embedder, progress, recent, summary }
    }

    fn embed(&mut self, batch: TextBatch) -> Result<VectorRows, ProjectError> {
        let dim = self.summary.model.dim;
        let mut values = vec![0.0; batch.texts.len() * dim];
        let mut n_windows = vec![None; batch.texts.len()];
        let mut rows = values.chunks_exact_mut(dim);
        // Each different text that is not in the cache, and the rows that wait for it.
        let mut missing: Vec<&str> = Vec::new();
        let mut digests: Vec<TextDigest> = Vec::new();
        let mut index: HashMap<TextDigest, usize> = HashMap::new();
        let mut waiting: Vec<(usize, &mut [f32], usize)> = Vec::new();
        for (row, text) in batch.texts.iter().enumerate() {
            let (Some(vector), Some(text)) = (rows.next(), text) else { continue };
            let digest = digest(text);
            if let Some(n) = self.recent.copy(&digest, vector) {
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
        // The model reported each text that it computed; the other rows are done too.
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

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::domain::{Embeddings, NoProgress};
    use crate::embed::{EmbedError, Embedded};

    /// Maps a text to a direction and a number of windows by its length, and records the texts asked for.
    struct ByLength {
        asked: Mutex<Vec<String>>,
        fingerprint: ModelFingerprint,
    }

    impl Embedder for ByLength {
        fn fingerprint(&self) -> &ModelFingerprint {
            &self.fingerprint
        }

        fn embed(&self, texts: &[&str], _progress: &dyn Progress) -> Result<Embedded, EmbedError> {
            self.asked.lock().unwrap().extend(texts.iter().map(|&text| text.to_owned()));
            let angle = texts.iter().flat_map(|text| [(text.len() as f32).cos(), (text.len() as f32).sin()]);
            let n_windows = texts.iter().map(|text| text.len() as u32).collect();
            Ok(Embedded { embeddings: Embeddings::new(angle.collect(), 2)?, n_windows })
        }
    }

    #[test]
    fn each_row_has_its_vector_and_each_text_is_embedded_once() {
        let fingerprint = ModelFingerprint {
            name: "lengths".to_owned(),
            sha256: String::new(),
            engine: String::new(),
            kernel: String::new(),
            prompt: String::new(),
            dim: 2,
            max_tokens: 256,
            languages: Vec::new(),
        };
        let model = ByLength { asked: Mutex::default(), fingerprint };
        let mut stream = Stream::new(&model, &NoProgress);
        for texts in [vec![Some("a"), None, Some("bb"), Some("a")], vec![Some("bb"), Some(""), Some("ccc")]] {
            let texts: Vec<Option<String>> = texts.into_iter().map(|text| text.map(str::to_owned)).collect();
            let rows = stream.embed(TextBatch::new(0, texts)).unwrap();
            for ((text, vector), n) in rows.batch.texts.iter().zip(rows.values.chunks(2)).zip(rows.n_windows)
            {
                let length = text.as_ref().map(|text| text.len() as f32);
                assert_eq!(vector, length.map_or([0.0, 0.0], |length| [length.cos(), length.sin()]));
                assert_eq!(n, text.as_ref().map(|text| text.len() as u32));
            }
        }
        assert_eq!(*model.asked.lock().unwrap(), ["a", "bb", "", "ccc"]);
        let EmbedSummary { n_rows, n_embedded, n_long, n_empty, n_null, .. } = stream.summary;
        assert_eq!((n_rows, n_embedded, n_long, n_empty, n_null), (7, 4, 3, 1, 1));
    }
}
