//! The interviews as pages of text: turns with their speakers, segments, codings and candidates, and what is set aside.

use serde::{Deserialize, Serialize};

use crate::domain::{
    AsideKind, CandidateId, CandidateRef, CandidateStatus, CodeId, CoderId, CodingId, Colour, Refusal, Role,
    RunId, SegmentId, Span, Timestamp,
};
use crate::project::ProjectError;
use crate::project::set_aside::AsideView;
use crate::review::{self, CoderState};

use super::Reviewer;
use super::placed_codings::{PlacedCoding, PlacedCodings};
use super::transcript::Transcript;

/// What of an interview is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ReadPlace {
    /// All of it, given by the name of the document, the beginning of it, or the participant.
    Whole(String),
    /// Some turns.
    Turns {
        /// The interview, as for `whole`.
        interview: String,
        /// The first turn, from 1.
        first: usize,
        /// The last turn; a number beyond the last means the last.
        last: usize,
        /// How many turns before and after them.
        n_around: usize,
    },
    /// The turn of a segment.
    Segment {
        /// The segment.
        segment: SegmentId,
        /// How many turns before and after it.
        n_around: usize,
    },
}

/// The documents of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct InterviewList {
    /// The run.
    pub run: RunId,
    /// The documents, by name.
    pub documents: Vec<InterviewEntry>,
    /// The documents that were taken out of the study, by name.
    pub removed: Vec<RemovedEntry>,
}

/// A document that was taken out of the study.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RemovedEntry {
    /// Its name.
    pub document: String,
    /// The name of the coder who took it out.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The document that is in the study in its place, since one of both corrects the other; null where it was taken out.
    pub replaced_by: Option<String>,
    /// Whether it was erased: the file was made without its words, and this is the name of its empty place.
    pub erased: bool,
}

/// A document of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct InterviewEntry {
    /// Its name.
    pub document: String,
    /// The participants whose words are in its segments.
    pub participants: Vec<String>,
    /// How many turns it has.
    pub n_turns: usize,
    /// How many segments were cut from it.
    pub n_segments: usize,
    /// How many of them are coded, as the progress of the review counts them.
    pub n_coded: usize,
}

/// An interview, or some turns of it, as a coder reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct InterviewView {
    /// The run.
    pub run: RunId,
    /// The document.
    #[serde(flatten)]
    pub interview: InterviewEntry,
    /// The segment around which it is read; null where it is read otherwise.
    pub around: Option<SegmentId>,
    /// Whether all of the document is in `parts`.
    pub is_whole: bool,
    /// The turns and the stretches between them, in order of place.
    pub parts: Vec<InterviewPart>,
}

/// A turn, or a stretch of a document that is in no turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct InterviewPart {
    /// The turn, from 1; null where it is in no turn.
    pub turn: Option<usize>,
    /// The label of the speaker in the document; null where it is in no turn, or the document does not name one.
    pub speaker: Option<String>,
    /// The role of the speaker.
    pub role: Option<Role>,
    /// The participant; null for interviewers.
    pub participant: Option<String>,
    /// When it was said, in milliseconds from the start of the recording; null where the document has no times.
    pub time_ms: Option<u64>,
    /// What it is, where it was not clustered; null for a turn with segments.
    pub set_aside: Option<AsideKind>,
    /// Its first code point in the document's text.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// Its words.
    pub text: String,
    /// Its segments, in order.
    pub segments: Vec<ReadSegment>,
    /// The coder's codings that touch it, in order of place.
    pub codings: Vec<ReadCoding>,
}

/// A segment of a turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReadSegment {
    /// Its number.
    pub id: SegmentId,
    /// Its first code point in the document's text.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The candidate that it is in; null where it is in none.
    pub candidate: Option<CandidateId>,
    /// The label of the candidate.
    pub candidate_label: Option<String>,
    /// The status of the candidate.
    pub verdict: Option<CandidateStatus>,
    /// Whether it is a negative case there.
    pub negative: bool,
}

/// A coding that touches a turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReadCoding {
    /// The coding.
    pub id: CodingId,
    /// Its code.
    pub code: CodeId,
    /// The label of the code.
    pub label: String,
    /// The colour of the code; null where it has none.
    pub colour: Option<Colour>,
    /// Its first code point in the document's text; may lie before the turn.
    pub start: usize,
    /// One past its last code point; may lie behind the turn.
    pub end: usize,
    /// The segment of this run that it codes; null for other spans.
    pub segment: Option<SegmentId>,
    /// The candidate from which it was accepted; null for a coding by hand.
    pub candidate: Option<CandidateRef>,
    /// Whether it speaks against its code.
    pub negative: bool,
}

impl Reviewer {
    /// Lists the documents of the run, with how much of each a coder has coded.
    pub(super) fn interviews(&self, coder: &CoderId) -> InterviewList {
        let view = self.state.view(coder);
        let documents = self.transcripts().iter().map(|of| self.entry_of(view, of)).collect();
        let removed = self.state.removed().iter().map(|(document, removed)| RemovedEntry {
            document: document.clone(),
            by: self.name_of(&removed.by).to_owned(),
            at: removed.at.clone(),
            replaced_by: removed.replaced_by.clone(),
            erased: removed.erased,
        });
        InterviewList { run: self.base.run, documents, removed: removed.collect() }
    }

