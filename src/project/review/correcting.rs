//! Lets the codings of all coders follow the corrected words of a document.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::domain::{
    CoderId, CodingId, Decision, MemoTarget, MovedPassage, MovedSegment, SegmentId, SegmentRef, Span,
    Timestamp,
};
use crate::project::addition::CorrectionView;
use crate::project::alignment::Alignment;
use crate::project::earlier::Corrected;
use crate::project::{ProjectError, Refusal};

use super::Reviewer;
use super::commit::{Act, Commit, Session};

/// A coding that has no place in the corrected words of its document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnplacedCoding {
    /// The coding.
    pub coding: CodingId,
    /// The labels of its code and of those above it, the highest first.
    pub path: Vec<String>,
    /// The document with the words as they were.
    pub document: String,
    /// The document with the corrected words.
    pub now: String,
    /// The words as they were.
    pub text: String,
}

impl Reviewer {
    /// Puts the corrected words of documents in the place of the words as they were. Each coder's codings move with their words, by a decision
    /// of that coder; the project's coder makes the correction itself.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where the project has no coder; [`ProjectError::Store`].
    pub(in crate::project) fn correct(
        &mut self,
        corrected: &[Corrected],
        at: &Timestamp,
    ) -> Result<Vec<CorrectionView>, ProjectError> {
        let Some(first) = self.state.first_coder().cloned() else {
            return Err(Refusal::NoSuchCoder { coder: String::new(), known: Vec::new() }.into());
        };
        let mut views = Vec::with_capacity(corrected.len());
        for of in corrected {
            let n_before = self.n_codings_in(&first, &of.before);
            self.move_to_corrected(of, &first, at)?;
            let n_unplaced = self.n_codings_in(&first, &of.before);
            views.push(CorrectionView {
                document: of.before.clone(),
                now: of.now.clone(),
                n_moved: n_before.saturating_sub(n_unplaced),
                n_unplaced,
            });
        }
        Ok(views)
    }

    /// Moves to corrected words what coders have in the words as they were: by one decision of each coder, the first of which puts the
    /// corrected words into the study.
    fn move_to_corrected(
        &mut self,
        of: &Corrected,
        first: &CoderId,
        at: &Timestamp,
    ) -> Result<(), ProjectError> {
        let mut decisions = vec![(first.clone(), self.correction(first, of)?)];
        for coder in self.coders().keys().filter(|coder| *coder != first) {
            if self.has_something_in(coder, &of.before) {
                decisions.push((coder.clone(), self.correction(coder, of)?));
            }
        }
        self.transact(at, false, |session| session.correct(&decisions, at))
    }

    /// Moves codings that had no place in the corrected words of their document, and have one by now: because they came from another copy of
    /// the project, or because the words came back with another correction.
    ///
    /// # Errors
    /// [`ProjectError::Store`].
    pub(in crate::project) fn place_codings(&mut self, at: &Timestamp) -> Result<(), ProjectError> {
        let mut decisions = Vec::new();
        for document in self.state.removed().keys() {
            let now = self.corrected_name(document);
            let is_present =
                self.loaded.texts.place(now).is_some_and(|at| now != document && self.loaded.is_present(at));
            if !is_present {
                continue;
            }
            let of = Corrected { before: document.clone(), now: now.to_owned() };
            for coder in self.coders().keys().filter(|coder| self.n_codings_in(coder, document) > 0) {
                let mut decision = self.correction(coder, &of)?;
                if let Decision::CorrectDocument { segments, passages, .. } = &mut decision
                    && !passages.is_empty()
                {
                    segments.clear();
                    decisions.push((coder.clone(), decision));
                }
            }
        }
        match decisions.is_empty() {
            true => Ok(()),
            false => self.transact(at, false, |session| session.correct(&decisions, at)),
        }
    }

    fn n_codings_in(&self, coder: &CoderId, document: &str) -> usize {
        self.state.view(coder).all_codings().filter(|(_, coding)| coding.document == document).count()
    }

