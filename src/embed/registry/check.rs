//! Checks whether a model is unchanged, computes the same on every path of this machine, and which languages it knows.

use serde::Serialize;

use super::super::error::EmbedError;
use super::super::model::Model;
use super::super::model_files::ModelFiles;
use super::super::params::{EmbedParams, Engine, Kernel, Precision, Prompt};
use super::super::{Embedder, head};
use super::manifest::{portable, rows};
use super::sentences::{self, KNOWN};
use super::{Manifest, ModelRegistry};
use crate::domain::NoProgress;

/// The result of a check.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Check {
    /// The model's name.
    pub name: String,
    /// Files that are missing or changed; empty if there are none.
    pub changed_files: Vec<String>,
    /// For each way to compute on this machine: how close its vectors are to the recorded ones.
    pub paths: Vec<PathCheck>,
    /// For each language: whether the model knows it.
    pub languages: Vec<LanguageCheck>,
    /// Whether the files are as recorded and every single-precision path is close enough.
    pub passed: bool,
}

/// How close the vectors of one way to compute are to the recorded vectors.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PathCheck {
    /// The engine, the kernels and the precision.
    pub path: String,
    /// The least cosine over the known sentences; null if this machine or program cannot compute in this way.
    pub least_cosine: Option<f64>,
    /// The cosine that is required; for bfloat16 it is only recommended, since the loss from rounding depends on the
    /// model.
    pub required: f64,
    /// Whether the check fails if the cosine is lower.
    pub is_binding: bool,
    /// Why it cannot be computed; null if it can.
    pub unavailable_because: Option<String>,
}

/// Whether a model knows a language: for how many sentences the English counterpart is the nearest of eight.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LanguageCheck {
    /// The language.
    pub language: String,
    /// How many sentences are nearest to their counterpart.
    pub n_right: usize,
    /// How many sentences were compared.
    pub n_sentences: usize,
    /// How well the model knows the language.
    pub knowledge: Knowledge,
}

/// How well a model knows a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Knowledge {
    /// Every sentence is nearest to its counterpart.
    Knows,
    /// At least three quarters are.
    InPart,
    /// Fewer are.
    DoesNotKnow,
}

impl Knowledge {
    /// Returns how well a model knows a language, from the number of sentences that are nearest to their counterpart.
    fn of(n_right: usize, n_sentences: usize) -> Self {
        match (n_right * 4).checked_div(n_sentences) {
            Some(4..) => Self::Knows,
            Some(3) => Self::InPart,
            _ => Self::DoesNotKnow,
        }
    }
}

/// Vectors of the known sentences by the bundled model, computed with sentence-transformers: see `tests/oracle/known.py`.
#[cfg(feature = "bundled-model")]
static BUNDLED_KNOWN: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/all-MiniLM-L6-v2/known.f32"));

impl ModelRegistry {
    /// Checks the model compiled into the program against vectors computed with sentence-transformers.
    ///
    /// # Errors
    /// [`EmbedError`] if the program was built without this model, or if it cannot be loaded.
    pub fn check_bundled(&self) -> Result<Check, EmbedError> {
        let files = ModelFiles::bundled()?;
        let changed = match files.digest() == files.sha256 {
            true => Vec::new(),
            false => vec!["the bundled model has changed".to_owned()],
        };
        #[cfg(feature = "bundled-model")]
        let known = BUNDLED_KNOWN;
        #[cfg(not(feature = "bundled-model"))]
        let known: &[u8] = &[];
        let values: Vec<f32> =
            known.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        let known: Vec<Vec<f32>> = values.chunks_exact(384).map(<[f32]>::to_vec).collect();
        check(files, changed, &known)
    }

    /// Checks an installed model against what was recorded when it was added.
    ///
    /// # Errors
    /// [`EmbedError`] if there is no model of this name, or if its files can no longer be used.
    pub fn check(&self, name: &str) -> Result<Check, EmbedError> {
        let model = self.find(name)?;
        let Manifest { known, .. } = &model.manifest;
        let changed = model.manifest.changed(&model.folder)?;
        let mut files = ModelFiles::from_directory(&model.folder)?;
        files.name = model.name;
        check(files, changed, known)
    }
}

fn check(files: ModelFiles, changed_files: Vec<String>, known: &[Vec<f32>]) -> Result<Check, EmbedError> {
    let texts = sentences::all();
    let name = files.name.clone();
    let ways = [
        ("packed portable f32", portable(), 0.999_999),
        ("packed avx512 f32", EmbedParams { kernel: Some(Kernel::Avx512), ..portable() }, 0.999_999),
        (
            "packed avx512 bf16",
            EmbedParams { kernel: None, precision: Precision::Bf16, ..portable() },
            0.9999,
        ),
        (
            "rust-bert cpu f32",
            EmbedParams {
                engine: Engine::RustBert,
                prompt: Prompt::Text(String::new()),
                ..EmbedParams::default()
            },
            0.999_999,
        ),
    ];
    let mut paths = Vec::new();
    let mut vectors = Vec::new();
    for (path, params, required) in ways {
        let mut found = PathCheck {
            path: path.to_owned(),
            least_cosine: None,
            required,
            is_binding: params.precision == Precision::F32,
            unavailable_because: None,
        };
        match Model::load(files.clone(), &params) {
            Ok(model) => {
                let computed = rows(&model.embed(&texts, &NoProgress)?);
                // A record of another length belongs to another model: no vector counts as close.
                let fits = known.len() == computed.len();
                found.least_cosine = Some(if fits { head::least_cosine(known, &computed) } else { 0.0 });
                if vectors.is_empty() {
                    vectors = computed;
                }
            }
            Err(EmbedError::Unavailable(unavailable)) => {
                found.unavailable_because = Some(unavailable.to_string());
            }
            Err(error) => return Err(error),
        }
        paths.push(found);
    }
    let near = paths
        .iter()
        .filter(|path| path.is_binding)
        .all(|path| path.least_cosine.is_none_or(|cosine| cosine >= path.required));
    Ok(Check {
        name,
        passed: changed_files.is_empty() && near,
        changed_files,
        paths,
        languages: languages(&vectors),
    })
}

fn languages(vectors: &[Vec<f32>]) -> Vec<LanguageCheck> {
    let n = KNOWN[0].sentences.len();
    let english = &vectors[..n];
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>();
    KNOWN[1..]
        .iter()
        .zip(vectors[n..].chunks_exact(n))
        .map(|(known, rows)| {
            let is_right = |&(i, row): &(usize, &Vec<f32>)| {
                let own = dot(row, &english[i]);
                (0..n).all(|other| other == i || dot(row, &english[other]) < own)
            };
            let n_right = rows.iter().enumerate().filter(is_right).count();
            LanguageCheck {
                language: known.language.to_owned(),
                n_right,
                n_sentences: n,
                knowledge: Knowledge::of(n_right, n),
            }
        })
        .collect()
}
