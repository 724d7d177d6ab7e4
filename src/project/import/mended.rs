//! The table of rows that had no place, as it comes back: its cells are taken back as they were written.

use crate::exchange::{CodingParams, OffsetUnit};
use crate::ingest::Table;
use crate::project::export::escape_formula;

/// The column that says why a row had no place; by it such a table is known.
pub(super) const WHY_HEADING: &str = "why unplaced";
/// The column that says what stands between the levels of codes.
pub(super) const SEPARATOR_HEADING: &str = "levels separated by";
/// Stands in no cell, so that each cell is one code.
const NEVER: &str = "\u{1e}";

/// A cell that no spreadsheet takes for a formula, and that [`plain`] takes back.
pub(super) fn guarded(cell: &str) -> String {
    if is_guarded(cell) || escape_formula(cell) != cell { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell that [`guarded`] was given.
fn plain(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|_| is_guarded(cell)).unwrap_or(cell)
}

/// Whether a formula follows one apostrophe or more.
fn is_guarded(cell: &str) -> bool {
    let rest = cell.trim_start_matches('\'');
    rest.len() < cell.len() && escape_formula(rest) != rest
}

/// Takes such a table back and says how it is to be read; any other table stays as it is.
///
/// Every row has one code. `start` alone means the quotation's own length, since it tells at which of several places the words
/// are meant.
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
