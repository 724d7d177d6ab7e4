//! Turns cells into categories, by the level of measurement.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::compare::coefficients::{Categories, Level};
use crate::domain::{LabelKey, Notice, NoticeFact, ParameterError};

use super::super::looks_missing;
use super::super::{CellProblem, LabelsProblem, ProjectError};
use super::request::AgreeRequest;
use super::table::{Cell, Cells};

/// Categories, and the category of each coder in each row.
pub(super) struct Scale {
    pub(super) categories: Categories,
    pub(super) values: Vec<Vec<Option<u32>>>,
    /// Which spellings were taken as one, and what looks as if it meant something else.
    pub(super) notices: Vec<Notice>,
}

impl Scale {
    pub(super) fn of(cells: &Cells, request: &AgreeRequest) -> Result<Self, ProjectError> {
        let mut scale = match request.level {
            Level::Nominal | Level::Ordinal => Self::named(cells, request),
            Level::Interval | Level::Ratio => Self::numbered(cells, request),
            Level::Set(_) => Self::sets(cells, request),
        }?;
        scale.notices.extend(cells.look_missing(request));
        Ok(scale)
    }

    fn named(cells: &Cells, request: &AgreeRequest) -> Result<Self, ProjectError> {
        let mut notices = Vec::new();
        let labels = match request.order.as_slice() {
            [] => {
                let (mut labels, found) = distinct(given(cells, request).map(whole));
                notices = cells.notices_of(found);
                if request.level == Level::Ordinal {
                    ranked_by_number(&mut labels)?;
                }
                labels
            }
            order => order.to_vec(),
        };
        let index = index(&labels);
        let values = read(cells, request, |value| {
            index
                .get(&LabelKey::of(value))
                .or_else(|| index.get(&LabelKey::of(whole(value))))
                .copied()
                .ok_or_else(|| no_category(value, &labels))
        })?;
        Ok(Self { categories: Categories::named(labels), values, notices })
    }

    fn numbered(cells: &Cells, request: &AgreeRequest) -> Result<Self, ProjectError> {
        let level = request.level.name();
        let with_commas = has_decimal_commas(given(cells, request));
        let parsed = read(cells, request, |value| match number(value, with_commas) {
            Ok(number) if number.is_finite() && (request.level == Level::Interval || number >= 0.0) => {
                // Turns −0 into 0.
                Ok(number + 0.0)
            }
            Ok(number) if number.is_finite() => Err(CellProblem::BelowZero { value: value.to_owned() }),
            _ => Err(CellProblem::NotANumber { value: value.to_owned(), level }),
        })?;
        let mut numbers: Vec<f64> = parsed.iter().flatten().flatten().copied().collect();
        numbers.sort_unstable_by(f64::total_cmp);
        numbers.dedup();
        let at = |number: f64| numbers.binary_search_by(|other| other.total_cmp(&number)).ok();
        let values = parsed
            .iter()
            .map(|row| row.iter().map(|cell| cell.and_then(at).map(|at| at as u32)).collect())
            .collect();
        let labels = numbers.iter().map(ToString::to_string).collect();
        let n = given(cells, request).filter(|value| value.contains(',')).count();
        let fact = with_commas.then_some(NoticeFact::DecimalCommas { n });
        let notices = fact.into_iter().map(|fact| Notice::about(&cells.name, fact)).collect();
        Ok(Self { categories: Categories::numbered(labels, numbers), values, notices })
    }

    fn sets(cells: &Cells, request: &AgreeRequest) -> Result<Self, ProjectError> {
        let mut notices = Vec::new();
        let codes = match request.order.as_slice() {
            [] => {
                let (codes, found) = distinct(given(cells, request).flat_map(|value| parts(value, request)));
                notices = cells.notices_of(found);
                codes
            }
            order => order.to_vec(),
        };
        let index = index(&codes);
        let parsed = read(cells, request, |value| {
            let code = |part: &&str| {
                index.get(&LabelKey::of(part)).copied().ok_or_else(|| no_category(part, &codes))
            };
            let mut set: Vec<u32> =
                parts(value, request).iter().map(code).collect::<Result<_, CellProblem>>()?;
            set.sort_unstable();
            set.dedup();
            Ok(set)
        })?;
        let mut members: Vec<Vec<u32>> = parsed.iter().flatten().flatten().cloned().collect();
        members.sort();
        members.dedup();
        let at = |set: &Vec<u32>| members.binary_search(set).ok().map(|at| at as u32);
        let values =
            parsed.iter().map(|row| row.iter().map(|cell| cell.as_ref().and_then(at)).collect()).collect();
        Ok(Self { categories: Categories::sets(codes, members), values, notices })
    }
}

/// Drops a trailing `.0` from a whole number. Some programs write one as soon as a column has a gap.
fn whole(value: &str) -> &str {
    value.strip_suffix(".0").filter(|number| number.parse::<i64>().is_ok()).unwrap_or(value)
}

/// Splits a cell into its codes.
fn parts<'c>(value: &'c str, request: &AgreeRequest) -> Vec<&'c str> {
    value.split(request.separator.as_str()).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Tells whether a cell holds no value.
fn is_missing(value: &str, request: &AgreeRequest) -> bool {
    (value.is_empty() && !request.empty_is_none) || request.missing.iter().any(|missing| missing == value)
}

