//! The project file: one SQLite database for one study.
//!
//! The file has Themata's `application_id`, so that no other database is taken for a project, and a version: a file from a
//! newer program is refused, one from an older program is upgraded. Every change is one transaction with one operation in the
//! log. Only the cache of embeddings may grow without an operation, because it can be computed again.
//!
//! The file is complete in itself whenever no process is writing: it has no write-ahead log, for the reasons given in
//! `open.rs`. [`Store::open`] opens it for changes. [`Store::open_read_only`] reads it without changing a byte, also in a
//! folder without write access, and also a file of an older version. [`Store::copy`] makes a complete copy at any time.

mod content;
mod copy;
mod documents;
mod embeddings;
mod error;
mod integrity;
mod look;
mod open;
#[cfg(test)]
mod open_tests;
mod operations;
mod records;
mod runs;
#[cfg(test)]
pub(crate) mod tests;
mod upgrade;

#[cfg(feature = "project")]
pub(crate) use content::RECORDED_AT_JOIN;
pub use content::{
    CandidateDigests, ContentDigests, ContentVerified, DocumentDigests, ParticipantDigests, RunDigests,
};
pub use copy::Copied;
pub use documents::{StoredDocument, StoredParticipant};
pub use embeddings::{CachedEmbedding, StoredEmbedding};
pub use error::{OtherFile, StoreError};
pub use operations::{NewOperation, OperationHead};
pub use runs::{NewRun, RunAddition, StoredMember, StoredProposal, StoredRun, StoredSegment};
pub use upgrade::FILE_VERSION;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use self::content::Made;
use crate::domain::{OperationId, Timestamp};

/// An open project file.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    access: Access,
    /// Whether the log is known to record everything in the file, so that changes need not check again.
    is_recorded: bool,
}

/// What an open project may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

impl Store {
    /// Returns the path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes one change: runs `change`, which gets the number of the operation, and appends `operation` to the log with the
    /// digests of what was added. Both are in one transaction: either both are kept or neither.
    ///
    /// # Errors
    /// [`StoreError`]; the file is then unchanged.
    pub fn transact<T>(
        &mut self,
        operation: &NewOperation,
        change: impl FnOnce(&Change<'_>, OperationId) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.write(&operation.at, |change_in| {
            let (_, value) = change_in.append_after(operation, |id| change(change_in, id))?;
            Ok(value)
        })
    }

    /// Makes changes that depend on what the file holds: no other process writes between what `work` reads and what it writes.
    /// `work` appends an operation for each change; all changes are kept, or none.
    ///
    /// Before the first change to a file of an older version, an operation records the digests of what the file holds.
    ///
    /// # Errors
    /// The error of `work`, or [`StoreError`]; the file is then unchanged.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        at: &Timestamp,
        work: impl FnOnce(&Change<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let path = self.path.clone();
        let sqlite = |error| StoreError::sqlite(&path, error);
        let is_recorded = self.is_recorded;
        let transaction = self.begin()?;
        let change = Change { transaction: &transaction, path: &path, made: RefCell::default() };
        if !is_recorded && change.is_not_recorded()? {
            change.record_content(at)?;
        }
        let value = work(&change)?;
        drop(change);
        transaction.commit().map_err(sqlite)?;
        self.is_recorded = true;
        Ok(value)
    }

    /// Reads several things as they are at one moment, even if other processes write meanwhile.
    ///
    /// # Errors
    /// The error of `work`, or [`StoreError`].
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        let moment = self.connection.unchecked_transaction().map_err(|error| self.sqlite(error))?;
        let value = work(self)?;
        moment.finish().map_err(|error| self.sqlite(error))?;
        Ok(value)
    }

    /// Begins a change; no other process can make one until it ends.
    fn begin(&mut self) -> Result<Transaction<'_>, StoreError> {
        if self.access == Access::Read {
            return Err(StoreError::ReadOnly(self.path.clone()));
        }
        let begun = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        begun.map_err(|error| StoreError::sqlite(&self.path, error))
    }

    fn sqlite(&self, error: rusqlite::Error) -> StoreError {
        StoreError::sqlite(&self.path, error)
    }
}

/// A change in progress: what [`Store::transact`] and [`Store::write`] pass to their closures.
#[derive(Debug)]
pub struct Change<'a> {
    transaction: &'a Transaction<'a>,
    path: &'a Path,
    made: RefCell<Made>,
}

impl Change<'_> {
    fn sqlite(&self, error: rusqlite::Error) -> StoreError {
        StoreError::sqlite(self.path, error)
    }
}
