//! The vocabulary: ids, offsets, documents, turns, segments, participants, embeddings, clusterings, proposals; coders, codes,
//! codings, memos, decisions, and the records and operations that hold them.
//!
//! All other modules use these types. This module imports no other module.

mod agreement;
mod alteration;
mod aside;
mod candidate;
mod candidate_id;
mod clustering;
mod code;
mod codebook;
mod coder;
mod coding;
mod coding_made;
mod contingency;
mod contradiction;
mod decision;
mod difference;
mod direction;
mod disagreement;
mod document;
mod embeddings;
mod finding;
mod formula;
mod heading;
mod ids;
mod import;
mod io_cause;
mod label_key;
mod language;
mod letters;
mod memo;
mod mix;
mod names;
#[cfg(test)]
mod names_of_variants_tests;
mod notice;
mod notice_fact;
mod notice_kind;
mod notice_parts;
mod offsets;
mod operation;
mod other_file;
mod progress;
mod proposal;
mod record;
mod refusal;
mod remedy;
mod removal;
mod search;
mod stability;
mod theme_tree;
mod timestamp;

pub use agreement::{Agreement, Excess, Interval, IntervalMethod, SegmentWith, Undefined};
pub use alteration::{Alteration, AlterationKind, AlteredThing, DocumentPart};
pub use aside::{Aside, AsideKind};
pub use candidate::{
    CandidateCode, CandidateEvidence, CandidateStatus, CandidateTheme, Grouping, MadeBy, Placement,
    ThemeMadeBy,
};
pub use candidate_id::{CandidateId, CandidateIdError, CandidateRef, CandidateThemeId, Candidates};
#[cfg(feature = "cluster")]
pub(crate) use clustering::parameter_in_words;
pub use clustering::{Algorithm, AlgorithmFacts, AlgorithmFamily, Clustering};
pub use clustering::{
    CriterionCurve, CriterionPoint, DEFAULT_SEED, OtherCriterion, ParameterError, default_seed,
};
pub use code::{Code, CodeLevel, Colour, ColourError};
pub use codebook::{Codebook, CodebookCoding, CodebookEntry, CodebookMemo};
pub use coder::{Coder, CoderId, CoderIdError, Comparison, DefaultCoder};
pub use coding::{Certainty, CodeFit, Coding, Content, SegmentRef};
pub use coding_made::CodingMade;
pub use contingency::{Contingency, adjusted_mutual_info, adjusted_rand_index, rising_sum};
pub use contradiction::{Contradiction, OneSide};
#[cfg(test)]
pub(crate) use decision::OF_EACH_KIND;
pub use decision::{CodePart, Decision, DecisionLine, Destination, Named};
pub use difference::{Difference, DifferenceKind};
pub use direction::is_right_to_left;
pub use disagreement::{Adjudication, AdjudicationVerdict, Disagreement, DisagreementKind, Reading, Side};
pub use disagreement::{Approach, StudyApproach};
pub use document::Participant;
pub use document::{Document, DocumentFormat, Role, Speaker, TimeMark, Turn};
pub use document::{Segment, SegmentUnit};
pub use embeddings::{Embeddings, EmbeddingsError, ModelFingerprint};
pub use finding::{
    AgreementFinding, CarryingRule, ChangeKind, ComparisonNotice, ComparisonSummary, ComparisonUnit, Finding,
    NeverGiven, PartitionFinding, Said, SaturationFinding, SensitivityFinding, SharePart,
};
pub use formula::{begins_formula, escape_formula, unescape_formula};
pub use heading::plain_words;
pub use ids::{ClusterId, DocumentId, OperationId, ParticipantId, ProposalId, RunId, SegmentId};
pub use ids::{CodeId, CodingId, DisagreementId, MemoId, ShortIdError};
pub use import::{Anchored, CodingSource, Import, ImportedCode, ImportedCoding};
pub use io_cause::io_cause;
pub use label_key::{LabelKey, NameKey};
pub use language::{Language, UnknownLanguage};
pub use letters::{encodings, is_mark};
pub use memo::{Memo, MemoTarget};
#[cfg(feature = "compare")]
pub(crate) use mix::finish;
pub(crate) use mix::mix;
pub use names::Names;
pub use notice::Notice;
pub use notice_fact::NoticeFact;
pub use notice_kind::NoticeKind;
pub use notice_parts::{
    AsideReason, EvidenceSource, FilledField, LeftOut, MendedLabel, RecurringOpening, TakenColumn,
};
pub use offsets::{ByteOffset, CodePointOffset, OffsetError, Span, TextIndex, TextTable, Utf16Offset};
pub use operation::{Joined, ReviewDetail};
pub use operation::{Operation, OperationKind};
pub use operation::{ProgramOperation, SuccessorHow};
pub use other_file::OtherFile;
pub use progress::{Cancelled, NoProgress, Progress, Stage, WithoutStages};
pub use proposal::{Exemplar, KeyTerm, Proposal, RivalTheme};
pub use record::{Record, RecordChange, RecordError, RecordKey};
pub use refusal::{NeedsLevel, Refusal};
pub use remedy::{Action, Remedy};
pub use removal::{MovedPassage, MovedSegment, RemovedDocument};
pub use search::WordSearch;
pub use stability::{StabilityLevel, ThemeStability};
pub use theme_tree::{CoarseLevel, Merge, ThemeTree};
pub use timestamp::Timestamp;
