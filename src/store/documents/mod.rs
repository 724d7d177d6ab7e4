//! Documents with their speakers, turns and time marks, and the participants.

use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, params};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::{Change, Store, StoreError};
use crate::domain::Span;
use crate::domain::{
    CodePointOffset, Document, DocumentId, Participant, ParticipantId, RunId, Speaker, TimeMark, Turn,
};

/// A stored document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDocument {
    /// Its id in the project.
    pub id: DocumentId,
    /// The document.
    pub document: Document,
    /// Its language, as an ISO 639-3 code, if it was given or detected.
    pub language: Option<String>,
}

/// A stored participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredParticipant {
    /// Their id in the project.
    pub id: ParticipantId,
    /// Name and attributes.
    pub participant: Participant,
}

impl Change<'_> {
    /// Stores a document and returns its id. The same reading of the same source is stored only once.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be written.
    pub fn add_document(
        &self,
        document: &Document,
        language: Option<&str>,
    ) -> Result<DocumentId, StoreError> {
        let sqlite = |error| self.sqlite(error);
        let digest = digest(document, language);
        let known: Option<u32> = self
            .transaction
            .query_row("SELECT id FROM document WHERE digest = ?1", [&digest], |row| row.get(0))
            .optional()
            .map_err(sqlite)?;
        if let Some(id) = known {
            self.made.borrow_mut().document(i64::from(id));
            return Ok(DocumentId(id));
        }
        self.transaction
            .execute(
                include_str!("add.sql"),
                params![
                    digest,
                    document.name,
                    word(&document.format),
                    document.sha256,
                    language,
                    document.text,
                    json(&document.notices)
                ],
            )
            .map_err(sqlite)?;
        let id = self.transaction.last_insert_rowid();
        let mut add = self.transaction.prepare(include_str!("add_speaker.sql")).map_err(sqlite)?;
        for (position, speaker) in document.speakers.iter().enumerate() {
            add.execute(params![
                id,
                position,
                speaker.label,
                word(&speaker.role),
                speaker.role_reason,
                speaker.generic
            ])
            .map_err(sqlite)?;
        }
        let mut add = self.transaction.prepare(include_str!("add_turn.sql")).map_err(sqlite)?;
        for (position, turn) in document.turns.iter().enumerate() {
            add.execute(params![id, position, turn.speaker, turn.span.start.0, turn.span.end.0])
                .map_err(sqlite)?;
        }
        let mut add = self.transaction.prepare(include_str!("add_time_mark.sql")).map_err(sqlite)?;
        for (position, mark) in document.time_marks.iter().enumerate() {
            add.execute(params![id, position, mark.at.0, mark.ms]).map_err(sqlite)?;
        }
        self.made.borrow_mut().document(id);
        u32::try_from(id).map(DocumentId).map_err(|error| StoreError::damaged(self.path, error))
    }

    /// Stores a participant by name and returns their id; the given attributes replace stored ones with the same name.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be written.
    pub fn add_participant(&self, participant: &Participant) -> Result<ParticipantId, StoreError> {
        let sqlite = |error| self.sqlite(error);
        self.transaction
            .execute("INSERT OR IGNORE INTO participant (name) VALUES (?1)", [&participant.name])
            .map_err(sqlite)?;
        let id: u32 = self
            .transaction
            .query_row("SELECT id FROM participant WHERE name = ?1", [&participant.name], |row| row.get(0))
            .map_err(sqlite)?;
        let mut add = self.transaction.prepare(include_str!("add_attribute.sql")).map_err(sqlite)?;
        for (name, value) in &participant.attributes {
            add.execute(params![id, name, value]).map_err(sqlite)?;
        }
        self.made.borrow_mut().participant(ParticipantId(id), participant.attributes.keys());
        Ok(ParticipantId(id))
    }
}

impl Store {
    /// Reads the documents of a run, by name.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read or holds what this program did not write.
    pub fn documents(&self, run: RunId) -> Result<Vec<StoredDocument>, StoreError> {
        let sqlite = |error| self.sqlite(error);
        let mut find = self.connection.prepare(include_str!("of_run.sql")).map_err(sqlite)?;
        let found = find.query_map([run.0], read).map_err(sqlite)?;
        let mut documents = found.collect::<Result<Vec<_>, _>>().map_err(sqlite)?;
        for stored in &mut documents {
            let id = stored.id.0;
            stored.document.speakers = self.rows(include_str!("speakers.sql"), id, |row| {
                Ok(Speaker {
                    label: row.get(0)?,
                    role: from_word(row, 1)?,
                    role_reason: row.get(2)?,
                    generic: row.get(3)?,
                })
            })?;
            stored.document.turns = self.rows(include_str!("turns.sql"), id, |row| {
                Ok(Turn { speaker: row.get(0)?, span: Span::new(row.get(1)?, row.get(2)?) })
            })?;
            stored.document.time_marks = self.rows(include_str!("time_marks.sql"), id, |row| {
                Ok(TimeMark { at: CodePointOffset(row.get(0)?), ms: row.get(1)? })
            })?;
        }
        Ok(documents)
    }

    /// Reads all participants, by name.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn participants(&self) -> Result<Vec<StoredParticipant>, StoreError> {
        let sqlite = |error| self.sqlite(error);
        let mut all =
            self.connection.prepare("SELECT id, name FROM participant ORDER BY name").map_err(sqlite)?;
        let found: Vec<(u32, String)> = all
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .and_then(Iterator::collect)
            .map_err(sqlite)?;
        found
            .into_iter()
            .map(|(id, name)| {
                let attributes: Vec<(String, String)> =
                    self.rows(include_str!("attributes.sql"), id, |row| Ok((row.get(0)?, row.get(1)?)))?;
                let participant = Participant { name, attributes: attributes.into_iter().collect() };
                Ok(StoredParticipant { id: ParticipantId(id), participant })
            })
            .collect()
    }

    fn rows<T>(
        &self,
        sql: &str,
        id: u32,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(|error| self.sqlite(error))?;
        let rows = statement.query_map([id], read).map_err(|error| self.sqlite(error))?;
        rows.collect::<Result<_, _>>().map_err(|error| self.sqlite(error))
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<StoredDocument> {
    Ok(StoredDocument {
        id: DocumentId(row.get(0)?),
        document: Document {
            name: row.get(1)?,
            format: from_word(row, 2)?,
            sha256: row.get(3)?,
            text: row.get(5)?,
            speakers: Vec::new(),
            turns: Vec::new(),
            time_marks: Vec::new(),
            notices: from_json(row, 6)?,
        },
        language: row.get(4)?,
    })
}

/// Computes the digest of one reading of a source: of everything that was read, and of the language.
fn digest(document: &Document, language: Option<&str>) -> String {
    format!("{:x}", Sha256::digest(json(&(document, language)).as_bytes()))
}

/// Writes a value as JSON; the vocabulary's types always have a JSON form.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Returns a variant's name.
fn word(value: &impl serde::Serialize) -> String {
    json(value).trim_matches('"').to_owned()
}

pub(super) fn from_json<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    let text: String = row.get(at)?;
    serde_json::from_str(&text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(error)))
}

fn from_word<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    serde_json::from_value(serde_json::Value::String(row.get(at)?))
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(error)))
}
