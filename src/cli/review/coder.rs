//! `themata coder`

use clap::Subcommand;

use super::open_review::{DecideArgs, OpenReview, open};
use super::time_args::{now, shown};
use crate::cli::error::CliError;
use crate::cli::layout::{pad, plain, shell_word};
use crate::cli::output::{Output, styled, styles};
use crate::domain::Decision;
use crate::project::{CoderView, Reviewer};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CoderCommand {
    /// Make a coder known to a project
    ///
    /// The only coder of a project need not be named afterwards. Two coders name themselves with --coder, or work on copies of the
    /// project that are joined later.
    Add {
        /// The project file
        project: std::path::PathBuf,
        /// The coder's name
        name: String,
        /// Print the result as JSON
        #[arg(long)]
        json: bool,
    },
    /// List the coders of a project
    List {
        /// The project file
        project: std::path::PathBuf,
        /// Print the result as JSON
        #[arg(long)]
        json: bool,
    },
    /// Say who decides where nobody is named
    Set {
        #[command(flatten)]
        decide: DecideArgs,
        /// The coder's name, or none
        name: String,
    },
    /// Open the project for comparison: coders see each other's decisions from then on
    Compare {
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
            let mut reviewer = Reviewer::open(project, None)?;
            let decided = reviewer.add_coder(name, &now())?;
            if *json {
                return output.json(&decided);
            }
            let typed = shell_word(&project.display().to_string());
            let review = OpenReview { reviewer, coder: decided.coder.clone(), typed };
            output.line(&format!(
                "{} codes in this project now.",
                styled(styles::STRONG, &plain(review.name()))
            ))?;
            output.flush()?;
            output.say(&match review.reviewer.coders().len() {
                1 => "Decisions are yours as long as nobody else is added.".to_owned(),
                _ => format!("Say who decides with --coder {}.", shell_word(name)),
            });
            Ok(())
        }
        CoderCommand::List { project, json } => {
            list(&Reviewer::open_read_only(project, None)?, *json, output)
        }
        CoderCommand::Set { decide, name } => {
            let reviewer = open(&decide.project, decide.run, decide.dry_run)?;
            let id = if name == "none" { None } else { Some(reviewer.coder(name)?) };
            // Who is set decides it, unless another is named.
            let coder = match (&decide.coder, &id) {
                (None, Some(id)) => id.clone(),
                (typed, _) => reviewer.acting_coder(typed.as_deref())?,
            };
            let typed = shell_word(&decide.project.display().to_string());
            let mut review = OpenReview { reviewer, coder, typed };
            decide.carry_out(&mut review, &Decision::SetCoder { id }, output)
        }
        CoderCommand::Compare { decide, close } => {
            decide.decide(output, |_| Ok(Decision::Compare { open: !close }))
        }
    }
}

fn list(reviewer: &Reviewer, json: bool, output: &mut Output) -> Result<(), CliError> {
    let listed = reviewer.coder_list();
    if json {
        return output.json(&listed);
    }
    if listed.coders.is_empty() {
        return output.line("Nobody codes in this project yet.");
    }
    let width = |of: fn(&CoderView) -> String| {
        listed.coders.iter().map(|coder| of(coder).chars().count()).max().unwrap_or(0) + 2
    };
    let (ids, names) = (width(|coder| coder.id.to_string()), width(|coder| coder.coder.name.clone()));
    for coder in &listed.coders {
        output.line(&format!(
            "{}{}since {}{}",
            pad(&plain(&coder.coder.name), names),
            styled(styles::FAINT, &pad(coder.id.as_str(), ids)),
            shown(&coder.coder.since),
            if coder.default { ", decides where nobody is named" } else { "" }
        ))?;
    }
    output.line(if listed.open_for_comparison {
        "Open for comparison: coders see each other's decisions."
    } else {
        "Blind: each coder sees their own decisions only."
    })
}
