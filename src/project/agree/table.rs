//! Reads the cells of the table whose coders are compared.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{LeftOut, NameKey, Notice, NoticeFact, plain_words};
use crate::exchange::{self, ColumnChoice, ExchangeError, TextParams, TextSource};
use crate::ingest::{self, FoundFile, IngestParams, Source, TableRow};

use super::super::labelled::text_format_of;
use super::super::{LabelsProblem, ProjectError};
use super::request::AgreeRequest;

/// The cells of the columns asked for.
pub(super) struct Cells {
    pub(super) name: String,
    sheet: Option<String>,
    pub(super) rows: Vec<Cell>,
    pub(super) notices: Vec<Notice>,
}

/// A row.
pub(super) struct Cell {
    /// Its line, or its row in a sheet, from 1.
    pub(super) number: u64,
    /// The text in each coder's column, without white space around it.
    pub(super) values: Vec<String>,
    unit: Option<String>,
    group: Option<String>,
}

impl Cells {
    pub(super) fn read(request: &AgreeRequest) -> Result<Self, ProjectError> {
        let ending = request.table.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let cells = match ending.as_deref() {
            Some("parquet" | "pq" | "arrow" | "arrows" | "ipc" | "feather") => Self::columnar(request)?,
            _ => Self::rows(request)?,
        };
        cells.check(request)?;
        Ok(cells)
    }

    /// Reads a table that is stored by rows: csv, tsv, xlsx.
    fn rows(request: &AgreeRequest) -> Result<Self, ProjectError> {
        let name = request.table.display().to_string();
        let size = std::fs::metadata(&request.table).map_or(0, |meta| meta.len());
        let params = IngestParams::default();
        let bytes = ingest::read_bytes(
            &FoundFile { path: request.table.clone(), name: name.clone(), size },
            &params,
        )?;
        let wanted = wanted(request);
        let known = |headings: &[String]| {
            wanted.iter().all(|(_, column)| headings.iter().any(|heading| heading.trim() == column.trim()))
        };
        let table = ingest::read_table(
            &Source { name: &name, bytes: &bytes },
            request.sheet.as_deref(),
            &known,
            &params,
        )?;
        let mut cells = Self { name, sheet: table.sheet, rows: Vec::new(), notices: table.notices };
        if let Some(problem) = coders_in_rows(&table.headings, &table.rows, &request.coders) {
            return Err(cells.problem(None, problem));
        }
        let columns: Vec<usize> = wanted
            .iter()
            .map(|&(parameter, column)| cells.column(&table.headings, parameter, column))
            .collect::<Result<_, _>>()?;
        let mut n_blank = 0;
        for row in &table.rows {
            if row.cells.iter().all(|cell| cell.trim().is_empty()) {
                n_blank += 1;
                // A unit that no coder gave a code counts too: otherwise the agreement that no code applies would be lost.
                if !request.empty_is_none {
                    continue;
                }
            }
            let coders = &columns[..request.coders.len()];
            let others = row.cells.iter().enumerate().filter(|(at, _)| !coders.contains(at));
            if let Some((_, label)) = others.into_iter().find(|(_, cell)| is_total(cell)) {
                let (row, label) = (row.number, label.trim().to_owned());
                cells.notices.push(Notice::about(&cells.name, NoticeFact::RowLooksLikeTotal { row, label }));
            }
            // A row may have fewer cells than there are columns.
            let cell = |&column: &usize| row.cells.get(column).map_or("", |cell| cell.trim()).to_owned();
            cells.rows.push(Cell::new(row.number, columns.iter().map(cell).collect(), request));
        }
        if n_blank > 0 {
            let fact = match request.empty_is_none {
                true => NoticeFact::BlankRowsCounted { n: n_blank },
                false => NoticeFact::LeftOut { n: n_blank, what: LeftOut::BlankRows },
            };
            cells.notices.push(Notice::about(&cells.name, fact));
        }
        Ok(cells)
    }

