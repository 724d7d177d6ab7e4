//! Workbooks (`.xlsx`), read cell by cell, so that a single cell far away does not cost a large empty grid.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetVisible, Xlsx, XlsxError};

use super::super::archive::Archive;
use super::by_person;
use super::columns::Columns;
use super::heading_rows::{self, Titles};
use super::headings;
use super::raw_table::{TITLES, Table, TableRow, listed, titles_notice};
use crate::domain::{Notice, NoticeFact};
use crate::ingest::encoding::with_lf;
use crate::ingest::error::{IngestError, TableProblem};
use crate::ingest::params::IngestParams;
use crate::ingest::source::Source;

/// The most rows of a merged cell that are looked at: a whole column may be merged.
const LONGEST_MERGED: u32 = 100_000;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Returns the first sheet whose headings name the text, and all with the same headings. Of several, each is called `file: sheet`.
pub(super) fn transcript_sheets(
    source: &Source<'_>,
    params: &IngestParams,
) -> Result<Vec<Table>, IngestError> {
    contained(source, || with_text(source, params))
}

/// Returns the first sheet that is not empty.
pub(super) fn first_sheet(source: &Source<'_>, params: &IngestParams) -> Result<Table, IngestError> {
    contained(source, || first_with_anything(source, params))
}

/// Returns the named sheet; else the first whose headings are recognised; else the first that is not empty.
pub(in crate::ingest) fn chosen_sheet(
    source: &Source<'_>,
    params: &IngestParams,
    wanted: Option<&str>,
    recognise: &dyn Fn(&[String]) -> bool,
) -> Result<Table, IngestError> {
    contained(source, || {
        let (mut workbook, sheets) = open(source, params)?;
        if let Some(wanted) = wanted {
            let Some(sheet) = sheets.iter().find(|sheet| sheet.trim() == wanted.trim()) else {
                let problem =
                    TableProblem::NoSuchSheet { wanted: wanted.to_owned(), sheets: listed(&sheets) };
                return Err(IngestError::Table { name: source.name.to_owned(), place: None, problem });
            };
            return self::sheet(source, params, &mut workbook, sheet, Titles::Above(recognise))?
                .ok_or_else(|| empty(source));
        }
        let mut first = None;
        for sheet in &sheets {
            let Some(mut table) =
                self::sheet(source, params, &mut workbook, sheet, Titles::Above(recognise))?
            else {
                continue;
            };
            if !recognise(&table.headings) {
                first = first.or(Some(table));
                continue;
            }
            if sheets.len() > 1 {
                table.notices.push(sheet_notice(source, sheet, &sheets));
            }
            return Ok(table);
        }
        first.ok_or_else(|| empty(source))
    })
}

/// Catches a panic of the workbook reader and returns an error: a damaged cell reference makes it count out of range.
fn contained<T>(
    source: &Source<'_>,
    read: impl FnOnce() -> Result<T, IngestError>,
) -> Result<T, IngestError> {
    // Everything that the closure holds is dropped with it, so nothing half-changed is seen afterwards.
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        let problem = TableProblem::Workbook("a cell or part of it is damaged".to_owned());
        Err(IngestError::Table { name: source.name.to_owned(), place: None, problem })
    })
}

