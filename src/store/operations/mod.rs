//! The log of operations: append-only; each operation holds the hash of the one before it.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use super::{Change, Store, StoreError};
use crate::domain::{CandidateThemeId, Operation, OperationId, OperationKind, ProposalId, RunId, Timestamp};

/// An operation to be logged.
#[derive(Clone, Debug)]
pub struct NewOperation {
    /// What is done.
    pub kind: OperationKind,
    /// When.
    pub at: Timestamp,
    /// Its input, as JSON.
    pub detail: serde_json::Value,
}

/// The part of an operation that is read when there are many: coder, kind and time, without its changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationHead {
    /// Its number.
    pub id: OperationId,
    /// What was done.
    pub kind: OperationKind,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub coder: Option<String>,
    /// The operation that it undoes.
    pub undoes: Option<OperationId>,
    /// The operation that it redoes.
    pub redoes: Option<OperationId>,
    /// The run that was under review.
    pub run: Option<RunId>,
    /// The highest number that it gave to a new candidate code.
    pub last_code: Option<ProposalId>,
    /// The last letters that it gave to a new candidate theme.
    pub last_candidate_theme: Option<CandidateThemeId>,
}

impl Change<'_> {
    /// Returns the number and the hash of the last operation; 0 and an empty text for an empty log.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read.
    pub fn last_operation(&self) -> Result<(OperationId, String), StoreError> {
        last(self.transaction).map_err(|error| self.sqlite(error))
    }

    /// Reads the operations after one, oldest first, and checks their hash chain.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] names the first operation that does not follow from the one before it.
    pub fn operations_since(&self, id: OperationId) -> Result<Vec<Operation>, StoreError> {
        since(self.transaction, self.path, id)
    }

    /// Reads one operation, as [`Store::operation`] does, while a change is in progress.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if its hash does not match its content, or if there is no such operation.
    pub fn operation(&self, id: OperationId) -> Result<Operation, StoreError> {
        one(self.transaction, self.path, id)
    }

    /// Appends an operation to the log.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be written.
    pub fn append(&self, new: &NewOperation) -> Result<Operation, StoreError> {
        let (before, previous_hash) = self.last_operation()?;
        let mut operation = Operation {
            id: OperationId(before.0 + 1),
            kind: new.kind,
            at: new.at.clone(),
            detail: new.detail.clone(),
            previous_hash,
            hash: String::new(),
        };
        let detail = operation.detail.to_string();
        operation.hash = hash(&operation, &detail);
        self.transaction
            .prepare_cached(include_str!("append.sql"))
            .and_then(|mut append| {
                append.execute(params![
                    operation.id.0,
                    operation.kind.to_string(),
                    operation.at.0,
                    detail,
                    operation.previous_hash,
                    operation.hash
                ])
            })
            .map_err(|error| self.sqlite(error))?;
        Ok(operation)
    }
}

impl Store {
    /// Reads the whole log, oldest operation first, and checks its hash chain.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] names the first operation that does not follow from the one before it.
    pub fn operations(&self) -> Result<Vec<Operation>, StoreError> {
        since(&self.connection, &self.path, OperationId(0))
    }

    /// Reads one operation of the log.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if its hash does not match its content, or if there is no such operation.
    pub fn operation(&self, id: OperationId) -> Result<Operation, StoreError> {
        one(&self.connection, &self.path, id)
    }

    /// Returns the number of the last operation; 0 for an empty log.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read.
    pub fn last_operation(&self) -> Result<OperationId, StoreError> {
        last(&self.connection).map(|(id, _)| id).map_err(|error| self.sqlite(error))
    }

    /// Reads coder, kind and time of the operations of coders, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] if the log cannot be read; if an operation was altered, the error names it.
    pub fn operation_heads(&self) -> Result<Vec<OperationHead>, StoreError> {
        let read = || {
            let mut heads = self.connection.prepare(include_str!("heads.sql"))?;
            let rows = heads.query_map([], read_head)?;
            rows.collect::<Result<_, _>>()
        };
        // A head that cannot be read was altered: the hash chain names the operation.
        read().map_err(|error| self.operations().err().unwrap_or_else(|| self.sqlite(error)))
    }
}

