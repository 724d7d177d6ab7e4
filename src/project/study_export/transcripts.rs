//! The interviews, turn by turn, with the codes of their words.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Collected;
use crate::domain::{CodeId, CoderId, CodingId, Colour, Role, is_right_to_left};
use crate::project::ProjectError;
use crate::project::error::offset_error;
use crate::project::review::PlacedCoding;

/// An interview with its codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TranscriptRow {
    /// The document.
    pub document: String,
    /// SHA-256 of the source of the document.
    pub document_sha256: String,
    /// Its language as an ISO 639-3 code; null where unknown.
    pub language: Option<String>,
    /// Whether most of its turns are written from right to left.
    pub right_to_left: bool,
    /// The participants who speak in it, by name.
    pub participants: Vec<String>,
    /// Its turns in their order.
    pub turns: Vec<TranscriptTurn>,
}

/// A turn of an interview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TranscriptTurn {
    /// Its number, from 1.
    pub turn: usize,
    /// The label of the speaker in the document; null where the document names nobody.
    pub speaker: Option<String>,
    /// The role of the speaker; null where the document names nobody.
    pub role: Option<Role>,
    /// The participant; null for interviewers, and where unknown.
    pub participant: Option<String>,
    /// When it begins, in milliseconds from the start of the recording; null where unknown.
    pub time_ms: Option<u64>,
    /// Its first code point in the document's text, from 0.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// Its words.
    pub text: String,
    /// The codings that touch it, by place.
    pub codings: Vec<MarginCode>,
}

/// A coding beside the words of a turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MarginCode {
    /// Its id.
    pub coding: CodingId,
    /// The coder.
    pub coder: CoderId,
    /// The coder's name.
    pub coder_name: String,
    /// The code.
    pub code: CodeId,
    /// The code's label with those above it, the highest first.
    pub path: Vec<String>,
    /// The colour in which it is shown: that of the code, otherwise one by the order of the codebook.
    pub colour: Colour,
    /// Its first code point in the document's text, which may be before the turn.
    pub start: usize,
    /// One past its last code point, which may be after the turn.
    pub end: usize,
    /// Whether it speaks against the code.
    pub negative: bool,
}

/// Colours for codes without one: the eight of Okabe and Ito (2008) without black and yellow, which people with any colour vision tell
/// apart, then darker ones of them.
const COLOURS: [&str; 10] = [
    "#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#7a5195", "#8c6d31", "#4b8b3b",
    "#b03a5b",
];

impl Collected<'_> {
    pub(super) fn transcript_rows(&self) -> Result<Vec<TranscriptRow>, ProjectError> {
        let loaded = &self.reviewer.loaded;
        let texts = &loaded.texts;
        let colours = self.colours();
        let codings = self.placed_codings();
        let mut rows = Vec::with_capacity(texts.documents().len());
        for (at, document) in texts.documents().iter().enumerate().filter(|(at, _)| loaded.is_present(*at)) {
            let index = texts.index(at);
            let mut turns = Vec::with_capacity(document.turns.len());
            let mut participants = BTreeSet::new();
            let mut n_right_to_left = 0;
            for (number, turn) in document.turns.iter().enumerate() {
                let text =
                    index.slice(turn.span).map_err(|error| offset_error(self.reviewer.path(), error))?;
                let speaker = turn.speaker.and_then(|speaker| document.speakers.get(speaker));
                let is_asked = speaker.is_some_and(|speaker| speaker.role == Role::Interviewer);
                let participant = texts.people(at).get(&turn.speaker).filter(|_| !is_asked);
                participants.extend(participant.map(ToString::to_string));
                n_right_to_left += usize::from(is_right_to_left(text));
                let touching = codings.touching(&document.name, turn.span);
                turns.push(TranscriptTurn {
                    turn: number + 1,
                    speaker: speaker.map(|speaker| speaker.label.clone()),
                    role: speaker.map(|speaker| speaker.role),
                    participant: participant.map(ToString::to_string),
                    time_ms: document.time_at(turn.span.start, turn),
                    start: turn.span.start.0,
                    end: turn.span.end.0,
                    text: text.to_owned(),
                    codings: self.margin(touching, &colours),
                });
            }
            rows.push(TranscriptRow {
                document: document.name.clone(),
                document_sha256: document.sha256.clone(),
                language: loaded.languages.get(at).cloned().flatten(),
                right_to_left: 2 * n_right_to_left > turns.len(),
                participants: participants.into_iter().collect(),
                turns,
            });
        }
        Ok(rows)
    }

    /// Returns the colour of each code: its own, otherwise the next of a list.
    fn colours(&self) -> BTreeMap<(&CoderId, CodeId), Colour> {
        let mut colours = BTreeMap::new();
        let mut next = COLOURS.iter().cycle();
        for coder in &self.whose.coders {
            let view = self.reviewer.state.view(coder);
            for line in super::codebook::code_lines(view) {
                let own = view.codes.get(&line.id).and_then(|code| code.colour.clone());
                // Each colour of the list can be read.
                let listed = || next.next().and_then(|colour| colour.parse().ok());
                if let Some(colour) = own.or_else(listed) {
                    colours.insert((coder, line.id), colour);
                }
            }
        }
        colours
    }

    /// Returns the codings that touch a turn, by place. One whose code is no longer there has no colour and is left out.
    fn margin<'c>(
        &self,
        touching: impl Iterator<Item = PlacedCoding<'c>>,
        colours: &BTreeMap<(&CoderId, CodeId), Colour>,
    ) -> Vec<MarginCode> {
        let code = |PlacedCoding { coder, id, coding }: PlacedCoding<'c>| {
            Some(MarginCode {
                coding: id,
                coder: coder.clone(),
                coder_name: self.reviewer.name_of(coder).to_owned(),
                code: coding.code,
                path: self.reviewer.state.view(coder).path_of(coding.code),
                colour: colours.get(&(coder, coding.code))?.clone(),
                start: coding.start.0,
                end: coding.end.0,
                negative: coding.negative,
            })
        };
        let mut codes: Vec<MarginCode> = touching.filter_map(code).collect();
        codes.sort_by(|a, b| (a.start, a.end, &a.coder, &a.path).cmp(&(b.start, b.end, &b.coder, &b.path)));
        codes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_of_the_list_is_one() {
        assert!(COLOURS.iter().all(|colour| colour.parse::<Colour>().is_ok()));
    }
}
