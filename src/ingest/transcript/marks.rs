//! Times inside a text: those of turn headers, and the marks that f4 and others set between the words.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::assemble::TurnDraft;
use super::clock::milliseconds;
use super::label::is_blank;

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"#(\d{1,2}:\d{2}:\d{2}(?:[-.,]\d{1,3})?)#|\[((?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)(?:\s*-->\s*[\d:.,]+)?\]|\((\d{1,2}:\d{2}:\d{2})\)|\{((?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)\}|[(\[](\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)\s*[-–]\s*[\d:.,]+[)\]]",
    )
    .expect("the pattern is constant")
});

/// The longest time mark, in bytes: only so much is searched at the ends of a long turn.
const LONGEST: usize = 60;

/// The time that a turn header names.
pub(super) struct HeadTime {
    /// Where the words after the header begin, in bytes.
    pub(super) at: usize,
    /// The time in milliseconds.
    pub(super) ms: u64,
    /// Whether it is a time of day.
    pub(super) of_day: bool,
}

/// Returns the bytes without white space and time marks at both ends.
pub(super) fn without_outer_marks(text: &str, bytes: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = bytes;
    loop {
        let words = &text[start..end];
        let trimmed = words.trim_end_matches(is_blank);
        end = start + trimmed.len();
        start = end - trimmed.trim_start_matches(is_blank).len();
        let words = &text[start..end];
        let front = words
            .char_indices()
            .map(|(i, c)| i + c.len_utf8())
            .take_while(|&i| i <= LONGEST)
            .last()
            .unwrap_or(0);
        if let Some(mark) = MARK.find(&words[..front]).filter(|mark| mark.start() == 0) {
            start += mark.end();
            continue;
        }
        let tail = words
            .char_indices()
            .rev()
            .map(|(i, _)| i)
            .take_while(|i| words.len() - i <= LONGEST)
            .last()
            .unwrap_or(0);
        let last = MARK.find_iter(&words[tail..]).last().map(|mark| (tail + mark.start(), tail + mark.end()));
        match last {
            Some((from, to)) if to == words.len() => end = start + from,
            _ => return start..end,
        }
    }
}

/// Returns the times: those of headers apply from the words after them, those in the text from what follows them, in this turn or
/// the next. If marks are at the ends of paragraphs (f4), the first paragraph begins at zero.
pub(super) fn marks(text: &str, heads: &[HeadTime], drafts: &[TurnDraft]) -> Vec<(usize, u64)> {
    // Times of day are counted from the first, unless it is small enough to be a time of the recording.
    let of_day = heads.iter().find(|head| head.of_day).map(|head| head.ms);
    let base = of_day.filter(|&ms| ms >= 3_600_000).unwrap_or(0);
    let since = |head: &HeadTime| if head.of_day { head.ms.saturating_sub(base) } else { head.ms };
    let mut marks: Vec<(usize, u64)> = heads.iter().map(|head| (head.at, since(head))).collect();
    let mut f4 = false;
    for mark in MARK.captures_iter(text) {
        let (Some(whole), Some(time)) = (mark.get(0), mark.iter().skip(1).flatten().next()) else { continue };
        f4 |= whole.as_str().starts_with('#');
        marks.extend(milliseconds(time.as_str()).map(|ms| (whole.end(), ms)));
    }
    marks.sort_by_key(|&(at, _)| at);
    for (at, _) in &mut marks {
        let n = drafts.partition_point(|draft| draft.bytes.end <= *at);
        *at = drafts.get(n).map_or(text.len(), |draft| draft.bytes.start.max(*at));
    }
    // A mark after the last turn is nobody's time.
    marks.retain(|&(at, _)| at < text.len());
    if let Some(first) = drafts.first().filter(|_| f4)
        && marks.first().is_none_or(|&(at, _)| at > first.bytes.start)
    {
        marks.insert(0, (first.bytes.start, 0));
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_at_the_ends_are_no_words() {
        let inner = |text: &str| text[without_outer_marks(text, 0..text.len())].to_owned();
        assert_eq!(inner(" [00:03] Ja. #00:01:02-3# "), "Ja.");
        assert_eq!(inner("Ja #00:01:02-3# und nein [lacht]"), "Ja #00:01:02-3# und nein [lacht]");
        assert_eq!(inner("#00:01:02-3# #00:01:04-0#"), "");
        assert_eq!(inner("ü (0:00:01)"), "ü");
    }

    #[test]
    fn a_mark_holds_for_what_follows() {
        let text = "Eins. #00:00:05-0#\n\nZwei [00:08] und";
        let drafts = [0..5, 20..text.len()].map(|bytes| TurnDraft { label: None, bytes });
        let at = text.find(" und").unwrap();
        assert_eq!(marks(text, &[], &drafts), [(0, 0), (20, 5_000), (at, 8_000)]);
    }
}
