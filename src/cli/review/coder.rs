//! `themata coder`

use clap::Subcommand;

use super::decide_args::DecideArgs;
use super::open_review::{OpenReview, open};
use super::time_args::{now, shown};
use crate::cli::error::CliError;
use crate::cli::layout::{plain, shell_word};
use crate::cli::output::{Output, styled, styles};
use crate::cli::project_arg::ProjectArg;
use crate::cli::table::{Column, Table};
use crate::domain::Decision;
use crate::project::Reviewer;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CoderCommand {
    /// Add a coder to a project
    ///
    /// If a project has only one coder, commands need no name. Several coders give their name with --coder, or work on copies of the
    /// project and join them later.
    Add {
        #[command(flatten)]
        project: ProjectArg,
        /// The coder's name
        name: String,
        /// Print the result as JSON
        #[arg(long)]
        json: bool,
    },
    /// List the coders of a project
    List {
        #[command(flatten)]
        project: ProjectArg,
        /// Print the result as JSON
        #[arg(long)]
        json: bool,
    },
    /// Set the project's coder, who decides where a command names no coder
    Set {
        #[command(flatten)]
        decide: DecideArgs,
        /// The coder's name, or none
        name: String,
    },
    /// Open the project for comparison, so that coders see each other's decisions
    Open {
        #[command(flatten)]
        decide: DecideArgs,
        /// Close it again
        #[arg(long)]
        close: bool,
    },
}

pub(in crate::cli) fn run(command: &CoderCommand, output: &mut Output) -> Result<(), CliError> {
    match command {
        CoderCommand::Add { project, name, json } => {
            let mut reviewer = Reviewer::open(&project.path()?, None)?;
            let decided = reviewer.add_coder(name, &now())?;
            if *json {
                return output.json(&decided);
            }
            let typed = project.typed();
            let review = OpenReview { reviewer, coder: decided.coder.clone(), typed };
            output.line(&format!(
                "{} is now a coder of this project.",
                styled(styles::STRONG, &plain(review.name()))
            ))?;
            output.flush()?;
            output.say(&match review.reviewer.coders().len() {
                1 => "All decisions count as yours until another coder is added.".to_owned(),
                _ => format!("Give your name with --coder {}.", shell_word(name)),
            });
            Ok(())
        }
        CoderCommand::List { project, json } => {
            list(&Reviewer::open_read_only(&project.path()?, None)?, *json, output)
        }
        CoderCommand::Set { decide, name } => {
            let reviewer = open(&decide.project, decide.operation.run, decide.operation.dry_run)?;
            let id = if name == "none" { None } else { Some(reviewer.coder(name)?) };
            // The coder who is set makes this decision, unless another is named.
            let coder = match (&decide.coder, &id) {
                (None, Some(id)) => id.clone(),
                (typed, _) => reviewer.acting_coder(typed.as_deref())?,
            };
            let typed = decide.project.typed();
            let mut review = OpenReview { reviewer, coder, typed };
            decide.carry_out(&mut review, &Decision::SetCoder { id }, output)
        }
        CoderCommand::Open { decide, close } => {
            decide.decide(output, |_| Ok(Decision::Compare { open: !close }))?;
            if !decide.operation.json && !decide.operation.dry_run {
                output.say(if *close {
                    "Each coder now sees only their own decisions."
                } else {
                    "All coders now see each other's decisions. `themata coder open --close` closes it again."
                });
            }
            Ok(())
        }
    }
}

fn list(reviewer: &Reviewer, json: bool, output: &mut Output) -> Result<(), CliError> {
    let listed = reviewer.coder_list();
    if json {
        return output.json(&listed);
    }
    if listed.coders.is_empty() {
        return output.line("This project has no coders yet.");
    }
    let mut table = Table::new([Column::left(""), Column::left("").styled(styles::FAINT), Column::left("")]);
    for coder in &listed.coders {
        let default = if coder.default { ", the project's coder" } else { "" };
        table.row([
            (&coder.coder.name).into(),
            coder.id.as_str().into(),
            format!("since {}{default}", shown(&coder.coder.since)).into(),
        ]);
    }
    table.print(output)?;
    output.line(if listed.open_for_comparison {
        "Open for comparison: coders see each other's decisions."
    } else {
        "Not open for comparison: each coder sees only their own decisions."
    })
}
