//! How codings and memos came about, as the log tells.

use std::collections::BTreeMap;
use std::path::Path;

use crate::domain::{
    CoderId, CodingId, CodingMade, Decision, MemoId, Operation, OperationId, OperationKind, RecordChange,
    RecordKey, ReviewDetail, Timestamp,
};
use crate::project::ProjectError;
use crate::project::review::{Reviewer, detail_of, successor_of};
use crate::project::successor_detail::{KeptCoding, KeptMemo, SuccessorDetail};

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
pub(in crate::project) struct Origins {
    codings: BTreeMap<(CoderId, CodingId), CodingOrigin>,
    memos: BTreeMap<(CoderId, MemoId), MemoTimes>,
}

impl Origins {
    /// Reads the log for the work of some coders.
    pub(super) fn read(reviewer: &Reviewer, coders: &[CoderId]) -> Result<Self, ProjectError> {
        let mut operations = reviewer.project.store.operations()?;
        operations.retain(|operation| operation.id <= reviewer.last_operation());
        Self::of(&operations, coders, reviewer.path())
    }

    /// Reads operations for the work of some coders.
    pub(in crate::project) fn of(
        operations: &[Operation],
        coders: &[CoderId],
        path: &Path,
    ) -> Result<Self, ProjectError> {
        let mut origins = Self::default();
        for operation in operations {
            if let Some(kept) = successor_of(operation, path)? {
                origins.take(operation.id, kept, coders);
            }
            // What was undone and redone was made by the decision, not by the undo.
            if operation.kind != OperationKind::Decide {
                continue;
            }
            let Some(detail) = detail_of(operation, path)? else { continue };
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

    /// Takes what the file from which this one was made knew.
    fn take(&mut self, operation: OperationId, kept: SuccessorDetail, coders: &[CoderId]) {
        for KeptCoding { coder, coding, at, made } in kept.codings {
            if coders.contains(&coder) {
                self.codings.insert((coder, coding), CodingOrigin { operation, at, made });
            }
        }
        for KeptMemo { coder, memo, written, changed } in kept.memos {
            if coders.contains(&coder) {
                self.memos.insert((coder, memo), MemoTimes { written, changed });
            }
        }
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

    /// Returns how the codings and memos came about, in the form in which a successor of the file keeps it.
    pub(in crate::project) fn kept(&self) -> (Vec<KeptCoding>, Vec<KeptMemo>) {
        let codings = self.codings.iter().map(|((coder, coding), of)| KeptCoding {
            coder: coder.clone(),
            coding: *coding,
            at: of.at.clone(),
            made: of.made,
        });
        let memos = self.memos.iter().map(|((coder, memo), of)| KeptMemo {
            coder: coder.clone(),
            memo: *memo,
            written: of.written.clone(),
            changed: of.changed.clone(),
        });
        (codings.collect(), memos.collect())
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
