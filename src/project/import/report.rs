//! What an import did: the shapes that faces show and `--json` prints.

use serde::Serialize;

use super::read::ReadTable;
use super::{ImportRequest, coders, counts};
use crate::domain::{Anchored, CoderId, Notice, OperationId};
use crate::exchange::{
    Anchors, Candidate, CodedRow, CodingTool, OffsetUnit, Placed, Unplaced, UnplacedReason, UsedColumn,
};
use crate::project::review::Imported;

/// What an import did.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ImportReport {
    /// Whether all was only tried.
    pub dry_run: bool,
    /// Each table.
    pub tables: Vec<TableReport>,
}

/// What came of one table.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TableReport {
    /// The file.
    pub table: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The program that wrote it.
    pub tool: CodingTool,
    /// What was taken for what.
    pub columns: Vec<UsedColumn>,
    /// The codes that have a column of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub code_columns: Vec<String>,
    /// The columns that were not read.
    pub unread_columns: Vec<String>,
    /// What stands between a code and the one above it; null where nothing does.
    pub path_separator: Option<String>,
    /// What positions count; null where there are none.
    pub offset_unit: Option<OffsetUnit>,
    /// How many rows it has.
    pub n_rows: usize,
    /// How many codings they are: a row may have several codes.
    pub n_codings: usize,
    /// Rows that hold no code.
    pub n_uncoded: usize,
    /// Codings of pictures and recordings, which have no words.
    pub n_not_text: usize,
    /// How many codings were placed, by the way that their place was found.
    pub placed: PlacedCounts,
    /// Of these, how many stand where their words are, and the table's position says another place.
    pub n_contradicted: usize,
    /// Each coder's part.
    pub coders: Vec<CoderImport>,
    /// Codings that stand where nearly their words stand.
    pub nearly: Vec<NearPlace>,
    /// Codings that have no place.
    pub unplaced: Vec<UnplacedRow>,
    /// How the file was read.
    #[serde(serialize_with = "Notice::with_messages")]
    pub notices: Vec<Notice>,
}

/// How many codings each way placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PlacedCounts {
    /// By position.
    pub position: usize,
    /// By the words as they are.
    pub exact: usize,
    /// By the words without regard to white space, quotation marks and the like.
    pub normalised: usize,
    /// By nearly the words.
    pub fuzzy: usize,
}

impl PlacedCounts {
    /// All of them.
    #[must_use]
    pub fn n(&self) -> usize {
        self.position + self.exact + self.normalised + self.fuzzy
    }
}

/// A coder's part of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CoderImport {
    /// The coder.
    pub coder: CoderId,
    /// Their name, as the table or the command says it.
    pub name: String,
    /// Whether they became known by it.
    pub is_new: bool,
    /// How many codings were made.
    pub n_codings: usize,
    /// How many were there already.
    pub n_doubled: usize,
    /// How many codes were made or changed.
    pub n_codes: usize,
    /// How many memos were written.
    pub n_memos: usize,
    /// The entry in the log; null where all was there already.
    pub operation: Option<OperationId>,
}

impl CoderImport {
    pub(super) fn of(name: &str, n_placed: usize, imported: Imported) -> Self {
        let touched = imported.decided.as_ref().map(|decided| &decided.touched);
        let n_codings = touched.map_or(0, |touched| touched.codings.len());
        Self {
            coder: imported.coder,
            name: name.to_owned(),
            is_new: imported.is_new,
            n_codings,
            n_doubled: n_placed.saturating_sub(n_codings),
            n_codes: touched.map_or(0, |touched| touched.codes.len()),
            n_memos: touched.map_or(0, |touched| touched.memos.len()),
            operation: imported.decided.map(|decided| decided.operation),
        }
    }
}

/// A coding that stands where nearly its words stand.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NearPlace {
    /// The row of the table, as a spreadsheet shows it; the line of a text that is no table.
    pub row: u64,
    /// The words of the table.
    pub quote: String,
    /// Where they were placed.
    pub place: Candidate,
}

/// A coding without a place.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnplacedRow {
    /// The row of the table, as a spreadsheet shows it; the line of a text that is no table.
    pub row: u64,
    /// The document, or the participant, as the table calls it.
    pub document: Option<String>,
    /// The code with those above it.
    pub code: Vec<String>,
    /// The words of the table.
    pub quote: Option<String>,
    /// Who coded.
    pub coder: Option<String>,
    /// The coder's note.
    pub memo: Option<String>,
    /// The turn that the table says.
    pub turn: Option<usize>,
    /// Why it has none, in words.
    pub reason: String,
    /// The kind of reason.
    pub kind: UnplacedReason,
    /// Where it may be.
    pub candidates: Vec<Candidate>,
}

impl TableReport {
    pub(super) fn of(
        table: &ReadTable,
        places: &[Result<Placed, Unplaced>],
        anchors: &Anchors<'_>,
        request: &ImportRequest,
    ) -> Self {
        let read = &table.codings;
        let rows = || read.rows.iter().zip(places);
        let nearly = rows().filter_map(|(row, place)| match place {
            Ok(placed) if placed.anchored == Anchored::Fuzzy => Some(NearPlace {
                row: row.number,
                quote: row.quote.clone().unwrap_or_default(),
                place: anchors.candidate(placed, row)?,
            }),
            _ => None,
        });
        let unplaced = rows().filter_map(|(row, place)| {
            let unplaced = place.as_ref().err()?;
            let unit = request.params.unit;
            let reason = match &unplaced.reason {
                // The row says a position, but none that can be read.
                UnplacedReason::Nothing => table.no_position.get(&row.number).cloned(),
                // To say what is counted was no help, so this is not asked for again.
                UnplacedReason::TwoPositions => unit.map(|unit| {
                    format!(
                        "counted in {}, the position may be one of two places; quote the words, or count otherwise",
                        unit.name()
                    )
                }),
                _ => None,
            };
            let reason = reason.unwrap_or_else(|| unplaced.reason.to_string());
            Some(UnplacedRow::of(row, unplaced, reason, request.coder.as_ref()))
        });
        Self {
            table: table.name.clone(),
            sha256: table.sha256.clone(),
            tool: read.tool,
            columns: read.columns.clone(),
            code_columns: read.code_columns.clone(),
            unread_columns: read.unread_columns.clone(),
            path_separator: read.path_separator.clone(),
            offset_unit: read.unit,
            n_rows: read.n_rows,
            n_codings: read.rows.len(),
            n_uncoded: read.n_uncoded,
            n_not_text: read.n_not_text,
            placed: counts(places.iter().flatten()),
            n_contradicted: rows()
                .filter(|(row, place)| place.as_ref().is_ok_and(|placed| anchors.contradicts(row, placed)))
                .count(),
            coders: Vec::new(),
            nearly: nearly.collect(),
            unplaced: unplaced.collect(),
            notices: table.notices.iter().cloned().chain(coders::notices(table, request)).collect(),
        }
    }
}

impl UnplacedRow {
    fn of(row: &CodedRow, unplaced: &Unplaced, reason: String, coder: Option<&String>) -> Self {
        Self {
            row: row.number,
            document: row.document.clone().or_else(|| row.participant.clone()),
            code: row.code.iter().map(|step| step.label.clone()).collect(),
            quote: row.quote.clone(),
            coder: coder.or(row.coder.as_ref()).cloned(),
            memo: row.memo.clone(),
            turn: row.turns.map(|(first, _)| first),
            reason,
            kind: unplaced.reason.clone(),
            candidates: unplaced.candidates.clone(),
        }
    }
}
