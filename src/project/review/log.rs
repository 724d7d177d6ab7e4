//! Tells the log in words.

use serde::{Deserialize, Serialize};

use crate::domain::{
    CandidateId, CoderId, OperationId, OperationKind, ProgramOperation, RecordKey, ReviewDetail, Timestamp,
};

use super::Reviewer;
use super::commit::detail_of;
use super::decided::AffectedRecords;
use crate::project::ProjectError;
use crate::project::successor_detail::SuccessorDetail;
use crate::project::suggest_detail::SuggestDetail;
use crate::review::{Candidate, RunSnapshot};
use crate::words;

/// A filter for the log; a field that is `None` lets all operations through.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct LogFilter {
    /// Only operations of this coder.
    pub coder: Option<CoderId>,
    /// Only operations that touch this candidate.
    pub candidate: Option<CandidateId>,
    /// Only operations of one kind: of an operation (`undo`, `suggest`) or of a decision (`accept`, `merge-codes`).
    pub kind: Option<String>,
    /// Only operations at this time or later.
    pub since: Option<Timestamp>,
    /// Only operations at this time or earlier.
    pub until: Option<Timestamp>,
}

/// The log, filtered.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LogView {
    /// The operations, oldest first.
    pub entries: Vec<LogEntry>,
}

/// An operation of the log.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LogEntry {
    /// Its number.
    pub operation: OperationId,
    /// When.
    pub at: Timestamp,
    /// The kind of operation; null where it is hidden.
    pub kind: Option<OperationKind>,
    /// The kind of decision; null where it is none, or hidden.
    pub decision: Option<String>,
    /// Who made it; null for the program's own operations, and where it is hidden.
    pub coder: Option<CoderId>,
    /// What it did, in words.
    pub words: String,
    /// The reason, if the coder gave one.
    pub reason: Option<String>,
    /// Whether it was undone later.
    pub taken_back: bool,
    /// The operation that it undid or redid; null for others, and where it is hidden.
    pub of: Option<OperationId>,
    /// What it changed; null for the program's own operations, and where it is hidden.
    pub touched: Option<AffectedRecords>,
    /// How many hidden operations of other coders this one stands for, while coders are blind to each other: 0 for an
    /// operation that is shown.
    pub n_hidden: usize,
    /// Its hash.
    pub hash: String,
}

impl Reviewer {
    /// Returns the log without a coder's session, oldest operation first: operations that belong to the whole project, and all
    /// operations once it is open for comparison.
    ///
    /// # Errors
    /// [`ProjectError::Store`] where the file cannot be read, or an operation was altered (with its number);
    /// [`ProjectError::Damaged`] where an operation cannot be understood.
    pub fn log(&self, filter: &LogFilter) -> Result<LogView, ProjectError> {
        self.log_of(None, filter)
    }

    /// Returns the log as a viewer may see it. Until the project is opened for comparison, consecutive operations of other
    /// coders are combined into one, which only counts them. A filter by coder, candidate or kind leaves them out, since
    /// otherwise it would reveal what they did.
    pub(in crate::project) fn log_of(
        &self,
        viewer: Option<&CoderId>,
        filter: &LogFilter,
    ) -> Result<LogView, ProjectError> {
        let standing = self.history.standing();
        let mut entries: Vec<LogEntry> = Vec::new();
        for operation in self.project.store.operations()? {
            // Operations that another process or thread has appended since are left to the next call: what is hidden, and what
            // was undone, is known only from the state in memory.
            if operation.id > self.seen {
                break;
            }
            if !filter.holds_at(&operation.at) {
                continue;
            }
            let detail = detail_of(&operation, self.path())?;
            let decision = detail.as_ref().and_then(|detail| detail.decision.as_ref());
            if detail.as_ref().is_some_and(|detail| self.is_hidden(viewer, detail)) {
                if filter.asks_what() {
                    continue;
                }
                if let Some(last) = entries.last_mut().filter(|last| last.n_hidden > 0) {
                    last.n_hidden += 1;
                    last.words = format!("{} operations of another coder", last.n_hidden);
                    continue;
                }
                entries.push(LogEntry {
                    operation: operation.id,
                    at: operation.at,
                    kind: None,
                    decision: None,
                    coder: None,
                    words: "an operation of another coder".to_owned(),
                    reason: None,
                    taken_back: false,
                    of: None,
                    touched: None,
                    n_hidden: 1,
                    hash: operation.hash,
                });
                continue;
            }
            if !filter.holds_of(&self.base, operation.kind, detail.as_ref()) {
                continue;
            }
            let words = match &detail {
                Some(detail) => words::operation(operation.kind, detail, &self.names()),
                None => program_operation(operation.kind, &operation.detail).to_string(),
            };
            entries.push(LogEntry {
                taken_back: operation.kind == OperationKind::Decide && !standing.contains(&operation.id),
                operation: operation.id,
                at: operation.at,
                kind: Some(operation.kind),
                decision: decision.map(|decision| decision.word().to_owned()),
                coder: detail.as_ref().map(|detail| detail.coder.clone()),
                words,
                of: detail.as_ref().and_then(|detail| detail.undoes.or(detail.redoes)),
                touched: detail.as_ref().map(|detail| AffectedRecords::of(&self.one_level, &detail.changes)),
                reason: detail.map_or_else(
                    || SuccessorDetail::reason_of(operation.kind, &operation.detail),
                    |detail| detail.reason,
                ),
                n_hidden: 0,
                hash: operation.hash,
            });
        }
        Ok(LogView { entries })
    }

