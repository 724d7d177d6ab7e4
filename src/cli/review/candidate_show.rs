//! `themata show B`, `themata candidate show 15`: one candidate with its segments.

use crate::cli::error::CliError;
use crate::cli::layout::{count, shorten, width, wrap};
use crate::cli::output::{Output, styled, styles};
use crate::cli::overview::{self, Line};
use crate::cli::themes::{QuoteStyle, print_quote, source_of};
use crate::domain::CandidateId;
use crate::project::{
    CandidateDetail, CandidateOrigin, CandidateView, ProposedView, ReviewSegment, StabilityView,
};
use crate::words;

/// Prints a candidate with its segments, each below the question that it answers if this is wanted.
pub(super) fn print(
    detail: &CandidateDetail,
    with_questions: bool,
    output: &mut Output,
) -> Result<(), CliError> {
    let style = QuoteStyle::whole(with_questions);
    let view = &detail.candidate.theme;
    let codes = &detail.candidate.codes;
    print_facts(view, detail.theme, !codes.is_empty(), output)?;
    if let Some(proposed) = &detail.proposed {
        if detail.is_as_proposed {
            print_evidence(proposed, output)?;
        } else {
            output.sentence(
                &format!(
                    "Its segments are not those that the machine proposed: `themata show {} --as-suggested` shows these.",
                    view.id
                ),
                0,
            )?;
        }
    }
    if codes.is_empty() {
        section("Segments, nearest to the centre first", output)?;
    } else {
        section("Candidate codes", output)?;
        let mut table = overview::table(true);
        for code in codes.iter().filter(|code| !code.verdict.is_gone()) {
            overview::add(&Line::now(code, false), &mut table);
        }
        table.print(output)?;
        section("Segments of all its candidate codes", output)?;
    }
    for quote in &detail.quotes {
        let place = quote
            .candidate
            .filter(|_| !codes.is_empty())
            .map(|code| format!("in {}", words::candidate(code)));
        print_segment(quote, style, place.as_slice(), output)?;
    }
    let near_misses = detail.proposed.iter().filter(|_| detail.is_as_proposed).flat_map(|p| &p.near_misses);
    for (at, miss) in near_misses.enumerate() {
        if at == 0 {
            section("Near misses: segments of other candidates that nearly belong here", output)?;
        }
        print_quote(&miss.quote, style, output)?;
        let place = miss
            .candidate
            .map_or_else(|| "in no candidate".to_owned(), |id| format!("in {}", words::candidate(id)));
        output.line(&styled(styles::FAINT, &format!("        {place}")))?;
    }
    Ok(())
}

/// Prints what is known of a candidate on a few lines.
fn print_facts(
    view: &CandidateView,
    theme: Option<CandidateId>,
    holds_codes: bool,
    output: &mut Output,
) -> Result<(), CliError> {
    let id = view.id.to_string();
    for (at, line) in wrap(&view.label, width().saturating_sub(id.len() + 2)).iter().enumerate() {
        let head = if at == 0 { styled(styles::NUMBER, &id) } else { " ".repeat(id.len()) };
        output.line(&format!("{head}  {}", styled(styles::STRONG, line)))?;
    }
    let mut facts = vec![words::candidate(view.id)];
    if let Some(theme) = theme {
        facts.push(format!("in {}", words::candidate(theme)));
    }
    facts.push(view.verdict.to_string());
    facts.push(count(view.n_segments, "segment", "segments"));
    facts.push(count(view.n_participants, "participant", "participants"));
    if let Some(cohesion) = view.cohesion {
        facts.push(format!("cohesion {cohesion:.2}"));
    }
    if let Some(code) = view.code {
        facts.push(format!("in the codebook as {code}"));
    }
    if let Some(into) = view.merged_into {
        facts.push(format!("merged into {into}"));
    }
    let listed = |ids: &[CandidateId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ");
    let what = if holds_codes { "candidate codes" } else { "segments" };
    match &view.made_by {
        Some(CandidateOrigin::SplitOf(of)) => facts.push(format!("split off {of}")),
        Some(CandidateOrigin::MovedFrom(from)) if !from.is_empty() => {
            facts.push(format!("made of {what} of {}", listed(from)));
        }
        Some(CandidateOrigin::MovedFrom(_)) => facts.push(format!("made of {what} that were in none")),
        Some(CandidateOrigin::SuggestedAgain) => facts.push("suggested again".to_owned()),
        None => {}
    }
    output.sentence(&facts.join(", "), 0)?;
    if !view.key_terms.is_empty() && view.n_segments > 0 {
        output.sentence(&format!("Key terms: {}", view.key_terms.join(", ")), 0)?;
    }
    Ok(())
}

/// Prints the evidence of the run that proposed it.
fn print_evidence(proposed: &ProposedView, output: &mut Output) -> Result<(), CliError> {
    if let Some(stability) = &proposed.stability {
        output.sentence(&stability_words(stability), 0)?;
    }
    if let Some(rival) = &proposed.rival {
        let words = format!(
            "Most similar: {} {} (cosine of the centres {:.2})",
            rival.id, rival.label, rival.similarity
        );
        output.sentence(&words, 0)?;
    }
    for notice in &proposed.notices {
        for line in wrap(&format!("! {notice}"), width()) {
            output.line(&styled(styles::WARNING, &line))?;
        }
    }
    Ok(())
}

/// Returns all that is known of a stability.
fn stability_words(stability: &StabilityView) -> String {
    let values = &stability.values;
    let verdict = stability.verdict.map_or_else(|| "undefined".to_owned(), |verdict| verdict.to_string());
    let mut words = format!("Stability: {verdict}");
    for (name, value) in [
        ("samples", values.resamples),
        ("other seeds", values.seeds),
        ("up to two candidates more or fewer", values.numbers),
        ("one interview left out", values.interviews),
        ("the most important interview left out", values.worst_interview),
    ] {
        if let Some(value) = value {
            words += &format!("; {name} {value:.2}");
        }
    }
    words + ". Each value is the share of its segments that stay together (Hennig's Jaccard)."
}

fn section(title: &str, output: &mut Output) -> Result<(), CliError> {
    output.line("")?;
    for line in wrap(title, width()) {
        output.line(&styled(styles::STRONG, &line))?;
    }
    Ok(())
}

/// Prints a segment with its number, its source, and notes on it.
pub(super) fn print_segment(
    segment: &ReviewSegment,
    style: QuoteStyle,
    notes: &[String],
    output: &mut Output,
) -> Result<(), CliError> {
    for line in style.question_lines(&segment.quote, 8) {
        output.line(&line)?;
    }
    let text = shorten(&segment.quote.text, style.limit.unwrap_or(usize::MAX));
    for (i, line) in wrap(&format!("“{text}”"), width().saturating_sub(8)).iter().enumerate() {
        let head = if i == 0 {
            styled(styles::NUMBER, &format!("{:>5}", segment.id.0)) + "  "
        } else {
            " ".repeat(8)
        };
        output.line(&format!("{head}{line}"))?;
    }
    let mut end = source_of(&segment.quote);
    if segment.negative {
        end += "; negative case";
    }
    match segment.codings.len() {
        0 => {}
        1 => end += "; coded",
        n => end += &format!("; coded {n} times"),
    }
    for note in std::iter::once(&end).chain(notes) {
        for line in wrap(note, width().saturating_sub(8)) {
            output.line(&format!("        {}", styled(styles::FAINT, &line)))?;
        }
    }
    Ok(())
}
