//! `themata undo` and `themata redo`

use super::decide_args::DecideArgs;
use super::print_outcome;
use super::time_args::now;
use crate::cli::error::CliError;
use crate::cli::layout::{sentence, width, wrap};
use crate::cli::output::Output;
use crate::project::UndoPreview;

pub(in crate::cli) fn undo(args: &DecideArgs, output: &mut Output) -> Result<(), CliError> {
    let mut review = args.open()?;
    if args.operation.dry_run {
        return would("undo", &review.session()?.undo_preview()?, args.operation.json, output);
    }
    let decided = review.session()?.undo(args.operation.reason.as_deref(), &now())?;
    if args.operation.json {
        output.json(&decided)
    } else {
        print_outcome::print(&mut review, &decided, output)
    }
}

pub(in crate::cli) fn redo(args: &DecideArgs, output: &mut Output) -> Result<(), CliError> {
    let mut review = args.open_to_redo()?;
    if args.operation.dry_run {
        return would("redo", &review.session()?.redo_preview()?, args.operation.json, output);
    }
    let decided = review.session()?.redo(args.operation.reason.as_deref(), &now())?;
    if args.operation.json {
        output.json(&decided)
    } else {
        print_outcome::print(&mut review, &decided, output)
    }
}

fn would(what: &str, preview: &UndoPreview, json: bool, output: &mut Output) -> Result<(), CliError> {
    if json {
        return output.json(preview);
    }
    let words = format!("nothing was written; it would {what} operation {}: {}", preview.of, preview.words);
    wrap(&sentence(&words), width()).iter().try_for_each(|line| output.line(line))
}
