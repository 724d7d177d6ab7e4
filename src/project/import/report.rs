//! The result of an import: front ends show it and `--json` prints it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::coders;
use super::mended::{SEPARATOR_HEADING, WHY_HEADING};
use super::read::ReadTable;
use super::request::ImportRequest;
use crate::domain::{Anchored, CoderId, Notice, OperationId, escape_formula};
use crate::exchange::{
    AnchoredQuote, Anchors, Candidate, CodedRow, CodingTool, OffsetUnit, TableWriter, Unplaced,
    UnplacedReason, UnplacedReason as Reason, UsedColumn,
};
use crate::project::ProjectError;
use crate::project::review::Imported;

/// The result of an import.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ImportReport {
    /// Whether this was only a trial.
    pub dry_run: bool,
    /// The result for each table.
    pub tables: Vec<TableReport>,
}

/// The result for one table.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TableReport {
    /// The file.
    pub table: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The program that wrote it.
    pub tool: CodingTool,
    /// The columns that were read, and their meaning.
    pub columns: Vec<UsedColumn>,
    /// The codes that have a column of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub code_columns: Vec<String>,
    /// The columns that were not read.
    pub unread_columns: Vec<String>,
    /// The sign between a code and its parent; null where there is none.
    pub path_separator: Option<String>,
    /// The unit in which positions are counted; null where there are none.
    pub offset_unit: Option<OffsetUnit>,
    /// How many rows it has.
    pub n_rows: usize,
    /// How many codings it holds: a row may have several codes.
    pub n_codings: usize,
    /// Rows that hold no code.
    pub n_uncoded: usize,
    /// Codings of pictures and recordings, which have no text.
    pub n_not_text: usize,
    /// How many codings were placed, by the way that their place was found.
    pub placed: PlacedCounts,
    /// How many of these were placed by their words although the table's position differs.
    pub n_contradicted: usize,
    /// Each coder's part.
    pub coders: Vec<CoderImport>,
    /// Codings that were placed at similar words.
    pub nearly: Vec<NearPlace>,
    /// Codings that could not be placed.
    pub unplaced: Vec<UnplacedRow>,
    /// How the file was read.
    #[serde(serialize_with = "Notice::with_messages")]
    pub notices: Vec<Notice>,
}

/// How many codings were placed in each way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PlacedCounts {
    /// By position.
    pub position: usize,
    /// By an exact match of the words.
    pub exact: usize,
    /// By the words, ignoring differences in white space, quotation marks and the like.
    pub normalised: usize,
    /// By similar words.
    pub fuzzy: usize,
}

impl PlacedCounts {
    /// Returns their sum.
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
    /// Their name in the table or the command.
    pub name: String,
    /// Whether this import added them to the project.
    pub is_new: bool,
    /// How many codings were made.
    pub n_codings: usize,
    /// How many existed already.
    pub n_doubled: usize,
    /// How many codes were made or changed.
    pub n_codes: usize,
    /// How many memos were written.
    pub n_memos: usize,
    /// The operation in the log; null where all codings existed already.
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

/// A coding that was placed at similar words.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NearPlace {
    /// The row of the table, as a spreadsheet shows it; the line where the file is a text.
    pub row: u64,
    /// The words of the table.
    pub quote: String,
    /// The place found.
    pub place: Candidate,
}

/// A coding that could not be placed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnplacedRow {
    /// The row of the table, as a spreadsheet shows it; the line where the file is a text.
    pub row: u64,
    /// The document, or the participant, by its name in the table.
    pub document: Option<String>,
    /// The code, after its ancestors.
    pub code: Vec<String>,
    /// The words of the table.
    pub quote: Option<String>,
    /// Who coded.
    pub coder: Option<String>,
    /// The coder's note.
    pub memo: Option<String>,
    /// The turn given in the table.
    pub turn: Option<usize>,
    /// The reason, in words.
    pub reason: String,
    /// The kind of reason.
    pub kind: UnplacedReason,
    /// Places where it may belong.
    pub candidates: Vec<Candidate>,
}

