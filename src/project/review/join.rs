//! Joins two copies of a project.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use serde::Serialize;
use serde_json::json;

use super::commit::detail_of;
use crate::domain::{
    Contradiction, Decision, Disagreement, Joined, MemoTarget, Names, OneSide, Operation, OperationId,
    OperationKind, Record, RecordChange, RecordKey, ReviewDetail, RunId, Side, Timestamp,
};
use crate::output_file::{OutputFile, Readers};
use crate::project::ProjectError;
use crate::project::suggest_detail::SuggestDetail;
use crate::project::verify::verify;
use crate::review::{NamesInRuns, State};
use crate::store::{Change, NewOperation, NewRun, RECORDED_AT_JOIN, Store, StoreError, StoredSegment};

/// The result of joining two copies.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct JoinReport {
    /// The last operation that both copies share.
    pub parted_after: OperationId,
    /// How many operations only the first copy has.
    pub n_first: usize,
    /// How many operations of the second copy were appended.
    pub n_joined: usize,
    /// How many operations of the second copy were set aside because of a contradiction: they are in the log, without effect.
    pub n_set_aside: usize,
    /// Runs of the second copy that were renumbered: the old number, then the new one.
    pub renumbered_runs: Vec<(RunId, RunId)>,
    /// The contradictions: what was set aside, and why.
    pub contradictions: Vec<Contradiction>,
}

impl super::Reviewer {
    /// Joins two copies of a project into a third file: the first copy, followed by the operations that only the second has,
    /// each with its own coder, time, decision and reason. Neither copy is changed.
    ///
    /// An operation of the second copy that does not fit the state of the first is a contradiction. Then nothing is joined,
    /// and the error names all contradictions. With `keep_first` such operations are set aside instead: the log keeps them in
    /// full, without effect.
    ///
    /// # Errors
    /// [`ProjectError::NotCopies`]; [`ProjectError::Contradictions`]; [`ProjectError::Altered`] where the second copy differs
    /// from what its log says; [`StoreError::InTheWay`] where the output exists.
    pub fn join(
        first: &Path,
        second: &Path,
        output: &Path,
        keep_first: bool,
        at: &Timestamp,
    ) -> Result<JoinReport, ProjectError> {
        let failed = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::InTheWay(output.to_owned()),
            _ => StoreError::NotWritable { path: output.to_owned(), problem: error.to_string() },
        };
        let joined = OutputFile::begin(output, false, Readers::Owner).map_err(failed)?;
        // The first is worked on as a copy, the second is only read: opening a project of an older version for writing would
        // upgrade it.
        Store::copy_into(first, &joined)?;
        let mut store = Store::open(joined.path_until_then())?;
        let other = Store::open_read_only(second)?;
        // Content that is taken over gets digests here, so it must be verified before.
        verify(&other, second)?;
        // All reads of the second copy see one moment.
        let report = other.read(|other| join_stores(&mut store, other, [first, second], keep_first, at))?;
        drop(store);
        joined.finish().map_err(failed)?;
        Ok(report)
    }
}

fn join_stores(
    store: &mut Store,
    other: &Store,
    [first, second]: [&Path; 2],
    keep_first: bool,
    at: &Timestamp,
) -> Result<JoinReport, ProjectError> {
    let (ours, theirs) = (store.operations()?, other.operations()?);
    let n_shared = ours.iter().zip(&theirs).take_while(|(a, b)| a.hash == b.hash).count();
    if n_shared == 0 {
        return Err(ProjectError::NotCopies { first: first.to_owned(), second: second.to_owned() });
    }
    if theirs[n_shared..].iter().any(|operation| operation.kind == OperationKind::Suggest) {
        store.keep_embeddings_of(other)?;
    }
    let mut joining = Joining::new(store, other, &ours[n_shared..])?;
    store.write(at, |change| {
        for operation in &theirs[n_shared..] {
            joining.append(change, operation)?;
        }
        if !keep_first && !joining.contradictions.is_empty() {
            return Err(ProjectError::Contradictions(std::mem::take(&mut joining.contradictions)));
        }
        let report = JoinReport {
            parted_after: OperationId(n_shared as u32),
            n_first: ours.len() - n_shared,
            n_joined: theirs.len() - n_shared - joining.contradictions.len(),
            n_set_aside: joining.contradictions.len(),
            renumbered_runs: joining.renumbered_runs(),
            contradictions: std::mem::take(&mut joining.contradictions),
        };
        let detail = json!({
            "parted_after": report.parted_after,
            "n_joined": report.n_joined,
            "n_set_aside": report.n_set_aside,
            "first": ours.last().map(|last| &last.hash),
            "second": theirs.last().map(|last| &last.hash),
        });
        change.append(&NewOperation { kind: OperationKind::Join, at: at.clone(), detail })?;
        Ok(report)
    })
}

