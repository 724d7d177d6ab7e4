//! Reads the files of an import.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::mended;
use super::request::ImportRequest;
use crate::domain::{Notice, OtherFile};
use crate::exchange::{
    self, CodebookRow, CodingField, CodingParams, CodingTable, CodingTool, CodingsError, ExchangeError,
    PlainTable, UsedColumn,
};
use crate::ingest::{self, IngestError, Source, Table, TableRow};
use crate::project::ProjectError;

/// A file of coded segments, read.
pub(super) struct ReadTable {
    /// Its name without folders.
    pub(super) name: String,
    pub(super) sha256: String,
    pub(super) codings: CodingTable,
    /// How it was read.
    pub(super) notices: Vec<Notice>,
    /// For rows with a position that cannot be read: the problem.
    pub(super) no_position: BTreeMap<u64, String>,
}

/// Reads a file of coded segments.
pub(super) fn table(
    path: &Path,
    request: &ImportRequest,
    params: &CodingParams,
) -> Result<ReadTable, ProjectError> {
    let (name, bytes) = bytes(path, request)?;
    let source = Source { name: &name, bytes: &bytes };
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let ending = Path::new(&name).extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let is_text = matches!(ending.as_deref(), Some("txt" | "md" | "docx" | "odt" | "rtf"));
    if is_text || params.tool == Some(CodingTool::Nvivo) {
        let documents = ingest::read(&source, &request.ingest)?;
        let text: Vec<&str> = documents.iter().map(|document| document.text.as_str()).collect();
        let text = text.join("\n");
        if params.tool.is_some_and(|tool| tool != CodingTool::Nvivo) || !exchange::is_nvivo(&text) {
            return Err(exchange_error(CodingsError::NotOfTool {
                table: name,
                tool: "NVivo",
                problem: "a text must name its sources as NVivo does (`Files\\\\P1 - § 2 references coded`); save any other \
                          coded segments as .csv or .xlsx",
            }));
        }
        let codings = exchange::nvivo_rows(&name, &text).map_err(exchange_error)?;
        let (notices, no_position) = (Vec::new(), BTreeMap::new());
        return Ok(ReadTable { name, sha256, codings, notices, no_position });
    }
    let sheet = request.sheet.as_deref();
    let mut table = ingest::read_table(&source, sheet, &exchange::holds_codings, &request.ingest)?;
    mended::read_export(&mut table);
    let params = mended::read(&mut table, params);
    let mut codings = exchange::coding_table(&plain(&table), &params).map_err(exchange_error)?;
    // From here on rows are counted as a spreadsheet shows them, where a cell may hold several lines.
    let of_line: BTreeMap<u64, &TableRow> = table.rows.iter().map(|row| (row.number, row)).collect();
    let mut no_position = BTreeMap::new();
    for coded in &mut codings.rows {
        let Some(row) = of_line.get(&coded.number) else { continue };
        coded.number = row.row;
        if coded.position.is_none() && coded.turns.is_none() {
            let problem = position_problem(&codings.columns, &table.headings, &row.cells);
            no_position.extend(problem.map(|problem| (row.row, problem)));
        }
    }
    let notices = std::mem::take(&mut table.notices);
    Ok(ReadTable { name, sha256, codings, notices, no_position })
}

/// Reads the codebook, if there is one.
pub(super) fn codebook(request: &ImportRequest) -> Result<Vec<CodebookRow>, ProjectError> {
    let Some(path) = &request.codebook else { return Ok(Vec::new()) };
    let (name, bytes) = bytes(path, request)?;
    let source = Source { name: &name, bytes: &bytes };
    let mut table = ingest::read_table(&source, None, &|_| true, &request.ingest)?;
    mended::read_export(&mut table);
    let separator = request.params.path_separator.as_deref();
    exchange::codebook_rows(&plain(&table), separator).map_err(exchange_error)
}

