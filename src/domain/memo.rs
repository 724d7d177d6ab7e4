//! Memos: analytic notes, on anything.

use serde::{Deserialize, Serialize};

use super::candidate_id::CandidateRef;
use super::coding::SegmentRef;
use super::ids::{CodeId, CodingId};

/// The subject of a memo.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MemoTarget {
    /// The whole study.
    Project,
    /// A document, by name.
    Document(String),
    /// A participant, by name.
    Participant(String),
    /// A candidate. Older files call it `theme`.
    #[serde(alias = "theme")]
    Candidate(CandidateRef),
    /// A segment.
    Segment(SegmentRef),
    /// A code.
    Code(CodeId),
    /// A coding.
    Coding(CodingId),
}

impl std::fmt::Display for MemoTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Project => f.write_str("the study"),
            Self::Document(name) => write!(f, "document {name}"),
            Self::Participant(name) => write!(f, "participant {name}"),
            Self::Candidate(of) => write!(f, "candidate {} of run {}", of.candidate, of.run),
            Self::Segment(segment) => write!(f, "segment {} of run {}", segment.id, segment.run),
            Self::Code(id) => write!(f, "code {id}"),
            Self::Coding(id) => write!(f, "coding {id}"),
        }
    }
}

/// An analytic note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Memo {
    /// The subject.
    pub on: MemoTarget,
    /// The text.
    pub text: String,
}
