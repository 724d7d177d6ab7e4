//! Prints what a decision would do.

use crate::cli::error::CliError;
use crate::cli::layout::{count, indented, sentence, width, wrap};
use crate::cli::output::{Output, styled, styles};
use crate::cli::table::{Column, Table};
use crate::domain::CandidateStatus;
use crate::project::{CandidatePreview, Preview};

pub(super) fn print(preview: &Preview, output: &mut Output) -> Result<(), CliError> {
    let width = width();
    output.line(&styled(styles::STRONG, "Nothing was written. It would do this:"))?;
    for line in wrap(&sentence(&preview.words), width) {
        output.line(&line)?;
    }
    if !preview.candidates.is_empty() {
        output.line("")?;
        let mut table = Table::new(columns());
        for candidate in &preview.candidates {
            add(candidate, &mut table);
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
    if !preview.candidates.is_empty() {
        facts.push(preview.unchanged.clone());
    }
    for line in wrap(&facts.join(" "), width).iter().filter(|line| !line.is_empty()) {
        output.line(line)?;
    }
    Ok(())
}

/// Returns the columns of a table of candidates before and after.
fn columns() -> [Column; 5] {
    [
        Column::right("#").at_least(3).styled(styles::NUMBER),
        Column::fill("Candidate").styled(styles::STRONG),
        Column::right("Segments"),
        Column::right("Participants"),
        Column::right("Cohesion"),
    ]
}

/// Adds a candidate, with what would change.
fn add(candidate: &CandidatePreview, table: &mut Table) {
    let of = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"));
    let change = |before: String, after: String| {
        if before == after { after } else { format!("{before} → {after}") }
    };
    let label = match candidate.verdict {
        CandidateStatus::Open => candidate.label.clone(),
        verdict => format!("{} ({verdict})", candidate.label),
    };
    table.row([
        candidate.candidate.into(),
        label.into(),
        change(candidate.n_segments_before.to_string(), candidate.n_segments_after.to_string()).into(),
        change(candidate.n_participants_before.to_string(), candidate.n_participants_after.to_string())
            .into(),
        change(of(candidate.cohesion_before), of(candidate.cohesion_after)).into(),
    ]);
    let regrouped =
        candidate.n_segments_before != candidate.n_segments_after && candidate.n_segments_after > 0;
    if regrouped && !candidate.key_terms_after.is_empty() {
        let terms = format!("key terms then: {}", candidate.key_terms_after.join(", "));
        for line in indented(&terms, 5, width()) {
            table.text(styled(styles::FAINT, &line));
        }
    }
}