fn one(connection: &Connection, path: &Path, id: OperationId) -> Result<Operation, StoreError> {
    let found = connection
        .prepare_cached(include_str!("since.sql"))
        .and_then(|mut find| find.query_row([id.0.saturating_sub(1)], read).optional())
        .map_err(|error| StoreError::sqlite(path, error))?;
    match found {
        Some((operation, detail)) if operation.id == id && operation.hash == hash(&operation, &detail) => {
            Ok(operation)
        }
        _ => Err(altered(path, id)),
    }
}

pub(super) fn last(connection: &Connection) -> rusqlite::Result<(OperationId, String)> {
    let found = connection
        .prepare_cached("SELECT id, hash FROM operation ORDER BY id DESC LIMIT 1")?
        .query_row([], |row| Ok((OperationId(row.get(0)?), row.get(1)?)))
        .optional()?;
    let (id, hash) = found.unwrap_or((OperationId(0), String::new()));
    if id.0 == u32::MAX {
        // No program wrote so many operations: the file was altered, and no further operation could have a number.
        return Err(rusqlite::Error::IntegralValueOutOfRange(0, i64::from(id.0)));
    }
    Ok((id, hash))
}

fn since(connection: &Connection, path: &Path, id: OperationId) -> Result<Vec<Operation>, StoreError> {
    let sqlite = |error| StoreError::sqlite(path, error);
    let mut previous: String = connection
        .query_row("SELECT hash FROM operation WHERE id = ?1", [id.0], |row| row.get(0))
        .optional()
        .map_err(sqlite)?
        .unwrap_or_default();
    let mut statement = connection.prepare_cached(include_str!("since.sql")).map_err(sqlite)?;
    let mut rows = statement.query([id.0]).map_err(sqlite)?;
    let mut operations: Vec<Operation> = Vec::new();
    let mut expected = id.0;
    while let Some(row) = rows.next().map_err(sqlite)? {
        expected += 1;
        // An operation that cannot be read at all was altered too.
        let Ok((operation, detail)) = read(row) else { return Err(altered(path, OperationId(expected))) };
        let follows = operation.id.0 == expected && operation.previous_hash == previous;
        if !follows || operation.hash != hash(&operation, &detail) {
            return Err(altered(path, OperationId(expected)));
        }
        previous.clone_from(&operation.hash);
        operations.push(operation);
    }
    Ok(operations)
}

fn altered(path: &Path, id: OperationId) -> StoreError {
    StoreError::AlteredOperation { path: path.to_owned(), operation: id }
}

/// Computes SHA-256 over the operation. Its fields are separated by line ends; only the last field, JSON, could contain one,
/// and does not.
fn hash(operation: &Operation, detail: &str) -> String {
    let mut hasher = Sha256::new();
    for field in [
        operation.previous_hash.as_str(),
        &operation.id.to_string(),
        &operation.kind.to_string(),
        &operation.at.0,
        detail,
    ] {
        hasher.update(field.as_bytes());
        hasher.update(b"\n");
    }
    format!("{:x}", hasher.finalize())
}

/// Reads an operation, with its detail as it is in the file: the hash is of that text.
fn read(row: &Row<'_>) -> rusqlite::Result<(Operation, String)> {
    let detail: String = row.get(3)?;
    let operation = Operation {
        id: OperationId(row.get(0)?),
        kind: read_kind(row)?,
        at: Timestamp(row.get(2)?),
        detail: serde_json::from_str(&detail).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(3, rusqlite::types::Type::Text, Box::new(error))
        })?,
        previous_hash: row.get(4)?,
        hash: row.get(5)?,
    };
    Ok((operation, detail))
}

fn read_head(row: &Row<'_>) -> rusqlite::Result<OperationHead> {
    Ok(OperationHead {
        id: OperationId(row.get(0)?),
        kind: read_kind(row)?,
        at: Timestamp(row.get(2)?),
        coder: row.get(3)?,
        undoes: row.get::<_, Option<u32>>(4)?.map(OperationId),
        redoes: row.get::<_, Option<u32>>(5)?.map(OperationId),
        run: row.get::<_, Option<u32>>(6)?.map(RunId),
        last_code: row.get::<_, Option<u32>>(7)?.map(ProposalId),
        // Letters that cannot be read are reported where the whole operation is read.
        last_candidate_theme: row.get::<_, Option<String>>(8)?.and_then(|letters| letters.parse().ok()),
    })
}

fn read_kind(row: &Row<'_>) -> rusqlite::Result<OperationKind> {
    serde_json::from_value(serde_json::Value::String(row.get(1)?)).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, Box::new(error))
    })
}
