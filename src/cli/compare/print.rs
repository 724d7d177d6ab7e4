//! Prints a comparison.

use super::figures::{self, said};
use super::partition;
use crate::cli::error::CliError;
use crate::cli::layout::{count, plain, sentence, shorten, width, wrap};
use crate::cli::output::{Output, styled, styles};
use crate::cli::table::{Cell, Column, Table};
use crate::domain::{DisagreementKind, Finding, PartitionFinding};
use crate::project::{ComparisonUnit, ComparisonView, GridView, OverallView, PairView, Runs, SideView};
use crate::words::units_of;

/// How many findings of one kind are printed.
const MOST_SAID: usize = 4;
/// How many cells of the grid are printed.
const MOST_CELLS: usize = 12;

/// Prints a comparison. `is_filtered` tells whether the user asked for some units only.
pub(super) fn print(view: &ComparisonView, is_filtered: bool, output: &mut Output) -> Result<(), CliError> {
    let summary = sentence(&view.summary.to_string());
    for line in wrap(&summary, width()) {
        output.line(&styled(styles::STRONG, &line))?;
    }
    output.line("")?;
    let unit = &view.unit;
    let counted = format!(
        "{}: {} {}, {} not coded by any side; level {}",
        view.title, unit.n_units, unit.words, unit.n_uncoded, view.level
    );
    output.sentence(&counted, 0)?;
    said(&format!("Here {}.", unit.rule), output)?;
    if view.show_coefficients && unit.n_uncoded > 0 {
        let words = if unit.only_coded {
            "Units that no side coded are left out of all coefficients (--only-coded)."
        } else {
            "Units that no side coded count as agreement in percent, κ, π and α, but not in Holsti's coefficient. --only-coded leaves them out."
        };
        said(words, output)?;
    }
    let mut sides = Table::new([Column::elastic("").at_least(32), Column::left("")]).indented(2);
    for side in &view.sides {
        let codings =
            side.n_codings.map_or_else(String::new, |n| format!("{}, ", count(n, "coding", "codings")));
        let units = units_of(unit.kind, side.n_units);
        let documents = count(side.n_documents, "document", "documents");
        sides.row([(&side.name).into(), format!("{codings}{units} in {documents}").into()]);
    }
    sides.print(output)?;
    for notice in &view.notices {
        for (n, line) in wrap(&format!("note: {notice}"), width().saturating_sub(4)).iter().enumerate() {
            output.line(&format!("  {}{}", if n == 0 { "" } else { "  " }, styled(styles::WARNING, line)))?;
        }
    }
    if let Some(overall) = &view.overall {
        output.line("")?;
        all(view, overall, output)?;
    }
    for pair in &view.pairs {
        output.line("")?;
        two(view, pair, is_filtered, output)?;
    }
    if let Some(runs) = &view.runs {
        output.line("")?;
        several(runs, output)?;
    }
    if !view.show_coefficients {
        output.line("")?;
        let words = "This study is reflexive, so coefficients are shown only with --coefficients. Two readings of one passage are \
                     not an error.";
        said(words, output)?;
    }
    Ok(())
}

/// Returns the name of a side.
pub(super) fn name<'a>(sides: &'a [SideView], id: &'a str) -> &'a str {
    sides.iter().find(|side| side.id == id).map_or(id, |side| side.name.as_str())
}

fn two(
    view: &ComparisonView,
    pair: &PairView,
    is_filtered: bool,
    output: &mut Output,
) -> Result<(), CliError> {
    let (first, second) = (plain(name(&view.sides, &pair.first)), plain(name(&view.sides, &pair.second)));
    let with = if pair.grid.same_labels { "and" } else { "with" };
    let by = format!(", by {}, level {}", view.unit.kind.name(), view.level);
    output.line(&format!("{}{by}", styled(styles::STRONG, &format!("{first} {with} {second}"))))?;
    if pair.share_no_label {
        return apart(view, pair, [&first, &second], is_filtered, output);
    }
    if let Some(coefficients) = &pair.coefficients {
        let without = pair.not_independent.as_ref().and_then(|found| found.coefficients_without.as_ref());
        figures::coefficients(coefficients, without, &view.measures, output)?;
        if let Some(found) = &pair.not_independent {
            said(
                &format!(
                    "“Without”: without the {} that both coded by accepting the same {}.",
                    units_of(view.unit.kind, found.n_units),
                    if found.n_candidates == 1 { "candidate" } else { "candidates" }
                ),
                output,
            )?;
        }
    }
    if let Some(partition) = &pair.partition {
        partition::print(partition, &view.measures, output)?;
    }
    for words in &told(pair) {
        for (n, line) in wrap(words, width().saturating_sub(4)).iter().enumerate() {
            output.line(&format!("  {}{line}", if n == 0 { "· " } else { "  " }))?;
        }
    }
    if let Some(segmentation) = &pair.segmentation {
        figures::segmentation(segmentation, &view.measures, output)?;
    }
    if let Some(per_code) = &pair.per_code {
        figures::per_code([&first, &second], per_code, &view.measures, pair.median_code_alpha, output)?;
    }
    differences(view, pair, is_filtered, output)
}

