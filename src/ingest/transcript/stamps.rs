//! Times at the start of a line or of what was said, in the forms of programs for transcription, recognition and chats.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::clock::milliseconds;
use super::label::is_blank;
use crate::ingest::digits::digit;

/// A time, or the beginning of a stretch of time, at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Where it ends, with the blanks and the sign of separation after it, in bytes.
    pub(super) end: usize,
    /// When the words begin, in milliseconds.
    pub(super) ms: u64,
    /// Whether it is a time of day (chats), not of the recording.
    pub(super) of_day: bool,
    /// Whether it is in brackets or has a date, an arrow or a tab, so that it is no time that somebody tells.
    pub(super) is_sure: bool,
}

fn pattern(pattern: &str) -> Regex {
    let clock = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?";
    Regex::new(&pattern.replace("CLOCK", clock)).expect("the pattern is constant")
}

/// `[00:01:02]`, `(0:00 - 0:09)`, `{00:12}`, `00:01 --> 00:04`, `11/03/2026, 10:00`, `11/03/2026 à 10:00`, `10:37 AM`.
static CLOCKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^([\[({<]?)\s*(\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[,،]|\s(?:à|ساعت))?[\s\u{200e}\u{200f}]+)?(CLOCK)(?:\s*([AaPpقب])\.?\s?(?:[Mm]\b|ظ)\.?)?(?:\s*?(-->|->|[-–—/]|\t|to\b|bis\b)\s*CLOCK(?:\s*[AaPp]\.?\s?[Mm]\b\.?)?)?\s*?([\])}>]?)",
    )
});
/// `0.000 9.000`, `[12.5s -> 14.0s]`.
static SECONDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^([\[({<]?)\s*(\d{1,6}\.\d{1,3})s?(?:\s*(?:-->|->|[-–,])\s*|\s+)\d{1,6}\.\d{1,3}s?\s*([\])}>]?)",
    )
});
/// `7 minutes 6 seconds`, and after it the same as a clock.
static SPELT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(\d{1,2}) (?:hours?|Stunden?|heures?|horas?) ?)?(?:(\d{1,2}) (?:minutes?|Minuten?|minutos?|minuti) ?)?(\d{1,2}) (?:secondes?|secondi|seconds?|Sekunden?|segundos?)\s*(?:CLOCK)?",
    )
});

/// Reads the time at the very start of a text, if there is one.
pub(super) fn stamp(text: &str) -> Option<Stamp> {
    let first = text.chars().next()?;
    if digit(first).is_none() && !matches!(first, '[' | '(' | '{' | '<') {
        return None;
    }
    clocks(text)
        .or_else(|| seconds(text))
        .or_else(|| spelt(text))
        .map(|stamp| Stamp { end: separated(text, stamp.end), ..stamp })
}

/// Returns the time if a line holds nothing else.
pub(super) fn only_stamp(line: &str) -> Option<Stamp> {
    let inner = line.trim_matches(is_blank);
    stamp(inner).filter(|stamp| inner[stamp.end..].trim_matches(|c| is_blank(c) || c == ':').is_empty())
}

fn clocks(text: &str) -> Option<Stamp> {
    let found = CLOCKS.captures(text)?;
    let (open, close) = (found.get(1)?.as_str(), found.get(6)?.as_str());
    let end = found.get(0)?.end();
    if !is_closed(open, close) || continues(text, end) {
        return None;
    }
    let clock = found.get(3)?.as_str();
    let dated = found.get(2).is_some();
    let half = found.get(4).and_then(|half| half.as_str().chars().next());
    let of_day = dated || half.is_some();
    let mut ms = milliseconds(clock)?;
    if of_day && clock.matches(':').count() == 1 {
        // Hours and minutes.
        ms *= 60;
    }
    const NOON: u64 = 12 * 3_600_000;
    match half.map(|half| half.to_ascii_lowercase()) {
        Some('p' | 'ب') if ms < NOON => ms += NOON,
        Some('a' | 'ق') if ms >= NOON => ms -= NOON,
        _ => {}
    }
    let by_program = found.get(5).is_some_and(|sign| matches!(sign.as_str(), "-->" | "->" | "\t"));
    Some(Stamp { end, ms, of_day, is_sure: !open.is_empty() || dated || by_program })
}

fn seconds(text: &str) -> Option<Stamp> {
    let found = SECONDS.captures(text)?;
    let end = found.get(0)?.end();
    if !is_closed(found.get(1)?.as_str(), found.get(3)?.as_str()) || continues(text, end) {
        return None;
    }
    let seconds: f64 = found.get(2)?.as_str().parse().ok()?;
    Some(Stamp { end, ms: (seconds * 1000.0).round() as u64, of_day: false, is_sure: true })
}

