//! `themata approach`

use clap::{Args, ValueEnum};

use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::review::DecideArgs;
use crate::domain::{Approach, Decision};
use crate::project::{ApproachView, Reviewer};

/// Set or show the study's approach to coding
///
/// In a reflexive study (Braun & Clarke), two readings of one passage are not an error. Coefficients of agreement are then shown only
/// with --coefficients.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata approach\n  themata approach reflexive")]
pub(in crate::cli) struct ApproachArgs {
    #[command(flatten)]
    decide: DecideArgs,
    /// The approach [default: show it]
    #[arg(value_enum)]
    approach: Option<ApproachArg>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ApproachArg {
    /// Others should be able to repeat the coding; agreement is evidence
    ContentAnalysis,
    /// Several coders apply a codebook; agreement is a check
    Codebook,
    /// Coding is interpretation
    Reflexive,
    /// No approach
    None,
}

pub(in crate::cli) fn run(args: &ApproachArgs, output: &mut Output) -> Result<(), CliError> {
    let Some(approach) = args.approach else {
        let reviewer = Reviewer::open_read_only(&args.decide.project.path()?, None)?;
        return match (reviewer.approach(), args.decide.operation.json) {
            (approach, true) => output.json(&ApproachView { approach }),
            (Some(approach), false) => output.line(&format!("The study's approach: {approach}.")),
            (None, false) => output.line("The study has not set an approach."),
        };
    };
    let approach = match approach {
        ApproachArg::ContentAnalysis => Some(Approach::ContentAnalysis),
        ApproachArg::Codebook => Some(Approach::Codebook),
        ApproachArg::Reflexive => Some(Approach::Reflexive),
        ApproachArg::None => None,
    };
    let mut review = args.decide.open()?;
    args.decide.carry_out(&mut review, &Decision::SetApproach { approach }, output)
}
