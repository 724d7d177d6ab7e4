//! Coefficients of agreement on any table of units × coders, without a project.

mod scale;
mod table;
mod view;

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::compare::coefficients::{
    Coefficient, IntervalParams, Level, Ratings, consensus, diagnostics, measure, pairwise, per_code,
};
use crate::domain::{LabelKey, NoProgress, ParameterError};

use self::scale::Scale;
use self::table::Cells;
pub use self::view::{
    Agreed, AgreedCode, AgreedConsensus, AgreedPair, AgreedPairs, AgreedWithOthers, IntervalsOver,
};
use super::ProjectError;

pub use crate::compare::coefficients::{Level as MeasurementLevel, Prevalence, SetDistance};

/// Which table is measured, and how it is read.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AgreeRequest {
    /// The table, with one row for each unit.
    pub table: PathBuf,
    /// The sheet of a workbook; `None` for the first that has the columns of the coders.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The columns of the coders.
    pub coders: Vec<String>,
    /// The column that names a unit; `None` where rows have no names.
    #[serde(default)]
    pub unit: Option<String>,
    /// The column with the interview or other group of a unit; `None` to take each row as its own.
    #[serde(default)]
    pub group: Option<String>,
    /// The level of measurement.
    pub level: Level,
    /// The sign between the codes of a cell, where values are sets.
    pub separator: String,
    /// The categories in their order, including those that do not occur; empty to take those that occur.
    #[serde(default)]
    pub order: Vec<String>,
    /// The texts that mean "no value", besides an empty cell.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Whether an empty cell is the empty set: the coder looked, and no code applied.
    #[serde(default)]
    pub empty_is_none: bool,
    /// How intervals are found.
    #[serde(default)]
    pub interval: IntervalParams,
}

/// Measures how the coders of a table agree.
///
/// # Errors
/// [`ProjectError`] that names the table, the line, the column or the parameter that is wrong.
pub fn agree(request: &AgreeRequest) -> Result<Agreed, ProjectError> {
    check(request)?;
    let cells = Cells::read(request)?;
    let scale = Scale::of(&cells, request)?;
    let coders = request.coders.clone();
    let mut ratings = Ratings::new(coders, scale.categories);
    for ((values, row), group) in scale.values.iter().zip(&cells.rows).zip(cells.group_numbers()) {
        ratings.push(values, 1, group).map_err(|error| cells.problem(Some(row.number), error.into()))?;
    }
    let figures = measure(&ratings, &Coefficient::of_level(request.level), &request.interval, &NoProgress)?;
    let pair = match request.level {
        Level::Nominal => Coefficient::CohenKappa,
        level => Coefficient::KrippendorffAlpha(level),
    };
    let several = ratings.coders().len() > 2;
    let codes = match request.level {
        Level::Set(_) => per_code(&ratings, &request.interval, &NoProgress)?,
        _ => Vec::new(),
    };
    Ok(view::agreed(
        request,
        &ratings,
        view::Parts {
            figures,
            pairs: several.then(|| pairwise(&ratings, pair)),
            consensus: several.then(|| consensus(&ratings)),
            codes,
            diagnostics: diagnostics(&ratings),
            notices: cells.notices.into_iter().chain(scale.notices).collect(),
        },
    ))
}

fn check(request: &AgreeRequest) -> Result<(), ProjectError> {
    let refused = |parameter, rule: &str, received: String| {
        Err(ProjectError::Parameter(ParameterError { parameter, rule: rule.to_owned(), received }))
    };
    let mut names = request.coders.clone();
    names.sort();
    if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        return refused("coders", "different columns", format!("`{}` twice", twice[0]));
    }
    if names.len() < 2 {
        return refused(
            "coders",
            "at least two columns, such as a,b",
            format!("`{}`", request.coders.join(",")),
        );
    }
    if request.separator.is_empty() {
        return refused("separator", "a sign between codes, such as \";\"", "nothing".to_owned());
    }
    if request.empty_is_none && !matches!(request.level, Level::Set(_)) {
        return refused(
            "empty_is_none",
            "used at the set level only",
            format!("the {} level", request.level.name()),
        );
    }
    let mut seen = BTreeSet::new();
    if let Some(twice) = request.order.iter().find(|label| !seen.insert(LabelKey::of(label))) {
        return refused("order", "different categories", format!("`{twice}` twice"));
    }
    if !request.order.is_empty() && matches!(request.level, Level::Interval | Level::Ratio) {
        let level = format!("the {} level, where numbers give the order", request.level.name());
        return refused("order", "used at the nominal, ordinal or set level only", level);
    }
    Ok(())
}
