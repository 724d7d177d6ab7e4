//! Opens a project file.

use std::path::Path;

use super::ProjectError;
use crate::store::Store;

/// An open study.
#[derive(Debug)]
pub struct Project {
    pub(super) store: Store,
}

impl Project {
    /// Opens an existing project.
    ///
    /// # Errors
    /// [`ProjectError::Store`] where there is no file, or it is not a project or comes from a newer version of the program.
    pub fn open(path: &Path) -> Result<Self, ProjectError> {
        Ok(Self { store: Store::open(path)? })
    }

    /// Opens an existing project for reading only: no byte of it changes, and its folder need not be writable. Actions that
    /// would change it fail with [`StoreError::ReadOnly`](crate::store::StoreError::ReadOnly). A file of an older version is
    /// read into memory and upgraded there.
    ///
    /// # Errors
    /// [`ProjectError::Store`] where there is no file, or it is not a project or comes from a newer version of the program.
    pub fn open_read_only(path: &Path) -> Result<Self, ProjectError> {
        Ok(Self { store: Store::open_read_only(path)? })
    }

    /// Returns the path of the project file.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.store.path()
    }
}
