//! Finds which interview a segment is from: its participant, or its document where the participant is unknown.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{NameKey, Span};
use crate::review::RunSnapshot;

/// The interviews of a run.
#[derive(Debug)]
pub(super) struct Interviews<'a> {
    /// The name of each, in the order of the documents' names and of first speaking.
    pub(super) names: Vec<&'a str>,
    /// The interview of each segment, in order of segment number.
    pub(super) of_segment: Vec<usize>,
    /// The segments of each document: their span, and their index.
    in_document: BTreeMap<&'a str, Vec<(Span, usize)>>,
}

impl<'a> Interviews<'a> {
    pub(super) fn of(base: &'a RunSnapshot) -> Self {
        let mut first: BTreeMap<&str, (&str, Span)> = BTreeMap::new();
        let mut in_document: BTreeMap<&str, Vec<(Span, usize)>> = BTreeMap::new();
        let segments: Vec<_> = base.segment_ids().filter_map(|id| base.segment(id)).collect();
        let name = |segment: &'a crate::review::RunSegment| -> &'a str {
            segment.participant.as_deref().unwrap_or(&segment.document)
        };
        for (at, &segment) in segments.iter().enumerate() {
            let place = (segment.document.as_ref(), segment.span);
            let known = first.entry(name(segment)).or_insert(place);
            if by_place(&place, known) == Ordering::Less {
                *known = place;
            }
            in_document.entry(&segment.document).or_default().push((segment.span, at));
        }
        let mut names: Vec<&str> = first.keys().copied().collect();
        names.sort_by(|a, b| by_place(&first[a], &first[b]).then_with(|| a.cmp(b)));
        let number: BTreeMap<&str, usize> = names.iter().copied().zip(0..).collect();
        let of_segment = segments.iter().map(|segment| number[name(segment)]).collect();
        Self { names, of_segment, in_document }
    }

    /// Returns the documents with words of interviews, and the interviews in each, in order of name.
    pub(super) fn by_document(&self) -> Vec<(&'a str, BTreeSet<usize>)> {
        let of = |segments: &[(Span, usize)]| segments.iter().map(|(_, at)| self.of_segment[*at]).collect();
        let mut found: Vec<(&str, BTreeSet<usize>)> =
            self.in_document.iter().map(|(&document, segments)| (document, of(segments))).collect();
        found.sort_by(|a, b| by_name(a.0, b.0));
        found
    }

    /// Returns the interview of a span of a document: that of the segment that overlaps it most. `None` where the run has no
    /// segment there.
    pub(super) fn of_span(&self, document: &str, span: Span) -> Option<usize> {
        let segments = self.in_document.get(document)?;
        let shared =
            |other: &Span| span.end.0.min(other.end.0).saturating_sub(span.start.0.max(other.start.0));
        let most = segments.iter().max_by_key(|(other, at)| (shared(other), std::cmp::Reverse(*at)))?;
        let only = || segments.iter().all(|(_, at)| self.of_segment[*at] == self.of_segment[segments[0].1]);
        // A span outside every segment belongs to the document's interview if there is only one.
        (shared(&most.0) > 0 || only()).then(|| self.of_segment[most.1])
    }
}

/// Returns the name that a user means: the one with the same spelling, otherwise the only one with the same [`NameKey`].
pub(super) fn called<'n>(typed: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let key = NameKey::of(typed);
    let of_key: BTreeSet<&str> = names.filter(|name| NameKey::of(name) == key).collect();
    match of_key.get(typed) {
        Some(exact) => Some(exact),
        None if of_key.len() == 1 => of_key.into_iter().next(),
        None => None,
    }
}

fn by_place(a: &(&str, Span), b: &(&str, Span)) -> Ordering {
    by_name(a.0, b.0).then_with(|| a.1.cmp(&b.1))
}

/// Orders names as people count: `P2` before `P10`.
pub(super) fn by_name(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let ((digits_a, rest_a), (digits_b, rest_b)) = (digits(left), digits(right));
        if !digits_a.is_empty() && !digits_b.is_empty() {
            let plain = |digits: &str| digits.trim_start_matches('0').to_owned();
            let (x, y) = (plain(digits_a), plain(digits_b));
            let order = x.len().cmp(&y.len()).then(x.cmp(&y));
            if order != Ordering::Equal {
                return order;
            }
            (left, right) = (rest_a, rest_b);
            continue;
        }
        let (mut of_a, mut of_b) = (left.chars(), right.chars());
        match (of_a.next(), of_b.next()) {
            (Some(x), Some(y)) if x == y => (left, right) = (of_a.as_str(), of_b.as_str()),
            (None, None) => return a.cmp(b),
            (x, y) => return x.cmp(&y),
        }
    }
}

fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_it_is_spelt() {
        let names = ["Zoe\u{308}", "P1", "p2", "P2"];
        assert_eq!(called("zoë ", names.into_iter()), Some("Zoe\u{308}"));
        assert_eq!(called("p1", names.into_iter()), Some("P1"));
        assert_eq!(called("P2", names.into_iter()), Some("P2"), "the exact spelling is preferred");
        assert_eq!(called("Ｐ2", names.into_iter()), None, "ambiguous between two");
        assert_eq!(called("Zoe", names.into_iter()), None);
    }

    #[test]
    fn names_are_ordered_as_people_count() {
        let mut names = ["P10.txt", "P2.txt", "P02.txt", "P1b.txt", "P1.txt", "A", "P", "7", "70", "8"];
        names.sort_by(|a, b| by_name(a, b));
        assert_eq!(names, ["7", "8", "70", "A", "P", "P1.txt", "P1b.txt", "P02.txt", "P2.txt", "P10.txt"]);
    }
}
