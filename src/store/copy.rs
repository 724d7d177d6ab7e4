//! Copies of project files: whole, even where another program is writing.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::{Store, StoreError};

impl Store {
    /// Copies a project as it stands now to a file that is not there yet; what is copied is not changed.
    ///
    /// # Errors
    /// [`StoreError`] where there is no such project, or the copy cannot be written.
    pub fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
        if !from.exists() {
            return Err(StoreError::Missing(from.to_owned()));
        }
        if to.exists() {
            return Err(StoreError::InTheWay(to.to_owned()));
        }
        // A connection that may only read would leave its -wal and -shm beside the project.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(from, flags).map_err(|error| StoreError::sqlite(from, error))?;
        Self::expect_project(&connection, from)?;
        let target = to.to_string_lossy();
        connection
            .execute("VACUUM INTO ?1", [target.as_ref()])
            .map_err(|error| StoreError::sqlite(to, error))?;
        Ok(())
    }
}
