//! Codings: a code applied to a span of a document by a coder.

use serde::{Deserialize, Serialize};

use super::code::ThemeRef;
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

/// Whether a coding rests on what is said or on what is meant.
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
    /// In doubt.
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
    /// The segment that the span is, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<SegmentRef>,
    /// The candidate theme that it was accepted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<ThemeRef>,
    /// The condensed meaning unit: its meaning in fewer words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condensed: Option<String>,
    /// Manifest or latent, where the coder says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
    /// How certain the coder is, where they say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
    /// Whether it speaks against the code: a negative case.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub negative: bool,
    /// Where it was imported from; none for a coding that was made here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<CodingSource>,
}

impl Coding {
    /// Where it stands in its document.
    #[must_use]
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }
}

/// What a coder said of a segment that was offered for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodeFit {
    /// Whether it belongs to the code; where it does, it is coded, and this is not kept.
    pub fits: bool,
}
