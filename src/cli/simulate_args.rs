//! What can be typed after `themata simulate`.

use clap::{Args, ValueEnum};

use super::labelled_args::LabelledArgs;
use super::model_args::ModelArgs;
use crate::project::SimulationMethod;

/// Count the decisions that a machine saves: an analyst who answers from a human coding
///
/// The table says what each text is to be coded with. A simulated analyst codes the texts one by one without a machine; with candidate
/// themes that are accepted and then corrected; and with themes asked for again by what was learned. Each decision costs 1: a theme
/// accepted, a segment moved from a wrong code, a segment coded by itself. Agreement with the table (adjusted Rand index,
/// ARI; adjusted mutual information, AMI; share coded) is printed against the number of decisions. The analyst makes no error, and
/// reading costs nothing here. A column of participants is read, and changes no count.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata simulate coded.tsv --text text --label code\n  \
                  themata simulate coded.csv --text segment --label theme --method proposals --json > curve.json")]
pub(super) struct SimulateArgs {
    #[command(flatten)]
    pub(super) table: LabelledArgs,
    /// Which way of working is counted, beside the one without a machine
    #[arg(long, value_enum, value_name = "METHOD", default_value_t = MethodArg::All)]
    pub(super) method: MethodArg,
    /// From which every random choice follows
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,

    #[command(flatten)]
    pub(super) model: ModelArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MethodArg {
    /// Every way
    All,
    /// Segment by segment, without a machine
    ByHand,
    /// Candidate themes accepted, then corrected
    Proposals,
    /// The same, with themes asked for again and segments offered for codes
    Learning,
}

impl MethodArg {
    pub(super) fn methods(self) -> Vec<SimulationMethod> {
        match self {
            Self::All => SimulationMethod::ALL.to_vec(),
            Self::ByHand => vec![SimulationMethod::ByHand],
            Self::Proposals => vec![SimulationMethod::Proposals],
            Self::Learning => vec![SimulationMethod::Learning],
        }
    }
}
