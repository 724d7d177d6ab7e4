//! Codings by document and place, so that those of a passage are found without looking at all.

use std::collections::{BTreeSet, HashMap};

use crate::domain::{CoderId, Coding, CodingId, Span};
use crate::review::CoderState;

/// A coding, and whose it is.
#[derive(Clone, Copy, Debug)]
pub(in crate::project) struct PlacedCoding<'a> {
    pub(in crate::project) coder: &'a CoderId,
    pub(in crate::project) id: CodingId,
    pub(in crate::project) coding: &'a Coding,
}

/// The codings of some coders, by document.
pub(in crate::project) struct PlacedCodings<'a>(HashMap<&'a str, InDocument<'a>>);

/// The codings in a document.
#[derive(Default)]
struct InDocument<'a> {
    /// By place, then coder, then id.
    codings: Vec<PlacedCoding<'a>>,
    /// How many code points the longest has: none that begins farther before a span reaches it.
    longest: usize,
}

impl<'a> PlacedCodings<'a> {
    /// Takes the codings of some coders.
    pub(in crate::project) fn of(views: impl IntoIterator<Item = (&'a CoderId, &'a CoderState)>) -> Self {
        let mut documents: HashMap<&str, InDocument<'_>> = HashMap::new();
        for (coder, view) in views {
            for (&id, coding) in &view.codings {
                let document = documents.entry(&coding.document).or_default();
                document.codings.push(PlacedCoding { coder, id, coding });
                document.longest = document.longest.max(coding.span().len());
            }
        }
        for document in documents.values_mut() {
            document.codings.sort_by_key(|placed| (placed.coding.span(), placed.coder, placed.id));
        }
        Self(documents)
    }

    /// Returns the codings that share a code point with a span of a document, by place, then coder, then id.
    pub(in crate::project) fn touching(
        &self,
        document: &str,
        span: Span,
    ) -> impl Iterator<Item = PlacedCoding<'a>> + use<'_, 'a> {
        let (codings, longest) =
            self.0.get(document).map_or((&[][..], 0), |found| (found.codings.as_slice(), found.longest));
        let first = codings.partition_point(|placed| placed.coding.start.0 + longest <= span.start.0);
        let near = codings[first..].iter().take_while(move |placed| placed.coding.start < span.end);
        near.filter(move |placed| placed.coding.span().touches(span)).copied()
    }

    /// Returns the documents that have codings, by name.
    pub(in crate::project) fn documents(&self) -> BTreeSet<&'a str> {
        self.0.keys().copied().collect()
    }

    /// Returns the codings of a document, by place, then coder, then id.
    pub(in crate::project) fn of_document(&self, document: &str) -> &[PlacedCoding<'a>] {
        self.0.get(document).map_or(&[], |found| &found.codings)
    }

    /// Returns the labels of the codes on a span of a document, each once and in order. `view` is that of the one coder.
    pub(in crate::project) fn labels_on(&self, view: &CoderState, document: &str, span: Span) -> Vec<String> {
        let label = |placed: PlacedCoding<'a>| Some(view.codes.get(&placed.coding.code)?.label.as_str());
        let labels: BTreeSet<&str> = self.touching(document, span).filter_map(label).collect();
        labels.into_iter().map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coding(document: &str, start: usize, end: usize) -> Coding {
        Coding::of("00000001".parse().unwrap(), document, Span::new(start, end))
    }

    #[test]
    fn all_codings_that_touch_a_span_are_found_by_place() {
        let ann = CoderId::of_name("Ann");
        let mut view = CoderState::default();
        // A long one that begins before many short ones, so that those between do not hide it.
        let places = [(0, 90), (3, 5), (10, 12), (12, 20), (19, 21), (30, 30), (95, 99)];
        for ((start, end), n) in places.into_iter().zip(1_u32..) {
            let id: CodingId = format!("{n:08x}").parse().unwrap();
            view.codings.insert(id, coding("P1.txt", start, end));
        }
        view.codings.insert("000000ff".parse().unwrap(), coding("P2.txt", 0, 99));
        let placed = PlacedCodings::of([(&ann, &view)]);
        for start in 0..100 {
            for end in start..100 {
                let span = Span::new(start, end);
                let found: Vec<Span> =
                    placed.touching("P1.txt", span).map(|placed| placed.coding.span()).collect();
                let expected = places.iter().map(|&(start, end)| Span::new(start, end));
                let expected: Vec<Span> = expected.filter(|of| of.touches(span)).collect();
                assert_eq!(found, expected, "{span:?}");
            }
        }
        assert_eq!(placed.touching("P3.txt", Span::new(0, 9)).count(), 0);
    }
}
