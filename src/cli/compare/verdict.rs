//! `themata verdict`

use clap::{Args, ValueEnum};

use super::sides_args::SidesArgs;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::review::{DecideArgs, OperationArgs};
use crate::domain::AdjudicationVerdict;

/// Give a verdict on a disagreement, with its reason
///
/// The verdict changes no coding. The log keeps which reading is right, who decided, and why. Give the same unit, level and coders as in
/// the comparison that showed the disagreement: first and second have the same order as there, coders by id before the run. A verdict
/// belongs to its stretch of text, for all units.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata verdict 7k3m9x2p first --reason \"the definition says so\"\n  \
                        themata verdict 7k3m codebook-unclear --reason \"where does fear of the group go?\"\n  \
                        themata verdict 7k3m none")]
pub(in crate::cli) struct VerdictArgs {
    #[command(flatten)]
    pub(super) sides: SidesArgs,
    /// The id of the disagreement, or its beginning
    pub(super) id: String,
    /// The reading that is right
    #[arg(value_enum)]
    pub(super) verdict: VerdictArg,
    /// The reason, which the log keeps; required except for none
    #[arg(
        long,
        value_name = "TEXT",
        required_if_eq_any([
            ("verdict", "first"),
            ("verdict", "second"),
            ("verdict", "both"),
            ("verdict", "neither"),
            ("verdict", "codebook-unclear"),
        ])
    )]
    pub(super) reason: Option<String>,
    /// Show what the command would do, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum VerdictArg {
    /// The first reading is right
    First,
    /// The second reading is right
    Second,
    /// Both are right
    Both,
    /// Neither is right
    Neither,
    /// The codebook does not decide it
    CodebookUnclear,
    /// Remove your verdict
    None,
}

impl VerdictArg {
    pub(super) fn verdict(self) -> Option<AdjudicationVerdict> {
        match self {
            Self::First => Some(AdjudicationVerdict::First),
            Self::Second => Some(AdjudicationVerdict::Second),
            Self::Both => Some(AdjudicationVerdict::Both),
            Self::Neither => Some(AdjudicationVerdict::Neither),
            Self::CodebookUnclear => Some(AdjudicationVerdict::CodebookUnclear),
            Self::None => None,
        }
    }
}

pub(in crate::cli) fn run(args: &VerdictArgs, output: &mut Output) -> Result<(), CliError> {
    let sides = &args.sides;
    // The coder who looks is the coder who decides.
    let decide = DecideArgs {
        project: sides.project.clone(),
        coder: sides.coder.clone(),
        operation: OperationArgs {
            reason: args.reason.clone(),
            run: sides.run,
            dry_run: args.dry_run,
            json: args.json,
        },
    };
    let mut review = decide.open()?;
    let request = sides.request(&review.reviewer)?;
    let decision = review.session()?.adjudication(&request, &args.id, args.verdict.verdict())?;
    decide.carry_out(&mut review, &decision, output)
}
