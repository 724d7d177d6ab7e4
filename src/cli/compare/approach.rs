//! `themata approach`

use clap::{Args, ValueEnum};

use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::review::DecideArgs;
use crate::domain::{Approach, Decision};
use crate::project::{ApproachView, Reviewer};

/// Say how the study understands coding, or show what was said
///
/// In a reflexive study (Braun & Clarke) two readings of a passage are no error of either: coefficients of agreement are shown only
/// where they are asked for.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata approach study.themata\n  themata approach study.themata reflexive"
)]
pub(in crate::cli) struct ApproachArgs {
    #[command(flatten)]
    decide: DecideArgs,
    /// Which [default: show the one there is]
    #[arg(value_enum)]
    approach: Option<ApproachArg>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ApproachArg {
    /// Coding that others should be able to repeat: agreement is evidence
    ContentAnalysis,
    /// A codebook that several apply, with agreement as a check
    Codebook,
    /// Coding as interpretation
    Reflexive,
    /// None in particular
    None,
}

pub(in crate::cli) fn run(args: &ApproachArgs, output: &mut Output) -> Result<(), CliError> {
    let Some(approach) = args.approach else {
        let reviewer = Reviewer::open_read_only(args.decide.project(), None)?;
        return match (reviewer.approach(), args.decide.json()) {
            (approach, true) => output.json(&ApproachView { approach }),
            (Some(approach), false) => output.line(&format!("The study's approach: {approach}.")),
            (None, false) => output.line("The study has not said what its approach is."),
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
