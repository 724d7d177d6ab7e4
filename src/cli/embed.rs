//! `themata embed`

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::error::CliError;
use super::layout::count;
use super::model::ModelArgs;
use super::output::{Output, styled, styles};
use super::terminal_progress::TerminalProgress;
use crate::project::{
    EmbedRequest, EmbedSummary, TextFormat, TextSource, VectorFormat, VectorTarget, embed_stream,
};

/// Embed any number of texts: write one vector per text
///
/// Reads texts (lines, CSV, TSV, Parquet or Arrow) and writes a vector for each, in the same order. It reads row by row, so memory does
/// not grow with the number of rows. A repeated text is embedded once. The output file appears when it is complete, so a task that is
/// stopped leaves none. It makes no project and clusters nothing.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata embed answers.csv --text-column comment --id-column id --output vectors.parquet\n  \
                  zcat answers.txt.gz | themata embed --output vectors.npy\n  \
                  themata embed part-00007.parquet --output /results/part-00007.parquet\n  \
                  producer | themata embed --input-format arrow --output - | consumer"
)]
pub(super) struct EmbedArgs {
    /// The file of texts; - is standard input
    #[arg(default_value = "-", value_name = "FILE")]
    pub(super) input: PathBuf,
    /// The file to write, .parquet, .arrow, .arrows or .npy; - is standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// Print a summary as JSON
    #[arg(long)]
    pub(super) json: bool,

    /// The format of the texts [default: by the file's ending; lines from standard input]
    #[arg(long, visible_alias = "format", value_enum, value_name = "FORMAT", help_heading = "Texts")]
    pub(super) input_format: Option<InputFormatArg>,
    /// The column of a table that holds the texts [default: recognised by its heading]
    #[arg(long, value_name = "COLUMN", help_heading = "Texts")]
    pub(super) text_column: Option<String>,
    /// A column that identifies a row, written with its vector (may be repeated) [default: row, counted from 0]
    #[arg(long, value_name = "COLUMN", help_heading = "Texts")]
    pub(super) id_column: Vec<String>,

    /// The format of the vectors [default: by the file's ending; arrows to standard output]
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Vectors")]
    pub(super) output_format: Option<OutputFormatArg>,
    /// Write the texts with their vectors
    #[arg(long, help_heading = "Vectors")]
    pub(super) with_text: bool,
    /// Replace the output file if it exists
    #[arg(long, help_heading = "Vectors")]
    pub(super) force: bool,

    #[command(flatten)]
    pub(super) model: ModelArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum InputFormatArg {
    /// One text per line
    Lines,
    /// A table with a row of headings, with , ; tab or | between the cells
    Csv,
    /// The same, with tabs
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
    /// A NumPy matrix, without ids and texts
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

pub(super) fn run(args: &EmbedArgs, output: &mut Output) -> Result<(), CliError> {
    let request = request(args)?;
    if is_standard(&args.input) && io::stdin().is_terminal() {
        output.say("Reading from standard input. End it with Ctrl-D.");
    }
    let summary = embed_stream(request, &TerminalProgress::new(output))?;
    for line in notes(&summary, args) {
        output.say(&format!("{} {line}", styled(styles::WARNING, "note:")));
    }
    if !is_standard(&args.output) {
        let rows = count(summary.n_rows as usize, "row", "rows");
        let embedded = count(summary.n_embedded as usize, "text", "texts");
        let path = args.output.display();
        output.say(&format!("Written: {path} ({rows} of {} values; {embedded} embedded)", summary.model.dim));
    }
    if args.json { output.json(&summary) } else { Ok(()) }
}

fn request(args: &EmbedArgs) -> Result<EmbedRequest, CliError> {
    if is_standard(&args.output) && args.json {
        return Err(CliError::Usage(
            "--json and the vectors cannot both go to standard output; name a file with --output",
        ));
    }
    if is_standard(&args.output) && io::stdout().is_terminal() {
        return Err(CliError::Usage(
            "vectors cannot be shown on a terminal; name a file with --output, or pipe them to another program",
        ));
    }
    Ok(EmbedRequest {
        source: if is_standard(&args.input) {
            TextSource::Stream(Box::new(io::stdin()), "standard input".to_owned())
        } else {
            TextSource::File(args.input.clone())
        },
        source_format: args.input_format.map(Into::into),
        text_column: args.text_column.clone(),
        id_columns: args.id_column.clone(),
        scratch: std::env::temp_dir(),
        target: if is_standard(&args.output) {
            VectorTarget::Stream(Box::new(io::stdout()), "standard output".to_owned())
        } else {
            VectorTarget::File(args.output.clone(), args.force)
        },
        target_format: args.output_format.map(Into::into),
        with_text: args.with_text,
        model: args.model.model()?,
        embed: args.model.params(),
    })
}

fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Returns what the user must know about the vectors.
fn notes(summary: &EmbedSummary, args: &EmbedArgs) -> Vec<String> {
    let mut notes = Vec::new();
    if let (None, Some(column)) = (&args.text_column, &summary.text_column) {
        notes.push(format!("texts taken from column `{column}`; --text-column names another"));
    }
    if summary.n_rows == 0 {
        notes.push("the input has no rows, so the output has none".to_owned());
    }
    let mut about = |n: u64, singular: &str, plural: &str| {
        if n > 0 {
            notes.push(count(n as usize, singular, plural));
        }
    };
    about(summary.n_null, "row has no text and gets no vector", "rows have no text and get no vector");
    about(
        summary.n_empty,
        "row has an empty text; its vector means nothing",
        "rows have an empty text; their vectors mean nothing",
    );
    about(
        summary.n_long,
        "text is longer than the model's window; its vector is the mean of several windows (n_windows)",
        "texts are longer than the model's window; their vectors are means of several windows (n_windows)",
    );
    notes
}
