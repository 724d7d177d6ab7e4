//! Finds which column holds the texts, and which columns identify a row.

use super::super::ExchangeError;

/// Which columns of a table are read.
#[derive(Clone, Debug)]
pub struct ColumnChoice {
    /// The column with the texts; `None` to find it.
    pub text: Option<String>,
    /// The columns that identify a row; they are copied to the output.
    pub ids: Vec<String>,
    /// The parameters that name the text column and each of the other columns, such as `text_column`; the last parameter
    /// names all further columns.
    pub parameters: Vec<&'static str>,
    /// Returns the indices of the headings that are known to belong to texts.
    pub recognise: fn(&[String]) -> Vec<usize>,
}

/// A column that can be chosen.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    /// What it holds, if that is not text.
    pub(super) other_type: Option<String>,
}

/// The indices of the chosen columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) text: usize,
    pub(super) ids: Vec<usize>,
}

impl ColumnChoice {
    /// Returns the parameter that names the text column (0) or one of the other columns (from 1 on).
    pub(super) fn parameter(&self, at: usize) -> &'static str {
        self.parameters.get(at).or(self.parameters.last()).copied().unwrap_or("text_column")
    }

    /// Finds the columns: those that are named; else the text column by its heading; else the only column that can hold
    /// texts.
    pub(super) fn find(&self, table: &str, columns: &[Column]) -> Result<Chosen, ExchangeError> {
        let ids: Vec<usize> = self
            .ids
            .iter()
            .enumerate()
            .map(|(i, wanted)| named(table, columns, wanted, self.parameter(1 + i)))
            .collect::<Result<_, _>>()?;
        if let Some(wanted) = &self.text {
            let text = named(table, columns, wanted, self.parameter(0))?;
            return match &columns[text].other_type {
                None => Ok(Chosen { text, ids }),
                Some(other_type) => Err(ExchangeError::NotText {
                    name: table.to_owned(),
                    parameter: self.parameter(0),
                    column: wanted.clone(),
                    other_type: other_type.clone(),
                }),
            };
        }
        let candidates: Vec<usize> =
            (0..columns.len()).filter(|i| columns[*i].other_type.is_none() && !ids.contains(i)).collect();
        let headings: Vec<String> = candidates.iter().map(|&i| columns[i].name.clone()).collect();
        let recognised = (self.recognise)(&headings);
        let found: Vec<usize> = match recognised.as_slice() {
            [] => candidates.clone(),
            several => several.iter().map(|&i| candidates[i]).collect(),
        };
        match found.as_slice() {
            &[text] => Ok(Chosen { text, ids }),
            several => Err(ExchangeError::NoTextColumn {
                name: table.to_owned(),
                how_many: if recognised.is_empty() || several.is_empty() {
                    "no column is recognised as the texts"
                } else {
                    "several columns may hold the texts"
                },
                parameter: self.parameter(0),
                columns: listed(columns),
            }),
        }
    }
}

fn named(
    table: &str,
    columns: &[Column],
    wanted: &str,
    parameter: &'static str,
) -> Result<usize, ExchangeError> {
    let found: Vec<usize> = (0..columns.len()).filter(|&i| columns[i].name == wanted).collect();
    match found.as_slice() {
        &[only] => Ok(only),
        several => Err(ExchangeError::NoSuchColumn {
            name: table.to_owned(),
            parameter,
            wanted: wanted.to_owned(),
            how_many: if several.is_empty() { "no column is called" } else { "several columns are called" },
            columns: listed(columns),
        }),
    }
}

/// Lists the columns for messages.
fn listed(columns: &[Column]) -> String {
    if columns.is_empty() {
        return "none".to_owned();
    }
    let names: Vec<String> = columns
        .iter()
        .map(|column| match &column.other_type {
            None => format!("`{}`", column.name),
            Some(other_type) => format!("`{}` ({other_type})", column.name),
        })
        .collect();
    names.join(", ")
}
