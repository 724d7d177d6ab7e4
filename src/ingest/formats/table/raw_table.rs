//! A table as it is in the file: headings, rows, and where each of them is.

use std::collections::BTreeSet;

use crate::domain::{LeftOut, Notice, NoticeFact, TakenColumn};
use crate::ingest::error::{IngestError, TableProblem};

/// Tells whether a row holds headings.
pub(in crate::ingest) type IsHeading<'a> = &'a dyn Fn(&[String]) -> bool;

/// A table as it is in the file: a row of headings and rows with as many cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The file.
    pub name: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The first row; titles above it are left out.
    pub headings: Vec<String>,
    /// The other rows.
    pub rows: Vec<TableRow>,
    /// The empty cells of a sheet that belong to a merged cell that begins above: [`TableRow::number`] and the index of the
    /// column.
    pub merged: BTreeSet<(u64, usize)>,
    /// What was assumed.
    pub notices: Vec<Notice>,
    /// What was taken from which column of the file, where the columns of the file are not those of this table.
    pub taken: Vec<TakenColumn>,
    /// The columns of the file that are not in this table.
    pub not_read: Vec<String>,
}

/// One row and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// The line of a text or the row of a sheet, counted from 1.
    pub number: u64,
    /// The row as a spreadsheet shows it, counted from 1: a cell may hold several lines of a text.
    pub row: u64,
    /// As many cells as there are headings; fewer if the row ends early and may do so.
    pub cells: Vec<String>,
}

impl Table {
    /// Returns the place of a row, for people.
    pub(in crate::ingest) fn place(&self, number: u64) -> String {
        place(self.sheet.as_deref(), number)
    }

    /// Returns an error about the table, or about one place in it.
    pub(in crate::ingest) fn failed(&self, place: Option<String>, problem: TableProblem) -> IngestError {
        let place = place.or_else(|| self.sheet.as_ref().map(|sheet| format!("sheet {sheet}")));
        IngestError::Table { name: self.name.clone(), place, problem }
    }
}

/// The most rows above the headings.
pub(super) const TITLES: usize = 20;

/// Counts the rows above the headings; 0 if no row is recognised: then the first row holds the headings.
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

/// Lists headings for messages.
pub(in crate::ingest) fn listed(headings: &[String]) -> String {
    let quoted: Vec<String> = headings.iter().map(|heading| format!("`{}`", heading.trim())).collect();
    quoted.join(", ")
}