/// Prints two coders who share no label: first where they coded and how they group it, which need no common label. Coefficients of codes
/// say nothing here.
fn apart(
    view: &ComparisonView,
    pair: &PairView,
    [first, second]: [&str; 2],
    is_filtered: bool,
    output: &mut Output,
) -> Result<(), CliError> {
    if let Some(segmentation) = &pair.segmentation {
        figures::where_coded(segmentation, &view.measures, output)?;
    }
    if let Some(partition) = &pair.partition {
        output.line("")?;
        let counts = &partition.counts;
        let basis = format!(
            "How {first} and {second} group the {} that both coded and to which {second} gave one code:",
            units_of(view.unit.kind, counts.n_coded as u64)
        );
        output.sentence(&basis, 2)?;
        partition::print_groupings(partition, &view.measures, output)?;
        said(
            "Each code of one is matched with one of the other, so that most units agree. This is the best matching, so it looks good even by \
             chance; the figures by chance show how good.",
            output,
        )?;
    }
    if pair.coefficients.is_some() {
        output.line("")?;
        said(
            "With no label in common, κ, α and the figures of each code only say that the labels differ; --json has them. If codes mean the \
             same, count them as one (--match) or give them the same label (`themata code rename`).",
            output,
        )?;
    }
    differences(view, pair, is_filtered, output)
}

/// Returns the findings, and of codes that were split, merged or missed only the most important.
fn told(pair: &PairView) -> Vec<String> {
    let mut told = Vec::new();
    for of_kind in pair.findings.chunk_by(|a, b| plural(&a.0) == plural(&b.0)) {
        let shown = match plural(&of_kind[0].0) {
            Some(_) => of_kind.len().min(MOST_SAID),
            None => of_kind.len(),
        };
        told.extend(of_kind[..shown].iter().map(ToString::to_string));
        if let Some(what) = plural(&of_kind[0].0).filter(|_| shown < of_kind.len()) {
            let n = of_kind.len() - shown;
            told.push(format!("… and {n} more {what} (--json and --html list all)"));
        }
    }
    told
}

/// Returns what findings of a kind are about, or `None` for a kind of which all findings are shown.
fn plural(finding: &Finding) -> Option<&'static str> {
    let Finding::Partition(finding) = finding else { return None };
    match finding {
        PartitionFinding::SplitCode { .. } => Some("codes that were split"),
        PartitionFinding::MergedCodes { .. } => Some("candidates that merge several codes"),
        PartitionFinding::MissedCode { .. } => Some("codes without a matching candidate"),
        PartitionFinding::UnmatchedCluster { .. } => Some("candidates without a matching code"),
        _ => None,
    }
}

