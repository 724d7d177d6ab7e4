//! What the tables hold according to the log.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{ContentDigests, DIGESTS, DocumentDigests, RECORDED_AT_JOIN, RunDigests};
use crate::domain::{Operation, OperationId, OperationKind, RunId};

/// A participant: the operation that first named them, and each attribute with the operation that last set it.
pub(super) type ExpectedParticipant = (OperationId, BTreeMap<String, (OperationId, String)>);

/// What the tables hold according to the log, each thing with the operation that says so.
#[derive(Debug, Default)]
pub(super) struct Expected {
    /// By the digest of each document.
    pub(super) documents: BTreeMap<String, (OperationId, DocumentDigests)>,
    pub(super) participants: BTreeMap<String, ExpectedParticipant>,
    pub(super) runs: BTreeMap<RunId, (OperationId, RunDigests)>,
    pub(super) not_recorded: Vec<OperationId>,
    pub(super) recorded_later: Vec<OperationId>,
}

impl Expected {
    /// Reads the digests of all operations, oldest first.
    pub(super) fn of(operations: &[Operation]) -> Result<Self, (OperationId, serde_json::Error)> {
        let mut expected = Self::default();
        for operation in operations {
            let (detail, id) = (&operation.detail, operation.id);
            match operation.kind {
                OperationKind::Upgrade if detail.get("joined").is_none() => {
                    expected.not_recorded.clear();
                    expected.recorded_later.push(id);
                }
                // It recorded the content of another copy; the operations that made this content were joined too, with digests
                // of their own.
                OperationKind::Upgrade => continue,
                OperationKind::Suggest if detail.get(DIGESTS).is_none() => expected.not_recorded.push(id),
                OperationKind::Suggest if detail.get(RECORDED_AT_JOIN).is_some() => {
                    expected.recorded_later.push(id);
                }
                _ => {}
            }
            if let Some(digests) = detail.get(DIGESTS) {
                expected.take(id, ContentDigests::deserialize(digests).map_err(|error| (id, error))?);
            }
        }
        Ok(expected)
    }

    fn take(&mut self, operation: OperationId, digests: ContentDigests) {
        for document in digests.documents {
            self.documents.entry(document.whole()).or_insert((operation, document));
        }
        for participant in digests.participants {
            let (_, attributes) =
                self.participants.entry(participant.name).or_insert_with(|| (operation, BTreeMap::new()));
            // A later value replaces an earlier one.
            attributes
                .extend(participant.attributes.into_iter().map(|(name, digest)| (name, (operation, digest))));
        }
        for run in digests.runs {
            self.runs.insert(run.run, (operation, run));
        }
    }
}
