//! Reads and writes the files of a model.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::super::error::EmbedError;
use crate::output_file::{OutputFile, Readers};

/// Reads a file.
pub(super) fn read(file: &Path) -> Result<Vec<u8>, EmbedError> {
    fs::read(file).map_err(|source| EmbedError::Unreadable { file: file.display().to_string(), source })
}

/// Writes a file, and creates its parent folders.
pub(super) fn write(file: &Path, bytes: &[u8]) -> Result<(), EmbedError> {
    let failed = |source| EmbedError::Folder { folder: file.display().to_string(), source };
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let written = OutputFile::begin(file, true, Readers::Everybody).and_then(|mut output| {
        output.file().write_all(bytes)?;
        output.finish()
    });
    written.map_err(failed)
}
