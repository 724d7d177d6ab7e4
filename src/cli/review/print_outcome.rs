//! Prints what a decision did, and how to undo it.

use super::open_review::OpenReview;
use crate::cli::error::CliError;
use crate::cli::layout::{count, sentence, shorten, width, wrap};
use crate::cli::output::{Output, styled, styles};
use crate::cli::overview::{self, Line};
use crate::domain::OperationKind;
use crate::project::{Decided, ProjectError, Refusal};
use crate::words::{labelled, ranges};

/// How many ids are listed before the rest is counted.
const NAMED: usize = 6;

pub(super) fn print(review: &mut OpenReview, decided: &Decided, output: &mut Output) -> Result<(), CliError> {
    let width = width();
    let words = match (decided.kind, decided.of) {
        (OperationKind::Undo, Some(of)) => {
            format!("undid operation {of}: {}", decided.of_words.as_deref().unwrap_or_default())
        }
        (OperationKind::Redo, Some(of)) => {
            format!("redid operation {of}: {}", decided.of_words.as_deref().unwrap_or_default())
        }
        _ => decided.words.clone(),
    };
    for line in wrap(&sentence(&words), width) {
        output.line(&line)?;
    }
    let touched = &decided.touched;
    // Where segments moved between candidates, these are shown as they are now.
    if touched.codings.is_empty() && !touched.segments.is_empty() {
        let mut table = overview::table(true);
        for &id in &touched.candidates {
            // A candidate that was made by the operation now undone no longer exists.
            match review.session()?.candidate(id) {
                Err(ProjectError::Refused(Refusal::NoSuchCandidate { .. })) => {}
                view => overview::add(&Line::now(&view?.theme, false), &mut table),
            }
        }
        table.without_headings().print(output)?;
    }
    for line in changed(review, decided)? {
        for line in wrap(&line, width.saturating_sub(2)) {
            output.line(&format!("  {}", styled(styles::FAINT, &line)))?;
        }
    }
    output.flush()?;
    let way = match decided.kind {
        OperationKind::Undo => format!("redo it with `themata redo{}`", review.typed_to_redo()),
        _ => format!("undo it with `themata undo{}`", review.typed),
    };
    output.say(&styled(
        styles::FAINT,
        &format!("Operation {} of the log, by {}; {way}.", decided.operation, review.name()),
    ));
    Ok(())
}

/// Returns what else changed: segments, codes, codings and memos, by their ids.
fn changed(review: &mut OpenReview, decided: &Decided) -> Result<Vec<String>, CliError> {
    let touched = &decided.touched;
    let mut lines = Vec::new();
    if !touched.segments.is_empty() {
        let numbers = shorten(&ranges(touched.segments.iter().map(|segment| segment.0)), 160);
        lines.push(format!("segments: {numbers}"));
    }
    if !touched.codes.is_empty() {
        let book = review.session()?.codebook(None, None)?;
        let codes = book.all_codes();
        let named = touched.codes.iter().take(NAMED).map(|id| {
            let found = codes.iter().find(|found| found.id == *id);
            found.map_or_else(
                || format!("{id} (deleted)"),
                |found| format!("{id} {}", labelled(&found.code.label)),
            )
        });
        lines.push(listed("codes:", &named.collect::<Vec<_>>(), touched.codes.len()));
    }
    for (one, many, ids) in [
        ("coding", "codings", touched.codings.iter().map(ToString::to_string).collect::<Vec<_>>()),
        ("memo", "memos", touched.memos.iter().map(ToString::to_string).collect()),
    ] {
        if ids.len() > NAMED {
            lines.push(count(ids.len(), one, many));
        } else if !ids.is_empty() {
            lines.push(listed(&format!("{many}:"), &ids, ids.len()));
        }
    }
    Ok(lines)
}

/// Returns a noun with ids, and how many more there are.
fn listed(noun: &str, named: &[String], n: usize) -> String {
    let more = n.saturating_sub(named.len());
    let named = named.join(", ");
    if more > 0 { format!("{noun} {named} and {more} more") } else { format!("{noun} {named}") }
}
