//! Tables as transcripts: a row for each turn or each answer.

mod by_person;
mod columns;
mod delimited;
mod filled;
mod further_headings;
pub(in crate::ingest) mod grid;
mod grid_columns;
mod groups;
mod heading_rows;
pub(in crate::ingest) mod headings;
mod look;
mod quoting;
mod raw_table;
mod rows;
mod saved_as_text;
mod stamped;
mod talk;
mod times;
mod workbook;

use std::collections::HashMap;

use crate::domain::{Document, DocumentFormat, Notice};

use crate::ingest::error::{IngestError, TableProblem};
use crate::ingest::params::IngestParams;
use crate::ingest::references;
use crate::ingest::source::Source;
pub(in crate::ingest) use delimited::chosen_table;
pub(in crate::ingest) use raw_table::listed;
pub use raw_table::{Table, TableRow};
pub(in crate::ingest) use saved_as_text::saved_as_text;
pub(in crate::ingest) use workbook::chosen_sheet;

/// Returns the indices of the headings that are known to name texts, those of the surest kind only.
#[must_use]
pub fn text_columns(headings: &[String]) -> Vec<usize> {
    headings::find_text(headings, &[])
}

/// Reads the documents that a table holds.
pub(in crate::ingest) fn documents(
    source: &Source<'_>,
    format: DocumentFormat,
    params: &IngestParams,
) -> Result<Vec<Document>, IngestError> {
    if format == DocumentFormat::Xlsx {
        let mut documents: Vec<(Option<String>, Document)> = Vec::new();
        for table in workbook::transcript_sheets(source, params)? {
            let sheet = table.sheet.clone();
            let made = of_table(source, format, params, table)?;
            documents.extend(made.into_iter().map(|document| (sheet.clone(), document)));
        }
        return Ok(with_names_of_sheets(documents));
    }
    let mut table = delimited::transcript_table(source, format, params)?;
    heading_rows::settle(&mut table, &params.columns);
    by_person::unfold(&mut table, &params.columns);
    of_table(source, format, params, table)
}

/// Returns the documents of several sheets, each with a name of its own: where two sheets name one interview, with the sheet.
fn with_names_of_sheets(documents: Vec<(Option<String>, Document)>) -> Vec<Document> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (_, document) in &documents {
        *counts.entry(document.name.clone()).or_default() += 1;
    }
    let named = |(sheet, mut document): (Option<String>, Document)| {
        if let (Some(sheet), Some(2..)) = (sheet, counts.get(&document.name)) {
            let name = format!("{} ({})", document.name, sheet.trim());
            for notice in &mut document.notices {
                if notice.about.as_ref() == Some(&document.name) {
                    notice.about = Some(name.clone());
                }
            }
            document.name = name;
        }
        document
    };
    documents.into_iter().map(named).collect()
}

fn of_table(
    source: &Source<'_>,
    format: DocumentFormat,
    params: &IngestParams,
    mut table: Table,
) -> Result<Vec<Document>, IngestError> {
    let mut cells: Vec<&mut String> = table.rows.iter_mut().flat_map(|row| &mut row.cells).collect();
    if let Some(fact) = references::mend(&mut cells) {
        table.notices.push(Notice::about(source.name, fact));
    }
    let name = table.name.clone();
    rows::documents(&Source { name: &name, bytes: source.bytes }, format, params, table)
}

/// Reads a table of any of the three formats as it is.
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

/// Reads the headings alone, from the first bytes of a delimited text; `None` if there are none.
pub(in crate::ingest) fn peek(source: &Source<'_>, format: DocumentFormat) -> Option<Vec<String>> {
    delimited::headings(source, format)
}

#[cfg(test)]
mod by_person_tests;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
