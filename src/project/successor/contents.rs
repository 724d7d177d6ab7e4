//! All that a project file holds, and how it is written as a file of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::json;

use super::model_vectors::ModelVectors;
use crate::domain::{
    CandidateThemeId, CoderId, DocumentId, OperationKind, ParticipantId, ProposalId, Record, RecordChange,
    RecordKey, RunId, SuccessorHow, Timestamp,
};
use crate::project::load_view::LoadedRun;
use crate::project::study_export::Origins;
use crate::project::successor_detail::{GivenNumbers, KeptCoding, KeptMemo, LogEnd, SuccessorDetail};
use crate::project::{Project, ProjectError, RunView};
use crate::store::{
    NewOperation, NewRun, OperationHead, Store, StoredDocument, StoredParticipant, StoredRun,
};

/// All that a project file holds but its vectors and its log.
#[derive(Clone, Debug)]
pub(super) struct Contents {
    /// The file, for errors.
    pub(super) path: PathBuf,
    /// The end of its log.
    pub(super) end: LogEnd,
    pub(super) documents: BTreeMap<DocumentId, StoredDocument>,
    pub(super) participants: Vec<StoredParticipant>,
    pub(super) runs: Vec<RunContents>,
    pub(super) records: BTreeMap<RecordKey, Record>,
    pub(super) numbers: Vec<GivenNumbers>,
    pub(super) codings: Vec<KeptCoding>,
    pub(super) memos: Vec<KeptMemo>,
}

/// A run and its documents.
#[derive(Clone, Debug)]
pub(super) struct RunContents {
    pub(super) run: StoredRun,
    pub(super) documents: Vec<DocumentId>,
}

/// What the log of the new file begins with.
pub(super) struct Beginning<'a> {
    pub(super) how: SuccessorHow,
    pub(super) reason: Option<&'a str>,
    pub(super) at: &'a Timestamp,
}

impl Contents {
    /// Reads all that a project file holds.
    pub(super) fn read(project: &Project) -> Result<Self, ProjectError> {
        let store = &project.store;
        let operations = store.operations()?;
        let end =
            operations.last().map(|last| LogEnd { n_operations: last.id.0, last_hash: last.hash.clone() });
        let end = end.ok_or_else(|| ProjectError::NoRun(project.path().to_owned()))?;
        let mut documents = BTreeMap::new();
        let mut runs = Vec::new();
        for id in store.run_ids()? {
            let of_run = store.documents(id)?;
            runs.push(RunContents {
                run: project.stored_run(Some(id))?,
                documents: of_run.iter().map(|document| document.id).collect(),
            });
            documents.extend(of_run.into_iter().map(|document| (document.id, document)));
        }
        let records: BTreeMap<RecordKey, Record> = store.records()?.into_iter().collect();
        let coders: BTreeSet<CoderId> = records.keys().filter_map(|key| key.owner().cloned()).collect();
        let origins = Origins::of(&operations, &Vec::from_iter(coders), project.path())?;
        let (codings, memos) = origins.kept();
        let numbers = numbers(&store.operation_heads()?);
        let participants = store.participants()?;
        let path = project.path().to_owned();
        Ok(Self { path, end, documents, participants, runs, records, numbers, codings, memos })
    }

    /// Returns one of its runs with the documents and participants, in the form in which results are built from it.
    pub(super) fn loaded(&self, of: &RunContents) -> Result<LoadedRun, ProjectError> {
        let documents = of.documents.iter().filter_map(|id| self.documents.get(id).cloned());
        LoadedRun::of(&self.path, of.run.clone(), documents.collect(), self.participants.clone())
    }

    /// Returns how a run was made.
    pub(super) fn view(&self, of: &RunContents) -> Result<RunView, ProjectError> {
        serde_json::from_value(of.run.detail.clone()).map_err(|error| self.damaged(&error))
    }

    pub(super) fn damaged(&self, problem: &dyn std::fmt::Display) -> ProjectError {
        ProjectError::Damaged { path: self.path.clone(), problem: problem.to_string() }
    }

    /// Writes everything to an empty project, as the one operation with which its log begins.
    pub(super) fn write(
        &self,
        to: &mut Store,
        beginning: &Beginning<'_>,
        vectors: &[ModelVectors],
    ) -> Result<(), ProjectError> {
        let changes: Vec<RecordChange> = self
            .records
            .iter()
            .map(|(key, record)| RecordChange { key: key.clone(), before: None, after: Some(record.clone()) })
            .collect();
        let detail = SuccessorDetail {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            how: beginning.how,
            predecessor: self.end.clone(),
            reason: beginning.reason.map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned),
            numbers: self.numbers.clone(),
            codings: self.codings.clone(),
            memos: self.memos.clone(),
            changes,
        };
        let operation =
            NewOperation { kind: OperationKind::Successor, at: beginning.at.clone(), detail: json!(detail) };
        let numbers: Vec<RunId> = to.transact(&operation, |change, operation| {
            let mut documents: BTreeMap<DocumentId, DocumentId> = BTreeMap::new();
            for (id, stored) in &self.documents {
                documents.insert(*id, change.add_document(&stored.document, stored.language.as_deref())?);
            }
            let mut participants: BTreeMap<ParticipantId, ParticipantId> = BTreeMap::new();
            for stored in &self.participants {
                participants.insert(stored.id, change.add_participant(&stored.participant)?);
            }
            let mut numbers = Vec::with_capacity(self.runs.len());
            for RunContents { run, documents: of_run } in &self.runs {
                let of_run: BTreeSet<DocumentId> = of_run.iter().map(|id| documents[id]).collect();
                let mut segments = run.segments.clone();
                for segment in &mut segments {
                    segment.document = documents[&segment.document];
                    segment.participant = segment.participant.and_then(|id| participants.get(&id).copied());
                }
                let new = NewRun {
                    detail: &run.detail,
                    documents: &Vec::from_iter(of_run),
                    segments: &segments,
                    proposals: &run.proposals,
                    members: &run.members,
                };
                numbers.push(change.add_run(operation, &new)?);
            }
            for record in &detail.changes {
                change.put(record)?;
            }
            Ok(numbers)
        })?;
        // Decisions name runs by number. Nothing deletes a run, so that the numbers have no gap.
        if !numbers.iter().eq(self.runs.iter().map(|of| &of.run.id)) {
            return Err(self.damaged(&"the numbers of its runs have a gap"));
        }
        for of_model in vectors {
            to.keep_embeddings(&of_model.model, of_model.rows())?;
        }
        Ok(())
    }
}

/// Returns the last numbers that coders gave to candidates in each run.
fn numbers(heads: &[OperationHead]) -> Vec<GivenNumbers> {
    let mut last: BTreeMap<(CoderId, RunId), (Option<ProposalId>, Option<CandidateThemeId>)> =
        BTreeMap::new();
    for head in heads {
        let coder = head.coder.as_deref().and_then(|coder| coder.parse().ok());
        if let (Some(coder), Some(run)) = (coder, head.run)
            && (head.last_code.is_some() || head.last_candidate_theme.is_some())
        {
            let (code, theme) = last.entry((coder, run)).or_default();
            *code = (*code).max(head.last_code);
            *theme = (*theme).max(head.last_candidate_theme);
        }
    }
    let given = |((coder, run), (last_code, last_candidate_theme))| GivenNumbers {
        coder,
        run,
        last_code,
        last_candidate_theme,
    };
    last.into_iter().map(given).collect()
}
