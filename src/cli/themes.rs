//! Prints candidates with their key terms, quotes and the evidence of their run.

use anstyle::Style;

use super::error::CliError;
use super::layout::{clock, count, indented, shorten, shorten_start, width, wrap};
use super::output::{Output, styled, styles};
use super::overview;
use crate::domain::{CriterionCurve, StabilityLevel};
use crate::project::{
    CandidateView, GuideView, ProposedView, QuoteView, ReviewSegment, RunView, StabilityView, SuggestView,
};

/// How many quotes are printed under a candidate.
pub(super) const QUOTES: usize = 2;
/// The spaces before what is printed under a candidate.
const INDENT: usize = 5;

/// How quotes are printed.
#[derive(Clone, Copy, Debug)]
pub(super) struct QuoteStyle {
    /// After how many cells a quote is cut; `None` for whole quotes.
    pub(super) limit: Option<usize>,
    /// Whether the question that it answers stands above it.
    pub(super) with_question: bool,
}

impl QuoteStyle {
    /// Returns the style of quotes of about two lines.
    pub(super) fn short(with_question: bool) -> Self {
        Self { limit: Some(2 * width()), with_question }
    }

    /// Returns the style of the quotes that were asked for: with `--quotes`, or with `--questions`, which shows them too.
    pub(super) fn asked(quotes: bool, questions: bool) -> Option<Self> {
        (quotes || questions).then(|| Self::short(questions))
    }

    /// Returns the style of whole quotes.
    pub(super) fn whole(with_question: bool) -> Self {
        Self { limit: None, with_question }
    }

    /// Returns the lines of the question above a quote. Shows only the end of a long question, where it asks.
    pub(super) fn question_lines(self, quote: &QuoteView, indent: usize) -> Vec<String> {
        let Some(question) = quote.question.as_deref().filter(|_| self.with_question) else {
            return Vec::new();
        };
        let asked = format!("asked: “{}”", shorten_start(question, 2 * width()));
        indented(&asked, indent, width()).iter().map(|line| styled(styles::FAINT, line)).collect()
    }
}

/// Prints a run's candidates: an overview, and with quotes each of them with key terms and quotes, and the evidence of the run.
pub(super) fn print(
    view: &SuggestView,
    quotes: Option<QuoteStyle>,
    output: &mut Output,
) -> Result<(), CliError> {
    overview::print_proposed(view, output)?;
    if let Some(style) = quotes {
        for theme in &view.themes {
            print_proposed(&theme.theme, style, output)?;
            theme.codes.iter().try_for_each(|code| print_proposed(code, style, output))?;
        }
        let has_codes = view.themes.iter().any(|theme| !theme.codes.is_empty());
        print_evidence(&view.run, has_codes, output)?;
    }
    Ok(())
}

/// Prints a candidate with what the run knows of it.
fn print_proposed(view: &ProposedView, style: QuoteStyle, output: &mut Output) -> Result<(), CliError> {
    let width = width();
    head(&view.id.to_string(), &view.label, output)?;
    let below =
        |text: &str, style| indented(text, INDENT, width).into_iter().map(move |line| styled(style, &line));
    let mut lines: Vec<String> = below(&view.key_terms.join(", "), styles::FAINT).collect();
    if let Some(share) = view.label_coverage {
        let line = format!("A word of the label is in {:.0} % of the segments", share * 100.0);
        lines.extend(below(&line, styles::FAINT));
    }
    if let Some((line, style)) = view.stability.as_ref().and_then(stability_line) {
        lines.extend(below(&line, style));
    }
    for quote in view.exemplars.iter().take(QUOTES) {
        lines.extend(quote_lines(quote, style));
    }
    for notice in &view.notices {
        lines.extend(below(&format!("! {notice}"), styles::WARNING));
    }
    lines.iter().try_for_each(|line| output.line(line))
}

/// Prints a candidate as it is now, with some of its segments.
pub(super) fn print_described(
    view: &CandidateView,
    quotes: &[ReviewSegment],
    style: QuoteStyle,
    output: &mut Output,
) -> Result<(), CliError> {
    let width = width();
    head(&view.id.to_string(), &view.label, output)?;
    for line in indented(&view.key_terms.join(", "), INDENT, width) {
        output.line(&styled(styles::FAINT, &line))?;
    }
    let lines = quotes.iter().flat_map(|segment| quote_lines(&segment.quote, style));
    lines.collect::<Vec<_>>().iter().try_for_each(|line| output.line(line))
}

