//! The errors with which the program ends.

use std::io;

use super::interrupt;
use crate::domain::Remedy;
use crate::project::{ErrorKind, ProjectError};

/// Why a command ended early.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    /// The project refused or failed.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// The result could not be written.
    #[error("{place}: the result cannot be written ({source}){remedy}")]
    Write {
        /// The file or stream.
        place: String,
        /// The reason.
        source: io::Error,
        /// What the user can do.
        remedy: &'static str,
    },
    /// A model did not pass its check.
    #[error("{0}: the model did not pass its check; remove it and add it again")]
    ModelCheck(String),
    /// Options that cannot be used together.
    #[error("{0}")]
    Usage(&'static str),
    /// An input other than a project cannot be read.
    #[error(
        "{place}: the file cannot be read ({source}); check that it exists, is UTF-8 text, and that you may read it"
    )]
    Read {
        /// The file or stream.
        place: String,
        /// The reason.
        source: io::Error,
    },
    /// The threads could not be started.
    #[error("the threads of --threads cannot be started: {0}")]
    Threads(String),
}

impl CliError {
    /// Returns the error of a result that cannot be written.
    pub(super) fn write(place: impl Into<String>, source: io::Error) -> Self {
        let remedy = match source.kind() {
            io::ErrorKind::StorageFull => ": free some space on the disk, or name a file on another disk",
            io::ErrorKind::AlreadyExists => ": name another file, or replace it with --force",
            io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => {
                ": check that the folder exists and that you may write to it"
            }
            _ => "",
        };
        Self::Write { place: place.into(), source, remedy }
    }

    /// Tells whether the program that read the result stopped reading, as `head` does.
    pub(super) fn is_closed_pipe(&self) -> bool {
        match self {
            Self::Write { source, .. } => source.kind() == io::ErrorKind::BrokenPipe,
            Self::Project(ProjectError::Exchange(error)) => error.is_closed_pipe(),
            _ => false,
        }
    }

    /// Returns what the user can do about the error.
    pub(super) fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::Project(error) => error.remedies(),
            _ => Vec::new(),
        }
    }

    /// Returns the exit code. Each kind of error keeps its own.
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
