//! Numbered upgrades: each is one SQL file, run once, in order, in a transaction of its own.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// The upgrades: entry `i` takes a file from version `i` to `i + 1`.
const UPGRADES: &[&str] = &[include_str!("schema/0001.sql"), include_str!("schema/0002.sql")];

/// Brings a project file to this program's version.
pub(super) fn upgrade(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let sqlite = |error| StoreError::sqlite(path, error);
    let known = UPGRADES.len() as i64;
    if version(connection).map_err(sqlite)? == known {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sqlite)?;
    // Read again under the lock: another process may have upgraded meanwhile.
    let found = version(&transaction).map_err(sqlite)?;
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    let done = usize::try_from(found).map_err(|_| StoreError::damaged(path, format!("version {found}")))?;
    for (i, sql) in UPGRADES.iter().enumerate().skip(done) {
        transaction.execute_batch(sql).map_err(sqlite)?;
        transaction.pragma_update(None, "user_version", i as i64 + 1).map_err(sqlite)?;
    }
    transaction.commit().map_err(sqlite)
}

/// Whether a file is of an older version than this program's.
pub(super) fn is_older(connection: &Connection, path: &Path) -> Result<bool, StoreError> {
    let (found, known) =
        (version(connection).map_err(|error| StoreError::sqlite(path, error))?, UPGRADES.len() as i64);
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    Ok(found < known)
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}