    /// Returns the decision by which what a coder has in a document follows its corrected words.
    fn correction(&self, coder: &CoderId, of: &Corrected) -> Result<Decision, ProjectError> {
        let texts = &self.loaded.texts;
        let place = |name: &str| {
            let missing = || self.project.damaged(&format!("document {name} is missing"));
            texts.place(name).ok_or_else(missing)
        };
        let (before, now) = (place(&of.before)?, place(&of.now)?);
        let text = |at: usize| texts.documents()[at].text.as_str();
        let alignment = Alignment::of(text(before), text(now));
        let coded = self.state.view(coder).all_codings();
        let spans: BTreeSet<Span> = coded
            .filter(|(_, coding)| coding.document == of.before)
            .map(|(_, coding)| coding.span())
            .collect();
        let segments = |document: usize| -> Vec<(SegmentId, Span)> {
            let rows = texts.rows().iter().zip(1..).filter(|(row, _)| row.document == document);
            rows.map(|(row, id)| (SegmentId(id), row.span)).collect()
        };
        let (segments_before, segments_now) = (segments(before), segments(now));
        let passage = |span: Span| {
            let is_segment = segments_before.iter().any(|(_, of)| *of == span);
            let now = match is_segment {
                true => alignment.place_of_segment(span, &segments_now)?,
                false => alignment.place(span)?,
            };
            let (start, end) = (span.start.0, span.end.0);
            Some(MovedPassage { start, end, new_start: now.start.0, new_end: now.end.0 })
        };
        let successors = alignment.successors(&segments_before, &segments_now);
        Ok(Decision::CorrectDocument {
            document: of.before.clone(),
            corrected: of.now.clone(),
            passages: spans.into_iter().filter_map(passage).collect(),
            segments: successors.into_iter().map(|(from, to)| MovedSegment { from, to }).collect(),
        })
    }

    /// Tells whether a coder coded something in a document, or decided something on its segments.
    fn has_something_in(&self, coder: &CoderId, document: &str) -> bool {
        let view = self.state.view(coder);
        let run = self.base.run;
        let in_it = |segment: SegmentId| {
            let row = self.loaded.row(segment);
            row.is_some_and(|row| self.loaded.texts.documents()[row.document].name == document)
        };
        let is_on_it = |target: &MemoTarget| match target {
            MemoTarget::Document(name) => name == document,
            MemoTarget::Segment(SegmentRef { run: of, id }) => *of == run && in_it(*id),
            _ => false,
        };
        view.all_codings().any(|(_, coding)| coding.document == document)
            || view.places.keys().any(|(of, id)| *of == run && in_it(*id))
            || view.fits.keys().any(|(_, of, id)| *of == run && in_it(*id))
            || view.memos.values().any(|memo| is_on_it(&memo.on))
    }

    /// Lists a coder's codings that have no place in the corrected words of their documents.
    pub(super) fn unplaced(&self, coder: &CoderId) -> Vec<UnplacedCoding> {
        let view = self.state.view(coder);
        let mut unplaced: Vec<UnplacedCoding> = view
            .all_codings()
            .filter_map(|(id, coding)| {
                let now = self.state.removed().get(&coding.document)?.replaced_by.clone()?;
                Some(UnplacedCoding {
                    coding: id,
                    path: view.path_of(coding.code),
                    document: coding.document.clone(),
                    now,
                    text: self.words_at(&coding.document, coding.span()).unwrap_or_default().to_owned(),
                })
            })
            .collect();
        unplaced.sort_by(|a, b| (&a.document, &a.path, a.coding).cmp(&(&b.document, &b.path, b.coding)));
        unplaced
    }
}

impl Session<'_> {
    /// Makes the decisions of a correction.
    fn correct(
        &mut self,
        decisions: &[(CoderId, Decision)],
        at: &Timestamp,
    ) -> Result<Commit<()>, ProjectError> {
        for (coder, decision) in decisions {
            match self.act(coder, Act::Decide(decision), None, at) {
                // Nothing of this coder has a place there.
                Err(ProjectError::Refused(Refusal::NoChange)) => {}
                done => {
                    done?;
                }
            }
        }
        Ok(Commit::Keep(()))
    }
}
