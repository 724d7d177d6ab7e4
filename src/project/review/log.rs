//! The log in words.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::domain::{
    CoderId, Decision, OperationId, OperationKind, ProposalId, RecordKey, ReviewDetail, Timestamp,
};
use crate::review;

use super::Reviewer;
use super::commit::detail_of;
use crate::project::ProjectError;

/// Which entries of the log are asked for; what is `None` asks for all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LogFilter {
    /// Those of one coder.
    pub coder: Option<CoderId>,
    /// Those that touch one candidate theme, by number.
    pub theme: Option<ProposalId>,
    /// Those of one kind: of an operation (`undo`, `suggest`) or of a decision (`accept`, `merge-codes`).
    pub kind: Option<String>,
    /// Those of this moment and later.
    pub since: Option<Timestamp>,
    /// Those of this moment and earlier.
    pub until: Option<Timestamp>,
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LogEntry {
    /// Its number.
    pub operation: OperationId,
    /// When.
    pub at: Timestamp,
    /// What kind of operation.
    pub kind: OperationKind,
    /// What kind of decision; null where it is none, or not to be seen.
    pub decision: Option<String>,
    /// Who did it; null for the program's own operations, and where it is not to be seen.
    pub coder: Option<CoderId>,
    /// In words.
    pub words: String,
    /// Why, where the coder said so.
    pub reason: Option<String>,
    /// Whether it was taken back since.
    pub taken_back: bool,
    /// How many operations of other coders it stands for, which work blind to the reader: 0 for an entry that is shown.
    pub n_hidden: usize,
    /// Its hash.
    pub hash: String,
}

impl Reviewer {
    /// The log, oldest entry first, as a coder may see it: until the project is opened for comparison, operations of other
    /// coders that stand side by side are one entry that only counts them. Without a viewer, all others are hidden.
    ///
    /// # Errors
    /// [`ProjectError`] where the file cannot be read, or an entry was altered; it names the entry.
    pub fn log(&self, viewer: Option<&CoderId>, filter: &LogFilter) -> Result<Vec<LogEntry>, ProjectError> {
        let standing = self.history.standing();
        let mut entries: Vec<LogEntry> = Vec::new();
        for operation in self.project.store.operations()? {
            // What another process or thread appended since is for the next look: what is hidden, and what was taken back, follows from
            // the state in memory.
            if operation.id > self.seen {
                break;
            }
            let detail = detail_of(&operation, self.path())?;
            if !passes(filter, operation.kind, &operation.at, detail.as_ref()) {
                continue;
            }
            let decision = detail.as_ref().and_then(|detail| detail.decision.as_ref());
            let hidden = detail.as_ref().is_some_and(|detail| self.is_hidden(viewer, detail));
            if hidden {
                if let Some(last) = entries.last_mut().filter(|last| last.n_hidden > 0) {
                    last.n_hidden += 1;
                    last.words = format!("{} operations of another coder", last.n_hidden);
                    continue;
                }
                entries.push(LogEntry {
                    operation: operation.id,
                    at: operation.at,
                    kind: operation.kind,
                    decision: None,
                    coder: None,
                    words: "an operation of another coder".to_owned(),
                    reason: None,
                    taken_back: false,
                    n_hidden: 1,
                    hash: operation.hash,
                });
                continue;
            }
            let words = match &detail {
                Some(detail) => review::words(operation.kind, detail, &self.state),
                None => program_words(operation.kind, &operation.detail),
            };
            entries.push(LogEntry {
                taken_back: operation.kind == OperationKind::Decide && !standing.contains(&operation.id),
                operation: operation.id,
                at: operation.at,
                kind: operation.kind,
                decision: decision.map(Decision::word),
                coder: detail.as_ref().map(|detail| detail.coder.clone()),
                words,
                reason: detail.and_then(|detail| detail.reason),
                n_hidden: 0,
                hash: operation.hash,
            });
        }
        Ok(entries)
    }

    /// Whether an operation is of a coder who works blind to the viewer. What concerns the whole project is seen by all.
    fn is_hidden(&self, viewer: Option<&CoderId>, detail: &ReviewDetail) -> bool {
        let is_own = |key: &RecordKey| key.owner().is_some();
        !self.state.is_open()
            && viewer != Some(&detail.coder)
            && (detail.changes.is_empty() || detail.changes.iter().any(|change| is_own(&change.key)))
    }
}

fn passes(filter: &LogFilter, kind: OperationKind, at: &Timestamp, detail: Option<&ReviewDetail>) -> bool {
    let decision = detail.and_then(|detail| detail.decision.as_ref());
    let themes: BTreeSet<ProposalId> = detail
        .into_iter()
        .flat_map(|detail| &detail.changes)
        .filter_map(|change| match &change.key {
            RecordKey::Theme(_, _, theme) => Some(*theme),
            _ => None,
        })
        .collect();
    filter.coder.as_ref().is_none_or(|coder| detail.is_some_and(|detail| detail.coder == *coder))
        && filter.theme.is_none_or(|theme| themes.contains(&theme))
        && filter.kind.as_deref().is_none_or(|word| {
            kind.to_string() == word || decision.is_some_and(|decision| decision.word() == word)
        })
        && filter.since.as_ref().is_none_or(|since| at >= since)
        && filter.until.as_ref().is_none_or(|until| at <= until)
}

/// What the program did by itself.
fn program_words(kind: OperationKind, detail: &serde_json::Value) -> String {
    let n = |name: &str| detail[name].as_u64().unwrap_or(0);
    match kind {
        OperationKind::Create => "the project was made".to_owned(),
        OperationKind::Suggest => {
            let n_documents = detail["documents"].as_array().map_or(0, Vec::len);
            let themes = match n("n_themes") {
                1 => "1 candidate theme was".to_owned(),
                n => format!("{n} candidate themes were"),
            };
            format!(
                "{themes} suggested from {n_documents} document{}",
                if n_documents == 1 { "" } else { "s" }
            )
        }
        OperationKind::Join => {
            let joined = match n("n_joined") {
                1 => "1 operation of another copy was joined".to_owned(),
                n => format!("{n} operations of another copy were joined"),
            };
            format!("{joined}, {} set aside", n("n_set_aside"))
        }
        other => other.to_string(),
    }
}
