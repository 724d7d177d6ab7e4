//! Where the codings of segments are, so that a run knows what was coded in another.

use std::collections::BTreeMap;

use crate::domain::{Coding, CodingId, RunId, Span};

/// The codings that begin at one place: where each ends, and of which run its segment is.
type Beginning = BTreeMap<CodingId, (usize, RunId)>;

/// The places of codings of segments, by document and start.
#[derive(Clone, Debug, Default)]
pub(super) struct CodedPlaces {
    places: BTreeMap<String, BTreeMap<usize, Beginning>>,
    /// The most code points that a coding ever had: none that begins farther before a span reaches it.
    longest: usize,
}

/// Where codings are makes two equal, not what was known on the way.
impl PartialEq for CodedPlaces {
    fn eq(&self, other: &Self) -> bool {
        self.places == other.places
    }
}

impl CodedPlaces {
    pub(super) const fn new() -> Self {
        Self { places: BTreeMap::new(), longest: 0 }
    }

    /// Adds the coding of a segment of a run.
    pub(super) fn add(&mut self, run: RunId, id: CodingId, coding: &Coding) {
        let (start, end) = (coding.start.0, coding.end.0);
        self.longest = self.longest.max(end.saturating_sub(start));
        let places = self.places.entry(coding.document.clone()).or_default();
        places.entry(start).or_default().insert(id, (end, run));
    }

    /// Forgets the place that a coding had, unless it still has it.
    pub(super) fn replace(&mut self, id: CodingId, before: &Coding, now: Option<&Coding>) {
        let is_same = |now: &Coding| {
            now.segment.is_some() && (&now.document, now.start) == (&before.document, before.start)
        };
        if now.is_some_and(is_same) {
            return;
        }
        if let Some(places) = self.places.get_mut(&before.document) {
            if let Some(here) = places.get_mut(&before.start.0) {
                here.remove(&id);
                if here.is_empty() {
                    places.remove(&before.start.0);
                }
            }
            if places.is_empty() {
                self.places.remove(&before.document);
            }
        }
        if self.places.is_empty() {
            self.longest = 0;
        }
    }

    /// Tells whether codings of segments of other runs than `run` cover at least half of a span.
    pub(super) fn is_covered(&self, run: RunId, document: &str, span: Span) -> bool {
        let Some(places) = self.places.get(document) else { return false };
        let (start, end) = (span.start.0, span.end.0);
        let (mut covered, mut reached) = (0, start);
        for (from, here) in places.range(start.saturating_sub(self.longest)..end.max(start)) {
            for (to, _) in here.values().filter(|(_, of)| *of != run) {
                let (from, to) = ((*from).max(reached), (*to).min(end));
                covered += to.saturating_sub(from);
                reached = reached.max(to);
            }
        }
        end > start && 2 * covered >= end - start
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{SegmentId, SegmentRef};

    fn id(n: u32) -> CodingId {
        format!("{n:08x}").parse().unwrap()
    }

    fn coding(run: u32, start: usize, end: usize) -> Coding {
        Coding {
            segment: Some(SegmentRef { run: RunId(run), id: SegmentId(1) }),
            ..Coding::of("00000001".parse().unwrap(), "P1.txt", Span::new(start, end))
        }
    }

    #[test]
    fn half_of_a_segment_is_enough() {
        let mut places = CodedPlaces::new();
        places.add(RunId(1), id(1), &coding(1, 10, 20));
        places.add(RunId(1), id(2), &coding(1, 15, 25));
        let is_covered =
            |places: &CodedPlaces, start, end| places.is_covered(RunId(2), "P1.txt", Span::new(start, end));
        assert!(is_covered(&places, 10, 40) && is_covered(&places, 12, 18) && is_covered(&places, 0, 30));
        assert!(
            !is_covered(&places, 10, 41) && !is_covered(&places, 25, 30),
            "15 of 31 code points, and none"
        );
        assert!(
            !places.is_covered(RunId(1), "P1.txt", Span::new(10, 20)),
            "its own run knows them by number"
        );
        assert!(!places.is_covered(RunId(2), "P2.txt", Span::new(10, 20)));
        for (n, before) in [(1, coding(1, 10, 20)), (2, coding(1, 15, 25))] {
            places.replace(id(n), &before, None);
        }
        assert_eq!(places, CodedPlaces::new());
    }
}
