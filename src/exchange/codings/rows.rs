//! Reads the rows of a table as coded segments.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::cells::{self, OffsetUnit, Position, applies, number, truth};
use super::code_path::{CodePath, CodeStep, Separators, path_separator, step};
use super::columns::{CodingColumns, Found, UsedColumn, listed};
use super::error::CodingsError;
use super::field::CodingField;
use super::tool::CodingTool;
use crate::domain::{CodeLevel, LabelKey};

/// How a table of coded segments is read. The default detects everything.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CodingParams {
    /// The program that wrote the table.
    pub tool: Option<CodingTool>,
    /// Which columns hold what, if their headings do not show it.
    pub columns: CodingColumns,
    /// What positions count.
    pub unit: Option<OffsetUnit>,
    /// The sign between several codes in a cell; `none` if a cell holds one code.
    pub separator: Option<String>,
    /// The sign between a code and its parent; `none` if there is no such sign.
    pub path_separator: Option<String>,
    /// Labels of codes that are known from elsewhere; the project fills them in.
    #[serde(skip)]
    pub known_codes: BTreeSet<LabelKey>,
    /// Whether the study has only one document, so that a table need not name it; the project sets this.
    #[serde(skip)]
    pub one_document: bool,
}

/// A table as it was read.
#[derive(Clone, Debug)]
pub struct PlainTable<'a> {
    /// The file.
    pub name: &'a str,
    /// The headings.
    pub headings: &'a [String],
    /// The rows, each with its line or row number; a row may have fewer cells than there are headings.
    pub rows: Vec<(u64, &'a [String])>,
}

/// A coded segment of a table. A row with several codes becomes several of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodedRow {
    /// The line or row of the table.
    pub number: u64,
    /// The document's name in the table.
    pub document: Option<String>,
    /// The participant's name in the table.
    pub participant: Option<String>,
    /// The code with its parents.
    pub code: CodePath,
    /// The quoted words.
    pub quote: Option<String>,
    /// Their position.
    pub position: Option<Position>,
    /// The first and the last turn that hold them, from 1.
    pub turns: Option<(usize, usize)>,
    /// Who coded.
    pub coder: Option<String>,
    /// The coder's note.
    pub memo: Option<String>,
}

/// The contents of a table of coded segments.
#[derive(Clone, Debug)]
pub struct CodingTable {
    /// The program that wrote the table.
    pub tool: CodingTool,
    /// The columns and what they hold.
    pub columns: Vec<UsedColumn>,
    /// The codes that have a column of their own.
    pub code_columns: Vec<String>,
    /// The headings of columns that were not used.
    pub unread_columns: Vec<String>,
    /// The sign between the levels of codes.
    pub path_separator: Option<String>,
    /// What its positions count, if it has positions.
    pub unit: Option<OffsetUnit>,
    /// How many rows of the table are not empty.
    pub n_rows: usize,
    /// How many rows hold no code.
    pub n_uncoded: usize,
    /// How many codings are of pictures and recordings, which have no words.
    pub n_not_text: usize,
    /// The coded segments.
    pub rows: Vec<CodedRow>,
}

/// Reads a table.
///
/// # Errors
/// [`CodingsError`] if a required column is not found, or if the table can be read in several ways.
pub fn coding_table(table: &PlainTable<'_>, params: &CodingParams) -> Result<CodingTable, CodingsError> {
    let reader = Reader::new(table, params)?;
    let mut read = CodingTable {
        tool: reader.tool,
        columns: reader.found.used(table.headings),
        code_columns: reader.code_columns.iter().map(|column| column.code.clone()).collect(),
        unread_columns: reader.unread(),
        path_separator: reader.by.path.clone(),
        unit: reader.unit.filter(|_| reader.found.start.is_some() || reader.found.range.is_some()),
        n_rows: 0,
        n_uncoded: 0,
        n_not_text: 0,
        rows: Vec::new(),
    };
    for (number, cells) in &table.rows {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        read.n_rows += 1;
        if reader.is_not_text(cells) {
            read.n_not_text += 1;
            continue;
        }
        let row = reader.row(*number, cells)?;
        let codes = reader.codes(cells);
        read.n_uncoded += usize::from(codes.is_empty());
        read.rows.extend(codes.into_iter().map(|code| CodedRow { code, ..row.clone() }));
    }
    if read.rows.is_empty() {
        return Err(CodingsError::Empty { table: table.name.to_owned() });
    }
    Ok(read)
}

