//! How much a text says by itself.

use std::collections::BTreeSet;

use super::stop_words::{Weight, WordLists};
use super::tokens::tokenize;
use crate::domain::Language;

/// Counts the words of texts in one language that can say something about a theme.
pub struct ContentWords {
    lists: WordLists,
}

impl ContentWords {
    /// Returns a counter for texts in a language.
    #[must_use]
    pub fn of(language: Language) -> Self {
        Self { lists: WordLists::of(Some(language)) }
    }

    /// Counts the different words of a text that are no stop words, fillers or numbers.
    ///
    /// ```
    /// use themata::describe::ContentWords;
    /// use themata::domain::Language;
    ///
    /// let english = ContentWords::of(Language::ENGLISH);
    /// assert_eq!(english.count("Yeah, I mean, not really."), 0);
    /// assert_eq!(english.count("The nurses sleep badly, the nurses."), 3);
    /// ```
    #[must_use]
    pub fn count(&self, text: &str) -> usize {
        let tokens = tokenize(text, &self.lists);
        let content = tokens.into_iter().filter(|token| token.weight == Weight::Content);
        content.map(|token| token.word).collect::<BTreeSet<String>>().len()
    }
}