    fn column(
        &self,
        headings: &[String],
        parameter: &'static str,
        wanted: &str,
    ) -> Result<usize, ProjectError> {
        let found: Vec<usize> =
            (0..headings.len()).filter(|&i| headings[i].trim() == wanted.trim()).collect();
        if let &[only] = found.as_slice() {
            return Ok(only);
        }
        let problem = LabelsProblem::NoSuchColumn {
            parameter,
            wanted: wanted.to_owned(),
            several: !found.is_empty(),
            columns: headings.to_vec(),
        };
        Err(self.problem(None, problem))
    }

    /// Reads a table that is stored by columns: Parquet, Arrow.
    fn columnar(request: &AgreeRequest) -> Result<Self, ProjectError> {
        let name = request.table.display().to_string();
        let wanted = wanted(request);
        let others: Vec<String> = wanted[1..].iter().map(|(_, column)| (*column).to_owned()).collect();
        let columns = ColumnChoice {
            text: Some(wanted[0].1.to_owned()),
            ids: others.clone(),
            parameters: wanted.iter().map(|(parameter, _)| *parameter).collect(),
            recognise: |_| Vec::new(),
        };
        let format = text_format_of(&request.table)?;
        let params = TextParams { format, columns, scratch: std::path::PathBuf::new() };
        let mut cells = Self { name, sheet: None, rows: Vec::new(), notices: Vec::new() };
        let texts = exchange::read_texts(TextSource::File(request.table.clone()), &params)
            .map_err(|error| cells.to_text(error))?;
        for batch in texts {
            let batch = batch?;
            let mut columns: Vec<Vec<Option<String>>> = Vec::new();
            for (i, heading) in others.iter().enumerate() {
                let column = batch.id_texts(&cells.name, i, heading, "coders");
                let column = column.map_err(|error| cells.to_text(error))?;
                columns.push(column);
            }
            columns.insert(0, batch.texts);
            for row in 0..columns[0].len() {
                let cell =
                    |column: &Vec<Option<String>>| column[row].as_deref().map_or("", str::trim).to_owned();
                let number = batch.first_row + row as u64 + 1;
                cells.rows.push(Cell::new(number, columns.iter().map(cell).collect(), request));
            }
        }
        Ok(cells)
    }

    /// Converts an error about a column that is not text into one whose remedy fits a table of coders.
    fn to_text(&self, error: ExchangeError) -> ProjectError {
        match error {
            ExchangeError::NotText { column, other_type, .. } => {
                self.problem(None, LabelsProblem::NotText { column, other_type })
            }
            other => other.into(),
        }
    }

    /// Refuses units that occur twice, and rows without a unit or group.
    fn check(&self, request: &AgreeRequest) -> Result<(), ProjectError> {
        if self.rows.is_empty() {
            return Err(self.problem(None, LabelsProblem::NoRows));
        }
        let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
        for row in &self.rows {
            for (column, value) in [(&request.unit, &row.unit), (&request.group, &row.group)] {
                if let (Some(column), Some("")) = (column, value.as_deref()) {
                    let problem = LabelsProblem::EmptyName { column: column.clone() };
                    return Err(self.problem(Some(row.number), problem));
                }
            }
            if let Some(unit) = &row.unit
                && let Some(first) = seen.insert(unit, row.number)
            {
                let problem = LabelsProblem::UnitTwice { unit: unit.clone(), first: self.place(first) };
                return Err(self.problem(Some(row.number), problem));
            }
        }
        Ok(())
    }

