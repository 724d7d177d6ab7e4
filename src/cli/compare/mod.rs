//! Comparing codings: `compare`, `disagreements`, `verdict` and `approach`.

mod approach;
mod args;
mod disagreements;
mod figures;
mod page;
mod partition;
mod print;
mod verdict;

pub(super) use approach::{ApproachArgs, run as approach};
pub(super) use args::{CompareArgs, DisagreementsArgs, VerdictArgs};
pub(super) use disagreements::run as disagreements;
pub(super) use verdict::run as verdict;

use super::error::CliError;
use super::output::Output;
use super::progress::Bars;

/// `themata compare`
pub(super) fn compare(args: &CompareArgs, output: &mut Output) -> Result<(), CliError> {
    let (mut reviewer, viewer) = args.sides.open()?;
    let request = args.request(&reviewer)?;
    let view = reviewer.as_coder(&viewer)?.compare(&request, &Bars::new(output))?;
    if let Some(path) = &args.html {
        let command = args.sides.verdict_command(&view);
        page::write(path, &reviewer.comparison_page(&view, Some(&command))?, args.force)?;
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
