//! The project at a past moment, and the differences between two moments or two files.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::domain::{CoderId, OperationId, Timestamp};
use crate::review::{self, Difference, State};

use super::Reviewer;
use super::commit::changes_of;
use crate::project::ProjectError;
use crate::store::Store;

/// A moment, as a position in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LogPosition {
    /// After an operation.
    Operation(OperationId),
    /// At a time: before the first operation that is later. In a joined log time jumps back where the second copy's operations
    /// begin: they count as later than all of the first copy's.
    Time(Timestamp),
    /// After the last operation.
    Now,
}

/// The differences between two states of a project.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DifferenceList {
    /// The differences.
    pub differences: Vec<Difference>,
}

impl Reviewer {
    /// Returns the differences between two moments: of records that belong to the whole project, and of all records once it is
    /// open for comparison.
    ///
    /// # Errors
    /// [`ProjectError::NoSuchOperation`] or [`ProjectError::BeforeTheFirst`] for a moment that does not exist;
    /// [`ProjectError::Store`] where an operation of the log was altered.
    pub fn diff(&self, before: &LogPosition, after: &LogPosition) -> Result<DifferenceList, ProjectError> {
        self.diff_of(None, before, after)
    }

    /// Returns the differences to another copy of the project, as both are now: of records that belong to the whole project,
    /// and of all records once both are open for comparison.
    ///
    /// # Errors
    /// [`ProjectError::Store`] or [`ProjectError::Damaged`] where the other file cannot be read.
    pub fn diff_with(&self, other: &Path) -> Result<DifferenceList, ProjectError> {
        self.diff_of_copy(None, other)
    }

    pub(super) fn diff_of(
        &self,
        viewer: Option<&CoderId>,
        before: &LogPosition,
        after: &LogPosition,
    ) -> Result<DifferenceList, ProjectError> {
        let (before, _) = state_at(&self.project.store, before)?;
        let (after, _) = state_at(&self.project.store, after)?;
        Ok(DifferenceList { differences: self.seen_by(viewer, review::diff(&before, &after)) })
    }

    pub(super) fn diff_of_copy(
        &self,
        viewer: Option<&CoderId>,
        other: &Path,
    ) -> Result<DifferenceList, ProjectError> {
        let other = Store::open_read_only(other)?;
        let after = State::of_records(other.records()?);
        let found = review::diff(&self.state, &after);
        let differences = if after.is_open() { self.seen_by(viewer, found) } else { own(viewer, found) };
        Ok(DifferenceList { differences })
    }

    fn seen_by(&self, viewer: Option<&CoderId>, differences: Vec<Difference>) -> Vec<Difference> {
        if self.state.is_open() { differences } else { own(viewer, differences) }
    }
}

/// Keeps the differences of a coder's own records, and of those that belong to the whole project.
fn own(viewer: Option<&CoderId>, mut differences: Vec<Difference>) -> Vec<Difference> {
    differences.retain(|difference| difference.coder.is_none() || difference.coder.as_ref() == viewer);
    differences
}

/// Replays the log from the beginning, and returns the state at a moment.
pub(super) fn state_at(store: &Store, moment: &LogPosition) -> Result<(State, OperationId), ProjectError> {
    let mut state = State::default();
    let operations = store.operations()?;
    let last = operations.last().map_or(OperationId(0), |last| last.id);
    if let LogPosition::Operation(id) = moment
        && (*id > last || id.0 == 0)
    {
        return Err(ProjectError::NoSuchOperation { path: store.path().to_owned(), operation: *id, last });
    }
    let mut reached = OperationId(0);
    for operation in &operations {
        let is_over = match moment {
            LogPosition::Operation(id) => operation.id > *id,
            LogPosition::Time(at) => operation.at > *at,
            LogPosition::Now => false,
        };
        if is_over {
            break;
        }
        for change in &changes_of(operation, store.path())? {
            state.apply(change);
        }
        reached = operation.id;
    }
    if let (LogPosition::Time(at), OperationId(0), Some(first)) = (moment, reached, operations.first()) {
        let (path, first) = (store.path().to_owned(), first.at.clone());
        return Err(ProjectError::BeforeTheFirst { path, at: at.clone(), first });
    }
    Ok((state, reached))
}
