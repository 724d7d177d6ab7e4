//! A study: opens a project file and offers each action of a user as one method.
//!
//! This is the only room that calls the others. An action is one transaction and one entry in the log; what it gives back
//! is a view, ready for a face to show. Time and threads come from the face.
//!
//! # Long actions
//!
//! Actions that may take long report their steps to a [`Progress`](crate::domain::Progress), which also cancels them: they ask it again and
//! again whether to go on. A cancelled action ends with [`ProjectError::Cancelled`] and leaves the project as it was: what it found so far is
//! neither kept nor returned. Only embeddings that were computed stay in an existing project, where they change no result.
//!
//! # Several threads
//!
//! A [`Project`] and a [`Reviewer`] can be sent from thread to thread and are used by one thread at a time, since each has its own connection to
//! the file. A server keeps one `Mutex<Reviewer>` for each study: it is opened once, its documents are read and indexed once, and a
//! decision holds the lock for some milliseconds. Actions that look long (`compare`, `sensitivity`) would keep the lock from others: they are
//! given a reviewer of their own, opened for the occasion or taken from a pool for reading.
//!
//! Any number of reviewers, in threads and processes, may have one file open. Each decision is made under the file's lock on what the file holds
//! then, so that none is lost; where another decision came between, it is refused with [`ProjectError::Overtaken`]. Whoever reads sees the
//! file before or after a decision, never a part of one, and shows it as of its last [`Reviewer::refresh`]. Who has to wait for the lock waits
//! up to ten seconds and is then told that the project is in use.

mod agree;
#[cfg(test)]
mod cancelling_tests;
mod compare;
mod copy;
mod embed_stream;
mod embedding;
mod embedding_cache;
mod error;
mod evaluate;
mod export;
mod import;
mod interviews;
mod labelled;
mod languages;
mod load_view;
mod models;
mod people;
mod problems;
mod recluster;
mod request;
mod review;
mod run_texts;
mod saturation;
#[cfg(test)]
mod schemas_tests;
mod sensitivity;
mod simulate;
mod sources;
#[cfg(test)]
mod stored_vocabulary_tests;
mod suggest;
mod tree;
mod verify;
mod view;

pub use agree::{
    AgreeRequest, Agreed, AgreedCode, AgreedConsensus, AgreedPair, AgreedPairs, AgreedWithOthers,
    IntervalsOver, MeasurementLevel, Prevalence, SetDistance, agree,
};
pub use compare::{
    CodeReadingView, CompareRequest, ComparedUnit, ComparisonFilter, ComparisonUnit, ComparisonView,
    DisagreementEntry, DisagreementList, DisagreementView, GridCellView, GridLineView, GridView,
    IntervalParams, OverallView, PairView, PerCodeView, ReadingView, SegmentationView, SideView, UnitView,
    VerdictCommand, VerdictView,
};
pub use copy::CopyReport;
pub use embed_stream::{EmbedRequest, EmbedSummary, embed_stream};
pub use error::{ErrorKind, ProjectError};
pub use evaluate::{EvaluateRequest, Evaluation, Measured, evaluate};
pub use export::ThemeDetail;
pub use export::{ExportNoise, ExportView};
pub use import::{
    CoderImport, ImportReport, ImportRequest, NearPlace, PlacedCounts, TableReport, UnplacedRow,
};
pub use labelled::{LabelledTable, text_format_of};
#[cfg(feature = "download")]
pub use models::DownloadRequest;
pub use models::{ModelView, Models};
pub use problems::{
    CellProblem, Incomparable, LabelsProblem, LineProblem, NobodyNamed, NothingLeft, OrderProblem,
};
pub use recluster::MetricLearning;
pub use request::Listener;
pub use request::{EmbeddingModel, SuggestRequest};
pub use review::{
    Applied, CandidateDetail, CandidateList, CandidateView, CodeDetail, CodeSuggestions, CodeView,
    CodebookView, CoderList, CoderSession, CoderView, CodingView, Contradiction, Decided, DifferenceList,
    JoinReport, LogEntry, LogFilter, LogPosition, LogView, MemoList, MemoView, NewTheme, Preview,
    ProgressView, QueueEntry, QueueView, ReclusterRequest, Reclustering, RejectedAgain, ReviewSegment,
    Reviewer, SplitAlternative, SplitPart, SplitView, SuggestedSegment, ThemePreview, UndoPreview,
    read_decisions,
};
pub use saturation::{CodedInterview, InterviewOrder, SaturationRequest, SaturationView};
pub use sensitivity::{
    ChangeKind, InterviewShare, Perturbation, Recovery, SensitivityView, ThemeSensitivity,
};
pub use simulate::{
    CurvePoint, LikenessMeasured, Milestone, SimulateRequest, SimulatedMethod, Simulation, SimulationMethod,
    simulate,
};
pub use suggest::Suggested;
pub use tree::{GroupView, StabilityView, TreeView};
pub use verify::{DeepVerified, Verified, VerifyVectors};
pub use view::{
    DocumentView, NearMissView, NoiseView, QuoteView, RivalView, RunCounts, RunParameters, RunView,
    SilhouetteView, SpeakerView, SuggestView, ThemeView, UsedDescribeParameters, UsedSegmentParameters,
};

pub use crate::cluster::{ClusterParams, UsedParameters};
pub use crate::compare::MeasureName;
pub use crate::compare::partition::{Figure, PartitionComparison, Runs};
pub use crate::compare::saturation::{
    Distribution, NewCodesPerInterview, OverOrders, Saturation, SaturationParams,
};
pub use crate::describe::DescribeParams;
pub use crate::embed::{Check, EmbedParams, Engine, Kernel, Knowledge, Precision, Prompt, Source};
pub use crate::exchange::{
    Candidate, CodingColumns, CodingField, CodingParams, CodingTool, OffsetUnit, TextFormat, TextSource,
    UnplacedReason, UsedColumn, VectorFormat, VectorTarget,
};
pub use crate::ingest::endings as transcript_endings;
pub use crate::ingest::{ColumnNames, IngestParams};
pub use crate::output_file::write as write_file;
pub use crate::review::{
    Difference, DifferenceKind, QueueItem, QueueOrder, QueueReason, Refusal, ReviewProgress,
};
pub use crate::segment::SegmentParams;

use std::path::Path;

use crate::store::Store;

/// One study, open.
#[derive(Debug)]
pub struct Project {
    store: Store,
}

impl Project {
    /// Opens a project that exists.
    ///
    /// # Errors
    /// [`ProjectError`] where there is none, or the file is no project or from a newer program.
    pub fn open(path: &Path) -> Result<Self, ProjectError> {
        Ok(Self { store: Store::open(path)? })
    }

    /// Opens a project that exists, to look at it: not a byte of it changes, and its folder need not be writable. What would
    /// change it fails with [`StoreError::ReadOnly`](crate::store::StoreError::ReadOnly). A file of an older version is read
    /// into memory and upgraded there.
    ///
    /// # Errors
    /// [`ProjectError`] where there is none, or the file is no project or from a newer program.
    pub fn open_read_only(path: &Path) -> Result<Self, ProjectError> {
        Ok(Self { store: Store::open_read_only(path)? })
    }

    /// Where the project file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.store.path()
    }
}
