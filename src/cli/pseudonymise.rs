//! `themata pseudonymise`

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::layout::{count, plain, shell_word, width, wrap};
use super::output::{Output, styled, styles};
use super::project_arg::ProjectArg;
use super::review::now;
use super::table::{Cell, Column, Table};
use super::terminal_progress::TerminalProgress;
use crate::project::{MissedBecause, MissedName, Project, PseudonymiseRequest, Pseudonymised};
use crate::words::first_of;

/// How many words that may be names are listed without `-v`.
const LISTED: usize = 30;
/// How many words and candidates are named in a sentence.
const NAMED: usize = 8;

/// Make a new project file in which names are replaced
///
/// Names are replaced in the words of interviews, in the names of documents, speakers and participants, in attributes, candidates, codes and memos.
/// Codings stay on the same words, and vectors as they are. Whole names are replaced, the longest first, as they are written and in capitals.
/// Afterwards the command lists words that may be names too. The project itself does not change: it still holds the names.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata pseudonymise shared.themata --table names.csv\n  \
                        themata pseudonymise shared.themata --table names.xlsx --same-replacement -p study.themata")]
pub(super) struct PseudonymiseArgs {
    /// The new file
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// A table (.csv, .tsv, .xlsx) with the columns `name` and `replacement`
    #[arg(long, value_name = "FILE")]
    table: PathBuf,
    /// Find names in any case, also `maria` for Maria
    #[arg(long)]
    any_case: bool,
    /// Allow one replacement for several names, as for the forms of one person's name
    #[arg(long)]
    same_replacement: bool,
    /// Why; the log of the new file keeps it. Write no name in it
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    project: ProjectArg,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &PseudonymiseArgs, output: &mut Output) -> Result<(), CliError> {
    let from = args.project.path()?;
    let request = PseudonymiseRequest {
        from: from.clone(),
        to: args.new.clone(),
        table: args.table.clone(),
        any_case: args.any_case,
        same_replacement: args.same_replacement,
        reason: args.reason.clone(),
        at: now(),
    };
    let made = Project::pseudonymise(&request, &TerminalProgress::new(output))?;
    if args.json {
        return output.json(&made);
    }
    let n: usize = made.names.iter().map(|name| name.n_in_texts).sum();
    let mut lines = vec![format!(
        "Wrote {}: {} of {} replaced in the texts.",
        args.new.display(),
        count(n, "occurrence", "occurrences"),
        count(made.names.len(), "name", "names")
    )];
    lines.extend(remarks(&made));
    print(&lines, output)?;
    missed(&made.missed, output)?;
    output.line("")?;
    let to = shell_word(&args.new.display().to_string());
    let from = from.display();
    print(
        &[
            format!(
                "The log of the new file begins anew. What was done before is in the log of {from} only, which has {} and ends with {}.",
                count(made.predecessor.n_operations as usize, "operation", "operations"),
                made.predecessor.last_hash
            ),
            format!(
                "! {from} still holds the names, and so do its copies and exports and the table {}. Keep them apart from {to}, under lock, or delete them.",
                args.table.display()
            ),
            "! What people tell can name them without a name. Vectors are those of the words with names. Read the new file before you share it."
                .to_owned(),
        ],
        output,
    )
}

fn print(lines: &[String], output: &mut Output) -> Result<(), CliError> {
    for line in lines.iter().flat_map(|line| wrap(line, width())) {
        let line = if line.starts_with('!') { styled(styles::WARNING, &line) } else { line };
        output.line(&line)?;
    }
    Ok(())
}

/// Tells what is to be looked at.
fn remarks(made: &Pseudonymised) -> Vec<String> {
    let listed = |names: &[&str]| first_of(names, NAMED);
    let mut lines = Vec::new();
    let never: Vec<&str> =
        made.names.iter().filter(|of| of.n_in_texts == 0).map(|of| of.name.as_str()).collect();
    if !never.is_empty() {
        lines.push(format!("In no text, as they are written: {}", listed(&never)));
    }
    let before: Vec<&str> =
        made.names.iter().filter(|of| of.n_before > 0).map(|of| of.replacement.as_str()).collect();
    if !before.is_empty() {
        lines.push(format!(
            "! In the texts before already, so that the two cannot be told apart: {}",
            listed(&before)
        ));
    }
    let relabelled: Vec<String> =
        made.relabelled.iter().map(|of| format!("{} “{}”", of.candidate, plain(&of.label))).collect();
    if !relabelled.is_empty() {
        let relabelled: Vec<&str> = relabelled.iter().map(String::as_str).collect();
        lines.push(format!(
            "Named anew, because parts of names were in labels or key terms: {}",
            listed(&relabelled)
        ));
    }
    for left in &made.left_words {
        let words: Vec<&str> = left.words.iter().map(String::as_str).collect();
        lines.push(match words.is_empty() {
            true => format!(
                "! {} wrote something with words that were in the texts and are no more. It stays: coders are blind, so {} must look for it.",
                left.coder, left.coder
            ),
            false => format!(
                "! What {} wrote has words that were in the texts and are no more: {}",
                left.coder,
                listed(&words)
            ),
        });
    }
    let coders: Vec<&str> = made.coders.iter().map(|coder| coder.as_str()).collect();
    if !coders.is_empty() {
        lines.push(format!("! Coders keep their names, although the table has them: {}", listed(&coders)));
    }
    lines
}

/// Lists words that may be names.
fn missed(missed: &[MissedName], output: &mut Output) -> Result<(), CliError> {
    output.line("")?;
    if missed.is_empty() {
        return output
            .line("No other word looks like a name of the table, a speaker, or a name after a title.");
    }
    output.line("May be names, and stay as they are: look them up, and add those that are to the table.")?;
    let mut table = Table::new([
        Column::elastic("Word").at_least(12),
        Column::left("Because it"),
        Column::right("Times"),
        Column::elastic("First in").at_least(12),
    ]);
    let n = if output.verbose { missed.len() } else { LISTED };
    for found in missed.iter().take(n) {
        let place = match found.turn {
            Some(turn) => format!("{}, turn {turn}", found.document),
            None => found.document.clone(),
        };
        table.row([
            Cell::from(plain(&found.word)),
            Cell::from(because(found.because)),
            found.n.into(),
            Cell::from(place),
        ]);
    }
    table.print(output)?;
    match missed.len().checked_sub(n).filter(|&more| more > 0) {
        Some(more) => output.line(&format!("and {}: -v lists all", count(more, "more word", "more words"))),
        None => Ok(()),
    }
}

const fn because(because: MissedBecause) -> &'static str {
    match because {
        MissedBecause::OtherLetters => "is a name in other letters",
        MissedBecause::OtherForm => "is like a form of a name",
        MissedBecause::Slip => "is nearly a name",
        MissedBecause::Part => "is part of a name",
        MissedBecause::Speaker => "speaks",
        MissedBecause::AfterTitle => "follows a title",
    }
}
