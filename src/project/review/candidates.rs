//! The candidates as a coder sees them.

use serde::Serialize;

use crate::domain::{
    CandidateId, CandidateStatus, CandidateThemeId, CodeId, CodingId, MadeBy, ProposalId, SegmentId,
    SegmentRef, StabilityLevel, ThemeMadeBy,
};
use crate::review::{self, Candidate, CoderState};

use super::Reviewer;
use crate::project::load_view::Quotes;
use crate::project::{ProjectError, QuoteView};

/// A candidate as a coder sees it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CandidateView {
    /// Its letters or its number, as it is typed.
    pub id: CandidateId,
    /// Its label.
    pub label: String,
    /// Its status. That of a candidate theme follows from its candidate codes.
    pub verdict: CandidateStatus,
    /// The code or theme of the codebook that it became, if any.
    pub code: Option<CodeId>,
    /// The candidate that it was merged into, if any.
    pub merged_into: Option<CandidateId>,
    /// The decision that made it; null where the run proposed it.
    pub made_by: Option<CandidateOrigin>,
    /// Terms that distinguish it, best first.
    pub key_terms: Vec<String>,
    /// How many segments it has.
    pub n_segments: usize,
    /// How many participants its segments are from.
    pub n_participants: usize,
    /// Mean cosine of its segments to their mean direction; null where it has none, and for candidate themes of older runs.
    pub cohesion: Option<f64>,
    /// Its stability; null where its segments differ from those of the run, or the run did not assess it.
    pub stability: Option<StabilityLevel>,
    /// Its segments.
    pub segments: Vec<SegmentId>,
    /// Those of them that are negative cases.
    pub negative: Vec<SegmentId>,
}

/// How a candidate came about that no run proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CandidateOrigin {
    /// It was split from this one.
    SplitOf(CandidateId),
    /// What it holds was moved into it from these; from none if it was in none.
    MovedFrom(Vec<CandidateId>),
    /// It was suggested again, from segments that were in no candidate or in undecided ones.
    SuggestedAgain,
}

/// A candidate theme as a coder sees it, with its candidate codes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CandidateThemeView {
    /// The candidate theme.
    #[serde(flatten)]
    pub theme: CandidateView,
    /// Its candidate codes; empty where it holds segments itself.
    pub codes: Vec<CandidateView>,
}

/// A segment with its words and the coder's decisions on it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReviewSegment {
    /// Its number in the run.
    pub id: SegmentId,
    /// The candidate that it is in, if any.
    pub candidate: Option<CandidateId>,
    /// Whether it is a negative case there.
    pub negative: bool,
    /// The coder's codings of it.
    pub codings: Vec<CodingId>,
    /// Its words and their source.
    #[serde(flatten)]
    pub quote: QuoteView,
}

impl Reviewer {
    /// Returns one candidate with its candidate codes, as the decisions of a coder leave it.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is no such candidate.
    pub(in crate::project) fn candidate(
        &self,
        view: &CoderState,
        id: CandidateId,
    ) -> Result<CandidateThemeView, ProjectError> {
        let found = match self.base.meant(id) {
            Candidate::OfSegments(code) => {
                self.of_segments(view, code).map(|theme| CandidateThemeView { theme, codes: Vec::new() })
            }
            Candidate::OfCodes(theme) => self.of_codes(view, theme),
        };
        Ok(found.ok_or_else(|| review::no_such(&self.base, view, id))?)
    }

    /// Tells whether the segments of a candidate are those that the run proposed for it.
    pub(in crate::project) fn is_as_proposed(&self, found: &CandidateView) -> bool {
        let proposed = self.candidate(CoderState::of_nobody(), found.id);
        let lacks = self.base.lacks_segments(self.base.meant(found.id));
        !lacks && proposed.is_ok_and(|proposed| proposed.theme.segments == found.segments)
    }

    /// Returns the candidate themes with their candidate codes, and the candidate codes that are in no theme.
    pub(in crate::project) fn candidates_in(
        &self,
        view: &CoderState,
    ) -> (Vec<CandidateThemeView>, Vec<CandidateView>) {
        let base = &self.base;
        let codes = review::candidate_ids(base, view);
        if !base.has_two_levels() {
            let themes = codes.into_iter().filter_map(|id| self.of_segments(view, id));
            return (
                themes.map(|theme| CandidateThemeView { theme, codes: Vec::new() }).collect(),
                Vec::new(),
            );
        }
        let themes = review::candidate_theme_ids(base, view).into_iter();
        let in_none = codes.into_iter().filter(|&id| review::theme_of(base, view, id).is_none());
        (
            themes.filter_map(|id| self.of_codes(view, id)).collect(),
            in_none.filter_map(|id| self.of_segments(view, id)).collect(),
        )
    }

