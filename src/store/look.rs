//! Read-only connections: they change no byte of a project and leave no file in its folder.

use std::ffi::{OsString, c_void};
use std::path::Path;

use rusqlite::{Connection, OpenFlags, ffi};

use super::open::{LOG, PATIENCE, beside, check_there, leave_wal, left_behind, writable};
use super::{Store, StoreError};

/// How often a file is read again if another process changed it meanwhile.
const ATTEMPTS: usize = 5;

/// Connects to a project as it is, without an upgrade. A file in an older program's write-ahead log mode is read into memory.
pub(super) fn at(path: &Path) -> Result<Connection, StoreError> {
    check_there(path)?;
    let connection = read_only(path, OpenFlags::empty())?;
    if is_in_wal(&connection) {
        drop(connection);
        return out_of_wal(path);
    }
    match Store::expect_project(&connection, path) {
        // A process ended in the middle of a change; only a connection with write access can roll it back.
        Err(StoreError::NotWritable { .. }) if left_behind(path).is_some() => {
            drop(connection);
            writable(path)?;
            let connection = read_only(path, OpenFlags::empty())?;
            Store::expect_project(&connection, path)?;
            Ok(connection)
        }
        expected => expected.map(|()| connection),
    }
}

/// Copies everything that a connection reads into memory.
pub(super) fn in_memory(from: &Connection, path: &Path) -> Result<Connection, StoreError> {
    let copied = || {
        let mut memory = Connection::open_in_memory()?;
        // The first read takes the lock, and it is held until all is copied.
        let moment = from.unchecked_transaction()?;
        moment.pragma_query_value(None, "schema_version", |_| Ok(()))?;
        rusqlite::backup::Backup::new(&moment, &mut memory)?.step(-1)?;
        moment.finish()?;
        Ok(memory)
    };
    copied().map_err(|error| StoreError::sqlite(path, error))
}

/// Reads a file that an older program left in write-ahead log mode.
///
/// A read-only connection would leave two files in the folder of such a project, and could not open it at all in a folder
/// without write access. If the log is gone, the file itself holds everything, and is read as one that nobody changes.
fn out_of_wal(path: &Path) -> Result<Connection, StoreError> {
    for _ in 0..ATTEMPTS {
        if left_behind(path).is_some() {
            let connection = writable(path)?;
            leave_wal(&connection).map_err(|error| StoreError::sqlite(path, error))?;
            return in_memory(&connection, path);
        }
        let before = stamp(path);
        let connection = read_only(&as_immutable(path)?, OpenFlags::SQLITE_OPEN_URI)?;
        Store::expect_project(&connection, path)?;
        let copied = in_memory(&connection, path);
        if stamp(path) == before {
            return copied;
        }
    }
    Err(StoreError::Busy(path.to_owned()))
}

/// Returns what changes with the file: its length, the time of its last change, and whether it has a log.
fn stamp(path: &Path) -> impl PartialEq + use<> {
    let of_file = std::fs::metadata(path).and_then(|found| Ok((found.len(), found.modified()?)));
    (of_file.ok(), beside(path, LOG).exists())
}

fn read_only(path: &Path, more: OpenFlags) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
    let connect = || {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        Ok(connection)
    };
    connect().map_err(|error| StoreError::sqlite(path, error))
}

/// Tells whether a file is in the journal mode of older programs; its 20th byte says so
/// (<https://www.sqlite.org/fileformat2.html#file_format_version_numbers>).
///
/// The byte is read through SQLite's own handle, before anything else is read. Closing a second handle on the file would
/// release all locks that this process holds on it (<https://www.sqlite.org/howtocorrupt.html>, section 2.2).
fn is_in_wal(connection: &Connection) -> bool {
    let mut file: *mut ffi::sqlite3_file = std::ptr::null_mut();
    let mut head = [0_u8; 20];
    // SAFETY: the connection is open as long as it is borrowed. SQLITE_FCNTL_FILE_POINTER writes the address of the file that
    // belongs to it into `file`; `xRead` writes at most as many bytes as `head` has. No other thread has the connection.
    let read = unsafe {
        let found = ffi::sqlite3_file_control(
            connection.handle(),
            c"main".as_ptr(),
            ffi::SQLITE_FCNTL_FILE_POINTER,
            (&raw mut file).cast::<c_void>(),
        );
        if found != ffi::SQLITE_OK || file.is_null() || (*file).pMethods.is_null() {
            return false;
        }
        let Some(read) = (*(*file).pMethods).xRead else { return false };
        read(file, head.as_mut_ptr().cast::<c_void>(), head.len() as std::ffi::c_int, 0)
    };
    read == ffi::SQLITE_OK && head.starts_with(b"SQLite format 3\0") && head[19] == 2
}

/// Returns the name by which SQLite opens a file without locks, logs and journals.
fn as_immutable(path: &Path) -> Result<std::path::PathBuf, StoreError> {
    let whole = std::path::absolute(path).map_err(|error| StoreError::unwritable(path, &error))?;
    let mut name = OsString::from("file:");
    name.push(escaped(&whole));
    name.push("?immutable=1");
    Ok(name.into())
}

#[cfg(unix)]
fn escaped(path: &Path) -> OsString {
    use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
    let mut escaped = Vec::new();
    for &byte in path.as_os_str().as_bytes() {
        match byte {
            b'%' | b'?' | b'#' => escaped.extend(format!("%{byte:02x}").into_bytes()),
            _ => escaped.push(byte),
        }
    }
    OsString::from_vec(escaped)
}

#[cfg(not(unix))]
fn escaped(path: &Path) -> OsString {
    let path = path.to_string_lossy().replace('\\', "/");
    let path = path.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    format!("/{}", path.trim_start_matches('/')).into()
}
