//! `themata join`

use std::path::PathBuf;

use clap::Args;

use super::time_args::now;
use crate::cli::error::CliError;
use crate::cli::layout::{count, wrap};
use crate::cli::output::{Output, styled, styles, width};
use crate::project::Reviewer;

/// Join two copies of a project: what each coder decided in either
///
/// The result is the first copy with what only the second holds behind it, each decision with its coder, time and reason. The copies
/// stay as they are. Where they contradict, nothing is joined and every contradiction is named.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata join ann.themata ben.themata --output both.themata\n  \
                        themata join ann.themata ben.themata --output both.themata --keep-first")]
pub(in crate::cli) struct JoinArgs {
    /// A copy
    pub(super) first: PathBuf,
    /// Another copy
    pub(super) second: PathBuf,
    /// The project file to make
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// Set aside what contradicts the first copy: it stays in the log, without effect
    #[arg(long)]
    pub(super) keep_first: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

pub(in crate::cli) fn run(args: &JoinArgs, output: &mut Output) -> Result<(), CliError> {
    let report = Reviewer::join(&args.first, &args.second, &args.output, args.keep_first, &now())?;
    if args.json {
        return output.json(&report);
    }
    let mut lines = vec![
        format!("Joined to {}.", args.output.display()),
        format!(
            "The copies parted after entry {}. Since then the first has {}, and {} of the second came behind.",
            report.parted_after,
            count(report.n_first, "entry", "entries"),
            count(report.n_joined, "entry", "entries")
        ),
    ];
    lines.extend(
        report
            .renumbered_runs
            .iter()
            .map(|(theirs, now)| format!("Run {theirs} of the second is run {now} now.")),
    );
    if report.n_set_aside > 0 {
        lines.push(format!("Set aside: {}.", count(report.n_set_aside, "entry", "entries")));
        lines.extend(report.contradictions.iter().map(|contradiction| format!("! {contradiction}")));
    }
    for line in lines.iter().flat_map(|line| wrap(line, width())) {
        let line = if line.starts_with('!') { styled(styles::WARNING, &line) } else { line };
        output.line(&line)?;
    }
    Ok(())
}
