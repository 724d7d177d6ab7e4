//! The options of commands that decide, and how a decision is made or previewed.

use clap::Args;

use super::open_review::OpenReview;
use super::time_args::now;
use super::{preview, print_outcome};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::project_arg::ProjectArg;
use crate::domain::Decision;
use crate::project::Reviewer;

/// Options of every command that decides.
#[derive(Debug, Args)]
pub(in crate::cli) struct DecideArgs {
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArg,
    /// The name of the coder who decides [default: the project's coder]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) coder: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) operation: OperationArgs,
}

/// Options of every command that adds an operation to the log.
#[derive(Debug, Args)]
pub(in crate::cli) struct OperationArgs {
    /// The reason, which the log keeps
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) reason: Option<String>,
    /// The number of a run [default: the latest]
    #[arg(long, value_name = "N")]
    pub(in crate::cli) run: Option<u32>,
    /// Show what the command would do, and write nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

impl DecideArgs {
    /// Opens the project for the coder who decides.
    pub(in crate::cli) fn open(&self) -> Result<OpenReview, CliError> {
        let OperationArgs { run, dry_run, .. } = self.operation;
        OpenReview::open(&self.project, run, self.coder.as_deref(), dry_run)
    }

    /// Opens the project for the coder who redoes, who may have undone joining it.
    pub(super) fn open_to_redo(&self) -> Result<OpenReview, CliError> {
        let OperationArgs { run, dry_run, .. } = self.operation;
        OpenReview::open_for(&self.project, run, self.coder.as_deref(), dry_run, Reviewer::redoing_coder)
    }

    /// Makes a decision, or prints what it would do with `--dry-run`.
    pub(super) fn decide(
        &self,
        output: &mut Output,
        decision: impl FnOnce(&mut OpenReview) -> Result<Decision, CliError>,
    ) -> Result<(), CliError> {
        let mut review = self.open()?;
        let decision = decision(&mut review)?;
        self.carry_out(&mut review, &decision, output)
    }

    /// Makes a decision in an open project, or prints what it would do with `--dry-run`.
    pub(in crate::cli) fn carry_out(
        &self,
        review: &mut OpenReview,
        decision: &Decision,
        output: &mut Output,
    ) -> Result<(), CliError> {
        if self.operation.dry_run {
            let preview = review.session()?.preview(decision, &now())?;
            return if self.operation.json {
                output.json(&preview)
            } else {
                preview::print(&preview, output)
            };
        }
        let decided = review.session()?.decide(decision, self.operation.reason.as_deref(), &now())?;
        if self.operation.json {
            output.json(&decided)
        } else {
            print_outcome::print(review, &decided, output)
        }
    }
}
