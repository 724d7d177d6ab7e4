//! Clusters beside codes, as lines.

use super::figures::{name, said};
use crate::cli::error::CliError;
use crate::cli::layout::{count, pad, shorten};
use crate::cli::output::{Output, styled, styles};
use crate::project::{MeasureName, PartitionComparison};

const NAME: usize = 30;

pub(super) fn print(
    found: &PartitionComparison,
    measures: &[MeasureName],
    output: &mut Output,
) -> Result<(), CliError> {
    let matching = &found.matching;
    let lines = found.figures();
    let head =
        format!("  {}{:>6}   {}{}", pad("", NAME), "", pad("interval", 18), "by chance (95th percentile)");
    output.line(&styled(styles::FAINT, &head))?;
    for (key, figure) in lines {
        let chance = figure
            .by_chance
            .as_ref()
            .map_or_else(String::new, |chance| format!("{:.3} ({:.3})", chance.mean, chance.high));
        let line = match (figure.agreement.value(), figure.agreement.interval()) {
            (Ok(value), interval) => {
                let interval = interval
                    .map_or_else(String::new, |bounds| format!("{:.3} to {:.3}", bounds.low, bounds.high));
                format!("{value:>6.3}   {}{chance}", pad(&interval, 18))
            }
            (Err(reason), _) => format!("undefined: {reason}"),
        };
        output.line(&format!("  {}{line}", pad(name(measures, key), NAME)))?;
    }
    if let Some(interval) = lines.iter().find_map(|(_, figure)| figure.agreement.interval()) {
        let words = format!(
            "Intervals at {:.0} %: jackknife over {}; drawn with replacement, an interview would agree with its own copy.",
            interval.level * 100.0,
            count(interval.n_groups, "interview", "interviews")
        );
        said(&words, output)?;
    } else {
        said("No intervals: they need two interviews or more with segments that are compared.", output)?;
    }
    for finding in &found.rests_on {
        said(&finding.to_string(), output)?;
    }
    output.line("")?;
    let head = format!(
        "  {}{:>9}{:>11}{:>9}{:>7}",
        pad("best matching, one to one", 62),
        "segments",
        "precision",
        "recall",
        "F1"
    );
    output.line(&styled(styles::FAINT, &head))?;
    for pair in &matching.pairs {
        let names = format!("{} – {}", shorten(&pair.code_label, 28), shorten(&pair.cluster_label, 30));
        output.line(&format!(
            "  {}{:>9}{:>11.2}{:>9.2}{:>7.2}",
            pad(&names, 62),
            pair.n_shared,
            pair.precision,
            pair.recall,
            pair.f1
        ))?;
    }
    Ok(())
}
