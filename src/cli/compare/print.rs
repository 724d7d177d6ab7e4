//! A comparison as lines.

use std::collections::BTreeMap;

use super::CompareArgs;
use super::figures::{self, said};
use super::partition;
use crate::cli::error::CliError;
use crate::cli::layout::{count, pad, plain, shell_word, shorten, wrap};
use crate::cli::output::{Output, styled, styles, width};
use crate::domain::{DisagreementKind, Finding, PartitionFinding};
use crate::project::{
    ComparisonFilter, ComparisonUnit, ComparisonView, GridView, OverallView, PairView, Runs, SideView,
};

/// How many sentences of one kind are printed.
const MOST_SAID: usize = 4;
/// How many cells of the grid are printed in lines.
const MOST_CELLS: usize = 12;

pub(super) fn print(view: &ComparisonView, args: &CompareArgs, output: &mut Output) -> Result<(), CliError> {
    let unit = &view.unit;
    output.line(&format!(
        "{}: {} {}, of which nobody coded {}; level {}",
        plain(&view.title),
        unit.n_units,
        unit.words,
        unit.n_uncoded,
        view.level
    ))?;
    said(&format!("Here {}.", unit.rule), output)?;
    if view.show_coefficients && unit.n_uncoded > 0 {
        let words = if unit.only_coded {
            "What nobody coded is left out of all coefficients (--only-coded)."
        } else {
            "What nobody coded counts as agreement in percent, κ, π and α, and not in Holsti's coefficient; --only-coded leaves it out."
        };
        said(words, output)?;
    }
    for side in &view.sides {
        let codings =
            side.n_codings.map_or_else(String::new, |n| format!("{}, ", count(n, "coding", "codings")));
        output.line(&format!(
            "  {}{codings}{} in {}",
            pad(&plain(&side.name), 34),
            units(unit.kind, side.n_units),
            count(side.n_documents, "document", "documents")
        ))?;
    }
    for notice in &view.notices {
        for (n, line) in
            wrap(&format!("note: {}", plain(&notice.to_string())), width() - 4).iter().enumerate()
        {
            output.line(&format!("  {}{}", if n == 0 { "" } else { "  " }, styled(styles::WARNING, line)))?;
        }
    }
    if let Some(overall) = &view.overall {
        output.line("")?;
        all(view, overall, output)?;
    }
    for pair in &view.pairs {
        output.line("")?;
        two(view, pair, args.filter.filter() != ComparisonFilter::default(), output)?;
    }
    if let Some(runs) = &view.runs {
        output.line("")?;
        several(runs, output)?;
    }
    if !view.show_coefficients {
        output.line("")?;
        let words = "This study is reflexive: coefficients are not shown unless they are asked for (--coefficients). Two readings \
                     of one passage are no error of either.";
        said(words, output)?;
    }
    output.flush()?;
    let typed = shell_word(&args.sides.project.display().to_string());
    if view.pairs.iter().any(|pair| !pair.disagreements.is_empty()) {
        let page = if args.html.is_none() { ", --html FILE writes the grid" } else { "" };
        output.say(&styled(
            styles::FAINT,
            &format!("`themata disagreements {typed}` lists where readings differ, with their words{page}."),
        ));
    }
    Ok(())
}

/// So many units.
fn units(kind: ComparisonUnit, n: u64) -> String {
    let (one, many) = match kind {
        ComparisonUnit::Segment => ("segment", "segments"),
        ComparisonUnit::Turn => ("turn", "turns"),
        ComparisonUnit::Sentence => ("sentence", "sentences"),
        ComparisonUnit::Character => ("character", "characters"),
    };
    count(n as usize, one, many)
}

/// How a side is called.
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
    let with = if pair.grid.same_labels { "and" } else { "beside" };
    let by = format!(", by {}, level {}", view.unit.kind.name(), view.level);
    output.line(&format!("{}{by}", styled(styles::STRONG, &format!("{first} {with} {second}"))))?;
    if let Some(coefficients) = &pair.coefficients {
        figures::coefficients(coefficients, &view.measures, output)?;
    }
    if let Some(partition) = &pair.partition {
        partition::print(partition, &view.measures, output)?;
    }
    for words in &told(pair) {
        for (n, line) in wrap(words, width() - 4).iter().enumerate() {
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

/// What is said of the figures. Of what was split, merged and missed, the most telling only.
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
            told.push(format!("… and {n} more {what}; --json and --html name them all"));
        }
    }
    told
}

