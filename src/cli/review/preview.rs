//! What a decision would do, in words and numbers.

use crate::cli::error::CliError;
use crate::cli::layout::{count, pad, sentence, shorten, wrap};
use crate::cli::output::{Output, styled, styles, width};
use crate::domain::CandidateStatus;
use crate::project::{Preview, ThemePreview};

/// The columns of numbers: segments, participants, cohesion, each before and after.
const NUMBERS: usize = 44;

pub(super) fn print(preview: &Preview, output: &mut Output) -> Result<(), CliError> {
    let width = width();
    output.line(&styled(styles::STRONG, "Nothing is written. This would be done:"))?;
    for line in wrap(&sentence(&preview.words), width) {
        output.line(&line)?;
    }
    if !preview.themes.is_empty() {
        let head = format!(
            "{}{:>14}{:>14}{:>16}",
            pad("  #  Candidate theme", width - NUMBERS),
            "Segments",
            "Participants",
            "Cohesion"
        );
        output.line("")?;
        output.line(&styled(styles::FAINT, &head))?;
        for theme in &preview.themes {
            row(theme, width, output)?;
        }
        output.line("")?;
    }
    let mut facts = Vec::new();
    if preview.n_segments > 0 {
        let segments = count(preview.n_segments, "segment", "segments");
        let verb = if preview.n_segments == 1 { "is" } else { "are" };
        let people = count(preview.n_participants, "participant", "participants");
        facts.push(format!("{segments} of {people} {verb} affected."));
    }
    for (n, what) in [(preview.n_new_codings, "made"), (preview.n_lost_codings, "taken away")] {
        if n > 0 {
            let verb = if n == 1 { "is" } else { "are" };
            facts.push(format!("{} {verb} {what}.", count(n, "coding", "codings")));
        }
    }
    if !preview.themes.is_empty() {
        facts.push(preview.unchanged.clone());
    }
    for line in wrap(&facts.join(" "), width).iter().filter(|line| !line.is_empty()) {
        output.line(line)?;
    }
    Ok(())
}

fn row(theme: &ThemePreview, width: usize, output: &mut Output) -> Result<(), CliError> {
    let of = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"));
    let change = |before: String, after: String| {
        if before == after { after } else { format!("{before} → {after}") }
    };
    let label = match theme.verdict {
        CandidateStatus::Open => theme.label.clone(),
        verdict => format!("{} ({verdict})", theme.label),
    };
    output.line(&format!(
        "{}  {}{:>14}{:>14}{:>16}",
        styled(styles::NUMBER, &format!("{:>3}", theme.theme.0)),
        styled(styles::STRONG, &pad(&shorten(&label, width - NUMBERS - 6), width - NUMBERS - 5)),
        change(theme.n_segments_before.to_string(), theme.n_segments_after.to_string()),
        change(theme.n_participants_before.to_string(), theme.n_participants_after.to_string()),
        change(of(theme.cohesion_before), of(theme.cohesion_after)),
    ))?;
    let regrouped = theme.n_segments_before != theme.n_segments_after && theme.n_segments_after > 0;
    if regrouped && !theme.key_terms_after.is_empty() {
        let terms = format!("then: {}", theme.key_terms_after.join(", "));
        for line in wrap(&terms, width - 5) {
            output.line(&format!("     {}", styled(styles::FAINT, &line)))?;
        }
    }
    Ok(())
}
