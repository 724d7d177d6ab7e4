//! The candidates with their evidence, a row each.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Collected;
use crate::domain::{CandidateId, CandidateStatus, CoderId, SegmentId, StabilityLevel};
use crate::project::load_view::Quotes;
use crate::project::review::{CandidateOrigin, CandidateView};
use crate::project::view::{ProposedView, QuoteView};
use crate::project::{ProjectError, StabilityView};
use crate::review::CoderState;

/// A candidate as a coder has it, with the evidence of the run.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CandidateRow {
    /// The coder whose review it is; null where nobody decides yet.
    pub coder: Option<CoderId>,
    /// The coder's name; null as for `coder`.
    pub coder_name: Option<String>,
    /// Its letters or its number.
    pub candidate: CandidateId,
    /// The candidate theme that it is in; null for a candidate theme, and for a candidate code that is in none.
    pub theme: Option<CandidateId>,
    /// Its label; null where no text is taken out.
    pub label: Option<String>,
    /// Its status.
    pub status: CandidateStatus,
    /// The code of the codebook that it became, with those above it; empty where it became none.
    pub code_path: Vec<String>,
    /// The candidate that it was merged into, if any.
    pub merged_into: Option<CandidateId>,
    /// How it came about; null where the run proposed it.
    pub made_by: Option<CandidateOrigin>,
    /// How many segments it has.
    pub n_segments: usize,
    /// How many participants its segments are from.
    pub n_participants: usize,
    /// Its segments.
    pub segments: Vec<SegmentId>,
    /// Those of them that are negative cases.
    pub negative: Vec<SegmentId>,
    /// Terms that distinguish it, best first; empty where no text is taken out.
    pub key_terms: Vec<String>,
    /// Mean cosine of its segments to their mean direction; null where unknown.
    pub cohesion: Option<f64>,
    /// The level of its stability; null where its segments differ from those of the run.
    pub stability_level: Option<StabilityLevel>,
    /// All figures of stability of the run's proposal; null where no run proposed it.
    pub stability: Option<StabilityView>,
    /// Whether its segments are those that the run proposed, so that exemplars, near misses, rival and figures are about them.
    pub is_as_proposed: bool,
    /// Exemplary segments of the run's proposal, best first.
    pub exemplars: Vec<ExportQuote>,
    /// Segments that nearly belonged to the run's proposal.
    pub near_misses: Vec<ExportQuote>,
    /// The most similar candidate of its level in the run; null where there is none.
    pub rival: Option<ExportRival>,
    /// What its readers must know, in sentences; empty where no text is taken out.
    pub notices: Vec<String>,
}

/// Words of an interview with their place.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExportQuote {
    /// The document.
    pub document: String,
    /// The participant; null where unknown.
    pub participant: Option<String>,
    /// The turn, from 1.
    pub turn: usize,
    /// The first code point in the document's text, from 0.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The words; null where no text is taken out.
    pub text: Option<String>,
    /// The cosine to the centre of the candidate.
    pub similarity: Option<f64>,
}

/// The candidate most similar to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExportRival {
    /// Its letters or its number.
    pub candidate: CandidateId,
    /// Its label; null where no text is taken out.
    pub label: Option<String>,
    /// The cosine between the two centres.
    pub similarity: f64,
}

/// The run's proposals by name, with their segments.
type Proposed = BTreeMap<CandidateId, ProposedView>;

impl Collected<'_> {
    pub(super) fn candidate_rows(&self) -> Result<Vec<CandidateRow>, ProjectError> {
        let loaded = &self.reviewer.loaded;
        let quotes = Quotes::new(self.project(), loaded);
        let mut proposed = Proposed::new();
        for theme in self.project().theme_views(loaded, &quotes)? {
            for view in theme.codes.into_iter().chain([theme.theme]) {
                proposed.insert(view.id, view);
            }
        }
        if self.whose.coders.is_empty() {
            return Ok(self.candidates_of(None, CoderState::of_nobody(), &proposed));
        }
        let coders = self.whose.coders.iter();
        Ok(coders
            .flat_map(|coder| self.candidates_of(Some(coder), self.reviewer.state.view(coder), &proposed))
            .collect())
    }

    fn candidates_of(
        &self,
        coder: Option<&CoderId>,
        view: &CoderState,
        proposed: &Proposed,
    ) -> Vec<CandidateRow> {
        let (themes, codes) = self.reviewer.candidates_in(view);
        let row = |found: CandidateView, theme: Option<CandidateId>| {
            let of_run = proposed.get(&found.id);
            let is_as_proposed = self.reviewer.is_as_proposed(&found);
            let quote = |quote: &QuoteView| ExportQuote {
                document: quote.document.clone(),
                participant: quote.participant.clone(),
                turn: quote.turn,
                start: quote.start,
                end: quote.end,
                text: self.said(Some(&quote.text)),
                similarity: quote.similarity,
            };
            CandidateRow {
                coder: coder.cloned(),
                coder_name: coder.map(|coder| self.reviewer.name_of(coder).to_owned()),
                theme,
                label: self.said(Some(&found.label)),
                status: found.verdict,
                code_path: found.code.map(|code| view.path_of(code)).unwrap_or_default(),
                merged_into: found.merged_into,
                made_by: found.made_by,
                n_segments: found.n_segments,
                n_participants: found.n_participants,
                is_as_proposed,
                segments: found.segments,
                negative: found.negative,
                key_terms: found.key_terms.into_iter().filter(|_| !self.without_text).collect(),
                cohesion: found.cohesion,
                stability_level: found.stability,
                stability: of_run.and_then(|view| view.stability),
                exemplars: of_run.map(|view| view.exemplars.iter().map(quote).collect()).unwrap_or_default(),
                near_misses: of_run
                    .map(|view| view.near_misses.iter().map(|miss| quote(&miss.quote)).collect())
                    .unwrap_or_default(),
                rival: of_run.and_then(|view| view.rival.as_ref()).map(|rival| ExportRival {
                    candidate: rival.id,
                    label: self.said(Some(&rival.label)),
                    similarity: rival.similarity,
                }),
                notices: of_run
                    .filter(|_| !self.without_text)
                    .map(|view| view.notices.iter().map(ToString::to_string).collect())
                    .unwrap_or_default(),
                candidate: found.id,
            }
        };
        let mut rows = Vec::new();
        for theme in themes {
            let id = theme.theme.id;
            rows.push(row(theme.theme, None));
            rows.extend(theme.codes.into_iter().map(|code| row(code, Some(id))));
        }
        rows.extend(codes.into_iter().map(|code| row(code, None)));
        rows
    }
}
