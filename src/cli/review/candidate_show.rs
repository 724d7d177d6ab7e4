//! `themata candidate show`

use super::open_review::LookArgs;
use crate::cli::error::CliError;
use crate::cli::layout::{count, plain, width, wrap};
use crate::cli::output::{Output, styled, styles};
use crate::cli::themes::source_of;
use crate::domain::{MadeBy, ProposalId};
use crate::project::{CandidateView, ReviewSegment};

pub(super) fn run(look: &LookArgs, theme: ProposalId, output: &mut Output) -> Result<(), CliError> {
    let detail = look.open()?.session()?.candidate_detail(theme)?;
    if look.json {
        return output.json(&detail);
    }
    print(&detail.theme, output)?;
    output.line("")?;
    for quote in &detail.quotes {
        print_segment(quote, None, &[], output)?;
    }
    Ok(())
}

fn print(theme: &CandidateView, output: &mut Output) -> Result<(), CliError> {
    output.line(&format!(
        "{}  {}",
        styled(styles::NUMBER, &theme.id.to_string()),
        styled(styles::STRONG, &plain(&theme.label))
    ))?;
    let mut facts = vec![
        theme.verdict.to_string(),
        count(theme.n_segments, "segment", "segments"),
        count(if theme.n_segments > 0 { theme.n_participants } else { 0 }, "participant", "participants"),
    ];
    if let Some(cohesion) = theme.cohesion.filter(|_| theme.n_segments > 0) {
        facts.push(format!("cohesion {cohesion:.2}"));
    }
    if let Some(code) = theme.code {
        facts.push(format!("its code is {code}"));
    }
    if let Some(into) = theme.merged_into {
        facts.push(format!("merged into {into}"));
    }
    match &theme.made_by {
        Some(MadeBy::SplitOf(of)) => facts.push(format!("split off {of}")),
        Some(MadeBy::MovedFrom(from)) if !from.is_empty() => {
            let from: Vec<String> = from.iter().map(ToString::to_string).collect();
            facts.push(format!("made of segments of {}", from.join(" and ")));
        }
        Some(MadeBy::MovedFrom(_)) => facts.push("made of segments that were in no theme".to_owned()),
        Some(MadeBy::SuggestedAgain) => facts.push("suggested again".to_owned()),
        None => {}
    }
    if let Some(stability) = theme.stability {
        facts.push(format!("stability: {stability}"));
    }
    for line in wrap(&facts.join(", "), width()) {
        output.line(&line)?;
    }
    if !theme.key_terms.is_empty() && theme.n_segments > 0 {
        for line in wrap(&format!("Key terms: {}", theme.key_terms.join(", ")), width()) {
            output.line(&line)?;
        }
    }
    Ok(())
}

/// Prints a segment with its number, its source, and notes on it.
pub(super) fn print_segment(
    segment: &ReviewSegment,
    limit: Option<usize>,
    notes: &[String],
    output: &mut Output,
) -> Result<(), CliError> {
    let text = crate::cli::layout::shorten(&segment.quote.text, limit.unwrap_or(usize::MAX));
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
