//! Suggests segments for a code: with a probability, a floor, the question before each, and why it is offered.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::cluster::{CodeSimilarity, CurvePrior, LogisticCurve, code_similarity, share_of_coded};
use crate::domain::{Code, CodeId, CoderId, Embeddings, Named, NoProgress, SegmentId};
use crate::embed::{EmbedParams, Embedder};
use crate::project::{EmbeddingModel, ProjectError, embedding};
use crate::review;

use super::describing::is_model_of;
use super::{ReviewSegment, Reviewer};

/// Nothing is offered that is less likely to have the code.
const LEAST_PROBABILITY: f64 = 0.1;
/// Nothing is offered that is less similar to a code which no segment has yet.
const LEAST_SIMILARITY: f64 = 0.4;

/// What is assumed of the probability before anything is coded or refused: the curve that fits a study of 77 codes (`docs/evidence.md`).
const PRIOR: CurvePrior = CurvePrior {
    curve: LogisticCurve { intercept: -6.5, slope: 9.4 },
    intercept_deviation: 1.0,
    slope_deviation: 2.0,
};

/// A request for segments that may have a code.
#[derive(Clone, Debug)]
pub struct SuggestForRequest {
    /// The code.
    pub code: CodeId,
    /// At most how many.
    pub limit: usize,
    /// One interview only: by its document's name, the beginning of it, or the participant.
    pub interview: Option<String>,
    /// The model that embeds the code's name and definition: that of the run. Without it, or with another, only coded segments count.
    pub model: Option<(EmbeddingModel, EmbedParams)>,
}

/// Segments that may have a code.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodeSuggestions {
    /// The code.
    pub code: CodeId,
    /// Its label.
    pub label: String,
    /// The text that was looked for besides the coded segments: the code's name and definition; null where the model of the run was not
    /// given.
    pub looked_for: Option<String>,
    /// The share that the coded segments have in the similarity, between 0 and 1; the rest is that of the name and definition.
    pub share_of_coded: f64,
    /// How many segments of the run have the code.
    pub n_coded: usize,
    /// How many segments speak against it: refused for the code, or coded with other codes only.
    pub n_against: usize,
    /// How many segments could be offered.
    pub n_open: usize,
    /// The least probability with which a segment is offered; null while there is none.
    pub least_probability: Option<f64>,
    /// The least similarity with which a segment is offered, while there is no probability; otherwise null.
    pub least_similarity: Option<f64>,
    /// How many segments pass, of which `segments` are the first.
    pub n_passing: usize,
    /// The segments, most similar first.
    pub segments: Vec<SuggestedSegment>,
}

/// A segment offered for a code.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SuggestedSegment {
    /// The segment.
    pub segment: SegmentId,
    /// The probability that it has the code, calibrated on the coded and the refused segments; null while no segment has the code.
    pub probability: Option<f64>,
    /// How similar it is to the code: a blend of cosines.
    pub similarity: f64,
    /// Why it is offered.
    pub why: OfferedBecause,
    /// The most similar other code; null where there is no other.
    pub rival: Option<CodeId>,
    /// The label of that code.
    pub rival_label: Option<String>,
    /// How similar it is to that code.
    pub rival_similarity: Option<f64>,
    /// Its words and their source.
    pub quote: ReviewSegment,
}

/// Why a segment is offered for a code: what has the greatest part in its similarity.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "because", rename_all = "kebab-case")]
pub enum OfferedBecause {
    /// It is like a segment that has the code.
    LikeCoded {
        /// The segment.
        segment: SegmentId,
        /// Its words.
        text: String,
        /// The cosine between the two.
        similarity: f64,
    },
    /// It is like the code's name and definition.
    LikeName {
        /// The words of the name and the definition that stand in it; empty where only the meaning is alike.
        words: Vec<String>,
        /// The cosine between the two.
        similarity: f64,
    },
}

/// What is known of a code before segments are compared with it.
struct CodeExamples {
    code: CodeId,
    /// The rows that have it.
    rows: Vec<usize>,
    /// The vector of its name and definition.
    name: Option<Vec<f32>>,
}

impl CodeExamples {
    fn similarity(&self, embeddings: &Embeddings, rows: &[usize]) -> Vec<CodeSimilarity> {
        code_similarity(embeddings, rows, &self.rows, self.name.as_deref())
    }
}

