//! The vocabulary: ids, offsets, documents, turns, segments, participants, embeddings, clusterings, proposals; coders, codes,
//! codings, memos, decisions and the records and operations that hold them.
//!
//! Every other room speaks in these words and in no others; this room imports none of them.

mod agreement;
mod approach;
mod candidate;
mod clustering;
mod code;
mod codebook;
mod coder;
mod coding;
mod contingency;
mod decision;
mod disagreement;
mod document;
mod embeddings;
mod heading;
mod ids;
mod import;
mod language;
mod memo;
mod notice;
mod offsets;
mod operation;
mod participant;
mod progress;
mod proposal;
mod record;
mod remedy;
mod review_operation;
mod segment;
mod short_id;
mod stability;
mod theme_tree;

pub use agreement::{Agreement, Interval, IntervalMethod, Undefined};
pub use approach::{Approach, StudyApproach};
pub use candidate::{CandidateTheme, MadeBy, Place, ThemeEvidence, Verdict};
pub use clustering::{Algorithm, Clustering, CriterionCurve, CriterionPoint, OtherCriterion, ParameterError};
pub use code::{Code, CodeLevel, Colour, ColourError, ThemeRef};
pub use codebook::{Codebook, CodebookCoding, CodebookEntry, CodebookMemo};
pub use coder::{Coder, CoderId, CoderIdError, Comparison, DefaultCoder};
pub use coding::{Certainty, Coding, Content, Fit, SegmentRef};
pub use contingency::{Contingency, adjusted_mutual_info, adjusted_rand_index, rising_sum};
pub use decision::{CodePart, Decision, DecisionLine, Destination, Named};
pub use disagreement::{Adjudication, AdjudicationVerdict, Disagreement, DisagreementKind, Reading, Side};
pub use document::{Document, DocumentFormat, Role, Speaker, TimeMark, Turn};
pub use embeddings::{Embeddings, EmbeddingsError, ModelFingerprint};
pub use heading::plain_words;
pub use ids::{ClusterId, DocumentId, OperationId, ParticipantId, ProposalId, RunId, SegmentId};
pub use import::{Anchored, CodingSource, Import, ImportedCode, ImportedCoding};
pub use language::{Language, UnknownLanguage};
pub use memo::{Memo, MemoTarget};
pub use notice::{Notice, NoticeKind};
pub use offsets::{ByteOffset, CodePointOffset, OffsetError, Span, TextIndex, TextTable, Utf16Offset};
pub use operation::{Operation, OperationKind, Timestamp};
pub use participant::Participant;
pub use progress::{Cancelled, Progress, Silent, Stage, WithoutStages};
pub use proposal::{Exemplar, KeyTerm, Proposal, RivalTheme};
pub use record::{Record, RecordChange, RecordError, RecordKey};
pub use remedy::{Action, Remedy};
pub use review_operation::{Joined, ReviewDetail};
pub use segment::{Segment, SegmentUnit};
pub use short_id::{CodeId, CodingId, DisagreementId, MemoId, ShortIdError};
pub use stability::{StabilityVerdict, ThemeStability};
pub use theme_tree::{CoarseLevel, Merge, ThemeTree};
