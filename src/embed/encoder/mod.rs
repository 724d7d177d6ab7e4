//! The BERT family's forward pass, inference only, on the processor.
//!
//! Tokens of many segments are packed one after the other without padding; Q, K and V are one multiplication; attention
//! runs within each segment; bias, GELU, residual and layer norm are fused into one pass over each row. Batches run side
//! by side, one a thread, so that a busy core delays one batch and not all.

mod attention;
mod config;
mod forward;
mod kernels;
mod linear;
mod weights;

use std::collections::HashMap;

use rayon::prelude::*;

use self::config::{EncoderConfig, Pooling};
use self::forward::Scratch;
use self::weights::Weights;
use super::error::EmbedError;
use super::model_files::ModelFiles;
use super::tokens::Tokens;
use super::{Embedded, Embedder};
use crate::domain::{Embeddings, ModelFingerprint, Progress};

/// How many tokens make a batch: enough for the matrix kernels, few enough to stay in a core's cache.
const BATCH_TOKENS: usize = 1024;

/// A sentence-transformer of the BERT family, ready to embed.
///
/// Source: Devlin et al. 2019, "BERT" (arXiv:1810.04805); Reimers & Gurevych 2019, "Sentence-BERT" (arXiv:1908.10084).
pub struct Encoder {
    config: EncoderConfig,
    weights: Weights,
    tokens: Tokens,
    fingerprint: ModelFingerprint,
}

impl Encoder {
    /// Loads a model.
    ///
    /// # Errors
    /// [`EmbedError`] that names the file, and the tensor or setting, that is missing, malformed or not supported.
    pub fn load(files: ModelFiles) -> Result<Self, EmbedError> {
        let config = EncoderConfig::parse(&files)?;
        let (tokens, weights) =
            rayon::join(|| Tokens::load(&files, config.max_tokens), || Weights::load(&files, &config));
        let (tokens, weights) = (tokens?, weights?);
        if tokens.n_vocabulary() > config.vocab_size {
            return Err(EmbedError::Malformed {
                file: format!("{}/tokenizer.json", files.place),
                problem: format!(
                    "it knows {} tokens, config.json only {}: the two are not of one model",
                    tokens.n_vocabulary(),
                    config.vocab_size
                ),
            });
        }
        let fingerprint = ModelFingerprint {
            name: files.name,
            sha256: files.sha256,
            engine: "packed-gemm f32".to_owned(),
            dim: config.hidden_size,
            max_tokens: config.max_tokens,
            languages: files.languages,
        };
        Ok(Self { config, weights, tokens, fingerprint })
    }

    /// The vectors of windows, each of length 1, in the order given.
    fn embed_windows(&self, windows: &[Window<'_>], progress: &dyn Progress) -> Vec<f32> {
        let dim = self.config.hidden_size;
        // Longest first, so that the last batches are short and the threads end together.
        let mut order: Vec<usize> = (0..windows.len()).collect();
        order.sort_by(|&a, &b| {
            let (a, b) = (windows[a].tokens, windows[b].tokens);
            b.len().cmp(&a.len()).then_with(|| a.cmp(b))
        });
        let mut batches: Vec<&[usize]> = Vec::new();
        let mut rest = order.as_slice();
        while let Some(&first) = rest.first() {
            let n = (BATCH_TOKENS / windows[first].tokens.len().max(1)).clamp(1, rest.len());
            let (batch, after) = rest.split_at(n);
            batches.push(batch);
            rest = after;
        }
        let vectors: Vec<Vec<f32>> = batches
            .par_iter()
            .map_init(Scratch::default, |scratch, batch| {
                let sequences: Vec<&[u32]> = batch.iter().map(|&i| windows[i].tokens).collect();
                let vectors = forward::forward(&self.config, &self.weights, &sequences, scratch);
                progress.advance(batch.iter().filter(|&&i| windows[i].is_first).count() as u64);
                vectors
            })
            .collect();
        let mut out = vec![0.0; windows.len() * dim];
        for (batch, vectors) in batches.iter().zip(&vectors) {
            for (&i, vector) in batch.iter().zip(vectors.chunks_exact(dim)) {
                out[i * dim..(i + 1) * dim].copy_from_slice(vector);
            }
        }
        out
    }
}

/// One window of a text.
struct Window<'a> {
    tokens: &'a [u32],
    /// Whether it is its text's first: progress is counted in texts.
    is_first: bool,
}

impl Embedder for Encoder {
    fn fingerprint(&self) -> &ModelFingerprint {
        &self.fingerprint
    }

    fn embed(&self, texts: &[&str], progress: &dyn Progress) -> Result<Embedded, EmbedError> {
        // Identical texts are embedded once.
        let mut first_of: HashMap<&str, usize> = HashMap::with_capacity(texts.len());
        let mut unique: Vec<&str> = Vec::new();
        let index: Vec<usize> = texts
            .iter()
            .map(|&text| {
                *first_of.entry(text).or_insert_with(|| {
                    unique.push(text);
                    unique.len() - 1
                })
            })
            .collect();
        let cut: Vec<Vec<Vec<u32>>> =
            unique.par_iter().map(|text| self.tokens.windows(text)).collect::<Result<_, _>>()?;
        let windows: Vec<Window<'_>> = cut
            .iter()
            .flat_map(|windows| windows.iter().enumerate())
            .map(|(i, tokens)| Window { tokens, is_first: i == 0 })
            .collect();
        let vectors = self.embed_windows(&windows, progress);

        let dim = self.config.hidden_size;
        let mut of_unique: Vec<Vec<f32>> = Vec::with_capacity(unique.len());
        let mut rows = vectors.chunks_exact(dim);
        for windows in &cut {
            let mut sum = vec![0.0f32; dim];
            for row in rows.by_ref().take(windows.len()) {
                for (total, value) in sum.iter_mut().zip(row) {
                    *total += value;
                }
            }
            if windows.len() > 1 {
                kernels::normalise(&mut sum);
            }
            of_unique.push(sum);
        }
        let values = index.iter().flat_map(|&i| of_unique[i].iter().copied()).collect();
        Ok(Embedded {
            embeddings: Embeddings::new(values, dim)?,
            n_windows: index.iter().map(|&i| cut[i].len() as u32).collect(),
        })
    }
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoder").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

/// How the vectors of a window's tokens become one.
fn pool(pooling: Pooling, tokens: &[f32], dim: usize, out: &mut [f32]) {
    match pooling {
        Pooling::Cls => out.copy_from_slice(&tokens[..dim]),
        Pooling::Mean => {
            out.fill(0.0);
            for token in tokens.chunks_exact(dim) {
                for (total, value) in out.iter_mut().zip(token) {
                    *total += value;
                }
            }
            let n = (tokens.len() / dim) as f32;
            for total in out.iter_mut() {
                *total /= n;
            }
        }
        Pooling::Max => {
            out.fill(f32::NEG_INFINITY);
            for token in tokens.chunks_exact(dim) {
                for (greatest, value) in out.iter_mut().zip(token) {
                    *greatest = greatest.max(*value);
                }
            }
        }
    }
}
