//! A sentence-transformer: its tokens, windows, engine, and the modules after its pooling.

use std::collections::HashMap;

use rayon::prelude::*;

use super::config::ModelConfig;
use super::encoder::Encoder;
use super::error::EmbedError;
use super::forward_pass::ForwardPass;
use super::head::Head;
use super::model_files::ModelFiles;
use super::modules;
use super::params::{EmbedParams, Engine};
#[cfg(feature = "rust-bert")]
use super::rust_bert::RustBert;
use super::tokens::Tokens;
#[cfg(not(feature = "rust-bert"))]
use super::unavailable::Unavailable;
use super::{Embedded, Embedder};
use crate::domain::{Embeddings, ModelFingerprint, Progress};

/// A sentence-transformer that is ready to embed.
///
/// Source: Reimers & Gurevych 2019, "Sentence-BERT" (arXiv:1908.10084).
pub struct Model {
    engine: Box<dyn ForwardPass>,
    hidden_size: usize,
    head: Head,
    tokens: Tokens,
    fingerprint: ModelFingerprint,
}

impl Model {
    /// Loads a model.
    ///
    /// # Errors
    /// [`EmbedError`] that names the file, and the missing, malformed or unsupported tensor or setting; or what this
    /// program or processor cannot compute as requested.
    pub fn load(files: ModelFiles, params: &EmbedParams) -> Result<Self, EmbedError> {
        let config = ModelConfig::parse(&files)?;
        let prompts = files.file("config_sentence_transformers.json");
        let prompt = modules::prompt(&params.prompt, files.prompts.as_deref(), &prompts)?;
        let (tokens, engine) =
            rayon::join(|| Tokens::load(&files, &config, prompt.clone()), || engine(&files, &config, params));
        let (tokens, engine) = (tokens?, engine?);
        if tokens.n_vocabulary() > config.vocab_size {
            return Err(EmbedError::Malformed {
                file: files.file("tokenizer.json"),
                problem: format!(
                    "it has {} tokens, but config.json has only {}: the two files belong to different models",
                    tokens.n_vocabulary(),
                    config.vocab_size
                ),
            });
        }
        let head = Head::load(&files, &config)?;
        let fingerprint = ModelFingerprint {
            name: files.name,
            sha256: files.sha256,
            engine: engine.name(),
            kernel: engine.kernel(),
            prompt,
            dim: head.dim(),
            max_tokens: config.max_tokens,
            languages: files.languages,
        };
        Ok(Self { engine, hidden_size: config.hidden_size, head, tokens, fingerprint })
    }
}

fn engine(
    files: &ModelFiles,
    config: &ModelConfig,
    params: &EmbedParams,
) -> Result<Box<dyn ForwardPass>, EmbedError> {
    match params.engine {
        Engine::Packed => Ok(Box::new(Encoder::load(files, config, params)?)),
        #[cfg(feature = "rust-bert")]
        Engine::RustBert => Ok(Box::new(RustBert::load(files, config, params)?)),
        #[cfg(not(feature = "rust-bert"))]
        Engine::RustBert => Err(Unavailable::EngineNotBuilt.into()),
    }
}

impl Embedder for Model {
    fn fingerprint(&self) -> &ModelFingerprint {
        &self.fingerprint
    }

    fn embed(&self, texts: &[&str], progress: &dyn Progress) -> Result<Embedded, EmbedError> {
        // Identical texts are embedded only once.
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
        let tokens = |text: &&str| {
            progress.check_cancelled()?;
            self.tokens.windows(text)
        };
        let cut: Vec<Vec<Vec<u32>>> = unique.par_iter().map(tokens).collect::<Result<_, _>>()?;
        let windows: Vec<&[u32]> = cut.iter().flatten().map(Vec::as_slice).collect();
        // Progress counts texts: a window counts if it is the first of its text.
        let firsts: Vec<bool> = cut.iter().flat_map(|windows| (0..windows.len()).map(|i| i == 0)).collect();
        let pooled = self.engine.pooled(&windows, &|done| {
            progress.advance(done.iter().filter(|&&i| firsts[i]).count() as u64);
            progress.check_cancelled()
        })?;

        let dim = self.head.dim();
        let mut of_unique = vec![0.0f32; unique.len() * dim];
        let mut rows = pooled.chunks_exact(self.hidden_size);
        for (windows, sum) in cut.iter().zip(of_unique.chunks_exact_mut(dim)) {
            for pooled in rows.by_ref().take(windows.len()) {
                for (total, value) in sum.iter_mut().zip(self.head.apply(pooled)) {
                    *total += value;
                }
            }
            if windows.len() > 1 {
                super::head::normalise(sum);
            }
        }
        let values = if unique.len() == texts.len() {
            of_unique
        } else {
            index.iter().flat_map(|&i| &of_unique[i * dim..(i + 1) * dim]).copied().collect()
        };
        Ok(Embedded {
            embeddings: Embeddings::new(values, dim)?,
            n_windows: index.iter().map(|&i| cut[i].len() as u32).collect(),
        })
    }
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}
