//! The command line: reads what was typed, calls the project, prints, and ends with an exit code.

mod agree;
mod algorithm_arg;
mod args;
mod clustering_args;
mod compare;
mod completions;
mod copy;
mod embed;
mod error;
mod evaluate;
mod export;
mod hints;
mod import;
mod import_unplaced;
mod interrupt;
mod labelled_table_args;
mod layout;
mod lines_of;
mod marked_text;
mod memory;
mod model;
mod output;
mod overview;
mod pager;
mod project_arg;
mod pseudonymise;
mod review;
mod sensitivity;
mod set_aside;
mod show;
mod simulate;
mod speaker_command;
mod speakers;
mod suggest;
mod table;
mod terminal_progress;
mod themes;
mod usage_error;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use self::args::{Cli, Command};
use self::error::CliError;
pub use self::error::ExitReason;
use self::hints::Running;
use self::output::{Output, Verbosity};

/// Returns the definition of the command line: every command and option with its help. `docs/command-line.md` is made from it.
#[must_use]
pub fn command() -> clap::Command {
    Cli::command()
}

/// Parses the command line, runs the command, prints errors, and returns the code of an [`ExitReason`].
///
/// The first Ctrl-C cancels a long action, which leaves the project as it was. A second Ctrl-C, or one at any other time, ends the
/// program at once.
#[must_use]
pub fn main() -> ExitCode {
    memory::give_back_large_blocks();
    let typed: Vec<OsString> = std::env::args_os().collect();
    let parsed = Cli::command().try_get_matches_from(&typed).and_then(|matches| {
        let cli = Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut Cli::command()))?;
        Ok((cli, Running::of(Cli::command, &matches)))
    });
    let (cli, running) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            let error = usage_error::in_plain_words(error, &Cli::command(), &typed);
            // Help and version go to standard output and are not a failure. If it is closed, nothing can be printed.
            let _ = error.print();
            let reason = if error.use_stderr() { ExitReason::Option } else { ExitReason::Done };
            return ExitCode::from(reason.code());
        }
    };
    let args::Global { quiet, verbose, no_color, no_pager, .. } = cli.global;
    let mut output = Output::new(Verbosity { quiet, verbose, colour: !no_color, paged: !no_pager }, running);
    match run(cli, &mut output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            output.error(&error);
            ExitCode::from(error.exit_reason().code())
        }
    }
}

fn run(cli: Cli, output: &mut Output) -> Result<(), CliError> {
    if let Some(n_threads) = cli.global.threads {
        rayon::ThreadPoolBuilder::new()
            .num_threads(n_threads.get())
            .build_global()
            .map_err(|error| CliError::Threads(error.to_string()))?;
    }
    match cli.command {
        Command::Suggest(args) => suggest::run(&args, output),
        Command::Show(args) => show::run(&args, output),
        Command::SetAside(args) => set_aside::run(&args, output),
        Command::Export(args) => export::run(&args, output),
        Command::Model { command } => model::run(&command, output),
        Command::Embed(args) => embed::run(&args, output),
        Command::Evaluate(args) => evaluate::run(&args, output),
        Command::Agree(args) => agree::run(&args, output),
        Command::Candidate { command } => review::candidate(&command, output),
        Command::Code { command } => review::code(&command, output),
        Command::Memo { command } => review::memo(&command, output),
        Command::Document { command } => review::document(&command, output),
        Command::Speaker { command } => speaker_command::run(&command, output),
        Command::Participant { command } => review::participant(&command, output),
        Command::Coder { command } => review::coder(&command, output),
        Command::Read(args) => review::read(&args, output),
        Command::Find(args) => review::find(&args, output),
        Command::Codings(args) => review::codings(&args, output),
        Command::Queue(args) => review::queue(&args, output),
        Command::Progress(args) => review::progress(&args, output),
        Command::Undo(args) => review::undo(&args, output),
        Command::Redo(args) => review::redo(&args, output),
        Command::Log(args) => review::log(&args, output),
        Command::Diff(args) => review::diff(&args, output),
        Command::Apply(args) => review::apply(&args, output),
        Command::Compare(args) => compare::compare(&args, output),
        Command::Disagreements(args) => compare::disagreements(&args, output),
        Command::Verdict(args) => compare::verdict(&args, output),
        Command::Approach(args) => compare::approach(&args, output),
        Command::Import(args) => import::run(&args, output),
        Command::Copy(args) => copy::run(&args, output),
        Command::Pseudonymise(args) => pseudonymise::run(&args, output),
        Command::Join(args) => review::join(&args, output),
        Command::Saturation(args) => review::saturation(&args, output),
        Command::Sensitivity(args) => sensitivity::run(&args, output),
        Command::Simulate(args) => simulate::run(&args, output),
        Command::Completions(args) => completions::run(&args, &mut Cli::command(), output),
    }?;
    output.flush()
}
