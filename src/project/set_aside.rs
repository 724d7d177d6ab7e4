//! Accounts for every stretch of a study's documents that is in no segment.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::domain::{Aside, AsideKind, Document, Refusal, RunId, Span, TextIndex};
use crate::segment::{self, SegmentParams};

use super::error::offset_error;
use super::{Project, ProjectError};

/// What of the documents of a run is in no segment. Segments, these stretches and white space are the whole text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SetAsideView {
    /// The run.
    pub run: RunId,
    /// How many stretches there are of each kind, in all documents.
    pub counts: BTreeMap<AsideKind, usize>,
    /// The documents of the run, in order of name.
    pub documents: Vec<DocumentAsides>,
}

/// What of one document is in no segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DocumentAsides {
    /// Its name.
    pub document: String,
    /// How many segments were cut from it.
    pub n_segments: usize,
    /// The stretches, in order of place.
    pub stretches: Vec<AsideView>,
}

/// A stretch of a document that is in no segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AsideView {
    /// What it is.
    pub kind: AsideKind,
    /// Its first code point in the document's text.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The line of the document's text in which it begins, from 1.
    pub line: usize,
    /// The turn, from 1; null where it is in no turn.
    pub turn: Option<usize>,
    /// Who says it, as the document labels them; null where it is in no turn, or where no speaker is known.
    pub speaker: Option<String>,
    /// Its words.
    pub text: String,
}

impl Project {
    /// Returns what of the documents of a run is in no segment, and what it is; of the latest run if none is named. With a document,
    /// only of that one; with kinds, only these.
    ///
    /// # Errors
    /// [`ProjectError::NoRun`] or [`ProjectError::NoSuchRun`] where there is no such run; [`ProjectError::Refused`] where there is no such
    /// document; [`ProjectError::Damaged`].
    pub fn set_aside(
        &self,
        run: Option<RunId>,
        document: Option<&str>,
        kinds: &[AsideKind],
    ) -> Result<SetAsideView, ProjectError> {
        let loaded = self.load(run)?;
        let texts = &loaded.texts;
        if let Some(name) = document.filter(|name| loaded.removed.contains(*name)) {
            return Err(Refusal::RemovedDocument { name: name.to_owned() }.into());
        }
        if let Some(name) = document.filter(|name| texts.place(name).is_none()) {
            let known = texts.documents().iter().map(|document| document.name.as_str());
            let similar = crate::review::similar(name, known);
            return Err(Refusal::NoSuchDocument { name: name.to_owned(), similar }.into());
        }
        let mut cut: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); texts.documents().len()];
        let mut n_segments = vec![0; texts.documents().len()];
        for row in texts.rows() {
            cut[row.document].insert(row.turn);
            n_segments[row.document] += 1;
        }
        let recurring = texts.recurring();
        let mut counts = BTreeMap::new();
        let mut documents = Vec::with_capacity(texts.documents().len());
        for (at, found) in texts.documents().iter().enumerate() {
            if document.is_some_and(|name| name != found.name) || !loaded.is_present(at) {
                continue;
            }
            let mut stretches = stretches(found, &texts.index(at), &recurring[at], &cut[at])
                .map_err(|error| offset_error(self.path(), error))?;
            stretches.retain(|stretch| kinds.is_empty() || kinds.contains(&stretch.kind));
            for stretch in &stretches {
                *counts.entry(stretch.kind).or_default() += 1;
            }
            documents.push(DocumentAsides {
                document: found.name.clone(),
                n_segments: n_segments[at],
                stretches,
            });
        }
        Ok(SetAsideView { run: loaded.run.id, counts, documents })
    }
}

/// Lists the stretches of a document that are in no segment: those in no turn, and the turns that were not cut.
pub(super) fn stretches(
    document: &Document,
    index: &TextIndex<'_>,
    recurring: &BTreeSet<usize>,
    cut: &BTreeSet<usize>,
) -> Result<Vec<AsideView>, crate::domain::OffsetError> {
    let kinds: BTreeMap<usize, AsideKind> = match SegmentParams::default().check() {
        Ok(params) => {
            segment::segment_indexed(document, index, recurring, &params).set_aside.into_iter().collect()
        }
        Err(_) => BTreeMap::new(),
    };
    let mut lines = LineCount { text: index.text(), at: 0, line: 1 };
    let mut view = |span: Span, kind: AsideKind, turn: Option<usize>| {
        let speaker = turn.and_then(|turn| document.speakers.get(document.turns[turn].speaker?));
        Ok(AsideView {
            kind,
            start: span.start.0,
            end: span.end.0,
            line: lines.of(index.byte(span.start)?.0),
            turn: turn.map(|turn| turn + 1),
            speaker: speaker.map(|speaker| speaker.label.clone()),
            text: index.slice(span)?.to_owned(),
        })
    };
    let outside =
        crate::ingest::set_aside(document).into_iter().map(|Aside { span, kind }| (span, kind, None));
    let turns =
        document.turns.iter().enumerate().filter(|(turn, _)| !cut.contains(turn)).map(|(turn, found)| {
            (found.span, kinds.get(&turn).copied().unwrap_or(AsideKind::Other), Some(turn))
        });
    let mut all: Vec<(Span, AsideKind, Option<usize>)> = outside.chain(turns).collect();
    all.sort_unstable_by_key(|(span, ..)| *span);
    all.into_iter().map(|(span, kind, turn)| view(span, kind, turn)).collect()
}

/// Counts lines up to positions that only grow.
struct LineCount<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl LineCount<'_> {
    fn of(&mut self, byte: usize) -> usize {
        self.line += self.text.get(self.at..byte).map_or(0, |between| between.matches('\n').count());
        self.at = byte.max(self.at);
        self.line
    }
}