struct Reader<'t> {
    table: &'t PlainTable<'t>,
    tool: CodingTool,
    found: Found,
    code_columns: Vec<CodeColumn>,
    by: Separators,
    unit: Option<OffsetUnit>,
    /// Whether a cell that holds no position is an error.
    strict: bool,
}

impl<'t> Reader<'t> {
    fn new(table: &'t PlainTable<'t>, params: &CodingParams) -> Result<Self, CodingsError> {
        for (separator, parameter) in
            [(&params.separator, "separator"), (&params.path_separator, "path_separator")]
        {
            if separator.as_deref() == Some("") {
                return Err(CodingsError::EmptySeparator { parameter });
            }
        }
        let headings = table.headings;
        let tool = params.tool.unwrap_or_else(|| CodingTool::of(headings));
        let mut found = Found::find(table.name, headings, &params.columns)?;
        let needed = |what, parameter| {
            let (table, columns) = (table.name.to_owned(), listed(headings));
            CodingsError::NoColumn { table, what, parameter, columns }
        };
        let mut code_columns = Vec::new();
        if params.columns.code.is_none() {
            code_columns = dedoose_columns(headings);
            if found.code.is_none() && code_columns.is_empty() {
                code_columns = plain_code_columns(table, &found.taken())?;
            }
            if !code_columns.is_empty() {
                found.code = None;
            } else if found.code.is_none() {
                // A table with only themes or categories uses these as codes.
                found.code = found.categories.pop().or_else(|| found.theme.take());
            }
        }
        if found.code.is_none() && code_columns.is_empty() {
            return Err(needed("the codes", "code_column"));
        }
        if found.document.is_none() && found.participant.is_none() && !params.one_document {
            return Err(needed("the document", "document_column"));
        }
        let has_position = found.start.is_some() || found.range.is_some() || found.turn.is_some();
        if found.quote.is_none() && !has_position {
            return Err(needed("the coded words or their position", "quote_column"));
        }
        let cells: Vec<&str> = match found.code {
            Some(at) => table.rows.iter().filter_map(|(_, row)| row.get(at)).map(String::as_str).collect(),
            None => code_columns.iter().map(|column| column.code.as_str()).collect(),
        };
        let mut by = Separators {
            codes: params.separator.clone(),
            known: params.known_codes.clone(),
            ..Separators::default()
        };
        if tool == CodingTool::Dedoose && by.codes.is_none() && found.code.is_some() {
            by.codes = Some(",".to_owned());
        }
        // A label that is alone in a cell is one code.
        let in_table = by.known.clone();
        let commas = |cell: &str| cell.contains([',', '،', ';', '؛', '|', '\n']);
        by.known.extend(cells.iter().filter(|cell| !commas(cell)).map(|cell| LabelKey::of(cell)));
        by.standing(&cells, &in_table);
        let codes: Vec<&str> = match found.code {
            Some(_) => cells.iter().flat_map(|cell| by.codes(cell)).collect(),
            None => cells,
        };
        by.path = match params.path_separator.as_deref() {
            Some("none") => None,
            Some(separator) => Some(separator.to_owned()),
            None => path_separator(table.name, tool.path_separators(), &codes)?,
        };
        let strict = params.columns.start.is_some() || params.columns.end.is_some();
        Ok(Self { table, tool, found, code_columns, by, unit: params.unit.or(tool.unit()), strict })
    }

