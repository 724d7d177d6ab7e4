//! Tables as transcripts: a row for each turn or each answer.

mod columns;
mod delimited;
pub(in crate::ingest) mod grid;
pub(in crate::ingest) mod headings;
mod quoting;
mod rows;
mod workbook;

use crate::domain::{Document, DocumentFormat, LeftOut, Notice, NoticeFact};
use crate::ingest::detect;
use crate::ingest::error::{IngestError, TableProblem};
use crate::ingest::params::IngestParams;
use crate::ingest::read::Source;

/// Whether a row is one of headings.
pub(in crate::ingest) type IsHeading<'a> = &'a dyn Fn(&[String]) -> bool;

/// A table as it stands: a row of headings and rows of as many cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The file.
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

/// Which of some headings are known to stand above texts: their indices, those of the strongest kind only.
#[must_use]
pub fn text_columns(headings: &[String]) -> Vec<usize> {
    headings::find_text(headings, &[])
}

/// So many rows may stand above the headings.
const TITLES: usize = 20;

/// How many rows stand above the headings; 0 where none of the first is known, since the first are the headings then.
fn n_titles<'r>(rows: impl Iterator<Item = &'r [String]>, recognise: &dyn Fn(&[String]) -> bool) -> usize {
    rows.take(TITLES + 1).position(recognise).unwrap_or(0)
}

fn titles_notice(name: &str, n: usize) -> Notice {
    Notice::about(name, NoticeFact::LeftOut { n, what: LeftOut::RowsAboveHeadings })
}

fn place(sheet: Option<&str>, number: u64) -> String {
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

/// Reads the documents that a table holds.
pub(in crate::ingest) fn documents(
    source: &Source<'_>,
    format: DocumentFormat,
    params: &IngestParams,
) -> Result<Vec<Document>, IngestError> {
    let table = match format {
        DocumentFormat::Xlsx => workbook::transcript_sheet(source, params)?,
        _ => delimited::table(source, format, params)?,
    };
    rows::documents(source, format, params, table)
}

/// Reads a table of any of the three formats as it stands.
pub(in crate::ingest) fn open(
    source: &Source<'_>,
    format: DocumentFormat,
    params: &IngestParams,
) -> Result<Table, IngestError> {
    match format {
        DocumentFormat::Xlsx => workbook::first_sheet(source, params),
        DocumentFormat::Csv | DocumentFormat::Tsv => delimited::table(source, format, params),
        _ => Err(IngestError::Table {
            name: source.name.to_owned(),
            place: None,
            problem: TableProblem::NotATable,
        }),
    }
}

/// Reads a table (`.csv`, `.tsv`, `.xlsx`) as it stands, with rows that end early, as some programs write them.
///
/// Of a workbook the sheet named is read; else the first whose headings `recognise` knows; else the first that holds anything.
/// Where the first row is no row of headings that `recognise` knows, the first such row of the 20 that follow is: titles may
/// stand above a table.
///
/// # Errors
/// [`IngestError`] where the source is no table, is damaged, or has no such sheet.
pub fn read_table(
    source: &Source<'_>,
    sheet: Option<&str>,
    recognise: &dyn Fn(&[String]) -> bool,
    params: &IngestParams,
) -> Result<Table, IngestError> {
    if source.bytes.is_empty() {
        let problem = TableProblem::Empty;
        return Err(IngestError::Table { name: source.name.to_owned(), place: None, problem });
    }
    match (detect::format(source)?, sheet) {
        (DocumentFormat::Xlsx, _) => workbook::chosen_sheet(source, params, sheet, recognise),
        (DocumentFormat::Csv | DocumentFormat::Tsv, Some(wanted)) => Err(IngestError::Table {
            name: source.name.to_owned(),
            place: None,
            problem: TableProblem::NoSuchSheet { wanted: wanted.to_owned(), sheets: "none".to_owned() },
        }),
        (format @ (DocumentFormat::Csv | DocumentFormat::Tsv), None) => {
            delimited::chosen_table(source, format, params, recognise)
        }
        (format, _) => open(source, format, params),
    }
}

/// The headings alone, from the first bytes of a delimited text; `None` where there are none.
pub(in crate::ingest) fn peek(source: &Source<'_>, format: DocumentFormat) -> Option<Vec<String>> {
    delimited::headings(source, format)
}

#[cfg(test)]
mod tests;
