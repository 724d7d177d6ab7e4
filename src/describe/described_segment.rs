//! The segments that are described.

use crate::domain::Language;

/// A segment as its description needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DescribedSegment<'a> {
    /// Its words, without the marks of transcription.
    pub text: &'a str,
    /// Who speaks, where that is known.
    pub participant: Option<&'a str>,
    /// The document that it stands in.
    pub document: &'a str,
    /// The document's language, where it is known; without it no stop words are left out.
    pub language: Option<Language>,
}
