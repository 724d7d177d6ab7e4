//! The segments of the run, a row each, coded or not.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::Collected;
use crate::domain::{CandidateId, CodeId, CoderId, ProposalId, SegmentId, Span};
use crate::project::ProjectError;
use crate::project::load_view::Quotes;
use crate::project::review::PlacedCoding;
use crate::review::{self, CoderState};

/// A segment with its words, its candidate and its codes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SegmentRow {
    /// Its number in the run.
    pub segment: SegmentId,
    /// The document.
    pub document: String,
    /// SHA-256 of the source of the document.
    pub document_sha256: String,
    /// The participant who says it; null where unknown.
    pub participant: Option<String>,
    /// The participant's attributes; empty where no text is taken out.
    pub attributes: BTreeMap<String, String>,
    /// The label of the speaker in the document; null where unknown, and where no text is taken out.
    pub speaker: Option<String>,
    /// The turn, from 1.
    pub turn: usize,
    /// When it is said, in milliseconds from the start of the recording; null where the document has no times.
    pub time_ms: Option<u64>,
    /// Its first code point in the document's text, from 0.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The words, as in the document; null where no text is taken out.
    pub text: Option<String>,
    /// The question before it; null where nobody asked, and where no text is taken out.
    pub question: Option<String>,
    /// Its candidate theme; null where it is in none. As the one coder of the export has it, otherwise as the run proposed it.
    pub candidate_theme: Option<CandidateId>,
    /// The label of the candidate theme; null where it is in none, and where no text is taken out.
    pub candidate_theme_label: Option<String>,
    /// Its candidate code, in a run of two levels; null where it is in none.
    pub candidate_code: Option<CandidateId>,
    /// The label of the candidate code; null where it is in none, and where no text is taken out.
    pub candidate_code_label: Option<String>,
    /// The codes of all codings that touch it, by coder and place.
    pub codes: Vec<SegmentCode>,
}

/// A code that a coder gave to words of a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SegmentCode {
    /// The coder.
    pub coder: CoderId,
    /// The coder's name.
    pub coder_name: String,
    /// The code.
    pub code: CodeId,
    /// The code's label with those above it, the highest first.
    pub path: Vec<String>,
}

/// The labels of candidates, looked up once each.
struct Labels<'a, 'b> {
    of: &'a Collected<'b>,
    view: &'a CoderState,
    found: HashMap<ProposalId, CandidateNames>,
}

/// The names of the candidates in which a segment is.
#[derive(Clone, Debug, Default)]
struct CandidateNames {
    theme: Option<CandidateId>,
    theme_label: Option<String>,
    code: Option<CandidateId>,
    code_label: Option<String>,
}

impl Labels<'_, '_> {
    fn names(&mut self, id: ProposalId) -> CandidateNames {
        if let Some(found) = self.found.get(&id) {
            return found.clone();
        }
        let base = &self.of.reviewer.base;
        let own = review::candidate_label(base, self.view, base.name(id));
        let own = self.of.said(own.as_deref());
        let names = if base.has_two_levels() {
            let theme = review::theme_of(base, self.view, id).map(CandidateId::Theme);
            let label = theme.and_then(|theme| review::candidate_label(base, self.view, theme));
            CandidateNames {
                theme,
                theme_label: self.of.said(label.as_deref()),
                code: Some(base.name(id)),
                code_label: own,
            }
        } else {
            CandidateNames { theme: Some(base.name(id)), theme_label: own, code: None, code_label: None }
        };
        self.found.insert(id, names.clone());
        names
    }
}

impl Collected<'_> {
    /// Returns the state whose candidates are shown: that of the one coder, otherwise that of nobody.
    fn shown_view(&self) -> &CoderState {
        match self.whose.coders.as_slice() {
            [only] => self.reviewer.state.view(only),
            _ => CoderState::of_nobody(),
        }
    }

    pub(super) fn segment_rows(&self) -> Result<Vec<SegmentRow>, ProjectError> {
        let reviewer = self.reviewer;
        let quotes = Quotes::new(&reviewer.project, &reviewer.loaded);
        let codings = self.placed_codings();
        let view = self.shown_view();
        let mut labels = Labels { of: self, view, found: HashMap::new() };
        let documents = reviewer.loaded.texts.documents();
        let sha256 = |segment| Some(documents[reviewer.loaded.row(segment)?.document].sha256.clone());
        let mut rows = Vec::with_capacity(reviewer.loaded.run.segments.len());
        for segment in reviewer.base.present() {
            let quote = quotes.quote(segment, None)?;
            let name = quote.document.as_str();
            let span = Span::new(quote.start, quote.end);
            let code = |PlacedCoding { coder, coding, .. }: PlacedCoding<'_>| SegmentCode {
                coder: coder.clone(),
                coder_name: reviewer.name_of(coder).to_owned(),
                code: coding.code,
                path: reviewer.state.view(coder).path_of(coding.code),
            };
            let mut touching: Vec<PlacedCoding<'_>> = codings.touching(name, span).collect();
            touching.sort_by_key(|placed| (placed.coder, placed.coding.span(), placed.coding.code));
            let attributes = quote.participant.as_ref().filter(|_| !self.without_text);
            let attributes = attributes.and_then(|name| reviewer.loaded.attributes.get(name));
            let place = review::place(&reviewer.base, view, segment);
            let names = place.candidate.map(|id| labels.names(id)).unwrap_or_default();
            rows.push(SegmentRow {
                segment,
                document_sha256: sha256(segment).unwrap_or_default(),
                attributes: attributes.cloned().unwrap_or_default(),
                participant: quote.participant,
                speaker: self.said(quote.speaker.as_deref()),
                turn: quote.turn,
                time_ms: quote.time_ms,
                start: quote.start,
                end: quote.end,
                text: self.said(Some(&quote.text)),
                question: self.said(quote.question.as_deref()),
                candidate_theme: names.theme,
                candidate_theme_label: names.theme_label,
                candidate_code: names.code,
                candidate_code_label: names.code_label,
                codes: touching.into_iter().map(code).collect(),
                document: quote.document,
            });
        }
        Ok(rows)
    }
}
