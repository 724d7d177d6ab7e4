//! The project file: one SQLite database for one study.
//!
//! The file carries Themata's `application_id`, so that no other database is taken for a project, and a version, so that a
//! file from a newer program is refused and one from an older is upgraded. Every change is one transaction with one entry
//! in the log of operations; a cache of embeddings beside it may grow without one, since it can be computed anew.

mod documents;
mod embeddings;
mod error;
mod open;
mod operations;
mod runs;
#[cfg(test)]
mod tests;
mod upgrade;

pub use documents::{StoredDocument, StoredParticipant};
pub use embeddings::CachedEmbedding;
pub use error::StoreError;
pub use operations::NewOperation;
pub use runs::{NewRun, StoredMember, StoredProposal, StoredRun, StoredSegment};

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::domain::Operation;

/// An open project file.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes one change: runs `change` and appends `operation` to the log, in one transaction; either both are kept or
    /// neither.
    ///
    /// # Errors
    /// [`StoreError`]; then the file is as it was.
    pub fn transact<T>(
        &mut self,
        operation: &NewOperation,
        change: impl FnOnce(&Change<'_>, &Operation) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let path = self.path.clone();
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| StoreError::sqlite(&path, error))?;
        let value = {
            let change_in = Change { transaction: &transaction, path: &path };
            let logged = operations::append(&change_in, operation)?;
            change(&change_in, &logged)?
        };
        transaction.commit().map_err(|error| StoreError::sqlite(&path, error))?;
        Ok(value)
    }

    fn sqlite(&self, error: rusqlite::Error) -> StoreError {
        StoreError::sqlite(&self.path, error)
    }
}

/// A change under way: what [`Store::transact`] hands to its closure.
#[derive(Debug)]
pub struct Change<'a> {
    transaction: &'a Transaction<'a>,
    path: &'a Path,
}

impl Change<'_> {
    fn sqlite(&self, error: rusqlite::Error) -> StoreError {
        StoreError::sqlite(self.path, error)
    }
}
