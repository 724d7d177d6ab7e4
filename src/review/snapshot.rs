//! The run under review, which never changes: its segments and candidate themes, the documents, the participants.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Refusal;
use super::similar::similar;
use crate::domain::{ProposalId, RunId, SegmentId, Span, StabilityLevel, ThemeEvidence};

/// A segment of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunSegment {
    /// Its document's name.
    pub document: Arc<str>,
    /// Its place in the document.
    pub span: Span,
    /// Its speaker, if known.
    pub participant: Option<Arc<str>>,
}

/// A candidate theme as the run proposed it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposedTheme {
    /// Its suggested label.
    pub label: String,
    /// Key terms, cohesion and number of participants.
    pub evidence: ThemeEvidence,
    /// Its stability, if the run computed it.
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
    /// Builds the snapshot: segment `i` of `segments` has the number `i + 1`, and theme `i` of `themes` too. A segment that a
    /// theme names and the run does not have is ignored.
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

    /// Returns the refusal of a participant's name that does not exist, with names that are like it.
    #[must_use]
    pub fn no_such_participant(&self, name: &str) -> Refusal {
        let similar = similar(name, self.participants.iter().map(String::as_str));
        Refusal::NoSuchParticipant { name: name.to_owned(), similar }
    }

    /// Returns the length of a document in code points.
    ///
    /// # Errors
    /// [`Refusal::NoSuchDocument`].
    pub fn length_of(&self, document: &str) -> Result<usize, Refusal> {
        self.documents.get(document).copied().ok_or_else(|| Refusal::NoSuchDocument {
            name: document.to_owned(),
            similar: similar(document, self.documents.keys().map(String::as_str)),
        })
    }

    /// Returns a segment.
    #[must_use]
    pub fn segment(&self, id: SegmentId) -> Option<&RunSegment> {
        self.segments.get((id.0 as usize).checked_sub(1)?)
    }

    /// Finds the segment with exactly this span of a document.
    #[must_use]
    pub fn segment_at(&self, document: &str, span: Span) -> Option<SegmentId> {
        let at = self.segments.iter().position(|s| s.span == span && s.document.as_ref() == document)?;
        Some(SegmentId(at as u32 + 1))
    }

    /// Returns how many segments there are.
    #[must_use]
    pub fn n_segments(&self) -> usize {
        self.segments.len()
    }

    /// Returns the numbers of all segments.
    pub fn segment_ids(&self) -> impl Iterator<Item = SegmentId> + use<> {
        (1..=self.segments.len() as u32).map(SegmentId)
    }

    /// Returns a candidate theme as it was proposed.
    #[must_use]
    pub fn theme(&self, id: ProposalId) -> Option<&ProposedTheme> {
        self.themes.get((id.0 as usize).checked_sub(1)?)
    }

    /// Returns how many candidate themes were proposed; their numbers are 1 to this.
    #[must_use]
    pub fn n_themes(&self) -> u32 {
        self.themes.len() as u32
    }

    /// Returns the theme in which the run put a segment; `None` for noise.
    #[must_use]
    pub fn theme_of(&self, segment: SegmentId) -> Option<ProposalId> {
        self.theme_of.get((segment.0 as usize).checked_sub(1)?).copied().flatten()
    }
}
