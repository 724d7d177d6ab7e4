//! Tables of codes with their definitions.

use super::code_path::{CodePath, CodeStep, path_separator, step};
use super::columns::listed;
use super::error::CodingsError;
use super::field::CodingField;
use super::rows::PlainTable;
use crate::domain::{CodeLevel, Colour};

/// A code of a codebook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodebookRow {
    /// The code with its parents.
    pub code: CodePath,
    /// What it means.
    pub definition: String,
    /// What is coded with it.
    pub inclusion: String,
    /// What is not coded with it.
    pub exclusion: String,
    /// A typical quotation.
    pub example: String,
    /// Its display colour.
    pub colour: Option<Colour>,
}

/// Reads a codebook: `code, category, theme, definition, inclusion, exclusion`, or Taguette's `tag` or `path` with
/// `description`, and their equivalents in other languages. `path_separator` is the sign between a code and its parent,
/// or `none`; if it is not given, it is detected from the codes.
///
/// # Errors
/// [`CodingsError`] if no column holds the codes, or if the sign between their levels cannot be determined.
pub fn codebook_rows(
    table: &PlainTable<'_>,
    separator: Option<&str>,
) -> Result<Vec<CodebookRow>, CodingsError> {
    let mut taken = Vec::new();
    let mut find = |field: CodingField| {
        let at = field.find(table.headings, &taken).first().copied();
        taken.extend(at);
        at
    };
    let path_column = table
        .headings
        .iter()
        .position(|heading| matches!(heading.trim().to_lowercase().as_str(), "path" | "name"));
    let Some(code) = find(CodingField::Code).or(path_column) else {
        return Err(CodingsError::NoCodeHeading {
            table: table.name.to_owned(),
            columns: listed(table.headings),
        });
    };
    let [category, theme] = [CodingField::Category, CodingField::Theme].map(&mut find);
    let texts = [
        CodingField::Definition,
        CodingField::Inclusion,
        CodingField::Exclusion,
        CodingField::Example,
        CodingField::Colour,
    ]
    .map(&mut find);
    let cell = |row: &[String], at: Option<usize>| {
        at.and_then(|at| row.get(at)).map(|cell| cell.trim().to_owned()).unwrap_or_default()
    };
    let codes: Vec<&str> =
        table.rows.iter().filter_map(|(_, row)| row.get(code)).map(String::as_str).collect();
    let separator = match separator {
        Some("none") => None,
        Some(separator) => Some(separator.to_owned()),
        None => path_separator(table.name, &[" > ", "::", "\\"], &codes)?,
    };
    let mut read = Vec::new();
    for (_, row) in &table.rows {
        let label = cell(row, Some(code));
        if label.is_empty() {
            continue;
        }
        let above = [(theme, CodeLevel::Theme), (category, CodeLevel::Category)]
            .map(|(at, level)| CodeStep { label: cell(row, at), level: Some(level) });
        let mut path: CodePath = above.into_iter().filter(|step| !step.label.is_empty()).collect();
        match &separator {
            Some(separator) => path.extend(label.split(separator.as_str()).map(step)),
            None => path.push(step(&label)),
        }
        path.retain(|step| !step.label.is_empty());
        let [definition, inclusion, exclusion, example, colour] = texts.map(|at| cell(row, at));
        let colour = colour.parse().ok();
        read.push(CodebookRow { code: path, definition, inclusion, exclusion, example, colour });
    }
    Ok(read)
}
