//! Errors of the application layer, sorted by what the user can do about them.

use std::path::PathBuf;

use crate::cluster::ClusterError;
use crate::domain::{
    Action, Alteration, Cancelled, CandidateId, CodeId, CoderId, Contradiction, EmbeddingsError, OffsetError,
    OperationId, ParameterError, Remedy, RunId, Timestamp, io_cause, parameter_in_words,
};
use crate::embed::EmbedError;
use crate::exchange::{ExchangeError, Fault, TableWriteError};
use crate::ingest::IngestError;
use crate::report::ReportError;
use crate::review::Refusal;
use crate::store::StoreError;
use crate::words;

use super::error_kind::ErrorKind;
use super::problems::{Incomparable, LabelsProblem, NobodyNamed, NothingLeft, OrderProblem};
use super::{StudyExportProblem, SuccessorProblem};

/// Why an action was refused; nothing stored was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
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
        /// Why.
        reason: NothingLeft,
    },
    /// Parameters were given that are not those of the run, and the study has decisions, which are made on its candidates.
    #[error(
        "{}: coders have decided on the candidates of this study, which were made with other values of: {}. Leave these out to add \
         interviews to it, or propose all candidates anew: codings stay, and verdicts on candidates count for the old ones",
        path.display(),
        parameters.iter().map(|parameter| parameter_in_words(parameter)).collect::<Vec<_>>().join(", ")
    )]
    NeedsFresh {
        /// The project file.
        path: PathBuf,
        /// The parameters, by the names of the request's fields.
        parameters: Vec<&'static str>,
    },
    /// A document has the name of one in the study and other words, and the study has decisions.
    #[error(
        "{document}: the study holds a document of this name with other words. Nothing was changed. Read it again without proposing anew \
         first: then codings move with their words"
    )]
    OtherWords {
        /// The document.
        document: String,
    },
    /// A labelled table cannot be measured against.
    #[error("{name}: {problem}")]
    Labels {
        /// The table, or its row.
        name: String,
        /// What is wrong.
        problem: LabelsProblem,
    },
    /// No row of any table has a position in the documents.
    #[error("nothing was imported, since no coding has a place in the documents of this project:\n{problem}")]
    NothingPlaced {
        /// What was wrong with each table, and what can be done.
        problem: String,
        /// What the user can do.
        remedies: Vec<Remedy>,
    },
    /// One coder was named for a table with codings of several.
    #[error(
        "{table}: the table names several coders ({}). Name no coder, so that each keeps their own codings",
        coders.join(", ")
    )]
    SeveralCoders {
        /// The table.
        table: String,
        /// The coders.
        coders: Vec<String>,
    },
    /// The coder of some codings is not named.
    #[error("{table}: {problem}")]
    WhoseCodings {
        /// The table.
        table: String,
        /// Why the coder is unknown.
        problem: NobodyNamed,
    },
    /// A parameter is outside its range.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// A role was given to a label that is not a speaker.
    #[error("nobody called {label} speaks in these files; found speaking: {found}")]
    NoSuchSpeaker {
        /// The label given.
        label: String,
        /// The labels found.
        found: String,
    },
    /// The segments cannot be clustered this way.
    #[error(transparent)]
    Cluster(ClusterError),
    /// A model cannot be used.
    #[error(transparent)]
    Embed(EmbedError),
    /// Texts cannot be read as asked, or vectors cannot be written.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// The project file cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The project has no run.
    #[error("{}: this project has no candidate themes yet. Suggest some from transcripts first", .0.display())]
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
    /// A coder's decision cannot be made.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// No coder is named for an action, and the project has no default coder.
    #[error("{}: no coder is named; {}", path.display(), known_coders(.known))]
    NobodyNamed {
        /// The project file.
        path: PathBuf,
        /// The names of the coders, by id.
        known: Vec<String>,
    },
    /// A candidate cannot be split into this number of parts.
    #[error("{} cannot be split into {n_parts} parts: {}", words::candidate(*.candidate), possible_parts(.possible))]
    NoSplit {
        /// The candidate.
        candidate: CandidateId,
        /// How many parts were asked for.
        n_parts: usize,
        /// The possible numbers of parts.
        possible: Vec<usize>,
    },
    /// A code in the codebook is nested under one that is not, which can happen when copies of a project are joined.
    #[error(
        "code {code} is nested under a code that is not in the codebook. Take it out from under that code"
    )]
    NestedNowhere {
        /// The code.
        code: CodeId,
    },
    /// Words do not occur exactly once in a document.
    #[error("{document}: these words are {}", found_times(*.n_places))]
    NotOnce {
        /// The document.
        document: String,
        /// How often they occur.
        n_places: usize,
    },
    /// Another process changed the state that a decision rests on.
    #[error(
        "nothing was changed: meanwhile {coder} {words} (operation {operation}, {}). Look at it as it is now, then \
         decide again",
        at.0
    )]
    Overtaken {
        /// The operation that was made first.
        operation: OperationId,
        /// Who made it.
        coder: CoderId,
        /// When.
        at: Timestamp,
        /// What was done.
        words: String,
    },
    /// A line of a file of decisions cannot be applied; no line of the file was.
    #[error("line {line}: {problem}; nothing of the file was applied")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        problem: LineProblem,
    },
    /// No evidence could be computed from the segments of a candidate theme: a bug in the program.
    #[error("{}: no evidence could be computed from the {n_segments} segments of a candidate theme; this is a bug in the program. Please report it", path.display())]
    NotDescribed {
        /// The project file.
        path: PathBuf,
        /// How many segments the candidate has.
        n_segments: usize,
    },
    /// A file or stream of decisions cannot be read.
    #[error("{place}: cannot be read ({}); check that it is there, is UTF-8, and may be read", io_cause(.source))]
    Unreadable {
        /// What was read.
        place: String,
        /// What went wrong.
        source: std::io::Error,
    },
    /// A file or stream of decisions is too long.
    #[error(
        "{place}: more than {limit} bytes of decisions, which is the limit; nothing was applied. Split it into several files"
    )]
    TooManyDecisions {
        /// What was read.
        place: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// A coder's decisions are not visible to another yet.
    #[error("{name} works blind to others until a coder opens the project for comparison")]
    Blind {
        /// Whose decisions they are.
        coder: CoderId,
        /// That coder's name.
        name: String,
    },
    /// Codings cannot be compared as asked.
    #[error("{}: {problem}", path.display())]
    Compare {
        /// The project file.
        path: PathBuf,
        /// Why.
        problem: Incomparable,
    },
    /// The log has no such operation.
    #[error("{}: there is no operation {operation}; the last is {last}", path.display())]
    NoSuchOperation {
        /// The project file.
        path: PathBuf,
        /// The operation asked for.
        operation: OperationId,
        /// The last one.
        last: OperationId,
    },
    /// The log begins after this moment.
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
        /// The first copy.
        first: PathBuf,
        /// The second copy.
        second: PathBuf,
    },
    /// Interviews were added to a copy of a project after it parted from the other.
    #[error(
        "nothing was joined: interviews were added to {} after the copies parted. Join the other copy into this one instead; where \
         interviews were added to both, only decisions made before that can be joined",
        copy.display()
    )]
    GrewApart {
        /// The copy to which they were added.
        copy: PathBuf,
    },
    /// Two copies of a project contain decisions that contradict each other.
    #[error(
        "nothing was joined: {} of the second copy contradict the first:\n{}\nUndo them in one of the copies, or \
         keep those of the first copy",
        .0.len(),
        lines(.0)
    )]
    Contradictions(Vec<Contradiction>),
    /// The project does not hold the vectors that the run was made from.
    #[error(
        "{}: the vectors of run {run} are not in this project. Suggest candidate themes again, with the same files \
         and model, then decide",
        path.display()
    )]
    NoVectors {
        /// The project file.
        path: PathBuf,
        /// The run.
        run: RunId,
    },
    /// The model given is not the one that made the vectors of the run, so that the two cannot be compared.
    #[error("run {run} used the model {of_run}; vectors of the model {given} cannot be compared with it")]
    OtherModel {
        /// The run.
        run: RunId,
        /// The name of the run's model.
        of_run: String,
        /// The name of the model given.
        given: String,
    },
    /// The project file contradicts itself.
    #[error("{}: the project file is damaged ({problem}). Open a copy or a backup instead", path.display())]
    Damaged {
        /// The project file.
        path: PathBuf,
        /// What was found.
        problem: String,
    },
    /// The project file differs from what its log says.
    #[error("{}: the project file differs from what its log says:\n{}\nContinue with a backup", path.display(), first_lines(alterations))]
    Altered {
        /// The project file.
        path: PathBuf,
        /// The differences.
        alterations: Vec<Alteration>,
    },
    /// The model of a run is not on this machine.
    #[error(
        "{}: run {run} was embedded with the model {name} (SHA-256 {sha256}), which is not on this machine; add it, or name the folder \
         that holds it",
        path.display()
    )]
    NoSuchModel {
        /// The project file.
        path: PathBuf,
        /// The run.
        run: RunId,
        /// The model's name.
        name: String,
        /// SHA-256 of its files.
        sha256: String,
    },
    /// A list that must name each interview once does not.
    #[error("{problem}; these are the interviews: {}", known.join(", "))]
    InterviewOrder {
        /// What is wrong.
        problem: OrderProblem,
        /// The interviews.
        known: Vec<String>,
    },
    /// A part of a study cannot be taken out as asked.
    #[error(transparent)]
    StudyExport(#[from] StudyExportProblem),
    /// No new project file can be made from this one as asked.
    #[error(transparent)]
    Successor(#[from] SuccessorProblem),
    /// A document or workbook cannot be written.
    #[error(transparent)]
    Report(Box<ReportError>),
    /// A result could not be written as a table.
    #[error(transparent)]
    Table(#[from] TableWriteError),
    /// The action was cancelled by the one who started it.
    #[error("cancelled; the project is as it was before")]
    Cancelled,
}

impl ProjectError {
    /// Combines the errors of all files that cannot be read into one.
    pub(super) fn files(mut errors: Vec<IngestError>) -> Self {
        match errors.len() {
            1 => Self::Ingest(errors.remove(0)),
            _ => Self::Files(errors),
        }
    }

    /// Returns what the user can do about it.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Ingest(_) | Self::Files(_) | Self::NothingToCluster { .. } | Self::Labels { .. } => {
                ErrorKind::Input
            }
            Self::NothingPlaced { .. }
            | Self::Line { .. }
            | Self::Unreadable { .. }
            | Self::TooManyDecisions { .. }
            | Self::NotCopies { .. }
            | Self::GrewApart { .. }
            | Self::Contradictions(_)
            | Self::InterviewOrder { .. } => ErrorKind::Input,
            Self::Parameter(_) | Self::NoSuchSpeaker { .. } | Self::Cluster(_) | Self::NeedsFresh { .. } => {
                ErrorKind::Option
            }
            Self::StudyExport(_) | Self::Report(_) | Self::Successor(_) => ErrorKind::Option,
            Self::SeveralCoders { .. } | Self::WhoseCodings { .. } => ErrorKind::Option,
            Self::NobodyNamed { .. } | Self::NoSplit { .. } | Self::NotOnce { .. } => ErrorKind::Option,
            Self::Refused(_)
            | Self::Blind { .. }
            | Self::Compare { .. }
            | Self::NoSuchOperation { .. }
            | Self::BeforeTheFirst { .. } => ErrorKind::Option,
            Self::Store(StoreError::InTheWay(_)) => ErrorKind::Output,
            Self::Embed(EmbedError::Unavailable(_) | EmbedError::NoSuchPrompt { .. }) => ErrorKind::Option,
            Self::Embed(_) => ErrorKind::Model,
            Self::Exchange(error) => match error.fault() {
                Fault::Input => ErrorKind::Input,
                Fault::Option => ErrorKind::Option,
                Fault::Output => ErrorKind::Output,
            },
            Self::Store(_)
            | Self::NoRun(_)
            | Self::NoSuchRun { .. }
            | Self::Overtaken { .. }
            | Self::OtherWords { .. }
            | Self::NoVectors { .. }
            | Self::NestedNowhere { .. }
            | Self::Altered { .. }
            | Self::Damaged { .. } => ErrorKind::Project,
            Self::NoSuchModel { .. } | Self::OtherModel { .. } => ErrorKind::Model,
            Self::Table(_) | Self::NotDescribed { .. } => ErrorKind::Internal,
            Self::Cancelled => ErrorKind::Cancelled,
        }
    }

    /// Returns what the user can do, other than correcting a file: which parameter to give or leave out, which action to take.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::Ingest(error) => error.remedies(),
            Self::Files(errors) => distinct(errors.iter().flat_map(IngestError::remedies)),
            Self::NothingToCluster { reason, .. } => reason.remedies(),
            Self::Labels { problem, .. } => problem.remedies(),
            Self::NothingPlaced { remedies, .. } => remedies.clone(),
            Self::SeveralCoders { .. } => vec![Remedy::leave_out("coder")],
            Self::WhoseCodings { problem, .. } => problem.remedies(),
            Self::Parameter(error) => error.remedies(),
            Self::NeedsFresh { parameters, .. } => parameters
                .iter()
                .map(|parameter| Remedy::leave_out(parameter))
                .chain([Remedy::give("fresh")])
                .collect(),
            Self::NoSuchSpeaker { .. } => vec![Remedy::give("speakers")],
            Self::StudyExport(problem) => problem.remedies(),
            Self::Successor(problem) => problem.remedies(),
            Self::Report(error) => error.remedies(),
            Self::Cluster(error) => error.remedies(),
            Self::Embed(error) => error.remedies(),
            Self::Exchange(error) => error.remedies(),
            Self::Store(error) => error.remedies(),
            Self::NoRun(_) | Self::NoVectors { .. } => vec![Remedy::take(Action::Suggest)],
            Self::OtherModel { of_run, .. } => vec![Remedy::give_value("model", of_run)],
            Self::NoSuchRun { latest, .. } => vec![Remedy::give_value("run", latest.to_string())],
            Self::Line { problem, .. } => problem.remedies(),
            Self::Blind { .. } => vec![Remedy::take(Action::OpenComparison)],
            Self::Compare { problem, .. } => problem.remedies(),
            Self::NoSuchOperation { .. } | Self::BeforeTheFirst { .. } => {
                vec![Remedy::take(Action::ShowLog)]
            }
            Self::Contradictions(_) => vec![Remedy::give("keep_first")],
            Self::InterviewOrder { .. } => vec![Remedy::give("order")],
            Self::NobodyNamed { known, .. } if known.is_empty() => vec![Remedy::take(Action::AddCoder)],
            Self::NobodyNamed { .. } => vec![Remedy::give("coder"), Remedy::take(Action::SetCoder)],
            Self::NoSplit { .. } => vec![Remedy::give("segments")],
            Self::NotOnce { n_places: 0, .. } => Vec::new(),
            Self::NotOnce { .. } => vec![Remedy::give("start"), Remedy::give("end")],
            Self::NestedNowhere { .. } => vec![Remedy::take(Action::UnnestCode)],
            Self::Refused(refusal) => refusal.remedies(),
            Self::Cancelled
            | Self::Overtaken { .. }
            | Self::OtherWords { .. }
            | Self::NotDescribed { .. }
            | Self::Unreadable { .. }
            | Self::TooManyDecisions { .. }
            | Self::NotCopies { .. }
            | Self::GrewApart { .. }
            | Self::Altered { .. }
            | Self::Damaged { .. }
            | Self::Table(_) => Vec::new(),
            Self::NoSuchModel { .. } => vec![Remedy::give("model"), Remedy::take(Action::AddModel)],
        }
    }
}