/// The state of a join in progress.
pub(super) struct Joining<'a> {
    other: &'a Store,
    /// The state of the joined project so far.
    state: State,
    /// The state of the other copy, for the labels of codes.
    other_state: State,
    other_one_level: BTreeSet<RunId>,
    /// For each record, the last operation of the first copy that changed it after the copies parted.
    changed_by: HashMap<RecordKey, OneSide>,
    /// The new numbers of the other copy's operations.
    operations: BTreeMap<OperationId, OperationId>,
    runs: BTreeMap<RunId, RunId>,
    set_aside: BTreeSet<OperationId>,
    pub(super) contradictions: Vec<Contradiction>,
}

impl<'a> Joining<'a> {
    pub(super) fn new(store: &Store, other: &'a Store, ours: &[Operation]) -> Result<Self, ProjectError> {
        let state = State::of_records(store.records()?);
        let one_level = store.one_level_runs()?;
        let mut changed_by = HashMap::new();
        for operation in ours {
            let Some(detail) = detail_of(operation, store.path())? else { continue };
            let names = NamesInRuns { state: &state, one_level: &one_level, base: None };
            let side = one_side(operation, &detail, &names);
            changed_by.extend(detail.changes.into_iter().map(|change| (change.key, side.clone())));
        }
        Ok(Self {
            other,
            state,
            other_state: State::of_records(other.records()?),
            other_one_level: other.one_level_runs()?,
            changed_by,
            operations: BTreeMap::new(),
            runs: BTreeMap::new(),
            set_aside: BTreeSet::new(),
            contradictions: Vec::new(),
        })
    }

    /// Returns the runs that were renumbered.
    pub(super) fn renumbered_runs(&self) -> Vec<(RunId, RunId)> {
        self.runs.iter().filter(|(from, to)| from != to).map(|(from, to)| (*from, *to)).collect()
    }

    /// Appends an operation of the other copy.
    pub(super) fn append(&mut self, change: &Change<'_>, operation: &Operation) -> Result<(), ProjectError> {
        if SuggestDetail::is_addition(&operation.detail) {
            return Err(ProjectError::GrewApart { copy: self.other.path().to_owned() });
        }
        let joined = Joined { entry: operation.id, hash: operation.hash.clone() };
        let appended = match detail_of(operation, self.other.path())? {
            None => {
                let mut detail = operation.detail.clone();
                let is_suggest = operation.kind == OperationKind::Suggest;
                if let Some(fields) = detail.as_object_mut() {
                    fields.insert("joined".to_owned(), json!(joined));
                    if is_suggest && !fields.contains_key("digests") {
                        fields.insert(RECORDED_AT_JOIN.to_owned(), json!(true));
                    }
                }
                let new = NewOperation { kind: operation.kind, at: operation.at.clone(), detail };
                if is_suggest {
                    change.append_after(&new, |id| self.copy_runs(change, operation, id))?.0
                } else {
                    change.append(&new)?
                }
            }
            Some(detail) => self.append_review(change, operation, detail, joined)?,
        };
        self.operations.insert(operation.id, appended.id);
        Ok(())
    }

    fn append_review(
        &mut self,
        change: &Change<'_>,
        operation: &Operation,
        mut detail: ReviewDetail,
        joined: Joined,
    ) -> Result<Operation, ProjectError> {
        let target = detail.undoes.or(detail.redoes);
        self.renumber(&mut detail);
        // Whoever took a document out, it is out.
        for change in detail.changes.iter_mut().filter(|change| matches!(change.key, RecordKey::Removed(_))) {
            if let Some(now) = self.state.get(&change.key) {
                let sides = [&mut change.before, &mut change.after].into_iter().flatten();
                sides.for_each(|side| *side = now.clone());
            }
        }
        // A change that both copies made is not a contradiction, and needs no further change.
        detail.changes.retain(|change| self.state.get(&change.key) != change.after);
        let rests_on = target.filter(|target| self.set_aside.contains(target));
        let key = match self.state.contradiction(&detail.changes) {
            Some(change) => Some(change.key.clone()),
            None => rests_on.and(detail.changes.first()).map(|change| change.key.clone()),
        };
        detail.joined = Some(joined);
        let mut kind = operation.kind;
        if let Some(key) = key {
            let names =
                NamesInRuns { state: &self.other_state, one_level: &self.other_one_level, base: None };
            self.contradictions.push(Contradiction {
                second: one_side(operation, &detail, &names),
                first: self.changed_by.get(&key).cloned().filter(|_| rests_on.is_none()),
                key: key.to_string(),
            });
            self.set_aside.insert(operation.id);
            kind = OperationKind::SetAside;
            detail.changes = Vec::new();
            (detail.decision, detail.undoes, detail.redoes) = (None, None, None);
            (detail.last_code, detail.last_candidate_theme) = (None, None);
            detail.set_aside = Some(json!({"kind": operation.kind, "detail": operation.detail}));
        }
        let appended =
            change.append(&NewOperation { kind, at: operation.at.clone(), detail: json!(detail) })?;
        for record in &detail.changes {
            change.put(record)?;
            self.state.apply(record);
        }
        Ok(appended)
    }

