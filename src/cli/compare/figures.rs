//! Figures of agreement as lines: value, interval, or why there is none.

use std::collections::BTreeMap;

use crate::cli::error::CliError;
use crate::cli::layout::{count, pad, shorten, wrap};
use crate::cli::output::{Output, styled, styles, width};
use crate::domain::{Agreement, Interval, IntervalMethod};
use crate::project::{MeasureName, PerCodeView, SegmentationView};

/// How wide the names of measures are.
const NAME: usize = 38;
/// How wide the names of codes are.
const CODE: usize = 28;

/// A value with its interval.
pub(super) fn value(agreement: &Agreement) -> String {
    match (agreement.value(), agreement.interval()) {
        (Ok(value), Some(interval)) => {
            format!("{value:>6.3}   {:.3} to {:.3}", interval.low, interval.high)
        }
        (Ok(value), None) => format!("{value:>6.3}"),
        (Err(reason), _) => format!("undefined: {reason}"),
    }
}

/// How intervals were found, of the first that there is.
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
            "Intervals at {:.0} %: jackknife over {interviews}, since draws from so few are too narrow.",
            interval.level * 100.0
        ),
    })
}

/// One figure by its name.
pub(super) fn line(name: &str, agreement: &Agreement, output: &mut Output) -> Result<(), CliError> {
    output.line(&format!("  {}{}", pad(name, NAME), value(agreement)))
}

/// What a measure is called.
pub(super) fn name<'a>(measures: &'a [MeasureName], key: &'a str) -> &'a str {
    measures.iter().find(|measure| measure.key == key).map_or(key, |measure| measure.name)
}

/// Coefficients, in the order of the measures.
pub(super) fn coefficients(
    figures: &BTreeMap<String, Agreement>,
    measures: &[MeasureName],
    output: &mut Output,
) -> Result<(), CliError> {
    for measure in measures {
        if let Some(agreement) = figures.get(&measure.key) {
            line(measure.name, agreement, output)?;
        }
    }
    let none = "No intervals: they need two interviews or more that both worked on.".to_owned();
    let intervals = intervals(figures.values()).unwrap_or(none);
    output.line(&styled(styles::FAINT, &format!("  {intervals}")))?;
    let bounds = "  Krippendorff's customary bounds for α are .800, and .667 for tentative conclusions.";
    output.line(&styled(styles::FAINT, bounds))
}

/// Each code by itself.
pub(super) fn per_code(
    [first, second]: [&str; 2],
    codes: &[PerCodeView],
    measures: &[MeasureName],
    median_alpha: Option<f64>,
    output: &mut Output,
) -> Result<(), CliError> {
    // Percent agreement says little of a single code, which most units do not have.
    let columns: Vec<(&str, &str)> = measures
        .iter()
        .filter(|measure| {
            measure.key != "percent"
                && codes.iter().any(|code| code.figures.contains_key(measure.key.as_str()))
        })
        .filter_map(|measure| Some((measure.key.as_str(), measure.short_name?)))
        .collect();
    let names: String = columns.iter().map(|(_, short)| format!("{short:>6}")).collect();
    let head = format!(
        "  {}{names}{:>16}{:>7}{:>8}{:>8}{:>9}",
        pad("each code", CODE),
        "interval of α",
        "both",
        "first",
        "second",
        "neither"
    );
    output.line(&styled(styles::FAINT, &head))?;
    let figure = |code: &PerCodeView, key: &str| match code.figures.get(key).map(Agreement::value) {
        Some(Ok(value)) => format!("{value:.2}"),
        _ => "–".to_owned(),
    };
    for code in codes {
        let interval = code.figures.get("krippendorff_alpha").and_then(Agreement::interval);
        let interval =
            interval.map_or_else(String::new, |bounds| format!("{:.2} to {:.2}", bounds.low, bounds.high));
        let values: String = columns.iter().map(|(key, _)| format!("{:>6}", figure(code, key))).collect();
        output.line(&format!(
            "  {}{values}{interval:>16}{:>7}{:>8}{:>8}{:>9}",
            pad(&shorten(&code.code, CODE - 2), CODE),
            code.both,
            code.first_only,
            code.second_only,
            code.neither
        ))?;
    }
    if let Some(median) = median_alpha {
        let said =
            format!("  The median α of a code is {median:.2}. The first is {first}, the second {second}.");
        output.line(&styled(styles::FAINT, &said))?;
    }
    Ok(())
}

/// Where to mark, apart from what with.
pub(super) fn segmentation(
    found: &SegmentationView,
    measures: &[MeasureName],
    output: &mut Output,
) -> Result<(), CliError> {
    output.line(&styled(styles::FAINT, "  where to mark, apart from what with"))?;
    for (key, agreement) in found.figures() {
        line(name(measures, key), agreement, output)?;
    }
    for finding in &found.findings {
        said(&finding.to_string(), output)?;
    }
    Ok(())
}

/// A sentence below figures.
pub(super) fn said(words: &str, output: &mut Output) -> Result<(), CliError> {
    for line in wrap(words, width() - 2) {
        output.line(&styled(styles::FAINT, &format!("  {line}")))?;
    }
    Ok(())
}
