//! Finds the place of each row's words in the documents.

mod anchors;
mod convention;
mod document;
mod ellipsis;
mod fuzzy;
mod garbled;
mod hint;
mod normal;
mod place;
mod unplaced;

pub use anchors::Anchors;
pub use document::AnchorDocument;
pub use place::AnchoredQuote;
pub use unplaced::{Candidate, Unplaced, UnplacedReason};

use rayon::prelude::*;

use self::convention::Misfits;
use super::cells::OffsetUnit;
use super::rows::CodedRow;
use crate::domain::{Anchored, Cancelled, Progress, Span};

impl Anchors<'_> {
    /// Finds the place of each row, or the reason why it has none. The order of rows and the number of threads change
    /// nothing.
    ///
    /// The document is found by its name: the exact name, then the name without folders, without its ending, in any
    /// letter case; otherwise the only document with a participant of that name. Within the document, a position is used
    /// if the words there are those of the quotation, or if the row has no quotation. Otherwise the quotation is searched
    /// for in this order: exactly; without regard to white space, quotation marks, dashes, joiners and forms of one
    /// letter, with or without speakers' labels; the same in lower case; by edit distance, if the stretch has a
    /// similarity of at least 0.9 and no other is within 0.02 of it. If the words occur at several places, the turn,
    /// paragraph or position must decide among them.
    ///
    /// Positions without a quotation are read in the table's unit, from 0, the end being the character after the last. If
    /// they then cut words, and would not if they counted another unit (code points, UTF-16 code units or bytes, with or
    /// without the CR of line ends), from 1, or with the last character as the end, no position is used; nor if they cut
    /// words however they are counted. This is decided for the table, or, where its documents differ, for each document.
    ///
    /// `progress` is updated for each row; the caller begins and ends its stage.
    ///
    /// # Errors
    /// [`Cancelled`] if `progress` is cancelled; there is no other error.
    pub fn place_all(
        &self,
        rows: &[CodedRow],
        progress: &dyn Progress,
    ) -> Result<Vec<Result<AnchoredQuote, Unplaced>>, Cancelled> {
        let misfits = Misfits::of(&self.documents, rows);
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
            Ok(match misfits.of_row(&self.documents, row).filter(|_| is_counted) {
                Some(reason) => Err(Unplaced::because(reason.clone())),
                None => placed,
            })
        };
        rows.par_iter().map(place).collect()
    }

    /// Tells whether a row's position contradicts the place where its words were found: other ends for characters, a
    /// stretch that does not contain the words for paragraphs, lines and turns.
    #[must_use]
    pub fn contradicts(&self, row: &CodedRow, placed: &AnchoredQuote) -> bool {
        let document = self.documents.iter().find(|document| document.document.name == placed.document);
        let (Some(document), Some(position)) = (document, row.position) else { return false };
        let in_characters = position.unit.is_none_or(OffsetUnit::is_of_characters);
        let fits = |said: Span| match in_characters {
            true => document.trimmed(said) == Some(placed.span),
            false => said.touches(placed.span),
        };
        placed.anchored != Anchored::Position && !hint::spans(document, position).into_iter().any(fits)
    }

    /// Returns a place with its words, and how similar they are to those of its row.
    #[must_use]
    pub fn candidate(&self, placed: &AnchoredQuote, row: &CodedRow) -> Option<Candidate> {
        let document = self.documents.iter().find(|document| document.document.name == placed.document)?;
        Some(place::candidate(document, placed.span, row))
    }
}

#[cfg(test)]
mod tests;
