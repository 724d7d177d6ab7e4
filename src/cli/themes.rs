//! The candidate themes as a table to read.

use super::error::CliError;
use super::layout::{clock, count, pad, shorten, wrap};
use super::output::{Output, styled, styles, width};
use crate::domain::{CriterionCurve, StabilityLevel};
use crate::project::{GroupView, QuoteView, RunView, StabilityView, SuggestView, ThemeView};

/// How many quotes stand under a theme.
const QUOTES: usize = 2;
const INDENT: &str = "     ";
/// The columns of numbers: segments, participants, cohesion.
const NUMBERS: usize = 34;

/// Prints a run's candidate themes.
pub(super) fn print(view: &SuggestView, output: &mut Output) -> Result<(), CliError> {
    let width = width();
    if !view.themes.is_empty() {
        let head = format!(
            "{}{:>10}{:>14}{:>10}",
            pad("  #  Candidate theme", width - NUMBERS),
            "Segments",
            "Participants",
            "Cohesion"
        );
        output.line(&styled(styles::FAINT, &head))?;
        output.line(&styled(styles::FAINT, &"─".repeat(width)))?;
    }
    let groups = &view.run.tree.groups;
    for (number, group) in (1..).zip(groups) {
        print_group(group, width, output)?;
        for theme in view.themes.iter().filter(|theme| theme.group == Some(number)) {
            print_theme(theme, width, output)?;
        }
    }
    for theme in view.themes.iter().filter(|theme| groups.is_empty() || theme.group.is_none()) {
        print_theme(theme, width, output)?;
    }
    if view.noise.n_segments > 0 {
        output.line(&format!(
            "Left out as noise: {} ({:.0} %).",
            count(view.noise.n_segments, "segment", "segments"),
            view.noise.share * 100.0
        ))?;
    }
    for line in evidence(&view.run, width) {
        output.line(&line)?;
    }
    Ok(())
}

fn print_theme(theme: &ThemeView, width: usize, output: &mut Output) -> Result<(), CliError> {
    let label = shorten(&theme.label, width - NUMBERS - 6);
    output.line(&format!(
        "{}  {}{:>10}{:>14}{:>10.2}",
        styled(styles::NUMBER, &format!("{:>3}", theme.id.0)),
        styled(styles::STRONG, &pad(&label, width - NUMBERS - 5)),
        theme.n_segments,
        theme.n_participants,
        theme.cohesion
    ))?;
    for line in wrap(&theme.key_terms.join(", "), width - INDENT.len()) {
        output.line(&format!("{INDENT}{}", styled(styles::FAINT, &line)))?;
    }
    if let Some(stability) = &theme.stability
        && let Some(line) = stability_line(stability)
    {
        output.line(&format!("{INDENT}{line}"))?;
    }
    for quote in theme.exemplars.iter().take(QUOTES) {
        print_quote(quote, Some(2 * width), width, output)?;
    }
    for notice in &theme.notices {
        for line in wrap(&format!("! {notice}"), width - INDENT.len()) {
            output.line(&format!("{INDENT}{}", styled(styles::WARNING, &line)))?;
        }
    }
    output.line("")
}

/// Prints the heading of a coarse group.
fn print_group(group: &GroupView, width: usize, output: &mut Output) -> Result<(), CliError> {
    let themes = count(group.themes.len(), "theme", "themes");
    let numbers = format!("{themes}, {}", count(group.n_segments, "segment", "segments"));
    let head = format!("{}  {}", group.letter, group.label);
    let head = shorten(&head, width.saturating_sub(numbers.len() + 2));
    output.line(&format!(
        "{}{}",
        styled(styles::STRONG, &pad(&head, width - numbers.len())),
        styled(styles::FAINT, &numbers)
    ))?;
    output.line(&styled(styles::FAINT, &"─".repeat(width)))
}

