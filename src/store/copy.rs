//! Copies of project files: whole, even where another program is writing.

use std::path::Path;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql};

use super::{Store, StoreError, look, operations};
use crate::domain::OperationId;
use crate::output_file::{OutputFile, Readers};

/// What a copy holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The number of the last operation in its log; 0 where there is none.
    pub last_operation: OperationId,
    /// The hash of the last operation; empty where there is none.
    pub last_hash: String,
    /// How many bytes it has.
    pub n_bytes: u64,
}

impl Store {
    /// Copies a project as it stands at one moment to a file that is not there yet; what is copied is not changed. The copy can
    /// be read by its owner alone.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is no such project, [`StoreError::InTheWay`] where there is a file already;
    /// [`StoreError`] where the copy cannot be written.
    pub fn copy(from: &Path, to: &Path) -> Result<Copied, StoreError> {
        let connection = look::at(from)?;
        let new = OutputFile::begin(to, false, Readers::Owner)
            .map_err(|error| StoreError::unwritable(to, &error))?;
        copy_into(&connection, new.path_until_then(), to)?;
        let copied = held_by(new.path_until_then(), to)?;
        new.finish().map_err(|error| StoreError::unwritable(to, &error))?;
        Ok(copied)
    }

    /// Copies a project into an output file that is not finished yet, to be opened under the name that it has until then.
    ///
    /// # Errors
    /// As for [`Store::copy`].
    pub fn copy_into(from: &Path, new: &OutputFile) -> Result<(), StoreError> {
        copy_into(&look::at(from)?, new.path_until_then(), new.path())
    }
}

/// SQLite fills an empty file that is there already, and keeps its permissions.
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

/// A file's name for SQLite, to the byte.
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
