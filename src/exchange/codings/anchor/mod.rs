//! Where the words of a row stand.

mod anchors;
mod convention;
mod document;
mod fuzzy;
mod hint;
mod normal;
mod place;
mod unplaced;

pub use anchors::Anchors;
pub use document::AnchorDocument;
pub use place::AnchoredQuote;
pub use unplaced::{Candidate, Unplaced, UnplacedReason};

use rayon::prelude::*;

use super::cells::OffsetUnit;
use super::rows::CodedRow;
use crate::domain::{Anchored, Cancelled, Progress, Span};

impl Anchors<'_> {
    /// Finds the place of each row, or why it has none. The order of rows and the number of threads change nothing.
    ///
    /// The document is the one of that name: as it is, without folders, without its ending, without regard to case; else the only
    /// one of the participant of that name. In it, a position counts where the words at it are those of the quotation, or where
    /// nothing is quoted. Else the quotation is looked for as it is; then without regard to white space, quotation marks,
    /// dashes, joiners and forms of one letter, with speakers' labels or without; then so in small letters; then by edit distance, where the stretch is at
    /// least 0.9 alike and no other is within 0.02 of it. Where words stand at several places, the turn, paragraph or position
    /// must decide among them.
    ///
    /// Positions without words are taken as the table's unit says, from 0, the end one past the last. Where they then cut words
    /// and would not if they were counted in the other unit, from 1 or with the last character as the end, none is taken.
    ///
    /// `progress` is told of each row; its stage is begun and ended by the caller.
    ///
    /// # Errors
    /// [`Cancelled`] where `progress` is; there is no other error.
    pub fn place_all(
        &self,
        rows: &[CodedRow],
        progress: &dyn Progress,
    ) -> Result<Vec<Result<AnchoredQuote, Unplaced>>, Cancelled> {
        let misfit = convention::misfit(&self.documents, rows);
        let place = |row: &CodedRow| {
            progress.check_cancelled()?;
            let placed = self.place(row);
            progress.advance(1);
            let is_counted = row.position.is_some()
                && row.quote.as_deref().is_none_or(|quote| quote.trim().is_empty())
                && placed
                    .as_ref()
                    .err()
                    .is_none_or(|unplaced| unplaced.reason == UnplacedReason::NoSuchPosition);
            Ok(match &misfit {
                Some(misfit) if is_counted => {
                    Err(Unplaced::because(UnplacedReason::OtherCount(misfit.clone())))
                }
                _ => placed,
            })
        };
        rows.par_iter().map(place).collect()
    }

    /// Whether a row's position says another place than the one where its words were found: other ends for characters, a
    /// stretch without the words for paragraphs, lines and turns.
    #[must_use]
    pub fn contradicts(&self, row: &CodedRow, placed: &AnchoredQuote) -> bool {
        let document = self.documents.iter().find(|document| document.document.name == placed.document);
        let (Some(document), Some(position)) = (document, row.position) else { return false };
        let in_characters = matches!(position.unit, None | Some(OffsetUnit::Codepoint | OffsetUnit::Utf16));
        let fits = |said: Span| match in_characters {
            true => document.trimmed(said) == Some(placed.span),
            false => said.start < placed.span.end && placed.span.start < said.end,
        };
        placed.anchored != Anchored::Position && !hint::spans(document, position).into_iter().any(fits)
    }

    /// A place with its words, and how much they are like those of its row.
    #[must_use]
    pub fn candidate(&self, placed: &AnchoredQuote, row: &CodedRow) -> Option<Candidate> {
        let document = self.documents.iter().find(|document| document.document.name == placed.document)?;
        Some(place::candidate(document, placed.span, row))
    }
}

#[cfg(test)]
mod tests;
