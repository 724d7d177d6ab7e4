//! Errors of project files.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::domain::{Action, OperationId, Remedy, io_cause};

/// Why a project file cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no such file.
    #[error(
        "{}: there is no such project file. Check its name and folder, or make a project by suggesting candidate themes",
        .0.display()
    )]
    Missing(PathBuf),
    /// The file is something else.
    #[error(
        "{}: this is not a Themata project ({found}); it was left as it is. Choose another file",
        path.display()
    )]
    NotAProject {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        found: OtherFile,
    },
    /// The file was written by a newer program.
    #[error(
        "{}: this project was written by a newer Themata (file version {found}, this program knows {known}); \
         it was left as it is. Install the newer program to open it",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// The file would replace one that exists.
    #[error("{}: a file with this name already exists; it was not changed. Choose another name", .0.display())]
    InTheWay(PathBuf),
    /// Another process is writing.
    #[error(
        "{}: another program is writing to this project; nothing was changed. Wait until it is done, then try again",
        .0.display()
    )]
    Busy(PathBuf),
    /// The disk is full.
    #[error(
        "{}: the disk is full; nothing was changed. Free some space, or choose a project file on another disk",
        .0.display()
    )]
    Full(PathBuf),
    /// The file or its folder may not be written or read.
    #[error(
        "{}: the project cannot be opened or written here ({problem}). Check that the folder exists and that you may \
         write there",
        path.display()
    )]
    NotWritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        problem: String,
    },
    /// The project was opened for reading only.
    #[error("{}: the project was opened for reading only; nothing was changed. Open it for changes to change it", .0.display())]
    ReadOnly(PathBuf),
    /// A process ended in the middle of a change, and the journal that it left cannot be used.
    #[error(
        "{}: a program ended in the middle of a change and left {}. The project cannot be read without that file, and the file \
         cannot be used here, because the project or its folder cannot be written. Copy both files together to a folder that \
         you can write to, and open the project there",
        path.display(),
        journal.display()
    )]
    Unrecovered {
        /// The file.
        path: PathBuf,
        /// The journal that was left.
        journal: PathBuf,
    },
    /// The file is damaged.
    #[error("{}: the project file is damaged ({problem}). Open a copy or a backup instead", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        problem: String,
    },
    /// An operation of the log differs from what was written.
    #[error(
        "{}: the project file is damaged (operation {operation} of its log was altered). Open a copy or a backup instead",
        path.display()
    )]
    AlteredOperation {
        /// The file.
        path: PathBuf,
        /// The first operation that does not follow from the one before it.
        operation: OperationId,
    },
    /// The database reported another error.
    #[error("{}: {source}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: rusqlite::Error,
    },
}

/// The kind of a file that is not a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OtherFile {
    /// A folder.
    #[error("it is a folder")]
    Folder,
    /// A file without content.
    #[error("it is an empty file")]
    Empty,
    /// A database of another program.
    #[error("it is another program's database")]
    OtherDatabase,
    /// No database at all.
    #[error("it is not a SQLite file")]
    NotSqlite,
}

impl StoreError {
    /// Returns what the user can do.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::Missing(_) => vec![Remedy::take(Action::Suggest)],
            Self::NotAProject { .. } | Self::Full(_) => vec![Remedy::give("project")],
            Self::InTheWay(_) => vec![Remedy::give("output")],
            _ => Vec::new(),
        }
    }

    /// Sorts SQLite's errors into kinds.
    pub(super) fn sqlite(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        let problem = source.to_string();
        if matches!(
            source,
            rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::Utf8Error(..)
        ) {
            return Self::Damaged { path, problem };
        }
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy(path),
            Some(ErrorCode::DiskFull) => Self::Full(path),
            Some(ErrorCode::NotADatabase) => Self::NotAProject { path, found: OtherFile::NotSqlite },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, problem },
            Some(
                ErrorCode::CannotOpen
                | ErrorCode::ReadOnly
                | ErrorCode::PermissionDenied
                | ErrorCode::SystemIoFailure,
            ) => Self::NotWritable { path, problem },
            _ => Self::Sqlite { path, source },
        }
    }

    /// Sorts errors of writing a file into kinds.
    pub(crate) fn unwritable(path: &Path, error: &std::io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            std::io::ErrorKind::AlreadyExists => Self::InTheWay(path),
            std::io::ErrorKind::StorageFull => Self::Full(path),
            _ => Self::NotWritable { path, problem: io_cause(error) },
        }
    }

    /// Returns the error for a stored value that this program cannot have written.
    pub(super) fn damaged(path: &Path, problem: impl std::fmt::Display) -> Self {
        Self::Damaged { path: path.to_owned(), problem: problem.to_string() }
    }
}
