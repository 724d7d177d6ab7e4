//! Empty cells for which the cell above holds: merged cells, and names that are written once for the rows below.

/// When the cell above holds for an empty cell that is not merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Always.
    Always,
    /// If the column looks so: names stand at the beginning of groups of rows, or the same name follows.
    Grouped,
    /// Never: an empty cell means that nothing is known.
    Never,
}

/// A column whose empty cells are filled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filled {
    /// A value for each row; empty where none is known.
    pub(super) values: Vec<String>,
    /// How many rows with words got a value that stands above them, without being merged.
    pub(super) n_assumed: usize,
    /// How many rows with words have no value.
    pub(super) n_unknown: usize,
}

/// The rows of a table, as filling sees them.
pub(super) struct Rows<'a> {
    /// Whether each row has words.
    pub(super) has_words: &'a [bool],
    /// Tells whether a cell of the column belongs to a merged cell that begins above.
    pub(super) is_merged: &'a dyn Fn(usize) -> bool,
    /// Tells whether a row begins something new, so that what stands above does not hold.
    pub(super) begins: &'a dyn Fn(usize) -> bool,
}

/// The signs that people write for the same as above.
const DITTO: [&str; 6] = ["\"", "″", "〃", "''", "”", "„"];

/// Fills the empty cells of a column, and those with a sign for the same as above.
pub(super) fn filled(mut cells: Vec<String>, rows: &Rows<'_>, rule: Rule) -> Filled {
    let ditto: Vec<bool> = cells.iter().map(|cell| DITTO.contains(&cell.trim())).collect();
    cells.iter_mut().zip(&ditto).filter(|&(_, &is_ditto)| is_ditto).for_each(|(cell, _)| cell.clear());
    let n_rows = rows.has_words.iter().filter(|&&has_words| has_words).count();
    let n_filled = cells.iter().zip(rows.has_words).filter(|(cell, has)| **has && !cell.is_empty()).count();
    let first_row = rows.has_words.iter().position(|&has_words| has_words).unwrap_or(0);
    let first_filled = cells.iter().position(|cell| !cell.is_empty()).unwrap_or(usize::MAX);
    // More names than one for five rows with a gap are ids, of which some are missing.
    let grouped = first_filled <= first_row && n_filled * 5 <= n_rows * 4;
    let holds_below = match rule {
        Rule::Always => true,
        Rule::Grouped => grouped,
        Rule::Never => false,
    };
    // The value that comes next, for each row.
    let mut next: Vec<Option<usize>> = vec![None; cells.len()];
    let mut coming = None;
    for i in (0..cells.len()).rev() {
        if !cells[i].is_empty() {
            coming = Some(i);
        }
        next[i] = coming;
    }
    let mut made = Filled { values: Vec::with_capacity(cells.len()), ..Filled::default() };
    let mut above = String::new();
    for (i, cell) in cells.iter().enumerate() {
        let has_words = rows.has_words.get(i).copied().unwrap_or(false);
        if !cell.is_empty() {
            above.clone_from(cell);
            made.values.push(cell.clone());
            continue;
        }
        let merged = (rows.is_merged)(i) || ditto[i];
        if (rows.begins)(i) && !merged {
            above.clear();
        }
        let same_follows = rule == Rule::Grouped && next[i].is_some_and(|at| cells[at] == above);
        if !above.is_empty() && (merged || holds_below || same_follows) {
            made.n_assumed += usize::from(has_words && !merged);
            made.values.push(above.clone());
        } else {
            made.n_unknown += usize::from(has_words);
            made.values.push(String::new());
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(cells: &[&str], rule: Rule) -> (String, usize, usize) {
        let has_words = vec![true; cells.len()];
        let rows = Rows { has_words: &has_words, is_merged: &|_| false, begins: &|_| false };
        let made = filled(cells.iter().map(|&cell| cell.to_owned()).collect(), &rows, rule);
        (made.values.join(","), made.n_assumed, made.n_unknown)
    }

    #[test]
    fn a_name_holds_for_the_rows_below_it() {
        assert_eq!(fill(&["a", "", "", "b", ""], Rule::Grouped), ("a,a,a,b,b".to_owned(), 3, 0));
        assert_eq!(fill(&["", "a", ""], Rule::Always), (",a,a".to_owned(), 1, 1));
        assert_eq!(fill(&["a", ""], Rule::Never), ("a,".to_owned(), 0, 1));
    }

    #[test]
    fn a_sign_for_the_same_as_above_holds_by_any_rule() {
        for sign in DITTO {
            assert_eq!(fill(&["a", sign, "b", sign], Rule::Never), ("a,a,b,b".to_owned(), 0, 0));
        }
    }

    #[test]
    fn a_missing_id_among_many_is_nobody_elses() {
        let ids = ["1", "2", "3", "4", "5", "", "7", "8"];
        assert_eq!(fill(&ids, Rule::Grouped), ("1,2,3,4,5,,7,8".to_owned(), 0, 1));
        assert_eq!(fill(&["", "b", "", ""], Rule::Grouped), (",b,,".to_owned(), 0, 3));
        let same = ["a", "a", "", "a", "b", "b", "b", "b"];
        assert_eq!(fill(&same, Rule::Grouped).0, "a,a,a,a,b,b,b,b");
    }

    #[test]
    fn a_merged_cell_holds_and_nothing_is_assumed() {
        let has_words = [true; 3];
        let cells = vec!["a".to_owned(), String::new(), String::new()];
        let rows = Rows { has_words: &has_words, is_merged: &|i| i == 1, begins: &|i| i == 2 };
        let made = filled(cells, &rows, Rule::Always);
        assert_eq!((made.values.join(","), made.n_assumed, made.n_unknown), ("a,a,".to_owned(), 0, 1));
    }
}
