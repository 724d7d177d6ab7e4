//! Makes decisions, undo and redo: each one operation, made under the file's lock on its present content.

use std::collections::{BTreeSet, HashSet};

use serde_json::json;

use crate::domain::{
    CoderId, Decision, NameKey, Operation, OperationId, OperationKind, Record, RecordChange, RecordKey,
    ReviewDetail, RunId, Timestamp,
};
use crate::review::{self, Context, Entry, History, NamesInRuns, Refusal, RunSnapshot, State};
use crate::store::{self, NewOperation, StoreError};

use super::Reviewer;
use super::decided::{AffectedRecords, Decided};
use super::describing::{Describing, RunWords};
use crate::project::ProjectError;
use crate::project::successor_detail::SuccessorDetail;
use crate::words;

/// An action and its reason.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act<'a> {
    Decide(&'a Decision),
    Undo,
    Redo,
}

impl Reviewer {
    /// Makes a decision.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where it cannot be made, with a remedy; [`ProjectError::Overtaken`] where another process has
    /// meanwhile changed the state that it rests on. Nothing is changed then.
    pub(in crate::project) fn decide(
        &mut self,
        coder: &CoderId,
        decision: &Decision,
        reason: Option<&str>,
        at: &Timestamp,
    ) -> Result<Decided, ProjectError> {
        self.act(coder, Act::Decide(decision), reason, at)
    }

    /// Adds a coder, under a name that is not taken.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where the name is taken or empty.
    pub fn add_coder(&mut self, name: &str, at: &Timestamp) -> Result<Decided, ProjectError> {
        let id = new_coder(&self.state, name)?;
        self.decide(&id, &Decision::AddCoder { name: name.to_owned() }, None, at)
    }

    /// Undoes a coder's last decision that is in effect, by a new operation.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is none, or another coder has since changed the same records;
    /// [`ProjectError::Overtaken`] where the coder has meanwhile decided something in another process.
    pub(in crate::project) fn undo(
        &mut self,
        coder: &CoderId,
        reason: Option<&str>,
        at: &Timestamp,
    ) -> Result<Decided, ProjectError> {
        self.act(coder, Act::Undo, reason, at)
    }

    /// Makes a coder's last undone decision again, if the coder has made no new decision since.
    ///
    /// # Errors
    /// As for [`Reviewer::undo`].
    pub(in crate::project) fn redo(
        &mut self,
        coder: &CoderId,
        reason: Option<&str>,
        at: &Timestamp,
    ) -> Result<Decided, ProjectError> {
        self.act(coder, Act::Redo, reason, at)
    }

    fn act(
        &mut self,
        coder: &CoderId,
        act: Act<'_>,
        reason: Option<&str>,
        at: &Timestamp,
    ) -> Result<Decided, ProjectError> {
        let regroups = matches!(act, Act::Decide(decision) if regroups(decision));
        self.transact(at, regroups, |session| session.act(coder, act, reason, at).map(Commit::Keep))
    }

