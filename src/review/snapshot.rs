//! The run under review, which never changes: its segments and candidates, the documents, the participants.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Refusal;
use super::slips::similar;
use crate::domain::{
    CandidateEvidence, CandidateId, CandidateThemeId, NameKey, NeedsLevel, ProposalId, RemovedDocument,
    RunId, SegmentId, Span, StabilityLevel,
};

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

/// A candidate code as the run proposed it; in a run of one level, a candidate theme.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposedCode {
    /// Its suggested label.
    pub label: String,
    /// Key terms, cohesion and number of participants.
    pub evidence: CandidateEvidence,
    /// Its stability, if the run computed it.
    pub stability: Option<StabilityLevel>,
    /// Its segments.
    pub members: BTreeSet<SegmentId>,
    /// Segments that nearly belong to it.
    pub near_misses: Vec<SegmentId>,
    /// The candidate theme that it is in; `None` in a run of one level.
    pub theme: Option<CandidateThemeId>,
}

/// A candidate theme as the run proposed it. Its candidate codes name it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposedTheme {
    /// Its suggested label.
    pub label: String,
    /// Key terms, cohesion and number of participants.
    pub evidence: CandidateEvidence,
    /// Its stability, if the run computed it.
    pub stability: Option<StabilityLevel>,
}

/// A candidate that was named, as the review holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Candidate {
    /// One that holds segments: a candidate code, or a candidate theme of a run of one level.
    OfSegments(ProposalId),
    /// A candidate theme that holds candidate codes.
    OfCodes(CandidateThemeId),
}

/// The run under review.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSnapshot {
    /// Its number.
    pub run: RunId,
    segments: Vec<RunSegment>,
    codes: BTreeMap<ProposalId, ProposedCode>,
    themes: Vec<ProposedTheme>,
    code_of: Vec<Option<ProposalId>>,
    /// The segments of documents that were taken out of the study.
    absent: BTreeSet<SegmentId>,
    /// Those among them whose words no other document of the study has in their place.
    lost: BTreeSet<SegmentId>,
    /// The candidates that the run proposed with absent segments.
    thinned: BTreeSet<ProposalId>,
    /// Those that the run proposed with segments that were lost.
    lacking: BTreeSet<ProposalId>,
    /// The candidate themes that hold such candidates.
    lacking_themes: BTreeSet<CandidateThemeId>,
    last_code: u32,
    /// The documents that were taken out of the study.
    removed: BTreeSet<String>,
    /// The run with all documents, where some were taken out.
    whole: Option<Arc<RunSnapshot>>,
    /// The segments of each document, by where they begin.
    in_document: BTreeMap<Arc<str>, Vec<SegmentId>>,
    /// The length of each document in code points, by name; without those that were taken out of the study.
    pub documents: BTreeMap<String, usize>,
    /// All participants with words in these documents.
    pub participants: BTreeSet<String>,
}

impl RunSnapshot {
    /// Builds the snapshot: segment `i` of `segments` has the number `i + 1`, and so have themes. Codes have the numbers that are given: those
    /// of interviews that were added later do not follow on the first. Without themes the run has one level. A segment that a code names and
    /// the run does not have is ignored.
    #[must_use]
    pub fn new(
        run: RunId,
        segments: Vec<RunSegment>,
        mut codes: BTreeMap<ProposalId, ProposedCode>,
        themes: Vec<ProposedTheme>,
        documents: BTreeMap<String, usize>,
        participants: BTreeSet<String>,
    ) -> Self {
        let mut code_of = vec![None; segments.len()];
        for (&id, code) in &mut codes {
            code.members.retain(|segment| {
                let place = (segment.0 as usize).checked_sub(1).and_then(|at| code_of.get_mut(at));
                place.map(|place| *place = Some(id)).is_some()
            });
            code.theme = code.theme.filter(|theme| (1..=themes.len()).contains(&(theme.0 as usize)));
        }
        let mut in_document: BTreeMap<Arc<str>, Vec<SegmentId>> = BTreeMap::new();
        for (segment, id) in segments.iter().zip(1..) {
            in_document.entry(segment.document.clone()).or_default().push(SegmentId(id));
        }
        for ids in in_document.values_mut() {
            ids.sort_by_key(|id| segments[id.0 as usize - 1].span.start);
        }
        let last_code = codes.keys().next_back().map_or(0, |id| id.0);
        let (absent, lacking, lacking_themes) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        Self {
            run,
            segments,
            codes,
            themes,
            code_of,
            absent,
            lost: BTreeSet::new(),
            thinned: BTreeSet::new(),
            lacking,
            lacking_themes,
            last_code,
            removed: BTreeSet::new(),
            whole: None,
            in_document,
            documents,
            participants,
        }
    }

