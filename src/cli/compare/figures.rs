//! Prints figures of agreement: the value with its interval, or why it is undefined.

use std::collections::BTreeMap;

use crate::cli::error::CliError;
use crate::cli::layout::{count, indented, width};
use crate::cli::output::{Output, styled, styles};
use crate::cli::table::{Cell, Column, Table};
use crate::domain::{Agreement, Interval, IntervalMethod};
use crate::project::{MeasureName, PerCodeView, SegmentationView};
use crate::words::first_of;

/// The most codes that are named of those that one coder alone uses.
const ONLY_NAMED: usize = 8;

/// Returns a table of figures by their names.
fn table<'a>(figures: impl Iterator<Item = (&'a str, &'a Agreement)>) -> Table {
    let columns = [Column::left("").at_least(36), Column::right(""), Column::left("")];
    let mut table = Table::new(columns).indented(2);
    for (name, agreement) in figures {
        match agreement.value() {
            Ok(value) => {
                let interval = agreement.interval().map(|bounds| interval(bounds, 3));
                table.row([name.into(), format!("{value:.3}").into(), interval.unwrap_or_default().into()]);
            }
            Err(reason) => table.row_with_rest([name.into()], &format!("undefined: {reason}")),
        }
    }
    table
}

/// Returns the cells of a figure: its value, or that it is undefined, and its interval.
fn value_and_interval(figure: Option<&Agreement>) -> [Cell; 2] {
    let Some(figure) = figure else { return [Cell::from(""), Cell::from("")] };
    let value = figure.value().map_or_else(|_| "undefined".to_owned(), |value| format!("{value:.3}"));
    let bounds = figure.interval().map(|bounds| interval(bounds, 3)).unwrap_or_default();
    [Cell::from(value), Cell::from(bounds)]
}

/// Returns an interval in words.
pub(super) fn interval(bounds: &Interval, n_decimals: usize) -> String {
    format!("{:.n_decimals$} to {:.n_decimals$}", bounds.low, bounds.high)
}

/// Tells how intervals were found, by the first figure that has one.
pub(super) fn intervals<'a>(mut figures: impl Iterator<Item = &'a Agreement>) -> Option<String> {
    let interval: &Interval = figures.find_map(Agreement::interval)?;
    let interviews = count(interval.n_groups, "interview", "interviews");
    Some(match interval.method {
        IntervalMethod::Bootstrap => format!(
            "Intervals at {:.0} %: bootstrap over {interviews}, {} draws.",
            interval.level * 100.0,
            interval.n_draws
        ),
        IntervalMethod::Jackknife => format!(
            "Intervals at {:.0} %: jackknife over {interviews}, because draws from so few would be too narrow.",
            interval.level * 100.0
        ),
    })
}

/// Returns the name of a measure.
pub(super) fn name<'a>(measures: &'a [MeasureName], key: &'a str) -> &'a str {
    measures.iter().find(|measure| measure.key == key).map_or(key, |measure| measure.name)
}

/// Prints coefficients in the order of the measures.
pub(super) fn coefficients(
    figures: &BTreeMap<String, Agreement>,
    without: Option<&BTreeMap<String, Agreement>>,
    measures: &[MeasureName],
    output: &mut Output,
) -> Result<(), CliError> {
    let known = measures.iter().filter_map(|measure| Some((measure, figures.get(&measure.key)?)));
    match without {
        None => table(known.map(|(measure, figure)| (measure.name, figure))).print(output)?,
        Some(without) => {
            let columns = ["", "all", "interval", "without", "interval"].into_iter().enumerate();
            let columns = columns.map(|(at, head)| match at {
                0 => Column::left(head).at_least(32),
                1 | 3 => Column::right(head),
                _ => Column::left(head),
            });
            let mut table = Table::new(columns).indented(2);
            for (measure, all) in known {
                let mut cells = vec![Cell::from(measure.name)];
                cells.extend(value_and_interval(Some(all)));
                cells.extend(value_and_interval(without.get(&measure.key)));
                table.row(cells);
            }
            table.print(output)?;
        }
    }
    let none = "No intervals: they need two interviews or more that both sides coded.".to_owned();
    let intervals = intervals(figures.values()).unwrap_or(none);
    said(&intervals, output)?;
    said(
        "Krippendorff's customary bounds for α: .800 for conclusions, .667 for tentative conclusions.",
        output,
    )
}

