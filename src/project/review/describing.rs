//! Describes a candidate whose segments changed: key terms, cohesion and participants, from the vectors in the project.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::describe::{Background, DescribeParams, DescribeValidParams, DescribedSegment};
use crate::domain::{CandidateEvidence, Embeddings, Language, ModelFingerprint, Proposal, RunId, SegmentId};
use crate::project::context::{ContextParams, Questions};
use crate::project::error::offset_error;
use crate::project::load_view::LoadedRun;
use crate::project::names_in_labels::names_of;
use crate::project::run_texts::RunTexts;
use crate::project::{ProjectError, RunView, languages};
use crate::store::{CachedEmbedding, StoreError};

/// The data for describing candidates of the run: read once, when the first candidate changes.
#[derive(Debug)]
pub(in crate::project) struct Describing {
    background: Background,
    texts: Arc<RunTexts>,
    /// By document.
    languages: Vec<Language>,
    pub(super) model: ModelFingerprint,
    /// How far the vectors carry the question before each segment.
    context: ContextParams,
    params: DescribeValidParams,
    /// Classes of the run: its candidate themes, and noise if there is any.
    n_classes: usize,
    run: RunId,
    /// Vectors used before: a coder who works on a candidate returns to its segments.
    known: Mutex<HashMap<SegmentId, Arc<[f32]>>>,
}

/// How many vectors are kept in memory: 48 MiB at a width of 384.
const KNOWN: usize = 32_768;

/// Reads kept vectors: from the file, or within a transaction.
pub(in crate::project) type Fetch<'f> =
    dyn Fn(&ModelFingerprint, &[&str]) -> Result<Vec<Option<CachedEmbedding>>, StoreError> + 'f;

/// The words of a run. They are read when something must be described for the first time: this takes long, and most decisions
/// do not need it.
pub(super) struct RunWords<'a> {
    pub(super) path: &'a Path,
    pub(super) loaded: &'a LoadedRun,
    pub(super) known: &'a OnceLock<Describing>,
}

impl<'a> RunWords<'a> {
    /// Returns the words; reads them at the first call.
    pub(super) fn read(&self) -> Result<&'a Describing, ProjectError> {
        if let Some(known) = self.known.get() {
            return Ok(known);
        }
        let read = Describing::read(self.path, self.loaded)?;
        Ok(self.known.get_or_init(|| read))
    }
}

impl Describing {
    /// Counts the words of a run.
    pub(in crate::project) fn read(path: &Path, loaded: &LoadedRun) -> Result<Self, ProjectError> {
        let damaged = |problem: String| ProjectError::Damaged { path: path.to_owned(), problem };
        let view: RunView =
            serde_json::from_value(loaded.run.detail.clone()).map_err(|error| damaged(error.to_string()))?;
        let (model, context) = (view.parameters.model, view.parameters.context);
        let n_key_terms = view.parameters.describe.n_key_terms;
        let texts = Arc::clone(&loaded.texts);
        let mut never_in_labels = names_of(&texts).map_err(|error| offset_error(path, error))?;
        never_in_labels.extend(loaded.never_in_labels(path)?);
        let params = DescribeParams { n_key_terms, never_in_labels, ..DescribeParams::default() }.check()?;
        let languages = languages::for_stop_words(&texts, &loaded.known_languages());
        let described = texts.described(&languages).map_err(|error| offset_error(path, error))?;
        let background = Background::read(&described, &params);
        let noise = usize::from(loaded.run.members.len() < loaded.run.segments.len());
        let n_classes = loaded.run.proposals.len() + noise;
        Ok(Self {
            background,
            texts,
            languages,
            model,
            context,
            params,
            n_classes,
            run: loaded.run.id,
            known: Mutex::default(),
        })
    }

