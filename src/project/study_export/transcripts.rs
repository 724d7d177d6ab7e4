//! The interviews, turn by turn, with the codes of their words.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Collected;
use crate::domain::{CodeId, CoderId, CodingId, Colour, Document, Role, Span, TextIndex, is_right_to_left};
use crate::project::ProjectError;
use crate::project::error::offset_error;
use crate::project::review::PlacedCoding;

/// An interview with its codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TranscriptRow {
    /// The document.
    pub document: String,
    /// SHA-256 of the source of the document; null where the run does not hold it.
    pub document_sha256: Option<String>,
    /// Its language as an ISO 639-3 code; null where unknown.
    pub language: Option<String>,
    /// Whether most of its turns are written from right to left.
    pub right_to_left: bool,
    /// The participants who speak in it, by name.
    pub participants: Vec<String>,
    /// Its turns in their order, and between them the stretches outside all turns that have codings. Of a document that the run does not
    /// hold, the places of its codings.
    pub turns: Vec<TranscriptTurn>,
}

/// A turn of an interview, or a stretch outside all turns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TranscriptTurn {
    /// Its number, from 1; null outside all turns.
    pub turn: Option<usize>,
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
    /// Its words; empty where the run does not hold the document.
    pub text: String,
    /// The codings that touch it, by place: of a turn, also those that begin before it or end after it.
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
                    turn: Some(number + 1),
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
            let n_turns = turns.len();
            let between = outside(document, codings.of_document(&document.name));
            turns.extend(between.into_iter().map(|(gap, placed)| {
                let is_last = document.turns.last().is_none_or(|turn| turn.span.end <= gap.start);
                let (span, text) = stretch(&index, gap, is_last, &placed);
                self.outside(span, text, placed, &colours)
            }));
            turns.sort_by_key(|turn| (turn.start, turn.end));
            rows.push(TranscriptRow {
                document: document.name.clone(),
                document_sha256: Some(document.sha256.clone()),
                language: loaded.languages.get(at).cloned().flatten(),
                right_to_left: 2 * n_right_to_left > n_turns,
                participants: participants.into_iter().collect(),
                turns,
            });
        }
        let unknown = codings.documents().into_iter().filter(|name| texts.place(name).is_none());
        rows.extend(unknown.map(|name| {
            let place = |placed: &PlacedCoding<'_>| {
                self.outside(placed.coding.span(), String::new(), vec![*placed], &colours)
            };
            TranscriptRow {
                document: name.to_owned(),
                document_sha256: None,
                language: None,
                right_to_left: false,
                participants: Vec::new(),
                turns: codings.of_document(name).iter().map(place).collect(),
            }
        }));
        Ok(rows)
    }

    /// Returns a stretch outside all turns.
    fn outside(
        &self,
        span: Span,
        text: String,
        placed: Vec<PlacedCoding<'_>>,
        colours: &BTreeMap<(&CoderId, CodeId), Colour>,
    ) -> TranscriptTurn {
        TranscriptTurn {
            turn: None,
            speaker: None,
            role: None,
            participant: None,
            time_ms: None,
            start: span.start.0,
            end: span.end.0,
            text,
            codings: self.margin(placed.into_iter(), colours),
        }
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

    /// Returns codings beside their words, by place. One whose code is no longer there has no colour and is left out.
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

/// Returns the codings that touch no turn, by the gap in which they begin: its number is that of the turn behind it. The gap is given as it
/// is between the turns.
fn outside<'c>(document: &Document, codings: &[PlacedCoding<'c>]) -> Vec<(Span, Vec<PlacedCoding<'c>>)> {
    let turns = &document.turns;
    let mut gaps: BTreeMap<usize, Vec<PlacedCoding<'c>>> = BTreeMap::new();
    for placed in codings {
        let span = placed.coding.span();
        // Turns are in order and do not overlap.
        let behind = turns.partition_point(|turn| turn.span.end <= span.start);
        if turns.get(behind).is_none_or(|turn| !turn.span.touches(span)) {
            gaps.entry(behind).or_default().push(*placed);
        }
    }
    let gap = |behind: usize| {
        let start = behind.checked_sub(1).map_or(0, |before| turns[before].span.end.0);
        let end = turns.get(behind).map_or_else(|| document.text.chars().count(), |turn| turn.span.start.0);
        Span::new(start, end)
    };
    gaps.into_iter().map(|(behind, placed)| (gap(behind), placed)).collect()
}

/// Returns the words of a gap between turns, and where they are: without white space around them, and without what stands on the lines of the
/// turns, such as the label of a speaker; but at least all words of its codings.
fn stretch(index: &TextIndex<'_>, gap: Span, is_last: bool, placed: &[PlacedCoding<'_>]) -> (Span, String) {
    let all = index.slice(gap).unwrap_or_default();
    let first = if gap.start.0 == 0 { 0 } else { all.find('\n').unwrap_or(0) };
    let last = if is_last { all.len() } else { all.rfind('\n').map_or(all.len(), |at| at.max(first)) };
    let words = &all[first..last];
    let n_before = all[..first].chars().count() + words.chars().take_while(|c| c.is_whitespace()).count();
    let from = gap.start.0 + n_before;
    let words = Span::new(from, from + words.trim().chars().count());
    let coded = placed.iter().map(|placed| placed.coding.span());
    let is_bare = words.is_empty();
    let whole = coded.reduce(joined).map(|coded| if is_bare { coded } else { joined(words, coded) });
    let span = whole.unwrap_or(words);
    (span, index.slice(span).unwrap_or_default().to_owned())
}

/// Returns the shortest span that holds two.
fn joined(one: Span, other: Span) -> Span {
    Span::new(one.start.min(other.start).0, one.end.max(other.end).0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_shown_without_the_labels_of_the_turns_around_it() {
        let text = "Interview P2\n\nI: So? #1#\n\nPart two\n\nP2: Yes. #2#\nEnd";
        let index = TextIndex::new(text);
        let gap = |before: &str, behind: &str| {
            let start = text.find(before).unwrap() + before.len();
            Span::new(start, text.find(behind).unwrap().max(start))
        };
        let words = |gap, is_last| stretch(&index, gap, is_last, &[]).1;
        assert_eq!(words(Span::new(0, text.find("So?").unwrap()), false), "Interview P2");
        assert_eq!(words(gap("So?", "Yes."), false), "Part two");
        assert_eq!(words(Span::new(text.find(" #2#").unwrap(), text.len()), true), "End");
    }

    #[test]
    fn every_colour_of_the_list_is_one() {
        assert!(COLOURS.iter().all(|colour| colour.parse::<Colour>().is_ok()));
    }
}
