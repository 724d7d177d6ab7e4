//! The documents: their commands run, and their links lead somewhere.

mod commands;
mod links;
pub(crate) mod markdown;

use std::path::{Path, PathBuf};

/// The folder of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A page of the documents.
struct Page {
    /// Its path from the folder of the project, as `docs/design.md`.
    name: String,
    text: String,
}

/// The Markdown files that lie in some folders of the project, by name.
fn pages_in(folders: &[&str]) -> Vec<Page> {
    let mut pages = Vec::new();
    for folder in folders {
        let Ok(entries) = std::fs::read_dir(root().join(folder)) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()).filter(|path| is_markdown(path)) {
            let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
            pages.push(Page { name, text: std::fs::read_to_string(path).unwrap() });
        }
    }
    pages.sort_by(|a, b| a.name.cmp(&b.name));
    pages
}

fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "md")
}

/// Copies what is in a folder to another, without what symbolic links lead to.
fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (kind, target): (_, PathBuf) = (entry.file_type().unwrap(), to.join(entry.file_name()));
        if kind.is_dir() {
            copy_folder(&entry.path(), &target);
        } else if kind.is_file() {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