/// What is wrong with a line of a file of decisions.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LineProblem {
    /// It cannot be read as a decision.
    #[error(
        "this is not a decision: write a JSON object such as {{\"do\": \"reject\", \"candidate\": 5}} ({0})"
    )]
    NoDecision(#[from] serde_json::Error),
    /// The decision cannot be made.
    #[error(transparent)]
    NotMade(#[from] Box<ProjectError>),
}

impl LineProblem {
    /// Returns what the user can do, other than correcting the line.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::NoDecision(_) => Vec::new(),
            Self::NotMade(error) => error.remedies(),
        }
    }
}

/// Returns the remedies without duplicates, in order of first appearance.
pub(super) fn distinct(remedies: impl Iterator<Item = Remedy>) -> Vec<Remedy> {
    let mut kept: Vec<Remedy> = Vec::new();
    for remedy in remedies {
        if !kept.contains(&remedy) {
            kept.push(remedy);
        }
    }
    kept
}

fn lines<T: std::fmt::Display>(errors: &[T]) -> String {
    let mut lines: Vec<String> = errors.iter().map(|error| format!("  {error}")).collect();
    lines.sort();
    lines.join("\n")
}

fn known_coders(known: &[String]) -> String {
    if known.is_empty() {
        return "nobody codes in this project yet. Add yourself as a coder first".to_owned();
    }
    format!("name one, or choose the one who decides by default. Coders are {}", known.join(", "))
}

