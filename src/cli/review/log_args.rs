//! What can be typed of the log: `log` and `diff`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::moment::{moment, since, until};
use crate::cli::model_args::ShelfArgs;
use crate::domain::Timestamp;
use crate::project::Moment;

/// Show in words what was decided, by whom, when and why; or verify that the log was not altered
///
/// Until the project is opened for comparison, what another coder decided is counted and not shown.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Examples:\n  themata log study.themata\n  themata log study.themata --theme 3 --since 2026-11-24\n  \
                  themata log study.themata --kind merge\n  themata log verify study.themata\n  \
                  themata log verify study.themata --deep"
)]
pub(in crate::cli) struct LogArgs {
    #[command(subcommand)]
    pub(super) command: Option<LogCommand>,
    /// The project file
    #[arg(required = true)]
    pub(super) project: Option<PathBuf>,
    /// Who looks, by name [default: the project's coder]
    #[arg(long, value_name = "NAME")]
    pub(super) coder: Option<String>,
    /// Only what this coder did
    #[arg(long, value_name = "NAME")]
    pub(super) by: Option<String>,
    /// Only what touched this candidate theme
    #[arg(long, value_name = "THEME")]
    pub(super) theme: Option<u32>,
    /// Only one kind: a decision's word (accept, merge, rename-code …), suggest, undo, redo, join
    #[arg(long, value_name = "WORD")]
    pub(super) kind: Option<String>,
    /// Only from this time on: 2026-11-24 or 2026-11-24T21:30, in UTC
    #[arg(long, value_name = "TIME", value_parser = since)]
    pub(super) since: Option<Timestamp>,
    /// Only up to this time
    #[arg(long, value_name = "TIME", value_parser = until)]
    pub(super) until: Option<Timestamp>,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N")]
    pub(super) run: Option<u32>,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum LogCommand {
    /// Verify that nothing was altered: transcripts, participants, runs, decisions and the log itself
    ///
    /// Walks the log's chain of hashes, replays it from nothing, and compares what it comes to with what the file holds. What was
    /// altered is named.
    Verify {
        /// The project file
        project: PathBuf,
        /// Embed all segments again and compare the vectors too
        #[arg(long)]
        deep: bool,
        /// For --deep, the model, by its name or as a directory [default: the one that each run names, among those on this machine]
        #[arg(long, value_name = "NAME|DIR", requires = "deep", help_heading = "Model")]
        model: Option<String>,
        #[command(flatten)]
        shelf: ShelfArgs,
        /// Print the result as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Show what changed between two moments, or between two copies of a project
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata diff study.themata 12                 what changed since entry 12 of the log\n  \
                        themata diff study.themata 2026-11-20 2026-11-24\n  \
                        themata diff study.themata copy.themata       what the copy holds otherwise, now"
)]
pub(in crate::cli) struct DiffArgs {
    /// The project file
    pub(super) project: PathBuf,
    /// From when: a time, or the number of an entry; or another copy of the project
    #[arg(value_name = "TIME|N|FILE")]
    pub(super) from: String,
    /// Until when [default: now]
    #[arg(value_name = "TIME|N", value_parser = moment)]
    pub(super) to: Option<Moment>,
    /// Who looks, by name [default: the project's coder]
    #[arg(long, value_name = "NAME")]
    pub(super) coder: Option<String>,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N")]
    pub(super) run: Option<u32>,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}