fn with_text(source: &Source<'_>, params: &IngestParams) -> Result<Vec<Table>, IngestError> {
    let (mut workbook, sheets) = open(source, params)?;
    let known: Vec<calamine::Sheet> = workbook.sheets_metadata().to_vec();
    let mut first: Option<(Table, TableProblem)> = None;
    let mut unreadable: Vec<(&String, IngestError)> = Vec::new();
    let mut by_content: Vec<Table> = Vec::new();
    let mut by_heading: Vec<Table> = Vec::new();
    // What is hidden is read only where nothing else is there.
    let shown = |sheet: &&String| {
        let same = |known: &&calamine::Sheet| known.name == **sheet;
        known.iter().find(same).is_none_or(|known| known.visible == SheetVisible::Visible)
    };
    let (visible, hidden): (Vec<&String>, Vec<&String>) = sheets.iter().partition(|sheet| shown(sheet));
    for sheet in visible.iter().chain(&hidden) {
        if hidden.contains(sheet) && !(by_content.is_empty() && by_heading.is_empty()) {
            break;
        }
        let read = || self::sheet(source, params, &mut workbook, sheet, Titles::OfTranscripts);
        let mut table = match contained(source, read) {
            Ok(Some(table)) => table,
            Ok(None) => continue,
            Err(error) => {
                unreadable.push((*sheet, error));
                continue;
            }
        };
        heading_rows::settle(&mut table, &params.columns);
        by_person::unfold(&mut table, &params.columns);
        match Columns::of(&table, &params.columns) {
            // A later sheet may have a heading that names the text.
            Ok((_, columns)) if columns.by_content => push_alike(&mut by_content, table),
            Ok(_) => push_alike(&mut by_heading, table),
            Err(problem) => first = first.or(Some((table, problem))),
        }
    }
    let mut found = if by_heading.is_empty() { by_content } else { by_heading };
    // What is too large is refused, so that nobody fills the memory.
    let is_fatal = |error: &IngestError| {
        found.is_empty() || matches!(error, IngestError::Table { problem: TableProblem::TooLarge { .. }, .. })
    };
    if let Some(at) = unreadable.iter().position(|(_, error)| is_fatal(error)) {
        return Err(unreadable.swap_remove(at).1);
    }
    if let Some(first) = found.first_mut() {
        first.notices.extend(unreadable.into_iter().map(|(sheet, error)| {
            let cause = match error {
                IngestError::Table { problem, .. } => problem.to_string(),
                other => other.to_string(),
            };
            Notice::about(source.name, NoticeFact::SheetUnreadable { sheet: sheet.clone(), cause })
        }));
    }
    if let (true, Some((table, problem))) = (found.is_empty(), first) {
        return Err(table.failed(None, problem));
    }
    let n_found = found.len();
    for table in &mut found {
        let Some(sheet) = table.sheet.clone().filter(|_| sheets.len() > 1) else { continue };
        table.notices.push(sheet_notice(source, &sheet, &sheets));
        if n_found > 1 {
            table.name = format!("{}: {}", source.name, sheet.trim());
        }
    }
    if found.is_empty() { Err(empty(source)) } else { Ok(found) }
}

/// Adds a sheet to those with the same headings, if it has them too.
fn push_alike(tables: &mut Vec<Table>, table: Table) {
    let plain = |table: &Table| -> Vec<String> {
        table.headings.iter().map(|heading| headings::normal(heading)).collect()
    };
    if tables.first().is_none_or(|first| plain(first) == plain(&table)) {
        tables.push(table);
    }
}

fn first_with_anything(source: &Source<'_>, params: &IngestParams) -> Result<Table, IngestError> {
    let (mut workbook, sheets) = open(source, params)?;
    for sheet in &sheets {
        if let Some(table) = self::sheet(source, params, &mut workbook, sheet, Titles::None)? {
            return Ok(table);
        }
    }
    Err(empty(source))
}

fn open<'a>(source: &Source<'a>, params: &IngestParams) -> Result<(Workbook<'a>, Vec<String>), IngestError> {
    Archive::open(source.name, source.bytes, params.limits)?.check_all()?;
    let workbook =
        Workbook::new(Cursor::new(source.bytes)).map_err(|cause| unreadable(source, None, &cause))?;
    let sheets = workbook.sheet_names();
    Ok((workbook, sheets))
}

