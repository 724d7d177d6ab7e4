//! A turn header that counts, with its place in the text.

use super::marks::HeadTime;

/// The header of a turn; positions are bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The end of the turn before.
    pub(super) start: usize,
    /// The speaker's label; `None` where a turn begins of somebody who is not named.
    pub(super) label: Option<String>,
    /// Where the words begin.
    pub(super) body: usize,
    /// The time in milliseconds.
    pub(super) ms: Option<u64>,
    /// Whether it is a time of day.
    pub(super) of_day: bool,
    /// The sign of emphasis that is open before the words.
    pub(super) emphasis: Option<char>,
}

impl Found {
    /// Returns the time, which holds from the words.
    pub(super) fn time(&self) -> Option<HeadTime> {
        self.ms.map(|ms| HeadTime { at: self.body, ms, of_day: self.of_day })
    }
}
