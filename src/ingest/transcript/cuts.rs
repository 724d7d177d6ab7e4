//! Takes the times and labels out of a text that stand in the middle of what somebody says.

use std::ops::Range;

/// Stretches of a text that are taken out, in order and apart.
#[derive(Debug, Default)]
pub(super) struct Cuts {
    ranges: Vec<Range<usize>>,
}

impl Cuts {
    /// Adds a stretch; those that overlap are one.
    pub(super) fn of(mut ranges: Vec<Range<usize>>) -> Self {
        ranges.retain(|range| !range.is_empty());
        ranges.sort_by_key(|range| range.start);
        let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match joined.last_mut().filter(|last| range.start <= last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => joined.push(range),
            }
        }
        Self { ranges: joined }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Returns the text without the stretches.
    pub(super) fn apply(&self, text: &str) -> String {
        let mut left = String::with_capacity(text.len());
        let mut at = 0;
        for range in &self.ranges {
            left.push_str(&text[at..range.start]);
            at = range.end;
        }
        left.push_str(&text[at..]);
        left
    }

    /// Returns where a byte of the text is after the cuts; inside a stretch, where the stretch was.
    pub(super) fn moved(&self, at: usize) -> usize {
        let n = self.ranges.partition_point(|range| range.start < at);
        let cut: usize = self.ranges[..n].iter().map(|range| range.end.min(at) - range.start).sum();
        at - cut
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_move_with_the_text() {
        let cuts = Cuts::of(vec![6..8, 2..4, 3..5, 9..9]);
        assert_eq!(cuts.apply("0123456789"), "01589");
        assert_eq!([0, 2, 3, 5, 6, 7, 8, 10].map(|at| cuts.moved(at)), [0, 2, 2, 2, 3, 3, 3, 5]);
        assert!(Cuts::default().is_empty());
    }
}
