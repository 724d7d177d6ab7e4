//! `themata theme list`

use super::open_review::LookArgs;
use crate::cli::error::CliError;
use crate::cli::layout::{pad, shorten, wrap};
use crate::cli::output::{Output, styled, styles, width};
use crate::domain::{CandidateStatus, StabilityLevel};
use crate::project::{CandidateList, CandidateView, LogPosition, ReviewProgress};

/// The columns behind the label: verdict, segments, participants, cohesion.
const COLUMNS: usize = 45;
const INDENT: &str = "     ";

pub(super) fn run(
    look: &LookArgs,
    of: Option<&str>,
    as_of: Option<&LogPosition>,
    output: &mut Output,
) -> Result<(), CliError> {
    let mut review = look.open()?;
    let of = review.target_coder(of)?;
    let listed = review.session()?.candidates(of.as_ref(), as_of)?;
    if look.json {
        return output.json(&listed);
    }
    output.say(&format!(
        "{}, run {}, as {} sees it{}",
        look.project.display(),
        listed.run,
        review.reviewer.name_of(&listed.coder),
        as_of.map_or_else(String::new, |_| format!(" after operation {}", listed.operation))
    ));
    output.say("");
    print(&listed, output)
}

fn print(listed: &CandidateList, output: &mut Output) -> Result<(), CliError> {
    let width = width();
    let head = format!(
        "{}{:<11}{:>10}{:>14}{:>10}",
        pad("  #  Candidate theme", width - COLUMNS),
        "Verdict",
        "Segments",
        "Participants",
        "Cohesion"
    );
    output.line(&styled(styles::FAINT, &head))?;
    output.line(&styled(styles::FAINT, &"─".repeat(width)))?;
    let is_gone =
        |theme: &&CandidateView| matches!(theme.verdict, CandidateStatus::Merged | CandidateStatus::Emptied);
    for theme in listed.themes.iter().filter(|theme| !is_gone(theme)) {
        row(theme, width, output)?;
        for line in wrap(&theme.key_terms.join(", "), width - INDENT.len()) {
            output.line(&format!("{INDENT}{}", styled(styles::FAINT, &line)))?;
        }
        if let Some(verdict) = theme.stability.filter(|&verdict| verdict != StabilityLevel::Holds) {
            output.line(&format!("{INDENT}{}", styled(styles::WARNING, &format!("Stability: {verdict}"))))?;
        }
    }
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
        for line in wrap(&format!("No more: {}.", gone.join(", ")), width) {
            output.line(&line)?;
        }
    }
    let ReviewProgress { n_decided, n_segments, .. } = listed.progress;
    output.line(&format!("{n_decided} of {n_segments} segments decided."))
}

/// A theme in one line.
pub(super) fn row(theme: &CandidateView, width: usize, output: &mut Output) -> Result<(), CliError> {
    let label = shorten(&theme.label, width - COLUMNS - 7);
    let cohesion = theme.cohesion.filter(|_| theme.n_segments > 0);
    let style = match theme.verdict {
        CandidateStatus::Open => styles::STRONG,
        _ => styles::FAINT,
    };
    output.line(&format!(
        "{}  {}{}{:>10}{:>14}{:>10}",
        styled(styles::NUMBER, &format!("{:>3}", theme.id.0)),
        styled(styles::STRONG, &pad(&label, width - COLUMNS - 5)),
        styled(style, &pad(&theme.verdict.to_string(), 11)),
        theme.n_segments,
        if theme.n_segments > 0 { theme.n_participants } else { 0 },
        cohesion.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"))
    ))
}
