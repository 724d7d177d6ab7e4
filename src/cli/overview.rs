//! Prints candidates as an overview: a line for each candidate theme, and a line for each candidate code.

use super::error::CliError;
use super::layout::{count, width, wrap};
use super::output::{Output, styles};
use super::table::{Cell, Column, Table};
use crate::domain::{CandidateId, CandidateStatus, StabilityLevel};
use crate::project::{CandidateList, CandidateView, ProposedView, SuggestView};

/// A candidate as a line of the overview.
pub(super) struct Line<'a> {
    id: CandidateId,
    label: &'a str,
    n_segments: usize,
    n_participants: usize,
    stability: Option<StabilityLevel>,
    status: Option<CandidateStatus>,
    /// Whether it is a candidate code below its theme.
    is_below: bool,
}

impl<'a> Line<'a> {
    /// Returns the line of a candidate as its run proposed it.
    pub(super) fn proposed(view: &'a ProposedView, is_below: bool) -> Self {
        Self {
            id: view.id,
            label: &view.label,
            n_segments: view.n_segments,
            n_participants: view.n_participants,
            stability: view.stability.as_ref().and_then(|stability| stability.verdict),
            status: None,
            is_below,
        }
    }

    /// Returns the line of a candidate as it is now.
    pub(super) fn now(view: &'a CandidateView, is_below: bool) -> Self {
        Self {
            id: view.id,
            label: &view.label,
            n_segments: view.n_segments,
            n_participants: view.n_participants,
            stability: view.stability,
            status: Some(view.verdict),
            is_below,
        }
    }
}

/// Returns an empty table for candidates; with their status where somebody decides on them.
pub(super) fn table(with_status: bool) -> Table {
    let columns = [
        Column::right("#").at_least(3).styled(styles::NUMBER),
        Column::fill("Candidate"),
        Column::right("Segments"),
        Column::right("Participants"),
        Column::left("Stability").at_least(9),
    ];
    Table::new(columns.into_iter().chain(with_status.then(|| Column::left("Status").at_least(8))))
}

/// Adds a candidate to its table.
pub(super) fn add(line: &Line<'_>, table: &mut Table) {
    let label =
        if line.is_below { Cell::indented(2, line.label) } else { Cell::styled(styles::STRONG, line.label) };
    let stability = match line.stability {
        None => Cell::from(""),
        Some(StabilityLevel::Holds) => Cell::styled(styles::FAINT, "holds"),
        Some(StabilityLevel::Wavers) => Cell::styled(styles::WARNING, "wavers"),
        Some(StabilityLevel::DoNotRely) => Cell::styled(styles::WARNING, "do not rely"),
    };
    let status = line.status.map(|status| match status {
        CandidateStatus::Open => Cell::from("open"),
        other => Cell::styled(styles::FAINT, &other.to_string()),
    });
    let cells = [line.id.into(), label, line.n_segments.into(), line.n_participants.into(), stability];
    table.row(cells.into_iter().chain(status));
}

/// Prints the candidates that a run proposed.
pub(super) fn print_proposed(view: &SuggestView, output: &mut Output) -> Result<(), CliError> {
    let mut table = table(false).ruled();
    for theme in &view.themes {
        add(&Line::proposed(&theme.theme, false), &mut table);
        theme.codes.iter().for_each(|code| add(&Line::proposed(code, true), &mut table));
    }
    if !view.themes.is_empty() {
        table.print(output)?;
    }
    let n_noise = view.noise.n_segments;
    if n_noise > 0 {
        let share = view.noise.share * 100.0;
        output
            .line(&format!("In no candidate: {} ({share:.0} %).", count(n_noise, "segment", "segments")))?;
    }
    Ok(())
}

/// Prints the candidates as they are now.
pub(super) fn print_now(listed: &CandidateList, output: &mut Output) -> Result<(), CliError> {
    let has_status = listed.coder.is_some();
    let mut table = table(has_status).ruled();
    let line = |view, is_below| {
        let line = Line::now(view, is_below);
        if has_status { line } else { Line { status: None, ..line } }
    };
    let mut gone: Vec<&CandidateView> = Vec::new();
    for theme in &listed.themes {
        let (gone_codes, codes): (Vec<_>, Vec<_>) =
            theme.codes.iter().partition(|code| code.verdict.is_gone());
        gone.extend(gone_codes);
        if theme.theme.verdict.is_gone() {
            gone.push(&theme.theme);
            continue;
        }
        add(&line(&theme.theme, false), &mut table);
        codes.into_iter().for_each(|code| add(&line(code, true), &mut table));
    }
    let (gone_codes, alone): (Vec<_>, Vec<_>) = listed.codes.iter().partition(|code| code.verdict.is_gone());
    gone.extend(gone_codes);
    if !alone.is_empty() {
        table.text("In no candidate theme:".to_owned());
        alone.into_iter().for_each(|code| add(&line(code, true), &mut table));
    }
    table.print(output)?;
    let gone: Vec<String> = gone
        .into_iter()
        .map(|view| match view.merged_into {
            Some(into) => format!("{} (merged into {into})", view.id),
            None => format!("{} ({})", view.id, view.verdict),
        })
        .collect();
    if !gone.is_empty() {
        for line in wrap(&format!("No longer a candidate: {}.", gone.join(", ")), width()) {
            output.line(&line)?;
        }
    }
    if listed.n_segments_in_none > 0 {
        let n = count(listed.n_segments_in_none, "segment", "segments");
        output.line(&format!("In no candidate: {n}."))?;
    }
    if has_status {
        output.line(&format!("{}.", super::review::decided(&listed.progress)))?;
    }
    Ok(())
}
