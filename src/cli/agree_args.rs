//! What can be typed after `themata agree`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::error::CliError;
use crate::project::{AgreeRequest, IntervalParams, MeasurementLevel, ProjectError, SetDistance};

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
