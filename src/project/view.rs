//! Result types: front ends show them and `--json` prints them. Their names and meanings are stable.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::context::ContextParams;
use super::guide::GuideView;
use super::tree::{StabilityView, TreeView};
use crate::cluster::UsedParameters;
use crate::domain::{
    AsideKind, CandidateId, CriterionCurve, DocumentFormat, Language, ModelFingerprint, Notice, Role,
    SegmentUnit,
};
use crate::segment::SegmentParams;

/// A run's candidates as it proposed them: the result of `suggest`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SuggestView {
    /// The candidate themes with their candidate codes.
    pub themes: Vec<ThemeView>,
    /// The segments in no candidate.
    pub noise: NoiseView,
    /// How the run was made.
    pub run: RunView,
}

/// A candidate theme with its candidate codes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ThemeView {
    /// The candidate theme.
    #[serde(flatten)]
    pub theme: ProposedView,
    /// Its candidate codes, largest first; empty in a run of one level, where it holds segments itself.
    pub codes: Vec<ProposedView>,
}

/// A candidate as a run proposed it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ProposedView {
    /// Its letters or its number, as it is typed.
    pub id: CandidateId,
    /// The suggested label: phrases of its segments, or a quotation.
    pub label: String,
    /// The share of its segments that hold a word of the label, between 0 and 1; null where the label is a quotation, and in runs of
    /// older programs.
    pub label_coverage: Option<f64>,
    /// Terms that distinguish it, best first.
    pub key_terms: Vec<String>,
    /// Their class-based TF-IDF weights; 0 for candidate themes of older runs.
    pub key_term_weights: Vec<f64>,
    /// How many segments it has.
    pub n_segments: usize,
    /// How many participants its segments are from.
    pub n_participants: usize,
    /// Mean cosine of its segments to their mean direction; null for candidate themes of older runs.
    pub cohesion: Option<f64>,
    /// Its stability; null in runs of older programs, which did not assess it.
    pub stability: Option<StabilityView>,
    /// Exemplary segments that together show its breadth: the most central first, then what the others leave out.
    pub exemplars: Vec<QuoteView>,
    /// Segments of other candidates, or of none, that nearly belong to it.
    pub near_misses: Vec<NearMissView>,
    /// The most similar candidate of its level; null where there is no other.
    pub rival: Option<RivalView>,
    /// Notices that its readers must know.
    #[serde(serialize_with = "Notice::with_messages")]
    pub notices: Vec<Notice>,
}

/// A segment's words and their source.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuoteView {
    /// The words, as in the document.
    pub text: String,
    /// The document.
    pub document: String,
    /// The participant who said it, under the name that results use; null where unknown.
    pub participant: Option<String>,
    /// The label of the speaker in the document; null where the document does not name one.
    pub speaker: Option<String>,
    /// The turn in the document, from 1.
    pub turn: usize,
    /// The position of its first code point in the document's text, from 0.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The question that it answers, as in the document: the last one before it; null where nobody asked.
    pub question: Option<String>,
    /// When it was said, in milliseconds from the start of the recording; null where the document has no times.
    pub time_ms: Option<u64>,
    /// Its cosine to the centre of its candidate; null for a segment in none.
    pub similarity: Option<f64>,
    /// Whether it was noise and is in its candidate only because noise was assigned.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub was_noise: bool,
}

/// A near miss: a segment and its actual candidate.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NearMissView {
    /// The candidate of the same level that it is in; null where it is noise.
    pub candidate: Option<CandidateId>,
    /// The segment.
    #[serde(flatten)]
    pub quote: QuoteView,
}

/// The candidate most similar to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RivalView {
    /// Its letters or its number.
    pub id: CandidateId,
    /// Its label.
    pub label: String,
    /// The cosine between the two centres.
    pub similarity: f64,
}

/// The segments in no candidate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NoiseView {
    /// How many segments.
    pub n_segments: usize,
    /// Their share of all segments, between 0 and 1.
    pub share: f64,
}

/// How a run was made, and from which data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RunView {
    /// The program's version.
    pub version: String,
    /// All parameters that determine the result.
    pub parameters: RunParameters,
    /// Counts of documents, participants, turns and segments.
    pub counts: RunCounts,
    /// The whole curve on which a parameter was chosen; null where it was given.
    pub curve: Option<CriterionCurve>,
    /// How the groups of segments join.
    #[serde(default)]
    pub tree: TreeView,
    /// How far the candidates follow the interview guide; null where no question was asked in two documents, and in runs of older programs.
    #[serde(default)]
    pub guide: Option<GuideView>,
    /// How well the groups of segments are separated.
    pub silhouette: SilhouetteView,
    /// The documents, and who speaks in them.
    pub documents: Vec<DocumentView>,
    /// Notices that its readers must know.
    #[serde(serialize_with = "Notice::with_messages")]
    pub notices: Vec<Notice>,
}