    /// Replaces the numbers of operations and runs by those of the joined project.
    fn renumber(&self, detail: &mut ReviewDetail) {
        for of in [&mut detail.undoes, &mut detail.redoes].into_iter().flatten() {
            *of = self.operations.get(of).copied().unwrap_or(*of);
        }
        if let Some(run) = &mut detail.run {
            *run = self.run(*run);
        }
        match &mut detail.decision {
            Some(Decision::WriteMemo { on, .. }) => self.renumber_target(on),
            Some(Decision::Adjudicate { on, .. }) => self.renumber_sides(on),
            _ => {}
        }
        for change in &mut detail.changes {
            self.renumber_change(change);
        }
    }

    fn run(&self, run: RunId) -> RunId {
        self.runs.get(&run).copied().unwrap_or(run)
    }

    fn renumber_change(&self, change: &mut RecordChange) {
        if let RecordKey::CandidateCode(_, run, _)
        | RecordKey::CandidateTheme(_, run, _)
        | RecordKey::Grouping(_, run, _)
        | RecordKey::Place(_, run, _)
        | RecordKey::Fit(_, _, run, _) = &mut change.key
        {
            *run = self.run(*run);
        }
        for record in [&mut change.before, &mut change.after].into_iter().flatten() {
            match record {
                Record::Code(code) => {
                    code.from.iter_mut().for_each(|from| from.run = self.run(from.run));
                }
                Record::Coding(coding) => {
                    coding.segment.iter_mut().for_each(|segment| segment.run = self.run(segment.run));
                    coding.candidate.iter_mut().for_each(|from| from.run = self.run(from.run));
                }
                Record::Memo(memo) => self.renumber_target(&mut memo.on),
                Record::Adjudication(found) => {
                    self.renumber_sides(&mut found.disagreement);
                    // The id is computed from the sides.
                    if let RecordKey::Adjudication(_, id) = &mut change.key {
                        *id = found.disagreement.id();
                    }
                }
                Record::Coder(_)
                | Record::Comparison(_)
                | Record::DefaultCoder(_)
                | Record::Approach(_)
                | Record::Removed(_)
                | Record::CandidateCode(_)
                | Record::CandidateTheme(_)
                | Record::Grouping(_)
                | Record::Place(_)
                | Record::Fit(_) => {}
            }
        }
    }

    fn renumber_sides(&self, on: &mut Disagreement) {
        for reading in [&mut on.first, &mut on.second] {
            if let Side::Run(run) = &mut reading.side {
                *run = self.run(*run);
            }
        }
    }

    fn renumber_target(&self, on: &mut MemoTarget) {
        match on {
            MemoTarget::Candidate(of) => of.run = self.run(of.run),
            MemoTarget::Segment(segment) => segment.run = self.run(segment.run),
            MemoTarget::Project
            | MemoTarget::Document(_)
            | MemoTarget::Participant(_)
            | MemoTarget::Code(_)
            | MemoTarget::Coding(_) => {}
        }
    }

    /// Copies the run that an operation of the other copy made.
    fn copy_runs(
        &mut self,
        change: &Change<'_>,
        operation: &Operation,
        appended: OperationId,
    ) -> Result<(), ProjectError> {
        for id in self.other.runs_of(operation.id)? {
            let Some(run) = self.other.run(Some(id))? else { continue };
            let mut documents = BTreeMap::new();
            for stored in self.other.documents(id)? {
                let copied = change.add_document(&stored.document, stored.language.as_deref())?;
                documents.insert(stored.id, copied);
            }
            let mut participants = BTreeMap::new();
            let speak: BTreeSet<_> = run.segments.iter().filter_map(|segment| segment.participant).collect();
            for stored in self.other.participants()?.into_iter().filter(|stored| speak.contains(&stored.id)) {
                participants.insert(stored.id, change.add_participant(&stored.participant)?);
            }
            let lost = || StoreError::Damaged {
                path: self.other.path().to_owned(),
                problem: format!("a segment of run {id} has no document"),
            };
            let segments = run
                .segments
                .iter()
                .map(|segment| {
                    Ok(StoredSegment {
                        document: *documents.get(&segment.document).ok_or_else(lost)?,
                        participant: segment.participant.and_then(|id| participants.get(&id).copied()),
                        ..*segment
                    })
                })
                .collect::<Result<Vec<_>, ProjectError>>()?;
            let copied = change.add_run(
                appended,
                &NewRun {
                    detail: &run.detail,
                    documents: &documents.values().copied().collect::<Vec<_>>(),
                    segments: &segments,
                    proposals: &run.proposals,
                    members: &run.members,
                },
            )?;
            self.runs.insert(id, copied);
        }
        Ok(())
    }
}

fn one_side(operation: &Operation, detail: &ReviewDetail, names: &dyn Names) -> OneSide {
    OneSide {
        operation: operation.id,
        coder: detail.coder.clone(),
        at: operation.at.clone(),
        words: crate::words::operation(operation.kind, detail, names),
    }
}
