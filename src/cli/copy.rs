//! `themata copy`

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::layout::count;
use super::output::{Output, styled, styles};
use crate::project::Project;

/// Copy a project safely, even while another program writes to it
///
/// Use it instead of cp or a file manager: a copy that they make while a decision is being written may lack the decision or be damaged.
/// It replaces no file. Only you may read the copy. The copy holds everything, including the interviews.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata copy study.themata ann.themata\n  \
                        themata copy study.themata backup/study-2026-11-26.themata --json")]
pub(super) struct CopyArgs {
    /// The project file
    #[arg(value_name = "FROM")]
    from: PathBuf,
    /// The new file
    #[arg(value_name = "TO")]
    to: PathBuf,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(args: &CopyArgs, output: &mut Output) -> Result<(), CliError> {
    let report = Project::copy(&args.from, &args.to)?;
    if args.json {
        return output.json(&report);
    }
    output.line(&format!(
        "Copied to {}: {}, {} bytes.",
        args.to.display(),
        count(report.n_operations as usize, "operation", "operations"),
        report.n_bytes
    ))?;
    match &report.last_hash {
        Some(hash) => output.line(&styled(styles::FAINT, &format!("Hash of the last operation: {hash}"))),
        None => Ok(()),
    }
}