impl Reviewer {
    /// Returns the segments that may have a code and that the coder has not coded, most similar first: those above the floor. Leaves out
    /// segments that the coder refused for the code.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is no such code, or no segment of the run has it and its name cannot be looked for either;
    /// [`ProjectError::NoVectors`]; [`ProjectError::Embed`] where the model cannot be used.
    pub(super) fn suggest_for(
        &mut self,
        coder: &CoderId,
        request: &SuggestForRequest,
    ) -> Result<CodeSuggestions, ProjectError> {
        let model =
            request.model.as_ref().map(|(model, params)| embedding::load(model, params)).transpose()?;
        let model = model.as_ref().map(|model| model as &dyn Embedder);
        self.suggest_for_with(coder, request, model)
    }

    /// Returns segments as [`Reviewer::suggest_for`] does, with a model that is loaded instead of that of the request.
    pub(in crate::project) fn suggest_for_with(
        &mut self,
        coder: &CoderId,
        request: &SuggestForRequest,
        model: Option<&dyn Embedder>,
    ) -> Result<CodeSuggestions, ProjectError> {
        self.refresh()?;
        let code = request.code;
        let only = request.interview.as_deref().map(|typed| self.interview(typed)).transpose()?;
        let view = self.state.view(coder);
        review::resolve_code(view, &Named::id(code))?;
        let (coded_codes, coded) = self.coded(view);
        let mut rows_of: BTreeMap<CodeId, Vec<usize>> = BTreeMap::new();
        for &(row, at) in &coded {
            rows_of.entry(coded_codes[at]).or_default().push(row);
        }
        let names = self.name_vectors(&view.codes, model)?;
        let examples = |id: CodeId| CodeExamples {
            code: id,
            rows: rows_of.get(&id).cloned().unwrap_or_default(),
            name: names.get(&id).map(|(_, vector)| vector.clone()),
        };
        let own = examples(code);
        let label = |code: CodeId| view.codes.get(&code).map(|code| code.label.clone()).unwrap_or_default();
        if own.rows.is_empty() && own.name.is_none() {
            return Err(review::Refusal::NothingCoded(label(code)).into());
        }
        let others: Vec<CodeExamples> =
            rows_of.keys().filter(|&&other| other != code).map(|&other| examples(other)).collect();

        let run = self.base.run;
        let refused: BTreeSet<SegmentId> = view.not_of(code, run).collect();
        let is_coded = |id: SegmentId| review::is_coded(&self.base, view, id);
        let row_of = |id: SegmentId| id.0 as usize - 1;
        let is_within = |id: SegmentId| {
            only.is_none_or(|only| self.loaded.row(id).is_some_and(|row| row.document == only))
        };
        let is_open = |id: &SegmentId| is_within(*id) && !is_coded(*id) && !refused.contains(id);
        let open: Vec<SegmentId> = self.base.present().filter(is_open).collect();
        let own_rows: BTreeSet<usize> = own.rows.iter().copied().collect();
        let against: BTreeSet<usize> = rows_of
            .values()
            .flatten()
            .copied()
            .chain(refused.iter().map(|&id| row_of(id)))
            .filter(|row| !own_rows.contains(row))
            .collect();

        let embeddings = self.all_vectors()?;
        let curve = (!own.rows.is_empty()).then(|| curve_of(&embeddings, &own, &against));
        let rows: Vec<usize> = open.iter().map(|&id| row_of(id)).collect();
        let similarities = own.similarity(&embeddings, &rows);
        let passes = |similarity: &CodeSimilarity| match &curve {
            Some(curve) => curve.probability(similarity.score) >= LEAST_PROBABILITY,
            None => similarity.score >= LEAST_SIMILARITY,
        };
        let mut passing: Vec<(SegmentId, CodeSimilarity)> =
            open.iter().copied().zip(similarities).filter(|(_, similarity)| passes(similarity)).collect();
        passing.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(a.0.cmp(&b.0)));
        let n_passing = passing.len();
        passing.truncate(request.limit);

