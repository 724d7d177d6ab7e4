//! The project as it was, and what changed between two moments or two files.

use std::path::Path;

use crate::domain::{Codebook, CoderId, OperationId, Timestamp};
use crate::review::{self, Difference, ReviewProgress, State};

use super::commit::detail_of;
use super::{CandidateView, Reviewer};
use crate::project::ProjectError;
use crate::store::Store;

/// A moment in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// After an operation.
    Operation(OperationId),
    /// At a time: before the first operation that is later. A joined log goes back in time where the second copy's operations
    /// begin: they count as later than all of the first copy's.
    Time(Timestamp),
    /// After the last operation.
    Now,
}

/// The project as it was at a moment: it can be looked at, not changed.
#[derive(Debug)]
pub struct Past<'a> {
    reviewer: &'a Reviewer,
    state: State,
    /// The last operation that it holds.
    pub operation: OperationId,
}

impl Past<'_> {
    /// A coder's codebook as it was then.
    ///
    /// # Errors
    /// [`ProjectError::Blind`], by what coders may see of each other now.
    pub fn codebook(&self, viewer: &CoderId, of: &CoderId) -> Result<Codebook, ProjectError> {
        self.reviewer.check_sight(viewer, of)?;
        Ok(review::codebook(self.state.view(of)))
    }

    /// A coder's candidate themes as they were then.
    ///
    /// # Errors
    /// [`ProjectError::Blind`], by what coders may see of each other now.
    pub fn themes(&self, viewer: &CoderId, of: &CoderId) -> Result<Vec<CandidateView>, ProjectError> {
        self.reviewer.check_sight(viewer, of)?;
        Ok(self.reviewer.themes_in(&self.state, of))
    }

    /// How far a coder's review had come.
    #[must_use]
    pub fn progress(&self, coder: &CoderId) -> ReviewProgress {
        review::progress(&self.reviewer.base, self.state.view(coder))
    }
}

impl Reviewer {
    /// The project as it was at a moment.
    ///
    /// # Errors
    /// [`ProjectError::NoSuchOperation`], [`ProjectError::BeforeTheFirst`]; [`ProjectError::Store`] where an entry of the log
    /// was altered.
    pub fn as_of(&self, moment: &Moment) -> Result<Past<'_>, ProjectError> {
        let (state, operation) = state_at(&self.project.store, moment)?;
        Ok(Past { reviewer: self, state, operation })
    }

    /// What changed between two moments, as a coder may see it; without a coder, what belongs to the whole project, and all
    /// once it is open for comparison.
    ///
    /// # Errors
    /// As for [`Reviewer::as_of`].
    pub fn diff(
        &self,
        viewer: Option<&CoderId>,
        before: &Moment,
        after: &Moment,
    ) -> Result<Vec<Difference>, ProjectError> {
        let (before, _) = state_at(&self.project.store, before)?;
        let (after, _) = state_at(&self.project.store, after)?;
        Ok(self.seen_by(viewer, review::diff(&before, &after)))
    }

    /// What another copy of the project holds otherwise, now; as a coder may see it in both.
    ///
    /// # Errors
    /// [`ProjectError`] where the other file cannot be read.
    pub fn diff_with(&self, viewer: Option<&CoderId>, other: &Path) -> Result<Vec<Difference>, ProjectError> {
        let other = Store::open_read_only(other)?;
        let after = State::of_records(other.records()?);
        let differences = review::diff(&self.state, &after);
        Ok(if after.is_open() { self.seen_by(viewer, differences) } else { own(viewer, differences) })
    }

    fn seen_by(&self, viewer: Option<&CoderId>, differences: Vec<Difference>) -> Vec<Difference> {
        if self.state.is_open() { differences } else { own(viewer, differences) }
    }
}

/// A coder's own, and what belongs to the whole project.
fn own(viewer: Option<&CoderId>, mut differences: Vec<Difference>) -> Vec<Difference> {
    differences.retain(|difference| difference.coder.is_none() || difference.coder.as_ref() == viewer);
    differences
}

/// The state after the operations up to a moment, replayed from nothing.
fn state_at(store: &Store, moment: &Moment) -> Result<(State, OperationId), ProjectError> {
    let mut state = State::default();
    let operations = store.operations()?;
    let last = operations.last().map_or(OperationId(0), |last| last.id);
    if let Moment::Operation(id) = moment
        && (*id > last || id.0 == 0)
    {
        return Err(ProjectError::NoSuchOperation { path: store.path().to_owned(), operation: *id, last });
    }
    let mut reached = OperationId(0);
    for operation in &operations {
        let is_over = match moment {
            Moment::Operation(id) => operation.id > *id,
            Moment::Time(at) => operation.at > *at,
            Moment::Now => false,
        };
        if is_over {
            break;
        }
        for change in detail_of(operation, store.path())?.iter().flat_map(|detail| &detail.changes) {
            state.apply(change);
        }
        reached = operation.id;
    }
    if let (Moment::Time(at), OperationId(0), Some(first)) = (moment, reached, operations.first()) {
        let (path, first) = (store.path().to_owned(), first.at.clone());
        return Err(ProjectError::BeforeTheFirst { path, at: at.clone(), first });
    }
    Ok((state, reached))
}
