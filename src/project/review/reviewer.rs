//! An open review: the state in memory, and how it is read from the file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::domain::{CandidateEvidence, Coder, CoderId, OperationId, RunId};
use crate::review::{
    self, CoderState, Entry, History, Margin, NamesInRuns, ProposedCode, ProposedTheme, ReviewProgress,
    RunSegment, RunSnapshot, State,
};
use crate::store::{OperationHead, Store};

use super::describing::Describing;
use crate::project::load_view::LoadedRun;
use crate::project::{Project, ProjectError};

/// A study that is open for review.
#[derive(Debug)]
pub struct Reviewer {
    pub(in crate::project) project: Project,
    pub(in crate::project) loaded: LoadedRun,
    pub(in crate::project) base: RunSnapshot,
    pub(in crate::project) state: State,
    pub(super) history: History,
    /// The runs with one level of candidates.
    pub(super) one_level: BTreeSet<RunId>,
    /// The last operation included in the state.
    pub(super) seen: OperationId,
    /// Whether the state in memory may hold changes that the file does not.
    pub(super) stale: bool,
    pub(super) describing: OnceLock<Describing>,
    /// The margins of segments, with the coder and the operation whose state they are of.
    pub(super) margins: Option<((CoderId, OperationId), Vec<Margin>)>,
}

impl Reviewer {
    /// Opens a project for review of a run, the latest if none is named.
    ///
    /// # Errors
    /// [`ProjectError::Store`], [`ProjectError::NoRun`] or [`ProjectError::NoSuchRun`] where there is no such project or run;
    /// [`ProjectError::Damaged`].
    pub fn open(path: &Path, run: Option<RunId>) -> Result<Self, ProjectError> {
        Self::of(Project::open(path)?, run)
    }

    /// Opens a project for reading the review of a run, the latest if none is named: no byte of it changes.
    ///
    /// # Errors
    /// As for [`Project::open_read_only`] and [`Reviewer::open`].
    pub fn open_read_only(path: &Path, run: Option<RunId>) -> Result<Self, ProjectError> {
        Self::of(Project::open_read_only(path)?, run)
    }

    /// Opens a copy of a project in memory, for trying decisions on it: no decision changes a byte of the file.
    ///
    /// # Errors
    /// As for [`Reviewer::open_read_only`].
    pub fn open_trial(path: &Path, run: Option<RunId>) -> Result<Self, ProjectError> {
        Self::of(Project { store: Store::open_trial(path)? }, run)
    }

    fn of(project: Project, run: Option<RunId>) -> Result<Self, ProjectError> {
        let (loaded, base) = read(&project, run)?;
        let mut reviewer = Self {
            project,
            loaded,
            base,
            state: State::default(),
            history: History::default(),
            one_level: BTreeSet::new(),
            seen: OperationId(0),
            stale: true,
            describing: OnceLock::new(),
            margins: None,
        };
        reviewer.refresh()?;
        Ok(reviewer)
    }

    /// Reads what other processes have decided since.
    ///
    /// # Errors
    /// [`ProjectError::Store`] where the file cannot be read; [`ProjectError::Damaged`].
    pub fn refresh(&mut self) -> Result<(), ProjectError> {
        if !self.stale && self.project.store.last_operation()? == self.seen {
            return Ok(());
        }
        // Interviews that another process added.
        if self.project.store.n_segments(self.base.run)? != self.loaded.run.segments.len() {
            self.load_again()?;
        }
        let store = &mut self.project.store;
        // One transaction, so that records and log are from the same moment.
        let (seen, one_level, records, heads) = store.read(|store| {
            let one_level = store.one_level_runs()?;
            Ok::<_, ProjectError>((
                store.last_operation()?,
                one_level,
                store.records()?,
                store.operation_heads()?,
            ))
        })?;
        let mut history = History::default();
        for head in heads {
            let entry = entry(&head).ok_or_else(|| {
                self.project.damaged(&format!("operation {} of its log names no coder", head.id))
            })?;
            history.push(entry);
        }
        (self.state, self.history, self.seen) = (State::of_records(records), history, seen);
        self.one_level = one_level;
        self.stale = false;
        self.follow_removals()
    }

    /// Reads the run again where documents were taken out of the study or put back since it was read.
    pub(super) fn follow_removals(&mut self) -> Result<(), ProjectError> {
        let removed = self.state.removed();
        if self.loaded.removed.iter().ne(removed.keys()) || self.base.following(removed).is_some() {
            self.load_again()?;
        }
        Ok(())
    }

    /// Returns the run with all that it was made of, also with documents that were taken out of the study since.
    pub(in crate::project) fn whole_run(&self) -> Result<RunSnapshot, ProjectError> {
        base(&self.project, &self.project.load_whole(Some(self.base.run))?)
    }

    fn load_again(&mut self) -> Result<(), ProjectError> {
        (self.loaded, self.base) = read(&self.project, Some(self.base.run))?;
        (self.describing, self.margins) = (OnceLock::new(), None);
        Ok(())
    }