fn spelt(text: &str) -> Option<Stamp> {
    let found = SPELT.captures(text)?;
    let number =
        |found: &Captures<'_>, i| found.get(i).and_then(|number| number.as_str().parse::<u64>().ok());
    let (hours, minutes) = (number(&found, 1).unwrap_or(0), number(&found, 2).unwrap_or(0));
    let ms = ((hours * 60 + minutes) * 60 + number(&found, 3)?) * 1000;
    Some(Stamp { end: found.get(0)?.end(), ms, of_day: false, is_sure: false })
}

/// Tells whether the bracket that was opened is closed, and none is closed that was not opened.
fn is_closed(open: &str, close: &str) -> bool {
    matches!((open, close), ("", "") | ("[", "]") | ("(", ")") | ("{", "}") | ("<", ">"))
}

/// Tells whether a number or a time goes on after the position.
fn continues(text: &str, at: usize) -> bool {
    let mut rest = text[at..].chars();
    match rest.next() {
        Some(c) if c.is_numeric() => true,
        Some(':' | '.' | ',' | '/' | '%') => rest.next().is_some_and(char::is_numeric),
        _ => false,
    }
}

/// Returns the position after the blanks and one sign of separation: `[00:01] - Name`, `10:00 - Name`.
fn separated(text: &str, end: usize) -> usize {
    let skip = |at: usize| text.len() - text[at..].trim_start_matches(|c| is_blank(c) && c != '\n').len();
    let at = skip(end);
    let mut rest = text[at..].chars();
    match rest.next() {
        Some(sign @ ('-' | '–' | '—' | '|')) if rest.next().is_none_or(is_blank) => {
            skip(at + sign.len_utf8())
        }
        _ => at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(u64, &str, bool, bool)> {
        stamp(text).map(|stamp| (stamp.ms, &text[stamp.end..], stamp.of_day, stamp.is_sure))
    }

    #[test]
    fn times_of_programs() {
        assert_eq!(read("[00:00:11.00] - Remi"), Some((11_000, "Remi", false, true)));
        assert_eq!(read("(0:11 - 0:20)\nMy"), Some((11_000, "\nMy", false, true)));
        assert_eq!(read("{00:12} Ann: so"), Some((12_000, "Ann: so", false, true)));
        assert_eq!(read("00:00:11 Remi Oduya"), Some((11_000, "Remi Oduya", false, false)));
        assert_eq!(read("00:00:11.000\t00:00:20.000\tso"), Some((11_000, "so", false, true)));
        assert_eq!(read("11.000 20.000 SPEAKER_01  so"), Some((11_000, "SPEAKER_01  so", false, true)));
        assert_eq!(read("[12.5s -> 14.0s] so"), Some((12_500, "so", false, true)));
        assert_eq!(read("7 minutes 6 seconds"), Some((426_000, "", false, false)));
        assert_eq!(read("7 minutes 6 secondes"), Some((426_000, "", false, false)));
        assert_eq!(read("7 minuti 6 secondi"), Some((426_000, "", false, false)));
        assert_eq!(read("0 minutes 3 seconds0:03"), Some((3_000, "", false, false)));
    }

    #[test]
    fn times_of_chats() {
        assert_eq!(read("11/03/2026, 10:02 - Dana: so"), Some((36_120_000, "Dana: so", true, true)));
        assert_eq!(read("11/03/2026 à 10:02 - Dana: so"), Some((36_120_000, "Dana: so", true, true)));
        assert_eq!(read("۱۴۰۴/۱۲/۲۱، ۱۰:۰۲ - دانا: بله"), Some((36_120_000, "دانا: بله", true, true)));
        assert_eq!(read("[11/03/2026, 10:00:11] Remi: so"), Some((36_011_000, "Remi: so", true, true)));
        assert_eq!(read("11/03/2026, 10:02 p. m. - Ana: sí"), Some((79_320_000, "Ana: sí", true, true)));
        assert_eq!(read("۱۴۰۴/۱۲/۲۱، ۱۰:۰۲ ق.ظ - دانا: بله"), Some((36_120_000, "دانا: بله", true, true)));
        assert_eq!(read("[10:37 PM] Dana H"), Some((81_420_000, "Dana H", true, true)));
        assert_eq!(read("[12:05 am] Dana H"), Some((300_000, "Dana H", true, true)));
        assert_eq!(read("10:30 - 11:00 was my slot"), Some((630_000, "was my slot", false, false)));
        assert_eq!(read("10:30 pm was late"), Some((81_000_000, "was late", true, false)));
    }

    #[test]
    fn numbers_are_no_times() {
        for text in [
            "3:4:5:6 so",
            "10:301",
            "[00:01",
            "00:01) so",
            "12 of us",
            "1.5 2",
            "3.141.59",
            "(a) so",
            "10:61 x",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(only_stamp(" 00:15:00: ").is_some() && only_stamp("00:15:00 so").is_none());
    }
}
