//! Writes the codings that could not be located. The file never replaces an input or a project.

use std::io;
use std::path::Path;

use super::error::CliError;
use crate::project::{ImportReport, check_file, write_file};

/// A file that may be written.
pub(super) struct Target<'a> {
    path: &'a Path,
    delimiter: u8,
    force: bool,
}

impl<'a> Target<'a> {
    /// Checks before anything is imported that the file can be written. `inputs` are the files that are read, each with what it is.
    pub(super) fn of(
        path: &'a Path,
        force: bool,
        mut inputs: impl Iterator<Item = (&'a Path, &'static str)>,
    ) -> Result<Self, CliError> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let delimiter = match ending.as_deref() {
            Some("csv") => b',',
            Some("tsv") => b'\t',
            _ => {
                return Err(CliError::Usage(
                    "--unplaced writes .csv or .tsv; give the file one of these endings",
                ));
            }
        };
        let refused = |source| CliError::Write {
            place: path.display().to_string(),
            source,
            remedy: ": name another file with --unplaced",
        };
        if let Some((_, what)) = inputs.find(|(input, _)| is_same(path, input)) {
            return Err(refused(io::Error::new(io::ErrorKind::InvalidInput, what)));
        }
        // What can never be replaced is said before anything about --force.
        check_file(path, true).map_err(refused)?;
        if !force && path.symlink_metadata().is_ok() {
            let there = io::Error::new(io::ErrorKind::AlreadyExists, "it exists already");
            return Err(CliError::write(path.display().to_string(), there));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if folder.is_some_and(|folder| !folder.is_dir()) {
            let missing = io::Error::new(io::ErrorKind::NotFound, "its folder does not exist");
            return Err(CliError::write(path.display().to_string(), missing));
        }
        Ok(Self { path, delimiter, force })
    }

    /// Writes the rows that could not be located. Without any it writes only the headings, so that no older rows remain.
    pub(super) fn write(&self, report: &ImportReport) -> Result<(), CliError> {
        write_file(self.path, &report.unplaced_table(self.delimiter)?, self.force)
            .map_err(|error| CliError::write(self.path.display().to_string(), error))
    }
}

/// Tells whether two paths lead to the same existing file.
fn is_same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}
