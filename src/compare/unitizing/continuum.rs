//! The continuum: what each coder marked on a document, as unitizing compares it.

/// A mark of a coder: a stretch of the document with its category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// Where it begins, in code points.
    pub start: u64,
    /// Where it ends: the code point after the last.
    pub end: u64,
    /// The category.
    pub category: u32,
}

impl Mark {
    /// Returns its length in code points.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.end.saturating_sub(self.start)
    }
}

/// One document with the marks of each coder.
///
/// Marks may overlap, including marks of one category. Text beyond the length is cut off, and a mark without length is
/// ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continuum {
    /// The document's length in code points.
    pub length: u64,
    /// The marks of each coder, in any order. Every coder has an item, whether or not they marked anything.
    pub coders: Vec<Vec<Mark>>,
}

impl Continuum {
    /// Returns a coder's marks within the document, in the order of the text, without repetitions.
    pub(in crate::compare) fn marks(&self, coder: usize) -> Vec<Mark> {
        let mut marks: Vec<Mark> = self.coders[coder].iter().filter_map(|mark| self.within(mark)).collect();
        marks.sort_unstable();
        marks.dedup();
        marks
    }

    /// Returns the part of a mark that lies within the document.
    pub(in crate::compare) fn within(&self, mark: &Mark) -> Option<Mark> {
        let end = mark.end.min(self.length);
        (mark.start < end).then_some(Mark { end, ..*mark })
    }

    /// Returns a coder's units of each category: marks that overlap form one unit, marks that only touch are two units.
    ///
    /// They are ordered by category, then by place.
    pub(super) fn units(&self, coder: usize) -> Vec<Mark> {
        let mut marks = self.marks(coder);
        marks.sort_unstable_by_key(|mark| (mark.category, mark.start, mark.end));
        joined(marks)
    }
}

/// Joins successive marks that overlap and have the same category.
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
