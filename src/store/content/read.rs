//! Computes digests from the tables.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::rows::{Rows, each, text};
use super::{CandidateDigests, ContentDigests, DocumentDigests, Made, ParticipantDigests, RunDigests};
use crate::domain::{OperationId, ProposalId, RunId};

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// By the digest of each document.
    pub(super) documents: BTreeMap<String, DocumentDigests>,
    /// Attributes by name, of participants by name.
    pub(super) participants: BTreeMap<String, BTreeMap<String, String>>,
    pub(super) runs: BTreeMap<RunId, RunDigests>,
}

impl Found {
    pub(super) fn digests(self) -> ContentDigests {
        ContentDigests {
            documents: self.documents.into_values().collect(),
            participants: self
                .participants
                .into_iter()
                .map(|(name, attributes)| ParticipantDigests { name, attributes })
                .collect(),
            runs: self.runs.into_values().collect(),
        }
    }
}

/// Computes the digests of what an operation put into the tables.
pub(super) fn made(connection: &Connection, made: &Made) -> rusqlite::Result<ContentDigests> {
    let mut ids = made.documents.clone();
    for run in &made.runs {
        ids.extend(documents_of(connection, *run)?);
    }
    let documents = documents(connection, ids)?;
    let runs =
        made.runs.iter().map(|run| read_run(connection, *run, &documents)).collect::<Result<_, _>>()?;
    let mut participants = Vec::new();
    for (id, given) in &made.participants {
        each(connection, "SELECT name FROM participant WHERE id = ?1", [id], |row, _| {
            let (name, mut attributes) = (text(row, "name")?, attributes(connection, *id)?);
            attributes.retain(|name, _| given.contains(name));
            participants.push(ParticipantDigests { name, attributes });
            Ok(())
        })?;
    }
    Ok(ContentDigests { documents: documents.into_values().collect(), participants, runs })
}

/// Computes the digests of everything in the tables.
pub(super) fn everything(connection: &Connection) -> rusqlite::Result<Found> {
    let documents = documents(connection, ids(connection, "SELECT id FROM document", None)?)?;
    let mut found = Found::default();
    for run in ids(connection, "SELECT id FROM run", None)? {
        let digests = read_run(connection, run, &documents)?;
        found.runs.insert(digests.run, digests);
    }
    for id in ids(connection, "SELECT id FROM participant", None)? {
        each(connection, "SELECT name FROM participant WHERE id = ?1", [id], |row, _| {
            found.participants.insert(text(row, "name")?, attributes(connection, id)?);
            Ok(())
        })?;
    }
    found.documents = documents.into_values().map(|digests| (digests.whole(), digests)).collect();
    Ok(found)
}

fn ids(connection: &Connection, sql: &str, of: Option<i64>) -> rusqlite::Result<BTreeSet<i64>> {
    let mut found = BTreeSet::new();
    each(connection, sql, rusqlite::params_from_iter(of), |row, _| {
        found.insert(row.get(0)?);
        Ok(())
    })?;
    Ok(found)
}

fn documents_of(connection: &Connection, run: i64) -> rusqlite::Result<BTreeSet<i64>> {
    ids(connection, "SELECT document_id FROM run_document WHERE run_id = ?1", Some(run))
}

fn documents(
    connection: &Connection,
    ids: BTreeSet<i64>,
) -> rusqlite::Result<BTreeMap<i64, DocumentDigests>> {
    let mut documents = BTreeMap::new();
    for id in ids {
        each(connection, "SELECT * FROM document WHERE id = ?1", [id], |row, names| {
            let mut source = Rows::new("document");
            source.row(row, names, &["id", "text", "notices"])?;
            let one = |name: &str| {
                let mut column = Rows::new("document");
                column.column(name, row.get_ref(name)?);
                Ok::<_, rusqlite::Error>(column.finish())
            };
            let part = |table: &str| {
                let sql = format!("SELECT * FROM {table} WHERE document_id = ?1 ORDER BY position");
                let mut part = Rows::new(table);
                each(connection, &sql, [id], |row, names| part.row(row, names, &["document_id"]))?;
                Ok::<_, rusqlite::Error>(part.finish())
            };
            let digests = DocumentDigests {
                name: text(row, "name")?,
                source: source.finish(),
                text: one("text")?,
                notices: one("notices")?,
                speakers: part("speaker")?,
                turns: part("turn")?,
                time_marks: part("time_mark")?,
            };
            documents.insert(id, digests);
            Ok(())
        })?;
    }
    Ok(documents)
}

