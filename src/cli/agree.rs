//! `themata agree`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::error::CliError;
use super::layout::{count, sentence, shorten, width, wrap};
use super::output::{Output, styled, styles};
use super::table::{Cell, Column, Table};
use crate::domain::{Agreement, IntervalMethod, Notice, NoticeFact, Remedy};
use crate::project::{
    AgreeRequest, Agreed, AgreedPairs, IntervalParams, IntervalsOver, MeasurementLevel, ProjectError,
    SetDistance, agree,
};

/// Measure how well coders agree, from a table with one row per unit and one column per coder
///
/// Prints percent agreement, Holsti's coefficient, Cohen's and Fleiss' κ, Scott's π, Gwet's AC1 and AC2, and Krippendorff's α for
/// nominal, ordinal, interval and ratio values and for sets of codes. Each has an interval, or the reason why it is undefined. Also
/// prints why a coefficient is low, the agreement on each code, and which coders differ. It needs no project.
///
/// Segments of one interview are not independent. Use --group to name the column that holds the interview of each unit: then intervals
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
    /// The columns of the coders, at least two
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',', required = true)]
    coders: Vec<String>,
    /// The column that names the unit; no name may occur twice
    #[arg(long, value_name = "COLUMN")]
    unit: Option<String>,
    /// The column that holds the interview (or other group) of each unit; intervals are drawn over these
    #[arg(long, value_name = "COLUMN")]
    group: Option<String>,
    /// The level of measurement of the values
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = LevelArg::Nominal)]
    level: LevelArg,
    /// The text between the codes of a cell, with --level set
    #[arg(long, value_name = "TEXT", default_value = ";")]
    separator: String,
    /// All categories in order, or all codes; those that nobody used count for Gwet's AC1 [default: those that occur]
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    order: Vec<String>,
    /// Texts that mean a missing value, besides an empty cell
    #[arg(long, value_name = "TEXT,…", value_delimiter = ',', allow_hyphen_values = true)]
    missing: Vec<String>,
    /// Read an empty cell as "no code", not as a missing value; with --level set
    #[arg(long)]
    empty_is_none: bool,
    /// The sheet of a workbook [default: the first sheet with the coders' columns]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// How many times groups are drawn for an interval
    #[arg(long, value_name = "N", default_value_t = 2000)]
    draws: usize,
    /// The seed of all random choices
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
    /// Ranked values
    Ordinal,
    /// Numbers whose differences have a meaning
    Interval,
    /// Numbers from 0 up whose ratios have a meaning
    Ratio,
    /// Several codes in a cell
    Set,
}