        let ids: Vec<SegmentId> = passing.iter().map(|(id, _)| *id).collect();
        let rows: Vec<usize> = ids.iter().map(|&id| row_of(id)).collect();
        let mut rivals: Vec<Option<(CodeId, f64)>> = vec![None; rows.len()];
        for other in &others {
            for (best, found) in rivals.iter_mut().zip(other.similarity(&embeddings, &rows)) {
                if best.is_none_or(|(_, score)| found.score > score) {
                    *best = Some((other.code, found.score));
                }
            }
        }
        let looked_for = names.get(&code).map(|(text, _)| text.clone());
        let share_of_coded = share_of_coded(own.rows.len(), own.name.is_some());
        let quotes = self.segments(view, &ids)?;
        let segments = passing
            .into_iter()
            .zip(rivals)
            .zip(quotes)
            .map(|(((segment, found), rival), quote)| SuggestedSegment {
                segment,
                probability: curve.map(|curve| curve.probability(found.score)),
                similarity: found.score,
                why: self.because(&found, share_of_coded, looked_for.as_deref(), &quote.quote.text),
                rival: rival.map(|(code, _)| code),
                rival_label: rival.map(|(code, _)| label(code)),
                rival_similarity: rival.map(|(_, score)| score),
                quote,
            })
            .collect();
        Ok(CodeSuggestions {
            code,
            label: label(code),
            looked_for,
            share_of_coded,
            n_coded: own.rows.len(),
            n_against: against.len(),
            n_open: open.len(),
            least_probability: curve.is_some().then_some(LEAST_PROBABILITY),
            least_similarity: curve.is_none().then_some(LEAST_SIMILARITY),
            n_passing,
            segments,
        })
    }

    /// Returns the name and definition of each code, with their vector. None without the model of the run: vectors of two models cannot be
    /// compared.
    fn name_vectors(
        &self,
        codes: &BTreeMap<CodeId, Code>,
        model: Option<&dyn Embedder>,
    ) -> Result<BTreeMap<CodeId, (String, Vec<f32>)>, ProjectError> {
        let of_run = &self.describing()?.model;
        let is_that = |model: &&dyn Embedder| is_model_of(of_run, model.fingerprint());
        let Some(model) = model.filter(is_that) else { return Ok(BTreeMap::new()) };
        let texts: Vec<String> = codes.values().map(text_of).collect();
        let embedded =
            model.embed(&texts.iter().map(String::as_str).collect::<Vec<_>>(), &NoProgress)?.embeddings;
        let rows = texts.into_iter().enumerate().map(|(at, text)| (text, embedded.row(at).to_vec()));
        Ok(codes.keys().copied().zip(rows).collect())
    }

    /// Returns what has the greatest part in a similarity.
    fn because(
        &self,
        found: &CodeSimilarity,
        share_of_coded: f64,
        looked_for: Option<&str>,
        text: &str,
    ) -> OfferedBecause {
        let like_name = |similarity: f64| OfferedBecause::LikeName {
            words: shared_words(looked_for.unwrap_or_default(), text),
            similarity,
        };
        match (found.nearest, found.to_name) {
            (Some((_, near)), Some(to_name)) if (1.0 - share_of_coded) * to_name > share_of_coded * near => {
                like_name(to_name)
            }
            (Some((row, similarity)), _) => {
                let segment = SegmentId(row as u32 + 1);
                let text = self.loaded.texts.said_at(row).unwrap_or_default().to_owned();
                OfferedBecause::LikeCoded { segment, text, similarity }
            }
            (None, to_name) => like_name(to_name.unwrap_or(f64::NEG_INFINITY)),
        }
    }
}

/// Returns the text that is looked for: what a code is called and what it means.
fn text_of(code: &Code) -> String {
    match code.definition.trim() {
        "" => code.label.clone(),
        definition => format!("{}. {definition}", code.label),
    }
}

/// Fits the probability of a code to the segments that have it, each compared with the others, and to those that speak against it.
fn curve_of(embeddings: &Embeddings, own: &CodeExamples, against: &BTreeSet<usize>) -> LogisticCurve {
    let against: Vec<usize> = against.iter().copied().collect();
    let of = |rows: &[usize], has_code: bool| -> Vec<(f64, bool)> {
        let found = own.similarity(embeddings, rows).into_iter();
        found.map(|found| (found.score, has_code)).filter(|(score, _)| score.is_finite()).collect()
    };
    let known = [of(&own.rows, true), of(&against, false)].concat();
    LogisticCurve::fit(&known, &PRIOR)
}

/// A word of fewer letters says little about what a code means.
const SHORTEST_WORD: usize = 4;

/// Lists the words of a code's name and definition that stand in a text, or begin a word of it, in their order.
fn shared_words(looked_for: &str, text: &str) -> Vec<String> {
    let words = |text: &str| -> Vec<String> {
        let split = text.split(|c: char| !c.is_alphanumeric());
        split.filter(|word| word.chars().count() >= SHORTEST_WORD).map(str::to_lowercase).collect()
    };
    let there = words(text);
    let mut found: Vec<String> = Vec::new();
    for word in words(looked_for) {
        if !found.contains(&word) && there.iter().any(|other| other.starts_with(&word)) {
            found.push(word);
        }
    }
    found
}
