//! `themata embed`

use std::io::{self, IsTerminal};
use std::path::Path;

use super::embed_args::EmbedArgs;
use super::error::CliError;
use super::output::{Output, styled, styles};
use super::progress::Bars;
use super::text::count;
use crate::project::{EmbedRequest, EmbedSummary, TextSource, VectorTarget, embed_stream};

pub(super) fn run(args: &EmbedArgs, output: &mut Output) -> Result<(), CliError> {
    let request = request(args)?;
    if is_standard(&args.input) && io::stdin().is_terminal() {
        output.say("Reading from standard input; end it with Ctrl-D.");
    }
    let summary = embed_stream(request, &Bars::new(output))?;
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
            "--json prints to standard output, where the vectors go; name a file with --output",
        ));
    }
    if is_standard(&args.output) && io::stdout().is_terminal() {
        return Err(CliError::Usage(
            "vectors are not written to a terminal; name a file with --output, or pipe them on",
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

/// What must be known about the vectors.
fn notes(summary: &EmbedSummary, args: &EmbedArgs) -> Vec<String> {
    let mut notes = Vec::new();
    if let (None, Some(column)) = (&args.text_column, &summary.text_column) {
        notes.push(format!("texts taken from column `{column}`; --text-column names another"));
    }
    if summary.n_rows == 0 {
        notes.push("the input holds no rows, so the output holds none".to_owned());
    }
    let mut about = |n: u64, singular: &str, plural: &str| {
        if n > 0 {
            notes.push(count(n as usize, singular, plural));
        }
    };
    about(summary.n_null, "row holds no text and has no vector", "rows hold no text and have no vector");
    about(
        summary.n_empty,
        "row holds an empty text; its vector says nothing",
        "rows hold an empty text; their vector says nothing",
    );
    about(
        summary.n_long,
        "text is longer than the model's window; its vector is the mean of several windows (n_windows)",
        "texts are longer than the model's window; their vectors are means of several windows (n_windows)",
    );
    notes
}