/// Reads one sheet as a table; `None` if it is empty. A notice counts the cells without a heading.
fn sheet(
    source: &Source<'_>,
    params: &IngestParams,
    workbook: &mut Workbook<'_>,
    sheet: &str,
    titles: Titles<'_>,
) -> Result<Option<Table>, IngestError> {
    let failed = |cause: &XlsxError| unreadable(source, Some(sheet), cause);
    let mut reader = match workbook.worksheet_cells_reader(sheet) {
        Ok(reader) => reader,
        // A sheet of charts has no cells.
        Err(XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_)) => return Ok(None),
        Err(cause) => return Err(failed(&cause)),
    };
    let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    let mut n_bytes = 0_u64;
    while let Some(cell) = reader.next_cell().map_err(|cause| failed(&cause))? {
        let words = words(cell.get_value());
        if words.is_empty() {
            continue;
        }
        // One shared string may be in a million cells.
        n_bytes += words.len() as u64;
        if n_bytes > params.limits.max_unpacked_bytes {
            let problem = TableProblem::TooLarge { limit: params.limits.max_unpacked_bytes };
            let place = Some(format!("sheet {sheet}"));
            return Err(IngestError::Table { name: source.name.to_owned(), place, problem });
        }
        let (row, column) = cell.get_position();
        rows.entry(row).or_default().insert(column, words);
    }
    drop(reader);
    let first_rows: Vec<Vec<String>> =
        rows.values().take(TITLES + 1).map(|cells| cells.values().cloned().collect()).collect();
    let n_titles = titles.count(first_rows.iter().map(Vec::as_slice));
    for _ in 0..n_titles {
        rows.pop_first();
    }
    let Some((_, first)) = rows.pop_first() else { return Ok(None) };
    let at: Vec<u32> = first.keys().copied().collect();
    let headings: Vec<String> = first.into_values().collect();
    let mut n_stray = 0;
    let rows: Vec<TableRow> = rows
        .into_iter()
        .map(|(row, mut cells)| {
            let kept = at.iter().map(|column| cells.remove(column).unwrap_or_default()).collect();
            n_stray += cells.len();
            let number = u64::from(row) + 1;
            TableRow { number, row: number, cells: kept }
        })
        .collect();
    let mut notices = Vec::new();
    if n_titles > 0 {
        notices.push(titles_notice(source.name, n_titles));
    }
    if n_stray > 0 {
        let fact = NoticeFact::CellsWithoutHeading { n: n_stray, sheet: sheet.to_owned() };
        notices.push(Notice::about(source.name, fact));
    }
    let merged = if rows.iter().any(|row| row.cells.iter().any(String::is_empty)) {
        merged(workbook, sheet, &at)
    } else {
        BTreeSet::new()
    };
    let name = source.name.to_owned();
    let sheet = Some(sheet.to_owned());
    Ok(Some(Table { name, sheet, headings, rows, merged, notices, ..Table::default() }))
}

/// Returns the cells that a merged cell covers in its first column, below the first of them; `at` are the columns that are read.
fn merged(workbook: &mut Workbook<'_>, sheet: &str, at: &[u32]) -> BTreeSet<(u64, usize)> {
    // A workbook without the list of merged cells is read as it stands.
    let regions = workbook.merge_cells_by_sheet_name(sheet).unwrap_or_default();
    let mut covered = BTreeSet::new();
    for region in regions {
        let Some(column) = at.iter().position(|&column| column == region.start.1) else { continue };
        let last = region.end.0.min(region.start.0.saturating_add(LONGEST_MERGED));
        covered.extend((region.start.0..last).map(|above| (u64::from(above) + 2, column)));
    }
    covered
}

fn sheet_notice(source: &Source<'_>, sheet: &str, sheets: &[String]) -> Notice {
    let fact = NoticeFact::SheetChosen { sheet: sheet.to_owned(), sheets: sheets.to_vec() };
    Notice::about(source.name, fact)
}

/// Returns the text that a cell shows, with LF line ends.
fn words(value: &DataRef<'_>) -> String {
    let words = match value {
        DataRef::String(words) => words.clone(),
        DataRef::SharedString(words) => (*words).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(at) => {
            let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
            if at.is_duration() || at.as_f64() < 1.0 {
                let seconds = (at.as_f64() * 86_400.0 * 1000.0).round() / 1000.0;
                let whole = seconds.max(0.0) as u64;
                let fraction = if milli > 0 { format!(".{milli:03}") } else { String::new() };
                format!("{:02}:{:02}:{:02}{fraction}", whole / 3600, whole / 60 % 60, whole % 60)
            } else if (hour, minute, second) == (0, 0, 0) {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
            }
        }
        DataRef::DateTimeIso(words) | DataRef::DurationIso(words) => words.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    };
    with_lf(words)
}

fn unreadable(source: &Source<'_>, sheet: Option<&str>, cause: &XlsxError) -> IngestError {
    let problem = TableProblem::Workbook(cause.to_string());
    let place = sheet.map(|sheet| format!("sheet {sheet}"));
    IngestError::Table { name: source.name.to_owned(), place, problem }
}

fn empty(source: &Source<'_>) -> IngestError {
    IngestError::Table { name: source.name.to_owned(), place: None, problem: TableProblem::Empty }
}
