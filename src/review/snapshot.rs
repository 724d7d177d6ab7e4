//! What a review stands on and never changes: the run's segments and candidate themes, the documents, the participants.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::{ProposalId, RunId, SegmentId, Span, StabilityLevel, ThemeEvidence};

/// A segment of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunSegment {
    /// Its document's name.
    pub document: Arc<str>,
    /// Where it stands in it.
    pub span: Span,
    /// Who said it, where that is known.
    pub participant: Option<Arc<str>>,
}

/// A candidate theme as the run proposed it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposedTheme {
    /// Its suggested label.
    pub label: String,
    /// Key terms, cohesion, participants.
    pub evidence: ThemeEvidence,
    /// How far it can be relied on, where the run asked.
    pub stability: Option<StabilityLevel>,
    /// Its segments.
    pub members: BTreeSet<SegmentId>,
    /// Segments that nearly belong to it.
    pub near_misses: Vec<SegmentId>,
}

/// The run under review.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSnapshot {
    /// Its number.
    pub run: RunId,
    segments: Vec<RunSegment>,
    themes: Vec<ProposedTheme>,
    theme_of: Vec<Option<ProposalId>>,
    /// The length of each document in code points, by name.
    pub documents: BTreeMap<String, usize>,
    /// All participants.
    pub participants: BTreeSet<String>,
}

impl RunSnapshot {
    /// A run: segment `i` of `segments` has the number `i + 1`, and so has theme `i` of `themes`. A segment that a theme
    /// names and the run lacks is left aside.
    #[must_use]
    pub fn new(
        run: RunId,
        segments: Vec<RunSegment>,
        mut themes: Vec<ProposedTheme>,
        documents: BTreeMap<String, usize>,
        participants: BTreeSet<String>,
    ) -> Self {
        let mut theme_of = vec![None; segments.len()];
        for (theme, id) in themes.iter_mut().zip(1..) {
            theme.members.retain(|segment| {
                let place = (segment.0 as usize).checked_sub(1).and_then(|at| theme_of.get_mut(at));
                place.map(|place| *place = Some(ProposalId(id))).is_some()
            });
        }
        Self { run, segments, themes, theme_of, documents, participants }
    }

    /// A segment.
    #[must_use]
    pub fn segment(&self, id: SegmentId) -> Option<&RunSegment> {
        self.segments.get((id.0 as usize).checked_sub(1)?)
    }

    /// The segment that is just this span of a document.
    #[must_use]
    pub fn segment_at(&self, document: &str, span: Span) -> Option<SegmentId> {
        let at = self.segments.iter().position(|s| s.span == span && s.document.as_ref() == document)?;
        Some(SegmentId(at as u32 + 1))
    }

    /// How many segments there are.
    #[must_use]
    pub fn n_segments(&self) -> usize {
        self.segments.len()
    }

    /// All segments' numbers.
    pub fn segment_ids(&self) -> impl Iterator<Item = SegmentId> + use<> {
        (1..=self.segments.len() as u32).map(SegmentId)
    }

    /// A candidate theme as it was proposed.
    #[must_use]
    pub fn theme(&self, id: ProposalId) -> Option<&ProposedTheme> {
        self.themes.get((id.0 as usize).checked_sub(1)?)
    }

    /// How many candidate themes were proposed: they have the numbers 1 to this.
    #[must_use]
    pub fn n_themes(&self) -> u32 {
        self.themes.len() as u32
    }

    /// The theme that the run put a segment in; `None` for noise.
    #[must_use]
    pub fn theme_of(&self, segment: SegmentId) -> Option<ProposalId> {
        self.theme_of.get((segment.0 as usize).checked_sub(1)?).copied().flatten()
    }
}
