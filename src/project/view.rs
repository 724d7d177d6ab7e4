//! The shapes of results: what faces show and `--json` prints. Their names and meanings are kept stable.

use serde::{Deserialize, Serialize};

use super::tree::{StabilityView, TreeView};
use crate::cluster::UsedParameters;
use crate::domain::{
    CriterionCurve, DocumentFormat, Language, ModelFingerprint, Notice, ProposalId, Role, SegmentUnit,
};

/// A run's candidate themes: what `suggest` and `show` give.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SuggestView {
    /// The candidate themes, largest first.
    pub themes: Vec<ThemeView>,
    /// What was left out.
    pub noise: NoiseView,
    /// What was done.
    pub run: RunView,
}

/// A candidate theme.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ThemeView {
    /// Its number in the run, from 1.
    pub id: ProposalId,
    /// The suggested label.
    pub label: String,
    /// Terms that set it apart, best first.
    pub key_terms: Vec<String>,
    /// Their class-based TF-IDF weights.
    pub key_term_weights: Vec<f64>,
    /// How many segments it has.
    pub n_segments: usize,
    /// How many participants speak to it.
    pub n_participants: usize,
    /// Mean cosine of its segments to their mean direction.
    pub cohesion: f64,
    /// How far it can be relied on; null in runs of programs that did not ask.
    pub stability: Option<StabilityView>,
    /// The group that it belongs to at the coarse level, counted from 1; null where there is none.
    pub group: Option<usize>,
    /// Segments that stand for it, nearest to its centre first.
    pub exemplars: Vec<QuoteView>,
    /// Segments of other themes, or of none, that nearly belong to it.
    pub near_misses: Vec<NearMissView>,
    /// The theme most like it; null where there is no other.
    pub rival: Option<RivalView>,
    /// What its readers must know.
    #[serde(serialize_with = "Notice::with_messages")]
    pub notices: Vec<Notice>,
}

/// A segment's words and where they come from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuoteView {
    /// The words, as they stand in the document.
    pub text: String,
    /// The document.
    pub document: String,
    /// Who said it, as results call them; null where nobody can be told.
    pub participant: Option<String>,
    /// The label of the speaker in the document; null where it names nobody.
    pub speaker: Option<String>,
    /// The turn in the document, from 1.
    pub turn: usize,
    /// The first code point in the document's text, from 0.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// When it was said, in milliseconds from the start of the recording; null where the document does not say.
    pub time_ms: Option<u64>,
    /// Its cosine to the theme's centre; null for what is in no theme.
    pub similarity: Option<f64>,
    /// Whether it was noise and stands in its theme only because noise was to be assigned.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub was_noise: bool,
}

/// A near miss: a segment and the theme that it was put in.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NearMissView {
    /// The theme that it was put in; null where it is noise.
    pub theme: Option<ProposalId>,
    /// The segment.
    #[serde(flatten)]
    pub quote: QuoteView,
}

/// The theme most like another.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RivalView {
    /// Its number.
    pub id: ProposalId,
    /// Its label.
    pub label: String,
    /// The cosine between the two centres.
    pub similarity: f64,
}

/// What was left out of all themes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NoiseView {
    /// How many segments.
    pub n_segments: usize,
    /// Their share of all segments, between 0 and 1.
    pub share: f64,
}

/// What a run was made of and with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RunView {
    /// The program's version.
    pub version: String,
    /// Everything that decides the result.
    pub parameters: RunParameters,
    /// Counts of documents, participants, turns and segments.
    pub counts: RunCounts,
    /// The whole curve on which a parameter was chosen; null where it was given.
    pub curve: Option<CriterionCurve>,
    /// How the themes join, and their coarse groups.
    #[serde(default)]
    pub tree: TreeView,
    /// How well the candidate themes are set apart.
    pub silhouette: SilhouetteView,
    /// The documents, and who speaks in them.
    pub documents: Vec<DocumentView>,
    /// What its readers must know.
    #[serde(serialize_with = "Notice::with_messages")]
    pub notices: Vec<Notice>,
}

/// Everything that decides the result of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RunParameters {
    /// Which model embedded, and how.
    pub model: ModelFingerprint,
    /// How documents were cut.
    pub segment: UsedSegmentParameters,
    /// How segments were clustered: what was given and what was chosen.
    pub cluster: UsedParameters,
    /// How much is said of each candidate theme.
    pub describe: UsedDescribeParameters,
    /// The language that was given for all documents; null where it was found out for each.
    pub language: Option<Language>,
}

/// How documents were cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UsedSegmentParameters {
    /// The unit.
    pub unit: SegmentUnit,
    /// Whether the turns of interviewers were cut too.
    pub include_interviewer: bool,
    /// The least number of words of a meaning unit; absent for other units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_words: Option<usize>,
    /// The greatest number of words of a meaning unit; absent for other units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_words: Option<usize>,
}

/// How much is said of each candidate theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UsedDescribeParameters {
    /// How many key terms.
    pub n_key_terms: usize,
    /// How many exemplars.
    pub n_exemplars: usize,
    /// How many near misses.
    pub n_near_misses: usize,
}

/// What a run read and cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RunCounts {
    /// Documents.
    pub documents: usize,
    /// Participants.
    pub participants: usize,
    /// Turns, those of interviewers included.
    pub turns: usize,
    /// Turns of interviewers that were left out.
    pub interviewer_turns: usize,
    /// Turns that are back-channel only, which were left out.
    pub back_channel_turns: usize,
    /// Turns without a word.
    pub empty_turns: usize,
    /// Segments.
    pub segments: usize,
    /// Segments longer than the model's window.
    pub segments_in_several_windows: usize,
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
    /// What it was read from.
    pub format: DocumentFormat,
    /// SHA-256 of the source's bytes.
    pub sha256: String,
    /// Its language as an ISO 639-3 code; null where it cannot be told.
    pub language: Option<String>,
    /// How many turns it has.
    pub n_turns: usize,
    /// How many segments were cut from it.
    pub n_segments: usize,
    /// Who speaks.
    pub speakers: Vec<SpeakerView>,
}

/// Who speaks in a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SpeakerView {
    /// The label in the document; null where it names nobody.
    pub label: Option<String>,
    /// The role taken.
    pub role: Role,
    /// Why this role was taken.
    pub role_reason: String,
    /// How results call them; null for interviewers.
    pub participant: Option<String>,
    /// How many turns they have.
    pub n_turns: usize,
}