    /// Returns the headings of columns that were not used.
    fn unread(&self) -> Vec<String> {
        let mut taken = self.found.taken();
        taken.extend(self.code_columns.iter().map(|column| column.at));
        let headings = self.table.headings.iter().enumerate();
        headings
            .filter(|(at, heading)| !taken.contains(at) && !heading.trim().is_empty())
            .map(|(_, heading)| heading.trim().to_owned())
            .collect()
    }

    fn row(&self, number: u64, cells: &[String]) -> Result<CodedRow, CodingsError> {
        let cell = |at: Option<usize>| {
            at.and_then(|at| cells.get(at)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
        };
        let owned = |at: Option<usize>| cell(at).map(str::to_owned);
        let turn = |at: Option<usize>| cell(at).and_then(cells::number).filter(|&turn| turn > 0);
        let turns = turn(self.found.turn).map(|first| (first, turn(self.found.last_turn).unwrap_or(first)));
        Ok(CodedRow {
            number,
            document: owned(self.found.document),
            participant: owned(self.found.participant),
            code: CodePath::new(),
            quote: owned(self.found.quote),
            position: self.position(number, cells)?,
            turns,
            coder: owned(self.found.coder),
            memo: owned(self.found.memo),
        })
    }

    fn position(&self, number: u64, cells: &[String]) -> Result<Option<Position>, CodingsError> {
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim());
        let read = |at: Option<usize>, is_end| match (cell(at), cells::number(cell(at))) {
            ("", _) => Ok(None),
            (_, Some(number)) => Ok(Some(number)),
            (cell, None) if self.strict => Err(CodingsError::NoPosition {
                table: self.table.name.to_owned(),
                place: format!("line {number}"),
                column: at.and_then(|at| self.table.headings.get(at)).map_or_else(String::new, Clone::clone),
                cell: cell.to_owned(),
                is_end,
            }),
            // The position is a page of a PDF or the like, so only the words can be used.
            _ => Ok(None),
        };
        let unit = self.unit;
        if let Some(start) = read(self.found.start, false)? {
            // For a paragraph or turn, the beginning is enough.
            let counted = matches!(unit, Some(OffsetUnit::Paragraph | OffsetUnit::Turn | OffsetUnit::Line));
            let end = read(self.found.end, true)?.or(counted.then_some(start));
            return Ok(end.map(|end| Position { unit, start, end }));
        }
        Ok(cells::range(cell(self.found.range)).map(|(start, end)| Position { unit, start, end }))
    }

    /// Returns the codes of a row, each with its parents.
    fn codes(&self, cells: &[String]) -> Vec<CodePath> {
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        let Some(at) = self.found.code else {
            let applied = |column: &&CodeColumn| cells::applies(cell(column.at)) == Some(true);
            return self
                .code_columns
                .iter()
                .filter(applied)
                .map(|column| self.by.path(&column.code))
                .collect();
        };
        let mut above = CodePath::new();
        let with_level = |at: usize, level| CodeStep { level: Some(level), ..step(cell(at)) };
        if let Some(theme) = self.found.theme {
            above.push(with_level(theme, CodeLevel::Theme));
        }
        if self.tool == CodingTool::QualCoder {
            // QualCoder writes as many categories as the code has, the nearest first, and omits the remaining cells.
            let n_missing = self.table.headings.len().saturating_sub(cells.len());
            let n = self.found.categories.len().saturating_sub(n_missing);
            above.extend(self.found.categories[..n].iter().rev().map(|&at| step(cell(at))));
        } else {
            above.extend(self.found.categories.iter().map(|&at| with_level(at, CodeLevel::Category)));
        }
        above.retain(|step| !step.label.is_empty());
        self.by.codes(cell(at)).into_iter().map(|code| under(&above, self.by.path(code))).collect()
    }

