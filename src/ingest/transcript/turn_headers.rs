//! Turn headers: what a line tells of who speaks next, by the conventions of transcription programs and of people who type.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::clock::milliseconds;
use super::label;
use super::label::{is_blank, is_ornament, like_a_name, plausible};
use super::roles::is_listed;
use super::stamps::stamp;
use crate::ingest::digits::digit;

/// The form of a turn header, which tells how reliable it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// With a time, in a form that is rare in prose: Otter, Teams, Rev, Zoom.
    Timed,
    /// A label before a colon, or with a time after it; prose can look like it.
    Plain,
    /// A label alone on its line, in bold or from the dictionary.
    Alone,
}

/// The turn header of a line; positions are bytes of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TurnHeader {
    /// Its form.
    pub(super) kind: Kind,
    /// The position of the label.
    pub(super) label: Range<usize>,
    /// Where the words begin.
    pub(super) body: usize,
    /// The time that the header names, in milliseconds.
    pub(super) ms: Option<u64>,
    /// Whether the time is a time of day (Zoom), not of the recording.
    pub(super) of_day: bool,
    /// The sign of emphasis that was opened before the label and not closed before the words.
    pub(super) emphasis: Option<char>,
}

const CLOCK: &str = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?";

fn pattern(pattern: &str) -> Regex {
    Regex::new(&pattern.replace("CLOCK", CLOCK)).expect("the pattern is constant")
}

static OTTER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(\S.{0,60}?)(?:\s{2,}|\t+)(CLOCK)\s*$"));
static REV: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(\S[^\[\]():]{0,60}?):?\s+\((CLOCK)\)\s*(?::\s*|$)"));
static ZOOM: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*\[([^\[\]]{1,60})\]\s+(\d{1,2}:\d{2}:\d{2})\s*$"));
static BRACKET_TIME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(\S[^\[\]:]{0,60}?):?\s*\[(CLOCK)\]:?\s*"));
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:[-+•–—*]\s+|[(（]?\d{1,4}(?:[.)]\)?\s+|[．）、]\s*|\t\s*|\s{2,}))"));
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:#\d{1,2}:\d{2}:\d{2}(?:[-.,]\d{1,3})?#|[\[(]?(CLOCK)(?:\s*-->\s*CLOCK)?[\])]?)\s*(?:[-–]\s*)?",
    )
});
static VOICE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\[(SPEAKER_\d+|[^\[\]:]{1,40})\](\s*[:：])?\s*"));

/// `10:12:03 From Ana to Everyone: words`, as Zoom keeps the chat of a meeting.
static ZOOM_CHAT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(\d{1,2}:\d{2}:\d{2})\s+(?:From|Von|De|Da)\s+(\S[^:]{0,60}?)(?:\s+(?:to|To|an|An|à|À|a|A)\s+[^:]{1,80})?\s*:\s*",
    )
});
/// `Ana, [12.03.2024 10:15]`, as Telegram copies messages.
static TELEGRAM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*(\S[^\[\]:]{0,60}?),\s+\[([^\[\]]*\d[^\[\]]*\s)(CLOCK(?:\s*[AaPp][Mm])?)\]:?\s*$")
});

/// Returns the turn header of a line, if it has one.
pub(super) fn head(line: &str) -> Option<TurnHeader> {
    chat(line)
        .or_else(|| timed(line, &OTTER))
        .or_else(|| timed(line, &REV))
        .or_else(|| timed(line, &ZOOM).map(|head| TurnHeader { of_day: true, ..head }))
        .or_else(|| with_time_after(line))
        .or_else(|| plain_label(line))
}

/// Returns the turn header of a line by its label alone, after any quote sign, list sign, line number and time.
pub(super) fn plain_label(line: &str) -> Option<TurnHeader> {
    let (mut at, heading) = decoration(line);
    let mut ms = None;
    if let Some(found) = TIME.captures(&line[at..]) {
        ms = found.get(1).and_then(|time| milliseconds(time.as_str()));
        at += found.get(0).map_or(0, |whole| whole.end());
    }
    let bare = TurnHeader { kind: Kind::Plain, label: 0..0, body: 0, ms, of_day: false, emphasis: None };
    voice(line, at, &bare).or_else(|| colon(line, at, &bare)).or_else(|| alone(line, at, heading, &bare))
}

