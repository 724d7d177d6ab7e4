//! How codings and memos came about, as the log tells.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::{
    CoderId, CodingId, Decision, MemoId, OperationId, OperationKind, RecordChange, RecordKey, ReviewDetail,
    Timestamp,
};
use crate::project::ProjectError;
use crate::project::review::{Reviewer, detail_of};

/// How a coding was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::Display)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum CodingMade {
    /// Its candidate was accepted as a whole.
    WithCandidate,
    /// It was coded alone: the coder decided on this segment, or on these words.
    Singly,
    /// It was coded together with others in one decision, without a candidate.
    Together,
    /// It was imported from a table.
    Imported,
    /// The log does not tell.
    Unknown,
}

/// The operation that made a coding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CodingOrigin {
    pub(super) operation: OperationId,
    pub(super) at: Timestamp,
    pub(super) made: CodingMade,
}

/// When a memo was written and last changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MemoTimes {
    pub(super) written: Timestamp,
    pub(super) changed: Timestamp,
}

/// How the codings and memos of some coders came about.
#[derive(Debug, Default)]
pub(super) struct Origins {
    codings: BTreeMap<(CoderId, CodingId), CodingOrigin>,
    memos: BTreeMap<(CoderId, MemoId), MemoTimes>,
}

impl Origins {
    /// Reads the log for the work of some coders.
    pub(super) fn read(reviewer: &Reviewer, coders: &[CoderId]) -> Result<Self, ProjectError> {
        let mut origins = Self::default();
        for operation in reviewer.project.store.operations()? {
            // What was undone and redone was made by the decision, not by the undo.
            if operation.kind != OperationKind::Decide || operation.id > reviewer.last_operation() {
                continue;
            }
            let Some(detail) = detail_of(&operation, reviewer.path())? else { continue };
            if coders.contains(&detail.coder) {
                let made = made(&detail);
                detail
                    .changes
                    .iter()
                    .for_each(|change| origins.note(change, &operation.at, operation.id, made));
            }
        }
        Ok(origins)
    }

    fn note(&mut self, change: &RecordChange, at: &Timestamp, operation: OperationId, made: CodingMade) {
        let is_new = change.before.is_none() && change.after.is_some();
        match &change.key {
            RecordKey::Coding(coder, id) if is_new => {
                let origin = CodingOrigin { operation, at: at.clone(), made };
                self.codings.insert((coder.clone(), *id), origin);
            }
            RecordKey::Memo(coder, id) if change.after.is_some() => {
                let times = MemoTimes { written: at.clone(), changed: at.clone() };
                let kept = self.memos.entry((coder.clone(), *id)).or_insert(times);
                kept.changed = at.clone();
            }
            _ => {}
        }
    }

    pub(super) fn coding(&self, coder: &CoderId, id: CodingId) -> Option<&CodingOrigin> {
        self.codings.get(&(coder.clone(), id))
    }

    pub(super) fn memo(&self, coder: &CoderId, id: MemoId) -> Option<&MemoTimes> {
        self.memos.get(&(coder.clone(), id))
    }
}

/// Returns how the codings of an operation were made.
pub(super) fn made(detail: &ReviewDetail) -> CodingMade {
    match &detail.decision {
        Some(Decision::Accept { .. }) => CodingMade::WithCandidate,
        Some(Decision::Code { segments, .. }) if segments.len() == 1 => CodingMade::Singly,
        Some(Decision::Code { .. }) => CodingMade::Together,
        Some(Decision::CodeSpan { .. }) => CodingMade::Singly,
        Some(Decision::Import(_)) => CodingMade::Imported,
        _ => CodingMade::Unknown,
    }
}
