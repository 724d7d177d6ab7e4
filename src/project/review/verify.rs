//! Whether the log and what it comes to are as they were written.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::domain::OperationId;
use crate::review::{self, State};

use super::Reviewer;
use super::commit::detail_of;
use crate::project::ProjectError;

/// What was verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// How many entries the log has; their chain of hashes holds.
    pub n_operations: usize,
    /// The hash of the last entry: written down elsewhere, it shows that no entry was taken off the end since.
    pub last_hash: String,
    /// How many records there are; each is, to the byte, what the log comes to.
    pub n_records: usize,
    /// SHA-256 of all coders' codebooks in canonical form.
    pub codebook_sha256: String,
}

impl Reviewer {
    /// Walks the log's chain of hashes, replays it from nothing, and compares what it comes to with what the file holds, to
    /// the byte.
    ///
    /// An entry that was altered, taken out or put in is found by the chain, a record that was altered by the replay. Who
    /// takes the last entries off together with what they changed leaves a whole shorter log: keep
    /// [`Verified::last_hash`] elsewhere to find this.
    ///
    /// # Errors
    /// [`ProjectError::Store`] and [`ProjectError::Damaged`] name the first entry or record that does not fit.
    pub fn verify(&self) -> Result<Verified, ProjectError> {
        let (operations, texts) = self
            .project
            .store
            .read(|store| Ok::<_, ProjectError>((store.operations()?, store.record_texts()?)))?;
        let mut state = State::default();
        for operation in &operations {
            let Some(detail) = detail_of(operation, self.path())? else { continue };
            if let Some(change) = state.contradiction(&detail.changes) {
                return Err(self.altered(operation.id, &change.key.to_string()));
            }
            detail.changes.iter().for_each(|change| state.apply(change));
        }
        let mut expected: Vec<(String, String)> =
            state.records().map(|(key, record)| (key.to_string(), record.text())).collect();
        expected.sort();
        let mut found = texts.iter().peekable();
        for (key, text) in &expected {
            match found.next_if(|(at, _)| at <= key) {
                Some((at, held)) if at == key && held == text => {}
                Some((at, _)) => return Err(self.record_altered(at)),
                None => return Err(self.record_altered(key)),
            }
        }
        if let Some((key, _)) = found.next() {
            return Err(self.record_altered(key));
        }
        let mut codebooks = Sha256::new();
        for coder in state.coders().keys() {
            codebooks.update(coder.as_str());
            codebooks.update(review::codebook(state.view(coder)).canonical());
        }
        Ok(Verified {
            n_operations: operations.len(),
            last_hash: operations.last().map(|last| last.hash.clone()).unwrap_or_default(),
            n_records: expected.len(),
            codebook_sha256: format!("{:x}", codebooks.finalize()),
        })
    }

    fn altered(&self, operation: OperationId, key: &str) -> ProjectError {
        self.project
            .damaged(&format!("entry {operation} of its log found `{key}` otherwise than the log left it"))
    }

    fn record_altered(&self, key: &str) -> ProjectError {
        self.project.damaged(&format!("the record `{key}` is not what the log comes to"))
    }
}