    /// Returns segments with their words, in the order given; skips numbers that the run lacks.
    ///
    /// # Errors
    /// [`ProjectError::Damaged`].
    pub(in crate::project) fn segments(
        &self,
        view: &CoderState,
        segments: &[SegmentId],
    ) -> Result<Vec<ReviewSegment>, ProjectError> {
        let quotes = Quotes::new(&self.project, &self.loaded);
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
                // The cosine computed by the run is valid only for the candidate that the run put the segment in.
                let is_there = place.candidate.is_some() && place.candidate == self.base.code_of(id);
                Ok(ReviewSegment {
                    id,
                    candidate: place.candidate.map(|candidate| self.base.name(candidate)),
                    negative: place.negative,
                    codings: codings.get(&id).cloned().unwrap_or_default(),
                    quote: quotes.quote(id, similarity.get(&id).copied().filter(|_| is_there))?,
                })
            })
            .collect()
    }

    /// Returns a candidate that holds segments.
    pub(super) fn of_segments(&self, view: &CoderState, id: ProposalId) -> Option<CandidateView> {
        let base = &self.base;
        let candidate = review::candidate(base, view, id)?;
        let members = review::members(base, view, id);
        // What was measured with segments that are absent now is not true of the others.
        let is_whole = !review::lacks_segments(base, view, id);
        let proposed = base.code(id).filter(|proposed| is_whole && proposed.members == members);
        let negative = |segment: &&SegmentId| review::place(base, view, **segment).negative;
        let name = |id: ProposalId| base.name(id);
        Some(CandidateView {
            id: name(id),
            label: candidate.label,
            verdict: candidate.verdict,
            code: candidate.code,
            merged_into: candidate.merged_into.map(name),
            made_by: candidate.made_by.map(|made_by| match made_by {
                MadeBy::SplitOf(of) => CandidateOrigin::SplitOf(name(of)),
                MadeBy::MovedFrom(from) => CandidateOrigin::MovedFrom(from.into_iter().map(name).collect()),
                MadeBy::SuggestedAgain => CandidateOrigin::SuggestedAgain,
            }),
            key_terms: candidate.evidence.key_terms.into_iter().map(|term| term.term).collect(),
            n_segments: members.len(),
            n_participants: base.n_participants(&members),
            cohesion: candidate.evidence.cohesion.filter(|_| !members.is_empty() && is_whole),
            stability: proposed.and_then(|proposed| proposed.stability),
            negative: members.iter().filter(negative).copied().collect(),
            segments: members.into_iter().collect(),
        })
    }

    /// Returns a candidate theme that holds candidate codes.
    fn of_codes(&self, view: &CoderState, id: CandidateThemeId) -> Option<CandidateThemeView> {
        let base = &self.base;
        let theme = review::candidate_theme(base, view, id)?;
        let members = review::theme_members(base, view, id);
        let of_run = CoderState::of_nobody();
        let is_whole = !base.lacks_segments(Candidate::OfCodes(id));
        let proposed =
            base.theme(id).filter(|_| is_whole && review::theme_members(base, of_run, id) == members);
        let negative = |segment: &&SegmentId| review::place(base, view, **segment).negative;
        let name = CandidateId::Theme;
        let codes = review::candidate_ids(base, view).into_iter();
        let codes = codes.filter(|&code| review::theme_of(base, view, code) == Some(id));
        let theme = CandidateView {
            id: name(id),
            label: theme.label,
            verdict: review::theme_status(base, view, id),
            code: theme.code,
            merged_into: theme.merged_into.map(name),
            made_by: theme.made_by.map(|made_by| match made_by {
                ThemeMadeBy::SplitOf(of) => CandidateOrigin::SplitOf(name(of)),
                ThemeMadeBy::MovedFrom(from) => {
                    CandidateOrigin::MovedFrom(from.into_iter().map(name).collect())
                }
            }),
            key_terms: theme.evidence.key_terms.into_iter().map(|term| term.term).collect(),
            n_segments: members.len(),
            n_participants: base.n_participants(&members),
            cohesion: theme.evidence.cohesion.filter(|_| !members.is_empty() && is_whole),
            stability: proposed.and_then(|proposed| proposed.stability),
            negative: members.iter().filter(negative).copied().collect(),
            segments: members.into_iter().collect(),
        };
        Some(CandidateThemeView {
            theme,
            codes: codes.filter_map(|code| self.of_segments(view, code)).collect(),
        })
    }
}
