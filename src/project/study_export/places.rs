//! Looks up the words at a place of a document, and who says them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::{Span, Turn};
use crate::project::review::Reviewer;

/// The documents of the run, with the participant of each turn found once.
pub(super) struct Places<'a> {
    reviewer: &'a Reviewer,
    /// The participant of each turn, for each document.
    participants: Vec<Vec<Option<Arc<str>>>>,
}

/// A place with its words.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Place<'a> {
    pub(super) text: &'a str,
    pub(super) participant: Option<Arc<str>>,
    pub(super) speaker: Option<&'a str>,
    /// The turn in which it begins, from 1.
    pub(super) turn: Option<usize>,
    pub(super) time_ms: Option<u64>,
    pub(super) question: Option<&'a str>,
    pub(super) sha256: &'a str,
}

impl<'a> Places<'a> {
    pub(super) fn new(reviewer: &'a Reviewer) -> Self {
        let texts = &reviewer.loaded.texts;
        let mut of_turn: HashMap<(usize, usize), Arc<str>> = HashMap::new();
        let mut of_speaker: HashMap<(usize, usize), Arc<str>> = HashMap::new();
        for row in texts.rows() {
            let Some(participant) = &row.participant else { continue };
            of_turn.entry((row.document, row.turn)).or_insert_with(|| participant.clone());
            let turn = texts.documents()[row.document].turns.get(row.turn);
            if let Some(speaker) = turn.and_then(|turn| turn.speaker) {
                of_speaker.entry((row.document, speaker)).or_insert_with(|| participant.clone());
            }
        }
        let participants = texts.documents().iter().enumerate().map(|(at, document)| {
            let of = |(number, turn): (usize, &Turn)| {
                let own = of_turn.get(&(at, number));
                own.or_else(|| of_speaker.get(&(at, turn.speaker?))).cloned()
            };
            document.turns.iter().enumerate().map(of).collect()
        });
        Self { reviewer, participants: participants.collect() }
    }

    /// Returns the participant of a turn, whose index counts from 0.
    pub(super) fn participant(&self, document: usize, turn: usize) -> Option<&Arc<str>> {
        self.participants.get(document)?.get(turn)?.as_ref()
    }

    /// Returns a place in a document; an empty one where the run has no such document, or the document no such place.
    pub(super) fn at(&self, document: &str, span: Span) -> Place<'a> {
        self.find(document, span).unwrap_or_default()
    }

    fn find(&self, document: &str, span: Span) -> Option<Place<'a>> {
        let texts = &self.reviewer.loaded.texts;
        let of = texts.place(document)?;
        let document = &texts.documents()[of];
        let text = texts.index(of).slice(span).ok()?;
        // Turns are in order and do not overlap: the first that ends behind the beginning of the place.
        let at = document.turns.partition_point(|turn| turn.span.end <= span.start);
        let Some(turn) = document.turns.get(at).filter(|turn| turn.span.start < span.end) else {
            return Some(Place { text, sha256: &document.sha256, ..Place::default() });
        };
        let speaker = turn.speaker.and_then(|at| document.speakers.get(at));
        Some(Place {
            text,
            participant: self.participant(of, at).cloned(),
            speaker: speaker.map(|speaker| speaker.label.as_str()),
            turn: Some(at + 1),
            time_ms: document.time_at(span.start.max(turn.span.start), turn),
            question: texts.question(of, at).ok().flatten(),
            sha256: &document.sha256,
        })
    }
}
