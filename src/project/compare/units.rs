//! The units of a comparison: segments, turns, sentences, or stretches of characters.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Document, Role, Span, TextIndex};
use crate::project::load_view::LoadedRun;
use crate::project::run_texts::{Row, RunTexts};
use crate::segment;

use super::ComparisonUnit;
use super::request::CompareRequest;

/// A unit of comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// Its document: an index into [`Units::documents`].
    pub(super) document: usize,
    /// Its span in the document.
    pub(super) span: Span,
    /// Its turn, or the first of them: an index into the document's turns.
    pub(super) turn: usize,
    /// Where units are segments: its index among those of the run.
    pub(super) segment: Option<usize>,
}

/// The units of a study.
pub(super) struct Units<'a> {
    pub(super) kind: ComparisonUnit,
    /// The texts of the run.
    pub(super) texts: &'a RunTexts,
    /// By name.
    pub(super) documents: &'a [Document],
    /// Those of them that were taken out of the study.
    pub(super) absent: BTreeSet<usize>,
    /// All units, by document and position.
    pub(super) all: Vec<Unit>,
}

impl<'a> Units<'a> {
    /// Cuts a run's documents into units. `bounds` are the positions in each document where a coding begins or ends: between
    /// two of them, within a turn, all characters are coded alike.
    pub(super) fn new(
        loaded: &'a LoadedRun,
        request: &CompareRequest,
        bounds: &BTreeMap<String, BTreeSet<usize>>,
    ) -> Self {
        let texts = &*loaded.texts;
        let documents = texts.documents();
        let segment = |(n, row): (usize, &Row)| Unit {
            document: row.document,
            span: row.span,
            turn: row.turn,
            segment: Some(n),
        };
        let mut all: Vec<Unit> = match request.unit {
            ComparisonUnit::Segment => {
                let rows = texts.rows().iter().enumerate();
                rows.filter(|(_, row)| loaded.is_present(row.document)).map(segment).collect()
            }
            unit => documents
                .iter()
                .enumerate()
                .filter(|(at, _)| loaded.is_present(*at))
                .flat_map(|(at, document)| {
                    let bounds = bounds.get(&document.name);
                    of_document(unit, at, document, &texts.index(at), request.include_interviewer, bounds)
                })
                .collect(),
        };
        all.sort_by_key(|unit| (unit.document, unit.span));
        let absent = (0..documents.len()).filter(|&at| !loaded.is_present(at)).collect();
        Self { kind: request.unit, texts, documents, absent, all }
    }

    /// Returns the participant who says a unit, under the name that results use.
    pub(super) fn participant(&self, unit: &Unit) -> Option<&'a str> {
        let turn = self.documents[unit.document].turns.get(unit.turn)?;
        self.texts.people(unit.document).get(&turn.speaker).map(AsRef::as_ref)
    }

    /// Returns the weight of a unit: characters are taken in stretches, each counted by its length.
    pub(super) fn weight(&self, unit: &Unit) -> u64 {
        if self.kind == ComparisonUnit::Character { unit.span.len() as u64 } else { 1 }
    }
}

/// Cuts one document, the one at `at`, into units.
fn of_document(
    unit: ComparisonUnit,
    at: usize,
    document: &Document,
    index: &TextIndex<'_>,
    include_interviewer: bool,
    bounds: Option<&BTreeSet<usize>>,
) -> Vec<Unit> {
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
