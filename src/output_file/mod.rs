//! Files that the program writes. A file gets its name only when it is complete.
//!
//! A file is written under a temporary name in the same folder, synced to the disk, and renamed in one step. So a failure
//! leaves the old file unchanged, and nobody takes half a file for a complete one.
//!
//! - Without `replace`, an existing file of the same name is left unchanged, even one that appears in the meantime.
//! - With `replace`, the file of that name is replaced, and no other file changes. A link is replaced, not followed.
//! - A folder, a device or a pipe is never replaced, and no database: a study is one.
//! - Only the owner can read a new file ([`Readers::Owner`]), because most of what the program writes holds interviewees'
//!   words. A file that is replaced keeps its permissions, because somebody chose them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// The owner only (mode 600 on Unix): for files with interviewees' words, or with something made from them.
    Owner,
    /// Everybody whom the user's umask allows: for files of models, which hold no words of a study.
    Everybody,
}

/// A file that is being written. It is deleted if it is dropped unfinished.
#[derive(Debug)]
pub struct OutputFile {
    written: NamedTempFile,
    path: PathBuf,
    replace: bool,
}

impl OutputFile {
    /// Starts a file. It has a hidden temporary name in the same folder.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] if a file has the name and may not be replaced; [`io::ErrorKind::IsADirectory`] or
    /// [`io::ErrorKind::InvalidInput`] if the name is that of a folder, a device or a pipe, or not a file name; the system's
    /// error if the folder cannot be written.
    pub fn begin(path: &Path, replace: bool, readers: Readers) -> io::Result<Self> {
        check(path, replace)?;
        if !replace && path.symlink_metadata().is_ok() {
            return Err(there_already());
        }
        let Some(name) = path.file_name() else {
            return Err(no_file(io::ErrorKind::InvalidInput, "it is not the name of a file"));
        };
        let mut prefix = std::ffi::OsString::from(".");
        prefix.push(name);
        prefix.push(".");
        let mut builder = Builder::new();
        builder.prefix(&prefix).suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = match readers {
                Readers::Owner => 0o600,
                Readers::Everybody => 0o666,
            };
            builder.permissions(fs::Permissions::from_mode(mode));
        }
        let written = builder.tempfile_in(folder_of(path))?;
        Ok(Self { written, path: path.to_owned(), replace })
    }

    /// Returns the name that the file will have.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the file's temporary name, for a writer that opens files by itself.
    #[must_use]
    pub fn path_until_then(&self) -> &Path {
        self.written.path()
    }

    /// Returns the file, for writing.
    pub fn file(&mut self) -> &mut File {
        self.written.as_file_mut()
    }

    /// Syncs the file to the disk and gives it its name.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] if a file has got the name in the meantime and may not be replaced; the system's error
    /// if the file cannot be written or named. An existing file is not changed.
    pub fn finish(self) -> io::Result<()> {
        let Self { mut written, path, replace } = self;
        written.flush()?;
        if replace {
            keep_permissions(&path, written.as_file())?;
        }
        written.as_file().sync_all()?;
        if replace {
            return written.persist(&path).map(drop).map_err(|error| error.error);
        }
        match written.persist_noclobber(&path) {
            Ok(_) => Ok(()),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Err(there_already()),
            Err(error) => name_in_two_steps(error.file, &path),
        }
    }
}

/// Writes a whole file; only the owner can read it if it is new.
///
/// # Errors
/// As for [`OutputFile::begin`] and [`OutputFile::finish`].
pub fn write(path: &Path, bytes: &[u8], replace: bool) -> io::Result<()> {
    let mut output = OutputFile::begin(path, replace, Readers::Owner)?;
    output.file().write_all(bytes)?;
    output.finish()
}

/// Checks that nothing has this name that a file may never replace: a folder, a device, a pipe, or, with `replace`, a database. Writes nothing.
///
/// # Errors
/// [`io::ErrorKind::IsADirectory`] or [`io::ErrorKind::InvalidInput`], and why; the system's error if a file cannot be read.
pub fn check(path: &Path, replace: bool) -> io::Result<()> {
    match path.metadata() {
        Ok(found) if found.is_dir() => Err(no_file(io::ErrorKind::IsADirectory, "it is a folder")),
        Ok(found) if !found.is_file() => {
            Err(no_file(io::ErrorKind::InvalidInput, "it is a device or a pipe, not a file"))
        }
        Ok(_) if replace && is_database(path)? => {
            Err(no_file(io::ErrorKind::InvalidInput, "it is a project file or another database"))
        }
        _ => Ok(()),
    }
}

/// Tells whether a file is a SQLite database, as project files are (<https://www.sqlite.org/fileformat.html>). A file that cannot be read is none.
fn is_database(path: &Path) -> io::Result<bool> {
    const MAGIC: &[u8] = b"SQLite format 3\0";
    let Ok(file) = File::open(path) else { return Ok(false) };
    let mut first = Vec::with_capacity(MAGIC.len());
    file.take(MAGIC.len() as u64).read_to_end(&mut first)?;
    Ok(first == MAGIC)
}

