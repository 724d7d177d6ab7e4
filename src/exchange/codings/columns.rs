//! Finds which column of a table holds what: by the user's choice, else by its heading.

use serde::{Deserialize, Serialize};

use super::error::CodingsError;
use super::field::CodingField;
use crate::domain::plain_words;

/// The columns that a user chose; `None` to recognise a column by its heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CodingColumns {
    /// The document.
    pub document: Option<String>,
    /// The code.
    pub code: Option<String>,
    /// The quoted words.
    pub quote: Option<String>,
    /// Where they begin.
    pub start: Option<String>,
    /// Where they end.
    pub end: Option<String>,
    /// Who coded.
    pub coder: Option<String>,
    /// The coder's note.
    pub memo: Option<String>,
}

/// A column and what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UsedColumn {
    /// What it holds.
    pub field: CodingField,
    /// Its heading.
    pub heading: String,
}

/// The column index of each field.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) document: Option<usize>,
    pub(super) participant: Option<usize>,
    pub(super) quote: Option<usize>,
    pub(super) code: Option<usize>,
    /// In the order of the table.
    pub(super) categories: Vec<usize>,
    pub(super) theme: Option<usize>,
    pub(super) coder: Option<usize>,
    pub(super) memo: Option<usize>,
    pub(super) start: Option<usize>,
    pub(super) end: Option<usize>,
    pub(super) range: Option<usize>,
    pub(super) turn: Option<usize>,
    pub(super) last_turn: Option<usize>,
}

/// Tells whether some headings may belong to coded segments: there are columns of words or positions, and of codes.
#[must_use]
pub fn holds_codings(headings: &[String]) -> bool {
    let has = |field: CodingField| !field.find(headings, &[]).is_empty();
    (has(CodingField::Quote) || has(CodingField::Start) || has(CodingField::Turn)) && has(CodingField::Code)
}

impl Found {
    pub(super) fn find(
        table: &str,
        headings: &[String],
        names: &CodingColumns,
    ) -> Result<Self, CodingsError> {
        let mut found = Self::default();
        let mut taken = Vec::new();
        for (place, name, parameter) in [
            (&mut found.document, &names.document, "document_column"),
            (&mut found.code, &names.code, "code_column"),
            (&mut found.quote, &names.quote, "quote_column"),
            (&mut found.start, &names.start, "start_column"),
            (&mut found.end, &names.end, "end_column"),
            (&mut found.coder, &names.coder, "coder_column"),
            (&mut found.memo, &names.memo, "memo_column"),
        ] {
            if let Some(wanted) = name {
                let at = named(table, headings, wanted, parameter)?;
                *place = Some(at);
                taken.push(at);
            }
        }
        for (place, field, parameter) in [
            (&mut found.document, CodingField::Document, "document_column"),
            (&mut found.participant, CodingField::Participant, "document_column"),
            (&mut found.code, CodingField::Code, "code_column"),
            (&mut found.theme, CodingField::Theme, "code_column"),
            (&mut found.quote, CodingField::Quote, "quote_column"),
            (&mut found.coder, CodingField::Coder, "coder_column"),
            (&mut found.memo, CodingField::Memo, "memo_column"),
            (&mut found.start, CodingField::Start, "start_column"),
            (&mut found.end, CodingField::End, "end_column"),
            (&mut found.range, CodingField::Range, "start_column"),
            (&mut found.turn, CodingField::Turn, "start_column"),
            (&mut found.last_turn, CodingField::LastTurn, "end_column"),
        ] {
            if place.is_some() {
                continue;
            }
            match field.find(headings, &taken).as_slice() {
                [] => {}
                &[only] => {
                    *place = Some(only);
                    taken.push(only);
                }
                &[first, ..] => return Err(twice(table, headings, &headings[first], parameter)),
            }
        }
        found.categories = CodingField::Category.find(headings, &taken);
        if found.categories.is_empty() {
            found.categories = CodingField::Category.find(&unnumbered(headings), &taken);
        }
        Ok(found)
    }

    /// Returns the columns that were found, for display.
    pub(super) fn used(&self, headings: &[String]) -> Vec<UsedColumn> {
        let one = [
            (CodingField::Document, self.document),
            (CodingField::Participant, self.participant),
            (CodingField::Quote, self.quote),
            (CodingField::Code, self.code),
            (CodingField::Theme, self.theme),
            (CodingField::Coder, self.coder),
            (CodingField::Memo, self.memo),
            (CodingField::Start, self.start),
            (CodingField::End, self.end),
            (CodingField::Range, self.range),
            (CodingField::Turn, self.turn),
            (CodingField::LastTurn, self.last_turn),
        ];
        let categories = self.categories.iter().map(|&at| (CodingField::Category, Some(at)));
        let used = |(field, at): (CodingField, Option<usize>)| {
            Some(UsedColumn { field, heading: headings.get(at?)?.trim().to_owned() })
        };
        one.into_iter().chain(categories).filter_map(used).collect()
    }

    /// Returns the indices of all columns whose meaning was found.
    pub(super) fn taken(&self) -> Vec<usize> {
        let one = [
            self.document,
            self.participant,
            self.quote,
            self.code,
            self.theme,
            self.coder,
            self.memo,
            self.start,
            self.end,
            self.range,
            self.turn,
            self.last_turn,
        ];
        one.into_iter().flatten().chain(self.categories.iter().copied()).collect()
    }
}

/// Returns headings without a number at their end: `Category 1` and `Category 2` are two columns of one name.
fn unnumbered(headings: &[String]) -> Vec<String> {
    let is_number = |c: char| c.is_numeric() || c == '_' || c.is_whitespace();
    headings.iter().map(|heading| heading.trim_end_matches(is_number).to_owned()).collect()
}

fn named(
    table: &str,
    headings: &[String],
    wanted: &str,
    parameter: &'static str,
) -> Result<usize, CodingsError> {
    let exact: Vec<usize> = (0..headings.len()).filter(|&i| headings[i].trim() == wanted.trim()).collect();
    let alike = || {
        let wanted = plain_words(wanted);
        (0..headings.len()).filter(|&i| !wanted.is_empty() && plain_words(&headings[i]) == wanted).collect()
    };
    let found: Vec<usize> = if exact.is_empty() { alike() } else { exact };
    match found.as_slice() {
        &[only] => Ok(only),
        [] => Err(CodingsError::NoSuchColumn {
            table: table.to_owned(),
            parameter,
            wanted: wanted.to_owned(),
            several: false,
            columns: listed(headings),
        }),
        _ => Err(twice(table, headings, wanted, parameter)),
    }
}

fn twice(table: &str, headings: &[String], wanted: &str, parameter: &'static str) -> CodingsError {
    CodingsError::NoSuchColumn {
        table: table.to_owned(),
        parameter,
        wanted: wanted.trim().to_owned(),
        several: true,
        columns: listed(headings),
    }
}

/// Lists the headings for messages.
pub(super) fn listed(headings: &[String]) -> String {
    headings.iter().map(|heading| format!("`{}`", heading.trim())).collect::<Vec<_>>().join(", ")
}
