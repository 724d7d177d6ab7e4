//! `themata completions`

use clap::{Args, Command};

use super::error::CliError;
use super::output::Output;

/// Print a shell's completion script
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  themata completions bash > ~/.local/share/bash-completion/completions/themata"
)]
pub(super) struct CompletionsArgs {
    /// The shell for which it is
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

pub(super) fn run(
    args: &CompletionsArgs,
    program: &mut Command,
    output: &mut Output,
) -> Result<(), CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, program, "themata", &mut script);
    output.bytes(&script)
}
