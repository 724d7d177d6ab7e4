//! Times inside a text: those of turn headers, and the marks that f4 and others set between the words.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::assemble::TurnDraft;
use super::clock::milliseconds;
use super::label::is_blank;

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"#(\d{1,2}:\d{2}:\d{2}(?:[-.,]\d{1,3})?)#|\[((?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)(?:\s*-->\s*[\d:.,]+)?\]|\((\d{1,2}:\d{2}:\d{2})\)|[(\[](\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)\s*[-–]\s*[\d:.,]+[)\]]",
    )
    .expect("the pattern is constant")
});

/// The same and those in braces. It is slower, so it is used only for texts that have braces.
static MARK_IN_BRACES: LazyLock<Regex> = LazyLock::new(|| {
    let braces = r"\{((?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)\}";
    Regex::new(&format!("{}|{braces}", MARK.as_str())).expect("the pattern is constant")
});

fn mark_of(text: &str) -> &'static Regex {
    if text.contains('{') { &MARK_IN_BRACES } else { &MARK }
}

/// A time at the very end of what somebody said, in the forms that are no mark between words.
static AT_END: LazyLock<Regex> = LazyLock::new(|| {
    let clock = r"((?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)";
    let whole = r"(\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,3})?)";
    Regex::new(&format!(r"(?:\({clock}\)|<{clock}>|@\s?{clock}|(?:\t|\s\s){clock}|\s{whole})$"))
        .expect("the pattern is constant")
});

/// The least number of turns with a time at their end that shows that these are no words.
const LEAST_AT_ENDS: usize = 3;

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
    let mark_form = mark_of(&text[start..end]);
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
        if let Some(mark) = mark_form.find(&words[..front]).filter(|mark| mark.start() == 0) {
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
        let last =
            mark_form.find_iter(&words[tail..]).last().map(|mark| (tail + mark.start(), tail + mark.end()));
        match last {
            Some((from, to)) if to == words.len() => end = start + from,
            _ => return start..end,
        }
    }
}

/// Takes the times at the ends of turns out of the drafts, and returns them, if at least half of the turns have one of the same form
/// and they rise.
pub(super) fn times_at_ends(text: &str, drafts: &mut [TurnDraft]) -> Vec<HeadTime> {
    let mut found: Vec<(usize, usize, usize, HeadTime)> = Vec::new();
    for (n, draft) in drafts.iter().enumerate() {
        let words = text[draft.bytes.clone()].trim_end_matches(is_blank);
        if !words.ends_with(|c: char| c.is_numeric() || matches!(c, ')' | '>')) {
            continue;
        }
        let from = words.floor_char_boundary(words.len().saturating_sub(LONGEST));
        let Some(time) = AT_END.captures(&words[from..]) else { continue };
        let clock = time.iter().enumerate().skip(1).find_map(|(form, clock)| Some((form, clock?)));
        let Some((form, clock)) = clock else { continue };
        let (Some(ms), Some(whole)) = (milliseconds(clock.as_str()), time.get(0)) else { continue };
        let (start, at) = (draft.bytes.start + from + whole.start(), draft.bytes.start + words.len());
        found.push((form, n, start, HeadTime { at, ms, of_day: false }));
    }
    let Some(&(form, ..)) = found.first() else { return Vec::new() };
    let rises =
        found.windows(2).all(|pair| pair[0].0 == form && pair[1].0 == form && pair[0].3.ms <= pair[1].3.ms);
    if found.len() < LEAST_AT_ENDS || found.len() * 2 < drafts.len() || !rises {
        return Vec::new();
    }
    let mut times = Vec::with_capacity(found.len());
    for (_, n, start, time) in found {
        drafts[n].bytes.end = start;
        times.push(time);
    }
    times
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
    for mark in mark_of(text).captures_iter(text) {
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
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::{Hints, from_text};
    use super::*;

    #[test]
    fn marks_at_the_ends_are_no_words() {
        let inner = |text: &str| text[without_outer_marks(text, 0..text.len())].to_owned();
        assert_eq!(inner(" [00:03] Ja. #00:01:02-3# "), "Ja.");
        assert_eq!(inner("Ja #00:01:02-3# und nein [lacht]"), "Ja #00:01:02-3# und nein [lacht]");
        assert_eq!(inner("#00:01:02-3# #00:01:04-0#"), "");
        assert_eq!(inner("ü (0:00:01)"), "ü");
    }

    proptest! {
        /// Times at the ends of turns are no words, and neither their form nor their place changes a turn.
        #[test]
        fn times_at_the_ends_of_turns_are_no_words(
            form in prop::sample::select(vec!["(M:S)", "(0:M:S)", "<0:M:S>", "@ 0:M:S", "0:M:S", "\tM:S", "  M:S", "[M:S]", "[0:M:S]"]),
            n in 4..12_usize,
            is_persian: bool,
        ) {
            let mut text = String::new();
            for i in 0..n {
                let (label, words) = if i % 2 == 0 { ("I", "How was it then?") } else { ("P", "It was green.") };
                let mut time = form.replace('M', &format!("{:02}", i / 3)).replace('S', &format!("{:02}", i % 3 * 20));
                if is_persian {
                    time = time.chars().map(|c| c.to_digit(10).and_then(|n| char::from_u32('۰' as u32 + n)).unwrap_or(c)).collect();
                }
                text.push_str(&format!("{label}: {words} {time}\n"));
            }
            let made = from_text(text, &Hints { roles: &BTreeMap::new() });
            prop_assert_eq!(made.turns.len(), n);
            for (i, turn) in made.turns.iter().enumerate() {
                let n_words = if i % 2 == 0 { "How was it then?".len() } else { "It was green.".len() };
                prop_assert_eq!(turn.span.end.0 - turn.span.start.0, n_words);
            }
            prop_assert_eq!(made.time_marks.len(), n - 1, "each holds for the next turn");
        }
    }

    #[test]
    fn times_that_somebody_tells_stay() {
        let text =
            "I: When was it?\nP: I came (10:30)\nI: And then?\nP: I left (9:15)\nI: So?\nP: We met (8:00)\n";
        let made = from_text(text.to_owned(), &Hints { roles: &BTreeMap::new() });
        assert_eq!(made.turns[1].span.end.0 - made.turns[1].span.start.0, "I came (10:30)".len());
    }

    #[test]
    fn a_mark_holds_for_what_follows() {
        let text = "Eins. #00:00:05-0#\n\nZwei [00:08] und";
        let drafts = [0..5, 20..text.len()].map(|bytes| TurnDraft { label: None, bytes });
        let at = text.find(" und").unwrap();
        assert_eq!(marks(text, &[], &drafts), [(0, 0), (20, 5_000), (at, 8_000)]);
    }
}
