//! Reads codes from cells: several codes in one cell, and each code with its parents.

use std::collections::BTreeSet;

use super::error::CodingsError;
use crate::domain::{CodeLevel, LabelKey};

/// One code of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeStep {
    /// Its label.
    pub label: String,
    /// Its level, if the table gives it.
    pub level: Option<CodeLevel>,
}

/// A code with its parents, the highest first.
pub type CodePath = Vec<CodeStep>;

/// Returns a step whose level is not known.
pub(super) fn step(label: &str) -> CodeStep {
    CodeStep { label: label.trim().to_owned(), level: None }
}

/// What separates codes, and the levels of one code, in a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Separators {
    /// The sign between codes that the user gave.
    pub(super) codes: Option<String>,
    /// The sign between the levels of a code.
    pub(super) path: Option<String>,
    /// Labels that are known to be one code each.
    pub(super) known: BTreeSet<LabelKey>,
    /// Labels with commas that are alone in a cell.
    pub(super) with_commas: BTreeSet<LabelKey>,
}

impl Separators {
    /// Returns the codes of a cell.
    pub(super) fn codes<'c>(&self, cell: &'c str) -> Vec<&'c str> {
        let parts = |by: &dyn Fn(char) -> bool| -> Vec<&'c str> {
            cell.split(by).map(str::trim).filter(|part| !part.is_empty()).collect()
        };
        if self.codes.as_deref() == Some("none") {
            return vec![cell.trim()].into_iter().filter(|code| !code.is_empty()).collect();
        }
        if let Some(separator) = &self.codes {
            return cell.split(separator.as_str()).map(str::trim).filter(|part| !part.is_empty()).collect();
        }
        if self.is_known(cell) {
            return vec![cell.trim()];
        }
        let firm = parts(&|c| matches!(c, '\n' | '\r' | ';' | '|' | '؛'));
        if firm.len() > 1 {
            return firm;
        }
        // A label may contain a comma, so commas separate only known codes.
        let loose = parts(&|c| matches!(c, ',' | '،'));
        if loose.len() > 1 && loose.iter().all(|part| self.is_known(part)) {
            return loose;
        }
        self.by_labels(cell).unwrap_or(firm)
    }

    /// Records the labels with commas that are alone in a cell, so that `Fear, guilt and shame, Hope` can be split.
    /// Labels of `in_codebook` are known to be one code each, whatever they contain.
    pub(super) fn standing(&mut self, cells: &[&str], in_codebook: &BTreeSet<LabelKey>) {
        let is_one = |cell: &&&str| {
            cell.contains([',', '،'])
                && !cell.contains([';', '؛', '|', '\n'])
                && !in_codebook.contains(&LabelKey::of(cell))
                && !cell.split([',', '،']).all(|part| self.is_known(part))
        };
        self.with_commas = cells.iter().filter(is_one).map(|cell| LabelKey::of(cell)).collect();
    }

    /// Splits a cell at commas into two or more labels that occur elsewhere, the longest first; `None` if a part is left
    /// over.
    fn by_labels<'c>(&self, cell: &'c str) -> Option<Vec<&'c str>> {
        let whole = cell.trim();
        let mut ends: Vec<usize> = whole.match_indices([',', '،']).map(|(at, _)| at).collect();
        if ends.is_empty() || ends.len() > 40 {
            return None;
        }
        ends.push(whole.len());
        // For each comma, the codes into which the text after it can be split.
        let starts = |i: usize| match i {
            0 => 0,
            i => ends[i - 1] + whole[ends[i - 1]..].chars().next().map_or(0, char::len_utf8),
        };
        let mut rest: Vec<Option<Vec<&'c str>>> = vec![None; ends.len() + 1];
        rest[ends.len()] = Some(Vec::new());
        for i in (0..ends.len()).rev() {
            rest[i] =
                (i..ends.len()).rev().filter(|&last| (i, last + 1) != (0, ends.len())).find_map(|last| {
                    let label = whole[starts(i)..ends[last]].trim();
                    let known = self.is_known(label) || self.with_commas.contains(&LabelKey::of(label));
                    let after = rest[last + 1].as_ref().filter(|_| known)?;
                    Some(std::iter::once(label).chain(after.iter().copied()).collect())
                });
        }
        rest.swap_remove(0)
    }

    /// Returns a code with its parents.
    pub(super) fn path(&self, code: &str) -> CodePath {
        match &self.path {
            Some(separator) => {
                let steps = code.split(separator.as_str()).map(step);
                steps.filter(|step| !step.label.is_empty()).collect()
            }
            None => vec![step(code)],
        }
    }

    fn is_known(&self, label: &str) -> bool {
        let label = LabelKey::of(label);
        !label.is_empty() && self.known.contains(&label)
    }
}

