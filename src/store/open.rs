//! Opens and creates project files.
//!
//! **The journal.** A project file is copied, mailed and put on network shares. Therefore it uses SQLite's rollback journal
//! (`journal_mode=DELETE`), not a write-ahead log (WAL): WAL does not work on network file systems, it cannot be opened in a
//! folder without write access, and the latest decisions would be in a second file, which is missing from a copy of the first.
//! DELETE is used, not TRUNCATE or PERSIST, because these leave a journal file in the project's folder at all times; with
//! PERSIST the journal would also hold interviewees' words that were changed or removed. `synchronous` is EXTRA: this is FULL,
//! and a sync of the folder after the journal is deleted. With FULL alone, a power cut could bring the journal back and remove
//! a decision that was already acknowledged. The cost: a reading process makes a writing process wait, and the other way round;
//! each waits up to ten seconds.
//!
//! An older program kept its files in WAL. Such a file is converted when it is opened for changes; if another process has it
//! open at that moment, the next opening converts it.
//!
//! A process that ends in the middle of a change leaves a journal in the project's folder. The next opening rolls the change
//! back and removes the journal. If this is impossible, because the file or its folder cannot be written,
//! [`StoreError::Unrecovered`] says what to do.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags};

use super::{Access, OtherFile, Store, StoreError, look, upgrade};
use crate::domain::io_cause;
use crate::output_file::{self, OutputFile, Readers};

/// Marks the file as a Themata project (`ThmA`), as <https://www.sqlite.org/fileformat2.html#application_id> provides.
const APPLICATION_ID: i64 = 0x5468_6d41;

/// How long a second process waits for the first to finish a change.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

impl Store {
    /// Opens an existing project for reading and changes. A file of an older version is upgraded.
    ///
    /// # Errors
    /// [`StoreError`] if there is no such file, if it is not a project or from a newer program, or if it cannot be written; it
    /// is not changed.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        check_there(path)?;
        Self::connect(path)
    }

    /// Opens an existing project for reading only: neither the file nor its folder needs write access, and no byte of either
    /// changes. A file of an older version, or one that an older program left in another journal mode, is read into memory and
    /// upgraded there.
    ///
    /// If a process ended in the middle of a change and left its journal, the file is recovered first, if possible.
    ///
    /// # Errors
    /// [`StoreError`] if there is no such file, or if it is not a project or from a newer program. [`StoreError::Unrecovered`]
    /// if a journal was left and cannot be used.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        let mut connection = look::at(path)?;
        if upgrade::is_older(&connection, path)? {
            connection = look::in_memory(&connection, path)?;
            upgrade::upgrade(&mut connection, path)?;
        }
        Ok(Self { connection, path: path.to_owned(), access: Access::Read, is_recorded: false })
    }

    /// Opens a copy of a project in memory, for trials. The copy may be changed, and is gone when it is closed. The project
    /// itself is only read, as with [`Store::open_read_only`].
    ///
    /// # Errors
    /// As for [`Store::open_read_only`].
    pub fn open_trial(path: &Path) -> Result<Self, StoreError> {
        let mut connection = look::in_memory(&look::at(path)?, path)?;
        upgrade::upgrade(&mut connection, path)?;
        connection
            .pragma_update(None, "foreign_keys", true)
            .map_err(|error| StoreError::sqlite(path, error))?;
        Ok(Self { connection, path: path.to_owned(), access: Access::Write, is_recorded: false })
    }

    /// Opens a project, or creates an empty one if there is no file. Only the owner can read a new file.
    ///
    /// # Errors
    /// As for [`Store::open`], and if the file cannot be created.
    pub fn open_or_create(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            create(path)?;
        }
        Self::connect(path)
    }

    /// Makes an empty project in an unfinished output file.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be written.
    pub fn create_in(new: &OutputFile) -> Result<Self, StoreError> {
        make(new.path_until_then(), new.path())?;
        Self::connect(new.path_until_then())
    }

    fn connect(path: &Path) -> Result<Self, StoreError> {
        check_file(path)?;
        let mut connection = writable(path)?;
        upgrade::upgrade(&mut connection, path)?;
        let sqlite = |error| StoreError::sqlite(path, error);
        leave_wal(&connection).map_err(sqlite)?;
        connection.pragma_update(None, "synchronous", "EXTRA").map_err(sqlite)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(sqlite)?;
        Ok(Self { connection, path: path.to_owned(), access: Access::Write, is_recorded: false })
    }

    /// Refuses a file that is not a project.
    pub(super) fn expect_project(connection: &Connection, path: &Path) -> Result<(), StoreError> {
        let found: i64 = connection
            .pragma_query_value(None, "application_id", |row| row.get(0))
            .map_err(|error| StoreError::sqlite(path, error))?;
        if found == APPLICATION_ID {
            return Ok(());
        }
        let other = found != 0 || !is_empty(path);
        let found = if other { OtherFile::OtherDatabase } else { OtherFile::Empty };
        Err(StoreError::NotAProject { path: path.to_owned(), found })
    }
}

