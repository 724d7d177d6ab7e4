//! What is recorded of a model when it is added.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::super::error::EmbedError;
use super::super::model::Model;
use super::super::model_files::ModelFiles;
use super::super::modules::parse;
use super::super::params::{EmbedParams, Kernel, Prompt};
use super::super::{Embedded, Embedder};
use super::files::{read, write};
use super::sentences;
use crate::domain::NoProgress;

/// The record's file in a model's folder.
pub(super) const FILE: &str = "themata-model.json";

/// The record of a model.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Manifest {
    /// Where it came from.
    pub source: Source,
    /// SHA-256 over the files that its vectors hang on, in lower-case hexadecimal, as in the fingerprint.
    pub sha256: String,
    /// SHA-256 of each file.
    pub files: BTreeMap<String, String>,
    /// Bytes of all files together.
    pub n_bytes: u64,
    /// The width of its vectors.
    pub dim: usize,
    /// How many tokens of a text it takes in.
    pub max_tokens: usize,
    /// The languages that it says it was made for; empty where it does not say.
    pub languages: Vec<String>,
    /// The vectors of the known sentences when it was added, by the portable kernels in single precision.
    pub known: Vec<Vec<f32>>,
}

/// Where a model came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    /// Compiled into the program.
    Bundled,
    /// A copy of a local directory.
    Directory {
        /// Which.
        path: String,
    },
    /// Fetched from a hub.
    Hub {
        /// Its address.
        hub: String,
        /// The model's id there.
        id: String,
        /// The commit of the model's files.
        revision: String,
    },
}

impl Manifest {
    /// Tries a model in its folder, records it, and writes the record there.
    pub(super) fn of(folder: &Path, files: ModelFiles, source: Source) -> Result<Self, EmbedError> {
        let hashes = hashes(folder)?;
        let n_bytes = hashes.values().map(|(_, n)| n).sum();
        let (sha256, languages) = (files.sha256.clone(), files.languages.clone());
        let model = Model::load(files, &portable())?;
        let manifest = Self {
            source,
            sha256,
            files: hashes.into_iter().map(|(name, (hash, _))| (name, hash)).collect(),
            n_bytes,
            dim: model.fingerprint().dim,
            max_tokens: model.fingerprint().max_tokens,
            languages,
            known: rows(&model.embed(&sentences::all(), &NoProgress)?),
        };
        let json = serde_json::to_vec_pretty(&manifest)
            .map_err(|error| EmbedError::Malformed { file: FILE.to_owned(), problem: error.to_string() })?;
        write(&folder.join(FILE), &json)?;
        Ok(manifest)
    }

    /// Reads the record of a model.
    pub(super) fn read(folder: &Path) -> Result<Self, EmbedError> {
        let file = folder.join(FILE);
        parse(&read(&file)?, &file.display().to_string())
    }

    /// The files that are not as they were recorded, by name, with what is the matter.
    pub(super) fn changed(&self, folder: &Path) -> Result<Vec<String>, EmbedError> {
        let now = hashes(folder)?;
        let mut changed = Vec::new();
        for (name, hash) in &self.files {
            match now.get(name) {
                None => changed.push(format!("{name} is missing")),
                Some((found, _)) if found != hash => changed.push(format!("{name} is not what it was")),
                Some(_) => {}
            }
        }
        Ok(changed)
    }
}

/// How the known sentences are embedded for the record: without a prompt, the same on every machine.
pub(super) fn portable() -> EmbedParams {
    EmbedParams {
        kernel: Some(Kernel::Portable),
        prompt: Prompt::Text(String::new()),
        ..EmbedParams::default()
    }
}

/// The vectors, one for each text.
pub(super) fn rows(embedded: &Embedded) -> Vec<Vec<f32>> {
    (0..embedded.embeddings.n_segments()).map(|i| embedded.embeddings.row(i).to_vec()).collect()
}

/// SHA-256 and size of each file in a model's folder, the record left out.
fn hashes(folder: &Path) -> Result<BTreeMap<String, (String, u64)>, EmbedError> {
    let failed = |source| EmbedError::Folder { folder: folder.display().to_string(), source };
    let mut hashes = BTreeMap::new();
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                folders.push((entry.path(), format!("{name}/")));
            } else if name != FILE {
                let mut file = fs::File::open(entry.path()).map_err(failed)?;
                let mut hasher = Sha256::new();
                let n = std::io::copy(&mut file, &mut hasher).map_err(failed)?;
                hashes.insert(name, (format!("{:x}", hasher.finalize()), n));
            }
        }
    }
    Ok(hashes)
}