/// Tells whether a line is a field of a heading: `Date: 3 May`.
pub(super) fn is_field(line: &str) -> bool {
    let (at, _) = decoration(line);
    let line = line[at..].trim_start_matches(['*', '_']);
    line.find([':', '：'])
        .is_some_and(|colon| label::is_field(&super::label::fold(line[..colon].trim_matches('*'))))
}

/// Counts the bytes of quote signs, list signs, numbers and heading signs before the words, and tells whether it is a heading.
fn decoration(line: &str) -> (usize, bool) {
    let mut at = line.len() - line.trim_start_matches(|c| is_blank(c) || c == '>').len();
    if let Some(number) = NUMBER.find(&line[at..]) {
        at += number.end();
    }
    let rest = line[at..].trim_start_matches('#');
    let n_signs = line.len() - at - rest.len();
    let heading = (1..=6).contains(&n_signs) && rest.starts_with([' ', '\t']);
    if heading {
        at = line.len() - rest.trim_start().len();
    }
    at = line.len() - line[at..].trim_start_matches(is_blank).len();
    (at, heading)
}

/// Reads the header of a message that was copied from a chat.
fn chat(line: &str) -> Option<TurnHeader> {
    let is_zoom = line.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let (found, label, ms) = if is_zoom {
        let found = ZOOM_CHAT.captures(line)?;
        let ms = milliseconds(found.get(1)?.as_str())?;
        let label = found.get(2)?.range();
        (found, label, ms)
    } else if line.contains(", [") {
        let found = TELEGRAM.captures(line)?;
        let clock = stamp(found.get(3)?.as_str())?;
        let has_seconds = found.get(3)?.as_str().matches(':').count() > 1;
        // Hours and minutes, where nothing else told it.
        let ms = if clock.of_day || has_seconds { clock.ms } else { clock.ms * 60 };
        let label = found.get(1)?.range();
        (found, label, ms)
    } else {
        return None;
    };
    let body = found.get(0)?.end();
    // Who is in no address book has a number instead of a name.
    let is_name = line[label.clone()].contains(char::is_alphanumeric);
    is_name.then_some(TurnHeader {
        kind: Kind::Timed,
        label,
        body,
        ms: Some(ms),
        of_day: true,
        emphasis: None,
    })
}

fn timed(line: &str, form: &Regex) -> Option<TurnHeader> {
    let found = form.captures(line)?;
    let (label, time) = (found.get(1)?, found.get(2)?);
    let ms = Some(milliseconds(time.as_str())?);
    let name = label.as_str().trim_matches(['*', '_', ' ', ',']);
    let is_name = name.chars().any(char::is_alphabetic)
        && name.split_whitespace().count() <= 6
        && !name.ends_with(['.', '?', '!', ';', ':']);
    let body = found.get(0)?.end();
    // Without the signs of emphasis and the comma around it.
    let start =
        label.start() + label.as_str().len() - label.as_str().trim_start_matches(['*', '_', ' ', ',']).len();
    is_name.then_some(TurnHeader {
        kind: Kind::Timed,
        label: start..start + name.len(),
        body,
        ms,
        of_day: false,
        emphasis: None,
    })
}

/// Reads `Name [00:00:03] words`.
fn with_time_after(line: &str) -> Option<TurnHeader> {
    let found = BRACKET_TIME.captures(line)?;
    let (label, time) = (found.get(1)?, found.get(2)?);
    let ms = Some(milliseconds(time.as_str())?);
    let body = found.get(0)?.end();
    let head =
        TurnHeader { kind: Kind::Plain, label: label.range(), body, ms, of_day: false, emphasis: None };
    plausible(label.as_str()).then_some(head)
}

/// Reads `[SPEAKER_00]: words`.
fn voice(line: &str, at: usize, bare: &TurnHeader) -> Option<TurnHeader> {
    let found = VOICE.captures(&line[at..])?;
    let label = found.get(1)?;
    if found.get(2).is_none() && !label.as_str().starts_with("SPEAKER_") {
        return None;
    }
    let (label, body) = (at + label.start()..at + label.end(), at + found.get(0)?.end());
    plausible(&line[label.clone()]).then(|| TurnHeader { label, body, ..bare.clone() })
}