/// Explains why a row's position cannot be read; `None` where the row has no position.
fn position_problem(columns: &[UsedColumn], headings: &[String], cells: &[String]) -> Option<String> {
    let cell = |field: CodingField| {
        let column = columns.iter().find(|column| column.field == field)?;
        let at = headings.iter().position(|heading| heading.trim() == column.heading.trim())?;
        let cell = cells.get(at)?.trim();
        (!cell.is_empty()).then_some((column.heading.trim(), cell))
    };
    let is_whole = |cell: &str| cell.strip_suffix(".0").unwrap_or(cell).parse::<usize>().is_ok();
    let (start, end) = (cell(CodingField::Start), cell(CodingField::End));
    for (heading, cell) in [start, end, cell(CodingField::Turn)].into_iter().flatten() {
        if !is_whole(cell) {
            return Some(format!("`{heading}` says `{cell}`, which is not a whole number of 0 or more"));
        }
    }
    match (start, end, cell(CodingField::Range)) {
        (Some((heading, cell)), None, _) => {
            Some(format!("`{heading}` says `{cell}`, but nothing says the end"))
        }
        (None, Some((heading, cell)), _) => {
            Some(format!("`{heading}` says `{cell}`, but nothing says the beginning"))
        }
        (_, _, Some((heading, cell))) => {
            Some(format!("`{heading}` says `{cell}`, which is not a position from–to in whole numbers"))
        }
        _ => None,
    }
}

fn bytes(path: &Path, request: &ImportRequest) -> Result<(String, Vec<u8>), ProjectError> {
    let found = ingest::collect(path).map_err(to_table)?.files;
    match found.as_slice() {
        [file] if path.is_file() => Ok((file.name.clone(), ingest::read_bytes(file, &request.ingest)?)),
        _ => Err(ProjectError::Exchange(ExchangeError::Folder { name: path.display().to_string() })),
    }
}

/// Converts the error about a file that is no transcript into one about a file that is no table.
fn to_table(error: IngestError) -> ProjectError {
    let IngestError::UnknownFormat { name, ending, other, .. } = error else { return error.into() };
    let what = match ending.as_str() {
        "" => "a file without an ending".to_owned(),
        ending => format!("a .{ending} file"),
    };
    let remedy = match other {
        Some(OtherFile::CodingProject) => {
            "export the coded segments, or the codebook, as a table from the program that made it"
        }
        Some(OtherFile::Spreadsheet) => "save it as .xlsx or .csv in its program",
        Some(OtherFile::PackedArchive) => "unpack it first",
        _ => "export the coded segments as a table",
    };
    exchange_error(CodingsError::NoTable { table: name, what, remedy })
}

fn plain(table: &Table) -> PlainTable<'_> {
    PlainTable {
        name: &table.name,
        headings: &table.headings,
        rows: table.rows.iter().map(|row| (row.number, row.cells.as_slice())).collect(),
    }
}

fn exchange_error(error: CodingsError) -> ProjectError {
    ExchangeError::from(error).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_of_another_program_has_a_way_out() {
        let folder = tempfile::tempdir().unwrap();
        for (name, said) in [
            (
                "p.qdpx",
                "a .qdpx file cannot be imported; export the coded segments, or the codebook, as a table from the program",
            ),
            (
                "c.qdc",
                "a .qdc file cannot be imported; export the coded segments, or the codebook, as a table",
            ),
            ("c.xls", "a .xls file cannot be imported; save it as .xlsx or .csv"),
            (
                "c",
                "a file without an ending cannot be imported; export the coded segments as a table. An import reads .csv",
            ),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, b"PK\x03\x04").unwrap();
            let error = table(&path, &ImportRequest::default(), &CodingParams::default())
                .map(|_| ())
                .unwrap_err()
                .to_string();
            assert!(error.contains(said), "{error}");
            assert!(!error.contains(".srt"), "{error}");
        }
    }
}