    /// Returns in words what an operation of a coder did.
    pub(super) fn operation_words(&self, id: OperationId) -> Result<String, ProjectError> {
        let operation = self.project.store.operation(id)?;
        let detail = detail_of(&operation, self.path())?;
        Ok(match &detail {
            Some(detail) => words::operation(operation.kind, detail, &self.names()),
            None => program_operation(operation.kind, &operation.detail).to_string(),
        })
    }

    /// Tells whether an operation is by a coder who is blind to the viewer. Operations on the whole project are visible to
    /// all.
    fn is_hidden(&self, viewer: Option<&CoderId>, detail: &ReviewDetail) -> bool {
        let is_own = |key: &RecordKey| key.owner().is_some();
        !self.state.is_open()
            && viewer != Some(&detail.coder)
            && (detail.changes.is_empty() || detail.changes.iter().any(|change| is_own(&change.key)))
    }
}

impl LogFilter {
    /// Tells whether an operation passes the filter by its time.
    fn holds_at(&self, at: &Timestamp) -> bool {
        self.since.as_ref().is_none_or(|since| at >= since)
            && self.until.as_ref().is_none_or(|until| at <= until)
    }

    /// Tells whether the filter asks who did something, or what was done.
    fn asks_what(&self) -> bool {
        self.coder.is_some() || self.candidate.is_some() || self.kind.is_some()
    }

    /// Tells whether an operation passes the filter by its coder, and by what it did.
    fn holds_of(&self, base: &RunSnapshot, kind: OperationKind, detail: Option<&ReviewDetail>) -> bool {
        let decision = detail.and_then(|detail| detail.decision.as_ref());
        let touches = |candidate: CandidateId| {
            let candidate = base.meant(candidate);
            let mut changes = detail.into_iter().flat_map(|detail| &detail.changes);
            changes.any(|change| match (&change.key, candidate) {
                (
                    RecordKey::CandidateCode(_, _, of) | RecordKey::Grouping(_, _, of),
                    Candidate::OfSegments(id),
                ) => *of == id,
                (RecordKey::CandidateTheme(_, _, of), Candidate::OfCodes(id)) => *of == id,
                _ => false,
            })
        };
        self.coder.as_ref().is_none_or(|coder| detail.is_some_and(|detail| detail.coder == *coder))
            && self.candidate.is_none_or(touches)
            && self.kind.as_deref().is_none_or(|word| {
                kind.to_string() == word || decision.is_some_and(|decision| decision.word() == word)
            })
    }
}

/// Returns in words what an operation of the program itself did.
fn program_operation(kind: OperationKind, detail: &serde_json::Value) -> ProgramOperation {
    let n = |name: &str| detail[name].as_u64().map_or(0, |n| n as usize);
    match kind {
        OperationKind::Create => ProgramOperation::Created,
        OperationKind::Suggest if SuggestDetail::is_addition(detail) => ProgramOperation::Added {
            n_documents: detail["documents"].as_array().map_or(0, Vec::len),
            n_candidates: n("n_themes"),
        },
        OperationKind::Suggest => ProgramOperation::Suggested {
            n_themes: n("n_themes"),
            n_documents: detail["documents"].as_array().map_or(0, Vec::len),
        },
        OperationKind::Join => {
            ProgramOperation::Joined { n_joined: n("n_joined"), n_set_aside: n("n_set_aside") }
        }
        OperationKind::Upgrade => ProgramOperation::Upgraded,
        OperationKind::Successor => match SuccessorDetail::deserialize(detail) {
            Ok(of) => ProgramOperation::Succeeded { how: of.how, n_operations: of.predecessor.n_operations },
            Err(_) => ProgramOperation::Other(kind),
        },
        other => ProgramOperation::Other(other),
    }
}
