//! Lists that a user writes as a file, one entry on each line.

use std::path::Path;

use super::error::CliError;

/// Reads the lines of a file that are not empty, without white space at their ends.
///
/// # Errors
/// [`CliError::Read`] where the file cannot be read, or is not UTF-8.
pub(in crate::cli) fn lines_of<C: FromIterator<String>>(path: &Path) -> Result<C, CliError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| CliError::Read { place: path.display().to_string(), source })?;
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    Ok(lines.filter(|line| !line.is_empty()).map(str::to_owned).collect())
}
