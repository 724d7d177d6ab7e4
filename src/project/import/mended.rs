//! Reads tables that this program wrote: their cells are read back exactly as they were written.

use crate::domain::unescape_formula;
use crate::exchange::{CodingParams, OffsetUnit};
use crate::ingest::Table;

/// The heading of the column with the reason why a row was not placed; such a table is recognised by it.
pub(super) const WHY_HEADING: &str = "why unplaced";
/// The heading of the column with the sign between the levels of codes.
pub(super) const SEPARATOR_HEADING: &str = "levels separated by";
/// A separator that occurs in no cell, so that each cell is one code.
const NEVER: &str = "\u{1e}";

/// Headings of the tables with codings, codes and segments that a study is taken out as: a table that has both of a pair is one of them.
const OF_EXPORTS: [[&str; 2]; 2] = [["code_path", "code_id"], ["segment_no", "document_sha256"]];

/// Takes off the apostrophes before formulas where a study was taken out as this table. Workbooks have none.
pub(super) fn read_export(table: &mut Table) {
    let has = |name: &str| table.headings.iter().any(|heading| heading.trim() == name);
    if table.sheet.is_none() && OF_EXPORTS.iter().any(|pair| pair.iter().all(|name| has(name))) {
        unescape(table);
    }
}

fn unescape(table: &mut Table) {
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        *cell = unescape_formula(cell).to_owned();
    }
}

/// Reads a corrected table of unplaced rows, and returns how to read it further; any other table stays unchanged.
///
/// Every row has one code. A `start` without `end` takes its length from the quotation, since it only tells which of several
/// places is meant.
pub(super) fn read(table: &mut Table, params: &CodingParams) -> CodingParams {
    let column = |name: &str| table.headings.iter().position(|heading| heading.trim() == name);
    let mut params = params.clone();
    let (Some(_), Some(separator)) = (column(WHY_HEADING), column(SEPARATOR_HEADING)) else { return params };
    let (start, end, quote) = (column("start"), column("end"), column("quote"));
    unescape(table);
    for row in &mut table.rows {
        let cell = |at: Option<usize>| at.and_then(|at| row.cells.get(at)).map_or("", |cell| cell.trim());
        let (n, first) = (cell(quote).chars().count(), cell(start).parse::<usize>());
        let is_alone = cell(end).is_empty() && n > 0;
        if let (Ok(first), Some(end), true) = (first, end, is_alone)
            && let Some(cell) = row.cells.get_mut(end)
        {
            *cell = (first + n).to_string();
        }
    }
    let mut signs = table.rows.iter().filter_map(|row| row.cells.get(separator)).map(|cell| cell.trim());
    let sign = signs.find(|sign| !sign.is_empty());
    params.path_separator = params
        .path_separator
        .or_else(|| Some(sign.map_or_else(|| "none".to_owned(), |sign| format!(" {sign} "))));
    params.separator = params.separator.or_else(|| Some(NEVER.to_owned()));
    params.unit = params.unit.or(Some(OffsetUnit::Codepoint));
    params
}
