//! The grid: counts how often the readings of two sides meet.

use std::collections::BTreeMap;

use super::frame::{Frame, RunSide};
use super::view::{GridCellView, GridLineView, GridView};

type Cells = BTreeMap<(usize, usize), (u64, Vec<u32>)>;

/// Builds the grid of two coders. Codes that both gave are counted on the diagonal. A code that only one gave is paired with
/// those that only the other gave, or with none.
pub(super) fn of_coders(frame: &Frame<'_>, [a, b]: [usize; 2], shown: &[bool]) -> GridView {
    let none = frame.sides.labels.all.len();
    let mut cells = Cells::new();
    for (at, unit) in frame.units.all.iter().enumerate().filter(|(at, _)| shown[*at]) {
        let (Some(a), Some(b)) = (frame.reading(a, at), frame.reading(b, at)) else { continue };
        let weight = frame.units.weight(unit);
        let mut add = |row: usize, column: usize| {
            let cell = cells.entry((row, column)).or_default();
            cell.0 += weight;
            if (row, column) != (none, none) {
                cell.1.push(frame.unit_id(at));
            }
        };
        let mut only_a: Vec<usize> = Vec::new();
        for &label in &a.labels {
            if b.labels.contains(&label) {
                add(label as usize, label as usize);
            } else {
                only_a.push(label as usize);
            }
        }
        let mut only_b: Vec<usize> =
            b.labels.iter().filter(|label| !a.labels.contains(label)).map(|&label| label as usize).collect();
        let shared = a.labels.len() > only_a.len();
        if !shared || !only_a.is_empty() || !only_b.is_empty() {
            if only_a.is_empty() {
                only_a.push(none);
            }
            if only_b.is_empty() {
                only_b.push(none);
            }
            only_a.iter().for_each(|&row| only_b.iter().for_each(|&column| add(row, column)));
        }
    }
    let lines = labels(frame, "(no counterpart)");
    view(cells, lines.clone(), lines, true)
}

/// Builds the grid of a coder and a run: codes by candidates.
pub(super) fn of_run(frame: &Frame<'_>, coder: usize, run: &RunSide, shown: &[bool]) -> GridView {
    let (no_code, noise) = (frame.sides.labels.all.len(), run.labels.len());
    let mut cells = Cells::new();
    for at in (0..frame.units.all.len()).filter(|&at| shown[at]) {
        let Some(reading) = frame.reading(coder, at) else { continue };
        let column = run.themes[at].unwrap_or(noise);
        let mut rows: Vec<usize> = reading.labels.iter().map(|&label| label as usize).collect();
        if rows.is_empty() {
            rows.push(no_code);
        }
        for row in rows {
            let cell = cells.entry((row, column)).or_default();
            cell.0 += 1;
            cell.1.push(frame.unit_id(at));
        }
    }
    let mut columns: Vec<GridLineView> = run
        .labels
        .iter()
        .zip(&run.ids)
        .map(|(label, id)| GridLineView { label: label.clone(), candidate: Some(*id), ..Default::default() })
        .collect();
    columns.push(GridLineView { label: "noise".to_owned(), noise: true, ..Default::default() });
    view(cells, labels(frame, "(no code)"), columns, false)
}

/// Returns one line for each label, and one for units without a counterpart.
fn labels(frame: &Frame<'_>, none: &str) -> Vec<GridLineView> {
    let mut lines: Vec<GridLineView> = frame
        .sides
        .labels
        .all
        .iter()
        .map(|label| GridLineView {
            label: label.label.clone(),
            group: label.group.clone(),
            ..Default::default()
        })
        .collect();
    lines.push(GridLineView { label: none.to_owned(), none: true, ..Default::default() });
    lines
}

/// Builds the view, without empty lines of labels that only one side has.
fn view(cells: Cells, rows: Vec<GridLineView>, columns: Vec<GridLineView>, same_labels: bool) -> GridView {
    let used = |n: usize, of: &dyn Fn(usize, usize) -> usize| {
        let mut used = vec![false; n];
        cells.keys().for_each(|&(row, column)| used[of(row, column)] = true);
        used
    };
    let (mut in_rows, mut in_columns) =
        (used(rows.len(), &|row, _| row), used(columns.len(), &|_, column| column));
    if same_labels {
        // Rows and columns keep the same lines, so that the diagonal stays whole.
        let both: Vec<bool> = in_rows.iter().zip(&in_columns).map(|(&row, &column)| row || column).collect();
        (in_rows, in_columns) = (both.clone(), both);
    }
    let place = |used: &[bool]| -> Vec<usize> {
        used.iter()
            .scan(0, |next, &used| {
                let at = *next;
                *next += usize::from(used);
                Some(at)
            })
            .collect()
    };
    let (row_at, column_at) = (place(&in_rows), place(&in_columns));
    let keep = |lines: Vec<GridLineView>, used: &[bool]| {
        lines.into_iter().zip(used).filter(|(_, used)| **used).map(|(line, _)| line).collect()
    };
    GridView {
        cells: cells
            .into_iter()
            .map(|((row, column), (n, units))| GridCellView {
                row: row_at[row],
                column: column_at[column],
                n,
                units,
            })
            .collect(),
        rows: keep(rows, &in_rows),
        columns: keep(columns, &in_columns),
        same_labels,
    }
}
