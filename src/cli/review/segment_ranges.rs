//! Reads numbers of segments as they are typed: `3,7-9`.

use crate::domain::SegmentId;

/// The most segments in a typed range. No run has more.
const LONGEST: u32 = 10_000_000;

/// One argument that names segments: numbers and ranges with commas between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct SegmentsArg(Vec<SegmentId>);

impl std::str::FromStr for SegmentsArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut segments = Vec::new();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let wrong = || format!("`{part}` is not a segment; write numbers and ranges, such as 3,7-9");
            let number = |text: &str| text.trim().parse::<u32>().map_err(|_| wrong());
            let (first, last) = match part.split_once(['-', '–']) {
                Some((first, last)) => (number(first)?, number(last)?),
                None => (number(part)?, number(part)?),
            };
            if first > last || last - first > LONGEST {
                return Err(wrong());
            }
            segments.extend((first..=last).map(SegmentId));
        }
        if segments.is_empty() {
            Err("the segments are missing; write numbers and ranges, such as 3,7-9".to_owned())
        } else {
            Ok(Self(segments))
        }
    }
}

impl SegmentsArg {
    /// Returns the segments that several arguments name.
    pub(super) fn all(arguments: &[Self]) -> Vec<SegmentId> {
        arguments.iter().flat_map(|argument| argument.0.iter().copied()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_ranges_are_read() {
        let read = |text: &str| text.parse::<SegmentsArg>();
        let ids = |numbers: &[u32]| SegmentsArg(numbers.iter().copied().map(SegmentId).collect());
        assert_eq!(read("3,7-9"), Ok(ids(&[3, 7, 8, 9])));
        assert_eq!(read(" 3, 7–8 ,"), Ok(ids(&[3, 7, 8])));
        for text in ["", ",", "a", "9-7", "1-", "-1", "1-4294967295", "1.5"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
