//! What can go wrong in an action, sorted by what the user can do about it.

use std::path::PathBuf;

use crate::cluster::ClusterError;
use crate::domain::{
    Cancelled, CoderId, EmbeddingsError, OffsetError, OperationId, ParameterError, ProposalId, RunId,
    Timestamp,
};
use crate::embed::EmbedError;
use crate::exchange::{ExchangeError, Fault};
use crate::ingest::IngestError;
use crate::review::Refusal;
use crate::store::StoreError;

use super::import::ImportReport;
use super::review::Contradiction;

/// Why an action was refused; nothing stored was changed.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// A file or folder cannot be read.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// Several files cannot be read; all are named at once.
    #[error("{} files cannot be read; nothing was changed:\n{}", .0.len(), lines(.0))]
    Files(Vec<IngestError>),
    /// Nothing was left to cluster.
    #[error("{place}: no segment to cluster: {reason}")]
    NothingToCluster {
        /// What was read.
        place: String,
        /// Why, with the remedy.
        reason: String,
    },
    /// A labelled table that cannot be measured against.
    #[error("{name}: {problem}")]
    Labels {
        /// The table.
        name: String,
        /// What is wrong, with the remedy.
        problem: String,
    },
    /// No row of any table has a place in the documents.
    #[error("nothing was imported, since no coding has a place in the documents of this project:\n{problem}")]
    NothingPlaced {
        /// What was wrong with each table, and what can be done.
        problem: String,
        /// What an import of the tables comes to: every row, and why it has no place.
        report: Box<ImportReport>,
    },
    /// One coder is named for codings of several.
    #[error(
        "{table}: it names several coders ({}); leave --coder out, so that each keeps their own", coders.join(", ")
    )]
    SeveralCoders {
        /// The table.
        table: String,
        /// The coders.
        coders: Vec<String>,
    },
    /// Nobody is named whose codings they are.
    #[error("{table}: {problem}")]
    WhoseCodings {
        /// The table.
        table: String,
        /// What does not say it, with the remedy.
        problem: String,
    },
    /// A parameter is outside what it may be.
    #[error("{}", option_named(.0))]
    Parameter(#[from] ParameterError),
    /// `--speaker` names somebody who does not speak.
    #[error("--speaker {label}: nobody of this name speaks in these files; found speaking: {found}")]
    NoSuchSpeaker {
        /// The name given.
        label: String,
        /// The names found.
        found: String,
    },
    /// The segments cannot be clustered so.
    #[error(transparent)]
    Cluster(ClusterError),
    /// A model cannot be used.
    #[error(transparent)]
    Embed(EmbedError),
    /// Texts cannot be read as asked, or vectors not be written.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// The project file cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The project has no run.
    #[error(
        "{}: this project has no candidate themes yet; `themata suggest FOLDER --project {}` makes some",
        .0.display(),
        .0.display()
    )]
    NoRun(PathBuf),
    /// The project has no such run.
    #[error("{}: there is no run {run}; the latest is run {latest}", path.display())]
    NoSuchRun {
        /// The project file.
        path: PathBuf,
        /// The run asked for.
        run: u32,
        /// The latest run.
        latest: u32,
    },
    /// The run has no such candidate theme.
    #[error("{}: there is no candidate theme {theme}; there are themes 1 to {n_themes}", path.display())]
    NoSuchTheme {
        /// The project file.
        path: PathBuf,
        /// The theme asked for.
        theme: ProposalId,
        /// How many there are.
        n_themes: usize,
    },
    /// A coder's decision cannot be made.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Another process changed what a decision rests on.
    #[error(
        "nothing was changed: meanwhile {coder} {words} (operation {operation}, {}). Look at it as it is now, then \
         decide again",
        at.0
    )]
    Overtaken {
        /// The operation that came first.
        operation: OperationId,
        /// Who did it.
        coder: CoderId,
        /// When.
        at: Timestamp,
        /// What was done.
        words: String,
    },
    /// A line of a file of decisions cannot be applied; none of the file was.
    #[error("line {line}: {problem}; nothing of the file was applied")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What is wrong, with the remedy.
        problem: String,
    },
    /// Decisions were tried and are not to be kept.
    #[error("nothing was changed: this was a trial")]
    DryRun,
    /// A coder's decisions are not to be seen by another yet.
    #[error(
        "{coder} works blind to others until the project is opened for comparison; a coder does that with `themata coder compare`"
    )]
    Blind {
        /// Whose decisions they are.
        coder: CoderId,
    },
    /// Codings cannot be compared as asked.
    #[error("{}: {problem}", path.display())]
    Compare {
        /// The project file.
        path: PathBuf,
        /// Why, with the remedy.
        problem: String,
    },
    /// There is no such moment in the log.
    #[error("{}: there is no operation {operation}; the last is {last}", path.display())]
    NoSuchOperation {
        /// The project file.
        path: PathBuf,
        /// The operation asked for.
        operation: OperationId,
        /// The last one.
        last: OperationId,
    },
    /// Nothing happened until a moment.
    #[error("{}: nothing was decided until {}; the first operation is of {}", path.display(), at.0, first.0)]
    BeforeTheFirst {
        /// The project file.
        path: PathBuf,
        /// The moment asked for.
        at: Timestamp,
        /// When the first operation was.
        first: Timestamp,
    },
    /// Two files are not copies of one project.
    #[error(
        "{} and {} are not copies of one project: their logs do not begin with the same operation. Join copies that \
         were made of one file",
        first.display(),
        second.display()
    )]
    NotCopies {
        /// The one.
        first: PathBuf,
        /// The other.
        second: PathBuf,
    },
    /// Two copies of a project say different things of the same.
    #[error(
        "nothing was joined: {} of the second copy contradict the first:\n{}\nTake them back in one of the copies, or \
         keep the first copy's with --keep-first",
        .0.len(),
        lines(.0)
    )]
    Contradictions(Vec<Contradiction>),
    /// The vectors that the run was made of are not in the project.
    #[error(
        "{}: the vectors of run {run} are not kept in this project; run `themata suggest` again with the same files and \
         model, then decide",
        path.display()
    )]
    NoVectors {
        /// The project file.
        path: PathBuf,
        /// The run.
        run: RunId,
    },
    /// The project file contradicts itself.
    #[error("{}: the project file is damaged ({problem}); open a copy of it, or a backup", path.display())]
    Damaged {
        /// The project file.
        path: PathBuf,
        /// What was found.
        problem: String,
    },
    /// A list that is to name each interview once does not.
    #[error("{problem}; the interviews are, one a line: {}", known.join(", "))]
    InterviewOrder {
        /// What is wrong.
        problem: String,
        /// The interviews.
        known: Vec<String>,
    },
    /// A result could not be written as a table.
    #[error("the table cannot be written: {0}")]
    Table(#[from] csv::Error),
    /// Whoever asked for the action cancelled it.
    #[error("cancelled; the project is as it was before")]
    Cancelled,
}