/// Reads `Label: words`; the label may be in bold or italics, with the colon inside or outside.
fn colon(line: &str, at: usize, bare: &TurnHeader) -> Option<TurnHeader> {
    let (from, sign) = emphasis(line, at);
    let rest = &line[from..];
    let mut colon = rest.find([':', '：'])?;
    // The German colon of both genders: `Interviewer:in: …`.
    for ending in [":in:", ":innen:", ":r:"] {
        if rest[colon..].starts_with(ending) {
            colon += ending.len() - 1;
        }
    }
    let width = rest[colon..].chars().next().map_or(1, char::len_utf8);
    let raw = &rest[..colon];
    let label = match sign {
        Some(sign) => raw.trim_end_matches(|c| c == sign || is_blank(c)),
        None => raw.trim_end_matches(is_blank),
    };
    // Without the pictures and signs that people set beside a name.
    let is_beside = |c: char| is_ornament(c) || is_blank(c);
    let label = label.trim_end_matches(is_beside);
    let lead = label.len() - label.trim_start_matches(is_beside).len();
    let label = &label[lead..];
    let after = &rest[colon + width..];
    // A time (`10:30`, but `P1:30 years` is a label) or an address.
    let number = label.ends_with(|c: char| c.is_numeric()) && after.starts_with(|c: char| c.is_numeric());
    // A number of its own before the colon is the hour: `Speaker 1 – 00:12`, `Speaker 1 #00:12-3#`.
    let hour = number
        && label
            .rsplit([' ', '\u{a0}', '#'])
            .next()
            .is_some_and(|last| last.chars().all(|c| digit(c).is_some()));
    if after.starts_with("//") || hour || (number && !is_listed(label)) || !plausible(label) {
        return None;
    }
    let (label, mut body) = (from + lead..from + lead + label.len(), from + colon + width);
    // Some write the colon twice.
    body += after.len() - after.trim_start_matches(':').len();
    let mut open = None;
    if let Some(sign) = sign {
        let closed_before = raw.trim_end_matches(is_blank).ends_with(sign);
        let closing = line[body..].len() - line[body..].trim_start_matches(sign).len();
        body += closing;
        if !closed_before && closing == 0 {
            open = Some(sign);
        }
    }
    Some(TurnHeader { label, body, emphasis: open, ..bare.clone() })
}

/// Reads a label that is the whole line: in bold, as a heading, or a dictionary word alone.
fn alone(line: &str, at: usize, heading: bool, bare: &TurnHeader) -> Option<TurnHeader> {
    let (from, sign) = emphasis(line, at);
    let label = match sign {
        Some(sign) => line[from..].trim_end().trim_end_matches(sign),
        None => line[from..].trim_end_matches(is_blank),
    };
    // The counts come first: most lines are long, and a look in the dictionary is slow.
    if label.split_whitespace().nth(3).is_some() || !plausible(label) {
        return None;
    }
    let listed = is_listed(label);
    let word = listed && label.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let bold = sign.is_some() && line.trim_end().ends_with(['*', '_']) && like_a_name(label);
    let has_time = label.split(':').skip(1).any(|after| after.starts_with(|c: char| digit(c).is_some()));
    let fits = !has_time && (word || bold || (heading && listed));
    fits.then(|| TurnHeader {
        kind: Kind::Alone,
        label: from..from + label.len(),
        body: line.len(),
        ..bare.clone()
    })
}