impl TableReport {
    pub(super) fn of(
        table: &ReadTable,
        places: &[Result<AnchoredQuote, Unplaced>],
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
                // The row has a position, but one that cannot be read.
                UnplacedReason::Nothing => table.no_position.get(&row.number).cloned(),
                // The user already named the unit, without success, so the remedy does not ask for it again.
                UnplacedReason::TwoPositions => unit.map(|unit| {
                    format!(
                        "counted in {}, the position may be one of two places; quote the words, or name another unit",
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

/// How many documents a message names.
const NAMED: usize = 12;

/// Explains why nothing was placed, with a remedy for each reason.
pub(super) fn in_words(reports: &[TableReport], documents: &[String], request: &ImportRequest) -> String {
    let mut lines = Vec::new();
    let mut remedies = BTreeSet::new();
    for report in reports {
        let mut reasons: Vec<&str> = report.unplaced.iter().map(|row| row.reason.as_str()).collect();
        reasons.sort_unstable();
        reasons.dedup();
        let shown = reasons.iter().take(3).copied().collect::<Vec<_>>().join("; ");
        let more = match reasons.len().saturating_sub(3) {
            0 => String::new(),
            n => format!("; and {n} other reasons"),
        };
        lines.push(format!("  {}: none of {} codings: {shown}{more}", report.table, report.n_codings));
        remedies.extend(report.unplaced.iter().map(|row| remedy(&row.kind, documents, request)));
    }
    lines.extend(remedies);
    lines.join("\n")
}

fn remedy(kind: &Reason, documents: &[String], request: &ImportRequest) -> String {
    match kind {
        Reason::NoDocument | Reason::UnknownDocument(_) | Reason::SeveralDocuments { .. } => {
            let named = documents.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
            let more = match documents.len().saturating_sub(NAMED) {
                0 => String::new(),
                n => format!(" and {n} more"),
            };
            format!("The documents of this project are {named}{more}; the tables must use these names.")
        }
        Reason::Nowhere => {
            "The words must match the documents; the tables may come from another version of the texts."
                .to_owned()
        }
        Reason::SeveralPlaces(_) | Reason::SeveralNear(_) => {
            "Where words occur more than once, quote more of them, or add their turn or position in a column."
                .to_owned()
        }
        Reason::Nothing => "Each row needs its words, or where they begin and end.".to_owned(),
        Reason::OtherCount(what) => format!("{what}, or quote the words."),
        Reason::NoCount { .. } => {
            "The positions are not those of words in these texts. Quote the words, or export the positions again.".to_owned()
        }
        Reason::NoSuchPosition | Reason::TwoPositions => match request.params.unit {
            Some(unit) => format!(
                "Positions were counted in {}, as you said. Try another unit, or quote the words.",
                unit.name()
            ),
            None => "Say what positions count, or quote the words.".to_owned(),
        },
    }
}

impl ImportReport {
    /// Returns how many codings could not be placed.
    #[must_use]
    pub fn n_unplaced(&self) -> usize {
        self.tables.iter().map(|table| table.unplaced.len()).sum()
    }

    /// Returns the unplaced codings as a table in text. The same file can be imported after a correction: of the quotation; or
    /// of `start`; or of `start` and `end`, with the quotation deleted.
    ///
    /// Holds only its headings where all were placed. Cells are separated by `delimiter`, in ASCII.
    ///
    /// # Errors
    /// [`ProjectError::Table`] where the table cannot be written.
    pub fn unplaced_table(&self, delimiter: u8) -> Result<Vec<u8>, ProjectError> {
        let separator = self.level_separator();
        let mut writer = TableWriter::new(delimiter);
        writer.write_row([
            "document",
            "turn",
            "start",
            "end",
            "quote",
            "code",
            "coder",
            "memo",
            WHY_HEADING,
            "may stand at",
            "table",
            "row",
            SEPARATOR_HEADING,
        ])?;
        for table in &self.tables {
            let name = |coder: &Option<String>| match (coder, table.coders.as_slice()) {
                (Some(coder), _) => coder.clone(),
                (None, [only]) => only.name.clone(),
                _ => String::new(),
            };
            for row in &table.unplaced {
                let places: Vec<String> = row
                    .candidates
                    .iter()
                    .map(|place| {
                        let turn = place.turn.map_or_else(String::new, |turn| format!(" turn {turn}"));
                        format!("{}{turn}, {}–{}: {}", place.document, place.start, place.end, place.words)
                    })
                    .collect();
                writer.write_row([
                    escape_formula(row.document.as_deref().unwrap_or_default()),
                    row.turn.map(|turn| turn.to_string()).unwrap_or_default(),
                    String::new(),
                    String::new(),
                    escape_formula(row.quote.as_deref().unwrap_or_default()),
                    escape_formula(&row.code.join(separator)),
                    escape_formula(&name(&row.coder)),
                    escape_formula(row.memo.as_deref().unwrap_or_default()),
                    row.reason.clone(),
                    escape_formula(&places.join("\n")),
                    escape_formula(&table.table),
                    row.row.to_string(),
                    separator.trim().to_owned(),
                ])?;
            }
        }
        Ok(writer.finish()?)
    }

    /// Returns a sign to put between the levels of codes that occurs in no label.
    fn level_separator(&self) -> &'static str {
        let held = |sign: &str| {
            let mut rows = self.tables.iter().flat_map(|table| &table.unplaced);
            rows.any(|row| row.code.iter().any(|label| label.contains(sign.trim())))
        };
        [" > ", " » ", " › ", " ⟩ "].into_iter().find(|sign| !held(sign)).unwrap_or(" ⟫ ")
    }
}

/// Counts how many places each way of matching found.
fn counts<'p>(places: impl Iterator<Item = &'p AnchoredQuote>) -> PlacedCounts {
    let mut counts = PlacedCounts::default();
    for place in places {
        *match place.anchored {
            Anchored::Position => &mut counts.position,
            Anchored::Exact => &mut counts.exact,
            Anchored::Normalised => &mut counts.normalised,
            Anchored::Fuzzy => &mut counts.fuzzy,
        } += 1;
    }
    counts
}
