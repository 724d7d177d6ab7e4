//! The application layer: opens a project file and offers each action of a user as one method.
//!
//! Only this module calls the others. An action is one transaction and one operation in the log; its result is a view, ready
//! for a front end to show. The front end supplies the time and the threads.
//!
//! # Long actions
//!
//! Actions that may take long report their steps to a [`Progress`](crate::domain::Progress). It can also cancel them: they
//! regularly ask it whether to continue. A cancelled action ends with [`ProjectError::Cancelled`] and leaves the project as it
//! was: partial results are neither kept nor returned. Only computed embeddings stay in an existing project, where they change
//! no result.
//!
//! # Several threads
//!
//! A [`Project`] and a [`Reviewer`] can be sent between threads and are used by one thread at a time, since each has its own
//! connection to the file. A server keeps one `Mutex<Reviewer>` for each study: the study is opened once, its documents are
//! read and indexed once, and a decision holds the lock for some milliseconds. Long actions (`compare`, `sensitivity`) would
//! block the lock for others: give them a reviewer of their own, opened for this purpose or taken from a pool of read-only
//! ones.
//!
//! Any number of reviewers, in threads and processes, may have one file open. Each decision is made under the file's lock, on
//! the present content of the file, so that none is lost. Where another decision was made in the meantime, it is refused with
//! [`ProjectError::Overtaken`]. A reader sees the file before or after a decision, never a part of one, and shows it as of its
//! last [`Reviewer::refresh`]. A process that needs the lock waits for up to ten seconds and is then told that the project is
//! in use.

mod addition;
mod agree;
mod alignment;
#[cfg(test)]
mod cancelling_tests;
mod candidate_themes;
mod compare;
mod context;
mod copy;
mod cut_documents;
mod duplicates;
mod earlier;
mod embed_stream;
mod embedding;
mod embedding_cache;
mod error;
mod error_kind;
mod evaluate;
mod export;
mod grow;
mod guide;
mod import;
mod interviews;
mod labelled;
mod languages;
mod load_view;
mod looks_missing;
mod match_problem;
mod models;
mod names_in_labels;
mod open;
mod people;
mod problems;
mod questions;
mod recluster;
mod request;
mod review;
mod roles;
#[cfg(test)]
mod round_trip_tests;
mod run_texts;
mod saturation;
#[cfg(test)]
mod schemas_tests;
mod segment_vectors;
mod sensitivity;
mod set_aside;
#[cfg(test)]
mod set_aside_tests;
mod simulate;
mod sources;
mod speakers;
mod stored_rows;
#[cfg(test)]
mod stored_vocabulary_tests;
mod study_export;
mod successor;
mod successor_detail;
mod successor_report;
mod suggest;
mod suggest_detail;
mod suggested;
#[cfg(test)]
mod transcripts_tests;
mod tree;
mod verify;
mod versions;
mod view;

