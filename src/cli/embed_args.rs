//! What can be typed after `themata embed`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::model_args::ModelArgs;
use crate::project::{TextFormat, VectorFormat};

/// Embed any number of texts: text in, vectors out
///
/// Reads texts (lines, CSV, TSV, Parquet or Arrow) and writes a vector for each, in the same order. Rows stream through:
/// memory does not grow with their number, and a text that comes again is not embedded again. An output file gets its
/// name when it is whole, so a task that is stopped leaves none. No project is made and nothing is clustered.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata embed answers.csv --text-column comment --id-column id --output vectors.parquet\n  \
                  zcat answers.txt.gz | themata embed --output vectors.npy\n  \
                  themata embed part-00007.parquet --output /results/part-00007.parquet\n  \
                  producer | themata embed --input-format arrow --output - | consumer"
)]
pub(super) struct EmbedArgs {
    /// The texts; - is standard input
    #[arg(default_value = "-", value_name = "FILE")]
    pub(super) input: PathBuf,
    /// The file to write, .parquet, .arrow, .arrows or .npy; - is standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// Print a summary as JSON
    #[arg(long)]
    pub(super) json: bool,

    /// In which form texts come [default: by the ending; lines from standard input]
    #[arg(long, visible_alias = "format", value_enum, value_name = "FORMAT", help_heading = "Texts")]
    pub(super) input_format: Option<InputFormatArg>,
    /// The column of a table that holds the texts [default: recognised by its heading]
    #[arg(long, value_name = "COLUMN", help_heading = "Texts")]
    pub(super) text_column: Option<String>,
    /// A column that identifies a row and is written beside its vector (may be repeated) [default: row, counted from 0]
    #[arg(long, value_name = "COLUMN", help_heading = "Texts")]
    pub(super) id_column: Vec<String>,

    /// In which form vectors are written [default: by the ending; arrows to standard output]
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Vectors")]
    pub(super) output_format: Option<OutputFormatArg>,
    /// Write the texts beside their vectors
    #[arg(long, help_heading = "Vectors")]
    pub(super) with_text: bool,
    /// Replace the output where it exists
    #[arg(long, help_heading = "Vectors")]
    pub(super) force: bool,

    #[command(flatten)]
    pub(super) model: ModelArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum InputFormatArg {
    /// A text a line
    Lines,
    /// A table with a row of headings; , ; tab or | between the cells
    Csv,
    /// The same with tabs
    Tsv,
    /// Apache Parquet
    Parquet,
    /// Apache Arrow's IPC, a file or a stream
    Arrow,
}

impl From<InputFormatArg> for TextFormat {
    fn from(format: InputFormatArg) -> Self {
        match format {
            InputFormatArg::Lines => Self::Lines,
            InputFormatArg::Csv => Self::Csv,
            InputFormatArg::Tsv => Self::Tsv,
            InputFormatArg::Parquet => Self::Parquet,
            InputFormatArg::Arrow => Self::Arrow,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormatArg {
    /// NumPy's matrix: vectors and nothing else
    Npy,
    /// Apache Arrow's IPC as a file
    Arrow,
    /// Apache Arrow's IPC as a stream
    Arrows,
    /// Apache Parquet
    Parquet,
}

impl From<OutputFormatArg> for VectorFormat {
    fn from(format: OutputFormatArg) -> Self {
        match format {
            OutputFormatArg::Npy => Self::Npy,
            OutputFormatArg::Arrow => Self::Arrow,
            OutputFormatArg::Arrows => Self::Arrows,
            OutputFormatArg::Parquet => Self::Parquet,
        }
    }
}
