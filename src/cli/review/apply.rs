//! `themata apply`

use std::path::{Path, PathBuf};

use clap::Args;

use super::time_args::now;
use crate::cli::error::CliError;
use crate::cli::layout::{count, sentence, width, wrap};
use crate::cli::output::{Output, styled, styles};
use crate::cli::project_arg::ProjectArg;
use crate::domain::RunId;
use crate::project::{ProjectError, Reviewer, read_decisions};

/// Make the decisions in a file of JSON lines: all of them or none
///
/// Each line is one decision, such as {"do": "merge", "candidate": [4, 7], "into": 2}, with "coder" and "reason" if wanted;
/// docs/decisions.md lists all decisions. If one line cannot be applied, no line is.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata apply decisions.jsonl --dry-run\n  \
                        echo '{\"do\": \"accept\", \"candidate\": 3}' | themata apply -")]
pub(in crate::cli) struct ApplyArgs {
    #[command(flatten)]
    pub(super) project: ProjectArg,
    /// The file of decisions, or - for standard input
    #[arg(value_name = "FILE")]
    pub(super) decisions: PathBuf,
    /// The name of the coder of lines that name none [default: the project's coder]
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

pub(in crate::cli) fn run(args: &ApplyArgs, output: &mut Output) -> Result<(), CliError> {
    let lines = read(&args.decisions)?;
    let open = if args.dry_run { Reviewer::open_trial } else { Reviewer::open };
    let mut reviewer = open(&args.project.path()?, args.run.map(RunId))?;
    // Lines may name their coders, so no coder is needed here.
    let coder = match &args.coder {
        Some(typed) => Some(reviewer.coder(typed)?),
        None => reviewer.acting_coder(None).ok(),
    };
    let applied = reviewer.apply(&lines, coder.as_ref(), &now(), args.dry_run);
    let applied = applied.map_err(|error| match error {
        ProjectError::Line { .. } => {
            CliError::InFile { place: place_of(&args.decisions), error: error.into() }
        }
        error => error.into(),
    })?;
    if args.json {
        return output.json(&applied);
    }
    if args.dry_run {
        output.line(&styled(styles::STRONG, "Nothing was written. It would do this:"))?;
    }
    for decided in &applied.operations {
        let words = sentence(&format!("{} {}", reviewer.name_of(&decided.coder), decided.words));
        for (i, line) in wrap(&words, width().saturating_sub(6)).iter().enumerate() {
            let head = if i == 0 { format!("{:>4}", decided.operation.0) } else { " ".repeat(4) };
            output.line(&format!("{}  {line}", styled(styles::NUMBER, &head)))?;
        }
    }
    output.flush()?;
    if !args.dry_run {
        let n = count(applied.operations.len(), "decision", "decisions");
        let typed = args.project.typed();
        output.say(&styled(
            styles::FAINT,
            &format!("{n} made. `themata undo{typed}` undoes the last one; repeat it for those before."),
        ));
    }
    Ok(())
}

/// Returns the name of a file in messages.
fn place_of(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}

fn read(path: &Path) -> Result<String, CliError> {
    if path == Path::new("-") {
        return Ok(read_decisions(std::io::stdin().lock(), &place_of(path))?);
    }
    let place = place_of(path);
    match std::fs::File::open(path) {
        Ok(file) => Ok(read_decisions(file, &place)?),
        Err(source) => Err(CliError::Read { place, source }),
    }
}
