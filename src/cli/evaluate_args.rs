//! What can be typed after `themata evaluate`.

use clap::{Args, ValueEnum};

use super::labelled_args::LabelledArgs;
use super::model_args::ModelArgs;
use super::themes_args::AlgorithmArg;

/// Measure algorithms against a human coding: a table with texts and labels
///
/// Embeds the texts, runs the algorithms without showing them the labels, and compares: adjusted Rand index (ARI) and
/// adjusted mutual information (AMI), both 0 for chance and 1 for the same grouping; V-measure; accuracy under the best
/// matching of clusters to labels; the share left out as noise; and the number found. A random grouping stands below, and a
/// classifier that was trained on the labels above: what these vectors hold of the coding bounds what any grouping can find.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata evaluate coded.csv --text segment --label theme\n  \
                  themata evaluate coded.tsv --text text --label code --group participant --algorithm all\n  \
                  themata evaluate coded.csv --text segment --label theme --algorithm all --json > evaluation.json")]
pub(super) struct EvaluateArgs {
    #[command(flatten)]
    pub(super) table: LabelledArgs,
    /// Which algorithm is run [default: auto]
    #[arg(long, value_enum, value_name = "ALGORITHM", default_value_t = EvaluatedArg::Auto)]
    pub(super) algorithm: EvaluatedArg,
    /// How many clusters, where the algorithm takes a number [default: chosen by it]
    #[arg(long, allow_negative_numbers = true, value_name = "K", conflicts_with = "as_many_as_labels")]
    pub(super) themes: Option<usize>,
    /// Ask for as many clusters as there are labels, where the algorithm takes a number
    #[arg(long)]
    pub(super) as_many_as_labels: bool,
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
pub(super) enum EvaluatedArg {
    /// Every algorithm
    All,
    /// What samples of the segments agree on
    Auto,
    /// Around centres
    KMeans,
    /// Joins what raises the spread least
    Ward,
    /// Joins what is most alike on average
    Average,
    /// Communities of the graph of shared neighbours
    Communities,
    /// Dense places at one density
    Dbscan,
    /// Dense places at any density
    Hdbscan,
}

impl EvaluatedArg {
    /// The one algorithm; `None` for all of them.
    pub(super) fn one(self) -> Option<AlgorithmArg> {
        match self {
            Self::All => None,
            Self::Auto => Some(AlgorithmArg::Auto),
            Self::KMeans => Some(AlgorithmArg::KMeans),
            Self::Ward => Some(AlgorithmArg::Ward),
            Self::Average => Some(AlgorithmArg::Average),
            Self::Communities => Some(AlgorithmArg::Communities),
            Self::Dbscan => Some(AlgorithmArg::Dbscan),
            Self::Hdbscan => Some(AlgorithmArg::Hdbscan),
        }
    }
}
