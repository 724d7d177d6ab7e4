//! Why a row could not be placed, and where its words may be.

use serde::Serialize;

use super::document::Prepared;
use crate::domain::{Remedy, Span};

/// A place that a row may refer to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Candidate {
    /// The document.
    pub document: String,
    /// The turn, from 1.
    pub turn: Option<usize>,
    /// The first code point, from 0.
    pub start: usize,
    /// The code point after the last, from 0.
    pub end: usize,
    /// The words there.
    pub words: String,
    /// How similar they are to the quotation, from 0 to 1.
    pub ratio: f64,
}

/// Why a row could not be placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum UnplacedReason {
    /// The row names no document.
    #[error("the row names no document")]
    NoDocument,
    /// No document has this name.
    #[error("no document is named `{0}`")]
    UnknownDocument(String),
    /// Several documents may have this name.
    #[error("`{name}` may mean any of these documents: {}", documents.join(", "))]
    SeveralDocuments {
        /// The name.
        name: String,
        /// The documents that it may mean.
        documents: Vec<String>,
    },
    /// The row has neither a quotation nor a position.
    #[error("the row has neither a quotation nor a position")]
    Nothing,
    /// The position is not in the document.
    #[error("the document has no such position")]
    NoSuchPosition,
    /// The position can be counted in two ways, which give different places.
    #[error("the position can be counted in two ways. Choose what positions count, or add the quoted words")]
    TwoPositions,
    /// The table's positions cut words, and would not if they were counted in another way.
    #[error("the table seems to count its positions in another way: {0}")]
    OtherCount(String),
    /// The table's positions cut words in whatever way they are counted.
    #[error(
        "only {fits} % of the ends of the table's positions in this document fall on word boundaries, in whatever way they are \
         counted. The table may come from another version of the text. Add the quoted words"
    )]
    NoCount {
        /// The share of ends that fall on word boundaries as they were read, in percent.
        fits: u8,
    },
    /// The words do not occur in the document.
    #[error("these words do not occur in the document")]
    Nowhere,
    /// The words occur at several places.
    #[error("these words occur at {0} places of the document, and the row does not show which one is meant")]
    SeveralPlaces(usize),
    /// Several places are about equally similar to the words.
    #[error("{0} places of the document are about equally similar to these words")]
    SeveralNear(usize),
}

impl UnplacedReason {
    /// Returns what the user can do other than correct the table.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::NoDocument => vec![Remedy::give("document_column")],
            Self::NoCount { .. } => vec![Remedy::give("quote_column")],
            Self::NoSuchPosition | Self::TwoPositions | Self::OtherCount(_) => {
                vec![Remedy::give("offset_unit")]
            }
            _ => Vec::new(),
        }
    }
}

/// A row that could not be placed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Unplaced {
    /// Why.
    pub reason: UnplacedReason,
    /// The places that may be meant.
    pub candidates: Vec<Candidate>,
}

impl Unplaced {
    pub(super) fn because(reason: UnplacedReason) -> Self {
        Self { reason, candidates: Vec::new() }
    }
}

impl Candidate {
    pub(super) fn at(document: &Prepared<'_>, span: Span, ratio: f64) -> Self {
        let (start, end) = (span.start.0, span.end.0.min(document.chars.len()));
        Self {
            document: document.document.name.to_owned(),
            turn: document.turn_at(start),
            start,
            end,
            words: document.chars[start.min(end)..end].iter().collect(),
            ratio,
        }
    }
}