fn head(id: &str, label: &str, output: &mut Output) -> Result<(), CliError> {
    output.line("")?;
    let label = shorten(label, width().saturating_sub(INDENT));
    output.line(&format!(
        "{}  {}",
        styled(styles::NUMBER, &format!("{id:>3}")),
        styled(styles::STRONG, &label)
    ))
}

/// Returns the line on a candidate's stability: a bar over samples, the verdict, and whether the candidate depends on one interview.
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
    // One that is stable over samples may still depend on one interview.
    if let Some(worst) = stability.values.worst_interview.filter(|_| stability.depends_on_one_interview) {
        line += &format!("; without one interview, {worst:.2} of it is left");
    }
    Some((line, style))
}

/// Prints a segment and its source.
pub(super) fn print_quote(quote: &QuoteView, style: QuoteStyle, output: &mut Output) -> Result<(), CliError> {
    quote_lines(quote, style).iter().try_for_each(|line| output.line(line))
}

/// Returns the lines of a segment and its source, below the question that it answers if this is wanted.
fn quote_lines(quote: &QuoteView, style: QuoteStyle) -> Vec<String> {
    let mut lines = style.question_lines(quote, INDENT + 1);
    let text = shorten(&quote.text, style.limit.unwrap_or(usize::MAX));
    let mut words = indented(&format!("“{text}”"), INDENT + 1, width());
    // The quotation mark sticks out, so that the words are in line.
    if let Some(first) = words.first_mut() {
        first.remove(0);
    }
    lines.extend(words);
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
        source += " (noise, added to the nearest candidate)";
    }
    source
}

/// Prints why there are so many candidates or why this tolerance was chosen, and how well the groups of segments are separated.
pub(super) fn print_evidence(
    run: &RunView,
    has_two_levels: bool,
    output: &mut Output,
) -> Result<(), CliError> {
    let width = width();
    let mut lines = vec![String::new()];
    if let Some(curve) = &run.curve {
        let why = match (curve.parameter.as_str(), has_two_levels) {
            ("n_clusters", true) => "Why this number of candidate codes",
            ("n_clusters", false) => "Why this number",
            _ => "Why this tolerance",
        };
        lines.extend(wrap(&format!("{why}: {}", curve.reason), width));
        lines.extend(drawn(curve, width));
    }
    if let Some(coarse) = &run.tree.curve {
        lines.extend(wrap(&format!("Why this number of candidate themes: {}", coarse.reason), width));
    }
    lines.extend(run.guide.iter().flat_map(|guide| wrap(&guide_words(guide), width)));
    match (run.silhouette.mean, &run.silhouette.undefined_because) {
        (Some(mean), _) => {
            let words = "(cosine, between −1 and 1; near 0, the groups overlap)";
            lines.extend(wrap(&format!("Silhouette over all segments: {mean:.3} {words}."), width));
        }
        (None, Some(reason)) => lines.push(format!("Silhouette: undefined, because {reason}.")),
        (None, None) => {}
    }
    lines.iter().try_for_each(|line| output.line(line))
}

/// What the adjusted mutual information of groups and questions means.
pub(super) const AMI_WITH_QUESTIONS: &str =
    "1 if the groups are the questions again, 0 if they have nothing to do with them";

/// Returns how far the candidates follow the interview guide.
fn guide_words(guide: &GuideView) -> String {
    let asked = count(guide.n_questions, "question was", "questions were");
    let answers = count(guide.n_segments, "segment answers", "segments answer");
    let levels = [("candidate codes", guide.ami_codes), ("candidate themes", guide.ami_themes)];
    let figures: Vec<String> =
        levels.iter().filter_map(|(level, ami)| Some(format!("{level} {:.2}", (*ami)?))).collect();
    let measured = match figures.is_empty() {
        true => "This is too little to measure how far the candidates follow the questions.".to_owned(),
        false => format!(
            "Adjusted mutual information of questions and candidates: {} ({AMI_WITH_QUESTIONS}).",
            figures.join(", ")
        ),
    };
    format!("The interview guide: {asked} asked in at least two documents, and {answers} them. {measured}")
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
        return wrap(&format!("{criterion} by number of groups  {}", cells.join("  ")), width)
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
