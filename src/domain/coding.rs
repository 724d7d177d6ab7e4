//! Codings: a code applied to a span of a document by a coder.

use serde::{Deserialize, Serialize};

use super::candidate_id::CandidateRef;
use super::ids::CodeId;
use super::ids::{RunId, SegmentId};
use super::import::CodingSource;
use super::offsets::{CodePointOffset, Span};

/// A segment of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SegmentRef {
    /// The run.
    pub run: RunId,
    /// The segment in it.
    pub id: SegmentId,
}

/// Whether a coding is based on what is said or on what is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// What is said.
    Manifest,
    /// What is meant by it.
    Latent,
}

/// How certain the coder is of a coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Certain.
    Sure,
    /// Uncertain.
    Unsure,
}

/// A code applied to a span of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Coding {
    /// The code.
    pub code: CodeId,
    /// The document's name.
    pub document: String,
    /// The first code point.
    pub start: CodePointOffset,
    /// One past the last code point.
    pub end: CodePointOffset,
    /// The segment, if the span is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<SegmentRef>,
    /// The candidate from which it was accepted. Older files call it `proposal`.
    #[serde(alias = "proposal", default, skip_serializing_if = "Option::is_none")]
    pub candidate: Option<CandidateRef>,
    /// The condensed meaning unit: its meaning in fewer words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condensed: Option<String>,
    /// Manifest or latent, if the coder says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
    /// How certain the coder is, if they say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
    /// Whether it speaks against the code: a negative case.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub negative: bool,
    /// Where it was imported from; none for a coding made in this project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<CodingSource>,
}

impl Coding {
    /// Returns a coding of a span, without a segment, a candidate or any quality.
    #[must_use]
    pub fn of(code: CodeId, document: &str, span: Span) -> Self {
        Self {
            code,
            document: document.to_owned(),
            start: span.start,
            end: span.end,
            segment: None,
            candidate: None,
            condensed: None,
            content: None,
            certainty: None,
            negative: false,
            source: None,
        }
    }

    /// Returns its place in its document.
    #[must_use]
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }
}

/// A coder's answer for a segment that was suggested for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodeFit {
    /// Whether the segment belongs to the code. Only `false` is stored: a segment that belongs to the code is coded with it.
    pub fits: bool,
}