fn possible_parts(possible: &[usize]) -> String {
    if possible.is_empty() {
        return "its segments do not differ enough. Name the segments of each part".to_owned();
    }
    let possible: Vec<String> = possible.iter().map(ToString::to_string).collect();
    format!("it can be split into {}. Or name the segments of each part", possible.join(" or "))
}

fn found_times(n: usize) -> String {
    match n {
        0 => "not in it. Copy them as they are in the document".to_owned(),
        n => format!("in it {n} times. Give more of the words, or the positions where they start and end"),
    }
}

/// How many alterations a message names.
const MOST_NAMED: usize = 20;

/// Writes alterations as lines; only the first ones where there are many.
fn first_lines(alterations: &[Alteration]) -> String {
    let mut lines: Vec<String> =
        alterations.iter().take(MOST_NAMED).map(|alteration| format!("  {alteration}")).collect();
    if let Some(more) = alterations.len().checked_sub(MOST_NAMED).filter(|&more| more > 0) {
        lines.push(format!("  and {more} more"));
    }
    lines.join("\n")
}

/// Reports a stored position that its text does not have.
pub(super) fn offset_error(path: &std::path::Path, error: OffsetError) -> ProjectError {
    ProjectError::Damaged { path: path.to_owned(), problem: error.to_string() }
}

impl From<ReportError> for ProjectError {
    fn from(error: ReportError) -> Self {
        Self::Report(Box::new(error))
    }
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
