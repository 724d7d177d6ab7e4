//! `themata document` and `themata participant`

use clap::Subcommand;

use super::decide_args::DecideArgs;
use super::open_review::{LookArgs, session};
use super::read;
use crate::cli::error::CliError;
use crate::cli::layout::{count, indented, one_line, shorten, width};
use crate::cli::output::{Output, styled, styles};
use crate::cli::table::{Cell, Column, Table};
use crate::domain::Decision;
use crate::project::{InterviewList, ParticipantList, UnplacedCoding};
use crate::words::{first_of, labelled};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum DocumentCommand {
    /// List the documents of the study, and those that were taken out of it
    List {
        #[command(flatten)]
        look: LookArgs,
    },
    /// Take documents out of the study, for all coders: they count nowhere until they are put back
    ///
    /// Their segments and codings, and what was decided on them, stay in the file. Labels and key terms of candidates stay as they were made;
    /// `themata suggest --fresh` proposes candidates without the documents. To erase them, `themata copy FROM TO --without-removed`.
    #[command(
        after_help = "Examples:\n  themata document remove P05 --reason \"withdrew consent\"\n  themata document restore P05"
    )]
    Remove {
        #[command(flatten)]
        decide: DecideArgs,
        /// The documents, each by its name, the beginning of it, or its participant
        #[arg(required = true, value_name = "DOCUMENT")]
        documents: Vec<String>,
    },
    /// List your codings that have no place in the corrected words of their documents, with the words as they were
    ///
    /// `themata suggest FILE` with a file whose words were corrected moves codings with their words. Code again by hand what is listed here.
    Unplaced {
        #[command(flatten)]
        look: LookArgs,
    },
    /// Put documents back that were taken out of the study, with all that was coded in them
    Restore {
        #[command(flatten)]
        decide: DecideArgs,
        /// The documents, each by its name, with or without its ending
        #[arg(required = true, value_name = "DOCUMENT")]
        documents: Vec<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ParticipantCommand {
    /// List the participants: their documents, their attributes, and how much of their words you have coded
    List {
        #[command(flatten)]
        look: LookArgs,
    },
}

pub(in crate::cli) fn run(command: &DocumentCommand, output: &mut Output) -> Result<(), CliError> {
    match command {
        DocumentCommand::List { look } => {
            let (mut reviewer, coder) = look.open_reviewer()?;
            let listed = session(&mut reviewer, coder.as_ref())?.interviews();
            if look.json { output.json(&listed) } else { read::list(&listed, &look.typed(), output) }
        }
        DocumentCommand::Unplaced { look } => {
            let (mut reviewer, coder) = look.open_reviewer()?;
            let listed = session(&mut reviewer, coder.as_ref())?.unplaced();
            if look.json { output.json(&listed) } else { unplaced(&listed, output) }
        }
        DocumentCommand::Remove { decide, documents } => {
            let mut review = decide.open()?;
            let session = review.session()?;
            let decision = session.removal(documents)?;
            let what = what_goes(&decision, &session.interviews());
            let before = session.participants();
            decide.carry_out(&mut review, &decision, output)?;
            if decide.operation.json {
                return Ok(());
            }
            output.say(&what);
            if !decide.operation.dry_run {
                let still = still_speaking(&before, &review.session()?.participants());
                still.iter().for_each(|line| output.say(line));
                output.say(
                    "Labels and key terms of candidates stay as they were made. `themata suggest --fresh` proposes candidates without \
                     what was taken out.",
                );
            }
            Ok(())
        }
        DocumentCommand::Restore { decide, documents } => {
            let mut review = decide.open()?;
            let decision = review.session()?.restoration(documents)?;
            decide.carry_out(&mut review, &decision, output)?;
            if decide.operation.json || decide.operation.dry_run {
                return Ok(());
            }
            let listed = review.session()?.interviews();
            if let Decision::RestoreDocuments { documents } = &decision {
                let is_held = |name: &String| listed.documents.iter().any(|of| of.document == *name);
                for name in documents.iter().filter(|name| !is_held(name)) {
                    output.say(&format!(
                        "The candidates of run {} were proposed without {name}. Add its file again: `themata suggest FILE`.",
                        listed.run
                    ));
                }
            }
            Ok(())
        }
    }
}

/// Returns how much goes with some documents.
fn what_goes(decision: &Decision, listed: &InterviewList) -> String {
    let names = match decision {
        Decision::RemoveDocuments { documents } => documents.as_slice(),
        _ => &[],
    };
    let of_them = || listed.documents.iter().filter(|of| names.contains(&of.document));
    let n_segments = count(of_them().map(|of| of.n_segments).sum(), "segment", "segments");
    let n_coded: usize = of_them().map(|of| of.n_coded).sum();
    format!("Out with it: {n_segments}, {n_coded} of which you coded, and what others coded there.")
}

/// Says where somebody whose words were taken out still speaks.
fn still_speaking(before: &ParticipantList, after: &ParticipantList) -> Vec<String> {
    let now = |name: &str| after.participants.iter().find(|of| of.name == name);
    let lost = before.participants.iter().filter_map(|of| Some((of, now(&of.name)?)));
    let lost = lost.filter(|(before, after)| after.documents != before.documents);
    lost.map(|(_, after)| {
        let documents: Vec<&str> = after.documents.iter().map(String::as_str).collect();
        format!("{} still speaks in {}.", after.name, first_of(&documents, 5))
    })
    .collect()
}

fn unplaced(listed: &[UnplacedCoding], output: &mut Output) -> Result<(), CliError> {
    if listed.is_empty() {
        return output.line("All your codings have a place.");
    }
    for of in listed {
        let place = format!("{}, replaced by {}", of.document, of.now);
        output.line(&format!("{}  {}", labelled(&of.path.join(" / ")), styled(styles::FAINT, &place)))?;
        for line in indented(&format!("“{}”", one_line(&of.text)), 2, width()) {
            output.line(&line)?;
        }
    }
    Ok(())
}

pub(in crate::cli) fn run_participant(
    command: &ParticipantCommand,
    output: &mut Output,
) -> Result<(), CliError> {
    let ParticipantCommand::List { look } = command;
    let (mut reviewer, coder) = look.open_reviewer()?;
    let listed = session(&mut reviewer, coder.as_ref())?.participants();
    if look.json { output.json(&listed) } else { list(&listed, output) }
}

fn list(listed: &ParticipantList, output: &mut Output) -> Result<(), CliError> {
    let mut table = Table::new([
        Column::left("Participant"),
        Column::elastic("Attributes").at_least(12),
        Column::elastic("Documents").at_least(12),
        Column::right("Segments"),
        Column::right("Coded"),
    ]);
    for entry in &listed.participants {
        let attributes: Vec<String> =
            entry.attributes.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let documents: Vec<&str> = entry.documents.iter().map(String::as_str).collect();
        table.row([
            Cell::from(shorten(&entry.name, 28)),
            Cell::from(attributes.join(", ")),
            Cell::from(documents.join(", ")),
            entry.n_segments.into(),
            entry.n_coded.into(),
        ]);
    }
    table.print(output)?;
    output.flush()?;
    if listed.n_of_nobody > 0 {
        let n = count(listed.n_of_nobody, "segment", "segments");
        output.say(&styled(styles::FAINT, &format!("{n} of unknown speakers")));
    }
    Ok(())
}
