//! The result of suggesting.

use crate::domain::RunId;

use super::Project;
use super::addition::AdditionView;
use super::view::SuggestView;

/// What became of a study when candidates were suggested.
#[derive(Clone, Debug, PartialEq)]
pub enum SuggestedHow {
    /// The project file is new.
    Created,
    /// All candidates were proposed anew, in a run of their own.
    Anew,
    /// Interviews were added to the run that there was.
    Added(AdditionView),
    /// Nothing: the study has decisions, and there was nothing new.
    Unchanged,
}

/// The result of [`Project::suggest`].
#[derive(Debug)]
pub struct Suggested {
    /// The run's number in the project.
    pub run: RunId,
    /// What became of the study.
    pub how: SuggestedHow,
    /// How many different texts were embedded now; the vectors of the others were stored before.
    pub n_embedded: usize,
    /// The result.
    pub view: SuggestView,
    /// The project, still open.
    pub project: Project,
}