/// What many findings of a kind are about; `None` for a kind that is always shown whole.
fn plural(finding: &Finding) -> Option<&'static str> {
    let Finding::Partition(finding) = finding else { return None };
    match finding {
        PartitionFinding::SplitCode { .. } => Some("codes that were split"),
        PartitionFinding::MergedCodes { .. } => Some("themes that merge several codes"),
        PartitionFinding::MissedCode { .. } => Some("codes that no theme answers to"),
        PartitionFinding::UnmatchedCluster { .. } => Some("themes that answer to no code"),
        _ => None,
    }
}

/// Where readings differ: how often, how, and which codes meet.
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
        (true, true) => " (stretches, of what is shown)",
        (true, false) => " (stretches)",
        (false, true) => " (of what is shown; the figures are of everything)",
        (false, false) => "",
    };
    let decided = count(pair.n_decided, "has a verdict", "have a verdict");
    output.line(&format!("  {n} {what}{shown}{kinds}; {decided}"))?;
    if !pair.grid.same_labels {
        let words = "Counted are segments whose theme is not the one that their code is matched to, and segments without the code that \
                     their theme is matched to. A run is no coder; a code without a theme of its own cannot agree.";
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

/// The cells in which readings differ, the fullest first.
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
    figures::coefficients(&overall.coefficients, &view.measures, output)?;
    for finding in &overall.findings {
        said(&finding.to_string(), output)?;
    }
    let names: BTreeMap<&str, String> =
        overall.sides.iter().map(|id| (id.as_str(), shorten(name(&view.sides, id), 14))).collect();
    let head: String = overall.sides.iter().map(|id| format!("{:>16}", names[id.as_str()])).collect();
    output.line(&styled(styles::FAINT, &format!("  {}{head}", pad("α (MASI) of each two", 24))))?;
    for (id, row) in overall.sides.iter().zip(&overall.values) {
        let values: String = row
            .iter()
            .map(|cell| match cell.as_ref().map(crate::domain::Agreement::value) {
                Some(Ok(value)) => format!("{value:>16.3}"),
                Some(Err(_)) => format!("{:>16}", "undefined"),
                None => format!("{:>16}", "·"),
            })
            .collect();
        output.line(&format!("  {}{values}", pad(&names[id.as_str()], 24)))?;
    }
    let consensus = format!(
        "More than half say the same of {}, no more than half of {}.",
        units(view.unit.kind, overall.n_consensus),
        units(view.unit.kind, overall.n_no_consensus)
    );
    output.line(&format!("  {consensus}"))?;
    if let Some(most) = &overall.differs_most {
        output.line(&format!("  {} differs most from the others.", plain(name(&view.sides, most))))?;
    }
    Ok(())
}

fn several(runs: &Runs, output: &mut Output) -> Result<(), CliError> {
    output.line(&styled(styles::STRONG, "Runs beside each other"))?;
    let head = format!("  {}{:>10}{:>8}{:>8}", pad("", 24), "segments", "ARI", "AMI");
    output.line(&styled(styles::FAINT, &head))?;
    for pair in &runs.pairs {
        let figure = |agreement: &crate::domain::Agreement| {
            agreement.value().map_or_else(|_| "–".to_owned(), |value| format!("{value:.3}"))
        };
        output.line(&format!(
            "  {}{:>10}{:>8}{:>8}",
            pad(&format!("{} – {}", runs.names[pair.first], runs.names[pair.second]), 24),
            pair.n_measured,
            figure(&pair.ari),
            figure(&pair.ami)
        ))?;
    }
    if let (Some(nearest), Some(most)) = (runs.nearest, runs.most_different) {
        output.line(&format!(
            "  {} is nearest to all others, {} differs most.",
            runs.names[nearest], runs.names[most]
        ))?;
    }
    Ok(())
}
