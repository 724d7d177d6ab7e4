//! A table as it is in the file: headings, rows, and where each of them is.

use crate::domain::{LeftOut, Notice, NoticeFact};
use crate::ingest::error::{IngestError, TableProblem};

/// Whether a row is one of headings.
pub(in crate::ingest) type IsHeading<'a> = &'a dyn Fn(&[String]) -> bool;

/// A table as it stands: a row of headings and rows of as many cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The file that was to be read.
    pub name: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The first row, below titles where any were left out.
    pub headings: Vec<String>,
    /// The other rows.
    pub rows: Vec<TableRow>,
    /// What had to be assumed.
    pub notices: Vec<Notice>,
}

/// One row, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// The line of a text or the row of a sheet, counted from 1.
    pub number: u64,
    /// The row as a spreadsheet shows it, counted from 1: a cell may hold several lines of a text.
    pub row: u64,
    /// As many cells as there are headings; fewer where the row ends early and may.
    pub cells: Vec<String>,
}

impl Table {
    /// Where a row stands, for people.
    pub(in crate::ingest) fn place(&self, number: u64) -> String {
        place(self.sheet.as_deref(), number)
    }

    /// An error about the table, or about one place in it.
    pub(in crate::ingest) fn failed(&self, place: Option<String>, problem: TableProblem) -> IngestError {
        let place = place.or_else(|| self.sheet.as_ref().map(|sheet| format!("sheet {sheet}")));
        IngestError::Table { name: self.name.clone(), place, problem }
    }
}

/// So many rows may stand above the headings.
pub(super) const TITLES: usize = 20;

/// How many rows stand above the headings; 0 where none of the first is known, since the first are the headings then.
pub(super) fn n_titles<'r>(
    rows: impl Iterator<Item = &'r [String]>,
    recognise: &dyn Fn(&[String]) -> bool,
) -> usize {
    rows.take(TITLES + 1).position(recognise).unwrap_or(0)
}

pub(super) fn titles_notice(name: &str, n: usize) -> Notice {
    Notice::about(name, NoticeFact::LeftOut { n, what: LeftOut::RowsAboveHeadings })
}

pub(super) fn place(sheet: Option<&str>, number: u64) -> String {
    match sheet {
        Some(sheet) => format!("sheet {sheet}, row {number}"),
        None => format!("line {number}"),
    }
}

/// The headings, for messages.
pub(in crate::ingest) fn listed(headings: &[String]) -> String {
    let quoted: Vec<String> = headings.iter().map(|heading| format!("`{}`", heading.trim())).collect();
    quoted.join(", ")
}
