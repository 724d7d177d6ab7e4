//! Why a row has no place, and where it may be.

use serde::Serialize;

use super::document::Prepared;
use crate::domain::{Remedy, Span};

/// A place that a row may mean.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Candidate {
    /// The document.
    pub document: String,
    /// The turn, from 1.
    pub turn: Option<usize>,
    /// The first code point, from 0.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words there.
    pub words: String,
    /// How much they are like the quotation, from 0 to 1.
    pub ratio: f64,
}

/// Why a row has no place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum UnplacedReason {
    /// The row names no document.
    #[error("the row names no document")]
    NoDocument,
    /// No document is called so.
    #[error("no document is called `{0}`")]
    UnknownDocument(String),
    /// Several documents are called so.
    #[error("`{name}` may be any of the documents {}", documents.join(", "))]
    SeveralDocuments {
        /// The name.
        name: String,
        /// The documents.
        documents: Vec<String>,
    },
    /// Neither words nor a position.
    #[error("the row quotes nothing and says no position")]
    Nothing,
    /// The position is not in the document.
    #[error("the document has no such position")]
    NoSuchPosition,
    /// The position may be counted in two ways.
    #[error("the position may be counted in two ways; say what positions count, or quote the words")]
    TwoPositions,
    /// The table's positions cut words, and would not if they were counted otherwise.
    #[error("the table seems to count its positions otherwise: {0}")]
    OtherCount(String),
    /// The words stand nowhere.
    #[error("these words stand nowhere in the document")]
    Nowhere,
    /// The words stand at several places.
    #[error("these words stand at {0} places of the document, and nothing says at which")]
    SeveralPlaces(usize),
    /// Several places are nearly these words.
    #[error("{0} places of the document are nearly these words, about equally")]
    SeveralNear(usize),
}

impl UnplacedReason {
    /// Returns what the user can do, other than mending the table.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::NoDocument => vec![Remedy::give("document_column")],
            Self::NoSuchPosition | Self::TwoPositions | Self::OtherCount(_) => {
                vec![Remedy::give("offset_unit")]
            }
            _ => Vec::new(),
        }
    }
}

/// A row without a place.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Unplaced {
    /// Why.
    pub reason: UnplacedReason,
    /// Where it may be.
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
