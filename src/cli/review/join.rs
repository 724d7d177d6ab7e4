//! `themata join`

use super::apply_args::JoinArgs;
use super::moment::now;
use crate::cli::error::CliError;
use crate::cli::output::{Output, styled, styles, width};
use crate::cli::text::{count, wrap};
use crate::project::Reviewer;

pub(in crate::cli) fn run(args: &JoinArgs, output: &mut Output) -> Result<(), CliError> {
    let report = Reviewer::join(&args.first, &args.second, &args.output, args.keep_first, &now())?;
    if args.json {
        return output.json(&report);
    }
    let mut lines = vec![
        format!("Joined to {}.", args.output.display()),
        format!(
            "The copies parted after entry {}. Since then the first has {}, and {} of the second came behind.",
            report.parted_after,
            count(report.n_first, "entry", "entries"),
            count(report.n_joined, "entry", "entries")
        ),
    ];
    lines.extend(
        report
            .renumbered_runs
            .iter()
            .map(|(theirs, now)| format!("Run {theirs} of the second is run {now} now.")),
    );
    if report.n_set_aside > 0 {
        lines.push(format!("Set aside: {}.", count(report.n_set_aside, "entry", "entries")));
        lines.extend(report.contradictions.iter().map(|contradiction| format!("! {contradiction}")));
    }
    for line in lines.iter().flat_map(|line| wrap(line, width())) {
        let line = if line.starts_with('!') { styled(styles::WARNING, &line) } else { line };
        output.line(&line)?;
    }
    Ok(())
}
