//! What coders marked on a document: the continuum that unitizing is compared on.

/// One mark of a coder: a stretch of the document, and the category that it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// Where it begins, in code points.
    pub start: u64,
    /// Where it ends: the first code point after it.
    pub end: u64,
    /// The category.
    pub category: u32,
}

impl Mark {
    /// How many code points it has.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.end.saturating_sub(self.start)
    }
}

/// One document with the marks of each coder.
///
/// Marks may overlap, those of one category too. What lies beyond the length is cut off, and a mark of no length left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continuum {
    /// How many code points the document has.
    pub length: u64,
    /// The marks of each coder, in any order. Every coder has a place here, whether or not they marked anything.
    pub coders: Vec<Vec<Mark>>,
}

impl Continuum {
    /// A coder's marks within the document, in the order of the text, each but once.
    pub(in crate::compare) fn marks(&self, coder: usize) -> Vec<Mark> {
        let mut marks: Vec<Mark> = self.coders[coder].iter().filter_map(|mark| self.within(mark)).collect();
        marks.sort_unstable();
        marks.dedup();
        marks
    }

    /// The mark as far as it lies within the document.
    pub(in crate::compare) fn within(&self, mark: &Mark) -> Option<Mark> {
        let end = mark.end.min(self.length);
        (mark.start < end).then_some(Mark { end, ..*mark })
    }

    /// A coder's units of each category: its marks, of which those that overlap are one unit. Marks that only touch stay two.
    ///
    /// Ordered by place within a category.
    pub(super) fn units(&self, coder: usize) -> Vec<Mark> {
        let mut marks = self.marks(coder);
        marks.sort_unstable_by_key(|mark| (mark.category, mark.start, mark.end));
        joined(marks)
    }
}

/// Marks of which those that overlap and stand side by side with the same category are one.
pub(super) fn joined(marks: Vec<Mark>) -> Vec<Mark> {
    let mut units: Vec<Mark> = Vec::with_capacity(marks.len());
    for mark in marks {
        match units.last_mut() {
            Some(last) if last.category == mark.category && mark.start < last.end => {
                last.end = last.end.max(mark.end);
            }
            _ => units.push(mark),
        }
    }
    units
}
