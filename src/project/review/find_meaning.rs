//! Finds segments by what they mean: those whose vectors are nearest to that of a text.

use serde::Serialize;

use crate::domain::{CoderId, NoProgress, Notice, Refusal, RunId, SegmentId, WordSearch};
use crate::embed::{EmbedParams, Embedder};
use crate::project::{EmbeddingModel, ProjectError, embedding, languages};
use crate::review;

use super::describing::is_model_of;
use super::placed_codings::PlacedCodings;
use super::{ReviewSegment, Reviewer};

/// A search by meaning.
#[derive(Clone, Debug)]
pub struct FindMeaningRequest {
    /// The text: a word, a sentence, a passage.
    pub text: String,
    /// One interview only: by its document's name, the beginning of it, or the participant.
    pub interview: Option<String>,
    /// Only segments that the coder has not coded, as the progress of the review counts them.
    pub uncoded: bool,
    /// How many segments at most.
    pub limit: usize,
    /// The model, which must be that of the run.
    pub model: (EmbeddingModel, EmbedParams),
}

/// The segments that are nearest in meaning to a text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FoundByMeaning {
    /// The run.
    pub run: RunId,
    /// What was looked for.
    pub text: String,
    /// The model that embedded it, by name.
    pub model: String,
    /// Among how many segments.
    pub n_segments: usize,
    /// Nearest first.
    pub hits: Vec<MeaningHit>,
    /// For each document of a hit, whether the model was not made for its language.
    #[serde(serialize_with = "Notice::with_messages")]
    pub notices: Vec<Notice>,
}

/// A segment that is near in meaning to a text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MeaningHit {
    /// The cosine of its vector to that of the text, between −1 and 1.
    pub similarity: f64,
    /// The labels of the coder's codes that touch it.
    pub codes: Vec<String>,
    /// The segment with its words and their source.
    pub segment: ReviewSegment,
}

impl Reviewer {
    /// Finds the segments that are nearest in meaning to a text, by the cosine of their vectors to its own.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where the text has no letter and no digit, or there is no such interview; [`ProjectError::OtherModel`];
    /// [`ProjectError::NoVectors`]; [`ProjectError::Embed`] where the model cannot be used.
    pub(super) fn find_meaning(
        &self,
        coder: &CoderId,
        request: &FindMeaningRequest,
    ) -> Result<FoundByMeaning, ProjectError> {
        self.check_meaning(request)?;
        let (model, params) = &request.model;
        self.find_meaning_with(coder, request, &embedding::load(model, params)?)
    }

    /// Checks what needs no model, so that nobody waits for one in vain; returns the documents that are searched.
    fn check_meaning(&self, request: &FindMeaningRequest) -> Result<Option<usize>, ProjectError> {
        let typed = request.text.trim();
        if WordSearch::of(typed, false).is_none() {
            return Err(Refusal::NothingToFind { typed: typed.to_owned() }.into());
        }
        request.interview.as_deref().map(|interview| self.interview(interview)).transpose()
    }

    /// Finds segments as [`Reviewer::find_meaning`] does, with a model that is loaded.
    pub(in crate::project) fn find_meaning_with(
        &self,
        coder: &CoderId,
        request: &FindMeaningRequest,
        model: &dyn Embedder,
    ) -> Result<FoundByMeaning, ProjectError> {
        let only = self.check_meaning(request)?;
        let view = self.state.view(coder);
        let (of_run, given) = (&self.describing()?.model, model.fingerprint());
        if !is_model_of(of_run, given) {
            let (of_run, given) = (of_run.name.clone(), given.name.clone());
            return Err(ProjectError::OtherModel { run: self.base.run, of_run, given });
        }
        let text = request.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let wanted = model.embed(&[&text], &NoProgress)?.embeddings;
        let vectors = self.all_vectors()?;
        let texts = &self.loaded.texts;
        let codings = PlacedCodings::of([(coder, view)]);
        let codes_of = |at: usize| {
            let row = &texts.rows()[at];
            codings.labels_on(view, &texts.documents()[row.document].name, row.span)
        };
        let id = |at: usize| SegmentId(at as u32 + 1);
        let mut near: Vec<(f64, usize)> = (0..texts.rows().len())
            .filter(|&at| self.base.segment(id(at)).is_some())
            .filter(|&at| only.is_none_or(|document| texts.rows()[at].document == document))
            .filter(|&at| !(request.uncoded && review::is_coded(&self.base, view, id(at))))
            .map(|at| (cosine(vectors.row(at), wanted.row(0)), at))
            .collect();
        let n_segments = near.len();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        near.truncate(request.limit);
        let ids: Vec<SegmentId> = near.iter().map(|(_, at)| id(*at)).collect();
        let hits: Vec<MeaningHit> = near
            .iter()
            .zip(self.segments(view, &ids)?)
            .map(|(&(similarity, at), segment)| MeaningHit { similarity, codes: codes_of(at), segment })
            .collect();
        let is_hit = |notice: &Notice| {
            hits.iter().any(|hit| Some(&hit.segment.quote.document) == notice.about.as_ref())
        };
        let mut notices = languages::foreign(texts.documents(), &self.loaded.known_languages(), given);
        notices.retain(is_hit);
        Ok(FoundByMeaning { run: self.base.run, text, model: given.name.clone(), n_segments, hits, notices })
    }
}

/// Returns the cosine of two vectors of length 1, summed in their order.
fn cosine(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}