    /// Performs `work` on the present state under the file's lock, and keeps its changes if it returns [`Commit::Keep`]. Otherwise
    /// nothing is kept, and the state in memory is read again before its next use.
    ///
    /// `regroups` tells whether candidates will probably be described: then the words of the run are read before the lock is
    /// taken, so that no other process waits for that.
    pub(super) fn transact<T>(
        &mut self,
        at: &Timestamp,
        regroups: bool,
        work: impl FnOnce(&mut Session<'_>) -> Result<Commit<T>, ProjectError>,
    ) -> Result<T, ProjectError> {
        if self.stale {
            self.refresh()?;
        }
        if regroups {
            self.describing()?;
        }
        let Self { project, loaded, base, state, one_level, history, seen, stale, describing, .. } = self;
        let path = project.store.path().to_owned();
        let before = *seen;
        let (mut changed, mut has_more) = (false, false);
        let result = project.store.write(at, |change| {
            let mut session = Session {
                change,
                path: &path,
                base,
                state,
                one_level,
                history,
                seen,
                words: RunWords { path: &path, loaded, known: describing },
                meanwhile: Vec::new(),
                changed: &mut changed,
                has_more: &mut has_more,
            };
            session.catch_up()?;
            match work(&mut session)? {
                Commit::Keep(value) => Ok(value),
                // Only an error rolls a transaction back.
                Commit::Discard(value) => Err(NotKept::Discarded(value)),
            }
        });
        // Its segments are read before the next use.
        *stale |= has_more;
        // What was read in a transaction that is not kept may be of that transaction alone: the digests of an older file, for example.
        if result.is_err() && (changed || *seen != before) {
            *stale = true;
            // If this fails too, the first error is the one to report, and the next action reads the state again.
            let _ = self.refresh();
        }
        let done = match result {
            Ok(value) | Err(NotKept::Discarded(value)) => Ok(value),
            Err(NotKept::Failed(error)) => Err(error),
        };
        if !self.stale {
            self.follow_removals()?;
        }
        done
    }

    pub(super) fn describing(&self) -> Result<&Describing, ProjectError> {
        RunWords { path: self.project.path(), loaded: &self.loaded, known: &self.describing }.read()
    }
}

/// The result of a transaction, and whether its changes are kept.
#[derive(Debug)]
pub(super) enum Commit<T> {
    /// Keeps the changes.
    Keep(T),
    /// Discards the changes, after a trial.
    Discard(T),
}

impl<T> Commit<T> {
    /// Returns `Discard` for a trial, otherwise `Keep`.
    pub(super) fn unless_trial(value: T, is_trial: bool) -> Self {
        if is_trial { Self::Discard(value) } else { Self::Keep(value) }
    }
}

/// Why a transaction was not kept.
enum NotKept<T> {
    Discarded(T),
    Failed(ProjectError),
}

impl<T> From<ProjectError> for NotKept<T> {
    fn from(error: ProjectError) -> Self {
        Self::Failed(error)
    }
}

impl<T> From<StoreError> for NotKept<T> {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// Tells whether a decision may change which segments a candidate has. This only decides whether the words of the run are read
/// early: a candidate that a decision changes is described in any case.
pub(super) fn regroups(decision: &Decision) -> bool {
    use Decision as D;
    match decision {
        D::Split { .. }
        | D::Merge { .. }
        | D::Reject { .. }
        | D::MoveCandidate { .. }
        | D::Move { .. }
        | D::Add { .. }
        | D::Reopen { .. }
        | D::SuggestAgain { .. } => true,
        D::Accept { .. } | D::Defer { .. } | D::Rename { .. } | D::Negative { .. } => false,
        D::CreateCode { .. } | D::RenameCode { .. } | D::DefineCode { .. } | D::ColourCode { .. } => false,
        D::NestCode { .. } | D::ReorderCode { .. } | D::MergeCodes { .. } | D::SplitCode { .. } => false,
        D::DeleteCode { .. } | D::CopyCodes { .. } | D::Code { .. } | D::NotThisCode { .. } => false,
        D::CodeSpan { .. } | D::Import(_) | D::Uncode { .. } | D::Condense { .. } | D::Content { .. } => {
            false
        }
        D::Certainty { .. } | D::NegativeCoding { .. } => false,
        D::WriteMemo { .. } | D::EditMemo { .. } | D::DeleteMemo { .. } | D::Adjudicate { .. } => false,
        D::AddCoder { .. } | D::SetCoder { .. } | D::Compare { .. } | D::SetApproach { .. } => false,
        D::RemoveDocuments { .. } | D::RestoreDocuments { .. } | D::CorrectDocument { .. } => false,
    }
}

/// Returns the id for a new coder.
pub(super) fn new_coder(state: &State, name: &str) -> Result<CoderId, Refusal> {
    if NameKey::of(name).is_empty() {
        return Err(Refusal::NoName);
    }
    if let Some(known) = review::coders_named(state, name).first() {
        return Err(Refusal::CoderKnown((*known).clone()));
    }
    // A name equal to another coder's id would be taken for that coder.
    if let Ok(known) = review::resolve_coder(state, name) {
        return Err(Refusal::CoderKnown(known));
    }
    let id = CoderId::of_name(name);
    let numbered = (2..).map(|n| id.numbered(n));
    let free = std::iter::once(id.clone()).chain(numbered).find(|id| !state.coders().contains_key(id));
    Ok(free.unwrap_or(id))
}

/// An operation that another process has meanwhile appended.
struct Meanwhile {
    entry: Entry,
    words: String,
    keys: HashSet<RecordKey>,
}

/// A transaction in progress, on the present state.
pub(super) struct Session<'a> {
    pub(super) change: &'a store::Change<'a>,
    path: &'a std::path::Path,
    pub(super) base: &'a mut RunSnapshot,
    pub(super) state: &'a mut State,
    one_level: &'a BTreeSet<RunId>,
    history: &'a mut History,
    seen: &'a mut OperationId,
    words: RunWords<'a>,
    meanwhile: Vec<Meanwhile>,
    /// Set when the state holds changes that are not yet in the file.
    changed: &'a mut bool,
    /// Set when another process changed more than decisions: it may have added interviews to the run.
    has_more: &'a mut bool,
}

impl Session<'_> {
    fn names(&self) -> NamesInRuns<'_> {
        NamesInRuns { state: self.state, one_level: self.one_level, base: Some(self.base) }
    }

    /// Reads the operations that other processes appended.
    fn catch_up(&mut self) -> Result<(), ProjectError> {
        for operation in self.change.operations_since(*self.seen)? {
            let id = operation.id;
            if let Some(detail) = detail_of(&operation, self.path)? {
                for change in &detail.changes {
                    self.state.apply(change);
                }
                let entry = Entry::of(&operation, &detail);
                self.history.push(entry.clone());
                let words = crate::words::operation(operation.kind, &detail, &self.names());
                let keys = detail.changes.into_iter().map(|change| change.key).collect();
                self.meanwhile.push(Meanwhile { entry, words, keys });
            } else {
                *self.has_more = true;
            }
            *self.seen = id;
        }
        self.follow_removals();
        Ok(())
    }

    /// Leaves out what was taken out of the study, and takes in what was put back.
    fn follow_removals(&mut self) {
        if let Some(base) = self.base.following(self.state.removed()) {
            *self.base = base;
        }
    }

    /// Performs one action as one operation.
    pub(super) fn act(
        &mut self,
        coder: &CoderId,
        act: Act<'_>,
        reason: Option<&str>,
        at: &Timestamp,
    ) -> Result<Decided, ProjectError> {
        let mut detail = ReviewDetail {
            coder: coder.clone(),
            reason: reason.map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned),
            run: None,
            last_code: None,
            last_candidate_theme: None,
            decision: None,
            undoes: None,
            redoes: None,
            changes: Vec::new(),
            joined: None,
            set_aside: None,
        };
        let mut of_words = None;
        let kind = match act {
            Act::Decide(decision) => {
                detail.run = Some(self.base.run);
                self.decide(&mut detail, decision, at)?;
                detail.decision = Some(decision.clone());
                OperationKind::Decide
            }
            Act::Undo => {
                self.refuse_if(|meanwhile| meanwhile.entry.coder == *coder)?;
                let target = self.history.to_undo(coder);
                let target = target.ok_or_else(|| Refusal::NothingToUndo(coder.clone()))?;
                let original = self.still_to_change(self.original(target)?, |change| &change.before);
                self.refuse_changed_later(target, &original)?;
                of_words = Some(words::operation(OperationKind::Decide, &original, &self.names()));
                detail.undoes = Some(target);
                detail.run = original.run;
                detail.changes = original.changes.into_iter().map(RecordChange::reversed).collect();
                self.refuse_changed(target, &detail.changes)?;
                OperationKind::Undo
            }
            Act::Redo => {
                self.refuse_if(|meanwhile| meanwhile.entry.coder == *coder)?;
                let target = self.history.to_redo(coder);
                let target = target.ok_or_else(|| Refusal::NothingToRedo(coder.clone()))?;
                let original = self.still_to_change(self.original(target)?, |change| &change.after);
                of_words = Some(words::operation(OperationKind::Decide, &original, &self.names()));
                detail.redoes = Some(target);
                detail.run = original.run;
                detail.changes = original.changes;
                self.refuse_changed(target, &detail.changes)?;
                OperationKind::Redo
            }
        };
        Ok(Decided { of_words, ..self.keep(kind, &detail, at)? })
    }

    fn decide(
        &mut self,
        detail: &mut ReviewDetail,
        decision: &Decision,
        at: &Timestamp,
    ) -> Result<(), ProjectError> {
        let (last, previous_hash) = self.change.last_operation()?;
        let context = Context {
            coder: &detail.coder,
            at,
            reason: detail.reason.as_deref(),
            operation: OperationId(last.0 + 1),
            previous_hash: &previous_hash,
            next_code: self.history.next_code(&detail.coder, self.base.run, self.base.last_code()),
            next_theme: self.history.next_theme(&detail.coder, self.base.run, self.base.n_themes()),
        };
        let outcome = match review::decide(self.state, self.base, &context, decision) {
            Ok(outcome) => outcome,
            Err(refusal) => {
                self.refuse_if(|meanwhile| meanwhile.entry.coder == detail.coder)?;
                return Err(refusal.into());
            }
        };
        self.refuse_if(|meanwhile| {
            outcome.changes().iter().any(|change| meanwhile.keys.contains(&change.key))
        })?;
        detail.last_code = outcome.last_code();
        detail.last_candidate_theme = outcome.last_theme();
        let (change, words, path) = (self.change, &self.words, self.path);
        detail.changes = outcome.complete(|touched| {
            words.read()?.describe(path, &touched.segments, &|model, texts| change.embeddings(model, texts))
        })?;
        if detail.changes.is_empty() {
            return Err(Refusal::NoChange.into());
        }
        Ok(())
    }

    /// Appends the operation and keeps its changes.
    fn keep(
        &mut self,
        kind: OperationKind,
        detail: &ReviewDetail,
        at: &Timestamp,
    ) -> Result<Decided, ProjectError> {
        let new = NewOperation { kind, at: at.clone(), detail: json!(detail) };
        let operation = self.change.append(&new)?;
        for change in &detail.changes {
            self.change.put(change)?;
        }
        *self.changed = true;
        for change in &detail.changes {
            self.state.apply(change);
        }
        self.follow_removals();
        self.history.push(Entry::of(&operation, detail));
        *self.seen = operation.id;
        Ok(Decided {
            operation: operation.id,
            kind,
            coder: detail.coder.clone(),
            at: operation.at,
            words: crate::words::operation(kind, detail, &self.names()),
            of: detail.undoes.or(detail.redoes),
            of_words: None,
            touched: AffectedRecords::of(self.one_level, &detail.changes),
        })
    }

    fn original(&self, target: OperationId) -> Result<ReviewDetail, ProjectError> {
        let operation = self.change.operation(target)?;
        detail_of(&operation, self.path)?.ok_or_else(|| damaged(self.path, &operation, "holds no decision"))
    }

    /// Leaves out what another coder has already put back or taken out: it is as it is wanted.
    fn still_to_change(
        &self,
        mut original: ReviewDetail,
        wanted: impl Fn(&RecordChange) -> &Option<Record>,
    ) -> ReviewDetail {
        original.changes.retain(|change| {
            !matches!(change.key, RecordKey::Removed(_)) || self.state.get(&change.key) != *wanted(change)
        });
        original
    }

    /// Refuses to undo a decision on records of the whole project where a later one on them is in effect.
    fn refuse_changed_later(&self, target: OperationId, original: &ReviewDetail) -> Result<(), ProjectError> {
        if original.changes.iter().all(|change| change.key.owner().is_some()) {
            return Ok(());
        }
        let mut log = vec![(target, original.clone())];
        for operation in self.change.operations_since(target)? {
            log.extend(detail_of(&operation, self.path)?.map(|detail| (operation.id, detail)));
        }
        match review::changed_later(target, log.iter().map(|(id, detail)| (*id, detail))) {
            Some(key) => Err(Refusal::ChangedSince { operation: target.0, key: key.to_string() }.into()),
            None => Ok(()),
        }
    }

    /// Refuses to undo or redo changes to records that have another value by now.
    fn refuse_changed(&self, target: OperationId, changes: &[RecordChange]) -> Result<(), ProjectError> {
        match self.state.contradiction(changes) {
            Some(change) => {
                Err(Refusal::ChangedSince { operation: target.0, key: change.key.to_string() }.into())
            }
            None => Ok(()),
        }
    }

    /// Refuses where an operation of another process that this one has not seen conflicts.
    fn refuse_if(&self, collides: impl Fn(&Meanwhile) -> bool) -> Result<(), ProjectError> {
        match self.meanwhile.iter().rev().find(|meanwhile| collides(meanwhile)) {
            Some(Meanwhile { entry, words, .. }) => Err(ProjectError::Overtaken {
                operation: entry.id,
                coder: entry.coder.clone(),
                at: entry.at.clone(),
                words: words.clone(),
            }),
            None => Ok(()),
        }
    }
}