    /// Returns the path of the project file.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.project.path()
    }

    /// Returns the run under review.
    #[must_use]
    pub fn run(&self) -> RunId {
        self.base.run
    }

    /// Returns the last operation included in the state.
    #[must_use]
    pub fn last_operation(&self) -> OperationId {
        self.seen
    }

    /// Returns the coders of the project, by id.
    #[must_use]
    pub fn coders(&self) -> &BTreeMap<CoderId, Coder> {
        self.state.coders()
    }

    /// Returns the default coder, who decides if no coder is named.
    #[must_use]
    pub fn default_coder(&self) -> Option<&CoderId> {
        self.state.default_coder()
    }

    /// Tells whether coders see each other's decisions.
    #[must_use]
    pub fn is_open_for_comparison(&self) -> bool {
        self.state.is_open()
    }

    /// Returns the coder that an id or a name means.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where it fits no coder, or more than one.
    pub fn coder(&self, typed: &str) -> Result<CoderId, ProjectError> {
        Ok(review::resolve_coder(&self.state, typed)?)
    }

    /// Returns the names that sentences about decisions need.
    pub(in crate::project) fn names(&self) -> NamesInRuns<'_> {
        NamesInRuns { state: &self.state, one_level: &self.one_level, base: Some(&self.base) }
    }

    /// Returns the progress of a coder's review.
    pub(in crate::project) fn progress(&self, coder: &CoderId) -> ReviewProgress {
        review::progress(&self.base, self.state.view(coder))
    }

    /// Returns all decisions of a coder, for a coder who may see them.
    pub(in crate::project) fn view_of(
        &self,
        viewer: &CoderId,
        of: &CoderId,
    ) -> Result<&CoderState, ProjectError> {
        self.check_sight(viewer, of)?;
        Ok(self.state.view(of))
    }

    /// Returns the error of looking at the decisions of a coder who works blind.
    pub(in crate::project) fn is_blind(&self, of: &CoderId) -> ProjectError {
        ProjectError::Blind { coder: of.clone(), name: self.name_of(of).to_owned() }
    }

    pub(in crate::project) fn check_sight(&self, viewer: &CoderId, of: &CoderId) -> Result<(), ProjectError> {
        if viewer == of || self.state.is_open() { Ok(()) } else { Err(self.is_blind(of)) }
    }
}

/// Returns the operation of a head in the file; `None` where its coder cannot be read.
fn entry(head: &OperationHead) -> Option<Entry> {
    Some(Entry {
        id: head.id,
        kind: head.kind,
        at: head.at.clone(),
        coder: head.coder.as_deref()?.parse().ok()?,
        undoes: head.undoes,
        redoes: head.redoes,
        run: head.run,
        last_code: head.last_code,
        last_theme: head.last_candidate_theme,
    })
}

/// Reads a run, without the documents that were taken out of the study.
fn read(project: &Project, run: Option<RunId>) -> Result<(LoadedRun, RunSnapshot), ProjectError> {
    let mut loaded = project.load_whole(run)?;
    let removed = project.store.removed_documents()?;
    let base = base(project, &loaded)?.without(&removed);
    loaded.leave_out(removed.into_keys().collect());
    Ok((loaded, base))
}

/// Returns a whole run in the form that the review module needs.
fn base(project: &Project, loaded: &LoadedRun) -> Result<RunSnapshot, ProjectError> {
    let texts = &loaded.texts;
    let names: Vec<Arc<str>> =
        texts.documents().iter().map(|document| Arc::from(document.name.as_str())).collect();
    let mut segments = Vec::with_capacity(loaded.run.segments.len());
    for ((segment, row), expected) in loaded.run.segments.iter().zip(texts.rows()).zip(1..) {
        if segment.id.0 != expected {
            return Err(project.damaged(&format!("segment {} is out of place", segment.id)));
        }
        segments.push(RunSegment {
            document: names[row.document].clone(),
            span: row.span,
            participant: row.participant.clone(),
        });
    }
    let mut codes = BTreeMap::new();
    for (proposal, detail) in loaded.proposals() {
        let code = ProposedCode {
            theme: detail.theme(),
            label: proposal.label.clone(),
            evidence: CandidateEvidence {
                key_terms: detail.key_terms.clone(),
                cohesion: Some(proposal.cohesion),
                n_participants: proposal.n_participants,
            },
            stability: detail.stability.and_then(|stability| stability.verdict()),
            members: Default::default(),
            near_misses: detail.near_misses.iter().map(|miss| miss.segment).collect(),
        };
        codes.insert(proposal.id, code);
    }
    for member in &loaded.run.members {
        if let Some(code) = codes.get_mut(&member.proposal) {
            code.members.insert(member.segment);
        }
    }
    let documents = texts.documents().iter().enumerate();
    let documents = documents.map(|(at, d)| (d.name.clone(), texts.index(at).n_code_points())).collect();
    let participants = loaded.participants.values().cloned().collect();
    let themes = loaded.themes.iter().map(|theme| ProposedTheme {
        label: theme.label.clone(),
        evidence: CandidateEvidence {
            key_terms: theme.key_terms.clone(),
            cohesion: theme.cohesion,
            n_participants: theme.n_participants,
        },
        stability: theme.stability.and_then(|stability| stability.verdict()),
    });
    Ok(RunSnapshot::new(loaded.run.id, segments, codes, themes.collect(), documents, participants))
}
