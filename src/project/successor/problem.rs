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
    /// The table of names has no column that says what stands for each.
    #[error(
        "{table}: no column says what stands for each name; beside the names it has {}. Call the columns `name` and `replacement`",
        listed(columns)
    )]
    NoReplacementColumn {
        /// The table.
        table: String,
        /// The other columns.
        columns: Vec<String>,
    },
    /// A name of the table has no replacement.
    #[error(
        "{table}: nothing is given to stand for “{name}”. Give it a replacement, such as [name], or delete the row"
    )]
    NoReplacement {
        /// The table.
        table: String,
        /// The name.
        name: String,
    },
    /// The table names nobody.
    #[error("{table}: the table holds no name")]
    NoNames {
        /// The table.
        table: String,
    },
    /// A replacement holds a name that is to be replaced.
    #[error(
        "“{replacement}”, which is to stand for “{name}”, holds the name “{other}” of the table, so that this name would be in the new file. Choose \
         another replacement"
    )]
    HoldsName {
        /// The name.
        name: String,
        /// What is to stand for it.
        replacement: String,
        /// The name that it holds.
        other: String,
    },
    /// A replacement is the name of somebody else in the study.
    #[error(
        "“{replacement}”, which is to stand for “{name}”, is already the name “{taken}” in this study. Choose another replacement"
    )]
    Taken {
        /// The name.
        name: String,
        /// What is to stand for it.
        replacement: String,
        /// The name in the study.
        taken: String,
    },
    /// Two names have one replacement.
    #[error(
        "“{replacement}” is to stand for both “{first}” and “{second}”, so that they could not be told apart. Choose another for one of them, or allow it \
         where they are forms of one name"
    )]
    Shared {
        /// The first name.
        first: String,
        /// The second.
        second: String,
        /// What is to stand for both.
        replacement: String,
    },
    /// Two documents would have one name.
    #[error(
        "the documents {first} and {second} would both be called {name}. Give them names of their own in the table"
    )]
    SameDocument {
        /// The first.
        first: String,
        /// The second.
        second: String,
        /// The name of both.
        name: String,
    },
    /// Two participants would have one name.
    #[error(
        "the participants {first} and {second} would both be called {name}. Give each a replacement of their own"
    )]
    SamePerson {
        /// The first.
        first: String,
        /// The second.
        second: String,
        /// The name of both.
        name: String,
    },
}

/// Lists columns.
fn listed(columns: &[String]) -> String {
    match columns {
        [] => "none".to_owned(),
        several => several.join(", "),
    }
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
            Self::Shared { .. } => vec![Remedy::give("same_replacement")],
            _ => vec![Remedy::give("table")],
        }
    }
}