pub use addition::{AdditionPlan, AdditionView, CorrectionView};
pub use agree::{
    AgreeRequest, Agreed, AgreedCode, AgreedConsensus, AgreedPair, AgreedPairs, AgreedWithOthers,
    IntervalsOver, MeasurementLevel, Prevalence, SetDistance, agree,
};
pub use compare::{
    ApproachView, CandidateLevel, CodeMatch, CodeReadingView, CompareRequest, ComparedUnit, ComparisonFilter,
    ComparisonUnit, ComparisonView, DependentView, DisagreementEntry, DisagreementList, DisagreementView,
    GridCellView, GridLineView, GridView, IntervalParams, MatchedCodesView, OverallView, PairSummary,
    PairView, PerCodeView, ReadingView, SegmentationView, SideView, UnitView, VerdictCommand, VerdictView,
};
pub use context::ContextParams;
pub use copy::CopyReport;
pub use embed_stream::{EmbedRequest, EmbedSummary, embed_stream};
pub use error::{LineProblem, ProjectError};
pub use error_kind::ErrorKind;
pub use evaluate::{AlgorithmResult, EvaluateRequest, Evaluation, LevelResult, Measured, evaluate};
pub use export::{ExportCode, ExportNoise, ExportTheme, ExportView};
pub use guide::GuideView;
pub use import::{
    CoderImport, ImportOutcome, ImportReport, ImportRequest, NearPlace, PlacedCounts, TableReport,
    UnplacedRow,
};
pub use labelled::{LabelledTable, text_format_of};
pub use match_problem::MatchProblem;
#[cfg(feature = "download")]
pub use models::DownloadRequest;
pub use models::{ModelView, Models};
pub use open::Project;
pub use problems::{CellProblem, Incomparable, LabelsProblem, NobodyNamed, NothingLeft, OrderProblem};
pub use recluster::MetricLearning;
pub use request::Listener;
pub use request::{EmbeddingModel, SuggestRequest};
pub use review::{
    Applied, CandidateDetail, CandidateList, CandidateOrigin, CandidatePreview, CandidateThemeView,
    CandidateView, CodeDetail, CodeSuggestions, CodeView, CodebookView, CoderList, CoderSession, CoderView,
    CodingView, Contradiction, Decided, DifferenceList, FindMeaningRequest, FindWordsRequest, FoundByMeaning,
    FoundPassage, FoundWords, InterviewEntry, InterviewList, InterviewPart, InterviewView, JoinReport,
    LogEntry, LogFilter, LogPosition, LogView, MeaningHit, MemoList, MemoView, NewCandidate, OfferedBecause,
    ParticipantEntry, ParticipantList, PlaceView, Preview, ProgressView, QueueEntry, QueueView, ReadCoding,
    ReadPlace, ReadSegment, ReclusterRequest, Reclustering, RemovedEntry, ReviewSegment, Reviewer,
    SplitAlternative, SplitPart, SplitView, SuggestForRequest, SuggestedSegment, UndoPreview, UnplacedCoding,
    read_decisions,
};
pub use saturation::{CodedInterview, InterviewOrder, SaturationRequest, SaturationView};
pub use sensitivity::{
    CandidateSensitivity, ChangeKind, InterviewShare, Perturbation, Recovery, SensitivityView,
};
pub use set_aside::{AsideView, DocumentAsides, SetAsideView};
pub use simulate::{
    CurvePoint, LikenessMeasured, Milestone, SimulateRequest, SimulatedMethod, Simulation, SimulationMethod,
    simulate,
};
pub use speakers::RolesRequest;
pub use study_export::{
    AttributeColumn, AttributeValue, CandidateRow, CodebookRow, CodingFilter, CodingList, CodingMade,
    CodingRow, ExportAbout, ExportCoder, ExportPart, ExportQuote, ExportRival, LogRow, MarginCode, MatrixRow,
    MatrixView, MemoRow, ParticipantColumn, SegmentCode, SegmentRow, StudyExport, StudyExportProblem,
    StudyExportRequest, StudyFormat, TranscriptRow, TranscriptTurn,
};
pub use successor::{
    MissedBecause, MissedName, PseudonymiseRequest, Pseudonymised, ReplacedName, SuccessorProblem,
    WithoutRemovedRequest,
};
pub use successor_detail::LogEnd;
pub use successor_report::{LeftOutOfCopy, LeftWords, NewLabel};
pub use suggested::{Suggested, SuggestedHow};
pub use tree::{StabilityView, TreeView};
pub use verify::{DeepVerified, Verified, VerifyVectors};
pub use view::{
    DocumentView, NearMissView, NoiseView, ProposedView, QuoteView, RivalView, RunCounts, RunParameters,
    RunView, SilhouetteView, SpeakerView, SuggestView, ThemeView, UsedDescribeParameters,
    UsedSegmentParameters,
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
    Candidate, CodingColumns, CodingField, CodingParams, CodingTool, OffsetUnit, TableWriteError, TextFormat,
    TextSource, UnplacedReason, UsedColumn, VectorFormat, VectorTarget,
};
pub use crate::ingest::endings as transcript_endings;
pub use crate::ingest::{ColumnNames, IngestParams};
pub use crate::output_file::{check as check_file, write as write_file};
pub use crate::review::{
    Difference, DifferenceKind, QueueItem, QueueOrder, QueueReason, Refusal, ReviewProgress,
};
pub use crate::segment::SegmentParams;
