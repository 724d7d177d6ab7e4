//! `themata completions`

use clap::CommandFactory;

use super::args::{Cli, CompletionsArgs};
use super::error::CliError;
use super::output::Output;

pub(super) fn run(args: &CompletionsArgs, output: &mut Output) -> Result<(), CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "themata", &mut script);
    output.bytes(&script)
}
