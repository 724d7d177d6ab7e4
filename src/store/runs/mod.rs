//! Runs: segments, candidate themes, and the segments of each theme.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, params};

use super::documents::{from_json, json};
use super::{Change, Store, StoreError};
use crate::domain::{DocumentId, OperationId, ParticipantId, ProposalId, RunId, SegmentId, Span};

/// A stored segment: its place and its speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredSegment {
    /// Its number in the run.
    pub id: SegmentId,
    /// Its document.
    pub document: DocumentId,
    /// Its turn: an index into the document's turns.
    pub turn: usize,
    /// Its place in the document's text.
    pub span: Span,
    /// Its speaker, if the document names one.
    pub participant: Option<ParticipantId>,
    /// In how many windows the model read it.
    pub n_windows: u32,
}

/// A stored candidate theme.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredProposal {
    /// Its number in the run.
    pub id: ProposalId,
    /// The suggested label.
    pub label: String,
    /// Mean cosine of its segments to their mean direction.
    pub cohesion: f64,
    /// How many participants have segments in it.
    pub n_participants: usize,
    /// Key terms, exemplars, near misses, rival and notices, as JSON.
    pub detail: serde_json::Value,
}

/// The membership of a segment in a candidate theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoredMember {
    /// The segment.
    pub segment: SegmentId,
    /// The candidate theme.
    pub proposal: ProposalId,
    /// The segment's cosine to the candidate's centre.
    pub similarity: f64,
}

/// A run to be stored.
#[derive(Clone, Copy, Debug)]
pub struct NewRun<'a> {
    /// Parameters, curve, counts and notices, as JSON.
    pub detail: &'a serde_json::Value,
    /// The documents that it read.
    pub documents: &'a [DocumentId],
    /// Its segments.
    pub segments: &'a [StoredSegment],
    /// Its candidate themes.
    pub proposals: &'a [StoredProposal],
    /// The members of its candidates; a segment in none is noise.
    pub members: &'a [StoredMember],
}

/// What is added to a stored run: documents that were read later, with their segments and candidates. What the run holds stays.
#[derive(Clone, Copy, Debug)]
pub struct RunAddition<'a> {
    /// The run.
    pub run: RunId,
    /// How many segments the run has, as far as whoever adds to it knows.
    pub n_segments: usize,
    /// What is added; the detail replaces that of the run.
    pub added: NewRun<'a>,
}

/// A stored run.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredRun {
    /// Its number in the project.
    pub id: RunId,
    /// Parameters, curve, counts and notices, as JSON.
    pub detail: serde_json::Value,
    /// Its segments, by number.
    pub segments: Vec<StoredSegment>,
    /// Its candidate themes, by number.
    pub proposals: Vec<StoredProposal>,
    /// The members of its candidates, by candidate, nearest to the centre first.
    pub members: Vec<StoredMember>,
}

impl Change<'_> {
    /// Stores a run that an operation made, and returns its number.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be written.
    pub fn add_run(&self, operation: OperationId, run: &NewRun<'_>) -> Result<RunId, StoreError> {
        let sqlite = |error| self.sqlite(error);
        self.transaction
            .execute(
                "INSERT INTO run (operation_id, detail) VALUES (?1, ?2)",
                params![operation.0, run.detail.to_string()],
            )
            .map_err(sqlite)?;
        let id = self.transaction.last_insert_rowid();
        self.add_to_tables(id, run)?;
        u32::try_from(id).map(RunId).map_err(|error| StoreError::damaged(self.path, error))
    }

    /// Adds documents, segments and candidates to a run. Nothing that it holds changes but its detail.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if the run has meanwhile another number of segments; [`StoreError`] if it cannot be written.
    pub fn add_to_run(&self, addition: &RunAddition<'_>) -> Result<(), StoreError> {
        let sqlite = |error| self.sqlite(error);
        let id = i64::from(addition.run.0);
        let n: usize = self
            .transaction
            .query_row("SELECT count(*) FROM segment WHERE run_id = ?1", [id], |row| row.get(0))
            .map_err(sqlite)?;
        if n != addition.n_segments {
            return Err(StoreError::Busy(self.path.to_owned()));
        }
        self.transaction
            .execute(
                "UPDATE run SET detail = ?2 WHERE id = ?1",
                params![id, addition.added.detail.to_string()],
            )
            .map_err(sqlite)?;
        self.add_to_tables(id, &addition.added)
    }

    /// Writes the documents, segments, candidates and members of a run.
    fn add_to_tables(&self, id: i64, run: &NewRun<'_>) -> Result<(), StoreError> {
        let sqlite = |error| self.sqlite(error);
        let prepare = |sql| self.transaction.prepare(sql).map_err(sqlite);
        let mut add = prepare("INSERT INTO run_document (run_id, document_id) VALUES (?1, ?2)")?;
        for document in run.documents {
            add.execute(params![id, document.0]).map_err(sqlite)?;
        }
        let mut add = prepare(include_str!("add_segment.sql"))?;
        for s in run.segments {
            add.execute(params![
                id,
                s.id.0,
                s.document.0,
                s.turn,
                s.span.start.0,
                s.span.end.0,
                s.participant.map(|p| p.0),
                s.n_windows
            ])
            .map_err(sqlite)?;
        }
        let mut add = prepare(include_str!("add_proposal.sql"))?;
        for p in run.proposals {
            add.execute(params![id, p.id.0, p.label, p.cohesion, p.n_participants, json(&p.detail)])
                .map_err(sqlite)?;
        }
        let mut add = prepare(include_str!("add_member.sql"))?;
        for m in run.members {
            add.execute(params![id, m.segment.0, m.proposal.0, m.similarity]).map_err(sqlite)?;
        }
        self.made.borrow_mut().run(id);
        Ok(())
    }
}