    /// Returns the group of each row: one number for each name ([`NameKey`]). Without a column of groups, each row is its own
    /// group.
    pub(super) fn group_numbers(&self) -> Vec<u32> {
        let mut numbers: BTreeMap<NameKey, u32> = BTreeMap::new();
        let mut of_rows = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let next = of_rows.len() as u32;
            of_rows.push(match &row.group {
                Some(group) => *numbers.entry(NameKey::of(group)).or_insert(next),
                None => next,
            });
        }
        of_rows
    }

    fn place(&self, number: u64) -> String {
        match &self.sheet {
            Some(sheet) => format!("sheet {sheet}, row {number}"),
            None => format!("line {number}"),
        }
    }

    /// Returns an error about the table, or about one of its rows.
    pub(super) fn problem(&self, number: Option<u64>, problem: LabelsProblem) -> ProjectError {
        let name = match number {
            Some(number) => format!("{}, {}", self.name, self.place(number)),
            None => self.name.clone(),
        };
        ProjectError::Labels { name, problem }
    }
}

/// Tells whether a cell names its row as a total.
fn is_total(cell: &str) -> bool {
    const TOTALS: &str = "total, totals, grand total, sum, summe, gesamt, insgesamt, gesamtsumme, total general, somme, suma, totale, \
                          somma, جمع, جمع کل, مجموع";
    let cell = plain_words(cell);
    !cell.is_empty() && TOTALS.split(", ").any(|total| plain_words(total) == cell)
}

/// Headings of a column that names coders, one in each row.
const CODERS: &str = "coder, coders, rater, raters, annotator, judge, coder name, rater id, coder id, codierer, codiererin, kodierer, \
                      rater name, codeur, codeuse, evaluateur, codificador, codificadora, evaluador, codificatore, valutatore, \
                      کدگذار, ارزیاب";

/// Returns the problem of a table in which coders are in rows, where no column has the name of a coder who was asked for: a column
/// holds two or more of these names, or has a heading such as `coder`.
fn coders_in_rows(headings: &[String], rows: &[TableRow], wanted: &[String]) -> Option<LabelsProblem> {
    let is_column = |name: &String| headings.iter().any(|heading| heading.trim() == name.trim());
    if wanted.iter().any(is_column) {
        return None;
    }
    let wanted_keys: BTreeSet<NameKey> = wanted.iter().map(|name| NameKey::of(name)).collect();
    let names_of = |at: usize| {
        let cells = rows.iter().filter_map(move |row| row.cells.get(at)).map(|cell| cell.trim());
        cells.filter(|cell| !cell.is_empty()).collect::<Vec<&str>>()
    };
    let holds_names = |at: &usize| {
        let keys: BTreeSet<NameKey> = names_of(*at).into_iter().map(NameKey::of).collect();
        keys.intersection(&wanted_keys).count() > 1
    };
    let is_called_so = |at: &usize| {
        let heading = plain_words(&headings[*at]);
        CODERS.split(", ").any(|known| plain_words(known) == heading)
    };
    let columns = || 0..headings.len();
    let at = columns().find(holds_names).or_else(|| columns().find(is_called_so))?;
    let names = names_of(at);
    let mut coders: Vec<String> = Vec::new();
    for name in &names {
        if coders.len() < 4 && !coders.iter().any(|known| known == name) {
            coders.push((*name).to_owned());
        }
    }
    let n_different = names.iter().collect::<BTreeSet<_>>().len();
    (n_different > 1).then(|| LabelsProblem::CodersInRows {
        wanted: wanted.to_vec(),
        column: headings[at].trim().to_owned(),
        coders,
        is_long: n_different < names.len(),
    })
}

impl Cell {
    /// Builds a cell from the cells asked for: coders, unit, group.
    fn new(number: u64, mut cells: Vec<String>, request: &AgreeRequest) -> Self {
        let group = request.group.as_ref().and_then(|_| cells.pop());
        let unit = request.unit.as_ref().and_then(|_| cells.pop());
        Self { number, values: cells, unit, group }
    }
}

/// Returns the columns asked for, each with the parameter that names it.
fn wanted(request: &AgreeRequest) -> Vec<(&'static str, &str)> {
    let coders = request.coders.iter().map(|coder| ("coders", coder.as_str()));
    let unit = request.unit.iter().map(|unit| ("unit", unit.as_str()));
    coders.chain(unit).chain(request.group.iter().map(|group| ("group", group.as_str()))).collect()
}
