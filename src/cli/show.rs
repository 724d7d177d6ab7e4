//! `themata show`

use clap::Args;

use super::error::CliError;
use super::output::Output;
use super::review::{CandidatesArgs, candidate_name, candidates};

/// Show the candidates as they are now, or one of them with its segments
///
/// The overview has a line for each candidate theme and each candidate code. A coder sees them as their decisions left them; in a project
/// without coders they are as the machine proposed them. With the letter of a candidate theme or the number of a candidate code, it shows
/// that one with all its segments.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata show\n  themata show B               a candidate theme with its candidate codes\n  \
                  themata show 15              a candidate code with all its segments\n  \
                  themata show --quotes        all of them, each with its key terms and two quotes\n  \
                  themata show --as-suggested  as the machine proposed them, without decisions"
)]
pub(super) struct ShowArgs {
    /// A candidate: the letter of a candidate theme, the number of a candidate code, or a label [default: an overview of all]
    #[arg(value_parser = candidate_name)]
    pub(super) candidate: Option<String>,
    #[command(flatten)]
    pub(super) candidates: CandidatesArgs,
}

pub(super) fn run(args: &ShowArgs, output: &mut Output) -> Result<(), CliError> {
    candidates(args.candidate.as_deref(), &args.candidates, output)
}
