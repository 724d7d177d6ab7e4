//! What can be typed of `apply` and `join`.

use std::path::PathBuf;

use clap::Args;

/// Make the decisions of a file of JSON lines: all or nothing
///
/// Each line is one decision, as {"do": "merge", "themes": [4, 7], "into": 2}, with "coder" and "reason" where wanted;
/// docs/decisions.md lists them all. Where a line cannot be applied, none is.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata apply study.themata decisions.jsonl --dry-run\n  \
                        echo '{\"do\": \"accept\", \"theme\": 3}' | themata apply study.themata -")]
pub(in crate::cli) struct ApplyArgs {
    /// The project file
    pub(super) project: PathBuf,
    /// The file of decisions, or - for standard input
    #[arg(value_name = "FILE")]
    pub(super) decisions: PathBuf,
    /// Who decides where a line does not say, by name [default: the project's coder]
    #[arg(long, value_name = "NAME")]
    pub(super) coder: Option<String>,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N")]
    pub(super) run: Option<u32>,
    /// Try all lines, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

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
