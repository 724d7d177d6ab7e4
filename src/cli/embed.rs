//! `themata embed`

use std::io;
use std::path::Path;

use super::embed_args::EmbedArgs;
use super::error::CliError;
use super::output::Output;
use super::progress::Bars;
use super::text::count;
use crate::project::{
    EmbedRequest, EmbedSummary, TextFormat, TextSource, VectorFormat, VectorTarget, embed_stream,
};

pub(super) fn run(args: &EmbedArgs, output: &mut Output) -> Result<(), CliError> {
    let request = EmbedRequest {
        source: if is_standard(&args.input) {
            TextSource::Stream(Box::new(io::stdin()), "standard input".to_owned())
        } else {
            TextSource::File(args.input.clone())
        },
        source_format: args.input_format.map_or(TextFormat::Lines, Into::into),
        target: if is_standard(&args.output) {
            VectorTarget::Stream(Box::new(io::stdout()), "standard output".to_owned())
        } else {
            VectorTarget::File(args.output.clone(), args.force)
        },
        target_format: args.output_format.map_or(VectorFormat::Npy, Into::into),
        model: args.model.model()?,
        embed: args.model.params(),
    };
    let summary = embed_stream(request, &Bars::new(output))?;
    for line in lines(&summary, &args.output) {
        output.say(&line);
    }
    if args.json { output.json(&summary) } else { Ok(()) }
}

fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn lines(summary: &EmbedSummary, output: &Path) -> Vec<String> {
    let rows = count(summary.n_rows as usize, "row", "rows");
    vec![format!("Written: {} ({rows} of {} values)", output.display(), summary.model.dim)]
}