    /// Leaves out documents that were taken out of the study, with their segments, their participants, and the candidates that have no other
    /// segments. Segments and candidates keep their numbers. A document that is replaced by its corrected words takes nothing from a candidate:
    /// the segments of these are in it.
    #[must_use]
    pub fn without<'d>(
        mut self,
        documents: impl IntoIterator<Item = (&'d String, &'d RemovedDocument)>,
    ) -> Self {
        let documents: Vec<(&String, &RemovedDocument)> = documents.into_iter().collect();
        if documents.is_empty() {
            return self;
        }
        self.whole = Some(Arc::new(self.clone()));
        for (document, removed) in documents {
            self.removed.insert(document.clone());
            let segments = self.in_document.remove(document.as_str()).unwrap_or_default();
            if removed.replaced_by.is_none() {
                self.lost.extend(&segments);
            }
            self.absent.extend(segments);
            self.documents.remove(document);
        }
        if self.absent.is_empty() {
            return self;
        }
        let (absent, code_of) = (&self.absent, &mut self.code_of);
        for segment in absent {
            let code = code_of.get_mut(segment.0 as usize - 1).and_then(Option::take);
            self.thinned.extend(code);
            self.lacking.extend(code.filter(|_| self.lost.contains(segment)));
        }
        for code in &self.thinned {
            if let Some(found) = self.codes.get_mut(code) {
                self.lacking_themes.extend(found.theme.filter(|_| self.lacking.contains(code)));
                found.members.retain(|segment| !absent.contains(segment));
                found.near_misses.retain(|segment| !absent.contains(segment));
                if found.members.is_empty() {
                    self.codes.remove(code);
                }
            }
        }
        for code in self.codes.values_mut() {
            code.near_misses.retain(|segment| !absent.contains(segment));
        }
        let speaking = |is_present: bool| -> BTreeSet<Arc<str>> {
            let ids = (1..=self.segments.len() as u32).map(SegmentId);
            let of = ids.zip(&self.segments).filter(|(id, _)| absent.contains(id) != is_present);
            of.filter_map(|(_, segment)| segment.participant.clone()).collect()
        };
        let here = speaking(true);
        for name in speaking(false).difference(&here) {
            self.participants.remove(name.as_ref());
        }
        self
    }

    /// Returns the run without these documents alone, with those that are out of it now and not among them; `None` where it is so already.
    #[must_use]
    pub fn following(&self, documents: &BTreeMap<String, RemovedDocument>) -> Option<Self> {
        if self.removed.iter().eq(documents.keys()) {
            return None;
        }
        let whole = self.whole.as_deref().unwrap_or(self).clone();
        Some(whole.without(documents))
    }

    /// Tells whether a document was taken out of the study.
    #[must_use]
    pub fn is_removed(&self, document: &str) -> bool {
        self.removed.contains(document)
    }

    /// Tells whether somebody is a participant in the documents that are in the study or were taken out of it.
    #[must_use]
    pub fn was_participant(&self, name: &str) -> bool {
        self.whole.as_deref().is_some_and(|whole| whole.participant(name).is_ok())
    }

    /// Tells whether candidate themes hold candidate codes. In a run of one level they hold segments.
    #[must_use]
    pub fn has_two_levels(&self) -> bool {
        !self.themes.is_empty()
    }

    /// Returns how a candidate that holds segments is named: by a number, or by letters in a run of one level.
    #[must_use]
    pub fn name(&self, id: ProposalId) -> CandidateId {
        CandidateId::of_segments(id, self.has_two_levels())
    }

    /// Returns the label that the run proposed for a candidate; `None` if it proposed no such candidate.
    #[must_use]
    pub fn proposed_label(&self, name: CandidateId) -> Option<&str> {
        match self.meant(name) {
            Candidate::OfSegments(id) => self.code(id).map(|code| code.label.as_str()),
            Candidate::OfCodes(id) => self.theme(id).map(|theme| theme.label.as_str()),
        }
    }

    /// Returns the candidate that a name means, whether or not there is such a candidate. In a run of one level a number means the same
    /// as the letters, as in logs of older versions.
    #[must_use]
    pub fn meant(&self, name: CandidateId) -> Candidate {
        match name {
            CandidateId::Code(id) => Candidate::OfSegments(id),
            CandidateId::Theme(theme) if self.has_two_levels() => Candidate::OfCodes(theme),
            CandidateId::Theme(theme) => Candidate::OfSegments(ProposalId(theme.0)),
        }
    }

    /// Returns the number of a candidate that holds segments.
    ///
    /// # Errors
    /// [`Refusal::WrongLevel`] for a candidate theme that holds candidate codes.
    pub fn of_segments(&self, name: CandidateId) -> Result<ProposalId, Refusal> {
        match self.meant(name) {
            Candidate::OfSegments(id) => Ok(id),
            Candidate::OfCodes(_) => {
                Err(Refusal::WrongLevel { candidate: name, needs: NeedsLevel::Segments })
            }
        }
    }

    /// Returns the key of a participant's name.
    ///
    /// # Errors
    /// [`Refusal::NoSuchParticipant`], with names that are like it.
    pub fn participant(&self, name: &str) -> Result<NameKey, Refusal> {
        let key = NameKey::of(name);
        let is_known = self.participants.iter().any(|known| NameKey::of(known) == key);
        if is_known { Ok(key) } else { Err(self.no_such_participant(name)) }
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
    /// [`Refusal::NoSuchDocument`]; [`Refusal::RemovedDocument`].
    pub fn length_of(&self, document: &str) -> Result<usize, Refusal> {
        if self.is_removed(document) {
            return Err(Refusal::RemovedDocument { name: document.to_owned() });
        }
        self.documents.get(document).copied().ok_or_else(|| Refusal::NoSuchDocument {
            name: document.to_owned(),
            similar: similar(document, self.documents.keys().map(String::as_str)),
        })
    }

    /// Returns the number of code points of a document, also of one that was taken out of the study.
    ///
    /// # Errors
    /// [`Refusal::NoSuchDocument`].
    pub fn any_length_of(&self, document: &str) -> Result<usize, Refusal> {
        let whole = self.whole.as_deref().and_then(|whole| whole.documents.get(document));
        whole.map_or_else(|| self.length_of(document), |length| Ok(*length))
    }

    /// Returns a segment; `None` where the run has none of this number, or its document was taken out of the study.
    #[must_use]
    pub fn segment(&self, id: SegmentId) -> Option<&RunSegment> {
        self.segments.get((id.0 as usize).checked_sub(1)?).filter(|_| !self.absent.contains(&id))
    }

    /// Returns the refusal of a segment that there is not, or that is absent because its document was taken out of the study.
    #[must_use]
    pub fn no_such_segment(&self, segment: SegmentId) -> Refusal {
        let at = (segment.0 as usize).checked_sub(1).filter(|_| self.is_absent(segment));
        match at.and_then(|at| self.segments.get(at)) {
            // Only the place of an erased document is empty.
            Some(absent) if absent.span.start == absent.span.end => Refusal::ErasedSegment { segment },
            Some(absent) => Refusal::RemovedDocument { name: absent.document.as_ref().to_owned() },
            None => Refusal::NoSuchSegment { segment, run: self.run, n_segments: self.n_segments() },
        }
    }

    /// Tells whether any document was taken out of the study.
    #[must_use]
    pub fn has_absent(&self) -> bool {
        !self.absent.is_empty()
    }

    /// Tells whether a segment is absent, because its document was taken out of the study.
    #[must_use]
    pub fn is_absent(&self, segment: SegmentId) -> bool {
        self.absent.contains(&segment)
    }

    /// Tells whether the run proposed a candidate with segments that are absent.
    #[must_use]
    pub fn is_thinned(&self, code: ProposalId) -> bool {
        self.thinned.contains(&code)
    }

    /// Tells whether a segment is absent, and its words are not in the study in another document either.
    #[must_use]
    pub fn is_lost(&self, segment: SegmentId) -> bool {
        self.lost.contains(&segment)
    }

    /// Tells whether segments that the run proposed for a candidate were lost.
    #[must_use]
    pub fn lacks_segments(&self, candidate: Candidate) -> bool {
        match candidate {
            Candidate::OfSegments(code) => self.lacking.contains(&code),
            Candidate::OfCodes(theme) => self.lacking_themes.contains(&theme),
        }
    }

    /// Finds the segment with exactly this span of a document.
    #[must_use]
    pub fn segment_at(&self, document: &str, span: Span) -> Option<SegmentId> {
        let mut ids = self.in_document.get(document)?.iter().copied();
        ids.find(|id| self.segments[id.0 as usize - 1].span == span)
    }

    /// Finds the segment with exactly this span of a document, also one that is absent.
    pub(super) fn any_segment_at(&self, document: &str, span: Span) -> Option<SegmentId> {
        let is_it = |id: &SegmentId| {
            let segment = &self.segments[id.0 as usize - 1];
            *segment.document == *document && segment.span == span
        };
        self.segment_at(document, span).or_else(|| self.absent.iter().copied().find(is_it))
    }

    /// Returns the segments of which a span covers at least half.
    pub fn covered_by(&self, document: &str, span: Span) -> impl Iterator<Item = SegmentId> + '_ {
        let ids = self.in_document.get(document).map_or(&[][..], Vec::as_slice);
        let place = |id: &SegmentId| self.segments[id.0 as usize - 1].span;
        // Segments of a document do not overlap, so those that end later also begin later.
        let first = ids.partition_point(|id| place(id).end <= span.start);
        let within = ids[first..].iter().take_while(move |id| place(id).start < span.end);
        let is_half = move |of: Span| {
            let shared = of.end.0.min(span.end.0).saturating_sub(of.start.0.max(span.start.0));
            2 * shared >= of.end.0 - of.start.0
        };
        within.copied().filter(move |id| is_half(place(id)))
    }

    /// Counts the participants who say some segments.
    #[must_use]
    pub fn n_participants<'s>(&self, segments: impl IntoIterator<Item = &'s SegmentId>) -> usize {
        let speaking = segments.into_iter().filter_map(|&id| self.segment(id)?.participant.as_deref());
        speaking.collect::<BTreeSet<&str>>().len()
    }

    /// Returns how many segments the run was made of: the highest number of a segment.
    #[must_use]
    pub fn n_segments(&self) -> usize {
        self.segments.len()
    }

    /// Returns how many segments there are, without those of documents that were taken out of the study.
    #[must_use]
    pub fn n_present(&self) -> usize {
        self.segments.len() - self.absent.len()
    }

    /// Returns the numbers of the segments that there are, without those of documents that were taken out of the study.
    pub fn present(&self) -> impl Iterator<Item = SegmentId> + '_ {
        self.segment_ids().filter(|id| !self.absent.contains(id))
    }

    /// Returns the numbers of all segments of the run.
    pub fn segment_ids(&self) -> impl Iterator<Item = SegmentId> + use<> {
        (1..=self.segments.len() as u32).map(SegmentId)
    }

    /// Returns a candidate that holds segments as it was proposed.
    #[must_use]
    pub fn code(&self, id: ProposalId) -> Option<&ProposedCode> {
        self.codes.get(&id)
    }

    /// Returns the numbers of the candidates that hold segments and that were proposed, in rising order.
    pub fn code_ids(&self) -> impl Iterator<Item = ProposalId> + '_ {
        self.codes.keys().copied()
    }

    /// Returns the highest number of a candidate that was proposed; 0 where there is none.
    #[must_use]
    pub fn last_code(&self) -> u32 {
        self.last_code
    }

    /// Returns a candidate theme that holds candidate codes as it was proposed.
    #[must_use]
    pub fn theme(&self, id: CandidateThemeId) -> Option<&ProposedTheme> {
        self.themes.get((id.0 as usize).checked_sub(1)?)
    }

    /// Returns how many candidate themes that hold candidate codes were proposed.
    #[must_use]
    pub fn n_themes(&self) -> u32 {
        self.themes.len() as u32
    }

    /// Returns the candidate in which the run put a segment; `None` for noise.
    #[must_use]
    pub fn code_of(&self, segment: SegmentId) -> Option<ProposalId> {
        self.code_of.get((segment.0 as usize).checked_sub(1)?).copied().flatten()
    }
}
