//! Digests of the content of a project file that is neither log nor records: documents, participants and runs.
//!
//! The operation that makes content has its digests in its detail, so that the hash chain protects them. A digest is SHA-256
//! over the rows as they are in the tables: every column with its name, type and value. It contains no id that another copy of
//! the project may number differently: digests stand for documents, names for participants.

mod compare;
mod expected;
mod read;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Change, NewOperation, Store, StoreError};
use crate::domain::{
    Alteration, DocumentPart, Operation, OperationId, OperationKind, ParticipantId, ProposalId, RunId,
    Timestamp,
};
use expected::Expected;

/// The field of an operation's detail that holds the digests of what it made.
const DIGESTS: &str = "digests";
/// The field that says that the digests were recorded when the operation was joined, not when it was made.
pub(crate) const RECORDED_AT_JOIN: &str = "recorded_at_join";

/// The digests of documents, participants and runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ContentDigests {
    /// The digest of each document.
    pub documents: Vec<DocumentDigests>,
    /// The digest of each participant.
    pub participants: Vec<ParticipantDigests>,
    /// The digest of each run.
    pub runs: Vec<RunDigests>,
}

/// The digests of a document's parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DocumentDigests {
    /// The document's name.
    pub name: String,
    /// The digest of its name, format and language, and of the hash of its source.
    pub source: String,
    /// The digest of its words.
    pub text: String,
    /// The digest of its notices.
    pub notices: String,
    /// The digest of its speakers and their roles.
    pub speakers: String,
    /// The digest of its turns.
    pub turns: String,
    /// The digest of its time marks.
    pub time_marks: String,
}

impl DocumentDigests {
    /// Returns the digest of one part.
    #[must_use]
    pub fn part(&self, part: DocumentPart) -> &str {
        match part {
            DocumentPart::Source => &self.source,
            DocumentPart::Text => &self.text,
            DocumentPart::Notices => &self.notices,
            DocumentPart::Speakers => &self.speakers,
            DocumentPart::Turns => &self.turns,
            DocumentPart::TimeMarks => &self.time_marks,
        }
    }

    /// Returns the digest of the whole document, by which runs name it.
    #[must_use]
    pub fn whole(&self) -> String {
        let mut hasher = Sha256::new();
        for &part in DocumentPart::ALL {
            hasher.update(self.part(part));
            hasher.update(b"\n");
        }
        format!("{:x}", hasher.finalize())
    }
}

/// The digests of a participant's attributes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ParticipantDigests {
    /// The participant's name.
    pub name: String,
    /// The digest of each attribute's value. In an operation: only the attributes that it set; other attributes keep their
    /// values.
    pub attributes: BTreeMap<String, String>,
}

/// The digests of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RunDigests {
    /// The run's number, by which decisions name it.
    pub run: RunId,
    /// The operation that made it.
    pub operation: OperationId,
    /// The digest of its parameters, counts and findings.
    pub detail: String,
    /// The documents that it read, by the digest of each.
    pub documents: BTreeSet<String>,
    /// Of the segments of each document, by the document's digest.
    pub segments: BTreeMap<String, String>,
    /// The digests of each candidate, by its number.
    pub candidates: BTreeMap<ProposalId, CandidateDigests>,
}

/// The digests of a candidate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CandidateDigests {
    /// The digest of its label and the evidence for it.
    pub evidence: String,
    /// The digest of its segments, with their similarity to its centre.
    pub members: String,
}

/// What an operation in progress put into the tables.
#[derive(Debug, Default)]
pub(super) struct Made {
    documents: BTreeSet<i64>,
    participants: BTreeMap<i64, BTreeSet<String>>,
    runs: BTreeSet<i64>,
}

/// The result of comparing the tables with the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentVerified {
    /// What differs from the log.
    pub alterations: Vec<Alteration>,
    /// How many documents there are.
    pub n_documents: usize,
    /// How many participants there are.
    pub n_participants: usize,
    /// How many runs there are.
    pub n_runs: usize,
    /// Operations of a program that recorded no digests, if no later operation recorded their content.
    pub not_recorded: Vec<OperationId>,
    /// Operations that recorded digests of earlier content: changes made before they were recorded cannot be detected.
    pub recorded_later: Vec<OperationId>,
}

impl Made {
    pub(super) fn document(&mut self, id: i64) {
        self.documents.insert(id);
    }

    pub(super) fn participant<'a>(
        &mut self,
        id: ParticipantId,
        attributes: impl Iterator<Item = &'a String>,
    ) {
        self.participants.entry(i64::from(id.0)).or_default().extend(attributes.cloned());
    }

    pub(super) fn run(&mut self, id: i64) {
        self.runs.insert(id);
    }
}

impl Change<'_> {
    /// Appends the operation of `work`, which it runs first, with the digests of the documents, participants and runs that it put into the
    /// tables. `work` gets the number that the operation will have.
    ///
    /// # Errors
    /// The error of `work`, or [`StoreError`] if the operation cannot be written.
    pub fn append_after<T, E: From<StoreError>>(
        &self,
        new: &NewOperation,
        work: impl FnOnce(OperationId) -> Result<T, E>,
    ) -> Result<(Operation, T), E> {
        // A run names its operation, which is written later: this is allowed until the end of the transaction.
        self.transaction
            .pragma_update(None, "defer_foreign_keys", true)
            .map_err(|error| self.sqlite(error))?;
        let next = OperationId(self.last_operation()?.0.0 + 1);
        self.made.take();
        let value = work(next)?;
        let made = self.made.take();
        let mut new = new.clone();
        let is_content = !(made.documents.is_empty() && made.participants.is_empty() && made.runs.is_empty());
        if (is_content || new.kind == OperationKind::Suggest)
            && let Some(fields) = new.detail.as_object_mut()
        {
            let digests = read::made(self.transaction, &made).map_err(|error| self.sqlite(error))?;
            fields.insert(DIGESTS.to_owned(), serde_json::json!(digests));
        }
        Ok((self.append(&new)?, value))
    }

    /// Tells whether the file holds content of an older program without digests, and no operation has recorded them since.
    pub(super) fn is_not_recorded(&self) -> Result<bool, StoreError> {
        self.transaction
            .query_row(include_str!("is_not_recorded.sql"), [], |row| row.get(0))
            .map_err(|error| self.sqlite(error))
    }

    /// Appends the operation that records the digests of everything in the file.
    pub(super) fn record_content(&self, at: &Timestamp) -> Result<Operation, StoreError> {
        let digests = read::everything(self.transaction).map_err(|error| self.sqlite(error))?.digests();
        self.append(&NewOperation {
            kind: OperationKind::Upgrade,
            at: at.clone(),
            detail: serde_json::json!({"file_version": super::FILE_VERSION, DIGESTS: digests}),
        })
    }
}

impl Store {
    /// Compares documents, participants and runs with their digests in the log.
    ///
    /// # Errors
    /// [`StoreError`] if the file, or the digests in its log, cannot be read.
    pub fn verify_content(&self, operations: &[Operation]) -> Result<ContentVerified, StoreError> {
        let expected = Expected::of(operations).map_err(|(id, error)| {
            StoreError::damaged(&self.path, format!("the digests of operation {id} cannot be read: {error}"))
        })?;
        let found = read::everything(&self.connection).map_err(|error| self.sqlite(error))?;
        Ok(ContentVerified {
            alterations: compare::compare(&expected, &found),
            n_documents: found.documents.len(),
            n_participants: found.participants.len(),
            n_runs: found.runs.len(),
            not_recorded: expected.not_recorded,
            recorded_later: expected.recorded_later,
        })
    }
}
