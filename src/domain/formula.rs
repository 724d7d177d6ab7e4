//! Texts that a spreadsheet would take for a formula.

/// Tells whether a spreadsheet would take a cell for a formula: it begins with `=`, `+`, `-` or `@`, or with a tab or a carriage return, after
/// which some programs look for one.
///
/// ```
/// use themata::domain::begins_formula;
/// assert!(begins_formula("=1+1") && begins_formula("- no, never"));
/// assert!(!begins_formula("a = b"));
/// ```
#[must_use]
pub fn begins_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}