fn attributes(connection: &Connection, participant: i64) -> rusqlite::Result<BTreeMap<String, String>> {
    let mut attributes = BTreeMap::new();
    let sql = "SELECT * FROM attribute WHERE participant_id = ?1";
    each(connection, sql, [participant], |row, names| {
        let mut value = Rows::new("attribute");
        value.row(row, names, &["participant_id"])?;
        attributes.insert(text(row, "name")?, value.finish());
        Ok(())
    })?;
    Ok(attributes)
}

fn read_run(
    connection: &Connection,
    id: i64,
    documents: &BTreeMap<i64, DocumentDigests>,
) -> rusqlite::Result<RunDigests> {
    // A missing document has no digest; the check of references names the row.
    let digest = |id: i64| documents.get(&id).map(DocumentDigests::whole).unwrap_or_default();
    let mut run = RunDigests {
        run: RunId(number(id)),
        operation: OperationId(0),
        detail: String::new(),
        documents: documents_of(connection, id)?.into_iter().map(digest).collect(),
        segments: BTreeMap::new(),
        candidates: BTreeMap::new(),
    };
    each(connection, "SELECT * FROM run WHERE id = ?1", [id], |row, names| {
        run.operation = OperationId(number(row.get("operation_id")?));
        let mut detail = Rows::new("run");
        detail.row(row, names, &["id", "operation_id"])?;
        run.detail = detail.finish();
        Ok(())
    })?;
    let of_document = ["run_id", "document_id", "participant_id"];
    for (document, segments) in
        groups(connection, include_str!("segments.sql"), id, "document_id", &of_document)?
    {
        run.segments.insert(digest(document), segments);
    }
    each(connection, "SELECT * FROM proposal WHERE run_id = ?1 ORDER BY id", [id], |row, names| {
        let mut evidence = Rows::new("proposal");
        evidence.row(row, names, &["run_id"])?;
        let candidate = CandidateDigests { evidence: evidence.finish(), members: String::new() };
        run.candidates.insert(ProposalId(number(row.get("id")?)), candidate);
        Ok(())
    })?;
    let sql = "SELECT * FROM member WHERE run_id = ?1 ORDER BY proposal_id, segment_id";
    for (candidate, members) in groups(connection, sql, id, "proposal_id", &["run_id", "proposal_id"])? {
        run.candidates.entry(ProposalId(number(candidate))).or_default().members = members;
    }
    Ok(run)
}

/// Computes the digest of each group of consecutive rows with the same value of a column.
fn groups(
    connection: &Connection,
    sql: &str,
    run: i64,
    by: &str,
    without: &[&str],
) -> rusqlite::Result<Vec<(i64, String)>> {
    let mut groups: Vec<(i64, Rows)> = Vec::new();
    each(connection, sql, [run], |row, names| {
        let of: i64 = row.get(by)?;
        match groups.last_mut() {
            Some((current, rows)) if *current == of => rows.row(row, names, without),
            _ => {
                let mut rows = Rows::new(by);
                let added = rows.row(row, names, without);
                groups.push((of, rows));
                added
            }
        }
    })?;
    Ok(groups.into_iter().map(|(of, rows)| (of, rows.finish())).collect())
}

/// Returns a number as the program writes it. A number that the program cannot have written becomes one that it never writes.
fn number(id: i64) -> u32 {
    u32::try_from(id).unwrap_or(u32::MAX)
}
