//! Prints the comparison of candidate themes with codes.

use super::figures::{interval, name, said};
use crate::cli::error::CliError;
use crate::cli::layout::{count, shorten};
use crate::cli::output::Output;
use crate::cli::table::{Cell, Column, Table};
use crate::project::{MeasureName, PartitionComparison};

pub(super) fn print(
    found: &PartitionComparison,
    measures: &[MeasureName],
    output: &mut Output,
) -> Result<(), CliError> {
    figures(found, measures, output)?;
    for finding in &found.rests_on {
        said(&finding.to_string(), output)?;
    }
    output.line("")?;
    matching(found, output)
}

/// Prints the comparison of the codes of two coders who share no label.
pub(super) fn print_groupings(
    found: &PartitionComparison,
    measures: &[MeasureName],
    output: &mut Output,
) -> Result<(), CliError> {
    figures(found, measures, output)?;
    output.line("")?;
    matching(found, output)
}

fn figures(
    found: &PartitionComparison,
    measures: &[MeasureName],
    output: &mut Output,
) -> Result<(), CliError> {
    let lines = found.figures();
    let mut table = Table::new([
        Column::left("").at_least(28),
        Column::right(""),
        Column::left("interval"),
        Column::left("by chance (95 %)"),
    ])
    .indented(2);
    for (key, figure) in lines {
        let chance = figure.by_chance.as_ref();
        let chance =
            chance.map_or_else(String::new, |chance| format!("{:.3} ({:.3})", chance.mean, chance.high));
        let name = Cell::from(name(measures, key));
        match figure.agreement.value() {
            Ok(value) => {
                let bounds = figure.agreement.interval().map(|bounds| interval(bounds, 3));
                table.row([
                    name,
                    format!("{value:.3}").into(),
                    bounds.unwrap_or_default().into(),
                    chance.into(),
                ]);
            }
            Err(reason) => table.row_with_rest([name], &format!("undefined: {reason}")),
        }
    }
    table.print(output)?;
    if let Some(bounds) = lines.iter().find_map(|(_, figure)| figure.agreement.interval()) {
        let words = format!(
            "Intervals at {:.0} %: jackknife over {}. A bootstrap would draw an interview twice, and it would agree with its own copy.",
            bounds.level * 100.0,
            count(bounds.n_groups, "interview", "interviews")
        );
        said(&words, output)?;
    } else {
        said("No intervals: they need two interviews or more with segments that are compared.", output)?;
    }
    Ok(())
}

/// Prints the best matching, one to one.
fn matching(found: &PartitionComparison, output: &mut Output) -> Result<(), CliError> {
    let mut table = Table::new([
        Column::elastic("best matching, one to one"),
        Column::right("segments"),
        Column::right("precision"),
        Column::right("recall"),
        Column::right("F1").at_least(4),
    ])
    .indented(2);
    for pair in &found.matching.pairs {
        let names = format!("{} – {}", shorten(&pair.code_label, 28), shorten(&pair.cluster_label, 30));
        table.row([
            names.into(),
            pair.n_shared.into(),
            format!("{:.2}", pair.precision).into(),
            format!("{:.2}", pair.recall).into(),
            format!("{:.2}", pair.f1).into(),
        ]);
    }
    table.print(output)
}