/// Creates an empty project. The file gets its name when it is complete; if another process creates one at the same time, the
/// first one is kept.
fn create(path: &Path) -> Result<(), StoreError> {
    let unwritable = |error: std::io::Error| StoreError::unwritable(path, &error);
    let new = OutputFile::begin(path, false, Readers::Owner).map_err(unwritable)?;
    make(new.path_until_then(), path)?;
    match new.finish() {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        finished => finished.map_err(unwritable),
    }
}

/// Makes an empty project of an empty file; errors name `path`.
fn make(file: &Path, path: &Path) -> Result<(), StoreError> {
    let mut connection = Connection::open(file).map_err(|error| StoreError::sqlite(path, error))?;
    // The upgrades create the tables, beginning from version 0.
    connection
        .pragma_update(None, "application_id", APPLICATION_ID)
        .map_err(|error| StoreError::sqlite(path, error))?;
    upgrade::upgrade(&mut connection, path)?;
    connection.close().map_err(|(_, error)| StoreError::sqlite(path, error))
}

/// Connects to a project for changes. The first read rolls back what a process left unfinished.
pub(super) fn writable(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(path, flags).map_err(|error| StoreError::sqlite(path, error))?;
    connection.busy_timeout(PATIENCE).map_err(|error| StoreError::sqlite(path, error))?;
    // SQLite opens a file without write access as read-only, and would report it only at the first change.
    let can_write = match connection.is_readonly(MAIN_DB) {
        Ok(true) => Err("the file may be read, not written".to_owned()),
        Ok(false) => {
            output_file::check_folder_of(path).map_err(|error| format!("its folder: {}", io_cause(&error)))
        }
        Err(error) => return Err(StoreError::sqlite(path, error)),
    };
    if let Err(problem) = can_write {
        let path = path.to_owned();
        return Err(match left_behind(&path) {
            Some(journal) => StoreError::Unrecovered { path, journal },
            None => StoreError::NotWritable { path, problem },
        });
    }
    Store::expect_project(&connection, path)?;
    Ok(connection)
}

/// Moves a file from an older program's journal mode to ours; a file that another process has open is moved the next time.
pub(super) fn leave_wal(connection: &Connection) -> rusqlite::Result<()> {
    match connection.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(())) {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => Ok(()),
        done => done,
    }
}

/// Returns the journal or write-ahead log in a project's folder, if it is not empty.
pub(super) fn left_behind(path: &Path) -> Option<PathBuf> {
    [JOURNAL, LOG]
        .into_iter()
        .map(|ending| beside(path, ending))
        .find(|file| std::fs::metadata(file).is_ok_and(|found| found.len() > 0))
}

/// The suffix of the file name of SQLite's journal.
const JOURNAL: &str = "-journal";
/// The suffix of the file name of an older program's write-ahead log.
pub(super) const LOG: &str = "-wal";

pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

pub(super) fn check_there(path: &Path) -> Result<(), StoreError> {
    if path.exists() { check_file(path) } else { Err(StoreError::Missing(path.to_owned())) }
}

fn check_file(path: &Path) -> Result<(), StoreError> {
    if !path.is_dir() {
        return Ok(());
    }
    Err(StoreError::NotAProject { path: path.to_owned(), found: OtherFile::Folder })
}

fn is_empty(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.len() == 0)
}
