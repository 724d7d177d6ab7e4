//! Resolves typed names and ids, for front ends that must know what is meant before they decide.

use crate::domain::{
    CandidateId, CodeId, CodePointOffset, CoderId, CodingId, MemoId, Named, OperationId, Span,
};
use crate::review::{self, Refusal};

use super::Reviewer;
use crate::project::{ProjectError, QuoteView};

impl Reviewer {
    /// Returns the code of a coder that an id, the beginning of an id, or a label means.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where it fits no code, or more than one.
    pub(in crate::project) fn code(&self, coder: &CoderId, named: &Named) -> Result<CodeId, ProjectError> {
        Ok(review::resolve_code(self.state.view(coder), named)?)
    }

    /// Returns the candidate that a coder names by its letters, its number or its label.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where it fits no candidate, or more than one.
    pub(in crate::project) fn candidate_named(
        &self,
        coder: &CoderId,
        typed: &str,
    ) -> Result<CandidateId, ProjectError> {
        Ok(review::resolve_candidate(&self.base, self.state.view(coder), typed)?)
    }

    /// Returns the coding of a coder that an id or the beginning of an id means.
    ///
    /// # Errors
    /// As for [`Reviewer::code`].
    pub(in crate::project) fn coding(
        &self,
        coder: &CoderId,
        named: &Named,
    ) -> Result<CodingId, ProjectError> {
        Ok(review::resolve_coding(self.state.view(coder), named)?)
    }

    /// Returns the memo of a coder that an id or the beginning of an id means.
    ///
    /// # Errors
    /// As for [`Reviewer::code`].
    pub(in crate::project) fn memo(&self, coder: &CoderId, named: &Named) -> Result<MemoId, ProjectError> {
        Ok(review::resolve_memo(self.state.view(coder), named)?)
    }

    /// Returns the operation that a coder's undo would undo now.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is none.
    pub(in crate::project) fn undo_target(&mut self, coder: &CoderId) -> Result<OperationId, ProjectError> {
        self.refresh()?;
        Ok(self.history.to_undo(coder).ok_or_else(|| Refusal::NothingToUndo(coder.clone()))?)
    }

    /// Returns the operation that a coder's redo would redo now.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is none.
    pub(in crate::project) fn redo_target(&mut self, coder: &CoderId) -> Result<OperationId, ProjectError> {
        self.refresh()?;
        Ok(self.history.to_redo(coder).ok_or_else(|| Refusal::NothingToRedo(coder.clone()))?)
    }

    /// Returns the words of a span of a document; `None` where the run has no such document, or the document no such span.
    #[must_use]
    pub fn words_at(&self, document: &str, span: Span) -> Option<&str> {
        let texts = &self.loaded.texts;
        texts.index(texts.place(document)?).slice(span).ok()
    }

    /// Returns the words of a span of a document, with the speaker, turn and time of the first turn that the span touches.
    ///
    /// Returns `None` where the run has no such document, the document no such span, or the span no turn.
    #[must_use]
    pub fn quote_at(&self, document: &str, span: Span) -> Option<QuoteView> {
        let texts = &self.loaded.texts;
        let of = texts.place(document)?;
        let document = &texts.documents()[of];
        let at = document.turns.iter().position(|turn| turn.span.touches(span))?;
        let turn = &document.turns[at];
        Some(QuoteView {
            text: texts.index(of).slice(span).ok()?.to_owned(),
            document: document.name.clone(),
            participant: texts.people(of).get(&turn.speaker).map(ToString::to_string),
            speaker: turn
                .speaker
                .and_then(|at| document.speakers.get(at))
                .map(|speaker| speaker.label.clone()),
            turn: at + 1,
            start: span.start.0,
            end: span.end.0,
            question: texts.question(of, at).ok()?.map(str::to_owned),
            time_ms: document.time_at(span.start.max(turn.span.start), turn),
            similarity: None,
            was_noise: false,
        })
    }

    /// Returns every position of some words in a document, in order, ignoring differences in white space.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where the run has no such document.
    pub(in crate::project) fn places_of(
        &self,
        document: &str,
        words: &str,
    ) -> Result<Vec<Span>, ProjectError> {
        self.base.length_of(document)?;
        let text = self.text(document).unwrap_or_default();
        let text: Vec<char> = text.chars().collect();
        let words: Vec<Vec<char>> = words.split_whitespace().map(|word| word.chars().collect()).collect();
        let span = |start, end| Span { start: CodePointOffset(start), end: CodePointOffset(end) };
        Ok((0..text.len())
            .filter_map(|start| end_of(&text, &words, start).map(|end| span(start, end)))
            .collect())
    }

    fn text(&self, document: &str) -> Option<&str> {
        let texts = &self.loaded.texts;
        Some(&texts.documents()[texts.place(document)?].text)
    }
}

/// Returns where these words end if they begin at `start`; `None` if other words are there.
fn end_of(text: &[char], words: &[Vec<char>], start: usize) -> Option<usize> {
    let mut at = start;
    for (i, word) in words.iter().enumerate() {
        let gap = text[at..].iter().take_while(|c| c.is_whitespace()).count();
        if (i > 0) != (gap > 0) {
            return None;
        }
        at += gap;
        if !text[at..].starts_with(word) {
            return None;
        }
        at += word.len();
    }
    (at > start).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_over_line_ends_and_nowhere_else() {
        let text: Vec<char> = "I  went\nhome. I went homeward".chars().collect();
        let find = |words: &str| {
            let words: Vec<Vec<char>> = words.split_whitespace().map(|w| w.chars().collect()).collect();
            (0..text.len())
                .filter_map(|start| Some((start, end_of(&text, &words, start)?)))
                .collect::<Vec<_>>()
        };
        assert_eq!(find("I went home"), [(0, 12), (14, 25)]);
        assert_eq!(find("Iwent"), []);
        assert_eq!(find(" "), []);
        assert_eq!(find("homeward"), [(21, 29)]);
    }
}
