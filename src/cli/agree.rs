//! `themata agree`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::error::CliError;
use super::layout::{count, pad, sentence, shorten, wrap};
use super::output::{Output, styled, styles, width};
use crate::domain::{Agreement, IntervalMethod};
use crate::project::{
    AgreeRequest, Agreed, AgreedPairs, IntervalParams, IntervalsOver, MeasurementLevel, ProjectError,
    SetDistance, agree,
};

/// Measure how coders agree: any table with a row a unit and a column a coder
///
/// Percent agreement, Holsti's coefficient, Cohen's and Fleiss' κ, Scott's π, Gwet's AC1 and AC2, Krippendorff's α for nominal,
/// ordinal, interval and ratio values and for sets of codes: each with an interval, or with the reason why it is undefined. With them in
/// words why a coefficient is low, how each code fares by itself, and which coders differ. It needs no project.
///
/// Segments of one interview are not independent: name the column that says which interview a unit is from with --group, and intervals
/// are drawn over interviews.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  themata agree codings.csv --coders Ann,Bo --group interview\n  \
                  themata agree ratings.xlsx --coders A,B,C --level ordinal --order low,medium,high\n  \
                  themata agree codes.csv --coders Ann,Bo --level set --separator \";\" --empty-is-none\n  \
                  themata agree codings.csv --coders Ann,Bo --missing NA,. --json | jq .coefficients")]
pub(super) struct AgreeArgs {
    /// The table, .csv, .tsv, .xlsx, .parquet or .arrow
    #[arg(value_name = "TABLE")]
    table: PathBuf,
    /// The columns of the coders, two at least
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',', required = true)]
    coders: Vec<String>,
    /// The column that names a unit, which may stand there once only
    #[arg(long, value_name = "COLUMN")]
    unit: Option<String>,
    /// The column that says from which interview (or other group) a unit is: intervals are over these
    #[arg(long, value_name = "COLUMN")]
    group: Option<String>,
    /// What may be said of two values
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = LevelArg::Nominal)]
    level: LevelArg,
    /// What stands between the codes of a cell, with --level set
    #[arg(long, value_name = "TEXT", default_value = ";")]
    separator: String,
    /// All categories in their order, or all codes: those that do not occur count for Gwet's AC1 [default: those that occur]
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    order: Vec<String>,
    /// What stands for no value, beside an empty cell
    #[arg(long, value_name = "TEXT,…", value_delimiter = ',')]
    missing: Vec<String>,
    /// Take an empty cell as no code given, not as a missing value; with --level set
    #[arg(long)]
    empty_is_none: bool,
    /// The sheet of a workbook [default: the first with the coders' columns]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// How many times groups are drawn for an interval
    #[arg(long, value_name = "N", default_value_t = 2000)]
    draws: usize,
    /// From which every random choice follows
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LevelArg {
    /// Equal or not
    Nominal,
    /// Ranked
    Ordinal,
    /// Numbers of which differences mean something
    Interval,
    /// Numbers from 0 on of which shares mean something
    Ratio,
    /// Several codes in a cell
    Set,
}

impl AgreeArgs {
    /// As the project takes it.
    pub(super) fn request(&self) -> Result<AgreeRequest, CliError> {
        let trimmed = |texts: &[String]| texts.iter().map(|text| text.trim().to_owned()).collect();
        Ok(AgreeRequest {
            table: self.table.clone(),
            sheet: self.sheet.clone(),
            coders: trimmed(&self.coders),
            unit: self.unit.clone(),
            group: self.group.clone(),
            level: match self.level {
                LevelArg::Nominal => MeasurementLevel::Nominal,
                LevelArg::Ordinal => MeasurementLevel::Ordinal,
                LevelArg::Interval => MeasurementLevel::Interval,
                LevelArg::Ratio => MeasurementLevel::Ratio,
                LevelArg::Set => MeasurementLevel::Set(SetDistance::Masi),
            },
            separator: self.separator.clone(),
            order: trimmed(&self.order),
            missing: trimmed(&self.missing),
            empty_is_none: self.empty_is_none,
            interval: IntervalParams::new(self.seed, self.draws, 0.95).map_err(ProjectError::from)?,
        })
    }
}

/// How wide the names of coefficients and coders are.
const NAME: usize = 36;

pub(super) fn run(args: &AgreeArgs, output: &mut Output) -> Result<(), CliError> {
    let found = agree(&args.request()?)?;
    if args.json {
        return output.json(&found);
    }
    for notice in &found.notices {
        output.say(&styled(styles::FAINT, &sentence(&super::terminal_progress::message(notice))));
    }
    head(&found, output)?;
    coefficients(&found, output)?;
    paragraphs("What to know", found.diagnostics.iter().map(ToString::to_string), output)?;
    if let Some(pairs) = &found.pairwise {
        pairwise(pairs, &found, output)?;
    }
    codes(&found, output)
}