/// Checks that files can be created in the folder of this path. Leaves nothing there.
///
/// # Errors
/// The system's error.
pub fn check_folder_of(path: &Path) -> io::Result<()> {
    tempfile::tempfile_in(folder_of(path)).map(drop)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Gives a file its name in two steps, for file systems such as exFAT that cannot name it in one step without replacing: an empty file
/// takes the name first, which fails if the name is taken, and is then replaced.
fn name_in_two_steps(written: NamedTempFile, path: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => there_already(),
        _ => error,
    })?;
    written.persist(path).map(drop).map_err(|error| {
        // The empty file was made by this program. If it cannot be deleted, the first error is still the one to report.
        let _ = fs::remove_file(path);
        error.error
    })
}

/// Gives a file the permissions of the file that it replaces.
fn keep_permissions(old: &Path, new: &File) -> io::Result<()> {
    #[cfg(unix)]
    if let Ok(found) = old.symlink_metadata()
        && found.is_file()
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = found.permissions().mode() & 0o777;
        new.set_permissions(fs::Permissions::from_mode(mode))?;
    }
    #[cfg(not(unix))]
    let _ = (old, new);
    Ok(())
}

fn there_already() -> io::Error {
    io::Error::new(io::ErrorKind::AlreadyExists, "a file with this name already exists")
}

fn no_file(kind: io::ErrorKind, problem: &str) -> io::Error {
    io::Error::new(kind, problem.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn no_database_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("study.themata");
        fs::write(&path, b"SQLite format 3\0 and more").unwrap();
        let refused = write(&path, b"table", true).unwrap_err();
        assert_eq!(refused.to_string(), "it is a project file or another database");
        assert_eq!(check(&path, true).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        assert!(check(&path, false).is_ok() && check(&folder.path().join("none"), true).is_ok());
        assert_eq!(fs::read(&path).unwrap(), b"SQLite format 3\0 and more");
        fs::write(&path, b"SQLite").unwrap();
        write(&path, b"table", true).unwrap();
    }

    #[test]
    fn a_file_gets_its_name_when_it_is_whole_and_is_gone_where_it_never_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let mut output = OutputFile::begin(&path, false, Readers::Owner).unwrap();
        output.file().write_all(b"half").unwrap();
        assert!(!path.exists());
        drop(output);
        assert!(names(folder.path()).is_empty());
        write(&path, b"whole", false).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(names(folder.path()), ["out.csv"]);
    }

    #[test]
    fn nothing_is_replaced_unless_asked_and_no_other_file_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let part = folder.path().join("out.csv.part");
        fs::write(&part, "mine").unwrap();
        let late = OutputFile::begin(&path, false, Readers::Owner).unwrap();
        fs::write(&path, "before").unwrap();
        assert_eq!(late.finish().unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(write(&path, b"x", false).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"before");
        write(&path, b"after", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"after");
        assert_eq!(fs::read(&part).unwrap(), b"mine");
        assert_eq!(names(folder.path()), ["out.csv", "out.csv.part"]);
    }

    #[test]
    fn a_folder_is_never_replaced_and_a_missing_one_is_named_by_the_system() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(write(folder.path(), b"x", true).unwrap_err().kind(), io::ErrorKind::IsADirectory);
        let nowhere = write(&folder.path().join("no/such/out.csv"), b"x", false).unwrap_err();
        assert_eq!(nowhere.kind(), io::ErrorKind::NotFound);
        assert!(check_folder_of(&folder.path().join("x")).is_ok());
        assert!(check_folder_of(&folder.path().join("no/x")).is_err());
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn where_a_name_cannot_be_given_in_one_step_two_do_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let named = |words: &[u8]| {
            let mut output = OutputFile::begin(&path, true, Readers::Owner).unwrap();
            output.file().write_all(words).unwrap();
            name_in_two_steps(output.written, &path)
        };
        named(b"first").unwrap();
        assert_eq!(named(b"second").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(names(folder.path()), ["out.csv"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_its_owners_and_a_replaced_one_keeps_its_permissions() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let path = folder.path().join("out.csv");
        write(&path, b"words", false).unwrap();
        assert_eq!(mode(&path), 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        write(&path, b"others", true).unwrap();
        assert_eq!(mode(&path), 0o640);
        let model = folder.path().join("model.json");
        OutputFile::begin(&model, false, Readers::Everybody).unwrap().finish().unwrap();
        let other = folder.path().join("other");
        File::create(&other).unwrap();
        assert_eq!(mode(&model), mode(&other));
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        write(&link, b"instead", true).unwrap();
        assert_eq!(
            (fs::read(&path).unwrap(), fs::read(&link).unwrap()),
            (b"others".to_vec(), b"instead".to_vec())
        );
    }
}
