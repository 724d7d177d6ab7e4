//! `themata join`

use std::path::PathBuf;

use clap::Args;

use super::time_args::now;
use crate::cli::error::CliError;
use crate::cli::layout::{count, width, wrap};
use crate::cli::output::{Output, styled, styles};
use crate::project::Reviewer;

/// Join two copies of a project into one with the decisions of both
///
/// The result is the first copy, followed by the operations that only the second copy holds, each with its coder, time and reason. The
/// copies do not change. If they contradict each other, nothing is joined and every contradiction is listed.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata join ann.themata ben.themata --output both.themata\n  \
                        themata join ann.themata ben.themata --output both.themata --keep-first")]
pub(in crate::cli) struct JoinArgs {
    /// The first copy
    pub(super) first: PathBuf,
    /// The second copy
    pub(super) second: PathBuf,
    /// The new project file
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// Set aside operations that contradict the first copy: they stay in the log, without effect
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
            "The copies are the same up to operation {}. After it the first copy has {}; {} of the second copy follow them.",
            report.parted_after,
            count(report.n_first, "operation", "operations"),
            count(report.n_joined, "operation", "operations")
        ),
    ];
    lines.extend(
        report
            .renumbered_runs
            .iter()
            .map(|(theirs, now)| format!("Run {theirs} of the second copy is now run {now}.")),
    );
    if report.n_set_aside > 0 {
        lines.push(format!("Set aside: {}.", count(report.n_set_aside, "operation", "operations")));
        lines.extend(report.contradictions.iter().map(|contradiction| format!("! {contradiction}")));
    }
    for line in lines.iter().flat_map(|line| wrap(line, width())) {
        let line = if line.starts_with('!') { styled(styles::WARNING, &line) } else { line };
        output.line(&line)?;
    }
    Ok(())
}
