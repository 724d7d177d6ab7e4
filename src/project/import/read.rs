//! The files of an import.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::ImportRequest;
use crate::exchange::{
    self, CodebookRow, CodingParams, CodingTable, CodingTool, CodingsError, ExchangeError, PlainTable,
};
use crate::ingest::{self, Source, Table};
use crate::project::ProjectError;

/// A file of coded segments.
pub(super) struct ReadTable {
    /// Its name without folders.
    pub(super) name: String,
    pub(super) sha256: String,
    pub(super) codings: CodingTable,
    /// How it was read.
    pub(super) notices: Vec<String>,
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
        return Ok(ReadTable { name, sha256, codings, notices: Vec::new() });
    }
    let sheet = request.sheet.as_deref();
    let table = ingest::read_table(&source, sheet, &exchange::holds_codings, &request.ingest)?;
    let codings = exchange::coding_table(&plain(&table), params).map_err(exchange_error)?;
    let notices = table.notices.into_iter().map(|notice| notice.message).collect();
    Ok(ReadTable { name, sha256, codings, notices })
}

/// Reads the codebook, where there is one.
pub(super) fn codebook(request: &ImportRequest) -> Result<Vec<CodebookRow>, ProjectError> {
    let Some(path) = &request.codebook else { return Ok(Vec::new()) };
    let (name, bytes) = bytes(path, request)?;
    let table = ingest::read_table(&Source { name: &name, bytes: &bytes }, None, &|_| true, &request.ingest)?;
    let separator = request.params.path_separator.as_deref();
    exchange::codebook_rows(&plain(&table), separator).map_err(exchange_error)
}

fn bytes(path: &Path, request: &ImportRequest) -> Result<(String, Vec<u8>), ProjectError> {
    let found = ingest::collect(path)?.files;
    match found.as_slice() {
        [file] if path.is_file() => Ok((file.name.clone(), ingest::read_bytes(file, &request.ingest)?)),
        _ => Err(ProjectError::Exchange(ExchangeError::Folder { name: path.display().to_string() })),
    }
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
