//! What can be typed after `themata simulate`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::embed_args::InputFormatArg;
use super::model_args::ModelArgs;
use crate::project::SimulationMethod;

/// Count the decisions that a machine saves: an analyst who answers from a human coding
///
/// The table says what each text is to be coded with. A simulated analyst codes the texts one by one without a machine; with candidate
/// themes that are accepted and then corrected; and with themes asked for again by what was learned. Each decision costs 1: a theme
/// accepted, a segment moved from a wrong code, a segment coded by itself. Agreement with the table (adjusted Rand index,
/// ARI; adjusted mutual information, AMI; share coded) is printed against the number of decisions. The analyst makes no error, and
/// reading costs nothing here.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata simulate coded.tsv --text text --label code\n  \
                  themata simulate coded.csv --text segment --label theme --method proposals --json > curve.json")]
pub(super) struct SimulateArgs {
    /// The table, .csv, .tsv, .parquet or .arrow
    #[arg(value_name = "TABLE")]
    pub(super) table: PathBuf,
    /// The column that holds the texts
    #[arg(long, value_name = "COLUMN")]
    pub(super) text: String,
    /// The column that holds the human label of each text
    #[arg(long, value_name = "COLUMN")]
    pub(super) label: String,
    /// The column that says to which participant or interview a text belongs; it is read, and changes no count
    #[arg(long, value_name = "COLUMN")]
    pub(super) group: Option<String>,
    /// Which way of working is counted, beside the one without a machine
    #[arg(long, value_enum, value_name = "METHOD", default_value_t = MethodArg::All)]
    pub(super) method: MethodArg,
    /// From which every random choice follows
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
    /// In which form the table comes [default: by the ending]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) input_format: Option<InputFormatArg>,

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
