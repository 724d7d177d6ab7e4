//! A paper: what a reader of the study reads from top to bottom, in any format of documents.

use crate::domain::Colour;

/// A paper of headings, paragraphs, quotations, tables and turns of interviews.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paper {
    /// Its title.
    pub title: String,
    /// The moment that it shows, as RFC 3339 in UTC.
    pub as_of: String,
    /// Whether its pages are wider than high.
    pub landscape: bool,
    /// What it holds, from top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of a paper.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading of level 1 to 3.
    Heading(u8, String),
    /// A paragraph.
    Text(String),
    /// A paragraph in small print.
    Note(String),
    /// Words of an interview, and where they are from.
    Quote {
        /// The words.
        text: String,
        /// Where they are from.
        source: String,
    },
    /// A table.
    Grid(Grid),
    /// A turn of an interview with its codes in the margin.
    Turn(TurnBlock),
}

/// A table of short texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// Its columns.
    pub columns: Vec<GridColumn>,
    /// Its rows, each with a text for each column.
    pub rows: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct GridColumn {
    /// Its heading.
    pub heading: String,
    /// Its share of the width, relative to those of the other columns.
    pub share: u32,
    /// Whether it holds numbers, which stand at the end of the cell.
    pub numbers: bool,
}

impl GridColumn {
    /// Returns a column of texts.
    #[must_use]
    pub fn text(heading: impl Into<String>, share: u32) -> Self {
        Self { heading: heading.into(), share, numbers: false }
    }

    /// Returns a column of numbers.
    #[must_use]
    pub fn numbers(heading: impl Into<String>, share: u32) -> Self {
        Self { heading: heading.into(), share, numbers: true }
    }
}

/// A turn of an interview with its codes in the margin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TurnBlock {
    /// Its number, who speaks, and when.
    pub head: String,
    /// Whether it is shown paler: an interviewer's words.
    pub pale: bool,
    /// Whether its document is written from right to left, so that the margin is on the left.
    pub right_to_left: bool,
    /// Its words in their order.
    pub pieces: Vec<Piece>,
    /// The codes, in the order of their numbers.
    pub notes: Vec<MarginNote>,
}

/// Words of a turn under the same codes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// The colour of the code that they have; of the one that begins last where there are several.
    pub colour: Option<Colour>,
    /// The numbers of the notes whose words end with these.
    pub ends: Vec<usize>,
}

/// A code in the margin.
#[derive(Clone, Debug, PartialEq)]
pub struct MarginNote {
    /// Its number in the turn, which the words repeat where they end.
    pub number: usize,
    /// The code.
    pub label: String,
    /// Who coded, and what else there is to say; may be empty.
    pub detail: String,
    /// Its colour.
    pub colour: Colour,
}

/// Returns a colour mixed with white, as six hexadecimal digits, pale enough for black words on it.
pub(super) fn tint(colour: &Colour) -> String {
    let digits = colour.to_string();
    let channel = |at: usize| digits.get(at..at + 2).and_then(|two| u32::from_str_radix(two, 16).ok());
    [1, 3, 5].map(|at| format!("{:02x}", (channel(at).unwrap_or(255) + 3 * 255) / 4)).concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tint_is_a_quarter_of_the_colour() {
        assert_eq!(tint(&"#000000".parse().unwrap()), "bfbfbf");
        assert_eq!(tint(&"#3f7fbf".parse().unwrap()), "cfdfef");
    }
}
