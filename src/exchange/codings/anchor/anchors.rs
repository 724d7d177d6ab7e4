//! The documents that rows are anchored in.

use super::document::{AnchorDocument, Prepared};

/// The documents of a study, ready to be searched.
#[derive(Debug)]
pub struct Anchors<'a> {
    pub(super) documents: Vec<Prepared<'a>>,
}

impl<'a> Anchors<'a> {
    /// Prepares documents.
    #[must_use]
    pub fn new(documents: impl IntoIterator<Item = AnchorDocument<'a>>) -> Self {
        Self { documents: documents.into_iter().map(Prepared::new).collect() }
    }
}
