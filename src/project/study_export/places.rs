//! Looks up the words at a place of a document, and who says them.

use crate::domain::Span;
use crate::project::run_texts::RunTexts;

/// The documents of the run.
pub(super) struct Places<'a>(pub(super) &'a RunTexts);

/// A place with its words.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Place<'a> {
    pub(super) text: &'a str,
    pub(super) participant: Option<&'a str>,
    pub(super) speaker: Option<&'a str>,
    /// The turn in which it begins, from 1.
    pub(super) turn: Option<usize>,
    pub(super) time_ms: Option<u64>,
    pub(super) question: Option<&'a str>,
    pub(super) sha256: &'a str,
}

impl<'a> Places<'a> {
    /// Returns a place in a document; an empty one where the run has no such document, or the document no such place.
    pub(super) fn at(&self, document: &str, span: Span) -> Place<'a> {
        self.find(document, span).unwrap_or_default()
    }

    fn find(&self, document: &str, span: Span) -> Option<Place<'a>> {
        let texts = self.0;
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
            participant: texts.people(of).get(&turn.speaker).map(AsRef::as_ref),
            speaker: speaker.map(|speaker| speaker.label.as_str()),
            turn: Some(at + 1),
            time_ms: document.time_at(span.start.max(turn.span.start), turn),
            question: texts.question(of, at).ok().flatten(),
            sha256: &document.sha256,
        })
    }
}