    /// Returns an interview, or a part of it, as a coder reads it.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is no such document, turn or segment, or the name fits several documents;
    /// [`ProjectError::Damaged`].
    pub(super) fn read_interview(
        &self,
        coder: &CoderId,
        place: &ReadPlace,
    ) -> Result<InterviewView, ProjectError> {
        let view = self.state.view(coder);
        let (at, around) = match place {
            ReadPlace::Whole(interview) | ReadPlace::Turns { interview, .. } => {
                (self.interview(interview)?, None)
            }
            ReadPlace::Segment { segment, .. } => (self.document_of(*segment)?, Some(*segment)),
        };
        let of = self.transcript(at);
        let n_turns = of.document.turns.len();
        let (first, end) = match *place {
            ReadPlace::Whole(_) => (0, n_turns),
            ReadPlace::Turns { first, last, n_around, .. } => {
                let no_such =
                    |turn| Refusal::NoSuchTurn { document: of.document.name.clone(), turn, n_turns };
                if first == 0 || first > n_turns {
                    return Err(no_such(first).into());
                }
                ((first - 1).saturating_sub(n_around), last.max(first).saturating_add(n_around).min(n_turns))
            }
            ReadPlace::Segment { segment, n_around } => {
                let turn = of.segments.iter().find(|(id, _)| *id == segment).map_or(0, |(_, row)| row.turn);
                (turn.saturating_sub(n_around), turn.saturating_add(n_around).saturating_add(1).min(n_turns))
            }
        };
        Ok(InterviewView {
            run: self.base.run,
            interview: self.entry_of(view, &of),
            around,
            is_whole: (first, end) == (0, n_turns),
            parts: self.parts(coder, &of, first, end)?,
        })
    }

    /// Returns the place of the document that holds a segment.
    fn document_of(&self, segment: SegmentId) -> Result<usize, ProjectError> {
        let row = self.loaded.row(segment).filter(|row| self.loaded.is_present(row.document));
        Ok(row.ok_or_else(|| self.base.no_such_segment(segment))?.document)
    }

    fn entry_of(&self, view: &CoderState, of: &Transcript<'_>) -> InterviewEntry {
        InterviewEntry {
            document: of.document.name.clone(),
            participants: of.participants(),
            n_turns: of.document.turns.len(),
            n_segments: of.segments.len(),
            n_coded: of.segments.iter().filter(|(id, _)| review::is_coded(&self.base, view, *id)).count(),
        }
    }

    /// Returns the turns from `first` up to `end`, and the stretches before and between them that are in no turn.
    fn parts(
        &self,
        coder: &CoderId,
        of: &Transcript<'_>,
        first: usize,
        end: usize,
    ) -> Result<Vec<InterviewPart>, ProjectError> {
        let view = self.state.view(coder);
        let turns = &of.document.turns;
        let from = first.checked_sub(1).map_or(0, |before| turns[before].span.end.0);
        let is_last = end == turns.len();
        let to = end.checked_sub(1).filter(|_| !is_last).map_or(usize::MAX, |last| turns[last].span.end.0);
        let is_shown = |start: usize| (from..to).contains(&start);
        let codings = PlacedCodings::of([(coder, view)]);
        let touching = |span: Span| -> Vec<ReadCoding> {
            let placed = codings.touching(&of.document.name, span);
            placed.map(|placed| self.coding_of(view, placed)).collect()
        };
        let mut parts = Vec::new();
        let mut kinds = std::collections::BTreeMap::new();
        for stretch in of.stretches()? {
            match stretch.turn {
                Some(turn) => {
                    kinds.insert(turn, stretch.kind);
                }
                None if is_shown(stretch.start) => {
                    let codings = touching(Span::new(stretch.start, stretch.end));
                    parts.push(outside(stretch, codings));
                }
                None => {}
            }
        }
        for (number, turn) in turns.iter().enumerate().take(end).skip(first) {
            let voice = of.voice(turn);
            let segments: Vec<ReadSegment> = of
                .segments
                .iter()
                .filter(|(_, row)| row.turn == number)
                .map(|(id, row)| self.segment_of(view, *id, row.span))
                .collect();
            parts.push(InterviewPart {
                turn: Some(number + 1),
                speaker: voice.speaker,
                role: voice.role,
                participant: voice.participant,
                time_ms: voice.time_ms,
                set_aside: kinds.get(&(number + 1)).copied().filter(|_| segments.is_empty()),
                start: turn.span.start.0,
                end: turn.span.end.0,
                text: of.words(turn.span)?.to_owned(),
                codings: touching(turn.span),
                segments,
            });
        }
        parts.sort_by_key(|part| (part.start, part.end));
        Ok(parts)
    }

    fn segment_of(&self, view: &CoderState, id: SegmentId, span: Span) -> ReadSegment {
        let within = self.within(view, id);
        ReadSegment {
            id,
            start: span.start.0,
            end: span.end.0,
            candidate: within.as_ref().map(|within| within.candidate),
            candidate_label: within.as_ref().map(|within| within.label.clone()),
            verdict: within.as_ref().map(|within| within.verdict),
            negative: within.is_some_and(|within| within.negative),
        }
    }

    fn coding_of(&self, view: &CoderState, placed: PlacedCoding<'_>) -> ReadCoding {
        let PlacedCoding { id, coding, .. } = placed;
        let code = view.codes.get(&coding.code);
        ReadCoding {
            id,
            code: coding.code,
            label: code.map(|code| code.label.clone()).unwrap_or_default(),
            colour: code.and_then(|code| code.colour.clone()),
            start: coding.start.0,
            end: coding.end.0,
            segment: coding.segment.filter(|of| of.run == self.base.run).map(|of| of.id),
            candidate: coding.candidate,
            negative: coding.negative,
        }
    }
}

fn outside(stretch: AsideView, codings: Vec<ReadCoding>) -> InterviewPart {
    InterviewPart {
        turn: None,
        speaker: None,
        role: None,
        participant: None,
        time_ms: None,
        set_aside: Some(stretch.kind),
        start: stretch.start,
        end: stretch.end,
        text: stretch.text,
        segments: Vec::new(),
        codings,
    }
}
