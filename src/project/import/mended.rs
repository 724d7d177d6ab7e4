//! Reads a corrected table of unplaced rows: its cells are read back exactly as they were written.

use crate::exchange::{CodingParams, OffsetUnit, escape_formula};
use crate::ingest::Table;

/// The heading of the column with the reason why a row was not placed; such a table is recognised by it.
pub(super) const WHY_HEADING: &str = "why unplaced";
/// The heading of the column with the sign between the levels of codes.
pub(super) const SEPARATOR_HEADING: &str = "levels separated by";
/// A separator that occurs in no cell, so that each cell is one code.
const NEVER: &str = "\u{1e}";

/// Returns a cell that no spreadsheet takes for a formula, and that [`plain`] can undo.
pub(super) fn guarded(cell: &str) -> String {
    if is_guarded(cell) || escape_formula(cell) != cell { format!("'{cell}") } else { cell.to_owned() }
}

/// Undoes [`guarded`].
fn plain(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|_| is_guarded(cell)).unwrap_or(cell)
}

/// Tells whether the cell has one apostrophe or more before a formula.
fn is_guarded(cell: &str) -> bool {
    let rest = cell.trim_start_matches('\'');
    rest.len() < cell.len() && escape_formula(rest) != rest
}

/// Reads such a table and returns how to read it further; any other table stays unchanged.
///
/// Every row has one code. A `start` without `end` takes its length from the quotation, since it only tells which of several
/// places is meant.
pub(super) fn read(table: &mut Table, params: &CodingParams) -> CodingParams {
    let column = |name: &str| table.headings.iter().position(|heading| heading.trim() == name);
    let mut params = params.clone();
    let (Some(_), Some(separator)) = (column(WHY_HEADING), column(SEPARATOR_HEADING)) else { return params };
    let (start, end, quote) = (column("start"), column("end"), column("quote"));
    for row in &mut table.rows {
        for cell in &mut row.cells {
            *cell = plain(cell).to_owned();
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guarded_cell_comes_back_as_it_was() {
        for cell in ["+memo", "'+memo", "''=1", "'quoted'", "", "-", "a = b", "'"] {
            let written = guarded(cell);
            assert!(!written.starts_with(['=', '+', '-', '@']), "{written}");
            assert_eq!(plain(&written), cell, "{written}");
        }
    }
}
