//! The models that a user can choose from.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{EmbeddingModel, ProjectError};
#[cfg(feature = "download")]
use crate::domain::Progress;
#[cfg(feature = "download")]
use crate::embed::Hub;
use crate::embed::{
    BUNDLED, Check, EmbedParams, Embedder, InstalledModel, Model, ModelFiles, ModelRegistry, Source,
};

/// The models on this machine: the built-in one, and those that were added.
#[derive(Clone, Debug)]
pub struct Models {
    shelf: ModelRegistry,
}

/// A model, as shown in lists.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ModelView {
    /// Its name.
    pub name: String,
    /// Where it came from.
    pub source: Source,
    /// The width of its vectors.
    pub dim: usize,
    /// How many tokens of a text it reads.
    pub max_tokens: usize,
    /// The languages that it says it was made for; empty where it names none.
    pub languages: Vec<String>,
    /// The size of its files, in bytes.
    pub n_bytes: u64,
    /// The SHA-256 of the files that determine its vectors.
    pub sha256: String,
}

impl Models {
    /// Returns the models in this folder, which need not exist yet.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { shelf: ModelRegistry::new(folder) }
    }

    /// Lists all models, the built-in one first.
    ///
    /// # Errors
    /// [`ProjectError::Embed`] where the folder of models cannot be read.
    pub fn list(&self) -> Result<Vec<ModelView>, ProjectError> {
        let mut views = Vec::new();
        if let Ok(files) = ModelFiles::bundled() {
            let n_bytes = (files.weights.len() + files.tokenizer.len()) as u64;
            let languages = files.languages.clone();
            let model = Model::load(files, &EmbedParams::default())?;
            let fingerprint = model.fingerprint();
            views.push(ModelView {
                name: BUNDLED.to_owned(),
                source: Source::Bundled,
                dim: fingerprint.dim,
                max_tokens: fingerprint.max_tokens,
                languages,
                n_bytes,
                sha256: fingerprint.sha256.clone(),
            });
        }
        views.extend(self.shelf.list()?.into_iter().map(view));
        Ok(views)
    }

    /// Adds a copy of a local sentence-transformer directory, under its own or another name.
    ///
    /// # Errors
    /// [`ProjectError::Embed`] where it cannot be used or stored; then nothing is added.
    pub fn add(&self, directory: &Path, name: Option<&str>) -> Result<ModelView, ProjectError> {
        Ok(view(self.shelf.add(directory, name)?))
    }

    /// Adds a model from a hub. This opens network connections.
    ///
    /// # Errors
    /// [`ProjectError::Embed`] where the hub cannot be reached, or the model cannot be used or stored; then nothing is added.
    #[cfg(feature = "download")]
    pub fn add_from_network(
        &self,
        request: &DownloadRequest,
        progress: &dyn Progress,
    ) -> Result<ModelView, ProjectError> {
        let hub = Hub::new(&request.hub, request.proxy.as_deref())?;
        let name = request.name.as_deref();
        Ok(view(self.shelf.add_from_network(&hub, &request.id, &request.revision, name, progress)?))
    }

    /// Removes a model that was added.
    ///
    /// # Errors
    /// [`ProjectError::Embed`] where there is no model of this name, or it cannot be removed.
    pub fn remove(&self, name: &str) -> Result<ModelView, ProjectError> {
        Ok(view(self.shelf.remove(name)?))
    }

    /// Checks a model: its files, each way to compute on this machine, and the languages it knows.
    ///
    /// # Errors
    /// [`ProjectError::Embed`] where there is no model of this name, or it cannot be loaded.
    pub fn check(&self, name: &str) -> Result<Check, ProjectError> {
        Ok(if name == BUNDLED { self.shelf.check_bundled()? } else { self.shelf.check(name)? })
    }

    /// Returns the model whose files have this SHA-256, if it is on this machine.
    ///
    /// # Errors
    /// [`ProjectError::Embed`] where the folder of models cannot be read.
    pub fn of_sha256(&self, sha256: &str) -> Result<Option<EmbeddingModel>, ProjectError> {
        if ModelFiles::bundled().is_ok_and(|files| files.sha256 == sha256) {
            return Ok(Some(EmbeddingModel::Bundled));
        }
        let found = self.shelf.list()?.into_iter().find(|model| model.manifest.sha256 == sha256);
        Ok(found.map(|model| EmbeddingModel::Directory(model.folder)))
    }

    /// Finds the model that a user means by a name or the path of a directory.
    ///
    /// A name that is both means the added model; `./NAME` then means the directory.
    ///
    /// # Errors
    /// [`ProjectError::Embed`] where neither exists, with the names of the models there are.
    pub fn find(&self, named: &str) -> Result<EmbeddingModel, ProjectError> {
        if named == BUNDLED {
            return Ok(EmbeddingModel::Bundled);
        }
        match self.shelf.find(named) {
            Ok(model) => Ok(EmbeddingModel::Directory(model.folder)),
            Err(_) if Path::new(named).is_dir() || named.contains(['/', '\\']) => {
                Ok(EmbeddingModel::Directory(PathBuf::from(named)))
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Which model to fetch, and from where.
#[cfg(feature = "download")]
#[derive(Clone, Debug, Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DownloadRequest {
    /// The hub's address.
    pub hub: String,
    /// The proxy to go through, if any.
    #[serde(default)]
    pub proxy: Option<String>,
    /// The model's id there.
    pub id: String,
    /// A branch, tag or commit.
    pub revision: String,
    /// The name to give it; its own by default.
    #[serde(default)]
    pub name: Option<String>,
}

fn view(model: InstalledModel) -> ModelView {
    ModelView {
        name: model.name,
        source: model.manifest.source,
        dim: model.manifest.dim,
        max_tokens: model.manifest.max_tokens,
        languages: model.manifest.languages,
        n_bytes: model.manifest.n_bytes,
        sha256: model.manifest.sha256,
    }
}
