//! `themata verdict`

use clap::{Args, ValueEnum};

use super::sides_args::SidesArgs;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::review::DecideArgs;
use crate::domain::AdjudicationVerdict;

/// Give a verdict on a disagreement, with its reason
///
/// The verdict changes no coding: it says which reading holds, and stands in the log with who said so and why. Unit, level and
/// sides are named as for the comparison that showed the disagreement; first and second are as it names them, coders by id before the
/// run. A verdict on the same stretch of text is one, whatever the unit.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata verdict study.themata 7k3m9x2p first --reason \"the definition says so\"\n  \
                        themata verdict study.themata 7k3m codebook-unclear --reason \"where does fear of the group go?\"\n  \
                        themata verdict study.themata 7k3m none"
)]
pub(in crate::cli) struct VerdictArgs {
    #[command(flatten)]
    pub(super) sides: SidesArgs,
    /// The id of the disagreement, or the beginning of it
    pub(super) id: String,
    /// Which reading holds
    #[arg(value_enum)]
    pub(super) verdict: VerdictArg,
    /// Why; kept in the log; must be given with every verdict but none
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
    /// Say what it would do, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum VerdictArg {
    /// The first reading holds
    First,
    /// The second reading holds
    Second,
    /// Both hold
    Both,
    /// Neither holds
    Neither,
    /// The codebook does not say which
    CodebookUnclear,
    /// Take your verdict back
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
    // Who looks is who decides: a verdict is a coder's.
    let decide = DecideArgs::new(&sides.project, sides.coder.as_deref(), sides.run)
        .with_reason(args.reason.as_deref())
        .with_dry_run(args.dry_run)
        .with_json(args.json);
    let mut review = decide.open()?;
    let request = sides.request(&review.reviewer)?;
    let decision = review.session()?.adjudication(&request, &args.id, args.verdict.verdict())?;
    decide.carry_out(&mut review, &decision, output)
}
