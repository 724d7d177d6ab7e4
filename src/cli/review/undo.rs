//! `themata undo` and `themata redo`

use serde::Serialize;

use super::desk::DecideArgs;
use super::done;
use super::moment::now;
use crate::cli::error::CliError;
use crate::cli::output::{Output, width};
use crate::cli::text::{sentence, wrap};
use crate::domain::OperationId;

/// What `--dry-run --json` prints.
#[derive(Serialize)]
struct Would {
    /// The operation that would be taken back or done again.
    of: OperationId,
    /// What it did.
    words: String,
}

pub(in crate::cli) fn undo(args: &DecideArgs, output: &mut Output) -> Result<(), CliError> {
    let mut desk = args.open()?;
    if args.dry_run {
        let of = desk.reviewer.to_undo(&desk.coder)?;
        let words = done::words_of(&desk, of)?;
        return would("take back", Would { of, words }, args.json, output);
    }
    let decided = desk.reviewer.undo(&desk.coder, args.reason.as_deref(), &now())?;
    if args.json { output.json(&decided) } else { done::print(&desk, &decided, output) }
}

pub(in crate::cli) fn redo(args: &DecideArgs, output: &mut Output) -> Result<(), CliError> {
    let mut desk = args.open()?;
    if args.dry_run {
        let of = desk.reviewer.to_redo(&desk.coder)?;
        let words = done::words_of(&desk, of)?;
        return would("do again", Would { of, words }, args.json, output);
    }
    let decided = desk.reviewer.redo(&desk.coder, args.reason.as_deref(), &now())?;
    if args.json { output.json(&decided) } else { done::print(&desk, &decided, output) }
}

fn would(what: &str, would: Would, json: bool, output: &mut Output) -> Result<(), CliError> {
    if json {
        return output.json(&would);
    }
    let words = format!("nothing is written; it would {what} entry {}: {}", would.of, would.words);
    wrap(&sentence(&words), width()).iter().try_for_each(|line| output.line(line))
}
