//! The vocabulary: ids, offsets, documents, turns, segments, participants, embeddings, clusterings, proposals.
//!
//! Every other room speaks in these words and in no others; this room imports none of them.

mod clustering;
mod document;
mod embeddings;
mod ids;
mod language;
mod notice;
mod offsets;
mod operation;
mod participant;
mod progress;
mod proposal;
mod segment;
mod stability;
mod theme_tree;

pub use clustering::{Algorithm, Clustering, CriterionCurve, CriterionPoint, OtherCriterion, ParameterError};
pub use document::{Document, DocumentFormat, Role, Speaker, TimeMark, Turn};
pub use embeddings::{Embeddings, EmbeddingsError, ModelFingerprint};
pub use ids::{ClusterId, DocumentId, OperationId, ParticipantId, ProposalId, RunId, SegmentId};
pub use language::{Language, UnknownLanguage};
pub use notice::{Notice, NoticeKind};
pub use offsets::{ByteOffset, CodePointOffset, OffsetError, Span, TextIndex, Utf16Offset};
pub use operation::{Operation, OperationKind, Timestamp};
pub use participant::Participant;
pub use progress::{Progress, Silent, Stage};
pub use proposal::{Exemplar, KeyTerm, Proposal, RivalTheme};
pub use segment::{Segment, SegmentUnit};
pub use stability::{StabilityVerdict, ThemeStability};
pub use theme_tree::{CoarseLevel, Merge, ThemeTree};
