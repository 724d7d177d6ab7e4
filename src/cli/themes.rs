//! Prints candidate themes as a table.

use anstyle::Style;

use super::error::CliError;
use super::layout::{clock, count, indented, pad, shorten, width, wrap};
use super::output::{Output, styled, styles};
use super::table::{Column, Table};
use crate::domain::{CriterionCurve, StabilityLevel};
use crate::project::{GroupView, QuoteView, RunView, StabilityView, SuggestView, ThemeView};

/// How many quotes are printed under a theme.
const QUOTES: usize = 2;
/// The spaces before what is printed under a theme.
const INDENT: usize = 5;

/// Returns the columns of a table of candidate themes.
pub(super) fn columns() -> [Column; 5] {
    [
        Column::right("#").at_least(3).styled(styles::NUMBER),
        Column::fill("Candidate theme").styled(styles::STRONG),
        Column::right("Segments"),
        Column::right("Participants"),
        Column::right("Cohesion"),
    ]
}

/// Prints a run's candidate themes.
pub(super) fn print(view: &SuggestView, output: &mut Output) -> Result<(), CliError> {
    let width = width();
    let mut table = Table::new(columns()).ruled();
    let groups = &view.run.tree.groups;
    for (number, group) in (1..).zip(groups) {
        add_group(group, width, &mut table);
        for theme in view.themes.iter().filter(|theme| theme.group == Some(number)) {
            add_theme(theme, width, &mut table);
        }
    }
    for theme in view.themes.iter().filter(|theme| groups.is_empty() || theme.group.is_none()) {
        add_theme(theme, width, &mut table);
    }
    if !view.themes.is_empty() {
        table.print(output)?;
    }
    if view.noise.n_segments > 0 {
        output.line(&format!(
            "Set aside as noise: {} ({:.0} %).",
            count(view.noise.n_segments, "segment", "segments"),
            view.noise.share * 100.0
        ))?;
    }
    for line in evidence(&view.run, width) {
        output.line(&line)?;
    }
    Ok(())
}

/// Adds a theme, with what is known of it.
fn add_theme(theme: &ThemeView, width: usize, table: &mut Table) {
    table.row([
        theme.id.into(),
        (&theme.label).into(),
        theme.n_segments.into(),
        theme.n_participants.into(),
        format!("{:.2}", theme.cohesion).into(),
    ]);
    let below =
        |text: &str, style| indented(text, INDENT, width).into_iter().map(move |line| styled(style, &line));
    below(&theme.key_terms.join(", "), styles::FAINT).for_each(|line| table.text(line));
    if let Some((line, style)) = theme.stability.as_ref().and_then(stability_line) {
        below(&line, style).for_each(|line| table.text(line));
    }
    for quote in theme.exemplars.iter().take(QUOTES) {
        quote_lines(quote, Some(2 * width), width).into_iter().for_each(|line| table.text(line));
    }
    for notice in &theme.notices {
        below(&format!("! {notice}"), styles::WARNING).for_each(|line| table.text(line));
    }
    table.text(String::new());
}

/// Adds the heading of a coarse group.
fn add_group(group: &GroupView, width: usize, table: &mut Table) {
    let themes = count(group.themes.len(), "theme", "themes");
    let numbers = format!("{themes}, {}", count(group.n_segments, "segment", "segments"));
    let free = width.saturating_sub(numbers.len());
    let head = shorten(&format!("{}  {}", group.letter, group.label), free.saturating_sub(2));
    table.text(format!("{}{}", styled(styles::STRONG, &pad(&head, free)), styled(styles::FAINT, &numbers)));
    table.text(styled(styles::FAINT, &"─".repeat(width)));
}

/// Returns the line on a theme's stability: a bar over samples, the verdict, and whether the theme depends on one interview.
fn stability_line(stability: &StabilityView) -> Option<(String, Style)> {
    const CELLS: usize = 10;
    let (value, verdict) = (stability.values.resamples?, stability.verdict?);
    let filled = ((value * CELLS as f64).round() as usize).min(CELLS);
    let style = match verdict {
        StabilityLevel::Holds => styles::FAINT,
        StabilityLevel::Wavers | StabilityLevel::DoNotRely => styles::WARNING,
    };
    let mut line =
        format!("Stability {}{} {value:.2} {verdict}", "█".repeat(filled), "░".repeat(CELLS - filled));
    // A theme that is stable over samples may still depend on one interview.
    if let Some(worst) = stability.values.worst_interview.filter(|_| stability.depends_on_one_interview) {
        line += &format!("; without one interview, {worst:.2} of it is left");
    }
    Some((line, style))
}

/// Prints a segment, cut to `limit` if there is one, and its source.
pub(super) fn print_quote(
    quote: &QuoteView,
    limit: Option<usize>,
    width: usize,
    output: &mut Output,
) -> Result<(), CliError> {
    quote_lines(quote, limit, width).iter().try_for_each(|line| output.line(line))
}

/// Returns the lines of a segment and its source.
fn quote_lines(quote: &QuoteView, limit: Option<usize>, width: usize) -> Vec<String> {
    let text = shorten(&quote.text, limit.unwrap_or(usize::MAX));
    let mut lines = indented(&format!("“{text}”"), INDENT + 1, width);
    // The quotation mark sticks out, so that the words are in line.
    if let Some(first) = lines.first_mut() {
        first.remove(0);
    }
    lines.push(styled(styles::FAINT, &format!("{}{}", " ".repeat(INDENT + 1), source_of(quote))));
    lines
}

/// Returns the source of a segment.
pub(super) fn source_of(quote: &QuoteView) -> String {
    source(&quote.document, quote.participant.as_deref(), quote.turn, quote.time_ms, quote.was_noise)
}

/// Returns the source of words: document, participant, turn and time.
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
        source += " (noise, added to the nearest theme)";
    }
    source
}

/// Returns why this number of themes or this tolerance was chosen, and how well the themes are separated.
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
        (Some(mean), _) => {
            let words = "(cosine, between −1 and 1; near 0, the themes overlap)";
            lines.extend(wrap(&format!("Silhouette over all segments: {mean:.3} {words}."), width));
        }
        (None, Some(reason)) => lines.push(format!("Silhouette: undefined, because {reason}.")),
        (None, None) => {}
    }
    lines
}

/// Returns the curve on which a parameter was chosen: its points if they are few, else a drawn line.
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
