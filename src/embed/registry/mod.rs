//! The models that a user has added, each in its own folder with a record of where it came from.

mod check;
mod files;
#[cfg(feature = "download")]
mod hub;
mod manifest;
mod sentences;

use std::fs;
use std::path::{Path, PathBuf};

pub use self::check::{Check, Knowledge, LanguageCheck, PathCheck};
#[cfg(feature = "download")]
pub use self::hub::Hub;
pub use self::manifest::{Manifest, Source};

use self::files::{read, write};
use super::error::EmbedError;
use super::model_files::ModelFiles;
use super::modules::Modules;
#[cfg(feature = "download")]
use crate::domain::Progress;

/// The name of the model compiled into the program.
pub const BUNDLED: &str = "all-MiniLM-L6-v2";

/// A folder of models.
#[derive(Clone, Debug)]
pub struct ModelRegistry {
    root: PathBuf,
}

/// An installed model.
#[derive(Clone, Debug)]
pub struct InstalledModel {
    /// Its name.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// What was recorded when it was added.
    pub manifest: Manifest,
}

impl ModelRegistry {
    /// Makes a registry of the models in this folder, which need not exist yet.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Returns all installed models, by name.
    ///
    /// # Errors
    /// [`EmbedError`] if the folder or a record in it cannot be read.
    pub fn list(&self) -> Result<Vec<InstalledModel>, EmbedError> {
        let unreadable = |source| EmbedError::Folder { folder: self.root.display().to_string(), source };
        let entries = match fs::read_dir(&self.root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(unreadable(source)),
        };
        let mut names = Vec::new();
        for entry in entries {
            let name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
            if !name.starts_with('.') && self.root.join(&name).join(manifest::FILE).is_file() {
                names.push(name);
            }
        }
        names.sort();
        names.iter().map(|name| self.find(name)).collect()
    }

    /// Returns the model of this name.
    ///
    /// # Errors
    /// [`EmbedError::NoSuchModel`] with the names of the existing models, or [`EmbedError`] if its record cannot be read.
    pub fn find(&self, name: &str) -> Result<InstalledModel, EmbedError> {
        let folder = self.root.join(name);
        if check_name(name).is_err() || !folder.join(manifest::FILE).is_file() {
            let known: Vec<String> = if name.is_empty() {
                Vec::new()
            } else {
                self.list()?.into_iter().map(|model| model.name).collect()
            };
            return Err(EmbedError::NoSuchModel {
                name: name.to_owned(),
                known: [vec![BUNDLED.to_owned()], known].concat().join(", "),
            });
        }
        Ok(InstalledModel { name: name.to_owned(), manifest: Manifest::read(&folder)?, folder })
    }

    /// Adds a copy of a local sentence-transformer directory.
    ///
    /// # Errors
    /// [`EmbedError`] if the model cannot be used, its name is taken, or the copy cannot be written; then nothing is
    /// added.
    pub fn add(&self, directory: &Path, name: Option<&str>) -> Result<InstalledModel, EmbedError> {
        let whole = directory.canonicalize().unwrap_or_else(|_| directory.to_owned());
        let own = whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let name = name.unwrap_or(&own);
        let source = Source::Directory { path: whole.display().to_string() };
        self.place(name, source, |target| {
            let file = directory.join("modules.json");
            let modules = read(&file)?;
            let layout = Modules::parse(&modules, &file.display().to_string())?;
            for (file, required) in layout.files() {
                let from = directory.join(&file);
                if required || from.is_file() {
                    write(&target.join(&file), &read(&from)?)?;
                }
            }
            Ok(())
        })
    }

    /// Adds a model from a hub. **This opens network connections**; nothing else in this crate does.
    ///
    /// # Errors
    /// [`EmbedError`] if the hub cannot be reached, has no such model, or sends something other than it announced, and as
    /// for [`add`](Self::add); then nothing is added.
    #[cfg(feature = "download")]
    pub fn add_from_network(
        &self,
        hub: &Hub,
        id: &str,
        revision: &str,
        name: Option<&str>,
        progress: &dyn Progress,
    ) -> Result<InstalledModel, EmbedError> {
        let name = name.unwrap_or_else(|| id.rsplit('/').next().unwrap_or(id));
        self.refuse_taken(name)?;
        let listing = hub.listing(id, revision)?;
        let source = Source::Hub {
            hub: hub.url().to_owned(),
            id: id.to_owned(),
            revision: listing.revision().to_owned(),
        };
        self.place(name, source, |target| hub.download(&listing, target, progress))
    }

    /// Removes a model.
    ///
    /// # Errors
    /// [`EmbedError`] if there is no model of this name, or if it cannot be removed.
    pub fn remove(&self, name: &str) -> Result<InstalledModel, EmbedError> {
        if name == BUNDLED {
            return Err(EmbedError::BuiltIn { name: name.to_owned() });
        }
        let model = self.find(name)?;
        // The folder is renamed first: then a model that is only partly removed no longer counts as a model.
        let aside = self.root.join(format!(".removing-{name}"));
        let failed = |source| EmbedError::Folder { folder: model.folder.display().to_string(), source };
        fs::rename(&model.folder, &aside).map_err(failed)?;
        fs::remove_dir_all(&aside).map_err(failed)?;
        Ok(model)
    }

    fn refuse_taken(&self, name: &str) -> Result<(), EmbedError> {
        check_name(name)?;
        if name == BUNDLED || self.root.join(name).exists() {
            return Err(EmbedError::NameTaken { name: name.to_owned() });
        }
        Ok(())
    }

    /// Fills a temporary folder, tries the model in it, and renames it if that succeeds.
    fn place(
        &self,
        name: &str,
        source: Source,
        fill: impl FnOnce(&Path) -> Result<(), EmbedError>,
    ) -> Result<InstalledModel, EmbedError> {
        self.refuse_taken(name)?;
        let aside = self.root.join(format!(".adding-{name}"));
        let failed = |source| EmbedError::Folder { folder: self.root.display().to_string(), source };
        match fs::remove_dir_all(&aside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
            _ => fs::create_dir_all(&aside).map_err(failed)?,
        }
        let placed = fill(&aside).and_then(|()| {
            let mut files = ModelFiles::from_directory(&aside)?;
            files.name = name.to_owned();
            let manifest = Manifest::of(&aside, files, source)?;
            let folder = self.root.join(name);
            fs::rename(&aside, &folder).map_err(failed)?;
            Ok(InstalledModel { name: name.to_owned(), folder, manifest })
        });
        if placed.is_err() {
            // The remaining temporary folder does not count as a model; an error in deleting it is not worth reporting.
            let _ = fs::remove_dir_all(&aside);
        }
        placed
    }
}

/// Checks that a name can be a folder's: letters, digits, `-`, `_` and `.`, not beginning with `.`.
fn check_name(name: &str) -> Result<(), EmbedError> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    match !name.is_empty() && !name.starts_with('.') && name.chars().all(plain) {
        true => Ok(()),
        false => Err(EmbedError::BadModelName { name: name.to_owned() }),
    }
}
