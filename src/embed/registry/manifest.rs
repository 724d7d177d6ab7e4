//! The record that is made of a model when it is added.

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

/// The name of the record's file in a model's folder.
pub(super) const FILE: &str = "themata-model.json";

/// The record of a model.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Manifest {
    /// Where the model came from.
    pub source: Source,
    /// SHA-256 of the files that determine its vectors, in lower-case hexadecimal, as in the fingerprint.
    pub sha256: String,
    /// SHA-256 of each file.
    pub files: BTreeMap<String, String>,
    /// The size of all files in bytes.
    pub n_bytes: u64,
    /// The width of the model's vectors.
    pub dim: usize,
    /// How many tokens of a text the model's window holds.
    pub max_tokens: usize,
    /// The languages for which the model was made, by its own record; empty if it does not say.
    pub languages: Vec<String>,
    /// The vectors of the known sentences when the model was added, by the portable kernels in single precision.
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
        /// The path of the directory.
        path: String,
    },
    /// Downloaded from a hub.
    Hub {
        /// The hub's address.
        hub: String,
        /// The model's id there.
        id: String,
        /// The commit of the model's files.
        revision: String,
    },
}

impl Manifest {
    /// Tries the model in a folder, makes its record, and writes it there.
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

    /// Returns a message for each file that is missing or changed since it was recorded.
    pub(super) fn changed(&self, folder: &Path) -> Result<Vec<String>, EmbedError> {
        let now = hashes(folder)?;
        let mut changed = Vec::new();
        for (name, hash) in &self.files {
            match now.get(name) {
                None => changed.push(format!("{name} is missing")),
                Some((found, _)) if found != hash => changed.push(format!("{name} has changed")),
                Some(_) => {}
            }
        }
        Ok(changed)
    }
}

/// Returns how the known sentences are embedded for the record: without a prompt, and the same on every machine.
pub(super) fn portable() -> EmbedParams {
    EmbedParams {
        kernel: Some(Kernel::Portable),
        prompt: Prompt::Text(String::new()),
        ..EmbedParams::default()
    }
}

/// Returns the vectors, one per text.
pub(super) fn rows(embedded: &Embedded) -> Vec<Vec<f32>> {
    (0..embedded.embeddings.n_segments()).map(|i| embedded.embeddings.row(i).to_vec()).collect()
}

/// Computes SHA-256 and size of each file in a model's folder, except the record.
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
