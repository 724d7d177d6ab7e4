//! Segments: meaning units, as spans of documents.

use serde::{Deserialize, Serialize};

use super::offsets::Span;

/// A meaning unit: a span of one turn of a document. Its words are never copied or edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Segment {
    /// The turn: an index into the document's turns.
    pub turn: usize,
    /// Where it stands in the document's text.
    pub span: Span,
}

/// What a segment is cut to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SegmentUnit {
    /// Sentences of one turn, joined to a sensible length.
    #[default]
    MeaningUnit,
    /// A sentence.
    Sentence,
    /// A paragraph of a turn.
    Paragraph,
    /// A whole turn.
    Turn,
}
