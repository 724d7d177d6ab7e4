//! Settles where turns begin: times on lines of their own, times and labels that are repeated before the words, and lines of
//! one speaker that a program cut by their length.

use std::collections::BTreeSet;
use std::ops::Range;

use super::assemble::TurnDraft;
use super::found::Found;
use super::label::{fold, is_blank};
use super::marks::HeadTime;
use super::stamps::{Stamp, only_stamp, stamp};

/// Moves the beginning of the words behind times and a repetition of the label, and the beginning of a turn before the time that
/// stands above it.
pub(super) fn settle(text: &str, found: &mut [Found]) {
    let mut last_body = 0;
    for n in 0..found.len() {
        let end = found.get(n + 1).map_or(text.len(), |next| next.start);
        let Some(this) = found.get_mut(n) else { return };
        if let Some((start, time)) = time_above(text, last_body.min(this.start), this.start) {
            this.start = start;
            take(this, time);
        }
        while let Some(at) = after_time(text, this, end).or_else(|| after_label(text, this, end)) {
            this.body = at;
        }
        last_body = this.body;
    }
}

fn take(this: &mut Found, time: Stamp) {
    if this.ms.is_none() {
        (this.ms, this.of_day) = (Some(time.ms), time.of_day);
    }
}

/// Finds a line that holds only a time, right above a header.
fn time_above(text: &str, from: usize, start: usize) -> Option<(usize, Stamp)> {
    let above = text[from..start].trim_end_matches(is_blank);
    let line = above.rfind('\n').map_or(0, |end| end + 1);
    if from + line == 0 || (line == 0 && from > 0) {
        // The line of the turn header before.
        return (from == 0).then(|| only_stamp(&above[line..])).flatten().map(|time| (line, time));
    }
    only_stamp(&above[line..]).map(|time| (from + line, time))
}

/// Returns the position after a time at the start of the words, which becomes the time of the turn.
fn after_time(text: &str, this: &mut Found, end: usize) -> Option<usize> {
    let rest = text.get(this.body..end)?;
    let at = this.body + rest.len() - rest.trim_start_matches(is_blank).len();
    let rest = &text[at..end];
    let line = rest.lines().next().unwrap_or_default();
    let time = stamp(line).filter(|time| time.is_sure && time.end > 0).or_else(|| only_stamp(line))?;
    // A whole line, with what stands after the time.
    let len = if only_stamp(line).is_some() { line.len() } else { time.end };
    take(this, time);
    Some(at + len)
}

/// Returns the position after the label where it is repeated at the start of the words.
fn after_label(text: &str, this: &Found, end: usize) -> Option<usize> {
    let label = this.label.as_deref()?;
    let rest = text.get(this.body..end)?;
    let at = this.body + rest.len() - rest.trim_start_matches(is_blank).len();
    let line = text[at..end].lines().next().unwrap_or_default();
    // Teams copies the name and the time a second time: `Ann 3 seconds`.
    let behind = line.strip_prefix(label).map(|rest| rest.trim_start_matches(is_blank));
    if behind.is_some_and(|rest| !rest.is_empty() && only_stamp(rest).is_some()) {
        return Some(at + line.len());
    }
    // So long may what is a repetition be: only so much is searched.
    let longest = 2 * label.len() + 8;
    let head = &line[..line.floor_char_boundary(longest + 1)];
    let colon = head.find([':', '：']);
    if colon.is_none() && line.len() > longest {
        return None;
    }
    let (again, len) = match colon {
        Some(colon) => (&line[..colon], colon + line[colon..].chars().next().map_or(1, char::len_utf8)),
        None => (line, line.len()),
    };
    // `Ja.` said by somebody called Ja is not repeated, and neither is a label that nothing follows.
    let is_like = !again.is_empty() && again.len() <= longest;
    let is_again = is_like && fold(again) == fold(label);
    (is_again && (colon.is_some() || !text[at + len..end].trim().is_empty())).then_some(at + len)
}

/// The most voices that a program for recognition tells apart in a recording, or nearly.
const MOST_VOICES: usize = 8;
/// The least number of times or labels in the middle of turns that are taken out of the words.
const OFTEN: usize = 3;

/// Finds the times at the start of lines inside turns, if there are several.
pub(super) fn times_inside(text: &str, drafts: &[TurnDraft]) -> Vec<(Range<usize>, HeadTime)> {
    let mut inside = Vec::new();
    for draft in drafts {
        let mut at = draft.bytes.start;
        for line in text[draft.bytes.clone()].split_inclusive('\n') {
            let from = at + line.len() - line.trim_start_matches(is_blank).len();
            let words = line.trim_end_matches('\n');
            if at > draft.bytes.start && from < at + words.len() {
                let time = stamp(&text[from..at + words.len()]).filter(|time| time.is_sure);
                if let Some(time) = time {
                    let end = from + time.end;
                    inside.push((from..end, HeadTime { at: end, ms: time.ms, of_day: time.of_day }));
                }
            }
            at += line.len();
        }
    }
    if inside.len() < OFTEN { Vec::new() } else { inside }
}

/// Joins the turns that are the lines of one speaker, cut by their length; returns the labels between, which are no words.
pub(super) fn join_lines(text: &str, found: &[Found], drafts: &mut Vec<TurnDraft>) -> Vec<Range<usize>> {
    let same = |a: &TurnDraft, b: &TurnDraft| match (&a.label, &b.label) {
        (Some(a), Some(b)) => a == b || fold(a) == fold(b),
        _ => false,
    };
    let is_open = |draft: &TurnDraft| {
        let words =
            text[draft.bytes.clone()].trim_end_matches(|c| is_blank(c) || matches!(c, '"' | '”' | '»' | ')'));
        !words.is_empty() && !words.ends_with(['.', '?', '!', '…', '؟', '。', '-', '–', '—', ']', '#'])
    };
    let is_line = |draft: &TurnDraft| !text[draft.bytes.clone()].trim().contains('\n');
    let goes_on =
        |draft: &TurnDraft| text[draft.bytes.clone()].chars().next().is_some_and(|c| !c.is_uppercase());
    let pairs: Vec<bool> = drafts
        .windows(2)
        .filter(|pair| same(&pair[0], &pair[1]))
        .map(|pair| is_open(&pair[0]) && goes_on(&pair[1]))
        .collect();
    let n_open = pairs.iter().filter(|&&open| open).count();
    let labels: BTreeSet<&str> = drafts.iter().filter_map(|draft| draft.label.as_deref()).collect();
    if n_open < OFTEN
        || n_open * 3 < pairs.len() * 2
        || n_open * 4 < drafts.len()
        || labels.len() > MOST_VOICES
    {
        return Vec::new();
    }
    let mut cuts = Vec::new();
    let mut joined: Vec<TurnDraft> = Vec::with_capacity(drafts.len());
    for draft in drafts.drain(..) {
        let before = joined.last_mut().filter(|last| same(last, &draft) && is_line(&draft));
        match before {
            Some(last) => {
                let head = found.partition_point(|head| head.start < draft.bytes.start).checked_sub(1);
                let from = head.and_then(|i| found.get(i)).map_or(draft.bytes.start, |head| head.start);
                cuts.push(from.max(last.bytes.end)..draft.bytes.start);
                last.bytes.end = draft.bytes.end.max(last.bytes.end);
            }
            None => joined.push(draft),
        }
    }
    *drafts = joined;
    cuts
}
