//! Lays the rows of each part out as tables, for workbooks and for text with delimiters.

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::ExportQuote;
use super::matrix::NO_PARTICIPANT;
use super::whose::path_text;
use super::{
    CandidateRow, CodebookRow, CodingRow, ExportAbout, ExportPart, LogRow, MatrixView, MemoRow, SegmentRow,
    StudyExport,
};
use crate::project::export::attribute_heading;
use crate::report::{Cell, Column, Table};

impl StudyExport {
    /// Returns a table for each part that the export holds and that is a table; the first says what the export is.
    pub(super) fn tables(&self) -> Vec<Table> {
        let mut tables = vec![about(&self.about)];
        let text = !self.about.without_text;
        tables.extend(self.codebook.as_deref().map(|rows| codebook(rows, text)));
        tables.extend(self.codings.as_deref().map(|rows| codings(rows, text)));
        tables.extend(self.segments.as_deref().map(|rows| segments(rows, text)));
        if let Some(matrix) = &self.matrix {
            tables.extend([by_participant(matrix), by_attribute(matrix)]);
        }
        tables.extend(self.memos.as_deref().map(|rows| memos(rows, text)));
        tables.extend(self.candidates.as_deref().map(|rows| candidates(rows, text)));
        tables.extend(self.log.as_deref().map(|rows| log(rows, text)));
        tables
    }

    /// Returns the one table of the part that was asked for. Both tables of the matrix are one.
    pub(super) fn table(&self) -> Table {
        let mut tables = self.tables().into_iter().skip(1);
        let mut table = tables.next().unwrap_or_default();
        if self.about.part == ExportPart::Matrix
            && let (Some(attributes), Some(matrix)) = (tables.next(), &self.matrix)
        {
            // Both have the same rows and begin with the same columns.
            let own = attributes.columns.len() - matrix.attributes.len();
            table.columns.extend(attributes.columns.into_iter().skip(own));
            for (row, more) in table.rows.iter_mut().zip(attributes.rows) {
                row.extend(more.into_iter().skip(own));
            }
        }
        table
    }
}

/// The width in characters up to which a column is as wide as its heading.
const LONGEST_HEADING: u16 = 30;

/// A table that is built column by column from rows of one type.
struct Layout<'r, R> {
    rows: &'r [R],
    table: Table,
}

impl<'r, R> Layout<'r, R> {
    fn new(name: &str, rows: &'r [R]) -> Self {
        let table = Table { name: name.to_owned(), columns: Vec::new(), rows: vec![Vec::new(); rows.len()] };
        Self { rows, table }
    }

