//! `themata candidate list`

use super::open_review::ListArgs;
use crate::cli::error::CliError;
use crate::cli::layout::{indented, width, wrap};
use crate::cli::output::{Output, styled, styles};
use crate::cli::table::{Cell, Column, Table};
use crate::domain::{CandidateStatus, StabilityLevel};
use crate::project::{CandidateList, CandidateView, ReviewProgress};

/// The spaces before what is printed under a theme.
const INDENT: usize = 5;

pub(super) fn run(list: &ListArgs, output: &mut Output) -> Result<(), CliError> {
    let (mut review, of) = list.open()?;
    let listed = review.session()?.candidates(of.as_ref(), list.as_of.as_ref())?;
    if list.look.json {
        return output.json(&listed);
    }
    output.say(&format!(
        "{}, run {}, as {} sees it{}",
        review.reviewer.path().display(),
        listed.run,
        review.reviewer.name_of(&listed.coder),
        list.after(listed.operation)
    ));
    output.say("");
    print(&listed, output)
}

fn print(listed: &CandidateList, output: &mut Output) -> Result<(), CliError> {
    let width = width();
    let mut table = table().ruled();
    let is_gone =
        |theme: &&CandidateView| matches!(theme.verdict, CandidateStatus::Merged | CandidateStatus::Emptied);
    for theme in listed.themes.iter().filter(|theme| !is_gone(theme)) {
        add(theme, &mut table);
        for line in indented(&theme.key_terms.join(", "), INDENT, width) {
            table.text(styled(styles::FAINT, &line));
        }
        if let Some(verdict) = theme.stability.filter(|&verdict| verdict != StabilityLevel::Holds) {
            for line in indented(&format!("Stability: {verdict}"), INDENT, width) {
                table.text(styled(styles::WARNING, &line));
            }
        }
    }
    table.print(output)?;
    let gone: Vec<String> = listed
        .themes
        .iter()
        .filter(is_gone)
        .map(|theme| match theme.merged_into {
            Some(into) => format!("{} merged into {into}", theme.id),
            None => format!("{} {}", theme.id, theme.verdict),
        })
        .collect();
    output.line("")?;
    if !gone.is_empty() {
        for line in wrap(&format!("No longer a theme: {}.", gone.join(", ")), width) {
            output.line(&line)?;
        }
    }
    let ReviewProgress { n_decided, n_segments, .. } = listed.progress;
    output.line(&format!("{n_decided} of {n_segments} segments decided."))
}

/// Returns a table for candidate themes.
pub(super) fn table() -> Table {
    Table::new([
        Column::right("#").at_least(3).styled(styles::NUMBER),
        Column::fill("Candidate theme").styled(styles::STRONG),
        Column::left("Verdict").at_least(9),
        Column::right("Segments"),
        Column::right("Participants"),
        Column::right("Cohesion"),
    ])
}

/// Adds a candidate theme to its table.
pub(super) fn add(theme: &CandidateView, table: &mut Table) {
    let cohesion = theme.cohesion.filter(|_| theme.n_segments > 0);
    let style = match theme.verdict {
        CandidateStatus::Open => styles::STRONG,
        _ => styles::FAINT,
    };
    table.row([
        theme.id.into(),
        (&theme.label).into(),
        Cell::styled(style, &theme.verdict.to_string()),
        theme.n_segments.into(),
        if theme.n_segments > 0 { theme.n_participants.into() } else { 0.into() },
        cohesion.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}")).into(),
    ]);
}
