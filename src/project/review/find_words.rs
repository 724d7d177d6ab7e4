//! Finds words in all documents: in segments, in what is set aside, and in interviewers' words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{AsideKind, CandidateId, CoderId, Refusal, Role, RunId, SegmentId, Span, WordSearch};
use crate::project::ProjectError;
use crate::project::set_aside::AsideView;
use crate::review::{self, CoderState};

use super::Reviewer;
use super::placed_codings::PlacedCodings;
use super::transcript::{Transcript, Voice};

/// A search for words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FindWordsRequest {
    /// The words, which must stand one after the other; each is the beginning of a word.
    pub words: String,
    /// Whether the beginning of a word is not enough.
    #[serde(default)]
    pub whole_words: bool,
    /// One interview only: by its document's name, the beginning of it, or the participant.
    #[serde(default)]
    pub interview: Option<String>,
    /// Only passages that can be coded: segments that the coder has not coded, as the progress of the review counts them.
    #[serde(default)]
    pub uncoded: bool,
    /// At most how many passages; all where it is left out.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// Where words stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FoundWords {
    /// The run.
    pub run: RunId,
    /// What was looked for, as it was typed.
    pub words: String,
    /// Whether the beginning of a word was not enough.
    pub whole_words: bool,
    /// How many places there are.
    pub n_places: usize,
    /// In how many passages they are.
    pub n_passages: usize,
    /// How many of these passages are segments, which can be coded.
    pub n_segments: usize,
    /// In how many documents they are.
    pub n_documents: usize,
    /// The first of the passages, in the order of the documents.
    pub passages: Vec<FoundPassage>,
}

/// A passage with words that were looked for: a segment, or a turn or stretch that is in no segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FoundPassage {
    /// The document.
    pub document: String,
    /// The turn, from 1; null where it is in no turn.
    pub turn: Option<usize>,
    /// The label of the speaker in the document; null where the document does not name one.
    pub speaker: Option<String>,
    /// The role of the speaker.
    pub role: Option<Role>,
    /// The participant; null for interviewers.
    pub participant: Option<String>,
    /// When its turn begins, in milliseconds from the start of the recording; null where the document has no times.
    pub time_ms: Option<u64>,
    /// The segment; null where it is in no segment.
    pub segment: Option<SegmentId>,
    /// What it is, where it is in no segment.
    pub set_aside: Option<AsideKind>,
    /// The candidate that the segment is in.
    pub candidate: Option<CandidateId>,
    /// The label of the candidate.
    pub candidate_label: Option<String>,
    /// The labels of the coder's codes that touch it.
    pub codes: Vec<String>,
    /// Its first code point in the document's text.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// Its words.
    pub text: String,
    /// Where in the document's text the words stand that were looked for.
    pub places: Vec<PlaceView>,
}

/// A place in a document's text, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PlaceView {
    /// The first code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// The places of words in one document.
struct Found<'a> {
    of: Transcript<'a>,
    /// The passages, by their first code point, each with its places.
    passages: Vec<(Passage, Vec<Span>)>,
}

/// Which passage it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Passage {
    /// A segment, by its place in the transcript.
    Segment(usize),
    /// A turn that was not cut, by its number from 0.
    Turn(usize),
    /// A stretch of text between turns.
    Between(Span),
}

impl Reviewer {
    /// Finds words in all documents of the run.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where the words have no letter and no digit, or there is no such interview; [`ProjectError::Damaged`].
    pub(super) fn find_words(
        &self,
        coder: &CoderId,
        request: &FindWordsRequest,
    ) -> Result<FoundWords, ProjectError> {
        let search = WordSearch::of(&request.words, request.whole_words)
            .ok_or_else(|| Refusal::NothingToFind { typed: request.words.trim().to_owned() })?;
        let view = self.state.view(coder);
        let transcripts = match &request.interview {
            Some(interview) => vec![self.transcript(self.interview(interview)?)],
            None => self.transcripts(),
        };
        let mut found = FoundWords {
            run: self.base.run,
            words: request.words.trim().to_owned(),
            whole_words: request.whole_words,
            n_places: 0,
            n_passages: 0,
            n_segments: 0,
            n_documents: 0,
            passages: Vec::new(),
        };
        let codings = PlacedCodings::of([(coder, view)]);
        for of in transcripts {
            let mut of = places(of, &search)?;
            if request.uncoded {
                of.passages.retain(|(passage, _)| match passage {
                    Passage::Segment(at) => !review::is_coded(&self.base, view, of.of.segments[*at].0),
                    _ => false,
                });
            }
            let Found { of, passages } = of;
            found.n_documents += usize::from(!passages.is_empty());
            found.n_passages += passages.len();
            found.n_places += passages.iter().map(|(_, places)| places.len()).sum::<usize>();
            found.n_segments +=
                passages.iter().filter(|(passage, _)| matches!(passage, Passage::Segment(_))).count();
            let room = request.limit.unwrap_or(usize::MAX).saturating_sub(found.passages.len());
            let shown = &passages[..passages.len().min(room)];
            // What a stretch is must be found out only for documents with words outside segments.
            let stretches = match shown.iter().all(|(passage, _)| matches!(passage, Passage::Segment(_))) {
                true => Vec::new(),
                false => of.stretches()?,
            };
            for (passage, places) in shown {
                let view = self.passage(view, &of, &codings, *passage, &stretches)?;
                let places = places.iter().map(|place| PlaceView { start: place.start.0, end: place.end.0 });
                found.passages.push(FoundPassage { places: places.collect(), ..view });
            }
        }
        Ok(found)
    }

