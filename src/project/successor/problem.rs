//! Why no new project file can be made from another, and what cannot be done in one.

use std::path::PathBuf;

use crate::domain::{Action, Remedy, RunId};

/// Why a project file cannot be made from another, or cannot be used as one that was not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SuccessorProblem {
    /// No document was taken out of the study.
    #[error(
        "{}: no document was taken out of this study, so there is nothing to leave out. Take out what is to be erased, or make a plain copy",
        .0.display()
    )]
    NothingRemoved(PathBuf),
    /// Segments of the run were erased, so that it cannot be made again.
    #[error(
        "{}: {n_segments} of the segments from which run {run} was made were erased, so that its candidates cannot be made again to compare \
         them. Propose candidates anew from what is left",
        path.display()
    )]
    Erased {
        /// The project file.
        path: PathBuf,
        /// The run.
        run: RunId,
        /// How many segments were erased.
        n_segments: usize,
    },
}

impl SuccessorProblem {
    /// Returns what the user can do.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::NothingRemoved(_) => {
                vec![Remedy::take(Action::RemoveDocument), Remedy::leave_out("without_removed")]
            }
            Self::Erased { .. } => vec![Remedy::take(Action::SuggestFresh)],
        }
    }
}
