//! The candidate themes as a coder sees them.

use serde::Serialize;

use crate::domain::{
    CandidateStatus, CodeId, CoderId, CodingId, MadeBy, ProposalId, SegmentId, SegmentRef, StabilityLevel,
};
use crate::review::{self, Refusal, State};

use super::Reviewer;
use crate::project::load_view::Quotes;
use crate::project::{ProjectError, QuoteView};

/// A candidate theme as a coder sees it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CandidateView {
    /// Its number: those of the run first, then those that the coder made.
    pub id: ProposalId,
    /// Its label.
    pub label: String,
    /// Its status.
    pub verdict: CandidateStatus,
    /// The code that it became, if any.
    pub code: Option<CodeId>,
    /// The theme that it was merged into, if any.
    pub merged_into: Option<ProposalId>,
    /// The decision that made it; null where the run proposed it.
    pub made_by: Option<MadeBy>,
    /// Terms that distinguish it, best first.
    pub key_terms: Vec<String>,
    /// How many segments it has.
    pub n_segments: usize,
    /// How many participants its segments are from.
    pub n_participants: usize,
    /// Mean cosine of its segments to their mean direction; null where it has none.
    pub cohesion: Option<f64>,
    /// Its stability; null where its segments differ from those of the run, or the run did not assess it.
    pub stability: Option<StabilityLevel>,
    /// Its segments.
    pub segments: Vec<SegmentId>,
    /// Those of them that are negative cases.
    pub negative: Vec<SegmentId>,
}

/// A segment with its words and the coder's decisions on it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReviewSegment {
    /// Its number in the run.
    pub id: SegmentId,
    /// The candidate theme that it is in, if any.
    pub theme: Option<ProposalId>,
    /// Whether it is a negative case there.
    pub negative: bool,
    /// The coder's codings of it.
    pub codings: Vec<CodingId>,
    /// Its words and their source.
    #[serde(flatten)]
    pub quote: QuoteView,
}

impl Reviewer {
    /// Returns one candidate theme as a coder sees it.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is no such theme.
    pub(in crate::project) fn candidate(
        &self,
        coder: &CoderId,
        theme: ProposalId,
    ) -> Result<CandidateView, ProjectError> {
        let run = self.base.run;
        Ok(self.candidate_in(&self.state, coder, theme).ok_or(Refusal::NoSuchTheme { theme, run })?)
    }

    /// Returns segments with their words, in the order given; skips numbers that the run lacks.
    ///
    /// # Errors
    /// [`ProjectError::Damaged`].
    pub(in crate::project) fn segments(
        &self,
        coder: &CoderId,
        segments: &[SegmentId],
    ) -> Result<Vec<ReviewSegment>, ProjectError> {
        let quotes = Quotes::new(&self.project, &self.loaded);
        let view = self.state.view(coder);
        let mut codings: std::collections::BTreeMap<SegmentId, Vec<CodingId>> =
            segments.iter().map(|&id| (id, Vec::new())).collect();
        for (id, coding) in &view.codings {
            if let Some(SegmentRef { run, id: segment }) = coding.segment
                && run == self.base.run
                && let Some(of) = codings.get_mut(&segment)
            {
                of.push(*id);
            }
        }
        let similarity: std::collections::HashMap<SegmentId, f64> =
            self.loaded.run.members.iter().map(|member| (member.segment, member.similarity)).collect();
        segments
            .iter()
            .filter(|&&id| self.base.segment(id).is_some())
            .map(|&id| {
                let place = review::place(&self.base, view, id);
                // The cosine computed by the run is valid only for the theme that the run put the segment in.
                let is_there = place.theme.is_some() && place.theme == self.base.theme_of(id);
                Ok(ReviewSegment {
                    id,
                    theme: place.theme,
                    negative: place.negative,
                    codings: codings.get(&id).cloned().unwrap_or_default(),
                    quote: quotes.quote(id, similarity.get(&id).copied().filter(|_| is_there))?,
                })
            })
            .collect()
    }

    pub(super) fn themes_in(&self, state: &State, coder: &CoderId) -> Vec<CandidateView> {
        review::candidate_ids(&self.base, state.view(coder))
            .into_iter()
            .filter_map(|id| self.candidate_in(state, coder, id))
            .collect()
    }

    fn candidate_in(&self, state: &State, coder: &CoderId, id: ProposalId) -> Option<CandidateView> {
        let view = state.view(coder);
        let theme = review::candidate(&self.base, view, id)?;
        let members = review::members(&self.base, view, id);
        let proposed = self.base.theme(id);
        let is_as_proposed = proposed.is_some_and(|proposed| proposed.members == members);
        let negative = |segment: &&SegmentId| review::place(&self.base, view, **segment).negative;
        Some(CandidateView {
            id,
            label: theme.label,
            verdict: theme.verdict,
            code: theme.code,
            merged_into: theme.merged_into,
            made_by: theme.made_by,
            key_terms: theme.evidence.key_terms.into_iter().map(|term| term.term).collect(),
            n_segments: members.len(),
            n_participants: theme.evidence.n_participants,
            cohesion: theme.evidence.cohesion,
            stability: proposed.filter(|_| is_as_proposed).and_then(|proposed| proposed.stability),
            negative: members.iter().filter(negative).copied().collect(),
            segments: members.into_iter().collect(),
        })
    }
}
