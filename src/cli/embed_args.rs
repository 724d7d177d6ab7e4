//! What can be typed after `themata embed`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::model_args::ModelArgs;
use crate::project::{TextFormat, VectorFormat};

/// Embed texts of any number: text in, vectors out
///
/// Reads a text a line and writes a vector for each, in the order of the input. Rows stream through: memory does not grow
/// with their number, and a text that comes again is not embedded again. An output file gets its name when it is whole.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata embed answers.txt --output answers.npy\n  \
                  zcat answers.txt.gz | themata embed --output answers.npy")]
pub(super) struct EmbedArgs {
    /// The texts; - is standard input
    #[arg(default_value = "-", value_name = "FILE")]
    pub(super) input: PathBuf,
    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// In which form texts come [default: by the ending; lines from standard input]
    #[arg(long, visible_alias = "format", value_enum, value_name = "FORMAT", help_heading = "Input")]
    pub(super) input_format: Option<InputFormatArg>,
    /// In which form vectors are written [default: by the ending]
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Vectors")]
    pub(super) output_format: Option<OutputFormatArg>,
    /// Replace the output where it exists
    #[arg(long, help_heading = "Vectors")]
    pub(super) force: bool,
    /// Print a summary as JSON
    #[arg(long)]
    pub(super) json: bool,

    #[command(flatten)]
    pub(super) model: ModelArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum InputFormatArg {
    /// A text a line
    Lines,
}

impl From<InputFormatArg> for TextFormat {
    fn from(format: InputFormatArg) -> Self {
        match format {
            InputFormatArg::Lines => Self::Lines,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormatArg {
    /// NumPy's matrix, and nothing but vectors
    Npy,
}

impl From<OutputFormatArg> for VectorFormat {
    fn from(format: OutputFormatArg) -> Self {
        match format {
            OutputFormatArg::Npy => Self::Npy,
        }
    }
}
