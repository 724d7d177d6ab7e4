//! What is compared, unit by unit: segments, turns, sentences, or stretches of characters.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Document, Role, Span, TextIndex};
use crate::project::views::LoadedRun;
use crate::segment;

use super::ComparisonUnit;
use super::request::CompareRequest;

/// A unit of comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// Its document: an index into [`Units::documents`].
    pub(super) document: usize,
    /// Where it stands.
    pub(super) span: Span,
    /// Its turn, or the first of them: an index into the document's turns.
    pub(super) turn: usize,
    /// Which segment of the run it is, where units are segments: its index there.
    pub(super) segment: Option<usize>,
}

/// The units of a study.
pub(super) struct Units<'a> {
    pub(super) kind: ComparisonUnit,
    /// By name.
    pub(super) documents: Vec<&'a Document>,
    /// By document and place.
    pub(super) all: Vec<Unit>,
    /// Who says the turns of a speaker, by document and speaker.
    people: BTreeMap<(usize, Option<usize>), &'a str>,
}

impl<'a> Units<'a> {
    /// The units of a run's documents. `bounds` are the places in each document where a coding begins or ends: between them, and
    /// within turns, characters are coded alike.
    pub(super) fn new(
        loaded: &'a LoadedRun,
        request: &CompareRequest,
        bounds: &BTreeMap<String, BTreeSet<usize>>,
    ) -> Self {
        let mut ids: Vec<(&str, u32)> =
            loaded.documents.iter().map(|(&id, stored)| (stored.document.name.as_str(), id)).collect();
        ids.sort_unstable();
        let place: BTreeMap<u32, usize> = ids.iter().enumerate().map(|(at, &(_, id))| (id, at)).collect();
        let documents: Vec<&Document> = ids.iter().map(|(_, id)| &loaded.documents[id].document).collect();
        let mut people = BTreeMap::new();
        let mut segments = Vec::with_capacity(loaded.run.segments.len());
        for (n, stored) in loaded.run.segments.iter().enumerate() {
            let Some(&document) = place.get(&stored.document.0) else { continue };
            if let Some(turn) = documents[document].turns.get(stored.turn)
                && let Some(name) = stored.participant.and_then(|id| loaded.participants.get(&id.0))
            {
                people.insert((document, turn.speaker), name.as_str());
            }
            segments.push(Unit { document, span: stored.span, turn: stored.turn, segment: Some(n) });
        }
        let mut all = match request.unit {
            ComparisonUnit::Segment => segments,
            unit => documents
                .iter()
                .enumerate()
                .flat_map(|(at, document)| {
                    let bounds = bounds.get(&document.name);
                    of_document(unit, at, document, request.include_interviewer, bounds)
                })
                .collect(),
        };
        all.sort_by_key(|unit| (unit.document, unit.span));
        Self { kind: request.unit, documents, all, people }
    }

    /// Who says a unit, as results call them.
    pub(super) fn participant(&self, unit: &Unit) -> Option<&'a str> {
        let turn = self.documents[unit.document].turns.get(unit.turn)?;
        self.people.get(&(unit.document, turn.speaker)).copied()
    }

    /// How many equal units a unit stands for: characters are taken by stretches.
    pub(super) fn weight(&self, unit: &Unit) -> u64 {
        if self.kind == ComparisonUnit::Character { unit.span.len() as u64 } else { 1 }
    }
}

fn of_document(
    unit: ComparisonUnit,
    at: usize,
    document: &Document,
    include_interviewer: bool,
    bounds: Option<&BTreeSet<usize>>,
) -> Vec<Unit> {
    let index = TextIndex::new(&document.text);
    let mut units = Vec::new();
    for (n, turn) in document.turns.iter().enumerate() {
        let role =
            turn.speaker.and_then(|speaker| document.speakers.get(speaker)).map(|speaker| speaker.role);
        if turn.span.is_empty() || role == Some(Role::Interviewer) && !include_interviewer {
            continue;
        }
        let mut push = |span: Span| units.push(Unit { document: at, span, turn: n, segment: None });
        match unit {
            ComparisonUnit::Sentence => {
                let (Ok(words), Ok(start)) = (index.slice(turn.span), index.byte(turn.span.start)) else {
                    continue;
                };
                for range in segment::sentences(words) {
                    if let Ok(span) = index.span(start.0 + range.start..start.0 + range.end) {
                        push(span);
                    }
                }
            }
            ComparisonUnit::Character => {
                let (start, end) = (turn.span.start.0, turn.span.end.0);
                let within =
                    bounds.into_iter().flat_map(|bounds| bounds.range(start + 1..end.max(start + 1)));
                let mut from = start;
                for &bound in within.chain(std::iter::once(&end)) {
                    push(Span::new(from, bound));
                    from = bound;
                }
            }
            ComparisonUnit::Segment | ComparisonUnit::Turn => push(turn.span),
        }
    }
    units
}