    /// Tells whether a row of QualCoder refers to a picture or a recording.
    fn is_not_text(&self, cells: &[String]) -> bool {
        self.tool == CodingTool::QualCoder
            && cells.iter().any(|cell| cell.starts_with("imid:") || cell.starts_with("avid:"))
    }
}

/// Puts the parents that other columns give before a path. If the path already begins with these parents, they only add
/// its levels.
fn under(above: &CodePath, path: CodePath) -> CodePath {
    let begins = above.len() <= path.len()
        && above.iter().zip(&path).all(|(a, b)| LabelKey::of(&a.label) == LabelKey::of(&b.label));
    let rest = if begins { above.len() } else { 0 };
    above.iter().cloned().chain(path.into_iter().skip(rest)).collect()
}

impl CodingTable {
    /// Returns the heading of the column that holds a field.
    #[must_use]
    pub fn heading(&self, field: CodingField) -> Option<&str> {
        self.columns.iter().find(|column| column.field == field).map(|column| column.heading.as_str())
    }
}

/// A column that stands for a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CodeColumn {
    pub(super) at: usize,
    /// The code's name in the heading.
    pub(super) code: String,
}

/// Returns Dedoose's columns of codes, with headings such as `Code: Parent\Child Applied`.
pub(super) fn dedoose_columns(headings: &[String]) -> Vec<CodeColumn> {
    let code = |heading: &String| {
        let code = heading.trim().strip_prefix("Code:")?.strip_suffix("Applied")?.trim();
        (!code.is_empty()).then(|| code.to_owned())
    };
    headings
        .iter()
        .enumerate()
        .filter_map(|(at, heading)| Some(CodeColumn { at, code: code(heading)? }))
        .collect()
}

/// Numbers above this are ages, years or identifiers, not counts of how often a code applies.
const MOST: usize = 50;

/// Finds columns, among those not otherwise used, whose cells show whether a code applies, and do so at least once: by a
/// mark such as `1` or `x`, or by a count if some cells are empty or 0.
///
/// # Errors
/// [`CodingsError::NoMark`] if at least half of a column's filled cells show that and another cell shows neither.
pub(super) fn plain_code_columns(
    table: &PlainTable<'_>,
    taken: &[usize],
) -> Result<Vec<CodeColumn>, CodingsError> {
    let mut columns = Vec::new();
    for (at, heading) in table.headings.iter().enumerate() {
        if taken.contains(&at) || heading.trim().is_empty() {
            continue;
        }
        let cells =
            || table.rows.iter().map(|(line, cells)| (*line, cells.get(at).map_or("", |cell| cell.trim())));
        let has_none = cells().any(|(_, cell)| truth(cell) == Some(false));
        let counts = cells().all(|(_, cell)| number(cell).is_none_or(|n| n <= MOST))
            && (has_none || cells().any(|(_, cell)| number(cell).is_none()));
        let says = |cell: &str| if counts { applies(cell) } else { truth(cell) };
        if !cells().any(|(_, cell)| says(cell) == Some(true)) {
            continue;
        }
        let filled = cells().filter(|(_, cell)| !cell.is_empty());
        let (clear, unclear): (Vec<_>, Vec<_>) = filled.partition(|(_, cell)| says(cell).is_some());
        match unclear.first() {
            None => columns.push(CodeColumn { at, code: heading.trim().to_owned() }),
            Some(&(line, cell)) if clear.len() >= unclear.len() && !is_numbers(&unclear) => {
                return Err(CodingsError::NoMark {
                    table: table.name.to_owned(),
                    line,
                    column: heading.trim().to_owned(),
                    cell: cell.to_owned(),
                });
            }
            Some(_) => {}
        }
    }
    Ok(columns)
}

/// Tells whether cells hold only numbers, as in a column of ages or identifiers; a few of those may be 0 or 1.
fn is_numbers(cells: &[(u64, &str)]) -> bool {
    cells.iter().all(|(_, cell)| cell.parse::<f64>().is_ok())
}
