//! Prints what a decision would do.

use crate::cli::error::CliError;
use crate::cli::layout::{count, indented, sentence, width, wrap};
use crate::cli::output::{Output, styled, styles};
use crate::cli::table::Table;
use crate::cli::themes::columns;
use crate::domain::CandidateStatus;
use crate::project::{Preview, ThemePreview};

pub(super) fn print(preview: &Preview, output: &mut Output) -> Result<(), CliError> {
    let width = width();
    output.line(&styled(styles::STRONG, "Nothing was written. It would do this:"))?;
    for line in wrap(&sentence(&preview.words), width) {
        output.line(&line)?;
    }
    if !preview.themes.is_empty() {
        output.line("")?;
        let mut table = Table::new(columns());
        for theme in &preview.themes {
            add(theme, &mut table);
        }
        table.print(output)?;
        output.line("")?;
    }
    let mut facts = Vec::new();
    if preview.n_segments > 0 {
        let segments = count(preview.n_segments, "segment", "segments");
        let people = count(preview.n_participants, "participant", "participants");
        facts.push(format!("It affects {segments} of {people}."));
    }
    for (n, verb) in [(preview.n_new_codings, "adds"), (preview.n_lost_codings, "removes")] {
        if n > 0 {
            facts.push(format!("It {verb} {}.", count(n, "coding", "codings")));
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

/// Adds a theme, with what would change.
fn add(theme: &ThemePreview, table: &mut Table) {
    let of = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"));
    let change = |before: String, after: String| {
        if before == after { after } else { format!("{before} → {after}") }
    };
    let label = match theme.verdict {
        CandidateStatus::Open => theme.label.clone(),
        verdict => format!("{} ({verdict})", theme.label),
    };
    table.row([
        theme.theme.into(),
        label.into(),
        change(theme.n_segments_before.to_string(), theme.n_segments_after.to_string()).into(),
        change(theme.n_participants_before.to_string(), theme.n_participants_after.to_string()).into(),
        change(of(theme.cohesion_before), of(theme.cohesion_after)).into(),
    ]);
    let regrouped = theme.n_segments_before != theme.n_segments_after && theme.n_segments_after > 0;
    if regrouped && !theme.key_terms_after.is_empty() {
        let terms = format!("key terms then: {}", theme.key_terms_after.join(", "));
        for line in indented(&terms, 5, width()) {
            table.text(styled(styles::FAINT, &line));
        }
    }
}
