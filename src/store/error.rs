//! What can be wrong with a project file.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::domain::OperationId;

/// Why a project file cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("{}: there is no such project; `themata suggest FOLDER --project {}` makes one", .0.display(), .0.display())]
    Missing(PathBuf),
    /// The file is something else.
    #[error(
        "{}: this is not a Themata project ({problem}); it was left as it is. Name another file with --project",
        path.display()
    )]
    NotAProject {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        problem: String,
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
    /// A file is there that would be replaced.
    #[error("{}: there is such a file already, and it was left as it is; name another", .0.display())]
    InTheWay(PathBuf),
    /// Another process is writing.
    #[error(
        "{}: another program is writing to this project; nothing was changed. Wait until it is done, then try again",
        .0.display()
    )]
    Busy(PathBuf),
    /// There is no room left.
    #[error(
        "{}: the disk is full; nothing was changed. Make room, or name a project file on another disk with --project",
        .0.display()
    )]
    Full(PathBuf),
    /// The file or its folder may not be written or read.
    #[error("{}: the project cannot be opened or written here ({problem}); check that the folder exists and its permissions", path.display())]
    NotWritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        problem: String,
    },
    /// The file is damaged.
    #[error("{}: the project file is damaged ({problem}); open a copy of it, or a backup", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        problem: String,
    },
    /// An operation of the log is not what was written.
    #[error(
        "{}: the project file is damaged (entry {operation} of its log was altered); open a copy of it, or a backup",
        path.display()
    )]
    AlteredOperation {
        /// The file.
        path: PathBuf,
        /// The first operation that does not follow from the one before it.
        operation: OperationId,
    },
    /// The database refused for another reason.
    #[error("{}: {source}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// Tells SQLite's errors apart.
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
            Some(ErrorCode::NotADatabase) => Self::NotAProject { path, problem: "no SQLite file".to_owned() },
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

    /// A stored value that cannot be what this program wrote.
    pub(super) fn damaged(path: &Path, problem: impl std::fmt::Display) -> Self {
        Self::Damaged { path: path.to_owned(), problem: problem.to_string() }
    }
}
