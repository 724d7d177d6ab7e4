//! The log in words, a row for each operation.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Collected;
use super::log_details::{of_changes, of_suggest};
use super::origins::made;
use crate::domain::{
    CoderId, CodingMade, Operation, OperationId, OperationKind, RecordChange, RecordKey, Timestamp,
};
use crate::project::ProjectError;
use crate::project::review::{LogEntry, LogFilter, detail_of};
use crate::project::suggest_detail::SuggestDetail;

/// An operation of the log, in words that can be handed in.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LogRow {
    /// Its number.
    pub operation: OperationId,
    /// When, in UTC.
    pub at: Timestamp,
    /// When, as the clock of the machine showed it that makes the export; null where its time zone is not known.
    pub at_local: Option<String>,
    /// Who did it; null for the program's own operations, and where it is hidden.
    pub coder: Option<CoderId>,
    /// The coder's name; null as for `coder`.
    pub coder_name: Option<String>,
    /// The kind of operation; null where it is hidden.
    pub kind: Option<OperationKind>,
    /// The kind of decision; null where it is none, or hidden.
    pub decision: Option<String>,
    /// What it did; null where no text is taken out.
    pub words: Option<String>,
    /// What exactly it changed, a line for each thing: words before and after, model and parameters, what was set aside. Empty where no text
    /// is taken out.
    pub details: Vec<String>,
    /// The reason, if the coder gave one; null where no text is taken out.
    pub reason: Option<String>,
    /// Whether it was undone later.
    pub taken_back: bool,
    /// How many codings it made one by one: decisions on a single segment or on words.
    pub n_codings_singly: usize,
    /// How many codings it made together: with a whole candidate, or several segments at once.
    pub n_codings_in_bulk: usize,
    /// How many codings it imported.
    pub n_codings_imported: usize,
    /// How many hidden operations of other coders it stands for, while coders are blind to each other: 0 for one that is shown.
    pub n_hidden: usize,
    /// Its hash.
    pub hash: String,
}

impl Collected<'_> {
    pub(super) fn log_rows(&self) -> Result<Vec<LogRow>, ProjectError> {
        let view = self.reviewer.log_of(Some(&self.whose.viewer), &LogFilter::default())?;
        let operations = self.project().store.operations()?;
        let operations: BTreeMap<OperationId, Operation> =
            operations.into_iter().map(|operation| (operation.id, operation)).collect();
        let is_own = |entry: &LogEntry| {
            let is_one_of = |coder| self.whose.coders.contains(coder);
            self.whose.coders.is_empty() || entry.coder.as_ref().is_none_or(is_one_of)
        };
        // Operations on the whole project stay, whoever's work is taken out.
        let is_of_project = |entry: &LogEntry| {
            let detail =
                operations.get(&entry.operation).and_then(|of| detail_of(of, self.reviewer.path()).ok()?);
            detail.is_some_and(|of| of.changes.iter().all(|change| change.key.owner().is_none()))
        };
        let is_wanted = |entry: &LogEntry| is_own(entry) || is_of_project(entry);
        let row = |entry: LogEntry| {
            let operation = operations.get(&entry.operation);
            self.log_row(entry, operation)
        };
        view.entries.into_iter().filter(is_wanted).map(row).collect()
    }

    fn log_row(&self, entry: LogEntry, operation: Option<&Operation>) -> Result<LogRow, ProjectError> {
        let mut row = LogRow {
            operation: entry.operation,
            coder_name: entry.coder.as_ref().map(|coder| self.reviewer.name_of(coder).to_owned()),
            coder: entry.coder,
            at_local: None,
            at: entry.at,
            kind: entry.kind,
            decision: entry.decision,
            words: self.said(Some(&entry.words)),
            details: Vec::new(),
            reason: self.said(entry.reason.as_deref()),
            taken_back: entry.taken_back,
            n_codings_singly: 0,
            n_codings_in_bulk: 0,
            n_codings_imported: 0,
            n_hidden: entry.n_hidden,
            hash: entry.hash,
        };
        let (Some(kind), Some(operation)) = (row.kind, operation) else { return Ok(row) };
        if let Some(detail) = detail_of(operation, self.reviewer.path())? {
            let is_new = |change: &&RecordChange| {
                matches!(change.key, RecordKey::Coding(..))
                    && change.before.is_none()
                    && change.after.is_some()
            };
            let n_new = detail.changes.iter().filter(is_new).count();
            if kind == OperationKind::Decide {
                match made(&detail) {
                    CodingMade::Singly => row.n_codings_singly = n_new,
                    CodingMade::WithCandidate | CodingMade::Together => row.n_codings_in_bulk = n_new,
                    CodingMade::Imported => row.n_codings_imported = n_new,
                    CodingMade::Unknown => {}
                }
            }
            if !self.without_text {
                row.details = of_changes(self.reviewer, &detail);
            }
        } else if kind == OperationKind::Suggest && !self.without_text {
            let detail = SuggestDetail::deserialize(&operation.detail);
            let detail = detail.map_err(|error| self.project().damaged(&error))?;
            let made = self.project().store.runs_of(row.operation)?;
            row.details = of_suggest(made.first().copied(), &detail);
        }
        Ok(row)
    }
}
