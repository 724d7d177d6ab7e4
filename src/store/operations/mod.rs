//! The log of operations: append-only, each entry carrying the hash of the one before.

use rusqlite::{OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use super::{Change, Store, StoreError};
use crate::domain::{Operation, OperationId, OperationKind, Timestamp};

/// An operation about to be logged.
#[derive(Clone, Debug)]
pub struct NewOperation {
    /// What is done.
    pub kind: OperationKind,
    /// When.
    pub at: Timestamp,
    /// What it is done with.
    pub detail: serde_json::Value,
}

/// Appends an entry to the log.
pub(super) fn append(change: &Change<'_>, new: &NewOperation) -> Result<Operation, StoreError> {
    let last: Option<(u32, String)> = change
        .transaction
        .query_row("SELECT id, hash FROM operation ORDER BY id DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()
        .map_err(|error| change.sqlite(error))?;
    let (before, previous_hash) = last.unwrap_or((0, String::new()));
    let mut operation = Operation {
        id: OperationId(before + 1),
        kind: new.kind,
        at: new.at.clone(),
        detail: new.detail.clone(),
        previous_hash,
        hash: String::new(),
    };
    operation.hash = hash(&operation);
    change
        .transaction
        .execute(
            include_str!("append.sql"),
            params![
                operation.id.0,
                kind_name(operation.kind),
                operation.at.0,
                operation.detail.to_string(),
                operation.previous_hash,
                operation.hash
            ],
        )
        .map_err(|error| change.sqlite(error))?;
    Ok(operation)
}

impl Store {
    /// The whole log, oldest entry first, its chain of hashes checked.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] names the first entry that does not follow from the one before it.
    pub fn operations(&self) -> Result<Vec<Operation>, StoreError> {
        let mut statement =
            self.connection.prepare(include_str!("all.sql")).map_err(|error| self.sqlite(error))?;
        let rows = statement.query_map([], read).map_err(|error| self.sqlite(error))?;
        let mut operations: Vec<Operation> = Vec::new();
        for row in rows {
            let operation = row.map_err(|error| self.sqlite(error))?;
            let previous = operations.last().map_or("", |last| last.hash.as_str());
            if operation.previous_hash != previous || operation.hash != hash(&operation) {
                return Err(StoreError::damaged(
                    &self.path,
                    format!("entry {} of its log was altered", operation.id),
                ));
            }
            operations.push(operation);
        }
        Ok(operations)
    }
}

/// SHA-256 over the entry, its fields apart by line ends, which only the last, JSON, could hold and does not.
fn hash(operation: &Operation) -> String {
    let mut hasher = Sha256::new();
    for field in [
        &operation.previous_hash,
        &operation.id.to_string(),
        &kind_name(operation.kind),
        &operation.at.0,
        &operation.detail.to_string(),
    ] {
        hasher.update(field.as_bytes());
        hasher.update(b"\n");
    }
    format!("{:x}", hasher.finalize())
}

fn kind_name(kind: OperationKind) -> String {
    // A unit variant always becomes a plain string.
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Operation> {
    let json = |at: usize, text: String| {
        serde_json::from_str(&text).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, Box::new(error))
        })
    };
    Ok(Operation {
        id: OperationId(row.get(0)?),
        kind: serde_json::from_value(serde_json::Value::String(row.get(1)?)).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, Box::new(error))
        })?,
        at: Timestamp(row.get(2)?),
        detail: json(3, row.get(3)?)?,
        previous_hash: row.get(4)?,
        hash: row.get(5)?,
    })
}