/// A bar of the stability over samples, with the verdict, and what else must be known.
fn stability_line(stability: &StabilityView) -> Option<String> {
    const CELLS: usize = 10;
    let (value, verdict) = (stability.values.resamples?, stability.verdict?);
    let filled = ((value * CELLS as f64).round() as usize).min(CELLS);
    let style = match verdict {
        StabilityLevel::Holds => styles::FAINT,
        StabilityLevel::Wavers | StabilityLevel::DoNotRely => styles::WARNING,
    };
    let mut line =
        format!("Stability {}{} {value:.2} {verdict}", "█".repeat(filled), "░".repeat(CELLS - filled));
    // A theme that holds on samples may still rest on one person.
    if let Some(worst) = stability.values.worst_interview.filter(|_| stability.depends_on_one_interview) {
        line += &format!("; without one interview {worst:.2} of it is left");
    }
    Some(styled(style, &line))
}

/// Prints a segment and where it comes from; cut to `limit`, where there is one.
pub(super) fn print_quote(
    quote: &QuoteView,
    limit: Option<usize>,
    width: usize,
    output: &mut Output,
) -> Result<(), CliError> {
    let text = shorten(&quote.text, limit.unwrap_or(usize::MAX));
    let room = width - INDENT.len() - 1;
    for (i, line) in wrap(&format!("“{text}”"), room).iter().enumerate() {
        output.line(&format!("{INDENT}{}{line}", if i == 0 { "" } else { " " }))?;
    }
    output.line(&format!("{INDENT} {}", styled(styles::FAINT, &source_of(quote))))
}

/// Where a segment comes from.
pub(super) fn source_of(quote: &QuoteView) -> String {
    source(&quote.document, quote.participant.as_deref(), quote.turn, quote.time_ms, quote.was_noise)
}

/// Where words come from: document, participant, turn and time.
pub(super) fn source(
    document: &str,
    participant: Option<&str>,
    turn: usize,
    time_ms: Option<u64>,
    was_noise: bool,
) -> String {
    let mut source = format!("— {document}");
    if let Some(participant) = participant {
        source += &format!(", {participant}");
    }
    source += &format!(", turn {turn}");
    if let Some(ms) = time_ms {
        source += &format!(", at {}", clock(ms));
    }
    if was_noise {
        source += " (noise, put here as the nearest)";
    }
    source
}

/// On what the number of themes, or the tolerance, was chosen, and what else the result rests on.
fn evidence(run: &RunView, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(curve) = &run.curve {
        let why = if curve.parameter == "n_clusters" { "Why this number" } else { "Why this tolerance" };
        lines.extend(wrap(&format!("{why}: {}", curve.reason), width));
        lines.extend(drawn(curve, width));
    }
    if let Some(coarse) = &run.tree.curve {
        lines.extend(wrap(&format!("Why this number of groups: {}", coarse.reason), width));
    }
    match (run.silhouette.mean, &run.silhouette.undefined_because) {
        (Some(mean), _) => lines.push(format!(
            "Silhouette of the whole: {mean:.3} (cosine, between −1 and 1; near 0 the themes shade into each other)."
        )),
        (None, Some(reason)) => lines.push(format!("Silhouette: undefined, because {reason}.")),
        (None, None) => {}
    }
    lines
}

/// The curve on which a parameter was chosen: each point where they are few, else a drawn line.
fn drawn(curve: &CriterionCurve, width: usize) -> Vec<String> {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let points: Vec<(f64, f64)> = curve.points.iter().filter_map(|point| Some((point.x, point.y?))).collect();
    let criterion = &curve.criterion;
    if points.is_empty() {
        return Vec::new();
    }
    if points.len() <= 40 && curve.parameter == "n_clusters" {
        let cells: Vec<String> = points
            .iter()
            .map(|&(x, y)| format!("{x}: {y:.3}{}", if x == curve.chosen { "*" } else { "" }))
            .collect();
        return wrap(&format!("{criterion} by number of themes  {}", cells.join("  ")), width)
            .into_iter()
            .map(|line| styled(styles::FAINT, &line))
            .collect();
    }
    let (low, high) = points.iter().fold((f64::MAX, f64::MIN), |(l, h), &(_, y)| (l.min(y), h.max(y)));
    let n = width.min(60).min(points.len());
    let drawn: String = (0..n)
        .map(|i| points[i * points.len() / n].1)
        .map(|y| BARS[if high > low { ((y - low) / (high - low) * 7.0).round() as usize } else { 0 }])
        .collect();
    vec![styled(styles::FAINT, &format!("{criterion}, {low:.2} to {high:.2}: {drawn}"))]
}