/// Prints the agreement on each code.
pub(super) fn per_code(
    [first, second]: [&str; 2],
    codes: &[PerCodeView],
    measures: &[MeasureName],
    median_alpha: Option<f64>,
    output: &mut Output,
) -> Result<(), CliError> {
    // Percent agreement says little about one code, because most units do not have it.
    let measures: Vec<(&str, &str)> = measures
        .iter()
        .filter(|measure| {
            measure.key != "percent"
                && codes.iter().any(|code| code.figures.contains_key(measure.key.as_str()))
        })
        .filter_map(|measure| Some((measure.key.as_str(), measure.short_name?)))
        .collect();
    let mut columns = vec![Column::elastic("each code").at_least(26)];
    columns.extend(measures.iter().map(|(_, short)| Column::right(short).at_least(4)));
    columns.extend(["interval of α", "both", "first", "second", "neither"].map(Column::right));
    let mut table = Table::new(columns).indented(2);
    let figure = |code: &PerCodeView, key: &str| match code.figures.get(key).map(Agreement::value) {
        Some(Ok(value)) => format!("{value:.2}"),
        _ => "–".to_owned(),
    };
    // A code that one coder alone uses cannot agree: its row would hold zeros only.
    let is_of_one =
        |code: &&PerCodeView| code.both + code.first_only == 0 || code.both + code.second_only == 0;
    let (of_one, of_both): (Vec<_>, Vec<_>) = codes.iter().partition(is_of_one);
    for code in of_both {
        let bounds = code.figures.get("krippendorff_alpha").and_then(Agreement::interval);
        let mut cells = vec![Cell::from(&code.code)];
        cells.extend(measures.iter().map(|(key, _)| Cell::from(figure(code, key))));
        cells.push(bounds.map(|bounds| interval(bounds, 2)).unwrap_or_default().into());
        cells.extend([code.both, code.first_only, code.second_only, code.neither].map(Cell::from));
        table.row(cells);
    }
    table.print(output)?;
    for (name, is_theirs) in [(first, true), (second, false)] {
        let names: Vec<&str> = of_one
            .iter()
            .filter(|code| (code.first_only > 0) == is_theirs)
            .map(|code| code.code.as_str())
            .collect();
        if !names.is_empty() {
            let n = count(names.len(), "code is", "codes are");
            said(&format!("{n} used by {name} only: {}.", first_of(&names, ONLY_NAMED)), output)?;
        }
    }
    if let Some(median) = median_alpha {
        let words =
            format!("The median α of the codes is {median:.2}. The first is {first}, the second {second}.");
        said(&words, output)?;
    }
    Ok(())
}

/// Prints the agreement on which stretches of text to code, whatever the code.
pub(super) fn segmentation(
    found: &SegmentationView,
    measures: &[MeasureName],
    output: &mut Output,
) -> Result<(), CliError> {
    output.line(&styled(styles::FAINT, "  which stretches of text are coded, and how they are cut"))?;
    print_segmentation(found.figures().as_slice(), measures, output)?;
    for finding in &found.findings {
        said(&finding.to_string(), output)?;
    }
    Ok(())
}

/// Prints the agreement on which stretches of text to code, where the coders share no label: only the figure that asks for none.
pub(super) fn where_coded(
    found: &SegmentationView,
    measures: &[MeasureName],
    output: &mut Output,
) -> Result<(), CliError> {
    output.line(&styled(styles::FAINT, "  which stretches of text are coded, with whatever code"))?;
    print_segmentation(&[("relevance_alpha", &found.relevance_alpha)], measures, output)?;
    let words = format!(
        "Over {} of participants' turns.",
        count(found.n_characters as usize, "character", "characters")
    );
    said(&words, output)
}

fn print_segmentation(
    figures: &[(&'static str, &Agreement)],
    measures: &[MeasureName],
    output: &mut Output,
) -> Result<(), CliError> {
    table(figures.iter().map(|&(key, agreement)| (name(measures, key), agreement))).print(output)
}

/// Prints a sentence below figures.
pub(super) fn said(words: &str, output: &mut Output) -> Result<(), CliError> {
    for line in indented(words, 2, width()) {
        output.line(&styled(styles::FAINT, &line))?;
    }
    Ok(())
}
