//! Comparing codings: `compare`, `disagreements`, `verdict` and `approach`.

mod approach;
mod disagreements;
mod figures;
mod partition;
mod print;
mod sides_args;
mod verdict;

pub(super) use approach::{ApproachArgs, run as approach};
pub(super) use disagreements::{DisagreementsArgs, run as disagreements};
pub(super) use verdict::{VerdictArgs, run as verdict};

use std::path::{Path, PathBuf};

use clap::Args;

use self::sides_args::{FilterArgs, SidesArgs};
use super::error::CliError;
use super::output::Output;
use super::terminal_progress::TerminalProgress;
use crate::domain::RunId;
use crate::project::{CompareRequest, IntervalParams, ProjectError, Reviewer, write_file};

/// Compare codings: where they agree, how much, how surely, and where not
///
/// Coders with each other, once the project is open for comparison (`themata coder compare`), or a coder with the candidate themes
/// of a run. Codes that are called alike are one code, whoever's they are. A document in which a coder coded nothing is taken as not
/// worked on. Intervals are over interviews, drawn anew as a whole.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata compare study.themata --html comparison.html     the grid, whose cells open the segments\n  \
                        themata compare study.themata --coders \"Ann Lee\" --with-themes   machine with human\n  \
                        themata compare study.themata --unit character --level theme"
)]
pub(in crate::cli) struct CompareArgs {
    #[command(flatten)]
    pub(super) sides: SidesArgs,
    #[command(flatten)]
    pub(super) filter: FilterArgs,
    /// Compare runs with each other too, by number with commas between them
    #[arg(long, value_name = "N,N", value_delimiter = ',')]
    pub(super) runs: Vec<u32>,
    /// Count only units that somebody coded
    #[arg(long)]
    pub(super) only_coded: bool,
    /// Show coefficients although the study is reflexive
    #[arg(long)]
    pub(super) coefficients: bool,
    /// How many times interviews are drawn for an interval, 100 or more
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    pub(super) draws: usize,
    /// From which the draws follow
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// Write a self-contained page with the grid
    #[arg(long, value_name = "FILE")]
    pub(super) html: Option<PathBuf>,
    /// Replace the page if it is there
    #[arg(long, requires = "html")]
    pub(super) force: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

impl CompareArgs {
    pub(super) fn request(&self, reviewer: &Reviewer) -> Result<CompareRequest, CliError> {
        let level = IntervalParams::default().level();
        Ok(CompareRequest {
            runs: self.runs.iter().copied().map(RunId).collect(),
            only_coded: self.only_coded,
            coefficients: self.coefficients.then_some(true),
            intervals: IntervalParams::new(self.seed, self.draws, level).map_err(ProjectError::from)?,
            filter: self.filter.filter(),
            ..self.sides.request(reviewer)?
        })
    }
}

/// `themata compare`
pub(super) fn compare(args: &CompareArgs, output: &mut Output) -> Result<(), CliError> {
    let (mut reviewer, viewer) = args.sides.open()?;
    let request = args.request(&reviewer)?;
    let view = reviewer.as_coder(&viewer)?.compare(&request, &TerminalProgress::new(output))?;
    if let Some(path) = &args.html {
        let command = args.sides.verdict_command(&view);
        write_page(path, &reviewer.comparison_page(&view, Some(&command))?, args.force)?;
    }
    if args.json {
        return output.json(&view);
    }
    print::print(&view, args, output)?;
    output.flush()?;
    if let Some(path) = &args.html {
        output.say(&format!("Written: {}", path.display()));
    }
    Ok(())
}

/// Writes a page; what is there is replaced with `force` only.
fn write_page(path: &Path, page: &str, force: bool) -> Result<(), CliError> {
    write_file(path, page.as_bytes(), force)
        .map_err(|error| CliError::write(path.display().to_string(), error))
}
