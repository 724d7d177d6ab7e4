//! Numbered upgrades: each is one SQL file, run once, in order, in its own transaction.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// The upgrades: upgrade `i` changes a file from version `i` to `i + 1`.
const UPGRADES: &[&str] = &[
    include_str!("schema/0001.sql"),
    include_str!("schema/0002.sql"),
    include_str!("schema/0003.sql"),
    include_str!("schema/0004.sql"),
];

/// The version of the files that this program writes. It increases with changes of the tables and of the words stored in them.
pub const FILE_VERSION: usize = UPGRADES.len();

/// Upgrades a project file to this program's version.
pub(super) fn upgrade(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let sqlite = |error| StoreError::sqlite(path, error);
    let known = FILE_VERSION as i64;
    if version(connection).map_err(sqlite)? == known {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sqlite)?;
    // Read again under the lock: another process may have upgraded the file meanwhile.
    let found = version(&transaction).map_err(sqlite)?;
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    let done = usize::try_from(found).map_err(|_| StoreError::damaged(path, format!("version {found}")))?;
    let is_later =
        |error| StoreError::damaged(path, format!("it claims to be of version {found}, but is not: {error}"));
    let is_of_later = match done {
        0 => false,
        1 | 2 => is_recorded(&transaction).map_err(sqlite)?,
        _ => has_two_levels(&transaction).map_err(sqlite)?,
    };
    if is_of_later {
        return Err(is_later("its log was written by a later version".to_owned()));
    }
    for (i, sql) in UPGRADES.iter().enumerate().skip(done) {
        transaction.execute_batch(sql).map_err(|error| match error {
            // A table already exists, or does not exist yet.
            rusqlite::Error::SqlInputError { msg, .. } => is_later(msg),
            error => sqlite(error),
        })?;
        transaction.pragma_update(None, "user_version", i as i64 + 1).map_err(sqlite)?;
    }
    transaction.commit().map_err(sqlite)
}

/// Tells whether a file is of an older version than this program's.
pub(super) fn is_older(connection: &Connection, path: &Path) -> Result<bool, StoreError> {
    let (found, known) =
        (version(connection).map_err(|error| StoreError::sqlite(path, error))?, UPGRADES.len() as i64);
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    Ok(found < known)
}

/// Tells whether the log holds digests, which programs record since version 3.
fn is_recorded(connection: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM operation WHERE kind IN ('suggest', 'upgrade') \
               AND CASE WHEN json_valid(detail) THEN detail -> '$.digests' IS NOT NULL END)";
    connection.query_row(sql, [], |row| row.get(0))
}

/// Tells whether records have the names that programs write since version 4.
fn has_two_levels(connection: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM record WHERE key GLOB '*/candidate/*' OR key GLOB '*/candidate-theme/*' OR key GLOB '*/grouping/*')";
    connection.query_row(sql, [], |row| row.get(0))
}

/// Makes an empty database of this version in memory.
pub(super) fn empty() -> rusqlite::Result<Connection> {
    let connection = Connection::open_in_memory()?;
    UPGRADES.iter().try_for_each(|sql| connection.execute_batch(sql))?;
    Ok(connection)
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}