/// All parameters that determine the result of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RunParameters {
    /// Which model embedded, and how.
    pub model: ModelFingerprint,
    /// How documents were cut.
    pub segment: UsedSegmentParameters,
    /// How far the vectors carry the question before each segment; weight 0 in runs of older programs.
    #[serde(default = "ContextParams::none")]
    pub context: ContextParams,
    /// How segments were clustered: what was given and what was chosen.
    pub cluster: UsedParameters,
    /// How much detail is given for each candidate.
    pub describe: UsedDescribeParameters,
    /// The language that was given for all documents; null where it was detected for each.
    pub language: Option<Language>,
}

impl UsedSegmentParameters {
    /// Returns the parameters that cutting used.
    pub(super) fn of(params: &SegmentParams) -> Self {
        let is_meaning_unit = params.unit == SegmentUnit::MeaningUnit;
        Self {
            unit: params.unit,
            include_interviewer: params.include_interviewer,
            min_words: is_meaning_unit.then_some(params.min_words),
            max_words: is_meaning_unit.then_some(params.max_words),
            keep: params.keep.clone(),
        }
    }
}

/// How documents were cut.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UsedSegmentParameters {
    /// The unit.
    pub unit: SegmentUnit,
    /// Whether the turns of interviewers are segments too.
    pub include_interviewer: bool,
    /// The minimum number of words of a meaning unit; absent for other units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_words: Option<usize>,
    /// The maximum number of words of a meaning unit; absent for other units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_words: Option<usize>,
    /// Kinds of turns that were cut although they are set aside by default; absent where there is none.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub keep: BTreeSet<AsideKind>,
}

/// How much detail is given for each candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UsedDescribeParameters {
    /// How many key terms.
    pub n_key_terms: usize,
    /// How many exemplars.
    pub n_exemplars: usize,
    /// How many near misses.
    pub n_near_misses: usize,
    /// How many names and words were given that may be in no label; absent where there is none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub n_never_in_labels: usize,
}

/// Tells whether a number is 0, for what is left out then.
#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
fn is_zero(n: &usize) -> bool {
    *n == 0
}

/// Counts of what a run read and cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RunCounts {
    /// Documents.
    pub documents: usize,
    /// Participants.
    pub participants: usize,
    /// Turns, including those of interviewers.
    pub turns: usize,
    /// Turns of interviewers, which were set aside.
    pub interviewer_turns: usize,
    /// Back-channel turns, which were set aside.
    pub back_channel_turns: usize,
    /// Answers that say nothing, which were set aside; 0 in runs of older programs, which did not know them.
    #[serde(default)]
    pub non_answer_turns: usize,
    /// Turns that are only a bracket or a mark of transcription, which were set aside; older programs counted them as
    /// back-channel turns.
    #[serde(default)]
    pub stage_direction_turns: usize,
    /// Turns of small talk, which were set aside; 0 in runs of older programs, which did not know them.
    #[serde(default)]
    pub small_talk_turns: usize,
    /// Turns that recur word for word in several documents, which were set aside; 0 in runs of older programs.
    #[serde(default)]
    pub recurring_turns: usize,
    /// Turns without a word.
    pub empty_turns: usize,
    /// Segments.
    pub segments: usize,
    /// Segments longer than the model's window.
    pub segments_in_several_windows: usize,
}

impl RunCounts {
    /// Adds what was counted in further documents. Participants are left: the same people may speak in both.
    pub(super) fn add(&mut self, more: &Self) {
        self.documents += more.documents;
        self.turns += more.turns;
        self.interviewer_turns += more.interviewer_turns;
        self.back_channel_turns += more.back_channel_turns;
        self.non_answer_turns += more.non_answer_turns;
        self.stage_direction_turns += more.stage_direction_turns;
        self.small_talk_turns += more.small_talk_turns;
        self.recurring_turns += more.recurring_turns;
        self.empty_turns += more.empty_turns;
        self.segments += more.segments;
        self.segments_in_several_windows += more.segments_in_several_windows;
    }
}

/// The mean exact cosine silhouette of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SilhouetteView {
    /// The value, between −1 and 1; null where it is undefined.
    pub mean: Option<f64>,
    /// Why it is undefined; null where it has a value.
    #[serde(default)]
    pub undefined_because: Option<String>,
}

/// A document and who speaks in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DocumentView {
    /// Its name.
    pub name: String,
    /// Its file format.
    pub format: DocumentFormat,
    /// SHA-256 of the source's bytes.
    pub sha256: String,
    /// Its language as an ISO 639-3 code; null where unknown.
    pub language: Option<String>,
    /// How many turns it has.
    pub n_turns: usize,
    /// How many segments were cut from it.
    pub n_segments: usize,
    /// How many of its turns are in no segment, by what they are; empty in runs of older programs.
    #[serde(default)]
    pub set_aside: BTreeMap<AsideKind, usize>,
    /// Who speaks.
    pub speakers: Vec<SpeakerView>,
}

/// A speaker of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SpeakerView {
    /// The label in the document; null where the document does not name one.
    pub label: Option<String>,
    /// The role assigned.
    pub role: Role,
    /// Why this role was assigned.
    pub role_reason: String,
    /// The participant, under the name that results use; null for interviewers.
    pub participant: Option<String>,
    /// How many turns they have.
    pub n_turns: usize,
}
