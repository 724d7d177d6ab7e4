//! Verifies that the stored vectors are those of the words.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use crate::domain::{
    Alteration, AlterationKind, AlteredThing, ModelFingerprint, Progress, RunId, SegmentId, Stage,
};
use crate::embed::{EmbedParams, Embedder, Prompt};

use crate::project::context::Questions;
use crate::project::error::offset_error;
use crate::project::{EmbeddingModel, Models, Project, ProjectError, embedding};

/// The largest accepted distance between a vector and the one computed now: Euclidean distance of unit vectors.
///
/// On one machine all kernels of the packed engine give the same bits. The matrix kernels of other machines and rust-bert's
/// sum in another order. `tests/model` requires of all of them a cosine of 0.999999 with sentence-transformers, a distance of
/// √(2 · 10⁻⁶) ≈ 0.0014, so that any two differ by at most twice that.
const TOLERANCE: f64 = 0.003;
/// The same for vectors computed in bfloat16, of which `tests/model` requires a cosine of 0.999.
const TOLERANCE_BF16: f64 = 0.05;
/// How many texts are embedded at once.
const AT_ONCE: usize = 4096;

/// How to verify vectors.
#[derive(Clone, Copy)]
pub struct VerifyVectors<'a> {
    /// The models on this machine, in which those of the runs are looked up.
    pub models: &'a Models,
    /// The model to take instead; it must be that of the runs.
    pub model: Option<&'a EmbeddingModel>,
    /// Receives the progress.
    pub progress: &'a dyn Progress,
}

/// The result of verifying vectors.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DeepVerified {
    /// How many vectors of segments' words there are; each was computed again.
    pub n_vectors: usize,
    /// How many of them are bit-identical; the others differ in the last digits, as processors and engines do.
    pub n_identical: usize,
    /// The largest distance between a stored vector and the one computed now.
    pub largest_distance: f64,
    /// How many stored vectors are of words that no segment of any run has: an interrupted run leaves such vectors.
    pub n_unused: usize,
}

/// The words of all runs of one model, each with the first segment that has them.
type Words = BTreeMap<String, (RunId, SegmentId)>;

impl Project {
    pub(super) fn verify_vectors(&self, with: &VerifyVectors<'_>) -> Result<DeepVerified, ProjectError> {
        self.compare_vectors(with.progress, |run, fingerprint| {
            let missing = || ProjectError::NoSuchModel {
                path: self.path().to_owned(),
                run,
                name: fingerprint.name.clone(),
                sha256: fingerprint.sha256.clone(),
            };
            let found = match with.model {
                Some(model) => model.clone(),
                None => with.models.of_sha256(&fingerprint.sha256)?.ok_or_else(missing)?,
            };
            let params =
                EmbedParams { prompt: Prompt::Text(fingerprint.prompt.clone()), ..EmbedParams::default() };
            let model = embedding::load(&found, &params)?;
            if model.fingerprint().sha256 != fingerprint.sha256 {
                return Err(missing());
            }
            Ok(Box::new(model))
        })
    }

    /// Compares all vectors with those of embedders, which `load` returns for a run and the fingerprint of its model.
    pub(super) fn compare_vectors(
        &self,
        progress: &dyn Progress,
        load: impl Fn(RunId, &ModelFingerprint) -> Result<Box<dyn Embedder>, ProjectError>,
    ) -> Result<DeepVerified, ProjectError> {
        let mut alterations = Vec::new();
        let mut used = HashSet::new();
        let mut verified = DeepVerified { n_vectors: 0, n_identical: 0, largest_distance: 0.0, n_unused: 0 };
        for (run, fingerprint, words) in self.words_by_model()? {
            let embedder = load(run, &fingerprint)?;
            let tolerance = if fingerprint.engine.contains("bf16") { TOLERANCE_BF16 } else { TOLERANCE };
            let all: Vec<(&String, &(RunId, SegmentId))> = words.iter().collect();
            progress.start(Stage::Embedding, Some(all.len() as u64));
            for chunk in all.chunks(AT_ONCE) {
                let texts: Vec<&str> = chunk.iter().map(|(text, _)| text.as_str()).collect();
                let embedded = embedder.embed(&texts, progress)?;
                let kept = self.store.stored_embeddings(&fingerprint, &texts)?;
                for (i, (found, &(_, &(run, segment)))) in kept.into_iter().zip(chunk).enumerate() {
                    let mut altered = |kind| {
                        let thing = AlteredThing::Vector { run, segment };
                        alterations.push(Alteration { thing, kind, operation: None });
                    };
                    let Some(found) = found else {
                        altered(AlterationKind::Missing);
                        continue;
                    };
                    verified.n_vectors += 1;
                    let computed = embedded.embeddings.row(i);
                    let is_identical =
                        computed.iter().flat_map(|v| v.to_le_bytes()).eq(found.bytes.iter().copied());
                    verified.n_identical += usize::from(is_identical);
                    let distance = distance(&found.bytes, computed);
                    // Written so that a vector of another length, or one with NaN, fails.
                    if distance.is_some_and(|distance| distance <= tolerance)
                        && found.n_windows == i64::from(embedded.n_windows[i])
                    {
                        verified.largest_distance =
                            verified.largest_distance.max(distance.unwrap_or_default());
                    } else {
                        altered(AlterationKind::Changed);
                    }
                    used.insert(found.place);
                }
            }
            progress.finish();
        }
        if !alterations.is_empty() {
            return Err(ProjectError::Altered { path: self.path().to_owned(), alterations });
        }
        verified.n_unused = self.store.n_embeddings()?.saturating_sub(used.len());
        Ok(verified)
    }

    /// Returns the words of all segments, and the questions that their vectors carry, by the model that embedded them, with the first run of each.
    fn words_by_model(&self) -> Result<Vec<(RunId, ModelFingerprint, Words)>, ProjectError> {
        let mut models: Vec<(RunId, ModelFingerprint, Words)> = Vec::new();
        for run in self.store.run_ids()? {
            let loaded = self.load(Some(run))?;
            let parameters = self.run_view(&loaded)?.parameters;
            let carries_questions = parameters.context.weight > 0.0;
            let model = parameters.model;
            let at = match models.iter().position(|(_, known, _)| *known == model) {
                Some(at) => at,
                None => {
                    models.push((run, model, Words::new()));
                    models.len() - 1
                }
            };
            let words = loaded.texts.words().map_err(|error| offset_error(self.path(), error))?;
            for (row, (segment, words)) in loaded.run.segments.iter().zip(words).enumerate() {
                if loaded.is_erased(row) {
                    continue;
                }
                models[at].2.entry(words.to_owned()).or_insert((run, segment.id));
            }
            if !carries_questions {
                continue;
            }
            let questions = Questions::of(&loaded.texts, 0..loaded.run.segments.len());
            let questions = questions.map_err(|error| offset_error(self.path(), error))?;
            for (segment, question) in loaded.run.segments.iter().zip(&questions.of_row) {
                if let Some(text) = question.and_then(|question| questions.texts.get(question)) {
                    models[at].2.entry(text.to_string()).or_insert((run, segment.id));
                }
            }
        }
        Ok(models)
    }
}

/// Returns the Euclidean distance between a stored vector and a computed one; `None` where they cannot be compared.
fn distance(bytes: &[u8], computed: &[f32]) -> Option<f64> {
    if bytes.len() != computed.len() * 4 {
        return None;
    }
    let kept = bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]));
    let squares = kept.zip(computed).map(|(a, &b)| (f64::from(a) - f64::from(b)).powi(2));
    Some(squares.sum::<f64>().sqrt())
}