/// Finds what separates the levels of codes in a table: the one of the possible signs that its codes contain.
pub(super) fn path_separator(
    table: &str,
    possible: &[&str],
    cells: &[&str],
) -> Result<Option<String>, CodingsError> {
    let inside = |separator: &str, cell: &str| {
        let cell = cell.trim();
        cell.find(separator).is_some_and(|at| at > 0 && at + separator.len() < cell.len())
    };
    let found: Vec<(&str, &str)> = possible
        .iter()
        .filter_map(|separator| Some((*separator, *cells.iter().find(|cell| inside(separator, cell))?)))
        .collect();
    match found.as_slice() {
        [] => Ok(None),
        [(only, _)] => Ok(Some((*only).to_owned())),
        [(first, first_code), (second, second_code), ..] => Err(CodingsError::TwoSeparators {
            table: table.to_owned(),
            first: (*first).to_owned(),
            first_code: first_code.trim().to_owned(),
            second: (*second).to_owned(),
            second_code: second_code.trim().to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Remedy;

    fn labels(path: &CodePath) -> Vec<&str> {
        path.iter().map(|step| step.label.as_str()).collect()
    }

    #[test]
    fn a_comma_separates_only_what_is_known() {
        let mut by = Separators::default();
        assert_eq!(by.codes("Fear, guilt and shame"), ["Fear, guilt and shame"]);
        assert_eq!(by.codes("Fear; Guilt\nShame|Anger; "), ["Fear", "Guilt", "Shame", "Anger"]);
        by.known = ["fear", "guilt"].map(LabelKey::of).into();
        assert_eq!(by.codes("Fear, Guilt"), ["Fear", "Guilt"]);
        assert_eq!(by.codes("Fear, Shame"), ["Fear, Shame"]);
        by.known.insert(LabelKey::of("fear; guilt"));
        assert_eq!(by.codes("Fear; Guilt"), ["Fear; Guilt"], "a label that is known is one code");
        by.known.insert(LabelKey::of("hope"));
        by.standing(&["Shame, guilt and all", "Shame, guilt and all, Hope", "Fear, Hope"], &BTreeSet::new());
        assert_eq!(by.codes("Shame, guilt and all, Hope"), ["Shame, guilt and all", "Hope"]);
        assert_eq!(by.codes("Shame, guilt and all"), ["Shame, guilt and all"]);
        assert_eq!(by.codes("Shame, guilt and all, Awe"), ["Shame, guilt and all, Awe"]);
        by.codes = Some("none".to_owned());
        assert_eq!(by.codes(" Fear; Guilt "), ["Fear; Guilt"]);
        by.codes = Some("/".to_owned());
        assert_eq!(by.codes("Fear; Guilt/Shame"), ["Fear; Guilt", "Shame"]);
    }

    #[test]
    fn the_levels_are_separated_by_what_the_table_holds() {
        let signs = [" > ", "::", "\\"];
        assert_eq!(path_separator("t", &signs, &["a", "b > c"]), Ok(Some(" > ".to_owned())));
        assert_eq!(path_separator("t", &signs, &["a", "::b"]), Ok(None));
        let both = path_separator("t", &signs, &["a\\d", "b > c"]).unwrap_err();
        assert_eq!(both.remedies(), [Remedy::give("path_separator")]);
        let both = both.to_string();
        assert!(both.contains("`b > c`") && both.contains("`a\\d`") && both.contains("`none`"), "{both}");
        let by = Separators { path: Some(" > ".to_owned()), ..Separators::default() };
        assert_eq!(labels(&by.path("A > B > C")), ["A", "B", "C"]);
    }
}
