//! Tables with a column for each code.

use super::cells::{applies, number, truth};
use super::error::CodingsError;
use super::rows::PlainTable;

/// A column that stands for a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CodeColumn {
    pub(super) at: usize,
    /// The code as the heading names it.
    pub(super) code: String,
}

/// Dedoose's columns: `Code: Parent\Child Applied`.
pub(super) fn dedoose(headings: &[String]) -> Vec<CodeColumn> {
    let code = |heading: &String| {
        let code = heading.trim().strip_prefix("Code:")?.strip_suffix("Applied")?.trim();
        (!code.is_empty()).then(|| code.to_owned())
    };
    headings
        .iter()
        .enumerate()
        .filter_map(|(at, heading)| Some(CodeColumn { at, code: code(heading)? }))
        .collect()
}

/// Above this, numbers are ages, years or identifiers rather than counts of how often a code applies.
const MOST: usize = 50;

/// Columns, of those not taken for anything else, whose cells say whether something applies, and say so at least once: with a
/// mark such as `1` or `x`, or with a count where some cells are empty or 0.
///
/// # Errors
/// [`CodingsError::NoMark`] where at least half of a column's filled cells say so and another says neither.
pub(super) fn plain(table: &PlainTable<'_>, taken: &[usize]) -> Result<Vec<CodeColumn>, CodingsError> {
    let mut columns = Vec::new();
    for (at, heading) in table.headings.iter().enumerate() {
        if taken.contains(&at) || heading.trim().is_empty() {
            continue;
        }
        let cells =
            || table.rows.iter().map(|(line, cells)| (*line, cells.get(at).map_or("", |cell| cell.trim())));
        let has_none = cells().any(|(_, cell)| truth(cell) == Some(false));
        let counts = cells().all(|(_, cell)| number(cell).is_none_or(|n| n <= MOST))
            && (has_none || cells().any(|(_, cell)| number(cell).is_none()));
        let says = |cell: &str| if counts { applies(cell) } else { truth(cell) };
        if !cells().any(|(_, cell)| says(cell) == Some(true)) {
            continue;
        }
        let filled = cells().filter(|(_, cell)| !cell.is_empty());
        let (clear, unclear): (Vec<_>, Vec<_>) = filled.partition(|(_, cell)| says(cell).is_some());
        match unclear.first() {
            None => columns.push(CodeColumn { at, code: heading.trim().to_owned() }),
            Some(&(line, cell)) if clear.len() >= unclear.len() && !is_numbers(&unclear) => {
                return Err(CodingsError::NoMark {
                    table: table.name.to_owned(),
                    line,
                    column: heading.trim().to_owned(),
                    cell: cell.to_owned(),
                });
            }
            Some(_) => {}
        }
    }
    Ok(columns)
}

/// Whether cells hold numbers alone, as a column of ages or identifiers does, of which a few are 0 or 1.
fn is_numbers(cells: &[(u64, &str)]) -> bool {
    cells.iter().all(|(_, cell)| cell.parse::<f64>().is_ok())
}