/// Returns the detail of a coder's operation; `None` for other operations.
pub(in crate::project) fn detail_of(
    operation: &Operation,
    path: &std::path::Path,
) -> Result<Option<ReviewDetail>, ProjectError> {
    match operation.kind {
        OperationKind::Create
        | OperationKind::Suggest
        | OperationKind::Join
        | OperationKind::Upgrade
        | OperationKind::Successor => Ok(None),
        OperationKind::Decide
        | OperationKind::Undo
        | OperationKind::Redo
        | OperationKind::SetAside
        | OperationKind::Correct => {
            use serde::Deserialize as _;
            ReviewDetail::deserialize(&operation.detail)
                .map(Some)
                .map_err(|error| damaged(path, operation, &error.to_string()))
        }
    }
}

/// Returns the detail of the operation with which the log of a successor begins; `None` for other operations.
pub(in crate::project) fn successor_of(
    operation: &Operation,
    path: &std::path::Path,
) -> Result<Option<SuccessorDetail>, ProjectError> {
    use serde::Deserialize as _;
    if operation.kind != OperationKind::Successor {
        return Ok(None);
    }
    let read = SuccessorDetail::deserialize(&operation.detail);
    read.map(Some).map_err(|error| damaged(path, operation, &error.to_string()))
}

/// Returns the records that an operation changes.
pub(in crate::project) fn changes_of(
    operation: &Operation,
    path: &std::path::Path,
) -> Result<Vec<RecordChange>, ProjectError> {
    Ok(match successor_of(operation, path)? {
        Some(successor) => successor.changes,
        None => detail_of(operation, path)?.map(|detail| detail.changes).unwrap_or_default(),
    })
}

fn damaged(path: &std::path::Path, operation: &Operation, problem: &str) -> ProjectError {
    let problem = format!("operation {} of its log {problem}", operation.id);
    ProjectError::Damaged { path: path.to_owned(), problem }
}
