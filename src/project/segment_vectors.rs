//! The vectors of the segments of a study, each with the question before it.

use std::path::Path;

use crate::domain::Language;
use crate::embed::Embedder;
use crate::store::Store;

use super::context::{ContextParams, Questions};
use super::embedding::{self, EmbeddedTexts};
use super::error::offset_error;
use super::guide::Guide;
use super::run_texts::RunTexts;
use super::{Listener, ProjectError};

/// Segments whose vectors are wanted.
pub(super) struct Segments<'a> {
    pub(super) texts: &'a RunTexts,
    /// For each document, the language whose stop words are left out.
    pub(super) stop_words: &'a [Language],
    pub(super) context: ContextParams,
    /// The project file, for errors.
    pub(super) project: &'a Path,
}

impl Segments<'_> {
    /// Embeds the words of all segments and the questions that they answer. Returns vectors that carry the question, and the questions.
    ///
    /// # Errors
    /// [`ProjectError::Embed`], [`ProjectError::Store`] or [`ProjectError::Cancelled`]; [`ProjectError::Damaged`] where a segment lies outside
    /// its document.
    pub(super) fn embed(
        &self,
        store: &mut Store,
        encoder: &dyn Embedder,
        listener: &dyn Listener,
    ) -> Result<(EmbeddedTexts, Guide), ProjectError> {
        let error = |error| offset_error(self.project, error);
        let words = self.texts.words().map_err(error)?;
        let mut embedded = embedding::embed(store, encoder, &words, listener)?;
        let questions = Questions::of(self.texts, 0..words.len()).map_err(error)?;
        let asked: Vec<&str> = questions.texts.iter().map(|text| &**text).collect();
        let asked = embedding::embed(store, encoder, &asked, listener)?;
        embedded.n_embedded += asked.n_embedded;
        let guide = Guide::of(self.texts, &questions, &asked.embeddings)?;
        if self.context.weight > 0.0 {
            let rows = self.texts.rows().iter();
            let own = words.iter().zip(rows).map(|(words, row)| (*words, self.stop_words[row.document]));
            let weights = self.context.weights(own);
            embedded.embeddings =
                embedded.embeddings.with_others(&asked.embeddings, &questions.of_row, &weights);
        }
        Ok((embedded, guide))
    }
}
