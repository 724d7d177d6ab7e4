//! `themata code list`

use super::open_review::ListArgs;
use crate::cli::error::CliError;
use crate::cli::layout::{count, indented, width};
use crate::cli::output::{Output, styled, styles};
use crate::cli::table::{Cell, Column, Table};
use crate::project::CodeView;

pub(super) fn run(list: &ListArgs, output: &mut Output) -> Result<(), CliError> {
    let (mut review, of) = list.open()?;
    let listed = review.session()?.codebook(of.as_ref(), list.as_of.as_ref())?;
    if list.look.json {
        return output.json(&listed);
    }
    output.say(&format!(
        "{}, the codebook of {}{}",
        review.reviewer.path().display(),
        review.reviewer.name_of(&listed.coder),
        list.after(listed.operation)
    ));
    output.say("");
    if listed.codes.is_empty() {
        output.line("No codes yet.")?;
        output.flush()?;
        output.say(
            "To make one, accept a candidate theme with `themata candidate accept`, or use `themata code create`.",
        );
        return Ok(());
    }
    let mut table = Table::new([
        Column::left("id").styled(styles::NUMBER),
        Column::fill("Code").styled(styles::STRONG),
        Column::left("Level"),
        Column::right("Codings"),
        Column::right("with nested"),
    ])
    .ruled();
    for entry in &listed.codes {
        add(entry, 0, &mut table);
    }
    table.print(output)?;
    output.line("")?;
    output.line(&format!("{} in all.", count(listed.codings.len(), "coding", "codings")))
}

/// Adds a code, with its definition and the codes under it.
fn add(entry: &CodeView, depth: usize, table: &mut Table) {
    // The beginning of the label stays readable at any depth.
    let indent = (2 * depth).min(width() / 4);
    let nested = if entry.codes.is_empty() { String::new() } else { entry.n_codings_nested.to_string() };
    table.row([
        entry.id.as_str().into(),
        Cell::indented(indent, &entry.code.label),
        entry.code.level.into(),
        entry.n_codings.into(),
        nested.into(),
    ]);
    if !entry.code.definition.trim().is_empty() {
        for line in indented(&entry.code.definition, entry.id.as_str().len() + 2 + indent, width()) {
            table.text(styled(styles::FAINT, &line));
        }
    }
    for below in &entry.codes {
        add(below, depth + 1, table);
    }
}