fn head(found: &Agreed, output: &mut Output) -> Result<(), CliError> {
    let groups = found.n_groups.map_or_else(String::new, |n| format!(" in {}", count(n, "group", "groups")));
    let kinds = match (found.level, &found.categories) {
        ("set", Some(codes)) => {
            format!(
                "{} in {}",
                count(codes.len(), "code", "codes"),
                count(found.n_categories, "set", "different sets")
            )
        }
        (_, Some(_)) => count(found.n_categories, "category", "categories"),
        (_, None) => count(found.n_categories, "different value", "different values"),
    };
    output.line(&format!(
        "{}: {}{groups}, {}, {kinds}; level {}",
        found.table,
        count(found.n_units as usize, "unit", "units"),
        count(found.n_coders, "coder", "coders"),
        found.level,
    ))?;
    if let (Some(categories), false) = (&found.categories, found.level == "set") {
        for line in wrap(&format!("Categories: {}", categories.join(", ")), width()).iter().take(3) {
            output.line(&styled(styles::FAINT, line))?;
        }
    }
    output.line("")
}

fn coefficients(found: &Agreed, output: &mut Output) -> Result<(), CliError> {
    let interval = format!("{:.0} % interval", found.confidence * 100.0);
    output.line(&styled(styles::FAINT, &format!("{}{:>8}   {interval}", pad("", NAME), "value")))?;
    for (coefficient, agreement) in &found.coefficients {
        figure(coefficient.words(), agreement, output)?;
    }
    output.line("")?;
    for line in wrap(&basis(found), width()) {
        output.line(&styled(styles::FAINT, &line))?;
    }
    if found.level != "set" && found.categories.is_some() {
        let words = format!(
            "Gwet's coefficients count {} (--order names those that do not occur).",
            count(found.n_categories, "category", "categories")
        );
        output.line(&styled(styles::FAINT, &words))?;
    }
    if found.level == "set" {
        let words = "What knows no sets takes each different set as a category of its own.";
        output.line(&styled(styles::FAINT, words))?;
    }
    let has_alpha = found.coefficients.iter().any(|(coefficient, agreement)| {
        coefficient.key().starts_with("krippendorff") && agreement.value().is_ok()
    });
    if has_alpha {
        let words = "For α, .800 and .667 are Krippendorff's customary bounds, for conclusions and for tentative ones.";
        output.line(&styled(styles::FAINT, words))?;
    }
    Ok(())
}

fn figure(name: &str, agreement: &Agreement, output: &mut Output) -> Result<(), CliError> {
    let name = styled(styles::STRONG, &pad(name, NAME));
    match agreement.value() {
        Ok(value) => {
            let interval = agreement.interval().map_or_else(String::new, |interval| {
                let left_aside = match interval.n_undefined {
                    0 => String::new(),
                    n => format!(" ({n} of {} draws undefined)", interval.n_draws),
                };
                format!("{:.3} to {:.3}{left_aside}", interval.low, interval.high)
            });
            output.line(&format!("{name}{value:>8.3}   {interval}"))
        }
        Err(reason) => {
            let lines = wrap(&format!("undefined: {reason}"), width().saturating_sub(NAME).max(30));
            for (i, line) in lines.iter().enumerate() {
                let lead = if i == 0 { name.clone() } else { pad("", NAME) };
                output.line(&format!("{lead}{line}"))?;
            }
            Ok(())
        }
    }
}

/// What the intervals rest on.
fn basis(found: &Agreed) -> String {
    let interval = found.coefficients.iter().find_map(|(_, agreement)| agreement.interval());
    let what = match (found.intervals_over, &found.group) {
        (IntervalsOver::Nothing, _) => {
            return "No intervals: there is one group only, and what it varies with cannot be seen."
                .to_owned();
        }
        (IntervalsOver::Groups, Some(group)) => format!("the groups of column `{group}`"),
        _ => "single units".to_owned(),
    };
    let Some(interval) = interval else { return "No intervals: no coefficient is defined.".to_owned() };
    let how = match interval.method {
        IntervalMethod::Bootstrap => {
            format!(
                "bootstrap over {what} ({}), {} draws, seed {}",
                interval.n_groups, interval.n_draws, found.seed
            )
        }
        IntervalMethod::Jackknife => {
            format!("jackknife over {what}, since there are only {}", interval.n_groups)
        }
    };
    let warning = if found.intervals_over == IntervalsOver::Units {
        " Where several units are from one interview these are too narrow: name its column with --group."
    } else {
        ""
    };
    format!("Intervals: {how}.{warning}")
}