/// Prints how often and how readings differ, and which codes co-occur.
fn differences(
    view: &ComparisonView,
    pair: &PairView,
    is_filtered: bool,
    output: &mut Output,
) -> Result<(), CliError> {
    let n: usize = pair.disagreements.values().sum();
    let what = if view.show_coefficients { "disagreements" } else { "places where readings differ" };
    let kinds: Vec<String> = pair
        .disagreements
        .iter()
        .map(|(kind, n)| {
            let words = match kind {
                DisagreementKind::OnlyFirst => format!("only {}", plain(name(&view.sides, &pair.first))),
                DisagreementKind::OnlySecond => format!("only {}", plain(name(&view.sides, &pair.second))),
                kind => kind.to_string(),
            };
            format!("{words} {n}")
        })
        .collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(": {}", kinds.join(", ")) };
    let shown = match (view.unit.kind == ComparisonUnit::Character, is_filtered) {
        (true, true) => " (stretches of text, among the units shown)",
        (true, false) => " (stretches of text)",
        (false, true) => " (among the units shown; the figures are of all units)",
        (false, false) => "",
    };
    let decided = count(pair.n_decided, "has a verdict", "have a verdict");
    output.sentence(&format!("{n} {what}{shown}{kinds}; {decided}"), 2)?;
    if !pair.grid.same_labels {
        let words = "A segment counts as a difference if its code is matched to another candidate, or if it lacks the code that its \
                     candidate is matched to. A run is not a coder: a code without a matching candidate cannot agree.";
        return said(words, output);
    }
    let unit = if view.unit.kind == ComparisonUnit::Character { ", in characters" } else { "" };
    said(
        &format!(
            "Co-occurring codes{unit}. “(no counterpart)”: the other side applied no further code to that unit."
        ),
        output,
    )?;
    for (row, column, n) in off_diagonal(&pair.grid).into_iter().take(MOST_CELLS) {
        output.line(&format!("  {n:>6}  {} – {}", shorten(row, 44), shorten(column, 44)))?;
    }
    Ok(())
}

/// Returns the cells of the grid in which readings differ, those with most units first.
fn off_diagonal(grid: &GridView) -> Vec<(&str, &str, u64)> {
    let mut cells: Vec<(&str, &str, u64)> = grid
        .cells
        .iter()
        .filter(|cell| cell.row != cell.column)
        .map(|cell| (grid.rows[cell.row].label.as_str(), grid.columns[cell.column].label.as_str(), cell.n))
        .collect();
    cells.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| (a.0, a.1).cmp(&(b.0, b.1))));
    cells
}

fn all(view: &ComparisonView, overall: &OverallView, output: &mut Output) -> Result<(), CliError> {
    output.line(&styled(styles::STRONG, &format!("All {} coders", overall.sides.len())))?;
    figures::coefficients(&overall.coefficients, None, &view.measures, output)?;
    for finding in &overall.findings {
        said(&finding.to_string(), output)?;
    }
    let side = |id: &str| shorten(name(&view.sides, id), 14);
    let columns = [Column::left("α (MASI) of each two").at_least(22)];
    let others = overall.sides.iter().map(|id| Column::right(&side(id)).at_least(9));
    let mut table = Table::new(columns.into_iter().chain(others)).indented(2);
    for (id, row) in overall.sides.iter().zip(&overall.values) {
        let values = row.iter().map(|cell| match cell.as_ref().map(crate::domain::Agreement::value) {
            Some(Ok(value)) => format!("{value:.3}"),
            Some(Err(_)) => "undefined".to_owned(),
            None => "·".to_owned(),
        });
        table.row([Cell::from(side(id))].into_iter().chain(values.map(Cell::from)));
    }
    table.print(output)?;
    let consensus = format!(
        "More than half of the coders agree on {}, half or fewer on {}.",
        units_of(view.unit.kind, overall.n_consensus),
        units_of(view.unit.kind, overall.n_no_consensus)
    );
    output.sentence(&consensus, 2)?;
    if let Some(most) = &overall.differs_most {
        output.sentence(&format!("{} differs most from the others.", name(&view.sides, most)), 2)?;
    }
    Ok(())
}

fn several(runs: &Runs, output: &mut Output) -> Result<(), CliError> {
    output.line(&styled(styles::STRONG, "Runs compared"))?;
    let mut table = Table::new([
        Column::left("").at_least(22),
        Column::right("segments"),
        Column::right("ARI").at_least(6),
        Column::right("AMI").at_least(6),
    ])
    .indented(2);
    let figure = |agreement: &crate::domain::Agreement| {
        agreement.value().map_or_else(|_| "–".to_owned(), |value| format!("{value:.3}"))
    };
    for pair in &runs.pairs {
        table.row([
            format!("{} – {}", runs.names[pair.first], runs.names[pair.second]).into(),
            pair.n_measured.into(),
            figure(&pair.ari).into(),
            figure(&pair.ami).into(),
        ]);
    }
    table.print(output)?;
    if let (Some(nearest), Some(most)) = (runs.nearest, runs.most_different) {
        let words = format!(
            "{} is most similar to the others, {} differs most.",
            runs.names[nearest], runs.names[most]
        );
        output.sentence(&words, 2)?;
    }
    Ok(())
}
