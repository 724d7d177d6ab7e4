//! Coefficients of agreement on any table of units × coders, without a project.

mod request;
mod scale;
mod table;
mod view;

use std::collections::BTreeSet;

use crate::compare::coefficients::{
    Coefficient, Level, Ratings, consensus, diagnostics, measure, pairwise, per_code,
};
use crate::domain::{LabelKey, NoProgress, ParameterError};

pub use self::request::AgreeRequest;
use self::scale::Scale;
use self::table::Cells;
pub use self::view::{
    Agreed, AgreedCode, AgreedConsensus, AgreedPair, AgreedPairs, AgreedWithOthers, IntervalsOver,
};
use super::ProjectError;

pub use crate::compare::coefficients::{Level as MeasurementLevel, Prevalence, SetDistance};

/// Measures how the coders of a table agree.
///
/// # Errors
/// [`ProjectError::Parameter`]; [`ProjectError::Ingest`] or [`ProjectError::Exchange`] where the table cannot be read;
/// [`ProjectError::Labels`], with table and line, where it lacks a column or a value does not fit the level.
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

#[cfg(test)]
mod tests;
