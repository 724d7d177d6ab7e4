//! `themata speaker`

use std::collections::BTreeMap;

use clap::{Args, Subcommand, ValueEnum};

use super::error::CliError;
use super::model::ModelArgs;
use super::output::Output;
use super::project_arg::ProjectArg;
use super::review::now;
use super::speakers::lines;
use super::suggest::{self, Shown};
use super::terminal_progress::TerminalProgress;
use super::themes::QuoteStyle;
use crate::domain::Role;
use crate::project::{Project, RolesRequest};

#[derive(Debug, Subcommand)]
pub(super) enum SpeakerCommand {
    /// List who speaks in each document, in which role and why
    #[command(after_help = "Example:\n  themata speaker list")]
    List {
        #[command(flatten)]
        project: ProjectArg,
        /// Print the result as JSON
        #[arg(long)]
        json: bool,
    },
    /// Give a speaker another role
    ///
    /// What participants say is cut into segments, what interviewers say is the question before them. In a study with decisions each
    /// document in which the role changes is corrected as if it had been read again: codings stay on their words, and `undo` takes it back.
    #[command(after_help = "Examples:\n  themata speaker role Moderator interviewer\n  \
                      themata speaker role B participant --document P02")]
    Role(RoleArgs),
}

#[derive(Debug, Args)]
pub(super) struct RoleArgs {
    #[command(flatten)]
    project: ProjectArg,
    /// The speaker, as the transcript names them
    #[arg(value_name = "SPEAKER")]
    speaker: String,
    /// The role
    #[arg(value_name = "ROLE", ignore_case = true)]
    role: RoleArg,
    /// Correct these documents only (may be repeated)
    #[arg(long, value_name = "NAME")]
    document: Vec<String>,
    #[command(flatten)]
    model: ModelArgs,
    /// Print the candidates as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleArg {
    /// Asks: what they say is not clustered
    Interviewer,
    /// Is interviewed: what they say is clustered
    Participant,
}

pub(super) fn run(command: &SpeakerCommand, output: &mut Output) -> Result<(), CliError> {
    match command {
        SpeakerCommand::List { project, json } => {
            let project = Project::open_read_only(&project.path()?)?;
            let mut documents = project.candidates(None)?.1.run.documents;
            let removed = project.documents_taken_out()?;
            documents.retain(|document| !removed.contains(&document.name));
            if *json {
                return output.json(&documents);
            }
            lines(&documents, true).iter().try_for_each(|line| output.line(line))
        }
        SpeakerCommand::Role(args) => {
            let role = match args.role {
                RoleArg::Interviewer => Role::Interviewer,
                RoleArg::Participant => Role::Participant,
            };
            let request = RolesRequest {
                roles: BTreeMap::from([(args.speaker.clone(), role)]),
                documents: args.document.clone(),
                model: args.model.model()?,
                embed: args.model.params(),
                project: args.project.path()?,
                at: now(),
            };
            let suggested = Project::correct_roles(&request, &TerminalProgress::new(output))?;
            let quotes = QuoteStyle::asked(false, false);
            let shown = Shown { json: args.json, quotes, project: args.project.typed_path() };
            suggest::print(&suggested, &shown, output)
        }
    }
}
