//! Tables with a column for each code.

use super::cells::truth;
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

/// Columns, of those not taken for anything else, whose cells say throughout whether something applies, and say so at least
/// once.
pub(super) fn plain(table: &PlainTable<'_>, taken: &[usize]) -> Vec<CodeColumn> {
    let says = |at: usize| {
        let mut applies = false;
        for (_, cells) in &table.rows {
            match truth(cells.get(at).map_or("", String::as_str)) {
                Some(yes) => applies |= yes,
                None => return false,
            }
        }
        applies
    };
    (0..table.headings.len())
        .filter(|at| !taken.contains(at) && !table.headings[*at].trim().is_empty() && says(*at))
        .map(|at| CodeColumn { at, code: table.headings[at].trim().to_owned() })
        .collect()
}
