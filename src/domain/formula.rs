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

/// Returns a cell of a table in text that no spreadsheet takes for a formula: with an apostrophe before a sign that begins one. A cell that
/// has apostrophes before such a sign gets one more, so that [`unescape_formula`] returns every cell as it was.
///
/// ```
/// use themata::domain::{escape_formula, unescape_formula};
/// assert_eq!([escape_formula("- no"), escape_formula("'- no"), escape_formula("a = b")], ["'- no", "''- no", "a = b"]);
/// assert_eq!([unescape_formula("'- no"), unescape_formula("'no'")], ["- no", "'no'"]);
/// ```
#[must_use]
pub fn escape_formula(cell: &str) -> String {
    if begins_formula(cell) || is_escaped(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// Returns a cell as it was before [`escape_formula`].
#[must_use]
pub fn unescape_formula(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|_| is_escaped(cell)).unwrap_or(cell)
}

/// Tells whether a cell has one apostrophe or more before a formula.
fn is_escaped(cell: &str) -> bool {
    let rest = cell.trim_start_matches('\'');
    rest.len() < cell.len() && begins_formula(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_not_run() {
        assert_eq!(escape_formula("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(escape_formula("- no, never"), "'- no, never");
        for cell in ["'+memo", "''=1", "'quoted'", "'", "", "a = b"] {
            assert_eq!(unescape_formula(&escape_formula(cell)), cell);
        }
        assert_eq!(["'quoted'", "'", "a = b"].map(escape_formula), ["'quoted'", "'", "a = b"]);
    }

    proptest! {
        #[test]
        fn an_escaped_cell_comes_back_as_it_was(cell in "['=+@a\t\r-]{0,6}.{0,3}") {
            let written = escape_formula(&cell);
            prop_assert!(!begins_formula(&written), "{written}");
            prop_assert_eq!(unescape_formula(&written), cell);
        }
    }
}
