//! The segments that are described.

use crate::domain::Language;

/// A segment, with what its description needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DescribedSegment<'a> {
    /// Its words, without the marks of transcription.
    pub text: &'a str,
    /// The speaker, if known.
    pub participant: Option<&'a str>,
    /// The document that contains it.
    pub document: &'a str,
    /// The question that it answers, if known: one wording for all segments that answer the same.
    pub question: Option<&'a str>,
    /// The document's language, if known; without it no stop words are removed.
    pub language: Option<Language>,
}
