//! `themata copy`

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::layout::{count, plain, shell_word, width, wrap};
use super::output::{Output, styled, styles};
use super::review::now;
use super::terminal_progress::TerminalProgress;
use crate::project::{LeftOutOfCopy, NewLabel, Project, WithoutRemovedRequest};
use crate::words::first_of;

/// How many words, places and candidates are named.
const WORDS_NAMED: usize = 8;

/// Copy a project safely, even while another program writes to it
///
/// Use it instead of cp or a file manager: a copy that they make while a decision is being written may lack the decision or be damaged.
/// It replaces no file. Only you may read the copy. The copy holds everything, including the interviews.
///
/// With --without-removed it holds nothing of the documents that were taken out of the study with `document remove`, as where consent was
/// withdrawn: no words, names, vectors, segments, codings or memos on them. All else is as it was. The log of the copy begins anew.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata copy study.themata ann.themata\n  \
                        themata copy study.themata backup/study-2026-11-26.themata --json\n  \
                        themata copy study.themata new.themata --without-removed --reason \"withdrew consent\"")]
pub(super) struct CopyArgs {
    /// The project file
    #[arg(value_name = "FROM")]
    from: PathBuf,
    /// The new file
    #[arg(value_name = "TO")]
    to: PathBuf,
    /// Leave out the documents that were taken out of the study, with all that is on them
    #[arg(long)]
    without_removed: bool,
    /// Why; the log of the new file keeps it. Name nobody who was taken out
    #[arg(long, value_name = "TEXT", requires = "without_removed")]
    reason: Option<String>,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(args: &CopyArgs, output: &mut Output) -> Result<(), CliError> {
    let report = if args.without_removed {
        let request = WithoutRemovedRequest {
            from: args.from.clone(),
            to: args.to.clone(),
            reason: args.reason.clone(),
            at: now(),
        };
        Project::copy_without_removed(&request, &TerminalProgress::new(output))?
    } else {
        Project::copy(&args.from, &args.to)?
    };
    if args.json {
        return output.json(&report);
    }
    output.line(&format!(
        "Copied to {}: {}, {} bytes.",
        args.to.display(),
        count(report.n_operations as usize, "operation", "operations"),
        report.n_bytes
    ))?;
    if let Some(hash) = &report.last_hash {
        output.line(&styled(styles::FAINT, &format!("Hash of the last operation: {hash}")))?;
    }
    match &report.left_out {
        Some(left_out) => tell(left_out, args, output),
        None => Ok(()),
    }
}

/// Tells what a copy was made without, and what is left to do.
fn tell(left_out: &LeftOutOfCopy, args: &CopyArgs, output: &mut Output) -> Result<(), CliError> {
    let (from, to) = (args.from.display(), shell_word(&args.to.display().to_string()));
    let mut lines = vec![
        String::new(),
        format!(
            "Left out: {}, {}, {} who spoke in no other. Segments and candidates keep their numbers, and all coders their decisions.",
            count(left_out.n_documents, "document", "documents"),
            count(left_out.n_segments, "segment", "segments"),
            count(left_out.n_participants, "participant", "participants"),
        ),
    ];
    if left_out.n_examples > 0 {
        let examples = count(left_out.n_examples, "example", "examples");
        lines.push(format!("Emptied: {examples} of codes, quoted from what was left out."));
    }
    lines.extend(relabelled(left_out, &to));
    for left in &left_out.left_words {
        lines.push(match left.words.is_empty() {
            true => format!(
                "! {} wrote something with words that only the documents left out have. It stays: coders are blind, so {} must look for it.",
                left.coder, left.coder
            ),
            false => format!(
                "! What {} wrote stays as it is, and has words that only the documents left out have: {} (in {})",
                left.coder,
                first_of(&left.words.iter().map(String::as_str).collect::<Vec<_>>(), WORDS_NAMED),
                first_of(&left.places.iter().map(String::as_str).collect::<Vec<_>>(), WORDS_NAMED),
            ),
        });
    }
    lines.push(format!(
        "The log of the copy begins anew. What was done before is in the log of {from} only, and undo does not reach behind it. That log has {} \
         and ends with {}.",
        count(left_out.predecessor.n_operations as usize, "operation", "operations"),
        left_out.predecessor.last_hash
    ));
    lines.push(format!(
        "! {from} still holds all that was left out, and so do its other copies, its exports and backups, and the files of the interviews. \
         Delete them if it must be gone, once you have looked at the copy: `themata log verify -p {to}`"
    ));
    for line in lines.iter().flat_map(|line| wrap(line, width())) {
        let line = if line.starts_with('!') { styled(styles::WARNING, &line) } else { line };
        output.line(&line)?;
    }
    Ok(())
}

/// Tells which candidates got other labels or key terms.
fn relabelled(left_out: &LeftOutOfCopy, to: &str) -> Vec<String> {
    let named = |of: &NewLabel| format!("{} “{}”", of.candidate, plain(&of.label));
    let names = |described: bool| -> Vec<String> {
        left_out.relabelled.iter().filter(|of| of.described == described).map(named).collect()
    };
    let listed =
        |names: &[String]| first_of(&names.iter().map(String::as_str).collect::<Vec<_>>(), WORDS_NAMED);
    let mut lines = Vec::new();
    let (anew, unlabelled) = (names(true), names(false));
    if !anew.is_empty() {
        lines.push(format!(
            "Named anew, because labels or key terms were said only in what was left out: {}",
            listed(&anew)
        ));
    }
    if !unlabelled.is_empty() {
        lines.push(format!(
            "! Only what was left of the name could be kept: {}. Rename them, or propose candidates anew: `themata suggest --fresh -p {to}`",
            listed(&unlabelled)
        ));
    }
    lines
}
