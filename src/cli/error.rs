//! Errors as the program ends with them.

use std::io;

use super::interrupt;
use crate::domain::Remedy;
use crate::project::{ErrorKind, ProjectError};

/// Why a command ended early.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    /// The action was refused.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// The result could not be written.
    #[error("{place}: the result cannot be written ({source}){remedy}")]
    Write {
        /// Where to.
        place: String,
        /// Why.
        source: io::Error,
        /// What to do.
        remedy: &'static str,
    },
    /// A model did not pass its check.
    #[error("{0}: the model did not pass its check; remove it and add it again")]
    ModelCheck(String),
    /// Options that do not go together.
    #[error("{0}")]
    Usage(&'static str),
    /// An input that is no project cannot be read.
    #[error("{place}: {source}; check that it is there, is UTF-8, and may be read")]
    Read {
        /// What was read.
        place: String,
        /// What went wrong.
        source: io::Error,
    },
    /// The threads could not be started.
    #[error("the threads asked for with --threads cannot be started: {0}")]
    Threads(String),
}

impl CliError {
    /// A failure to write a result.
    pub(super) fn write(place: impl Into<String>, source: io::Error) -> Self {
        let remedy = match source.kind() {
            io::ErrorKind::StorageFull => ": make room, or write elsewhere with --output",
            io::ErrorKind::AlreadyExists => ": name another file, or replace it with --force",
            io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => {
                ": check that the folder exists and its permissions"
            }
            _ => "",
        };
        Self::Write { place: place.into(), source, remedy }
    }

    /// Whether whoever read the result stopped reading, as `head` does.
    pub(super) fn is_closed_pipe(&self) -> bool {
        match self {
            Self::Write { source, .. } => source.kind() == io::ErrorKind::BrokenPipe,
            Self::Project(ProjectError::Exchange(error)) => error.is_closed_pipe(),
            _ => false,
        }
    }

    /// Returns what the user can do about it, where the message does not name the option itself.
    pub(super) fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::Project(error) => error.remedies(),
            _ => Vec::new(),
        }
    }

    /// The program's exit code: each kind has its own and keeps it.
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Self::Project(error) => match error.kind() {
                ErrorKind::Internal => 1,
                ErrorKind::Option => 2,
                ErrorKind::Input => 3,
                ErrorKind::Project => 4,
                ErrorKind::Model => 5,
                ErrorKind::Output => 6,
                ErrorKind::Cancelled => interrupt::EXIT_CODE,
            },
            Self::Write { .. } => 6,
            Self::ModelCheck(_) => 5,
            Self::Threads(_) | Self::Usage(_) => 2,
            Self::Read { .. } => 3,
        }
    }
}