    /// Returns the vectors of some segments, in their order.
    pub(in crate::project) fn vectors(
        &self,
        project: &Path,
        segments: &[SegmentId],
        fetch: &Fetch<'_>,
    ) -> Result<Embeddings, ProjectError> {
        let words: Vec<&str> = segments.iter().filter_map(|id| self.texts.words_at(place(*id)?)).collect();
        let read = |texts: &[&str]| -> Result<Embeddings, ProjectError> {
            let mut values = Vec::with_capacity(texts.len() * self.model.dim);
            for found in fetch(&self.model, texts)? {
                let missing = || ProjectError::NoVectors { path: project.to_owned(), run: self.run };
                values.extend(found.ok_or_else(missing)?.vector);
            }
            Ok(Embeddings::new(values, self.model.dim)?)
        };
        let vectors = read(&words)?;
        if self.context.weight <= 0.0 {
            return Ok(vectors);
        }
        let questions = Questions::of(&self.texts, segments.iter().filter_map(|id| place(*id)));
        let questions = questions.map_err(|error| offset_error(project, error))?;
        let asked = read(&questions.texts.iter().map(|text| &**text).collect::<Vec<_>>())?;
        let rows = self.texts.rows();
        let own = segments.iter().filter_map(|id| {
            let at = place(*id)?;
            Some((self.texts.words_at(at)?, self.languages[rows.get(at)?.document]))
        });
        Ok(vectors.with_others(&asked, &questions.of_row, &self.context.weights(own)))
    }

    /// Returns vectors as [`Describing::vectors`] does, but reads each from the file only once.
    fn known_vectors(
        &self,
        project: &Path,
        segments: &[SegmentId],
        fetch: &Fetch<'_>,
    ) -> Result<Embeddings, ProjectError> {
        // A thread that panicked left only complete vectors.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() + segments.len() > KNOWN {
            known.clear();
        }
        let missing: Vec<SegmentId> = segments.iter().copied().filter(|id| !known.contains_key(id)).collect();
        let read = self.vectors(project, &missing, fetch)?;
        known.extend(missing.iter().enumerate().map(|(at, id)| (*id, Arc::from(read.row(at)))));
        let mut values = Vec::with_capacity(segments.len() * self.model.dim);
        segments.iter().filter_map(|id| known.get(id)).for_each(|row| values.extend_from_slice(row));
        Ok(Embeddings::new(values, self.model.dim)?)
    }

    /// Describes a candidate with at least one segment: its label and evidence.
    pub(super) fn describe(
        &self,
        project: &Path,
        segments: &BTreeSet<SegmentId>,
        fetch: &Fetch<'_>,
    ) -> Result<(String, CandidateEvidence), ProjectError> {
        let ids: Vec<SegmentId> = segments.iter().copied().collect();
        let embeddings = self.known_vectors(project, &ids, fetch)?;
        let described = self.describe_rows(&ids, &embeddings);
        let described = described
            .ok_or_else(|| ProjectError::NotDescribed { path: project.to_owned(), n_segments: ids.len() })?;
        Ok((described.label.clone(), evidence(described)))
    }

    /// Describes segments whose vectors are given.
    pub(in crate::project) fn describe_rows(
        &self,
        segments: &[SegmentId],
        embeddings: &Embeddings,
    ) -> Option<Proposal> {
        let described: Vec<DescribedSegment<'_>> =
            segments.iter().filter_map(|id| self.texts.described_at(place(*id)?, &self.languages)).collect();
        self.background.describe(&described, embeddings, self.n_classes, &self.params)
    }
}

/// Tells whether vectors of two models can be compared: the same weights, computed alike, with the same words before each text.
pub(super) fn is_model_of(one: &ModelFingerprint, other: &ModelFingerprint) -> bool {
    (&one.sha256, &one.engine, &one.prompt) == (&other.sha256, &other.engine, &other.prompt)
}

/// Returns the index of a segment: segments are numbered from 1.
fn place(id: SegmentId) -> Option<usize> {
    (id.0 as usize).checked_sub(1)
}

pub(super) fn evidence(proposal: Proposal) -> CandidateEvidence {
    CandidateEvidence {
        key_terms: proposal.key_terms,
        cohesion: Some(proposal.cohesion),
        n_participants: proposal.n_participants,
    }
}
