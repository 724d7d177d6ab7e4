//! Documents: one interview, field note or set of answers, with its speakers and turns.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::notice::Notice;
use super::offsets::{CodePointOffset, Span};

/// One interview, field note or answer sheet: its original text, and who said what.
///
/// `text` has LF line ends, no byte order mark and no numbers of lines, and is otherwise unchanged if the source is a text, except for
/// references to characters (`&amp;`) and times inside turns, of which notices tell. If the source is a container (a word processor's
/// file, a subtitle file, a table), `text` is the words in it, in their order. Turns are spans of
/// `text`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Document {
    /// The document's name: its path below the given folder, with `/`; for a table with several interviews, the name in the
    /// table.
    pub name: String,
    /// The format of its source.
    pub format: DocumentFormat,
    /// SHA-256 of the source's bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The text.
    pub text: String,
    /// The speakers, in order of first appearance.
    pub speakers: Vec<Speaker>,
    /// The turns, in order; their spans do not overlap.
    pub turns: Vec<Turn>,
    /// Known times, in order of position: words from `at` on were said from `ms` on.
    pub time_marks: Vec<TimeMark>,
    /// Notices about how this document was read.
    pub notices: Vec<Notice>,
}

impl Document {
    /// Returns the empty place of a document that was erased. Its segments keep their numbers in an empty turn, and nothing else is left.
    #[must_use]
    pub fn erased(name: String) -> Self {
        let nobody = Speaker {
            label: String::new(),
            role: Role::Interviewer,
            role_reason: String::new(),
            generic: true,
        };
        Self {
            name,
            format: DocumentFormat::Txt,
            sha256: String::new(),
            text: String::new(),
            speakers: vec![nobody],
            turns: vec![Turn { speaker: Some(0), span: Span::new(0, 0) }],
            time_marks: Vec::new(),
            notices: Vec::new(),
        }
    }

    /// Tells whether it is the empty place of a document that was erased. A document that was read has the hash of its source.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.sha256.is_empty() && self.text.is_empty()
    }

    /// Returns the time in milliseconds at which the words at `at` were said; `None` without a time mark at or before them in
    /// the same turn.
    #[must_use]
    pub fn time_at(&self, at: CodePointOffset, turn: &Turn) -> Option<u64> {
        let n = self.time_marks.partition_point(|mark| mark.at <= at);
        let mark = self.time_marks[..n].last()?;
        (mark.at >= turn.span.start).then_some(mark.ms)
    }
}

/// The formats of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum DocumentFormat {
    /// Plain text.
    Txt,
    /// Markdown.
    Md,
    /// Office Open XML text.
    Docx,
    /// PDF with a text layer.
    Pdf,
    /// OpenDocument text.
    Odt,
    /// Rich Text Format.
    Rtf,
    /// SubRip subtitles.
    Srt,
    /// WebVTT subtitles.
    Vtt,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// Office Open XML workbook.
    Xlsx,
    /// Whisper, WhisperX or whisper.cpp output.
    Json,
}

/// The role of a speaker in an interview.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::VariantArray,
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Role {
    /// Asks questions: the turns are context; they are kept and shown, and not clustered.
    Interviewer,
    /// Answers: the turns are the data.
    Participant,
}

/// Someone who speaks in a document, as the document labels them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Speaker {
    /// The label in the document: `Interviewer`, `P03`, `Dr. Rahimi`, `SPEAKER_01`.
    pub label: String,
    /// The role assigned.
    pub role: Role,
    /// Why this role was assigned, as a clause for people: "labelled as interviewer", "asks 41 of 52 questions".
    pub role_reason: String,
    /// Whether the label only names a role or counts voices (`P`, `Participant 3`, `SPEAKER_00`), so that the same label in
    /// another document may be another person.
    pub generic: bool,
}

impl Speaker {
    /// Why a speaker has a role that the analyst gave.
    pub const SET_BY_ANALYST: &'static str = "set by the analyst";
}

/// One speaker's stretch of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Turn {
    /// The speaker: an index into [`Document::speakers`]; `None` if the document names nobody.
    pub speaker: Option<usize>,
    /// The words said, without the label.
    pub span: Span,
}

/// A known time at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TimeMark {
    /// The position from which the time holds.
    pub at: CodePointOffset,
    /// Milliseconds from the start of the recording.
    pub ms: u64,
}

/// A person who was interviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Participant {
    /// Their name in results: no more than the files say.
    pub name: String,
    /// Their attributes (years of experience, specialty …) as written in the participant table.
    pub attributes: BTreeMap<String, String>,
}

/// A meaning unit: a span of one turn of a document. Its words are never copied or edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Segment {
    /// The turn: an index into the document's turns.
    pub turn: usize,
    /// Its place in the document's text.
    pub span: Span,
}

/// The unit that documents are cut into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SegmentUnit {
    /// Sentences of one turn, joined to a sensible length.
    #[default]
    MeaningUnit,
    /// A sentence.
    Sentence,
    /// A paragraph of a turn.
    Paragraph,
    /// A whole turn.
    Turn,
}
