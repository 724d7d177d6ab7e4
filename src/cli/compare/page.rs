//! Writing a page to a file.

use std::path::Path;

use crate::cli::error::CliError;
use crate::project::write_file;

/// Writes a page; what is there is replaced with `force` only.
pub(super) fn write(path: &Path, page: &str, force: bool) -> Result<(), CliError> {
    write_file(path, page.as_bytes(), force)
        .map_err(|error| CliError::write(path.display().to_string(), error))
}
