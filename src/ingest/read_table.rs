//! Reads any table as it is; the caller knows what its rows mean.

use super::detect;
use super::error::{IngestError, TableProblem};
use super::formats::table::{self, Table};
use super::params::IngestParams;
use super::source::Source;
use crate::domain::DocumentFormat;

/// Reads a table (`.csv`, `.tsv`, `.xlsx`) as it is. Rows may end early, as some programs write them.
///
/// Of a workbook, it reads the named sheet; else the first whose headings `recognise` knows; else the first that is not empty.
/// If `recognise` does not know the first row, the headings are the first row that it knows of the 20 that follow: titles may
/// come above a table.
///
/// # Errors
/// [`IngestError`] if the source is not a table, is damaged, or has no such sheet.
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
    match (detect::reading_format(source, params)?.format, sheet) {
        (DocumentFormat::Xlsx, _) => table::chosen_sheet(source, params, sheet, recognise),
        (DocumentFormat::Csv | DocumentFormat::Tsv, Some(wanted)) => Err(IngestError::Table {
            name: source.name.to_owned(),
            place: None,
            problem: TableProblem::NoSuchSheet { wanted: wanted.to_owned(), sheets: "none".to_owned() },
        }),
        (format @ (DocumentFormat::Csv | DocumentFormat::Tsv), None) => {
            table::chosen_table(source, format, params, recognise)
        }
        (format, _) => table::open(source, format, params),
    }
}
