//! Codings that two coders accepted from the same candidate: these are not independent of each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::compare::coefficients::Ratings;
use crate::domain::{Cancelled, CandidateRef, Progress, Span};

use super::figures;
use super::frame::Frame;
use super::request::CompareRequest;
use super::sides::Marked;
use super::view::DependentView;

/// A passage that two coders coded because they accepted the same candidate: its document, its place, the candidate.
type Passage<'a> = (&'a str, Span, CandidateRef);

/// The passages that two coders coded because they accepted the same candidate.
pub(super) struct Dependent<'a> {
    passages: BTreeSet<Passage<'a>>,
}

impl<'a> Dependent<'a> {
    /// Finds the passages of two coders, given by their places among the sides.
    pub(super) fn of(frame: &'a Frame<'_>, [first, second]: [usize; 2]) -> Self {
        let accepted = |coder: usize| -> BTreeSet<Passage<'a>> {
            let of_document = frame.sides.coders[coder].marked.iter();
            let all = of_document.flat_map(|(document, marked)| marked.iter().map(move |m| (document, m)));
            all.filter_map(|(document, marked)| Some((document.as_str(), marked.span, marked.candidate?)))
                .collect()
        };
        Self { passages: accepted(first).intersection(&accepted(second)).copied().collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.passages.is_empty()
    }

    pub(super) fn n_passages(&self) -> usize {
        self.passages.len()
    }

    pub(super) fn n_candidates(&self) -> usize {
        self.passages.iter().map(|(.., candidate)| candidate).collect::<BTreeSet<_>>().len()
    }

    /// Tells for each unit whether what both coders say of it rests on such a passage.
    fn units(&self, frame: &Frame<'_>, pair: [usize; 2]) -> Vec<bool> {
        let rests = |document: &str, marked: &Marked| {
            marked.candidate.is_some_and(|from| self.passages.contains(&(document, marked.span, from)))
        };
        (0..frame.units.all.len())
            .map(|at| {
                let document = &frame.units.documents[frame.units.all[at].document].name;
                pair.iter().all(|&coder| {
                    let reading = frame.reading(coder, at);
                    reading.is_some_and(|reading| reading.marked.iter().any(|marked| rests(document, marked)))
                })
            })
            .collect()
    }

    /// Returns how many units rest on such passages, and with figures the coefficients without these units.
    pub(super) fn view(
        &self,
        frame: &Frame<'_>,
        pair: [usize; 2],
        request: &CompareRequest,
        with_figures: bool,
        progress: &dyn Progress,
    ) -> Result<DependentView, Cancelled> {
        let left_out = self.units(frame, pair);
        let weight = |at: usize| frame.units.weight(&frame.units.all[at]);
        let n_units = (0..left_out.len()).filter(|&at| left_out[at]).map(weight).sum();
        let coefficients = match with_figures {
            true => {
                let ratings: Ratings =
                    frame.ratings_of(|at| !left_out[at] && (!request.only_coded || frame.is_coded(at)));
                Some(figures::coefficients(&ratings, pair, &request.intervals, progress)?)
            }
            false => None,
        };
        let (n_passages, n_candidates) = (self.n_passages(), self.n_candidates());
        Ok(DependentView { n_passages, n_candidates, n_units, coefficients_without: coefficients })
    }
}

/// Finds the passages of each two coders, by their places among the sides; pairs without any are left out.
pub(super) fn dependent<'a>(frame: &'a Frame<'_>) -> BTreeMap<[usize; 2], Dependent<'a>> {
    let found = frame.coder_pairs().map(|pair| (pair, Dependent::of(frame, pair)));
    found.filter(|(_, found)| !found.is_empty()).collect()
}