/// Reads every cell that holds a value.
fn read<T>(
    cells: &Cells,
    request: &AgreeRequest,
    of: impl Fn(&str) -> Result<T, CellProblem>,
) -> Result<Vec<Vec<Option<T>>>, ProjectError> {
    let cell = |row: &Cell, coder: usize, value: &str| match is_missing(value, request) {
        true => Ok(None),
        false => of(value).map(Some).map_err(|problem| {
            let column = request.coders[coder].clone();
            cells.problem(Some(row.number), LabelsProblem::Cell { column, problem })
        }),
    };
    cells
        .rows
        .iter()
        .map(|row| row.values.iter().enumerate().map(|(coder, value)| cell(row, coder, value)).collect())
        .collect()
}

/// Returns the cells that hold a value.
fn given<'c>(cells: &'c Cells, request: &'c AgreeRequest) -> impl Iterator<Item = &'c str> {
    let values = cells.rows.iter().flat_map(|row| &row.values).map(String::as_str);
    values.filter(|value| !is_missing(value, request))
}

/// Returns the different labels ([`LabelKey`]) by name, each in its most frequent spelling (on a tie the first by name). Also
/// returns, for labels with several spellings, all spellings, the chosen one first.
fn distinct<'c>(values: impl Iterator<Item = &'c str>) -> (Vec<String>, Vec<Vec<&'c str>>) {
    let mut n_of: BTreeMap<&str, u64> = BTreeMap::new();
    for value in values {
        *n_of.entry(value).or_default() += 1;
    }
    let mut spellings: BTreeMap<LabelKey, Vec<(&str, u64)>> = BTreeMap::new();
    for (value, n) in n_of {
        spellings.entry(LabelKey::of(value)).or_default().push((value, n));
    }
    let mut of_label: Vec<Vec<&str>> = spellings
        .into_values()
        .map(|mut known| {
            known.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
            known.into_iter().map(|(value, _)| value).collect()
        })
        .collect();
    of_label.sort();
    let labels = of_label.iter().map(|known| known[0].to_owned()).collect();
    of_label.retain(|known| known.len() > 1);
    (labels, of_label)
}

/// Reads a number, with a decimal comma if there are such.
fn number(value: &str, with_commas: bool) -> Result<f64, std::num::ParseFloatError> {
    let plain = if with_commas { Cow::Owned(value.replace(',', ".")) } else { Cow::Borrowed(value) };
    plain.parse()
}

/// Tells whether values have a decimal comma: some have one comma between digits, and none has a point. Where each such comma has
/// three digits behind it, it may separate thousands, and is none.
fn has_decimal_commas<'c>(values: impl Iterator<Item = &'c str>) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (mut some, mut sure) = (false, false);
    for value in values {
        let value = value.strip_prefix(['-', '+']).unwrap_or(value);
        match value.split_once(',') {
            Some((whole, rest)) if digits(whole) && digits(rest) => {
                some = true;
                sure |= rest.len() != 3 || whole.len() > 3 || whole == "0";
            }
            Some(_) => return false,
            None if value.contains('.') && value.parse::<f64>().is_ok() => return false,
            None => {}
        }
    }
    some && sure
}

fn index(labels: &[String]) -> BTreeMap<LabelKey, u32> {
    labels.iter().map(|label| LabelKey::of(label)).zip(0..).collect()
}

impl Cells {
    /// Returns the notice about values that look missing, if there are some.
    fn look_missing(&self, request: &AgreeRequest) -> Option<Notice> {
        let parts = |value| match request.level {
            Level::Set(_) => parts(value, request),
            _ => vec![value],
        };
        let mut n_of: BTreeMap<&str, usize> = BTreeMap::new();
        for value in given(self, request).flat_map(parts) {
            *n_of.entry(value).or_default() += 1;
        }
        let different: Vec<&str> = n_of.keys().copied().collect();
        let values = looks_missing::among(&different);
        let n = values.iter().filter_map(|value| n_of.get(value)).sum();
        let values: Vec<String> = values.into_iter().map(str::to_owned).collect();
        (!values.is_empty()).then(|| Notice::about(&self.name, NoticeFact::ValuesLookMissing { values, n }))
    }

    /// Returns the notices that different spellings are taken as one label.
    fn notices_of(&self, spellings: Vec<Vec<&str>>) -> Vec<Notice> {
        let notice = |known: Vec<&str>| {
            let spellings = known[1..].iter().map(|&label| label.to_owned()).collect();
            let label = known[0].to_owned();
            Notice::about(&self.name, NoticeFact::CategorySpellingsJoined { spellings, label })
        };
        spellings.into_iter().map(notice).collect()
    }
}

fn no_category(value: &str, order: &[String]) -> CellProblem {
    CellProblem::NoCategory { value: value.to_owned(), order: order.to_vec() }
}

/// Orders ranks by their numbers. Fails where they are not numbers, since their order is then unknown.
fn ranked_by_number(labels: &mut Vec<String>) -> Result<(), ProjectError> {
    let numbers: Option<Vec<f64>> =
        labels.iter().map(|label| label.parse().ok().filter(|number: &f64| number.is_finite())).collect();
    let Some(numbers) = numbers else {
        return Err(ProjectError::Parameter(ParameterError {
            parameter: "order",
            rule: "given at the ordinal level, with all categories from lowest to highest".to_owned(),
            received: format!("none, and the values are {}", labels.join(", ")),
        }));
    };
    let mut ranked: Vec<(f64, String)> = numbers.into_iter().zip(std::mem::take(labels)).collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    *labels = ranked.into_iter().map(|(_, label)| label).collect();
    Ok(())
}