impl AgreeArgs {
    /// Returns the request for the project.
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

pub(super) fn run(args: &AgreeArgs, output: &mut Output) -> Result<(), CliError> {
    let found = agree(&args.request()?)?;
    if args.json {
        return output.json(&found);
    }
    // What was noticed about values is said with the figures; how the table was read, before them.
    let (about_values, others): (Vec<&Notice>, Vec<&Notice>) =
        found.notices.iter().partition(|notice| is_about_values(&notice.fact));
    for notice in others {
        output.say(&styled(styles::FAINT, &sentence(&notice.to_string())));
    }
    head(&found, output)?;
    coefficients(&found, output)?;
    let said = about_values.iter().map(ToString::to_string);
    paragraphs("Notes", said.chain(found.diagnostics.iter().map(ToString::to_string)), output)?;
    let remedies: Vec<Remedy> = about_values.iter().flat_map(|notice| notice.remedies()).collect();
    for hint in output.hints(&remedies) {
        output.say(&hint);
    }
    if let Some(pairs) = &found.pairwise {
        pairwise(pairs, &found, output)?;
    }
    codes(&found, output)
}

/// Tells whether a notice is about values that may not be what they seem.
fn is_about_values(fact: &NoticeFact) -> bool {
    matches!(fact, NoticeFact::ValuesLookMissing { .. } | NoticeFact::RowLooksLikeTotal { .. })
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
    let name = Column::left("").at_least(34).styled(styles::STRONG);
    let mut table = Table::new([name, Column::right("value"), Column::left(&interval)]);
    for (coefficient, agreement) in &found.coefficients {
        figure(&mut table, coefficient.words(), agreement);
    }
    table.print(output)?;
    output.line("")?;
    for line in wrap(&basis(found), width()) {
        output.line(&styled(styles::FAINT, &line))?;
    }
    if found.level != "set" && found.categories.is_some() {
        let words = format!(
            "Gwet's coefficients count {}; --order adds those that nobody used.",
            count(found.n_categories, "category", "categories")
        );
        output.line(&styled(styles::FAINT, &words))?;
    }
    if found.level == "set" {
        let words = "Coefficients that cannot compare sets count each different set as one category.";
        output.line(&styled(styles::FAINT, words))?;
    }
    let has_alpha = found.coefficients.iter().any(|(coefficient, agreement)| {
        coefficient.key().starts_with("krippendorff") && agreement.value().is_ok()
    });
    if has_alpha {
        let words =
            "Krippendorff's customary bounds for α: .800 for conclusions, .667 for tentative conclusions.";
        output.line(&styled(styles::FAINT, words))?;
    }
    Ok(())
}

fn figure(table: &mut Table, name: &str, agreement: &Agreement) {
    match agreement.value() {
        Ok(value) => {
            let interval = agreement.interval().map_or_else(String::new, |interval| {
                let undefined = match interval.n_undefined {
                    0 => String::new(),
                    n => format!(" ({n} of {} draws undefined)", interval.n_draws),
                };
                format!("{:.3} to {:.3}{undefined}", interval.low, interval.high)
            });
            table.row([name.into(), format!("{value:.3}").into(), interval.into()]);
        }
        Err(reason) => table.row_with_rest([name.into()], &format!("undefined: {reason}")),
    }
}

/// Tells how the intervals were found.
fn basis(found: &Agreed) -> String {
    let interval = found.coefficients.iter().find_map(|(_, agreement)| agreement.interval());
    let what = match (found.intervals_over, &found.group) {
        (IntervalsOver::Nothing, _) => {
            return "No intervals: they need two groups or more.".to_owned();
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
            format!("jackknife over {what}, because there are only {}", interval.n_groups)
        }
    };
    let warning = if found.intervals_over == IntervalsOver::Units {
        " They are too narrow if several units are from one interview: then name the column of interviews with --group."
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
        for (j, line) in wrap(&sentence(&words), width().saturating_sub(4)).iter().enumerate() {
            output.line(&format!("{}{line}", if j == 0 { "  · " } else { "    " }))?;
        }
    }
    Ok(())
}

/// How wide the name of a coder is at most.
const NAME: usize = 12;

fn pairwise(pairs: &AgreedPairs, found: &Agreed, output: &mut Output) -> Result<(), CliError> {
    output.line("")?;
    output.line(&styled(styles::STRONG, &format!("Pairs of coders, {}", pairs.words)))?;
    let others = || found.coders[1..].iter();
    let columns = [Column::left("").at_most(NAME)]
        .into_iter()
        .chain(others().map(|name| Column::right(&shorten(name, NAME)).at_least(9)))
        .chain([Column::right("mean"), Column::right("against most")]);
    let mut table = Table::new(columns);
    for with_others in &pairs.mean_with_others {
        let with = others().map(|other| {
            let pair =
                pairs.pairs.iter().find(|pair| pair.first == with_others.coder && pair.second == *other);
            match pair.map(|pair| pair.agreement.value()) {
                Some(Ok(value)) => format!("{value:.3}").into(),
                Some(Err(_)) => "undefined".into(),
                None => Cell::from(""),
            }
        });
        let mean = with_others.mean.map_or("–".to_owned(), |mean| format!("{mean:.3}"));
        table.row(
            [(&with_others.coder).into()]
                .into_iter()
                .chain(with)
                .chain([mean.into(), with_others.n_against_most.into()]),
        );
    }
    table.print(output)?;
    let mean = pairs.mean.map(|mean| format!("mean over pairs {mean:.3}"));
    let most = pairs.differs_most.as_ref().map(|coder| format!("{coder} differs most from the others"));
    let words: Vec<String> = mean.into_iter().chain(most).collect();
    if !words.is_empty() {
        output.line(&sentence(&words.join("; ")))?;
    }
    if let Some(consensus) = &found.consensus {
        output.line(&format!(
            "Consensus: most coders agree on {}, all coders on {} of them; no value has a majority on {}.",
            count(consensus.n_decided as usize, "unit", "units"),
            consensus.n_unanimous,
            count(consensus.n_undecided as usize, "unit", "units"),
        ))?;
    }
    Ok(())
}

fn codes(found: &Agreed, output: &mut Output) -> Result<(), CliError> {
    let Some(first) = found.codes.first() else { return Ok(()) };
    output.line("")?;
    output.line(&styled(styles::STRONG, "Agreement on each code: given or not"))?;
    let mut columns = vec![Column::elastic("").styled(styles::STRONG)];
    columns.extend(
        first.coefficients.iter().map(|(coefficient, _)| Column::right(coefficient.short_name()).at_least(6)),
    );
    columns.extend([Column::right("α, interval"), Column::right("all")]);
    let has_two = found.n_coders == 2;
    if has_two {
        columns
            .extend(found.coders.iter().map(|coder| Column::right(&format!("{} only", shorten(coder, 8)))));
    } else {
        columns.push(Column::right("some"));
    }
    columns.push(Column::right("none"));
    let mut table = Table::new(columns);
    for code in &found.codes {
        let mut cells = vec![Cell::from(&code.code)];
        cells.extend(code.coefficients.iter().map(|(_, agreement)| {
            agreement.value().map_or_else(|_| "–".into(), |value| Cell::from(format!("{value:.3}")))
        }));
        let interval = code.coefficients.last().and_then(|(_, agreement)| agreement.interval());
        let interval = interval
            .map_or_else(String::new, |interval| format!("{:.3} to {:.3}", interval.low, interval.high));
        cells.extend([interval.into(), code.prevalence.n_all.into()]);
        if has_two {
            cells.extend(code.prevalence.n_alone.iter().map(Cell::from));
        } else {
            cells.push(code.prevalence.n_some.into());
        }
        cells.push(code.prevalence.n_none.into());
        table.row(cells);
    }
    table.print(output)
}
