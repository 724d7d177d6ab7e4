//! Whether a project file is as its log says.

#[cfg(test)]
mod tests;
mod vectors;

pub use vectors::{DeepVerified, VerifyVectors};

use std::path::Path;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::domain::{Alteration, AlterationKind, AlteredThing, OperationId};
use crate::review::{self, State};
use crate::store::{Store, StoreError};

use super::review::detail_of;
use super::{Project, ProjectError, Reviewer};

/// What was verified.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Verified {
    /// How many operations the log has; their chain of hashes holds.
    pub n_operations: usize,
    /// The hash of the last operation: written down elsewhere, it shows that no operation was taken off the end since.
    pub last_hash: String,
    /// How many records there are; each is, to the byte, what the log comes to.
    pub n_records: usize,
    /// SHA-256 of all coders' codebooks in canonical form.
    pub codebook_sha256: String,
    /// How many documents there are. Text, speakers, turns and times of each are what the log holds digests of.
    pub n_documents: usize,
    /// How many participants there are, with the attributes that the log holds digests of.
    pub n_participants: usize,
    /// How many runs there are. Parameters, segments, candidates and members of each are what the log holds digests of.
    pub n_runs: usize,
    /// Operations whose documents, participants and runs the log holds no digests of: an older program made them, and nothing was
    /// changed since. They cannot be vouched for.
    pub not_recorded: Vec<OperationId>,
    /// Operations that recorded digests of what an older program had made: what happened to it until then cannot be vouched for.
    pub recorded_later: Vec<OperationId>,
    /// The vectors that were compared, where this was asked for.
    pub vectors: Option<DeepVerified>,
}

impl Verified {
    /// Returns whether the log vouches for all that the file holds, from the beginning.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.not_recorded.is_empty() && self.recorded_later.is_empty()
    }
}

impl Project {
    /// Walks the log's chain of hashes, replays it from nothing, and compares what it comes to with what the file holds: the records
    /// to the byte; documents, participants and runs by the digests that the log holds of them. The database itself is checked
    /// too. With `vectors`, all words are embedded again and the vectors compared.
    ///
    /// An operation that was altered, taken out or put in is found by the chain. Who takes the last operations off together with
    /// what they changed leaves a whole shorter log: keep [`Verified::last_hash`] elsewhere to find this.
    ///
    /// # Errors
    /// [`ProjectError::Altered`] names everything that is not as the log says; [`ProjectError::Store`] and [`ProjectError::Damaged`]
    /// where the file cannot be read; with `vectors`, [`ProjectError::NoSuchModel`] where a model is not on this machine.
    pub fn verify(&self, vectors: Option<&VerifyVectors<'_>>) -> Result<Verified, ProjectError> {
        let mut verified = verify(&self.store, self.path())?;
        if let Some(vectors) = vectors {
            verified.vectors = Some(self.verify_vectors(vectors)?);
        }
        Ok(verified)
    }
}

impl Reviewer {
    /// As [`Project::verify`], without the vectors.
    ///
    /// # Errors
    /// As for [`Project::verify`].
    pub fn verify(&self) -> Result<Verified, ProjectError> {
        self.project.verify(None)
    }
}

/// Verifies a file, which messages call by `path`.
pub(in crate::project) fn verify(store: &Store, path: &Path) -> Result<Verified, ProjectError> {
    store.read(|store| {
        let mut alterations = store.check_database()?;
        let result = verify_log(store, path, &mut alterations);
        if !alterations.is_empty() {
            // Where something is named already, an error that comes after it follows from it.
            return Err(ProjectError::Altered { path: path.to_owned(), alterations });
        }
        result
    })
}

fn verify_log(
    store: &Store,
    path: &Path,
    alterations: &mut Vec<Alteration>,
) -> Result<Verified, ProjectError> {
    let changed = |thing| Alteration { thing, kind: AlterationKind::Changed, operation: None };
    let operations = store.operations().inspect_err(|error| {
        if let StoreError::AlteredOperation { operation, .. } = error {
            alterations.push(changed(AlteredThing::Operation { id: *operation }));
        }
    })?;
    let mut state = State::default();
    for operation in &operations {
        let Some(detail) = detail_of(operation, path)? else { continue };
        if let Some(change) = state.contradiction(&detail.changes) {
            let (operation, key) = (operation.id, &change.key);
            let problem = format!(
                "operation {operation} of its log found `{key}` in another state than the log had left it"
            );
            return Err(ProjectError::Damaged { path: path.to_owned(), problem });
        }
        detail.changes.iter().for_each(|change| state.apply(change));
    }
    let mut expected: Vec<(String, String)> =
        state.records().map(|(key, record)| (key.to_string(), record.text())).collect();
    expected.sort();
    let n_records = expected.len();
    let altered = differing(expected, store.record_texts()?);
    alterations.extend(altered.into_iter().map(|key| changed(AlteredThing::Record { key })));

    let content = store.verify_content(&operations)?;
    alterations.extend(content.alterations);
    let mut codebooks = Sha256::new();
    for coder in state.coders().keys() {
        codebooks.update(coder.as_str());
        codebooks.update(review::codebook(state.view(coder)).canonical());
    }
    Ok(Verified {
        n_operations: operations.len(),
        last_hash: operations.last().map(|last| last.hash.clone()).unwrap_or_default(),
        n_records,
        codebook_sha256: format!("{:x}", codebooks.finalize()),
        n_documents: content.n_documents,
        n_participants: content.n_participants,
        n_runs: content.n_runs,
        not_recorded: content.not_recorded,
        recorded_later: content.recorded_later,
        vectors: None,
    })
}

/// The keys of records that are in one list only, or hold something else in it; both lists are sorted by key.
fn differing(expected: Vec<(String, String)>, found: Vec<(String, String)>) -> Vec<String> {
    let mut keys = Vec::new();
    let mut found = found.into_iter().peekable();
    for (key, text) in expected {
        while let Some((added, _)) = found.next_if(|(at, _)| *at < key) {
            keys.push(added);
        }
        match found.next_if(|(at, _)| *at == key) {
            Some((_, held)) if held == text => {}
            _ => keys.push(key),
        }
    }
    keys.extend(found.map(|(key, _)| key));
    keys
}
