//! Finds the row of headings: it may stand below titles, be written again further down, or be missing.

use super::grid_columns::{self, GridColumns};
use super::headings::{self, HEADING_WORDS, is_central, normal};
use super::look::{Look, N_LOOKED_AT, is_time, label, label_at_start};
use super::raw_table::{IsHeading, TITLES, Table, TableRow, n_titles};
use crate::domain::{LeftOut, Notice, NoticeFact};
use crate::ingest::params::ColumnNames;

fn filled(cells: &[String]) -> impl Iterator<Item = &String> {
    cells.iter().filter(|cell| !cell.trim().is_empty())
}

/// Tells whether a row is short enough for headings, and two of them are known.
pub(super) fn are_known(cells: &[String]) -> bool {
    let n_known = filled(cells).filter(|cell| headings::is_known(cell)).count();
    n_known >= 2
        && filled(cells).all(|cell| cell.split_whitespace().count() <= HEADING_WORDS)
        && filled(cells).any(|cell| is_central(cell))
}

/// Which rows may stand above the headings.
#[derive(Clone, Copy)]
pub(super) enum Titles<'a> {
    /// None: the first row holds the headings.
    None,
    /// Those above headings that the caller knows.
    Above(IsHeading<'a>),
    /// Those above the headings of a transcript or a survey.
    OfTranscripts,
}

impl Titles<'_> {
    /// Counts the titles above the headings.
    pub(super) fn count<'r>(self, rows: impl Iterator<Item = &'r [String]>) -> usize {
        match self {
            Self::None => 0,
            Self::Above(recognise) => n_titles(rows, recognise),
            Self::OfTranscripts => n_above_known(rows),
        }
    }
}

/// Counts the rows of titles above known headings: they have fewer cells. 0 if there are none.
pub(super) fn n_above_known<'r>(rows: impl Iterator<Item = &'r [String]>) -> usize {
    let mut most = 0;
    for (n, cells) in rows.take(TITLES + 1).enumerate() {
        let n_cells = filled(cells).count();
        if are_known(cells) {
            return if n_cells > most { n } else { 0 };
        }
        most = most.max(n_cells);
    }
    0
}

/// Names the columns by their numbers if the table has no headings, and leaves out headings that are written again.
pub(super) fn settle(table: &mut Table, names: &ColumnNames) {
    if has_no_headings(table, names) {
        let first = numbered(table.headings.len());
        let cells = std::mem::replace(&mut table.headings, first);
        let below = table.rows.first().map_or((2, 2), |row| (row.number, row.row));
        let (number, row) = (below.0.saturating_sub(1), below.1.saturating_sub(1));
        table.rows.insert(0, TableRow { number, row, cells });
        return;
    }
    let n = table.rows.len();
    let headings = Repeated::of(&table.headings);
    table.rows.retain(|row| !headings.is(&row.cells));
    let n = n - table.rows.len();
    if n > 0 {
        let fact = NoticeFact::LeftOut { n, what: LeftOut::RepeatedHeadings };
        table.notices.push(Notice::about(table.name.clone(), fact));
    }
}

/// Removes the rows that write the headings in the first row again, and returns how many there were. Where it is not sure that the first
/// row holds headings, one of them must be known.
pub(super) fn without_repeated(rows: &mut Vec<Vec<String>>, is_sure: bool) -> usize {
    let Some(first) = rows.first() else { return 0 };
    let headings = Repeated::of(first);
    if !is_sure && !headings.are_known {
        return 0;
    }
    let n = rows.len();
    let mut is_first = true;
    rows.retain(|row| std::mem::take(&mut is_first) || !headings.is(row));
    n - rows.len()
}

/// Headings, to find rows that write them again.
struct Repeated {
    plain: Vec<String>,
    n_filled: usize,
    longest: usize,
    are_known: bool,
}

impl Repeated {
    fn of(first: &[String]) -> Self {
        let plain: Vec<String> = first.iter().map(|heading| normal(heading)).collect();
        Self {
            n_filled: plain.iter().filter(|heading| !heading.is_empty()).count(),
            longest: first.iter().map(String::len).max().unwrap_or(0) + 8,
            are_known: first.iter().any(|heading| headings::is_known(heading)),
            plain,
        }
    }

    /// Tells whether a row writes the headings again: each of its cells is the heading of its column, and at most one heading is
    /// left out, or written although the first row does not have it.
    fn is(&self, row: &[String]) -> bool {
        // Few rows are compared as a whole.
        if self.n_filled < 2 || row.iter().any(|cell| cell.len() > self.longest) {
            return false;
        }
        let (mut n_same, mut n_other) = (0, 0);
        for (column, heading) in self.plain.iter().enumerate() {
            let cell = row.get(column).map(|cell| normal(cell)).unwrap_or_default();
            match (heading.is_empty(), cell.is_empty()) {
                (true, true) => {}
                (false, false) if *heading == cell => n_same += 1,
                (true, false) if headings::is_known(&cell) => n_other += 1,
                (false, true) => n_other += 1,
                _ => return false,
            }
        }
        n_same >= 2 && (n_other == 0 || (n_other == 1 && self.are_known))
    }
}

/// Returns headings for columns that have none.
fn numbered(n: usize) -> Vec<String> {
    (1..=n).map(|n| format!("column {n}")).collect()
}

/// Finds the columns of a table of which [`settle`] named the columns by numbers.
pub(super) fn of_numbered(headings: &[String], looks: &[Look]) -> Option<GridColumns> {
    (headings == numbered(headings.len())).then(|| grid_columns::by_content(looks)).flatten()
}

/// Tells whether the first row is a turn as those below it: none of its cells is a heading that is known or that the user names,
/// and it has a time, a speaker who comes again, or a label in its words.
fn has_no_headings(table: &Table, names: &ColumnNames) -> bool {
    let first = &table.headings;
    let others = [&names.speaker, &names.participant, &names.document, &names.time, &names.question];
    let by_user = |heading: &String| {
        let named = others.into_iter().flatten().chain(&names.text);
        named.into_iter().any(|name| normal(name) == normal(heading))
    };
    if table.rows.len() < 2 || filled(first).any(|cell| headings::is_known(cell) || by_user(cell)) {
        return false;
    }
    let cell = |row: usize, column: usize| table.rows[row].cells.get(column).map_or("", |cell| cell.trim());
    let n = table.rows.len().min(N_LOOKED_AT);
    let look = |column: usize| Look::of((0..n).map(|row| cell(row, column)));
    let looks: Vec<Look> = (0..first.len()).map(look).collect();
    let Some(found) = grid_columns::by_content(&looks) else { return false };
    let at =
        |column: Option<usize>| column.and_then(|column| first.get(column)).map_or("", |cell| cell.trim());
    let comes_again = |column: usize| {
        let name = normal(&label(at(Some(column))));
        !name.is_empty() && (0..n).any(|row| normal(&label(cell(row, column))) == name)
    };
    !at(Some(found.text)).is_empty()
        && (is_time(at(found.time))
            || found.speaker.is_some_and(comes_again)
            || (found.is_labelled && label_at_start(at(Some(found.text))).is_some()))
}
