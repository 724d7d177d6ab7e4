//! Consistent copies of project files, also while another program is writing.

use std::path::Path;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql};

use super::{Store, StoreError, look, operations};
use crate::domain::OperationId;
use crate::output_file::{OutputFile, Readers};

/// What a copy holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The number of the last operation in its log; 0 for an empty log.
    pub last_operation: OperationId,
    /// The hash of the last operation; empty for an empty log.
    pub last_hash: String,
    /// Its size in bytes.
    pub n_bytes: u64,
}

impl Store {
    /// Copies a project, as it is at one moment, to a new file. The original is not changed. Only the owner can read the copy.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if there is no such project, [`StoreError::InTheWay`] if the new file already exists;
    /// [`StoreError`] if the copy cannot be written.
    pub fn copy(from: &Path, to: &Path) -> Result<Copied, StoreError> {
        let connection = look::at(from)?;
        let new = OutputFile::begin(to, false, Readers::Owner)
            .map_err(|error| StoreError::unwritable(to, &error))?;
        copy_into(&connection, new.path_until_then(), to)?;
        let copied = held_by(new.path_until_then(), to)?;
        new.finish().map_err(|error| StoreError::unwritable(to, &error))?;
        Ok(copied)
    }

    /// Closes a project that was made in an output file, and gives the file its name.
    ///
    /// # Errors
    /// [`StoreError::InTheWay`] if a file has got the name in the meantime; [`StoreError`] if it cannot be written.
    pub fn finish(self, new: OutputFile) -> Result<Copied, StoreError> {
        let to = new.path().to_owned();
        self.connection.close().map_err(|(_, error)| StoreError::sqlite(&to, error))?;
        let made = held_by(new.path_until_then(), &to)?;
        new.finish().map_err(|error| StoreError::unwritable(&to, &error))?;
        Ok(made)
    }

    /// Copies a project into an unfinished output file. Until that file is finished, the copy can be opened under its temporary
    /// name.
    ///
    /// # Errors
    /// As for [`Store::copy`].
    pub fn copy_into(from: &Path, new: &OutputFile) -> Result<(), StoreError> {
        copy_into(&look::at(from)?, new.path_until_then(), new.path())
    }
}

/// Copies into an empty file. SQLite fills a file that exists and is empty, and keeps its permissions.
fn copy_into(connection: &Connection, written: &Path, to: &Path) -> Result<(), StoreError> {
    connection
        .execute("VACUUM INTO ?1", [FileName(written)])
        .map_err(|error| StoreError::sqlite(to, error))?;
    Ok(())
}

fn held_by(written: &Path, to: &Path) -> Result<Copied, StoreError> {
    let sqlite = |error| StoreError::sqlite(to, error);
    let connection =
        Connection::open_with_flags(written, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(sqlite)?;
    let (last_operation, last_hash) = operations::last(&connection).map_err(sqlite)?;
    let n_bytes = std::fs::metadata(written).map_err(|error| StoreError::unwritable(to, &error))?.len();
    Ok(Copied { last_operation, last_hash, n_bytes })
}

/// A file's name for SQLite, byte for byte.
struct FileName<'a>(&'a Path);

impl ToSql for FileName<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt as _;
            Ok(ToSqlOutput::Borrowed(ValueRef::Text(self.0.as_os_str().as_bytes())))
        }
        #[cfg(not(unix))]
        {
            let Some(name) = self.0.to_str() else {
                return Err(rusqlite::Error::InvalidPath(self.0.to_owned()));
            };
            Ok(ToSqlOutput::Borrowed(ValueRef::Text(name.as_bytes())))
        }
    }
}