    /// Returns what is shown of a passage, without its places.
    fn passage(
        &self,
        view: &CoderState,
        of: &Transcript<'_>,
        codings: &PlacedCodings<'_>,
        passage: Passage,
        stretches: &[AsideView],
    ) -> Result<FoundPassage, ProjectError> {
        let turns = &of.document.turns;
        let (turn, segment, span) = match passage {
            Passage::Segment(at) => {
                let (id, row) = of.segments[at];
                (turns.get(row.turn).map(|_| row.turn), Some(id), row.span)
            }
            Passage::Turn(turn) => (Some(turn), None, turns[turn].span),
            Passage::Between(span) => (None, None, span),
        };
        let kind = stretches.iter().find(|stretch| match turn {
            Some(turn) => stretch.turn == Some(turn + 1),
            None => stretch.turn.is_none() && Span::new(stretch.start, stretch.end).touches(span),
        });
        let voice = turn.map_or_else(Voice::default, |turn| of.voice(&turns[turn]));
        let within = segment.and_then(|segment| self.within(view, segment));
        Ok(FoundPassage {
            document: of.document.name.clone(),
            turn: turn.map(|turn| turn + 1),
            speaker: voice.speaker,
            role: voice.role,
            participant: voice.participant,
            time_ms: voice.time_ms,
            segment,
            set_aside: segment.is_none().then(|| kind.map_or(AsideKind::Other, |kind| kind.kind)),
            candidate: within.as_ref().map(|within| within.candidate),
            candidate_label: within.map(|within| within.label),
            codes: codings.labels_on(view, &of.document.name, span),
            start: span.start.0,
            end: span.end.0,
            text: of.words(span)?.to_owned(),
            places: Vec::new(),
        })
    }
}

/// Finds the places of words in a document: in its turns, and in the stretches between them that are not labels or times.
fn places<'a>(of: Transcript<'a>, search: &WordSearch) -> Result<Found<'a>, ProjectError> {
    let mut passages: BTreeMap<Span, (Passage, Vec<Span>)> = BTreeMap::new();
    // Most documents hold most words nowhere.
    if !search.may_be_in(&of.document.text) {
        return Ok(Found { of, passages: Vec::new() });
    }
    let places = |span: Span| -> Result<Vec<Span>, ProjectError> {
        let found = search.places(of.words(span)?).into_iter();
        Ok(found.map(|place| Span::new(span.start.0 + place.start, span.start.0 + place.end)).collect())
    };
    for (number, turn) in of.document.turns.iter().enumerate() {
        for place in places(turn.span)? {
            let at = of.segments.partition_point(|(_, row)| row.span.end <= place.start);
            let within =
                of.segments.get(at).filter(|(_, row)| row.turn == number && row.span.start < place.end);
            let (span, passage) = match within {
                Some((_, row)) => (row.span, Passage::Segment(at)),
                None => (turn.span, Passage::Turn(number)),
            };
            passages.entry(span).or_insert_with(|| (passage, Vec::new())).1.push(place);
        }
    }
    for stretch in crate::ingest::set_aside(of.document) {
        let is_head = matches!(stretch.kind, AsideKind::Label | AsideKind::Time);
        let found = if is_head { Vec::new() } else { places(stretch.span)? };
        if !found.is_empty() {
            passages.insert(stretch.span, (Passage::Between(stretch.span), found));
        }
    }
    let passages = passages.into_values().collect();
    Ok(Found { of, passages })
}
