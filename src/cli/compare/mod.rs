//! Comparing codings: `compare`, `disagreements`, `verdict` and `approach`.

mod approach;
mod disagreements;
mod figures;
mod match_arg;
mod match_hint;
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
use super::output::{Output, styled, styles};
use super::terminal_progress::TerminalProgress;
use crate::domain::RunId;
use crate::project::{CompareRequest, ComparisonFilter, IntervalParams, ProjectError, Reviewer, write_file};

/// Compare codings: how well they agree, with intervals, and where they differ
///
/// Compares coders with each other, once the project is open for comparison (`themata coder open`), or a coder with the
/// candidates of a run. Codes with the same label are the same code; `--match` counts codes with different labels
/// as one. A document in which a coder coded nothing counts as not yet coded. Intervals are found by drawing whole interviews.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  themata compare --html comparison.html     a page with a grid; each cell opens its segments\n  \
                        themata compare --coders \"Ann Lee\" --with-candidates   a coder and the candidates\n  \
                        themata compare --unit character --level theme\n  \
                        themata compare --match \"Night work=Working at night\"   two labels, one meaning"
)]
pub(in crate::cli) struct CompareArgs {
    #[command(flatten)]
    pub(super) sides: SidesArgs,
    #[command(flatten)]
    pub(super) filter: FilterArgs,
    /// Also compare these runs with each other, given by number with commas between them
    #[arg(long, value_name = "N,N", value_delimiter = ',')]
    pub(super) runs: Vec<u32>,
    /// Count only units that at least one side coded
    #[arg(long)]
    pub(super) only_coded: bool,
    /// Show coefficients even if the study is reflexive
    #[arg(long)]
    pub(super) coefficients: bool,
    /// How many times interviews are drawn for an interval, 100 or more
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    pub(super) draws: usize,
    /// The seed of the draws
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// Write a page with the grid that needs no other files
    #[arg(long, value_name = "FILE")]
    pub(super) html: Option<PathBuf>,
    /// Replace the page if it exists
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

/// Compares codings and prints the result.
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
    let filter = &request.filter;
    print::print(&view, *filter != ComparisonFilter::default(), output)?;
    output.flush()?;
    let typed = args.sides.typed(None);
    if let Some(command) = match_hint::command(&view, &typed) {
        let words = format!(
            "Read what these codes mean. If each two mean the same, `{command}` counts them as one; leave out those that do not."
        );
        output.say(&styled(styles::FAINT, &words));
    }
    if view.pairs.iter().any(|pair| !pair.disagreements.is_empty()) {
        let page = if args.html.is_none() { "; --html FILE writes the grid" } else { "" };
        let words =
            format!("`themata disagreements{typed}` lists where readings differ, with the text{page}.");
        output.say(&styled(styles::FAINT, &words));
    }
    if let Some(path) = &args.html {
        output.say(&format!("Written: {}", path.display()));
    }
    Ok(())
}

/// Writes a page. Replaces an existing file only with `force`.
fn write_page(path: &Path, page: &str, force: bool) -> Result<(), CliError> {
    write_file(path, page.as_bytes(), force)
        .map_err(|error| CliError::write(path.display().to_string(), error))
}
