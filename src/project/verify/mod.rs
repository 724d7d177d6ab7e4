//! Verifies that a project file agrees with its log.

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

use super::review::changes_of;
use super::{Project, ProjectError, Reviewer};

/// The result of a verification.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Verified {
    /// How many operations the log has; their chain of hashes is intact.
    pub n_operations: usize,
    /// The hash of the last operation. Written down elsewhere, it shows later whether operations were removed from the end.
    pub last_hash: String,
    /// How many records there are; each equals, byte by byte, the result of replaying the log.
    pub n_records: usize,
    /// SHA-256 of all coders' codebooks in canonical form.
    pub codebook_sha256: String,
    /// How many documents there are. The text, speakers, turns and times of each match the digests in the log.
    pub n_documents: usize,
    /// How many participants there are. Their attributes match the digests in the log.
    pub n_participants: usize,
    /// How many runs there are. The parameters, segments, candidates and members of each match the digests in the log.
    pub n_runs: usize,
    /// Operations without digests of their documents, participants and runs in the log: an older program made them, and
    /// nothing was changed since. Their content cannot be verified.
    pub not_recorded: Vec<OperationId>,
    /// Operations that recorded digests of content made by an older program: changes before that cannot be detected.
    pub recorded_later: Vec<OperationId>,
    /// The vectors that were compared, where requested.
    pub vectors: Option<DeepVerified>,
}

impl Verified {
    /// Tells whether the log covers all content of the file from the beginning.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.not_recorded.is_empty() && self.recorded_later.is_empty()
    }
}

impl Project {
    /// Checks the log's chain of hashes, replays the log from the beginning, and compares the result with the file: records
    /// byte by byte; documents, participants and runs by their digests in the log. The database itself is checked too. With
    /// `vectors`, all words are embedded again and the vectors compared.
    ///
    /// The chain reveals an operation that was altered, removed or inserted. Operations removed from the end together with
    /// their changes leave a valid shorter log: keep [`Verified::last_hash`] elsewhere to detect this.
    ///
    /// # Errors
    /// [`ProjectError::Altered`] names every difference from the log; [`ProjectError::Store`] and [`ProjectError::Damaged`]
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
    /// Verifies as [`Project::verify`] does, without the vectors.
    ///
    /// # Errors
    /// As for [`Project::verify`].
    pub fn verify(&self) -> Result<Verified, ProjectError> {
        self.project.verify(None)
    }
}

/// Verifies a file; messages name it `path`.
pub(in crate::project) fn verify(store: &Store, path: &Path) -> Result<Verified, ProjectError> {
    store.read(|store| verify_moment(store, path))
}

/// Verifies a file as [`verify`] does, within a moment that the caller reads.
pub(in crate::project) fn verify_moment(store: &Store, path: &Path) -> Result<Verified, ProjectError> {
    let mut alterations = store.check_database()?;
    let result = verify_log(store, path, &mut alterations);
    if !alterations.is_empty() {
        // If a difference is known already, a later error is a consequence of it.
        return Err(ProjectError::Altered { path: path.to_owned(), alterations });
    }
    result
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
        let changes = changes_of(operation, path)?;
        if let Some(change) = state.contradiction(&changes) {
            let (operation, key) = (operation.id, &change.key);
            let problem = format!(
                "operation {operation} of its log starts from another value of `{key}` than the operations before it left"
            );
            return Err(ProjectError::Damaged { path: path.to_owned(), problem });
        }
        changes.iter().for_each(|change| state.apply(change));
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

/// Returns the keys of records that are in one list only or differ between the lists; both lists are sorted by key.
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
