//! `themata undo` and `themata redo`

use super::acting::DecideArgs;
use super::print_outcome;
use super::time_args::now;
use crate::cli::error::CliError;
use crate::cli::output::{Output, width};
use crate::cli::text::{sentence, wrap};
use crate::project::UndoPreview;

pub(in crate::cli) fn undo(args: &DecideArgs, output: &mut Output) -> Result<(), CliError> {
    let mut desk = args.open()?;
    if args.dry_run {
        return would("undo", &desk.session()?.undo_preview()?, args.json, output);
    }
    let decided = desk.session()?.undo(args.reason.as_deref(), &now())?;
    if args.json { output.json(&decided) } else { print_outcome::print(&mut desk, &decided, output) }
}

pub(in crate::cli) fn redo(args: &DecideArgs, output: &mut Output) -> Result<(), CliError> {
    let mut desk = args.open()?;
    if args.dry_run {
        return would("redo", &desk.session()?.redo_preview()?, args.json, output);
    }
    let decided = desk.session()?.redo(args.reason.as_deref(), &now())?;
    if args.json { output.json(&decided) } else { print_outcome::print(&mut desk, &decided, output) }
}

fn would(what: &str, preview: &UndoPreview, json: bool, output: &mut Output) -> Result<(), CliError> {
    if json {
        return output.json(preview);
    }
    let words = format!("nothing is written; it would {what} operation {}: {}", preview.of, preview.words);
    wrap(&sentence(&words), width()).iter().try_for_each(|line| output.line(line))
}
