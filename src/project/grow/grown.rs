//! A study with the interviews that are added to it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Cancelled, Document, Language, Span};
use crate::project::Listener;
use crate::project::alignment::Alignment;
use crate::project::cut_documents;
use crate::project::earlier::Corrected;
use crate::project::embedding::EmbeddedTexts;
use crate::project::load_view::LoadedRun;
use crate::project::people::People;
use crate::project::run_texts::{Row, RunTexts};
use crate::project::view::RunCounts;
use crate::segment::{self, SegmentParams, Segmentation};

/// A study with the interviews that are added to it: documents by name, the segments that it held first.
pub(super) struct Grown {
    pub(super) loaded: LoadedRun,
    pub(super) texts: RunTexts,
    pub(super) languages: Vec<Option<Language>>,
    pub(super) people: People,
    /// The indices of the new documents.
    pub(super) new: Vec<usize>,
}

impl Grown {
    /// Returns how many segments the study held.
    pub(super) fn n_held(&self) -> usize {
        self.loaded.run.segments.len()
    }

    /// Returns for each segment of a corrected document the segment whose place it takes, by row.
    pub(super) fn inherited(&self, corrected: &[Corrected]) -> BTreeMap<usize, usize> {
        let rows = |document: usize| -> Vec<(usize, Span)> {
            let of = self.texts.rows().iter().enumerate().filter(|(_, row)| row.document == document);
            of.map(|(at, row)| (at, row.span)).collect()
        };
        let mut inherited = BTreeMap::new();
        for Corrected { before, now } in corrected {
            let (Some(before), Some(now)) = (self.texts.place(before), self.texts.place(now)) else {
                continue;
            };
            let text = |at: usize| self.texts.documents()[at].text.as_str();
            let alignment = Alignment::of(text(before), text(now));
            let successors = alignment.successors(&rows(before), &rows(now));
            inherited.extend(successors.into_iter().map(|(from, to)| (to, from)));
        }
        inherited
    }

    /// Counts what was read in the new documents.
    pub(super) fn counts(
        &self,
        documents: &[Document],
        cut: &[Segmentation],
        embedded: &EmbeddedTexts,
    ) -> RunCounts {
        let rows = self.texts.rows().iter().skip(self.n_held());
        let speaking: BTreeSet<&str> = rows.filter_map(|row| row.participant.as_deref()).collect();
        let counts =
            cut_documents::counts(documents, cut, &self.people, &embedded.n_windows[self.n_held()..]);
        RunCounts { participants: speaking.len(), ..counts }
    }

    /// Returns the new documents.
    pub(super) fn new_documents(&self) -> Vec<Document> {
        self.new.iter().map(|&at| self.texts.documents()[at].clone()).collect()
    }
}

/// Cuts the new documents; those that the study held are not cut again.
pub(super) fn cut_new(
    texts: &RunTexts,
    new: &BTreeSet<String>,
    params: SegmentParams,
    listener: &dyn Listener,
) -> Result<Vec<Segmentation>, crate::project::ProjectError> {
    let params = params.check()?;
    let recurring = texts.recurring();
    let cut = texts.documents().iter().enumerate().map(|(at, document)| {
        listener.check_cancelled()?;
        if !new.contains(&document.name) {
            return Ok(Segmentation::default());
        }
        Ok(segment::segment_indexed(document, &texts.index(at), &recurring[at], &params))
    });
    Ok(cut.collect::<Result<_, Cancelled>>()?)
}

/// Returns the segments that a run holds, with the indices of their documents among more documents.
pub(super) fn held_rows(loaded: &LoadedRun, texts: &RunTexts) -> Vec<Row> {
    let documents = loaded.texts.documents().iter().enumerate();
    let place: BTreeMap<usize, usize> =
        documents.filter_map(|(at, document)| Some((at, texts.place(&document.name)?))).collect();
    let rows = loaded.texts.rows().iter();
    rows.map(|row| Row { document: place[&row.document], ..row.clone() }).collect()
}
