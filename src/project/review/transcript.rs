//! A document of the run with its segments, its people and what is set aside, for reading and searching.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::{CandidateId, CandidateStatus, Document, Role, SegmentId, Span, TextIndex, Turn};
use crate::project::ProjectError;
use crate::project::error::offset_error;
use crate::project::run_texts::Row;
use crate::project::set_aside::{AsideView, stretches};
use crate::review::{self, CoderState};

use super::Reviewer;

/// A document of the run.
pub(super) struct Transcript<'a> {
    reviewer: &'a Reviewer,
    /// Its place among the documents of the run.
    at: usize,
    pub(super) document: &'a Document,
    pub(super) index: TextIndex<'a>,
    /// Its segments, in order of place.
    pub(super) segments: Vec<(SegmentId, &'a Row)>,
    /// The participant of each speaker.
    people: &'a BTreeMap<Option<usize>, Arc<str>>,
}

/// Who says something, and when.
#[derive(Clone, Debug, Default)]
pub(super) struct Voice {
    pub(super) speaker: Option<String>,
    pub(super) role: Option<Role>,
    pub(super) participant: Option<String>,
    pub(super) time_ms: Option<u64>,
}

/// The candidate in which a coder has a segment.
#[derive(Clone, Debug)]
pub(super) struct Within {
    pub(super) candidate: CandidateId,
    pub(super) label: String,
    pub(super) verdict: CandidateStatus,
    pub(super) negative: bool,
}

impl Reviewer {
    /// Returns all documents of the run that are in the study, by name.
    pub(super) fn transcripts(&self) -> Vec<Transcript<'_>> {
        let texts = &self.loaded.texts;
        let mut all: Vec<Transcript<'_>> = (0..texts.documents().len()).map(|at| self.empty(at)).collect();
        for (row, number) in texts.rows().iter().zip(1..) {
            all[row.document].segments.push((SegmentId(number), row));
        }
        all.retain(|of| self.loaded.is_present(of.at));
        all.iter_mut().for_each(Transcript::sort);
        all
    }

    /// Returns the document at a place of the run.
    pub(super) fn transcript(&self, at: usize) -> Transcript<'_> {
        let mut found = self.empty(at);
        for (row, number) in self.loaded.texts.rows().iter().zip(1..).filter(|(row, _)| row.document == at) {
            found.segments.push((SegmentId(number), row));
        }
        found.sort();
        found
    }

    fn empty(&self, at: usize) -> Transcript<'_> {
        let texts = &self.loaded.texts;
        let (document, index) = (&texts.documents()[at], texts.index(at));
        Transcript { reviewer: self, at, document, index, segments: Vec::new(), people: texts.people(at) }
    }

    /// Returns the candidate in which a coder has a segment; `None` where it is in none.
    pub(super) fn within(&self, view: &CoderState, segment: SegmentId) -> Option<Within> {
        let place = review::place(&self.base, view, segment);
        let id = place.candidate?;
        let found = review::candidate(&self.base, view, id)?;
        let candidate = self.base.name(id);
        Some(Within { candidate, label: found.label, verdict: found.verdict, negative: place.negative })
    }
}

impl<'a> Transcript<'a> {
    fn sort(&mut self) {
        self.segments.sort_by_key(|(_, row)| row.span);
    }

    /// Returns who says a turn, and when it begins.
    pub(super) fn voice(&self, turn: &Turn) -> Voice {
        let speaker = turn.speaker.and_then(|speaker| self.document.speakers.get(speaker));
        Voice {
            speaker: speaker.map(|speaker| speaker.label.clone()),
            role: speaker.map(|speaker| speaker.role),
            participant: self.people.get(&turn.speaker).map(ToString::to_string),
            time_ms: self.document.time_at(turn.span.start, turn),
        }
    }

    /// Returns the participants whose words are in its segments.
    pub(super) fn participants(&self) -> Vec<String> {
        self.people.values().map(ToString::to_string).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Returns the words of a span.
    pub(super) fn words(&self, span: Span) -> Result<&'a str, ProjectError> {
        self.index.slice(span).map_err(|error| offset_error(self.reviewer.path(), error))
    }

    /// Returns the stretches that are in no segment, in order of place.
    pub(super) fn stretches(&self) -> Result<Vec<AsideView>, ProjectError> {
        let cut: BTreeSet<usize> = self.segments.iter().map(|(_, row)| row.turn).collect();
        let recurring = &self.reviewer.loaded.texts.recurring()[self.at];
        stretches(self.document, &self.index, recurring, &cut)
            .map_err(|error| offset_error(self.reviewer.path(), error))
    }
}
