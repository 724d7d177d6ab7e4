//! The option that names the project, and how the project is found without it.

use std::path::{Path, PathBuf};

use clap::Args;

use super::error::CliError;
use super::layout::shell_word;

/// The ending of project files.
const ENDING: &str = "themata";

/// The option of every command that uses one project.
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct ProjectArg {
    /// The project file [default: the only one in this folder]
    #[arg(short, long, value_name = "FILE")]
    project: Option<PathBuf>,
}

impl ProjectArg {
    /// Returns the option as it was typed, or not typed.
    pub(in crate::cli) fn of(project: Option<&Path>) -> Self {
        Self { project: project.map(Path::to_owned) }
    }

    /// Returns the project file: the one that was typed, otherwise the only one in this folder.
    ///
    /// # Errors
    /// Fails if none was typed, and this folder holds none or several.
    pub(in crate::cli) fn path(&self) -> Result<PathBuf, CliError> {
        if let Some(project) = &self.project {
            return Ok(project.clone());
        }
        let mut found = projects_in(Path::new("."));
        match found.len() {
            0 => Err(CliError::NoProject),
            1 => Ok(found.remove(0)),
            _ => Err(CliError::SeveralProjects(found)),
        }
    }

    /// Returns the project file as it was typed, if it was.
    pub(in crate::cli) fn typed_path(&self) -> Option<&Path> {
        self.project.as_deref()
    }

    /// Returns the option as a next command needs it, after a space: what was typed, or nothing.
    pub(in crate::cli) fn typed(&self) -> String {
        self.project.as_deref().map(typed).unwrap_or_default()
    }
}

/// Returns the option that names a file, after a space.
pub(in crate::cli) fn typed(project: &Path) -> String {
    format!(" -p {}", shell_word(&project.to_string_lossy()))
}

/// Returns the option that a next command needs to use a file, after a space: nothing if it finds the file itself.
pub(in crate::cli) fn needed_for(project: &Path) -> String {
    if projects_in(Path::new(".")) == [project] { String::new() } else { typed(project) }
}

/// Tells whether a word that was typed can be the path of a project file.
pub(in crate::cli) fn is_project(word: &Path) -> bool {
    word.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
}

/// Lists the other project files in the folder of one.
pub(super) fn projects_beside(project: &Path) -> Vec<PathBuf> {
    let folder = project.parent().unwrap_or(Path::new(""));
    let looked_in = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let is_other = |name: &PathBuf| Some(name.as_os_str()) != project.file_name();
    projects_in(looked_in).into_iter().filter(is_other).map(|name| folder.join(name)).collect()
}

/// Returns the names of the project files in a folder, sorted. A folder that cannot be read holds none to choose from.
pub(in crate::cli) fn projects_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .filter(|entry| entry.path().is_file())
        .map(|entry| PathBuf::from(entry.file_name()))
        .filter(|name| is_project(name) && !name.to_string_lossy().starts_with('.'))
        .collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_projects_of_a_folder_are_its_files_with_their_ending() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.themata", "A.THEMATA", "notes.txt", ".new.themata", "themata", "b.themata-journal"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        std::fs::create_dir(folder.path().join("old.themata")).unwrap();
        assert_eq!(projects_in(folder.path()), [Path::new("A.THEMATA"), Path::new("b.themata")]);
        assert!(projects_in(&folder.path().join("nowhere")).is_empty());
    }

    #[test]
    fn a_next_command_names_what_was_typed() {
        assert_eq!(ProjectArg::of(Some(Path::new("my study.themata"))).typed(), " -p 'my study.themata'");
        assert_eq!(ProjectArg::default().typed(), "");
        assert_eq!(needed_for(Path::new("nowhere/s.themata")), " -p nowhere/s.themata");
    }
}