/// Returns where the words begin after at most three signs of emphasis, and the sign.
fn emphasis(line: &str, at: usize) -> (usize, Option<char>) {
    let sign = line[at..].chars().next().filter(|sign| matches!(sign, '*' | '_'));
    let Some(sign) = sign else { return (at, None) };
    let n_signs = line[at..].chars().take_while(|&c| c == sign).count();
    if n_signs <= 3 { (at + n_signs, Some(sign)) } else { (at, None) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(Kind, &str, Option<u64>, &str)> {
        head(line).map(|head| (head.kind, &line[head.label.clone()], head.ms, &line[head.body..]))
    }

    #[test]
    fn heads_with_times() {
        let (timed, plain) = (Kind::Timed, Kind::Plain);
        assert_eq!(read("Speaker 1  0:00"), Some((timed, "Speaker 1", Some(0), "")));
        assert_eq!(read("Jane Doe   1:02:03"), Some((timed, "Jane Doe", Some(3_723_000), "")));
        assert_eq!(read("Speaker 1 (00:03):"), Some((timed, "Speaker 1", Some(3_000), "")));
        assert_eq!(read("Speaker 1 (00:03): Hi"), Some((timed, "Speaker 1", Some(3_000), "Hi")));
        assert_eq!(read("Ana [00:00:03] hola"), Some((plain, "Ana", Some(3_000), "hola")));
        assert_eq!(read("[00:01:02] Ana: hola"), Some((plain, "Ana", Some(62_000), " hola")));
        assert_eq!(read("00:03:40.5Zack: so"), Some((plain, "Zack", Some(220_500), " so")));
        assert_eq!(read("[Jo Ray] 10:02:33"), Some((timed, "Jo Ray", Some(36_153_000), "")));
        assert!(head("[Jo Ray] 10:02:33").unwrap().of_day);
    }

    #[test]
    fn heads_of_chats() {
        let timed = Kind::Timed;
        assert_eq!(
            read("10:12:03\t From Ana to Everyone:\tHi: you"),
            Some((timed, "Ana", Some(36_723_000), "Hi: you"))
        );
        assert_eq!(
            read("00:12:03\tFrom Jo Ray to Ana(Direct Message):"),
            Some((timed, "Jo Ray", Some(723_000), ""))
        );
        assert_eq!(read("00:12:03\t From  Jo Ray : Hi"), Some((timed, "Jo Ray", Some(723_000), "Hi")));
        assert_eq!(read("Jo Ray, [12.03.2024 10:15]"), Some((timed, "Jo Ray", Some(36_900_000), "")));
        assert_eq!(read("Ana, [Mar 12, 2024 at 10:15:11 PM]:"), Some((timed, "Ana", Some(80_111_000), "")));
        // The time is no part of the label, whatever its digits.
        assert_eq!(head("مصاحبه‌گر ۰۰:۰۱:۲۰"), None);
        assert_eq!(head("We met Ana, [12.03.2024] at noon"), None);
    }

    #[test]
    fn heads_with_signs() {
        let plain = Kind::Plain;
        assert_eq!(read("**Interviewer:** why"), Some((plain, "Interviewer", None, " why")));
        assert_eq!(read("> **P1**: so"), Some((plain, "P1", None, " so")));
        assert_eq!(read("- _P1_: so"), Some((plain, "P1", None, " so")));
        assert_eq!(read("Ana 🎤: so"), Some((plain, "Ana", None, " so")));
        assert_eq!(read("🎤 Ana:so"), Some((plain, "Ana", None, "so")));
        assert_eq!(read("★Ana :: so"), Some((plain, "Ana", None, " so")));
        assert_eq!(read("12. I: why"), Some((plain, "I", None, " why")));
        assert_eq!(read("[SPEAKER_00]: hi"), Some((plain, "SPEAKER_00", None, "hi")));
        assert_eq!(read("SPEAKER_01: hi"), Some((plain, "SPEAKER_01", None, " hi")));
        assert_eq!(read("\u{200f}مصاحبه‌گر： چرا"), Some((plain, "مصاحبه‌گر", None, " چرا")));
        assert_eq!(read("Interviewer:in: warum"), Some((plain, "Interviewer:in", None, " warum")));
        assert_eq!(read("**Interviewer**"), Some((Kind::Alone, "Interviewer", None, "")));
        assert_eq!(head("**I: why?**").unwrap().emphasis, Some('*'));
    }

    #[test]
    fn prose_has_no_head() {
        for line in [
            "We met at 10:30 there.",
            "https://example.org/x",
            "For example: this",
            "I said: no",
            "[laughs]",
            "10:30",
        ] {
            assert_eq!(head(line), None, "{line}");
        }
        assert!(is_field("Date: 3 May") && is_field("**Datum:** heute") && !is_field("P1: date"));
    }
}