fn paragraphs(
    heading: &str,
    paragraphs: impl Iterator<Item = String>,
    output: &mut Output,
) -> Result<(), CliError> {
    for (i, words) in paragraphs.enumerate() {
        if i == 0 {
            output.line("")?;
            output.line(&styled(styles::STRONG, heading))?;
        }
        for (j, line) in wrap(&sentence(&words), width() - 4).iter().enumerate() {
            output.line(&format!("{}{line}", if j == 0 { "  · " } else { "    " }))?;
        }
    }
    Ok(())
}

/// How wide a column of the matrix is.
const CELL: usize = 12;

fn pairwise(pairs: &AgreedPairs, found: &Agreed, output: &mut Output) -> Result<(), CliError> {
    output.line("")?;
    output.line(&styled(styles::STRONG, &format!("Pairs of coders, {}", pairs.words)))?;
    let named = |name: &str| format!("{:>CELL$}", shorten(name, CELL - 2));
    let names: Vec<String> = found.coders[1..].iter().map(|name| named(name)).collect();
    output.line(&styled(
        styles::FAINT,
        &format!("{}{}{:>CELL$}{:>14}", pad("", 14), names.concat(), "mean", "against most"),
    ))?;
    for (i, with_others) in pairs.mean_with_others.iter().enumerate() {
        let mut line = pad(&shorten(&with_others.coder, 12), 14);
        for other in &found.coders[1..] {
            let pair =
                pairs.pairs.iter().find(|pair| pair.first == with_others.coder && pair.second == *other);
            line += &match pair.map(|pair| pair.agreement.value()) {
                Some(Ok(value)) => format!("{value:>CELL$.3}"),
                Some(Err(_)) => format!("{:>CELL$}", "undefined"),
                None => " ".repeat(CELL),
            };
        }
        let mean = pairs.mean_with_others[i].mean.map_or("–".to_owned(), |mean| format!("{mean:.3}"));
        output.line(&format!("{line}{mean:>CELL$}{:>14}", with_others.n_against_most))?;
    }
    let mean = pairs.mean.map(|mean| format!("mean over pairs {mean:.3}"));
    let most = pairs.differs_most.as_ref().map(|coder| format!("{coder} differs most from the others"));
    let words: Vec<String> = mean.into_iter().chain(most).collect();
    if !words.is_empty() {
        output.line(&sentence(&words.join("; ")))?;
    }
    if let Some(consensus) = &found.consensus {
        output.line(&format!(
            "Consensus: {} have a value that most coders gave, {} of them one that all gave; {} have none.",
            count(consensus.n_decided as usize, "unit", "units"),
            consensus.n_unanimous,
            consensus.n_undecided,
        ))?;
    }
    Ok(())
}

fn codes(found: &Agreed, output: &mut Output) -> Result<(), CliError> {
    let Some(first) = found.codes.first() else { return Ok(()) };
    output.line("")?;
    output.line(&styled(styles::STRONG, "Each code by itself: given or not"))?;
    let two = found.n_coders == 2;
    let mut head = pad("", 26);
    for (coefficient, _) in &first.coefficients {
        head += &format!("{:>9}", coefficient.short_name());
    }
    head += &format!("{:>18}{:>8}", "α, interval", "all");
    if two {
        for coder in &found.coders {
            head += &format!("{:>14}", format!("{} only", shorten(coder, 8)));
        }
    } else {
        head += &format!("{:>8}", "some");
    }
    output.line(&styled(styles::FAINT, &format!("{head}{:>8}", "none")))?;
    for code in &found.codes {
        let mut line = styled(styles::STRONG, &pad(&shorten(&code.code, 24), 26));
        for (_, agreement) in &code.coefficients {
            line +=
                &agreement.value().map_or_else(|_| format!("{:>9}", "–"), |value| format!("{value:>9.3}"));
        }
        let interval = code.coefficients.last().and_then(|(_, agreement)| agreement.interval());
        let interval = interval
            .map_or_else(String::new, |interval| format!("{:.3} to {:.3}", interval.low, interval.high));
        line += &format!("{interval:>18}{:>8}", code.prevalence.n_all);
        if two {
            for n in &code.prevalence.n_alone {
                line += &format!("{n:>14}");
            }
        } else {
            line += &format!("{:>8}", code.prevalence.n_some);
        }
        output.line(&format!("{line}{:>8}", code.prevalence.n_none))?;
    }
    Ok(())
}