    fn column<C: Into<Cell>>(mut self, heading: &str, width: u16, cell: impl Fn(&'r R) -> C) -> Self {
        // Room for the heading and the button that filters.
        let least = u16::try_from(heading.chars().count() + 3).unwrap_or(u16::MAX).min(LONGEST_HEADING);
        self.table.columns.push(Column::new(heading, width.max(least)));
        for (cells, row) in self.table.rows.iter_mut().zip(self.rows) {
            cells.push(cell(row).into());
        }
        self
    }

    /// Adds a column that only a table with text has.
    fn said<C: Into<Cell>>(self, text: bool, heading: &str, width: u16, cell: impl Fn(&'r R) -> C) -> Self {
        if text { self.column(heading, width, cell) } else { self }
    }

    /// Adds a column for each attribute of participants.
    fn attributes(mut self, of: impl Fn(&'r R) -> &'r BTreeMap<String, String>) -> Self {
        let names: BTreeSet<&String> = self.rows.iter().flat_map(|row| of(row).keys()).collect();
        for name in names {
            let own: Vec<&str> = self.table.columns.iter().map(|column| column.heading.as_str()).collect();
            let heading = attribute_heading(name, &own);
            self = self.column(&heading, 14, |row| of(row).get(name));
        }
        self
    }
}

fn about(about: &ExportAbout) -> Table {
    let names: Vec<&str> = about.coders.iter().map(|coder| coder.name.as_str()).collect();
    let facts: [(&str, String); 7] = [
        ("project", about.project.clone()),
        ("whose work", about.message.clone()),
        ("coders", names.join("; ")),
        ("run", about.run.to_string()),
        ("last operation", format!("{}, {}", about.operation, about.as_of.0)),
        ("words of the interviews", if about.without_text { "left out" } else { "included" }.to_owned()),
        ("made with", format!("Themata {}", about.program_version)),
    ];
    Layout::new("about", &facts)
        .column("what", 24, |(what, _)| *what)
        .column("value", 90, |(_, value)| value)
        .table
}

fn codebook(rows: &[CodebookRow], text: bool) -> Table {
    Layout::new("codebook", rows)
        .column("coder", 14, |row| &row.coder_name)
        .column("level", 12, |row| row.level.to_string())
        .column("label", 26, |row| &row.label)
        .column("code_path", 40, |row| path_text(&row.path))
        .said(text, "definition", 50, |row| row.definition.clone())
        .said(text, "inclusion", 40, |row| row.inclusion.clone())
        .said(text, "exclusion", 40, |row| row.exclusion.clone())
        .said(text, "example", 50, |row| row.example.clone())
        .column("codings", 10, |row| row.n_codings)
        .column("codings_nested", 10, |row| row.n_codings_nested)
        .column("participants", 12, |row| row.n_participants)
        .column("from_candidate", 12, |row| row.from.map(|of| of.candidate.to_string()))
        .column("colour", 10, |row| row.colour.as_ref().map(ToString::to_string))
        .column("code_id", 11, |row| row.code.to_string())
        .table
}

fn codings(rows: &[CodingRow], text: bool) -> Table {
    Layout::new("codings", rows)
        .column("coding", 11, |row| row.coding.to_string())
        .column("coder", 14, |row| &row.coder_name)
        .column("code_path", 36, |row| path_text(&row.code_path))
        .column("level", 12, |row| row.level.to_string())
        .column("document", 18, |row| &row.document)
        .column("participant", 14, |row| row.participant.as_ref())
        .said(text, "speaker", 14, |row| row.speaker.clone())
        .column("turn", 7, |row| row.turn)
        .column("time_ms", 10, |row| row.time_ms)
        .column("start", 8, |row| row.start)
        .column("end", 8, |row| row.end)
        .said(text, "text", 70, |row| row.text.clone())
        .said(text, "question", 40, |row| row.question.clone())
        .column("segment_no", 9, |row| row.segment.map(|id| id.0))
        .said(text, "condensed", 40, |row| row.condensed.clone())
        .column("negative", 9, |row| if row.negative { "yes" } else { "" })
        .column("manifest_or_latent", 12, |row| row.content.as_ref().map(word))
        .column("certainty", 10, |row| row.certainty.as_ref().map(word))
        .said(text, "memo", 40, |row| row.memos.join("\n"))
        .column("candidate", 10, |row| row.candidate.map(|of| of.candidate.to_string()))
        .column("run", 7, |row| row.candidate.map(|of| of.run.0))
        .said(text, "candidate_label", 26, |row| row.candidate_label.clone())
        .column("made", 15, |row| row.made.to_string())
        .column("operation", 10, |row| row.operation.map(|id| id.0))
        .column("at_utc", 20, |row| row.at.as_ref().map(|at| at.0.clone()))
        .column("document_sha256", 67, |row| row.document_sha256.clone())
        .column("code_id", 11, |row| row.code.to_string())
        .attributes(|row| &row.attributes)
        .table
}

/// Returns a value of the vocabulary as it is written in JSON, without quotes.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

fn segments(rows: &[SegmentRow], text: bool) -> Table {
    let name = |id: Option<crate::domain::CandidateId>| id.map(|id| id.to_string());
    Layout::new("segments", rows)
        .column("segment_no", 9, |row| row.segment.0)
        .column("document", 18, |row| &row.document)
        .column("participant", 14, |row| row.participant.as_ref())
        .said(text, "speaker", 14, |row| row.speaker.clone())
        .column("turn", 7, |row| row.turn)
        .column("time_ms", 10, |row| row.time_ms)
        .column("start", 8, |row| row.start)
        .column("end", 8, |row| row.end)
        .said(text, "text", 70, |row| row.text.clone())
        .said(text, "question", 40, |row| row.question.clone())
        .column("candidate_theme", 10, |row| name(row.candidate_theme))
        .said(text, "candidate_theme_label", 26, |row| row.candidate_theme_label.clone())
        .column("candidate_code", 10, |row| name(row.candidate_code))
        .said(text, "candidate_code_label", 26, |row| row.candidate_code_label.clone())
        .column("codes", 40, |row| {
            // Whose a code is matters only where several coders are shown.
            let several = row.codes.iter().any(|code| code.coder != row.codes[0].coder);
            let one = |code: &super::SegmentCode| match several {
                true => format!("{}: {}", code.coder_name, path_text(&code.path)),
                false => path_text(&code.path),
            };
            row.codes.iter().map(one).collect::<Vec<_>>().join("\n")
        })
        .column("coders", 16, |row| {
            let names: BTreeSet<&str> = row.codes.iter().map(|code| code.coder_name.as_str()).collect();
            names.into_iter().collect::<Vec<_>>().join("; ")
        })
        .column("document_sha256", 67, |row| &row.document_sha256)
        .attributes(|row| &row.attributes)
        .table
}

fn matrix_rows<'r>(name: &str, matrix: &'r MatrixView) -> Layout<'r, super::MatrixRow> {
    Layout::new(name, &matrix.rows)
        .column("coder", 14, |row| &row.coder_name)
        .column("level", 12, |row| row.level.to_string())
        .column("code_path", 40, |row| path_text(&row.path))
        .column("codings", 10, |row| row.n_codings)
        .column("participants", 12, |row| row.n_participants)
}

fn by_participant(matrix: &MatrixView) -> Table {
    let mut layout = matrix_rows("matrix by participant", matrix);
    for (at, column) in matrix.participants.iter().enumerate() {
        layout = layout.column(&column.participant, 10, |row| row.by_participant.get(at).copied());
    }
    if matrix.has_no_participant() {
        layout = layout.column(NO_PARTICIPANT, 10, |row| row.n_no_participant);
    }
    layout.table
}

fn by_attribute(matrix: &MatrixView) -> Table {
    let mut layout = matrix_rows("matrix by attribute", matrix);
    for (at, column) in matrix.attributes.iter().enumerate() {
        let heading = format!("{}: {}", column.attribute, column.value);
        layout = layout.column(&heading, 14, |row| row.by_attribute.get(at).copied());
    }
    layout.table
}

fn memos(rows: &[MemoRow], text: bool) -> Table {
    Layout::new("memos", rows)
        .column("memo", 11, |row| row.memo.to_string())
        .column("coder", 14, |row| &row.coder_name)
        .column("on", 40, |row| &row.on_words)
        .said(text, "text", 80, |row| row.text.clone())
        .column("written_utc", 20, |row| row.written.as_ref().map(|at| at.0.clone()))
        .column("changed_utc", 20, |row| row.changed.as_ref().map(|at| at.0.clone()))
        .table
}

fn candidates(rows: &[CandidateRow], text: bool) -> Table {
    let quotes = |quotes: &[ExportQuote]| {
        let one = |quote: &ExportQuote| {
            format!(
                "“{}” ({}, turn {})",
                quote.text.as_deref().unwrap_or_default(),
                quote.participant.as_deref().unwrap_or(&quote.document),
                quote.turn
            )
        };
        quotes.iter().map(one).collect::<Vec<_>>().join("\n")
    };
    let name = |id: Option<crate::domain::CandidateId>| id.map(|id| id.to_string());
    Layout::new("candidates", rows)
        .column("coder", 14, |row| row.coder_name.as_ref())
        .column("candidate", 10, |row| row.candidate.to_string())
        .column("level", 10, |row| if row.candidate_is_theme() { "theme" } else { "code" })
        .column("theme", 8, |row| name(row.theme))
        .said(text, "label", 30, |row| row.label.clone())
        .column("status", 10, |row| row.status.to_string())
        .column("code_path", 30, |row| path_text(&row.code_path))
        .column("merged_into", 8, |row| name(row.merged_into))
        .column("segments", 10, |row| row.n_segments)
        .column("participants", 12, |row| row.n_participants)
        .said(text, "key_terms", 40, |row| row.key_terms.join(", "))
        .column("cohesion", 10, |row| row.cohesion.map(|value| (value * 1000.0).round() / 1000.0))
        .column("stability", 12, |row| row.stability_level.map(|level| level.to_string()))
        .column("as_proposed", 10, |row| if row.is_as_proposed { "yes" } else { "no" })
        .said(text, "exemplars", 80, |row| quotes(&row.exemplars))
        .said(text, "near_misses", 60, |row| quotes(&row.near_misses))
        .column("most_similar", 10, |row| row.rival.as_ref().map(|rival| rival.candidate.to_string()))
        .column("segment_nos", 30, |row| {
            row.segments.iter().map(|id| id.0.to_string()).collect::<Vec<_>>().join(" ")
        })
        .table
}

impl CandidateRow {
    pub(super) fn candidate_is_theme(&self) -> bool {
        matches!(self.candidate, crate::domain::CandidateId::Theme(_))
    }
}

fn log(rows: &[LogRow], text: bool) -> Table {
    Layout::new("log", rows)
        .column("operation", 10, |row| row.operation.0)
        .column("at_utc", 20, |row| &row.at.0)
        .column("at_local", 26, |row| row.at_local.as_ref())
        .column("coder", 14, |row| row.coder_name.as_ref())
        .column("kind", 10, |row| row.kind.map(|kind| kind.to_string()))
        .column("decision", 14, |row| row.decision.as_ref())
        .said(text, "what", 60, |row| row.words.clone())
        .said(text, "details", 80, |row| row.details.join("\n"))
        .said(text, "reason", 30, |row| row.reason.clone())
        .column("taken_back", 10, |row| if row.taken_back { "yes" } else { "" })
        .column("codings_singly", 10, |row| row.n_codings_singly)
        .column("codings_in_bulk", 10, |row| row.n_codings_in_bulk)
        .column("codings_imported", 10, |row| row.n_codings_imported)
        .column("hidden_operations", 10, |row| row.n_hidden)
        .column("hash", 67, |row| &row.hash)
        .table
}
