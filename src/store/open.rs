//! Opens and creates project files.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::{Store, StoreError, upgrade};

/// Marks the file as a Themata project (`ThmA`), as <https://www.sqlite.org/fileformat2.html#application_id> provides.
const APPLICATION_ID: i64 = 0x5468_6d41;

/// How long a second process waits for the first to finish a change.
const PATIENCE: Duration = Duration::from_secs(10);

impl Store {
    /// Opens a project that exists.
    ///
    /// # Errors
    /// [`StoreError`] where there is no such file, or it is no project, or from a newer program; it is left as it is.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        Self::connect(path)
    }

    /// Opens a project, or makes an empty one where there is no file.
    ///
    /// # Errors
    /// As [`Store::open`], and where the file cannot be made.
    pub fn open_or_create(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            let connection = Connection::open(path).map_err(|error| StoreError::sqlite(path, error))?;
            initialise(&connection).map_err(|error| StoreError::sqlite(path, error))?;
        }
        Self::connect(path)
    }

    fn connect(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let sqlite = |error| StoreError::sqlite(path, error);
        if path.is_dir() {
            let problem = "a folder".to_owned();
            return Err(StoreError::NotAProject { path: path.to_owned(), problem });
        }
        let mut connection = Connection::open_with_flags(path, flags).map_err(sqlite)?;
        connection.busy_timeout(PATIENCE).map_err(sqlite)?;
        Self::expect_project(&connection, path)?;
        upgrade::upgrade(&mut connection, path)?;
        connection.pragma_update(None, "journal_mode", "WAL").map_err(sqlite)?;
        connection.pragma_update(None, "synchronous", "FULL").map_err(sqlite)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(sqlite)?;
        Ok(Self { connection, path: path.to_owned(), is_recorded: false })
    }

    /// Refuses a file that is no project.
    pub(super) fn expect_project(connection: &Connection, path: &Path) -> Result<(), StoreError> {
        let found: i64 = connection
            .pragma_query_value(None, "application_id", |row| row.get(0))
            .map_err(|error| StoreError::sqlite(path, error))?;
        if found == APPLICATION_ID {
            return Ok(());
        }
        let problem =
            if found == 0 && is_empty(path) { "an empty file" } else { "another program's database" };
        Err(StoreError::NotAProject { path: path.to_owned(), problem: problem.to_owned() })
    }
}

/// Marks a new file as a project of version 0: [`upgrade`] makes the tables.
fn initialise(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)
}

fn is_empty(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.len() == 0)
}
