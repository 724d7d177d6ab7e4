//! Documents that were taken out of a study.

use serde::{Deserialize, Serialize};

use super::coder::CoderId;
use super::ids::SegmentId;
use super::timestamp::Timestamp;

/// A document that was taken out of the study. Its words and what was coded in them stay in the file, so that it can be put back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RemovedDocument {
    /// Who took it out.
    pub by: CoderId,
    /// When.
    pub at: Timestamp,
    /// The document that is in the study in its place: that with the corrected words or, where the correction is not in effect, that with the
    /// words as they were. None where it was taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    /// Whether it was erased: this file was made without its words, and only its empty place is left ([`Document::erased`](super::Document::erased)).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
}

/// Where a coded passage of a document is in its corrected words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MovedPassage {
    /// Its first code point before the correction.
    pub start: usize,
    /// One past its last code point before the correction.
    pub end: usize,
    /// Its first code point now.
    pub new_start: usize,
    /// One past its last code point now.
    pub new_end: usize,
}

/// A segment of a document, and the segment of the corrected words that takes its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MovedSegment {
    /// The segment before the correction.
    pub from: SegmentId,
    /// The segment now.
    pub to: SegmentId,
}
