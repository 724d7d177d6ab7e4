//! What can be typed of what the machine learns from decisions.

use clap::Args;

/// Options of `themata suggest --again` and `themata suggest --for`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Learning from decisions")]
pub(in crate::cli) struct LearnArgs {
    /// Group anew what is unthemed or open for a coder, by what their codings teach; accepted themes stay as they are
    #[arg(long, requires = "project", conflicts_with_all = ["paths", "for_code"])]
    pub(in crate::cli) again: bool,
    /// List segments that the coder has not coded and that look like this code's; answer yes with `themata code apply`, no with
    /// `themata code refuse`
    #[arg(long = "for", value_name = "CODE", requires = "project", conflicts_with = "paths")]
    pub(in crate::cli) for_code: Option<String>,
    /// Who decides, by name [default: the project's coder]
    #[arg(long, value_name = "NAME", conflicts_with = "paths")]
    pub(super) coder: Option<String>,
    /// Why; kept in the log, with --again
    #[arg(long, value_name = "TEXT", requires = "again")]
    pub(super) reason: Option<String>,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N", conflicts_with = "paths")]
    pub(super) run: Option<u32>,
    /// Say what --again would do, and write nothing
    #[arg(long, requires = "again")]
    pub(super) dry_run: bool,
    /// How many segments to list, with --for [default: 15, with --json all]
    #[arg(long, value_name = "N", requires = "for_code")]
    pub(super) limit: Option<usize>,
}
