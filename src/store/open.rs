//! Opens and creates project files.
//!
//! **The journal.** A project file is copied, mailed and put on network shares. So it is kept in SQLite's rollback journal
//! (`journal_mode=DELETE`), and not in a write-ahead log (WAL): WAL does not work on network file systems, it cannot be opened in
//! a folder that may not be written, and the latest decisions would stand in a second file, which a copy of the first one
//! lacks. DELETE is taken and not TRUNCATE or PERSIST, because these leave a journal file beside the project at all times;
//! with PERSIST it would also hold interviewees' words that were changed or removed. `synchronous` is EXTRA, which is FULL
//! and a sync of the folder once the journal is deleted: with FULL alone, a power cut could bring the journal back and take
//! away a decision that was already acknowledged. The price: a process that reads makes a process that writes wait, and the
//! other way round; each waits up to ten seconds.
//!
//! An older program kept its files in WAL. Such a file is converted when it is opened to be changed; where another process
//! has it open at that moment, the next one converts it.
//!
//! A process that ends in the middle of a change leaves a journal beside the project. Whoever opens the project next takes
//! back what was half done, and the journal is gone. Where that is impossible, because the file or its folder cannot be
//! written, [`StoreError::Unrecovered`] says what to do.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags};

use super::{Access, OtherFile, Store, StoreError, look, upgrade};
use crate::output_file::{self, OutputFile, Readers};

/// Marks the file as a Themata project (`ThmA`), as <https://www.sqlite.org/fileformat2.html#application_id> provides.
const APPLICATION_ID: i64 = 0x5468_6d41;

/// How long a second process waits for the first to finish a change.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

impl Store {
    /// Opens a project that exists, to read and to change it. A file of an older version is upgraded.
    ///
    /// # Errors
    /// [`StoreError`] where there is no such file, or it is no project, or from a newer program, or cannot be written; it is left
    /// as it is.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        check_there(path)?;
        Self::connect(path)
    }

    /// Opens a project that exists, to read it alone: neither the file nor its folder need be writable, and not a byte of
    /// either changes. A file of an older version, or one that an older program left in another journal mode, is read into
    /// memory and upgraded there.
    ///
    /// Where a process ended in the middle of a change and left its journal, the file is recovered first, if it can be.
    ///
    /// # Errors
    /// [`StoreError`] where there is no such file, or it is no project, or from a newer program.
    /// [`StoreError::Unrecovered`] where a journal was left and cannot be used.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        let mut connection = look::at(path)?;
        if upgrade::is_older(&connection, path)? {
            connection = look::in_memory(&connection, path)?;
            upgrade::upgrade(&mut connection, path)?;
        }
        Ok(Self { connection, path: path.to_owned(), access: Access::Read, is_recorded: false })
    }

    /// Opens a copy of a project in memory, which may be changed and is gone when it is closed: for trials. The project itself
    /// is only read, as with [`Store::open_read_only`].
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

    /// Opens a project, or makes an empty one where there is no file. A new file can be read by its owner alone.
    ///
    /// # Errors
    /// As [`Store::open`], and where the file cannot be made.
    pub fn open_or_create(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            create(path)?;
        }
        Self::connect(path)
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

    /// Refuses a file that is no project.
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

/// Makes an empty project. The file gets its name when it is whole; where another process makes one at the same time, the
/// first one stays.
fn create(path: &Path) -> Result<(), StoreError> {
    let unwritable = |error: std::io::Error| StoreError::unwritable(path, &error);
    let new = OutputFile::begin(path, false, Readers::Owner).map_err(unwritable)?;
    let mut connection =
        Connection::open(new.path_until_then()).map_err(|error| StoreError::sqlite(path, error))?;
    // The upgrades make the tables of a project of version 0.
    connection
        .pragma_update(None, "application_id", APPLICATION_ID)
        .map_err(|error| StoreError::sqlite(path, error))?;
    upgrade::upgrade(&mut connection, path)?;
    connection.close().map_err(|(_, error)| StoreError::sqlite(path, error))?;
    match new.finish() {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        finished => finished.map_err(unwritable),
    }
}

/// Connects to a project that is to be changed. What a process left half done is taken back by the first read.
pub(super) fn writable(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(path, flags).map_err(|error| StoreError::sqlite(path, error))?;
    connection.busy_timeout(PATIENCE).map_err(|error| StoreError::sqlite(path, error))?;
    // SQLite opens a file that may not be written to be read only, and would say so at the first change.
    let can_write = match connection.is_readonly(MAIN_DB) {
        Ok(true) => Err("the file may be read, not written".to_owned()),
        Ok(false) => output_file::check_folder_of(path).map_err(|error| format!("its folder: {error}")),
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

/// Brings a file out of an older program's journal mode; one that another process has open stays in it until the next time.
pub(super) fn leave_wal(connection: &Connection) -> rusqlite::Result<()> {
    match connection.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(())) {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => Ok(()),
        done => done,
    }
}

/// The journal or the write-ahead log that lies beside a project and holds something.
pub(super) fn left_behind(path: &Path) -> Option<PathBuf> {
    [JOURNAL, LOG]
        .into_iter()
        .map(|ending| beside(path, ending))
        .find(|file| std::fs::metadata(file).is_ok_and(|found| found.len() > 0))
}

/// What SQLite adds to the name of a file for its journal.
const JOURNAL: &str = "-journal";
/// What it adds for the write-ahead log of an older program.
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