impl Store {
    /// Returns the numbers of all runs, in rising order.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn run_ids(&self) -> Result<Vec<RunId>, StoreError> {
        let sqlite = |error| self.sqlite(error);
        let mut all = self.connection.prepare("SELECT id FROM run ORDER BY id").map_err(sqlite)?;
        let rows = all.query_map([], |row| row.get(0).map(RunId)).map_err(sqlite)?;
        rows.collect::<Result<_, _>>().map_err(sqlite)
    }

    /// Returns the runs with one level of candidates: those without candidate themes that hold candidate codes.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn one_level_runs(&self) -> Result<BTreeSet<RunId>, StoreError> {
        let sqlite = |error| self.sqlite(error);
        let mut find = self.connection.prepare(include_str!("one_level.sql")).map_err(sqlite)?;
        let rows = find.query_map([], |row| row.get(0).map(RunId)).map_err(sqlite)?;
        rows.collect::<Result<_, _>>().map_err(sqlite)
    }

    /// Counts the segments of a run.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn n_segments(&self, run: RunId) -> Result<usize, StoreError> {
        let sql = "SELECT count(*) FROM segment WHERE run_id = ?1";
        self.connection.query_row(sql, [run.0], |row| row.get(0)).map_err(|error| self.sqlite(error))
    }

    /// Returns the runs that an operation made.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn runs_of(&self, operation: OperationId) -> Result<Vec<RunId>, StoreError> {
        let sqlite = |error| self.sqlite(error);
        let mut find = self
            .connection
            .prepare("SELECT id FROM run WHERE operation_id = ?1 ORDER BY id")
            .map_err(sqlite)?;
        let rows = find.query_map([operation.0], |row| row.get(0).map(RunId)).map_err(sqlite)?;
        rows.collect::<Result<_, _>>().map_err(sqlite)
    }

    /// Reads a run: the one named, or the latest. Returns `None` if there is no such run.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read or holds what this program did not write.
    pub fn run(&self, id: Option<RunId>) -> Result<Option<StoredRun>, StoreError> {
        let sqlite = |error| self.sqlite(error);
        let found: Option<(u32, serde_json::Value)> = self
            .connection
            .query_row(include_str!("find.sql"), [id.map(|id| id.0)], |row| {
                Ok((row.get(0)?, from_json(row, 1)?))
            })
            .optional()
            .map_err(sqlite)?;
        let Some((id, detail)) = found else { return Ok(None) };

        let mut find = self.connection.prepare(include_str!("segments.sql")).map_err(sqlite)?;
        let segments = find
            .query_map([id], |row| {
                Ok(StoredSegment {
                    id: SegmentId(row.get(0)?),
                    document: DocumentId(row.get(1)?),
                    turn: row.get(2)?,
                    span: Span::new(row.get(3)?, row.get(4)?),
                    participant: row.get::<_, Option<u32>>(5)?.map(ParticipantId),
                    n_windows: row.get(6)?,
                })
            })
            .and_then(Iterator::collect)
            .map_err(sqlite)?;
        let mut find = self.connection.prepare(include_str!("proposals.sql")).map_err(sqlite)?;
        let proposals = find
            .query_map([id], |row| {
                Ok(StoredProposal {
                    id: ProposalId(row.get(0)?),
                    label: row.get(1)?,
                    cohesion: row.get(2)?,
                    n_participants: row.get(3)?,
                    detail: from_json(row, 4)?,
                })
            })
            .and_then(Iterator::collect)
            .map_err(sqlite)?;
        let mut find = self.connection.prepare(include_str!("members.sql")).map_err(sqlite)?;
        let members = find
            .query_map([id], |row| {
                Ok(StoredMember {
                    segment: SegmentId(row.get(0)?),
                    proposal: ProposalId(row.get(1)?),
                    similarity: row.get(2)?,
                })
            })
            .and_then(Iterator::collect)
            .map_err(sqlite)?;
        Ok(Some(StoredRun { id: RunId(id), detail, segments, proposals, members }))
    }
}
