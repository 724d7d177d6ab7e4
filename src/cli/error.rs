//! The errors with which the program ends.

use std::io;
use std::path::PathBuf;

use super::layout::shell_word;
use crate::domain::{Remedy, io_cause};
use crate::project::{ErrorKind, ProjectError};

/// Why the program ended. Each reason has an exit code, which stays the same from version to version.
///
/// `docs/exit-codes.md` and the help of the program are made of this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExitReason {
    /// The command did what it was asked to do.
    Done = 0,
    /// An error of the program itself.
    Unexpected = 1,
    /// An option or argument that cannot be taken.
    Option = 2,
    /// An input file that cannot be read, or that holds nothing to work on.
    Input = 3,
    /// A project file that cannot be used.
    Project = 4,
    /// A model that cannot be used.
    Model = 5,
    /// A result that cannot be written.
    Output = 6,
    /// The user cancelled the action: the code that shells report for a program that Ctrl-C ended.
    Cancelled = 130,
}

impl ExitReason {
    /// All reasons, in the order of their codes.
    pub const ALL: [Self; 8] = [
        Self::Done,
        Self::Unexpected,
        Self::Option,
        Self::Input,
        Self::Project,
        Self::Model,
        Self::Output,
        Self::Cancelled,
    ];

    /// Returns the exit code.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// Returns the reason in one or two words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Unexpected => "unexpected",
            Self::Option => "option",
            Self::Input => "input file",
            Self::Project => "project file",
            Self::Model => "model",
            Self::Output => "output",
            Self::Cancelled => "cancelled",
        }
    }

    /// Returns a sentence that says when the program ends with this code.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Done => "The command did what it was asked to do.",
            Self::Unexpected => "Something happened that should not happen: an error of the program.",
            Self::Option => {
                "An option or argument cannot be taken: it is unknown, has a value that is not allowed, names something that is not \
                 there, or asks for a decision that is not possible."
            }
            Self::Input => {
                "An input file is missing, cannot be read or is damaged, or it holds nothing to work on."
            }
            Self::Project => {
                "The project file is missing, damaged, altered, in use or made by a newer version, or it does not hold what was asked \
                 for."
            }
            Self::Model => "The model is missing or damaged, is not supported, or did not pass its check.",
            Self::Output => {
                "The result cannot be written: the file exists already, the folder is missing or not writable, or the disk is full."
            }
            Self::Cancelled => "Ctrl-C was pressed. The project is as it was before the command.",
        }
    }

    /// Returns a sentence that says what to do about it.
    #[must_use]
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::Done => "Nothing.",
            Self::Unexpected => "Report it, with the command and the message.",
            Self::Option => "Change the command.",
            Self::Input => "Correct the file, or leave it out.",
            Self::Project => "Name another project file, or restore a copy.",
            Self::Model => "Add the model again, or name another.",
            Self::Output => "Name another file, make room, or add `--force` to replace a file.",
            Self::Cancelled => "Run the command again when you want its result.",
        }
    }
}

impl From<ErrorKind> for ExitReason {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::Internal => Self::Unexpected,
            ErrorKind::Option => Self::Option,
            ErrorKind::Input => Self::Input,
            ErrorKind::Project => Self::Project,
            ErrorKind::Model => Self::Model,
            ErrorKind::Output => Self::Output,
            ErrorKind::Cancelled => Self::Cancelled,
        }
    }
}

/// Returns names of files with commas between them, and how many more there are.
fn listed(files: &[PathBuf]) -> String {
    const NAMED: usize = 8;
    let mut names: Vec<String> = files.iter().take(NAMED).map(|file| file.display().to_string()).collect();
    if files.len() > NAMED {
        names.push(format!("and {} more", files.len() - NAMED));
    }
    names.join(", ")
}

/// Why a command ended early.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    /// The project refused or failed.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// A line of a file was refused.
    #[error("{place}, {error}")]
    InFile {
        /// The file or stream.
        place: String,
        /// The line, and why.
        error: Box<ProjectError>,
    },
    /// The result could not be written.
    #[error("{place}: the result cannot be written ({}){remedy}", io_cause(.source))]
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
        "{place}: the file cannot be read ({}); check that it exists, is UTF-8 text, and that you may read it",
        io_cause(.source)
    )]
    Read {
        /// The file or stream.
        place: String,
        /// The reason.
        source: io::Error,
    },
    /// No project was named, and this folder holds none.
    #[error(
        "this folder holds no project, a file that ends in .themata: make one with `themata suggest FOLDER`, or name one with \
         -p FILE"
    )]
    NoProject,
    /// No project was named, and this folder holds several.
    #[error(
        "this folder holds several projects ({}): name one with -p FILE, such as -p {}",
        listed(.0),
        .0.first().map(|first| shell_word(&first.to_string_lossy())).unwrap_or_default()
    )]
    SeveralProjects(Vec<PathBuf>),
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
            Self::InFile { error, .. } => error.remedies(),
            _ => Vec::new(),
        }
    }

    /// Returns the reason with which the program ends.
    pub(super) fn exit_reason(&self) -> ExitReason {
        match self {
            Self::Project(error) => error.kind().into(),
            Self::InFile { error, .. } => error.kind().into(),
            Self::Write { .. } => ExitReason::Output,
            Self::ModelCheck(_) => ExitReason::Model,
            Self::NoProject => ExitReason::Project,
            Self::SeveralProjects(_) | Self::Threads(_) | Self::Usage(_) => ExitReason::Option,
            Self::Read { .. } => ExitReason::Input,
        }
    }
}
