//! Whether a model is still what it was, computes the same on every path of this machine, and knows which languages.

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

/// What a check found.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Check {
    /// The model's name.
    pub name: String,
    /// Files that are missing or not what they were; empty where all are.
    pub changed_files: Vec<String>,
    /// For each way to compute on this machine: how near it comes to the recorded vectors.
    pub paths: Vec<PathCheck>,
    /// For each language: whether it knows it.
    pub languages: Vec<LanguageCheck>,
    /// Whether the files are as recorded and every path in single precision comes as near as it must.
    pub passed: bool,
}

/// How near one way to compute comes to the recorded vectors.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PathCheck {
    /// Engine, kernels and precision.
    pub path: String,
    /// The least cosine over the known sentences; null where this machine or program cannot compute so.
    pub least_cosine: Option<f64>,
    /// What it must reach; in bfloat16, what it should: how much rounding costs hangs on the model.
    pub required: f64,
    /// Whether the check fails where it does not.
    pub is_binding: bool,
    /// Why it cannot be computed, where it cannot.
    pub unavailable_because: Option<String>,
}

/// Whether a model knows a language: how many of its sentences have their English counterpart as nearest of eight.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LanguageCheck {
    /// The language.
    pub language: String,
    /// How many sentences lie nearest to their counterpart.
    pub n_right: usize,
    /// Of how many.
    pub n_sentences: usize,
    /// What that says.
    pub knowledge: Knowledge,
}

/// How well a model knows a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Knowledge {
    /// Every sentence is nearest to its counterpart.
    Knows,
    /// Three quarters or more are.
    InPart,
    /// Fewer are.
    DoesNotKnow,
}

impl Knowledge {
    /// Returns what a number of sentences that are nearest to their counterpart says.
    fn of(n_right: usize, n_sentences: usize) -> Self {
        match (n_right * 4).checked_div(n_sentences) {
            Some(4..) => Self::Knows,
            Some(3) => Self::InPart,
            _ => Self::DoesNotKnow,
        }
    }
}

/// Vectors of the known sentences by the bundled model: made by sentence-transformers, see `tests/oracle/known.py`.
#[cfg(feature = "bundled-model")]
static BUNDLED_KNOWN: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/all-MiniLM-L6-v2/known.f32"));

impl ModelRegistry {
    /// Checks the model compiled into the program, against vectors made by sentence-transformers.
    ///
    /// # Errors
    /// [`EmbedError`] where the program was built without it, or it cannot be loaded.
    pub fn check_bundled(&self) -> Result<Check, EmbedError> {
        let files = ModelFiles::bundled()?;
        let changed = match files.digest() == files.sha256 {
            true => Vec::new(),
            false => vec!["the model in this program is not what it was".to_owned()],
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

    /// Checks a model on the shelf, against what was recorded when it was added.
    ///
    /// # Errors
    /// [`EmbedError`] where there is none of this name, or its files cannot be used any more.
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
                // A record of another length is of another model: nothing is near.
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
