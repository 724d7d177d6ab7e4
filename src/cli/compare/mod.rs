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
use crate::project::ComparisonView;

/// `themata compare`
pub(super) fn compare(args: &CompareArgs, output: &mut Output) -> Result<(), CliError> {
    let (reviewer, viewer) = args.sides.open()?;
    let request = args.request(&reviewer)?;
    let mut view: ComparisonView = reviewer.compare(&viewer, &request, &Bars::new(output))?;
    view.options = args.sides.typed(&view);
    if let Some(path) = &args.html {
        page::write(path, &reviewer.comparison_page(&view)?, args.force)?;
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