/// What a user can do about an error; a face gives each its own exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Mend or leave out a file that was given.
    Input,
    /// Give another option.
    Option,
    /// Name another project file, or make room for it.
    Project,
    /// Name another model.
    Model,
    /// Name another output, or make room for it.
    Output,
    /// Nothing is wrong: the user cancelled the action.
    Cancelled,
    /// Something that should not happen did.
    Internal,
}

impl ProjectError {
    /// One error for the files that cannot be read.
    pub(super) fn files(mut errors: Vec<IngestError>) -> Self {
        match errors.len() {
            1 => Self::Ingest(errors.remove(0)),
            _ => Self::Files(errors),
        }
    }

    /// What the user can do about it.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Ingest(_) | Self::Files(_) | Self::NothingToCluster { .. } | Self::Labels { .. } => {
                ErrorKind::Input
            }
            Self::NothingPlaced { .. }
            | Self::Line { .. }
            | Self::NotCopies { .. }
            | Self::Contradictions(_)
            | Self::InterviewOrder { .. } => ErrorKind::Input,
            Self::Parameter(_) | Self::NoSuchSpeaker { .. } | Self::Cluster(_) => ErrorKind::Option,
            Self::SeveralCoders { .. } | Self::WhoseCodings { .. } => ErrorKind::Option,
            Self::Refused(_)
            | Self::Blind { .. }
            | Self::Compare { .. }
            | Self::NoSuchOperation { .. }
            | Self::BeforeTheFirst { .. } => ErrorKind::Option,
            Self::Store(StoreError::InTheWay(_)) => ErrorKind::Output,
            Self::Embed(EmbedError::Unavailable { .. } | EmbedError::NoSuchPrompt { .. }) => {
                ErrorKind::Option
            }
            Self::Embed(_) => ErrorKind::Model,
            Self::Exchange(error) => match error.fault() {
                Fault::Input => ErrorKind::Input,
                Fault::Option => ErrorKind::Option,
                Fault::Output => ErrorKind::Output,
            },
            Self::Store(_)
            | Self::NoRun(_)
            | Self::NoSuchRun { .. }
            | Self::NoSuchTheme { .. }
            | Self::Overtaken { .. }
            | Self::NoVectors { .. }
            | Self::Damaged { .. } => ErrorKind::Project,
            Self::Table(_) | Self::DryRun => ErrorKind::Internal,
            Self::Cancelled => ErrorKind::Cancelled,
        }
    }
}

fn lines<T: std::fmt::Display>(errors: &[T]) -> String {
    let mut lines: Vec<String> = errors.iter().map(|error| format!("  {error}")).collect();
    lines.sort();
    lines.join("\n")
}

/// A parameter error with the option's name as users type it.
fn option_named(error: &ParameterError) -> String {
    let option = match error.parameter {
        "n_clusters" => "--themes",
        "tolerance" => "--tolerance",
        "min_points" => "--min-points",
        "n_groups" => "--groups",
        "min_cluster_size" => "--min-cluster-size",
        "resolution" => "--resolution",
        "assign_noise" => "--assign-noise",
        "min_words" => "--min-words",
        "max_words" => "--max-words",
        "n_draws" => "--draws",
        "base" => "--base",
        "run_length" => "--run-length",
        "threshold" => "--threshold",
        "n_orders" => "--orders",
        other => other,
    };
    format!("{option} must be {}; got {}", error.rule, error.received)
}

/// A stored position that its text does not have.
pub(super) fn outside(path: &std::path::Path, error: OffsetError) -> ProjectError {
    ProjectError::Damaged { path: path.to_owned(), problem: error.to_string() }
}

impl From<Cancelled> for ProjectError {
    fn from(Cancelled: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl From<ClusterError> for ProjectError {
    fn from(error: ClusterError) -> Self {
        match error {
            ClusterError::Cancelled(cancelled) => cancelled.into(),
            other => Self::Cluster(other),
        }
    }
}

impl From<EmbedError> for ProjectError {
    fn from(error: EmbedError) -> Self {
        match error {
            EmbedError::Cancelled(cancelled) => cancelled.into(),
            other => Self::Embed(other),
        }
    }
}

impl From<EmbeddingsError> for ProjectError {
    fn from(error: EmbeddingsError) -> Self {
        Self::Embed(EmbedError::Vectors(error))
    }
}
